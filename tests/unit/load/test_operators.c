/* SPDX-License-Identifier: MIT */
/* Condition operators as they are written, and the values they take. */
#include "../support.h"

#include "../../../plugin/base/scan.h"
#include "../../../plugin/load/building.h"

struct name_line {
	const char *name;
	enum operator op;
	bool negated;
};

/* IAM: "Condition operators", all there are */
static const struct name_line names[] = {
	{ "StringEquals", OP_STRING_EQUALS, false },
	{ "StringNotEquals", OP_STRING_EQUALS, true },
	{ "StringEqualsIgnoreCase", OP_STRING_EQUALS_IGNORE_CASE, false },
	{ "StringNotEqualsIgnoreCase", OP_STRING_EQUALS_IGNORE_CASE, true },
	{ "StringLike", OP_STRING_LIKE, false },
	{ "StringNotLike", OP_STRING_LIKE, true },
	{ "NumericEquals", OP_NUMERIC_EQUALS, false },
	{ "NumericNotEquals", OP_NUMERIC_EQUALS, true },
	{ "NumericLessThan", OP_NUMERIC_LESS, false },
	{ "NumericLessThanEquals", OP_NUMERIC_LESS_EQUALS, false },
	{ "NumericGreaterThan", OP_NUMERIC_GREATER, false },
	{ "NumericGreaterThanEquals", OP_NUMERIC_GREATER_EQUALS, false },
	{ "DateEquals", OP_DATE_EQUALS, false },
	{ "DateNotEquals", OP_DATE_EQUALS, true },
	{ "DateLessThan", OP_DATE_LESS, false },
	{ "DateLessThanEquals", OP_DATE_LESS_EQUALS, false },
	{ "DateGreaterThan", OP_DATE_GREATER, false },
	{ "DateGreaterThanEquals", OP_DATE_GREATER_EQUALS, false },
	{ "Bool", OP_BOOL, false },
	{ "BinaryEquals", OP_BINARY_EQUALS, false },
	{ "IpAddress", OP_IP_ADDRESS, false },
	{ "NotIpAddress", OP_IP_ADDRESS, true },
	{ "ArnEquals", OP_ARN_LIKE, false },
	{ "ArnNotEquals", OP_ARN_LIKE, true },
	{ "ArnLike", OP_ARN_LIKE, false },
	{ "ArnNotLike", OP_ARN_LIKE, true },
	{ "Null", OP_NULL, false },
};

static void
every_name_in_every_form(void **state)
{
	static const struct {
		const char *before, *after;
		enum quantifier quantifier;
		bool if_exists;
	} forms[] = {
		{ "", "", ONE_VALUE, false },
		{ "", "IfExists", ONE_VALUE, true },
		{ "ForAnyValue:", "", FOR_ANY_VALUE, false },
		{ "ForAnyValue:", "IfExists", FOR_ANY_VALUE, true },
		{ "ForAllValues:", "", FOR_ALL_VALUES, false },
		{ "ForAllValues:", "IfExists", FOR_ALL_VALUES, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		for (size_t k = 0; k < COUNT(forms); k++) {
			bool want =
				names[i].op != OP_NULL || !forms[k].if_exists;
			struct condition c = { 0 };
			const char *near;
			char text[64];

			snprintf(text, sizeof text, "%s%s%s", forms[k].before,
				 names[i].name, forms[k].after);
			if (operators_parse(text_of(text), &c, &near) != want)
				fail_msg("%s", text);
			if (!want) {
				assert_string_equal(near, "Null");
				continue;
			}
			assert_null(near);
			assert_int_equal(c.operator, names[i].op);
			assert_int_equal(c.negated, names[i].negated);
			assert_int_equal(c.quantifier, forms[k].quantifier);
			assert_int_equal(c.if_exists, forms[k].if_exists);
			assert_true(same_text("name", c.name, text));
		}
}

static const struct {
	const char *name, *near; /* NULL: no guess */
} unknown[] = {
	{ "", NULL },
	{ "String", NULL },
	{ "IfExists", NULL },
	{ "ForAnyValue:", NULL },
	{ "Frobnicate", NULL },
	{ "StringEqualsLike", NULL },
	/* letter case counts, and is told */
	{ "stringEquals", "StringEquals" },
	{ "STRINGEQUALS", "StringEquals" },
	{ "bool", "Bool" },
	{ "BOOL", "Bool" },
	{ "IPAddress", "IpAddress" },
	{ "ARNLike", "ArnLike" },
	{ "null", "Null" },
	/* one letter left out, added, changed, swapped */
	{ "StringEqual", "StringEquals" },
	{ "StringEqualss", "StringEquals" },
	{ "StringEquols", "StringEquals" },
	{ "StringEquasl", "StringEquals" },
	{ "StringLikes", "StringLike" },
	{ "Booll", "Bool" },
	{ "NumericLesThan", "NumericLessThan" },
	{ "DateEqals", "DateEquals" },
	{ "ForAnyValue:StringEqual", "StringEquals" },
	{ "StringEqualIfExists", "StringEquals" },
	{ "ForAllValues:stringlikeIfExists", "StringLike" },
	/* two are too many */
	{ "StringEqulss", NULL },
	/* prefixes and suffixes are written exactly */
	{ "forAnyValue:StringEquals", "ForAnyValue:" },
	{ "ForAnyValues:StringEquals", "ForAnyValue:" },
	{ "ForAllValue:StringEquals", "ForAllValues:" },
	{ "ForSomeValues:StringEquals", NULL },
	{ "ForAnyValue: StringEquals", "StringEquals" },
	{ "ForAnyValue:ForAllValues:StringEquals", NULL },
	{ "StringEqualsIfExistsIfExists", NULL },
	{ "StringEqualsifexists", NULL },
};

static void
unknown_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(unknown); i++) {
		struct condition c = { 0 };
		const char *near;

		if (operators_parse(text_of(unknown[i].name), &c, &near))
			fail_msg("%s", unknown[i].name);
		if (!near != !unknown[i].near ||
		    (near && strcmp(near, unknown[i].near) != 0))
			fail_msg("%s: %s", unknown[i].name,
				 near ? near : "no guess");
	}
}

