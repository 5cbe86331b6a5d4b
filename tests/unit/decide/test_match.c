/* SPDX-License-Identifier: MIT */
/*
 * The matcher against a slow and obvious one, over every short pattern and text
 * of a small alphabet; variables and UTF-8 as tables.
 */
#include "../support.h"

#include "../../../plugin/decide/match.h"
#include "../../../plugin/load/building.h"

static struct build *build;
static struct portero_error err;

static void
begin(void)
{
	err = (struct portero_error){ .size = sizeof err };
	build = build_new(&err);
	assert_non_null(build);
}

static void
end(void)
{
	build_free(build);
}

/* ---- every short text ---------------------------------------------------- */

/* The text number I over ALPHABET: 0 is "", then all of length 1, ... */
static void
spell(char *out, size_t i, const char *alphabet)
{
	size_t letters = strlen(alphabet), n = 0;

	for (; i > 0; i = (i - 1) / letters)
		out[n++] = alphabet[(i - 1) % letters];
	out[n] = 0;
}

/* How many texts of at most LENGTH there are. */
static size_t
spellings(const char *alphabet, size_t length)
{
	size_t n = 1;

	for (size_t i = 0; i < length; i++)
		n = n * strlen(alphabet) + 1;
	return n;
}

static void
compare(const char *head, const char *pattern_letters, size_t pattern_length,
	const char *text_letters, size_t text_length, unsigned flags)
{
	size_t patterns = spellings(pattern_letters, pattern_length);
	size_t texts = spellings(text_letters, text_length);
	int colons = flags & PATTERN_ARN && *head ? 0 : 5;
	size_t h = strlen(head);
	char p[32], t[32];
	struct pattern pattern;
	const char *why;

	for (size_t i = 0; colons < 5 && i < h; i++)
		colons += head[i] == ':';
	strcpy(p, head);
	strcpy(t, head);
	for (size_t i = 0; i < patterns; i++) {
		spell(p + h, i, pattern_letters);
		if (i % 1024 == 0) {
			if (i)
				end();
			begin();
		}
		assert_true(pattern_compile(build, &pattern, text_of(p), flags,
					    &why));
		for (size_t k = 0; k < texts; k++) {
			bool have, want;

			spell(t + h, k, text_letters);
			have = match_pattern(NULL, &pattern, text_of(t)) == YES;
			want = slow_match(p + h, t + h, colons);
			if (have != want)
				fail_msg("%s and %s: want %d", p, t, want);
		}
	}
	end();
}

static void
every_short_glob(void **state)
{
	(void)state;
	compare("", "ab*?", 6, "ab", 7, PATTERN_WILDCARDS);
}

/* The flag speaks of ARNs only: other texts have no fields. */
static void
colons_mean_nothing_elsewhere(void **state)
{
	(void)state;
	compare("", "a:*?", 5, "a:", 6, PATTERN_WILDCARDS | PATTERN_ARN);
}

/* In the first five fields a star stays inside, unless it is the last there. */
static void
every_short_arn(void **state)
{
	(void)state;
	compare("arn:", "a:*?", 6, "a:", 6, PATTERN_WILDCARDS | PATTERN_ARN);
	compare("arn:a:b:", "a:*?", 5, "a:", 7,
		PATTERN_WILDCARDS | PATTERN_ARN);
}

/* Long enough for all six fields. */
static void
whole_arns(void **state)
{
	static const char *const parts[] = { "*", "a*", "*a", "a", "?", "" };
	static const char *const texts[] = { "a", "", "aa", "b", "a:a" };
	char p[64], t[64];
	uint64_t seed = 7;

	(void)state;
	begin();
	for (int i = 0; i < 60000; i++) {
		struct pattern pattern;
		const char *why;

		strcpy(p, "arn");
		strcpy(t, "arn");
		for (int k = 0; k < 5; k++) {
			strcat(strcat(p, ":"),
			       parts[dice(&seed, COUNT(parts))]);
			strcat(strcat(t, ":"),
			       texts[dice(&seed, COUNT(texts))]);
		}
		if (!pattern_compile(build, &pattern, text_of(p),
				     PATTERN_WILDCARDS | PATTERN_ARN, &why))
			fail();
		if ((match_pattern(NULL, &pattern, text_of(t)) == YES) !=
		    slow_match(p + 4, t + 4, 1))
			fail_msg("%s and %s", p, t);
	}
	end();
}

