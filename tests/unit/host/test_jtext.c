/* SPDX-License-Identifier: MIT */
/* Tests of host/lib/jtext.c and jtext_get.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
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
		{ "\"\\udfff\"", 2 },
		{ "\"\\ud800\\udbff\"", 2 },
		{ "\"\\ud800\\ue000\"", 2 },
		{ "\"\\u12g4\"", 2 },
		{ "\"\\u-123\"", 2 },
		{ "\"\\u00e`\"", 2 },
		{ "\"\\u00:0\"", 2 },
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
	/* some readers pass over it */
	assert_false(jtext_scan(&j, "[1\0]", 4));
	assert_int_equal(j.error_offset, 2);
	jtext_free(&j);
}

/* Text is looked at in pieces: what counts may be at any place of one. */
static void
sees_every_byte(void **state)
{
	static const struct {
		const char *what, *plain; /* NULL: is refused where it is */
	} cases[] = {
		{ "\x7f", "\x7f" },
		{ "\\n", "\n" },
		{ "\xc3\xa9", "\xc3\xa9" },
		{ "\x1f", NULL },
		{ "\x80", NULL },
		{ "\xff", NULL },
		{ "\t", NULL },
	};
	struct jtext j = { 0 };

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++)
		for (int before = 0; before < 40; before++) {
			char text[128], plain[128];
			/* behind it comes as much again as a piece, or nothing
			 */
			const int behind = before % 3 * 8;
			const int n =
				snprintf(text, sizeof text, "\"%*s%s%*s\"",
					 before, "", cases[i].what, behind, "");

			assert_int_equal(jtext_scan(&j, text, (size_t)n),
					 cases[i].plain != NULL);
			if (!cases[i].plain) {
				assert_int_equal(j.error_offset, before + 1);
				continue;
			}
			snprintf(plain, sizeof plain, "%*s%s%*s", before, "",
				 cases[i].plain, behind, "");
			assert_int_equal(jtext_string(&j, 0).len,
					 strlen(plain));
			assert_memory_equal(jtext_string(&j, 0).ptr, plain,
					    strlen(plain));
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
	struct portero_str x;
	uint32_t b;

	(void)state;
	assert_true(jtext_scan(&j, text, strlen(text)));
	assert_int_equal(j.tokens[0].size, 3);
	assert_int_equal(j.tokens[jtext_member(&j, 0, "a")].size, 2);
	b = jtext_member(&j, 0, "b"); /* written with an escape */
	assert_int_not_equal(b, JTEXT_NONE);
	x = jtext_string(&j, b);
	assert_int_equal(x.len, 3);
	assert_memory_equal(x.ptr, "x\ny", 3);
	assert_true(jtext_equals(&j, b, "x\ny"));
	assert_false(jtext_equals(&j, b, "x\ny!"));
	assert_false(jtext_equals(&j, b, "x\n"));
	assert_int_equal(jtext_member(&j, 0, "d"), JTEXT_NONE);
	assert_int_equal(jtext_member(&j, jtext_member(&j, 0, "a"), "b"),
			 JTEXT_NONE);
	/* a value is no key, whatever it says */
	assert_true(jtext_scan(&j, "{\"x\":\"b\",\"b\":1}", 15));
	assert_int_equal(jtext_member(&j, 0, "b"), 4);
	/* a list is no object, whatever it looks like */
	assert_true(jtext_scan(&j, "[\"b\",1]", 7));
	assert_int_equal(jtext_member(&j, 0, "b"), JTEXT_NONE);
	jtext_free(&j);
}