struct value_line {
	const char *operator, * good, *bad, *why;
};

static const struct value_line values[] = {
	{ "NumericEquals", "-1.5", "1e3", "number" },
	{ "NumericLessThan", "10", "${aws:EpochTime}", "number" },
	{ "NumericGreaterThanEquals", "0", "", "number" },
	{ "DateEquals", "2026-01-01", "2026-02-30", "date" },
	{ "DateLessThan", "1767225600", "${aws:CurrentTime}", "date" },
	{ "DateGreaterThan", "2026-01-01T00:00:00Z", "2026-01-01T00:00",
	  "date" },
	{ "Bool", "TRUE", "yes", "true nor false" },
	{ "Bool", "false", "${aws:SecureTransport}", "true nor false" },
	{ "Null", "True", "", "true nor false" },
	{ "BinaryEquals", "QUI=", "QUI", "base64" },
	{ "BinaryEquals", "", "=", "base64" },
	{ "IpAddress", "10.0.0.0/8", "10.0.0/8", "IP address" },
	{ "NotIpAddress", "::/0", "*", "IP address" },
	{ "StringEquals", "", "${", "not closed" },
	{ "StringLike", "*", "a${", "not closed" },
	{ "StringEqualsIgnoreCase", "a$", "${}", "policy variable" },
	{ "ArnLike", "arn", "arn:${", "not closed" },
};

static void
values_are_read_once(void **state)
{
	struct portero_error err = { .size = sizeof err };
	struct build *b = build_new(&err);

	(void)state;
	assert_non_null(b);
	for (size_t i = 0; i < COUNT(values); i++) {
		struct condition c = { 0 };
		struct operand o;
		const char *why;

		assert_true(
			operators_parse(text_of(values[i].operator), &c, &why));
		if (!operators_operand(b, &c, text_of(values[i].good), true, &o,
				       &why))
			fail_msg("%s %s: %s", values[i].operator,
				 values[i].good, why);
		assert_true(same_text("text", o.text, values[i].good));
		if (operators_operand(b, &c, text_of(values[i].bad), true, &o,
				      &why) ||
		    !why || !strstr(why, values[i].why))
			fail_msg("%s %s: %s", values[i].operator, values[i].bad,
				 why ? why : "taken");
	}
	assert_int_equal(err.code, PORTERO_OK);
	build_free(b);
}

/* Which texts need a pattern, and where ARNs are cut. */
static void
texts_and_arns(void **state)
{
	static const struct {
		const char *operator, * text;
		bool variables, pattern;
	} texts[] = {
		{ "StringEquals", "a*?", true, false },
		{ "StringEquals", "${a}", false, false },
		{ "StringEquals", "${a}", true, true },
		{ "StringEquals", "", true, false },
		{ "StringLike", "abc", true, false },
		{ "StringLike", "a*", false, true },
		{ "StringLike", "a?", false, true },
		{ "StringLike", "${a}", false, false },
	};
	static const struct {
		const char *text;
		bool variables, whole;
		const char *last; /* the sixth part */
	} arns[] = {
		{ "arn:aws:s3:::b", true, true, "b" },
		{ "arn:aws:sns:r:1:t:u", true, true, "t:u" },
		{ ":::::", true, true, "" },
		{ "arn:aws:s3::b", true, false, NULL },
		{ "*", true, false, NULL },
		{ "", true, false, NULL },
		{ "arn:aws:iam::${aws:PrincipalAccount}:role/R", true, true,
		  "role/R" },
		/* in older versions its colon is a colon */
		{ "arn:aws:iam::${aws:PrincipalAccount}:role/R", false, true,
		  "PrincipalAccount}:role/R" },
		{ "arn:aws:iam::${aws:PrincipalAccount}", true, false, NULL },
		{ "arn:aws:s3:::${aws:username}", true, true,
		  "${aws:username}" },
	};
	struct portero_error err = { .size = sizeof err };
	struct build *b = build_new(&err);
	struct condition c = { 0 };
	struct operand o;
	const char *why;

	(void)state;
	assert_non_null(b);
	for (size_t i = 0; i < COUNT(texts); i++) {
		assert_true(
			operators_parse(text_of(texts[i].operator), &c, &why));
		assert_true(operators_operand(b, &c, text_of(texts[i].text),
					      texts[i].variables, &o, &why));
		if ((o.value != NULL) != texts[i].pattern)
			fail_msg("%s %s", texts[i].operator, texts[i].text);
	}
	assert_true(operators_parse(STR("ArnLike"), &c, &why));
	for (size_t i = 0; i < COUNT(arns); i++) {
		const struct arn_pattern *arn;

		assert_true(operators_operand(b, &c, text_of(arns[i].text),
					      arns[i].variables, &o, &why));
		arn = o.value;
		if (arn->whole != arns[i].whole)
			fail_msg("%s", arns[i].text);
		if (arn->whole)
			assert_true(same_text("part",
					      pattern_source(&arn->part[5]),
					      arns[i].last));
	}
	build_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_in_every_form),
		cmocka_unit_test(unknown_names),
		cmocka_unit_test(values_are_read_once),
		cmocka_unit_test(texts_and_arns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
