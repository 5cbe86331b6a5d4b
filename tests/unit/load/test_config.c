/* SPDX-License-Identifier: MIT */
/* test_config.c - libconfig's syntax as a tree with places, and nothing cut. */
#include "check.h"
#include "dump.h"

#include "../../../plugin/load/config.h"

static struct portero_error err;

static bool
parse(struct source *s, struct str text)
{
	err = (struct portero_error){ .size = sizeof err };
	return config_parse(s, STR("portero.conf"), text, &err);
}

static const struct {
	const char *conf, *json;
} trees[] = {
	{ "", "{}" },
	{ "# nothing", "{}" },
	{ "version = 1;", "{\"version\":1}" },
	{ "a = 1\nb : \"x\", c = true", "{\"a\":1,\"b\":\"x\",\"c\":true}" },
	{ "a = FALSE; /* b = 1; */ c = -5; // d\n# e = 1;\nf = 0;",
	  "{\"a\":false,\"c\":-5,\"f\":0}" },
	{ "a = ( 1, \"two\", { three = 3; }, ( ), [ ], { } );",
	  "{\"a\":[1,\"two\",{\"three\":3},[],[],{}]}" },
	{ "a = [ \"x\", \"y\" ]; b = { c = { d = ( { e = [ 1 ]; } ); }; };",
	  "{\"a\":[\"x\",\"y\"],\"b\":{\"c\":{\"d\":[{\"e\":[1]}]}}}" },
	{ "a = \"\\\"\\\\ \\x41 caf\xc3\xa9 # no comment /* */\";",
	  "{\"a\":\"\\\"\\\\ A caf\xc3\xa9 # no comment /* */\"}" },
	/* the boundaries of 32 bits, and with L those of 64 */
	{ "a = 2147483647; b = -2147483648;",
	  "{\"a\":2147483647,\"b\":-2147483648}" },
	{ "a = 2147483648L; b = 9223372036854775807LL;",
	  "{\"a\":2147483648,\"b\":9223372036854775807}" },
};

static void
settings_become_a_tree(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(trees); i++) {
		struct source s;
		char *json;

		if (!parse(&s, str_of(trees[i].conf)))
			fail_msg("%s\n%s: %u:%u", trees[i].conf, err.text,
				 err.line, err.column);
		json = dump(s.root);
		assert_string_equal(json, trees[i].json);
		free(json);
		source_free(&s);
	}
}

static const struct {
	const char *conf, *id;
	uint32_t line, column;
	const char *says;
} refused[] = {
	/* libconfig 1.5 cuts it to -539222987 */
	{ "a = 1;\n  b = 12345678901;", "number-range", 2, 7, "32 bits" },
	{ "a = 2147483648;", "number-range", 1, 5, "L" },
	{ "a = -2147483649;", "number-range", 1, 5, "32 bits" },
	{ "id = 111122223333;", "number-range", 1, 6, "\"111122223333\"" },
	{ "a = 9223372036854775808L;", "number-range", 1, 5, "too large" },
	{ "a = 99999999999999999999999;", "number-range", 1, 5, "too large" },
	/* sudo CVE-2019-14287: numbers that say two things */
	{ "a = 010;", "config-syntax", 1, 5, "decimal" },
	{ "a = +1;", "config-syntax", 1, 5, "decimal" },
	{ "a = -;", "config-syntax", 1, 5, "decimal" },
	{ "a = L;", "config-syntax", 1, 5, "double quotes" },
	{ "a = 0x10;", "config-syntax", 1, 5, "decimal" },
	{ "a = 1.5;", "config-syntax", 1, 5, "decimal" },
	{ "a = 1e3;", "config-syntax", 1, 5, "decimal" },
	{ "a = 1b = 2;", "config-syntax", 1, 5, "decimal" },
	{ "a = 1LLL;", "config-syntax", 1, 5, "decimal" },
	{ "@include \"/etc/passwd\"\n", "include", 1, 1, "cannot include" },
	{ "a = 1;\n  @include \"x\"\n", "include", 2, 3, "cannot include" },
	{ "a = \"x\\x00y\";", "nul-character", 1, 7, "NUL" },
	{ "a = \"x\\qy\";", "config-syntax", 1, 7, "escape" },
	{ "a = \"x\\x4\";", "config-syntax", 1, 7, "escape" },
	{ "a = \"x\\", "config-syntax", 1, 7, "escape" },
	{ "a = \"\\xff\";", "not-utf8", 1, 5, "UTF-8" },
	{ "a = \"caf\xe9\";", "not-utf8", 1, 9, "UTF-8" },
	{ "# caf\xe9\na = 1;", "not-utf8", 1, 6, "UTF-8" },
	{ "\xef\xbb\xbf"
	  "a = 1;",
	  "byte-order-mark", 1, 1, "mark" },
	{ "a = \"x\nb = 1;", "config-syntax", 1, 5, "its line" },
	{ "a = \"x", "config-syntax", 1, 5, "its line" },
	{ "a = 1; /* b = 2;", "config-syntax", 1, 8, "does not end" },
	{ "a = 'x';", "config-syntax", 1, 5, "instead of '" },
	/* a comma forgotten: libconfig would read "ab.json" */
	{ "a = ( \"a.json\"\n \"b.json\" );", "adjacent-strings", 2, 2,
	  "comma" },
	{ "a = 1;\na = 2;", "duplicate-key", 2, 1, "twice" },
	{ "a = { b = 1; c = ( { b = 2; } ); b = 3; };", "duplicate-key", 1, 34,
	  "twice" },
	{ "a = 1;\n\tb == 2;", "config-syntax", 2, 5, "a value" },
	{ "a = 1;\n\tb 2;", "config-syntax", 2, 4, "'='" },
	{ "a = ;", "config-syntax", 1, 5, "a value" },
	{ "a = fraud;", "config-syntax", 1, 5, "double quotes" },
	{ "a =", "config-syntax", 1, 4, "a value" },
	{ "a = 1;;", "config-syntax", 1, 7, "name of a setting" },
	{ "= 1;", "config-syntax", 1, 1, "name of a setting" },
	{ "true = 1;", "config-syntax", 1, 1, "no names" },
	{ "a = 1; }", "config-syntax", 1, 8, "name of a setting" },
	{ "a = ( 1, 2, );", "config-syntax", 1, 11, "nothing follows" },
	{ "a = [ 1, ];", "config-syntax", 1, 8, "nothing follows" },
	{ "a = ( , 1 );", "config-syntax", 1, 7, "a value" },
	{ "a = {\n b = 1;", "config-syntax", 1, 5, "not closed" },
	{ "a = ( 1 2 );", "config-syntax", 1, 9, "comma" },
	{ "a = ( 1 };", "config-syntax", 1, 9, "closing" },
	{ "a = [ ( 1 ) ];", "config-syntax", 1, 7, "a value" },
	{ "a = [ 1, \"x\" ];", "config-syntax", 1, 10, "one type" },
	{ "a = [ 1, 2L ];", "config-syntax", 1, 10, "one type" },
	{ "a = 1; %", "config-syntax", 1, 8, "0x25" },
};