/* ---- characters and letter case ---------------------------------------- */

struct line {
	const char *pattern, *text;
	bool same, fold; /* as it is, and without regard to case */
};

/* clang-format off */
static const struct line lines[] = {
	{ "", "", true, true },
	{ "", "a", false, false },
	{ "*", "", true, true },
	{ "a*", "A", false, true },
	{ "*B?", "abc", false, true },
	{ "ab", "AB", false, true },
	{ "@*", "`", false, false },
	{ "[*", "{", false, false },
	/* '?' is one character, of however many bytes */
	{ "?", "\xc3\xa9", true, true },
	{ "??", "\xc3\xa9", false, false },
	{ "?", "\xe2\x82\xac", true, true },
	{ "?", "\xf0\x9f\x9a\xaa", true, true },
	{ "??", "\xf0\x9f\x9a\xaa", false, false },
	{ "*??", "\xf0\x9f\x9a\xaa", false, false },
	{ "*??", "a\xf0\x9f\x9a\xaa", true, true },
	{ "?*?", "\xc3\xa9", false, false },
	{ "?*?", "\xc3\xa9\xc3\xa9", true, true },
	{ "caf?", "caf\xc3\xa9", true, true },
	{ "c?f\xc3\xa9", "caf\xc3\xa9", true, true },
	{ "*\xc3\xa9", "caf\xc3\xa9", true, true },
	/* letters outside ASCII have no case */
	{ "\xc3\x89", "\xc3\xa9", false, false },
	{ "x", "\xc3", false, false },
};
/* clang-format on */

static void
characters_and_case(void **state)
{
	(void)state;
	begin();
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct pattern p;
		const char *why;

		assert_true(pattern_compile(build, &p,
					    text_of(lines[i].pattern),
					    PATTERN_WILDCARDS, &why));
		if (match_pattern(NULL, &p, text_of(lines[i].text)) !=
		    (lines[i].same ? YES : NO))
			fail_msg("%s and %s", lines[i].pattern, lines[i].text);
		if (match_pattern_fold(NULL, &p, text_of(lines[i].text)) !=
		    (lines[i].fold ? YES : NO))
			fail_msg("%s and %s", lines[i].pattern, lines[i].text);
	}
	end();
}

/* A text may end inside a character; what stands behind it is no part of it. */
static void
texts_end_where_they_end(void **state)
{
	const struct str half = str_make("a\xc3\xa9", 2);
	struct pattern p;
	const char *why;

	(void)state;
	begin();
	assert_true(
		pattern_compile(build, &p, STR("a?"), PATTERN_WILDCARDS, &why));
	assert_int_equal(match_pattern(NULL, &p, half), YES);
	assert_true(pattern_compile(build, &p, STR("*?\xa9"), PATTERN_WILDCARDS,
				    &why));
	assert_int_equal(match_pattern(NULL, &p, half), NO);
	end();
}

/* ---- variables --------------------------------------------------------- */

/* What is written in a Resource of Version 2012-10-17, and who asks. */
struct with {
	const char *pattern, *text, *attrs;
	enum truth want;
};

#define B3 "arn:aws:s3:::b/"

