/* SPDX-License-Identifier: MIT */
/* test_source.c - strict JSON, and where things stand in it. */
#include "check.h"
#include "dump.h"
#include "jansson.h"

#include "../../../plugin/load/error.h"
#include "../../../plugin/load/source.h"

static struct portero_error err;

static bool
parse(struct source *s, struct str text)
{
	err = (struct portero_error){ .size = sizeof err };
	return source_parse(s, STR("f.json"), text, &err);
}

/* ---- what is refused ---- */

static const struct {
	const char *text;
	const char *id;
	uint32_t line, column;
	const char *says; /* part of the text or the hint */
} refused[] = {
	{ "", "json-syntax", 1, 1, "empty" },
	{ " \n\t", "json-syntax", 2, 2, "empty" },
	{ "\xef\xbb\xbf{}", "byte-order-mark", 1, 1, "mark" },
	{ "null", "json-syntax", 1, 1, "begin with '{'" },
	{ "\"x\"", "json-syntax", 1, 1, "begin with '{'" },
	{ "{} x", "json-syntax", 1, 4, "follows the end" },
	{ "{}\n{}", "json-syntax", 2, 1, "one JSON value" },
	{ "{\"a\": 1,}", "json-syntax", 1, 8, "remove the comma" },
	{ "[1, 2, ]", "json-syntax", 1, 6, "remove the comma" },
	{ "{\n  // why\n}", "json-syntax", 2, 3, "comment" },
	{ "{\"a\": 1 /* why */}", "json-syntax", 1, 9, "comment" },
	{ "[1] # why", "json-syntax", 1, 5, "follows the end" },
	{ "{'a': 1}", "json-syntax", 1, 2, "instead of '" },
	{ "{a: 1}", "json-syntax", 1, 2, "double quotes" },
	{ "{\"a\": yes}", "json-syntax", 1, 7, "double quotes" },
	{ "{\"a\": True}", "json-syntax", 1, 7, "lower case" },
	{ "{\"a\": NULL}", "json-syntax", 1, 7, "lower case" },
	{ "{\"a\": NaN}", "json-syntax", 1, 7, "double quotes" },
	{ "{\"a\" 1}", "json-syntax", 1, 6, "':'" },
	{ "{\"a\": 1 \"b\": 2}", "json-syntax", 1, 9, "comma is missing" },
	{ "[\"a\"\n \"b\"]", "json-syntax", 2, 2, "comma is missing" },
	{ "[1", "json-syntax", 1, 3, "text ends" },
	{ "{\"a\": {\"b\": 1}", "json-syntax", 1, 15, "text ends" },
	{ "[1}", "json-syntax", 1, 3, "',' or ']'" },
	{ "{\"a\": }", "json-syntax", 1, 7, "a value" },
	{ "[01]", "json-syntax", 1, 2, "number" },
	{ "[+1]", "json-syntax", 1, 2, "number" },
	{ "[1.]", "json-syntax", 1, 2, "number" },
	{ "[.5]", "json-syntax", 1, 2, "number" },
	{ "[1e]", "json-syntax", 1, 2, "number" },
	{ "[-]", "json-syntax", 1, 2, "number" },
	{ "[0x10]", "json-syntax", 1, 2, "number" },
	/* the boundaries of 64 bits, and a double's */
	{ "[9223372036854775808]", "number-range", 1, 2, "too large" },
	{ "[1, -9223372036854775809]", "number-range", 1, 5, "too large" },
	{ "[1e999]", "number-range", 1, 2, "too large" },
	{ "[\"abc]", "json-syntax", 1, 2, "closing quote" },
	{ "[\"abc\n\"]", "json-syntax", 1, 2, "its line" },
	{ "[\"a\tb\"]", "json-syntax", 1, 4, "\\t" },
	{ "[\"a\x01z\"]", "json-syntax", 1, 4, "control" },
	{ "[\"a\\qb\"]", "json-syntax", 1, 4, "escape" },
	/* CVE-2021-3156 (sudo): a backslash at the very end */
	{ "[\"a\\", "json-syntax", 1, 4, "escape" },
	{ "[\"\\u12\"]", "json-syntax", 1, 3, "four" },
	{ "[\"\\ud800x\"]", "json-syntax", 1, 3, "surrogate" },
	{ "[\"\\udc00\"]", "json-syntax", 1, 3, "surrogate" },
	{ "[\"a\\u0000b\"]", "nul-character", 1, 4, "NUL" },
	{ "[\"\xff\"]", "not-utf8", 1, 3, "0xff" },
	{ "[\"\xc0\x80\"]", "not-utf8", 1, 3, "0xc0" },
	{ "[\"\xed\xa0\x80\"]", "not-utf8", 1, 3, "0xed" },
	{ "[\"ok\xe2\x82\"]", "not-utf8", 1, 5, "0xe2" },
	/* CVE-2017-12635 (CouchDB): two keys, two readers, two meanings */
	{ "{\"Effect\": \"Deny\",\n \"Effect\": \"Allow\"}", "duplicate-key", 2,
	  2, "line 1, column 2" },
	{ "{\"a\": {\"b\": [{\"c\": 1}], \"d\": {}, \"b\": 2}}",
	  "duplicate-key", 1, 34, "line 1, column 8" },
	{ "{\"ab\": 1, \"a\\u0062\": 2}", "duplicate-key", 1, 11,
	  "line 1, column 2" },
	{ "{\"a\": [{\"a\": 1, \"a\": 2}]}", "duplicate-key", 1, 17,
	  "line 1, column 9" },
};

