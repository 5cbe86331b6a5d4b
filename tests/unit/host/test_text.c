/* SPDX-License-Identifier: MIT */
/* Tests of host/lib/escape.c, excerpt.c, error.c, rfc3339.c and text.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../../host/lib/error.h"
#include "../../../host/lib/escape.h"
#include "../../../host/lib/excerpt.h"
#include "../../../host/lib/report.h"
#include "../../../host/lib/rfc3339.h"
#include "../../../host/lib/slice.h"
#include "../../../host/lib/text.h"

#define LEN(table) (sizeof(table) / sizeof *(table))

static char printed[2000];

/* What is printed between begin_print and end_print. */
static FILE *
begin_print(void)
{
	memset(printed, 0, sizeof printed);
	return fmemopen(printed, sizeof printed, "w");
}

static void
escapes(void **state)
{
	static const struct {
		const char *text, *plain, *json;
		size_t width;
	} cases[] = {
		{ "fraud", "fraud", "\"fraud\"", 5 },
		{ "a\nb", "a\\nb", "\"a\\u000ab\"", 4 },
		{ "\033[2J", "\\x1b[2J", "\"\\u001b[2J\"", 7 },
		{ "\\\"", "\\\\\"", "\"\\\\\\\"\"", 3 },
		{ "\xc3\xa9", "\xc3\xa9", "\"\xc3\xa9\"", 1 },
		/* U+202E turns what follows around: CVE-2021-42574 */
		{ "x\xe2\x80\xae", "x\\u{202e}", "\"x\\u202e\"", 9 },
		{ "\xe2\x80\xa8", "\\u{2028}", "\"\\u2028\"", 8 },
		{ "\xe2\x80\x8b", "\\u{200b}", "\"\\u200b\"", 8 },
		{ "\xef\xbb\xbf", "\\u{feff}", "\"\\ufeff\"", 8 },
		{ "\xf3\xa0\x81\x81", "\\u{e0041}", "\"\\udb40\\udc41\"", 9 },
		{ "\xc2\x85", "\\x85", "\"\\u0085\"", 4 },
		/* not UTF-8: cut, overlong, surrogate, no character */
		{ "\xc3", "\\xc3", "\"\\\\xc3\"", 4 },
		{ "\xc0\x80", "\\xc0\\x80", "\"\\\\xc0\\\\x80\"", 8 },
		{ "\xed\xa0\x80", "\\xed\\xa0\\x80",
		  "\"\\\\xed\\\\xa0\\\\x80\"", 12 },
		{ "\xff", "\\xff", "\"\\\\xff\"", 4 },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		const size_t n = strlen(cases[i].text);
		FILE *out = begin_print();

		escape_print(out, cases[i].text, n);
		fclose(out);
		assert_string_equal(printed, cases[i].plain);
		out = begin_print();
		escape_json(out, cases[i].text, n);
		fclose(out);
		assert_string_equal(printed, cases[i].json);
		assert_int_equal(escape_width(cases[i].text, n),
				 cases[i].width);
	}
}

static void
points_at_what_is_meant(void **state)
{
	FILE *out = begin_print();

	(void)state;
	excerpt_print(out, 12, "\t\xc3\xa9\033 x: y  \r", 11, 5, 4, false);
	fclose(out);
	assert_string_equal(printed, "   12 |  \xc3\xa9\\x1b x: y\n"
				     "      |        ^~~~\n");
	out = begin_print();
	excerpt_print(out, 1, "", 0, 0, 3, false);
	fclose(out);
	assert_string_equal(printed, "    1 | \n      | ^\n");
}

static void
keeps_the_caret_in_sight(void **state)
{
	char line[5000];
	FILE *out = begin_print();

	(void)state;
	memset(line, 'a', sizeof line);
	line[4000] = 'X';
	excerpt_print(out, 1, line, sizeof line, 4000, 1, false);
	fclose(out);
	assert_non_null(strchr(printed, 'X'));
	assert_int_equal(strchr(printed, 'X') - printed,
			 strchr(strchr(printed, '\n'), '^') -
				 strchr(printed, '\n') - 1);
}

static void
prints_errors(void **state)
{
	struct portero_error err = { .size = sizeof err };
	static const char text[] = "{\n\t\"a\": nul\n}\n";
	FILE *out = begin_print();

	(void)state;
	error_place(&err, "p\n.json", text, strlen(text), 8, 3);
	assert_false(error_set(&err, PORTERO_ERROR_POLICY, "json", "fix it",
			       "not %s", "JSON"));
	/* the first error is the one that counts */
	error_place(&err, "other", NULL, 0, 0, 0);
	error_set(&err, PORTERO_ERROR_SYSTEM, "second", NULL, "second");
	assert_false(error_set(NULL, PORTERO_ERROR_SYSTEM, "x", NULL, "x"));
	report_error(out, &err, false);
	fclose(out);
	assert_string_equal(printed, "p\\n.json:2:7: error[json]: not JSON\n"
				     "    2 |  \"a\": nul\n"
				     "      |       ^~~\n"
				     "      = fix it\n");
	out = begin_print();
	report_error_json(out, &err);
	fclose(out);
	assert_string_equal(
		printed, "{\"schema\":\"portero.error/1\","
			 "\"file\":\"p\\u000a.json\",\"line\":2,"
			 "\"column\":7,\"id\":\"json\",\"text\":\"not JSON\","
			 "\"hint\":\"fix it\"}\n");
}