/* clang-format off */
static const struct with withs[] = {
	{ B3 "${aws:username}", B3 "Ana", NULL, YES },
	{ B3 "${aws:username}", B3 "ana", NULL, NO },
	{ B3 "${aws:username}", B3 "Anas", NULL, NO },
	{ B3 "${AWS:UserName}/x", B3 "Ana/x", NULL, YES },
	{ B3 "${aws:username}*", B3 "Anas", NULL, YES },
	{ B3 "*${aws:username}", B3 "is/Ana", NULL, YES },
	{ B3 "${aws:username}-${aws:PrincipalTag/team}", B3 "Ana-ml", NULL, YES },
	{ B3 "${aws:username}${aws:username}", B3 "AnaAna", NULL, YES },
	{ B3 "${aws:PrincipalTag/Team}", B3 "ml", NULL, YES },
	/* a value is literal: a tag of "*" opens nothing */
	{ B3 "${aws:PrincipalTag/star}", B3 "anything", NULL, NO },
	{ B3 "${aws:PrincipalTag/star}", B3 "*", NULL, YES },
	{ B3 "${aws:PrincipalTag/ask}", B3 "a", NULL, NO },
	{ B3 "${aws:PrincipalTag/ask}", B3 "?", NULL, YES },
	{ B3 "${aws:PrincipalTag/nested}", B3 "Ana", NULL, NO },
	{ B3 "${aws:PrincipalTag/nested}", B3 "${aws:username}", NULL, YES },
	/* no value matches nothing, not even what is left without it */
	{ B3 "${aws:PrincipalTag/none}", B3, NULL, NO },
	{ B3 "x${aws:PrincipalTag/none}", B3 "x", NULL, NO },
	{ B3 "${aws:PrincipalTag/none}*", B3 "x", NULL, NO },
	/* a tag that is empty is a value */
	{ B3 "x${aws:PrincipalTag/empty}", B3 "x", NULL, YES },
	/* a default stands in, as literal text */
	{ B3 "${aws:PrincipalTag/none, `all`}", B3 "all", NULL, YES },
	{ B3 "${aws:PrincipalTag/none, `*`}", B3 "all", NULL, NO },
	{ B3 "${aws:PrincipalTag/none, `*`}", B3 "*", NULL, YES },
	{ B3 "${aws:PrincipalTag/none, ``}x", B3 "x", NULL, YES },
	{ B3 "${aws:PrincipalTag/team, `all`}", B3 "all", NULL, NO },
	{ B3 "${aws:PrincipalTag/team, `all`}", B3 "ml", NULL, YES },
	/* not known yet, unless no value would do */
	{ B3 "${aws:SourceVpc}", B3 "v", "aws:SourceVpc=??", MAYBE },
	{ B3 "${aws:SourceVpc}", B3, "aws:SourceVpc=??", MAYBE },
	{ B3 "a${aws:SourceVpc}z", B3 "a-b/c:d-z", "aws:SourceVpc=??", MAYBE },
	{ B3 "a${aws:SourceVpc}z", B3 "az", "aws:SourceVpc=??", MAYBE },
	{ B3 "a${aws:SourceVpc}z", B3 "b-z", "aws:SourceVpc=??", NO },
	{ B3 "a${aws:SourceVpc}z", B3 "a-y", "aws:SourceVpc=??", NO },
	{ B3 "a${aws:SourceVpc}z?", B3 "azzz", "aws:SourceVpc=??", MAYBE },
	{ B3 "a${aws:SourceVpc}m${aws:username}", B3 "a-m-mAna", "aws:SourceVpc=??", MAYBE },
	{ B3 "a${aws:SourceVpc}m${aws:username}", B3 "a-m-mAnn", "aws:SourceVpc=??", NO },
	{ "arn:aws:s3:::${aws:SourceVpc}/x", B3 "x", "aws:SourceVpc=??", MAYBE },
	{ "arn:aws:s3:::${aws:SourceVpc}/x", B3 "y", "aws:SourceVpc=??", NO },
	/* what is not known goes on from where it began, whatever the star before
	 * it could have taken */
	{ "arn:aws:s3:a*b${aws:SourceVpc}cb::x", "arn:aws:s3:abqcb::x", "aws:SourceVpc=??", MAYBE },
	{ "arn:aws:s3:a*b${aws:SourceVpc}cb::x", "arn:aws:s3:abqcc::x", "aws:SourceVpc=??", NO },
	{ "arn:aws:s3:a*b${aws:SourceVpc}::x", "arn:aws:s3:abqbb::x", "aws:SourceVpc=b", YES },
	{ "arn:aws:s3:a*b${aws:SourceVpc}::x", "arn:aws:s3:abqb::x", "aws:SourceVpc=a", NO },
	{ B3 "${aws:SourceVpc, `v`}", B3 "v", "aws:SourceVpc=??", MAYBE },
	{ B3 "${aws:SourceVpc}", B3 "v", "aws:SourceVpc=v", YES },
	{ B3 "${aws:SourceVpc}", B3 "v", "aws:SourceVpc=w", NO },
	{ B3 "${aws:SourceVpc}", B3 "v", "aws:SourceVpc", NO },
	/* a set has no one value */
	{ B3 "${aws:SourceVpc}", B3 "v", "aws:SourceVpc=v & v", NO },
	{ B3 "${aws:TagKeys}", B3 "v", "aws:TagKeys=v", NO },
	{ B3 "${aws:TagKeys, `v`}", B3 "v", "aws:TagKeys=w", YES },
	/* the three characters that a variable can stand for */
	{ B3 "${*}", B3 "*", NULL, YES },
	{ B3 "${*}", B3 "a", NULL, NO },
	{ B3 "${?}", B3 "?", NULL, YES },
	{ B3 "${?}", B3 "a", NULL, NO },
	{ B3 "${$}", B3 "$", NULL, YES },
	{ B3 "${$}{aws:username}", B3 "${aws:username}", NULL, YES },
	{ B3 "$x{}", B3 "$x{}", NULL, YES },
};
/* clang-format on */