static void
what_is_not_json_is_refused_with_place_and_advice(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct source s;

		assert_false(parse(&s, str_of(refused[i].text)));
		assert_int_equal(err.code, PORTERO_ERROR_CONFIG);
		check_error(&err, refused[i].text, refused[i].id,
			    refused[i].line, refused[i].column);
		if (!strstr(err.text, refused[i].says) &&
		    !strstr(err.hint, refused[i].says))
			fail_msg("%s\nwanted: %s\ngot:    %s (%s)",
				 refused[i].text, refused[i].says, err.text,
				 err.hint);
		assert_string_equal(err.file, "f.json");
		source_free(&s);
	}
}

static void
a_nul_byte_is_refused(void **state)
{
	struct source s;

	(void)state;
	assert_false(parse(&s, str_make("{\"a\":\n \"b\0c\"}", 13)));
	check_error(&err, "NUL", "nul-character", 2, 4);
	source_free(&s);
}

static void
fill(char *text, size_t n)
{
	memset(text, '[', n);
	memset(text + n, ']', n);
}

/* CVE-2026-67215 (cJSON): recursion without a bound. */
static void
depth_is_bounded(void **state)
{
	static char text[2000002];
	struct source s;

	(void)state;
	fill(text, 64);
	assert_true(parse(&s, str_make(text, 128)));
	source_free(&s);
	fill(text, 65);
	assert_false(parse(&s, str_make(text, 130)));
	check_error(&err, "65 levels", "too-deep", 1, 65);
	source_free(&s);
	fill(text, 1000000);
	assert_false(parse(&s, str_make(text, 2000000)));
	check_error(&err, "a million levels", "too-deep", 1, 65);
	source_free(&s);
	/* brackets in text are no levels */
	memcpy(text, "[\"\\\"", 4);
	memset(text + 4, '[', 1000);
	memcpy(text + 1004, "\"]", 2);
	assert_true(parse(&s, str_make(text, 1006)));
	source_free(&s);
}

/* ---- places ----------------------------------------------------------------
 */

