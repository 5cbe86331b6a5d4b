/* SPDX-License-Identifier: MIT */
/* Tests of host/lib/jtext.c and jtext_get.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../../host/lib/jtext.h"

#define LEN(table) (sizeof(table) / sizeof *(table))

static void
accepts_json(void **state)
{
	static const char *const good[] = {
		"{}",
		"[]",
		" [ 1 , 2 ] ",
		"null",
		"true",
		"false",
		"0",
		"-0",
		"-0.5e+10",
		"1E3",
		"\"\"",
		"\"\\u00e9\\ud83d\\ude00\"",
		"\"\xc3\xa9\xf0\x9f\x98\x80\"",
		"{\"a\":{\"b\":[[],{}]}}\n",
		"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
		"\"\x7f\"",
	};
	struct jtext j = { 0 };

	(void)state;
	for (size_t i = 0; i < LEN(good); i++)
		if (!jtext_scan(&j, good[i], strlen(good[i])))
			fail_msg("%s: %s", good[i], j.error);
	jtext_free(&j);
}

static void
refuses_what_is_not_json(void **state)
{
	static const struct {
		const char *text;
		size_t offset; /* where it is noticed */
	} bad[] = {
		{ "", 0 },
		{ " ", 1 },
		{ "{", 1 },
		{ "[1,]", 3 },
		{ "{\"a\":1,}", 7 },
		{ "{a:1}", 1 },
		{ "{\"a\" 1}", 5 },
		{ "[1 2]", 3 },
		{ "01", 1 },
		{ "1.", 2 },
		{ "-", 1 },
		{ "1e", 2 },
		{ ".5", 0 },
		{ "+1", 0 },
		{ "nul", 0 },
		{ "NaN", 0 },
		{ "\"a", 2 },
		{ "\"\\x\"", 2 },
		{ "\"\\", 2 },
		{ "\"\\u12", 2 },
		{ "\"\\ud800\"", 2 },
		{ "\"\\udc00\"", 2 },
		{ "\"\n\"", 1 },
		{ "\"\xc3\"", 1 },
		{ "\"\xc0\x80\"", 1 },
		{ "\"\xed\xa0\x80\"", 1 },
		{ "\"\xf5\"", 1 },
		{ "\"\xf0\x80\x80\x80\"", 1 },
		{ "{} {}", 3 },
		{ "\xef\xbb\xbf{}", 0 },
		{ "]", 0 },
		{ "[}", 1 },
		{ "\"\\ud800\\u0041\"", 2 },
	};
	struct jtext j = { 0 };

	(void)state;
	for (size_t i = 0; i < LEN(bad); i++) {
		/* the exact length, so that a sanitizer sees a step too far */
		size_t n = strlen(bad[i].text);
		char *copy = malloc(n ? n : 1);

		memcpy(copy, bad[i].text, n);
		if (jtext_scan(&j, copy, n))
			fail_msg("accepted %s", bad[i].text);
		if (j.error_offset != bad[i].offset)
			fail_msg("%s: %s at %zu", bad[i].text, j.error,
				 j.error_offset);
		free(copy);
	}
	jtext_free(&j);
}

static void
limits_nesting_and_members(void **state)
{
	struct jtext j = { 0 };
	char *text = malloc(200000);
	size_t n = 0;

	(void)state;
	memset(text, '[', JTEXT_DEPTH);
	memset(text + JTEXT_DEPTH, ']', JTEXT_DEPTH);
	assert_true(jtext_scan(&j, text, 2 * JTEXT_DEPTH));
	memset(text, '[', JTEXT_DEPTH + 1);
	assert_false(jtext_scan(&j, text, JTEXT_DEPTH + 1));
	memset(text, '[', 200000); /* nothing recurses */
	assert_false(jtext_scan(&j, text, 200000));
	assert_string_equal(j.error, "nested too deeply");
	text[n++] = '{';
	for (int i = 0; i <= JTEXT_MEMBERS; i++) {
		memcpy(text + n, "\"a\":0,", 6);
		n += 6;
	}
	text[n - 1] = '}';
	assert_false(jtext_scan(&j, text, n));
	assert_string_equal(j.error, "an object has too many members");
	free(text);
	jtext_free(&j);
}

static void
finds_members(void **state)
{
	static const char text[] =
		"{\"a\":[1,{\"b\":2}],\"\\u0062\":\"x\\ny\",\"c\":{}}";
	struct jtext j = { 0 };
	char buffer[8];
	uint32_t b;

	(void)state;
	assert_true(jtext_scan(&j, text, strlen(text)));
	assert_int_equal(j.tokens[0].size, 3);
	assert_int_equal(j.tokens[jtext_member(&j, 0, "a")].size, 2);
	b = jtext_member(&j, 0, "b"); /* written with an escape */
	assert_int_not_equal(b, JTEXT_NONE);
	assert_int_equal(jtext_string(&j, b, buffer, sizeof buffer), 3);
	assert_memory_equal(buffer, "x\ny", 3);
	assert_true(jtext_equals(&j, b, "x\ny"));
	assert_false(jtext_equals(&j, b, "x\ny!"));
	assert_false(jtext_equals(&j, b, "x\n"));
	assert_int_equal(jtext_member(&j, 0, "d"), JTEXT_NONE);
	assert_int_equal(jtext_member(&j, jtext_member(&j, 0, "a"), "b"),
			 JTEXT_NONE);
	jtext_free(&j);
}

static void
finds_repeated_keys(void **state)
{
	static const struct {
		const char *text;
		size_t offset; /* of the second one; 0: there is none */
	} cases[] = {
		{ "{\"a\":1,\"b\":2}", 0 },
		{ "{\"a\":1,\"a\":2}", 7 },
		{ "{\"a\":1,\"\\u0061\":2}", 7 },
		{ "{\"\\u00e9\":1,\"\xc3\xa9\":2}", 12 },
		{ "{\"\\u00e9\":1,\"\xc3\xa8\":2}", 0 },
		{ "{\"a\":1,\"A\":2}", 0 },
		{ "[{\"a\":{\"x\":1,\"x\":1}},{\"a\":1}]", 13 },
		{ "[{\"a\":1},{\"a\":1}]", 0 },
	};
	struct jtext j = { 0 };

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		uint32_t found;

		assert_true(
			jtext_scan(&j, cases[i].text, strlen(cases[i].text)));
		found = jtext_repeated_within(&j, 0);
		if ((found == JTEXT_NONE ? 0 : j.tokens[found].begin) !=
		    cases[i].offset)
			fail_msg("%s", cases[i].text);
	}
	jtext_free(&j);
}

static void
finds_nul(void **state)
{
	static const struct {
		const char *text;
		bool nul;
	} cases[] = {
		{ "\"a\"", false },	      { "\"\\u0000\"", true },
		{ "\"\\\\u0000\"", false }, /* a backslash, and then text */
		{ "{\"a\\u0000\":1}", true }, { "[[\"x\\u0001\"]]", false },
	};
	struct jtext j = { 0 };

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		assert_true(
			jtext_scan(&j, cases[i].text, strlen(cases[i].text)));
		if ((jtext_nul_within(&j, 0) != JTEXT_NONE) != cases[i].nul)
			fail_msg("%s", cases[i].text);
	}
	jtext_free(&j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepts_json),
		cmocka_unit_test(refuses_what_is_not_json),
		cmocka_unit_test(limits_nesting_and_members),
		cmocka_unit_test(finds_members),
		cmocka_unit_test(finds_repeated_keys),
		cmocka_unit_test(finds_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