static void
what_libconfig_would_change_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct source s;

		assert_false(parse(&s, str_of(refused[i].conf)));
		assert_int_equal(err.code, PORTERO_ERROR_CONFIG);
		check_error(&err, refused[i].conf, refused[i].id,
			    refused[i].line, refused[i].column);
		if (!strstr(err.text, refused[i].says) &&
		    !strstr(err.hint, refused[i].says))
			fail_msg("%s\nwanted: %s\ngot:    %s (%s)",
				 refused[i].conf, refused[i].says, err.text,
				 err.hint);
		source_free(&s);
	}
}

static void
a_nul_byte_is_refused(void **state)
{
	struct source s;

	(void)state;
	assert_false(parse(&s, str_make("a = 1;\n#\0\nb = 2;", 16)));
	check_error(&err, "NUL", "nul-character", 2, 2);
	source_free(&s);
}

static void
depth_is_bounded(void **state)
{
	static char text[100 + 200000];
	struct source s;

	(void)state;
	memcpy(text, "a = ", 4);
	memset(text + 4, '(', 64);
	memset(text + 68, ')', 64);
	assert_true(parse(&s, str_make(text, 132)));
	source_free(&s);
	memset(text + 4, '(', 100000);
	memset(text + 100004, ')', 100000);
	assert_false(parse(&s, str_make(text, 200004)));
	check_error(&err, "deep", "too-deep", 1, 69);
	source_free(&s);
}

static void
members_keep_their_places(void **state)
{
	static const char conf[] = "# first\n"
				   "version = 1;\n"
				   "\taccounts = (\n"
				   "  { id = \"x\"; tags = [ \"a\",\n"
				   "   \"bc\" ]; },\n"
				   "  \"y\" );\n";
	struct source s;
	const struct json *list, *first, *tags;

	(void)state;
	assert_true(parse(&s, STR(conf)));
	list = json_get(s.root, "accounts");
	first = json_at(list, 0);
	tags = json_get(first, "tags");
	const struct {
		const struct json *parent;
		const char *key;
		size_t index;
		bool at_key;
		uint32_t line, column, width;
	} wanted[] = {
		{ s.root, "version", 0, true, 2, 1, 7 },
		{ s.root, "version", 0, false, 2, 11, 1 },
		{ s.root, "accounts", 0, true, 3, 2, 8 },
		{ s.root, "accounts", 0, false, 3, 13, 1 },
		{ list, NULL, SIZE_MAX, false, 3, 13, 1 },
		{ list, NULL, 0, false, 4, 3, 1 },
		{ first, "id", 0, false, 4, 10, 3 },
		{ tags, NULL, 1, false, 5, 4, 4 },
		{ list, NULL, 1, false, 6, 3, 3 },
	};
	for (size_t i = 0; i < COUNT(wanted); i++) {
		err = (struct portero_error){ .size = sizeof err };
		source_error(&s, wanted[i].parent, wanted[i].key,
			     wanted[i].index, wanted[i].at_key, &err,
			     PORTERO_ERROR_CONFIG, "id", NULL, "row %zu", i);
		check_error(&err, "a member", "id", wanted[i].line,
			    wanted[i].column);
		assert_int_equal(err.width, wanted[i].width);
	}
	source_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_become_a_tree),
		cmocka_unit_test(what_libconfig_would_change_is_refused),
		cmocka_unit_test(a_nul_byte_is_refused),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(members_keep_their_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