static void
values_are_found(void **state)
{
	static const char text[] = "{\n"
				   "  \"a\" : [ {}, [ ] ,\n"
				   "\t{\"b\\\"{\": \"}\"}],\r\n"
				   "  \"c\":{\"d\":true,\"e\":[1,[2]]}}\n";
	struct source s;
	bool read = parse(&s, STR(text));
	const struct json *a = json_get(s.root, "a"),
			  *c = json_get(s.root, "c"), *e = json_get(c, "e");
	const struct {
		const struct json *node;
		uint32_t line, column;
	} wanted[] = {
		{ NULL, 0, 0 },
		{ s.root, 1, 1 },
		{ a, 2, 9 },
		{ json_at(a, 0), 2, 11 },
		{ json_at(a, 1), 2, 15 },
		{ json_at(a, 2), 3, 2 },
		{ c, 4, 7 },
		{ e, 4, 21 },
		{ json_at(e, 1), 4, 24 },
		{ json_at(e, 0), 4, 22 },
	};

	(void)state;
	assert_true(read);
	for (size_t i = 0; i < COUNT(wanted); i++) {
		struct position p = source_position(&s, wanted[i].node);

		assert_int_equal(p.line, wanted[i].line);
		assert_int_equal(p.column, wanted[i].column);
		assert_int_equal(p.inner_line, 0);
	}
	source_free(&s);
}

static void
members_are_found_with_their_width(void **state)
{
	static const char text[] = "{\"x\": {\"long key\": \"v\\\"w\",\n"
				   "  \"n\": -1.50e3 , \"t\":true,\n"
				   "  \"l\": [\"a\", false, {\"q\":null}]}}";
	static const struct {
		const char *list, *key;
		size_t index;
		bool at_key;
		uint32_t line, column, width;
	} wanted[] = {
		{ NULL, "long key", 0, true, 1, 8, 10 },
		{ NULL, "long key", 0, false, 1, 20, 6 },
		{ NULL, "n", 0, false, 2, 8, 7 },
		{ NULL, "t", 0, true, 2, 18, 3 },
		{ NULL, "t", 0, false, 2, 22, 4 },
		{ NULL, "l", 0, false, 3, 8, 1 },
		{ NULL, NULL, SIZE_MAX, false, 1, 7, 1 },
		{ "l", NULL, 0, false, 3, 9, 3 },
		{ "l", NULL, 1, false, 3, 14, 5 },
		{ "l", NULL, 2, false, 3, 21, 1 },
		{ NULL, "absent", 0, false, 0, 0, 0 },
		{ "l", NULL, 3, false, 0, 0, 0 },
	};
	struct source s;
	const struct json *x;

	(void)state;
	assert_true(parse(&s, STR(text)));
	x = json_get(s.root, "x");
	for (size_t i = 0; i < COUNT(wanted); i++) {
		const struct json *parent =
			wanted[i].list ? json_get(x, wanted[i].list) : x;

		err = (struct portero_error){ .size = sizeof err };
		assert_false(source_error(&s, parent, wanted[i].key,
					  wanted[i].index, wanted[i].at_key,
					  &err, PORTERO_ERROR_CONFIG, "id",
					  NULL, "row %zu", i));
		check_error(&err, "a member", "id", wanted[i].line,
			    wanted[i].column);
		assert_int_equal(err.width, wanted[i].width);
	}
	assert_true(str_equal(source_text(&s, x, "n", 0), STR("-1.50e3")));
	assert_true(str_equal(source_text(&s, x, "l", 0), STR("")));
	source_free(&s);
}

static void
the_first_error_is_kept(void **state)
{
	struct source s;

	(void)state;
	assert_true(parse(&s, STR("{\"a\": 1}")));
	source_error(&s, s.root, "a", 0, false, &err, PORTERO_ERROR_POLICY,
		     "first", "do", "one");
	source_error(&s, s.root, NULL, SIZE_MAX, false, &err,
		     PORTERO_ERROR_CONFIG, "second", NULL, "two");
	check_error(&err, "first", "first", 1, 7);
	assert_string_equal(err.text, "one");
	assert_string_equal(err.hint, "do");
	assert_int_equal(err.code, PORTERO_ERROR_POLICY);
	source_free(&s);
}

/* ---- the line that is shown -------------------------------------------------
 */