/* RFC 8259, section 7, and RFC 3629, section 3. */
static void
takes_escapes_out(void **state)
{
	static const struct {
		const char *text, *plain;
	} cases[] = {
		{ "\"\"", "" },
		{ "\"a b\"", "a b" },
		{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t" },
		{ "\"x\\u0041y\\u007Fz\"", "xAy\x7fz" },
		{ "\"\\u0080\\u07ff\"", "\xc2\x80\xdf\xbf" },
		{ "\"\\u0800\\uFFFF\"", "\xe0\xa0\x80\xef\xbf\xbf" },
		{ "\"\\u004a\\u004A\\ud7ff\\ue000\"",
		  "JJ\xed\x9f\xbf\xee\x80\x80" },
		{ "\"\\ud800\\udc00\"", "\xf0\x90\x80\x80" },
		{ "\"-\\uDBFF\\uDFFF-\"", "-\xf4\x8f\xbf\xbf-" },
		{ "\"\xc3\xa9\\u00e9\xf0\x9f\x98\x80\\n\"",
		  "\xc3\xa9\xc3\xa9\xf0\x9f\x98\x80\n" },
	};
	struct jtext j = { 0 };
	char text[256];

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		const size_t n = strlen(cases[i].text);
		struct portero_str s;

		/* three in a list: each has a place of its own */
		snprintf(text, sizeof text, "[%s,%s,%s]", cases[i].text,
			 cases[i].text, cases[i].text);
		assert_true(jtext_scan(&j, text, 3 * n + 4));
		for (uint32_t k = 1; k <= 3; k++) {
			s = jtext_string(&j, k);
			if (s.len != strlen(cases[i].plain) ||
			    memcmp(s.ptr, cases[i].plain, s.len) != 0)
				fail_msg("%s", cases[i].text);
			s = jtext_written(&j, k);
			assert_int_equal(s.len, n);
			assert_memory_equal(s.ptr, cases[i].text, n);
		}
	}
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

/* {"k0":0,"k1":0,...}, with another key for number AT. */
static size_t
many_keys(char *text, unsigned n, unsigned at, const char *key)
{
	size_t len = 0;

	for (unsigned i = 0; i < n; i++)
		len += (size_t)(i == at ? sprintf(text + len, ",\"%s\":0", key)
					: sprintf(text + len, ",\"k%u\":0", i));
	text[0] = '{';
	text[len++] = '}';
	return len;
}

static void
finds_repeated_keys_of_many(void **state)
{
	static char text[32 * JTEXT_MEMBERS];
	static const unsigned sizes[] = { 15, 16, 17, 100, JTEXT_MEMBERS };
	struct jtext j = { 0 };

	(void)state;
	for (size_t i = 0; i < LEN(sizes); i++) {
		const unsigned n = sizes[i];

		assert_true(
			jtext_scan(&j, text, many_keys(text, n, n - 1, "new")));
		assert_int_equal(jtext_repeated(&j, 0), JTEXT_NONE);
		assert_true(jtext_scan(&j, text,
				       many_keys(text, n, n - 1, "\\u006b3")));
		/* tokens: the object, then keys and values in turn */
		assert_int_equal(jtext_repeated(&j, 0), 1 + 2 * (n - 1));
		assert_true(jtext_scan(&j, text, many_keys(text, n, 2, "k5")));
		assert_int_equal(jtext_repeated(&j, 0), 1 + 2 * 5);
	}
	jtext_free(&j);
}

static void
reads_strictly(void **state)
{
	static const struct {
		const char *text, *error;
		size_t offset, width;
	} cases[] = {
		{ "{\"a\":[{\"b\":\"\\u0001\"}]}", NULL, 0, 0 },
		{ "{\"a\":1", "expected , or }", 6, 0 },
		{ "[{\"a\":1,\"a\":2}]", "an object has this key twice", 8, 3 },
		{ "[\"\",{\"a\":\"x\\u0000\"}]", "a NUL in a text", 9, 9 },
		{ "{\"\\u0000\":1}", "a NUL in a text", 1, 8 },
		{ "[-999999999999999999,0.1234567890123456789,-1.5E-99,1e+99]",
		  NULL, 0, 0 },
		{ "[1000000000000000000]", "a number out of range", 1, 19 },
		{ "[-1000000000000000000.5]", "a number out of range", 1, 22 },
		{ "[0,1e100]", "a number out of range", 3, 5 },
		{ "[0,1.5E-100]", "a number out of range", 3, 8 },
		{ "1e+100", "a number out of range", 0, 6 },
	};
	struct jtext j = { 0 };

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		assert_int_equal(
			jtext_read(&j, cases[i].text, strlen(cases[i].text)),
			!cases[i].error);
		if (!cases[i].error)
			continue;
		assert_string_equal(j.error, cases[i].error);
		assert_int_equal(j.error_offset, cases[i].offset);
		assert_int_equal(j.error_width, cases[i].width);
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
		cmocka_unit_test(sees_every_byte),
		cmocka_unit_test(limits_nesting_and_members),
		cmocka_unit_test(finds_members),
		cmocka_unit_test(takes_escapes_out),
		cmocka_unit_test(finds_repeated_keys),
		cmocka_unit_test(finds_repeated_keys_of_many),
		cmocka_unit_test(reads_strictly),
		cmocka_unit_test(finds_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