static void
reads_times(void **state)
{
	/* seconds from date(1) */
	static const struct {
		const char *text;
		int64_t seconds; /* 0: refused */
	} cases[] = {
		{ "1970-01-01T00:00:01Z", 1 },
		{ "2026-10-01T12:00:00Z", 1790856000 },
		{ "2026-10-01t12:00:00z", 1790856000 },
		{ "2026-10-01T14:00:00+02:00", 1790856000 },
		{ "2026-10-01T06:30:00.999-05:30", 1790856000 },
		{ "2024-02-29T00:00:00Z", 1709164800 },
		{ "2000-03-01T00:00:00Z", 951868800 },
		{ "2100-03-01T00:00:00Z", 4107542400 },
		{ "1970-01-01T00:00:00Z", 0 },
		{ "2023-02-29T00:00:00Z", 0 },
		{ "2100-02-29T00:00:00Z", 0 },
		{ "2026-13-01T00:00:00Z", 0 },
		{ "2026-04-31T00:00:00Z", 0 },
		{ "2026-10-01T24:00:00Z", 0 },
		{ "2026-10-01T12:60:00Z", 0 },
		{ "2026-10-01T12:00:00", 0 },
		{ "2026-10-01", 0 },
		{ "2026-10-01T12:00:00Zx", 0 },
		{ "2026-10-01T12:00:00.Z", 0 },
		{ "2026-10-01T12:00:00+0200", 0 },
		{ " 2026-10-01T12:00:00Z", 0 },
		{ "-026-10-01T12:00:00Z", 0 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		int64_t seconds = 0;
		bool good = rfc3339_parse(cases[i].text, &seconds);

		if (good != (cases[i].seconds != 0) ||
		    (good && seconds != cases[i].seconds))
			fail_msg("%s: %lld", cases[i].text, (long long)seconds);
	}
}

static void
finds_placeholders(void **state)
{
	static const struct {
		const char *text;
		bool gap;
	} cases[] = {
		{ "", false },
		{ "$", false },
		{ "$ROLE", true },
		{ "a$ROLE", false },
		{ "${Role}", true },
		{ "{{ role }}", true },
		{ "{role}", false },
		{ "<AccountId>", true },
		{ "a < b", false },
		{ "a > b <", false },
		{ "arn:aws:iam::<", false },
		{ "{", false },
		{ "$ {", true },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++)
		if (text_has_placeholder(slice_of(cases[i].text)) !=
		    cases[i].gap)
			fail_msg("%s", cases[i].text);
}

/* WHAT at every place of texts of every length around a piece of sixteen. */
static void
at_every_place(const char *what, bool (*is)(struct portero_str), bool wanted)
{
	const size_t n = strlen(what);

	for (size_t len = n; len < 50; len++)
		for (size_t at = 0; at + n <= len; at++) {
			/* exact, so that a sanitizer sees a step too far */
			char *text = malloc(len);

			memset(text, 'x', len);
			memcpy(text + at, what, n);
			if (is((struct portero_str){ text, len }) != wanted)
				fail_msg("\"%s\" at %zu of %zu", what, at, len);
			free(text);
		}
}

static void
looks_at_every_byte(void **state)
{
	(void)state;
	at_every_place("${", text_has_placeholder, true);
	at_every_place("{{", text_has_placeholder, true);
	at_every_place("<>", text_has_placeholder, true);
	at_every_place("!", text_is_visible, true);
	at_every_place("~", text_is_visible, true);
	at_every_place(" ", text_is_visible, false);
	at_every_place("\x7f", text_is_visible, false);
	at_every_place("\x80", text_is_visible, false);
	at_every_place("\xff", text_is_visible, false);
	at_every_place("\x1f", text_is_visible, false);
	assert_false(text_is_visible((struct portero_str){ "a\0b", 3 }));
	assert_true(text_is_visible((struct portero_str){ NULL, 0 }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes),
		cmocka_unit_test(points_at_what_is_meant),
		cmocka_unit_test(keeps_the_caret_in_sight),
		cmocka_unit_test(prints_errors),
		cmocka_unit_test(reads_times),
		cmocka_unit_test(finds_placeholders),
		cmocka_unit_test(looks_at_every_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