static void
the_source_line_is_shown(void **state)
{
	struct source s;

	(void)state;
	assert_false(parse(&s, STR("{\r\n\t\t\"a\": yes,\r\n}")));
	assert_string_equal(err.source, "  \"a\": yes,");
	assert_int_equal(err.source_column, 8);
	assert_int_equal(err.width, 3);
	source_free(&s);
}

/* Control characters of a policy drive no terminal (CVE-2023-28486). */
static void
what_is_shown_is_clean(void **state)
{
	struct source s;

	(void)state;
	assert_false(parse(&s, STR("[\"\x1b[2J\xc2\x9b\xff\"]")));
	assert_string_equal(err.source, "[\"?[2J???\"]");
	assert_int_equal(err.source_column, 3);
	source_free(&s);
}

static void
long_lines_are_cut_around_the_caret(void **state)
{
	static char text[1200];
	struct source s;
	int n;

	(void)state;
	/* two-byte characters on both sides */
	n = snprintf(text, sizeof text, "[\"");
	for (int i = 0; i < 250; i++)
		n += snprintf(text + n, sizeof text - (size_t)n, "\xc3\xa9");
	n += snprintf(text + n, sizeof text - (size_t)n, "\", oops, \"");
	for (int i = 0; i < 250; i++)
		n += snprintf(text + n, sizeof text - (size_t)n, "\xc3\xa9");
	assert_false(parse(&s, str_of(text)));
	check_error(&err, "long", "json-syntax", 1, 506);
	assert_int_equal(err.width, 4);
	assert_in_range(strlen(err.source), 150, 200);
	assert_memory_equal(err.source + err.source_column - 1, "oops", 4);
	assert_null(strchr(err.source, '?'));
	source_free(&s);
}

/* ---- documents in strings ---- */

static bool
parse_inner(struct source *outer, struct source *inner, const char *text)
{
	if (!parse(outer, str_of(text)))
		fail_msg("outer: %s", err.text);
	return source_parse_inner(inner, outer, outer->root, "d", 0, &err);
}

static void
documents_in_strings_are_parsed(void **state)
{
	/* as IAM's API prints them; a plain one; one with a blank before it */
	static const char *const texts[] = {
		"{\"d\": \"%7B%22a%22%3A%20%5B%22x%2By%22%5D%7D\"}",
		"{\"d\": \"{\\\"a\\\": [\\\"x+y\\\"]}\"}",
		"{\"d\": \" \\n{\\\"a\\\": [\\\"x+y\\\"]}\"}",
		"{\"d\": \"%0A%7b%22a%22:[%22x%2by%22]}\"}",
	};
	struct source outer, inner;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		const struct json *a;

		if (!parse_inner(&outer, &inner, texts[i]))
			fail_msg("%s: %s", texts[i], err.text);
		a = json_get(inner.root, "a");
		assert_true(str_equal(json_str(json_at(a, 0)), STR("x+y")));
		source_free(&inner);
		source_free(&outer);
	}
}

static const struct {
	const char *text, *id;
	uint32_t line, column, inner_line, inner_column;
	const char *source;
} inner_refused[] = {
	{ "{\"c\": 1,\n \"d\": \"{\\n \\\"a\\\": oops}\"}", "json-syntax", 2, 7,
	  2, 7, " \"a\": oops}" },
	{ "{\"d\": \"%7B%22a%22%3A1%2C%22a%22%3A2%7D\"}", "duplicate-key", 1, 7,
	  1, 8, "{\"a\":1,\"a\":2}" },
	{ "{\"d\": \"%7B%22a%00%22%3A1%7D\"}", "nul-character", 1, 7, 1, 4,
	  NULL },
	{ "{\"d\": \"%7B%7D%\"}", "url-encoding", 1, 7, 0, 0, NULL },
	{ "{\"d\": \"%7B%7D%2\"}", "url-encoding", 1, 7, 0, 0, NULL },
	{ "{\"d\": \"%7B%zz%7D\"}", "url-encoding", 1, 7, 0, 0, NULL },
	{ "{\"d\": \"%7B+%7D\"}", "url-encoding", 1, 7, 0, 0, NULL },
	{ "{\"d\": \"%7B%22%FF%22%3A1%7D\"}", "not-utf8", 1, 7, 1, 3, NULL },
	{ "{\"d\": \"policy.json\"}", "not-a-document", 1, 7, 0, 0, NULL },
	{ "{\"d\": \"\"}", "not-a-document", 1, 7, 0, 0, NULL },
	{ "{\"d\": 1}", "not-a-document", 1, 7, 0, 0, NULL },
};