static const struct ask who = {
	.principal = USERS "Ana",
	.action = "s3:GetObject",
	.resource = B3 "x",
};

static void
variables(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(withs); i++) {
		struct ask ask = who;
		struct loaded loaded;
		struct question q;
		const struct policy_set *set = make_set(
			&loaded,
			"{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
			"','users':[{'name':'Ana','tags':{'team':'ml','star':"
			"'*','ask':'?','empty':'','nested':'${aws:username}'},"
			"'policies':[{'Version':'2012-10-17','Statement':"
			"{'Effect':'Allow','Action':'*','Resource':'%s'}}]}]}]"
			"}",
			withs[i].pattern);
		const struct statement *st =
			set->principals[0].own->policies[0]->statements;

		ask.attrs = withs[i].attrs;
		make_context(&q, set, &ask);
		if (match_pattern(&q.context, &st->resources[0],
				  text_of(withs[i].text)) != withs[i].want)
			fail_msg("%s and %s", withs[i].pattern, withs[i].text);
		forget_question(&q);
		forget_set(&loaded);
	}
}

/* ---- every short pattern with variables ---------------------------------- */

/* PATTERN, its 'v' replaced by VALUE. */
static void
replace(char *out, const char *pattern, const char *value)
{
	size_t n = 0;

	for (; *pattern; pattern++)
		if (*pattern == 'v')
			n += (size_t)sprintf(out + n, "%s", value);
		else
			out[n++] = *pattern;
	out[n] = 0;
}

/* What a 'v' of a pattern is, and what stands for it in the slow matcher: a
 * value is literal text, and one that is not known may be any. */
struct stands {
	const char *attrs, *as;
	enum truth matches;
};

static const struct stands stand[] = {
	{ "aws:SourceVpc=", "", YES },
	{ "aws:SourceVpc=a", "a", YES },
	{ "aws:SourceVpc=ab", "ab", YES },
	{ "aws:SourceVpc=??", "*", MAYBE },
};