static void
documents_in_strings_have_two_places(void **state)
{
	struct source outer, inner;

	(void)state;
	for (size_t i = 0; i < COUNT(inner_refused); i++) {
		assert_false(
			parse_inner(&outer, &inner, inner_refused[i].text));
		check_error(&err, inner_refused[i].text, inner_refused[i].id,
			    inner_refused[i].line, inner_refused[i].column);
		assert_int_equal(err.code, PORTERO_ERROR_POLICY);
		assert_int_equal(err.inner_line, inner_refused[i].inner_line);
		assert_int_equal(err.inner_column,
				 inner_refused[i].inner_column);
		if (inner_refused[i].source)
			assert_string_equal(err.source,
					    inner_refused[i].source);
		source_free(&inner);
		source_free(&outer);
	}
}

static void
positions_inside_are_those_outside_with_the_inner_ones(void **state)
{
	struct source outer, inner;
	struct position p;

	(void)state;
	assert_true(parse_inner(&outer, &inner,
				"{\n\"d\": \"{\\\"a\\\":\\n  [1]}\"}"));
	p = source_position(&inner, json_get(inner.root, "a"));
	assert_int_equal(p.line, 2);
	assert_int_equal(p.column, 6);
	assert_int_equal(p.inner_line, 2);
	assert_int_equal(p.inner_column, 3);
	source_free(&inner);
	source_free(&outer);
}

/* ---- the other parser ---- */

/* Deterministic, so that a failure can be seen again. */
static uint32_t
dice(uint64_t *state, uint32_t sides)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33) % sides;
}

static void
compare_parsers(struct str text)
{
	char *theirs = jansson_dump(text), *ours = NULL;
	struct source s;

	if (parse(&s, text))
		ours = dump(s.root);
	if (!ours != !theirs)
		fail_msg("%.*s\nours: %s %s", (int)text.n, text.p,
			 ours ? "taken" : "refused", err.text);
	if (ours && strcmp(ours, theirs) != 0)
		fail_msg("%.*s\nours:   %s\ntheirs: %s", (int)text.n, text.p,
			 ours, theirs);
	if (!ours) {
		assert_int_equal(err.code, PORTERO_ERROR_CONFIG);
		assert_in_range(err.source_column, 1, strlen(err.source) + 1);
	}
	source_free(&s);
	free(theirs);
	free(ours);
}

/* CVE-2017-12635 (CouchDB): what one parser takes, another must not refuse. */
static void
jansson_agrees_on_damaged_texts(void **state)
{
	static const char *const seeds[] = {
		"{\"a\": [1, -2.5e3, \"x\\u00e9\\n\", true, false, null,"
		" {\"b\":{}, \"c\":[]}], \"d\":\"\xc3\xa9\xf0\x9f\x98\x80\"}",
		"[\"\\ud83d\\ude00\\\"\\\\\\/\\b\\f\\r\\t\", 0, -0, 1e5,"
		" 9223372036854775807, \"\"]",
		"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":"
		"\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
	};
	static const char bytes[] = "{}[]\",:\\ueE0123456789+-. \n\t/*#'"
				    "truefalsn\x01\x7f\x80\xc3\xed\xf0\xff";
	uint64_t seed = 1;

	(void)state;
	for (int i = 0; i < 60000; i++) {
		const char *from = seeds[dice(&seed, COUNT(seeds))];
		char text[256];
		uint32_t n = (uint32_t)strlen(from);

		memcpy(text, from, n);
		for (uint32_t k = dice(&seed, 4) + 1; k > 0 && n > 1; k--) {
			const uint32_t at = dice(&seed, n);
			const char byte = bytes[dice(&seed, sizeof bytes - 1)];

			switch (dice(&seed, 4)) {
			case 0:
				text[at] = byte;
				break;
			case 1:
				memmove(text + at + 1, text + at, n - at);
				text[at] = byte;
				n++;
				break;
			case 2:
				memmove(text + at, text + at + 1, n - at - 1);
				n--;
				break;
			default:
				n = dice(&seed, 20) == 0 ? at + 1 : n;
			}
		}
		compare_parsers(str_make(text, n));
	}
}

/* ---- many members ----------------------------------------------------------
 */

/* {"k0":{"in":0},"k1":...}, and LAST once more when there is one. */
static struct str
write_many(char *text, size_t size, unsigned n, const char *last)
{
	size_t used = 0;

	for (unsigned i = 0; i < n; i++)
		used += (size_t)snprintf(text + used, size - used,
					 "%s\"k%u\":{\"in\":%u}",
					 i ? ",\n" : "{", i, i);
	if (last)
		used += (size_t)snprintf(text + used, size - used,
					 ",\n\"%s\":0", last);
	used += (size_t)snprintf(text + used, size - used, "}");
	return str_make(text, used);
}

/* Few are looked through, more are found by hash: the boundary is 16. */
static void
members_are_found_however_many_there_are(void **state)
{
	static const unsigned sizes[] = { 1, 15, 16, 17, 31, 32, 33, 64, 3000 };
	static char text[100000];
	struct source s;
	char key[16];

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		assert_true(parse(
			&s, write_many(text, sizeof text, sizes[i], NULL)));
		assert_int_equal(json_nmembers(s.root), sizes[i]);
		for (unsigned k = 0; k < sizes[i]; k++) {
			snprintf(key, sizeof key, "k%u", k);
			assert_int_equal(json_integer(json_get(
						 json_get(s.root, key), "in")),
					 k);
		}
		assert_null(json_get(s.root, "k"));
		assert_null(json_get(s.root, "k99999"));
		source_free(&s);
	}
}

static void
no_member_is_there_twice_however_many_there_are(void **state)
{
	static const unsigned sizes[] = { 1, 15, 16, 17, 32, 33, 3000 };
	static char text[100000];
	char key[16], hint[40];
	struct source s;

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++)
		for (unsigned k = 0; k < sizes[i]; k += sizes[i] / 7 + 1) {
			snprintf(key, sizeof key, "k%u", k);
			assert_false(parse(&s, write_many(text, sizeof text,
							  sizes[i], key)));
			check_error(&err, key, "duplicate-key", sizes[i] + 1,
				    1);
			snprintf(hint, sizeof hint, "at line %u, column %u",
				 k + 1, k ? 1u : 2u);
			assert_non_null(strstr(err.hint, hint));
			source_free(&s);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_is_not_json_is_refused_with_place_and_advice),
		cmocka_unit_test(a_nul_byte_is_refused),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(values_are_found),
		cmocka_unit_test(members_are_found_with_their_width),
		cmocka_unit_test(the_first_error_is_kept),
		cmocka_unit_test(the_source_line_is_shown),
		cmocka_unit_test(what_is_shown_is_clean),
		cmocka_unit_test(long_lines_are_cut_around_the_caret),
		cmocka_unit_test(documents_in_strings_are_parsed),
		cmocka_unit_test(documents_in_strings_have_two_places),
		cmocka_unit_test(
			positions_inside_are_those_outside_with_the_inner_ones),
		cmocka_unit_test(jansson_agrees_on_damaged_texts),
		cmocka_unit_test(members_are_found_however_many_there_are),
		cmocka_unit_test(
			no_member_is_there_twice_however_many_there_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