/* The pattern P as the one resource of SET, against every short text. */
static void
compare_variables(const struct policy_set *set, const char *p)
{
	const struct pattern *pattern =
		&set->principals[0].own->policies[0]->statements->resources[0];

	for (size_t i = 0; i < COUNT(stand); i++) {
		struct ask ask = who;
		struct question q;
		char want[64], t[32] = B3;

		replace(want, p, stand[i].as);
		ask.attrs = stand[i].attrs;
		make_context(&q, set, &ask);
		for (size_t k = 0; k < spellings("ab", 5); k++) {
			enum truth have;
			bool fits;

			spell(t + strlen(B3), k, "ab");
			fits = slow_match(want, t + strlen(B3), 5);
			have = match_pattern(&q.context, pattern, text_of(t));
			if (have != (!fits	      ? NO
				     : strchr(p, 'v') ? stand[i].matches
						      : YES))
				fail_msg("%s with %s and %s", p, stand[i].attrs,
					 t);
		}
		forget_question(&q);
	}
}

static void
every_short_pattern_with_variables(void **state)
{
	(void)state;
	for (size_t i = 0; i < spellings("av*?", 5); i++) {
		struct loaded loaded;
		char p[8], written[160];

		spell(p, i, "av*?");
		replace(written, p, "${aws:SourceVpc}");
		compare_variables(
			make_set(&loaded,
				 "{'schema':'portero.set/1','accounts':[{'id':"
				 "'" ACCOUNT "','users':[{'name':'Ana',"
				 "'policies':[{'Version':'2012-10-17',"
				 "'Statement':{'Effect':'Allow','Action':'*',"
				 "'Resource':'" B3 "%s'}}]}]}]}",
				 written),
			p);
		forget_set(&loaded);
	}
}

/* No text is long enough for what has no value, also behind what fits. */
static void
absent_anywhere(void **state)
{
	static const char *const patterns[] = {
		"v", "*v", "v*", "*v*", "*a*v*", "a*v", "*av*", "*va*"
	};

	(void)state;
	for (size_t i = 0; i < COUNT(patterns); i++) {
		struct loaded loaded;
		struct question q;
		char written[160];
		const struct policy_set *set;

		replace(written, patterns[i], "${aws:SourceVpc}");
		set = make_set(&loaded,
			       "{'schema':'portero.set/1','accounts':[{'id':"
			       "'" ACCOUNT "','users':[{'name':'Ana',"
			       "'policies':[{'Version':'2012-10-17',"
			       "'Statement':{'Effect':'Allow','Action':'*',"
			       "'Resource':'" B3 "%s'}}]}]}]}",
			       written);
		make_context(&q, set, &who);
		assert_int_equal(
			match_pattern(&q.context,
				      &set->principals[0]
					       .own->policies[0]
					       ->statements->resources[0],
				      STR(B3 "aaa")),
			NO);
		forget_question(&q);
		forget_set(&loaded);
	}
}

/* A value is not found behind the end of a text. */
static void
values_end_with_the_text(void **state)
{
	const struct str part = str_make(B3 "ccxyab", sizeof B3 - 1 + 3);
	struct ask ask = who;
	struct loaded loaded;
	struct question q;
	const struct policy_set *set = make_set(
		&loaded, "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
			 "','users':[{'name':'Ana','policies':[{'Version':"
			 "'2012-10-17','Statement':{'Effect':'Allow','Action':"
			 "'*','Resource':'" B3 "*${aws:SourceVpc}*'}}]}]}]}");

	(void)state;
	ask.attrs = "aws:SourceVpc=ab";
	make_context(&q, set, &ask);
	assert_int_equal(match_pattern(&q.context,
				       &set->principals[0]
						.own->policies[0]
						->statements->resources[0],
				       part),
			 NO);
	forget_question(&q);
	forget_set(&loaded);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_short_glob),
		cmocka_unit_test(colons_mean_nothing_elsewhere),
		cmocka_unit_test(every_short_arn),
		cmocka_unit_test(whole_arns),
		cmocka_unit_test(characters_and_case),
		cmocka_unit_test(texts_end_where_they_end),
		cmocka_unit_test(variables),
		cmocka_unit_test(every_short_pattern_with_variables),
		cmocka_unit_test(absent_anywhere),
		cmocka_unit_test(values_end_with_the_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
