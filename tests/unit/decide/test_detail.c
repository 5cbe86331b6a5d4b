/* SPDX-License-Identifier: MIT */
/* Text into fixed room: cut on a character, always ended. */
#include "../support.h"

#include "../../../plugin/decide/detail.h"

struct line {
	size_t cap;
	const char *text, *want;
};

/* clang-format off */
static const struct line lines[] = {
	{ 8, "", "" },
	{ 8, "abc", "abc" },
	{ 8, "abcdefg", "abcdefg" },
	{ 8, "abcdefgh", "abcdefg" },
	{ 8, "abcdefghi", "abcdefg" },
	{ 1, "abc", "" },
	/* no character begins here at all */
	{ 4, "\x80\x80\x80\x80\x80", "" },
	/* two, three and four bytes a character */
	{ 4, "ab\xc3\xa9", "ab" },
	{ 5, "ab\xc3\xa9", "ab\xc3\xa9" },
	{ 4, "a\xe2\x82\xac", "a" },
	{ 5, "a\xe2\x82\xac", "a\xe2\x82\xac" },
	{ 4, "\xf0\x9f\x9a\xaa", "" },
	{ 5, "\xf0\x9f\x9a\xaa", "\xf0\x9f\x9a\xaa" },
	{ 6, "\xf0\x9f\x9a\xaa\xc3\xa9", "\xf0\x9f\x9a\xaa" },
};
/* clang-format on */

static void
copies(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		char room[16];

		memset(room, 'x', sizeof room);
		detail_copy(room, lines[i].cap, text_of(lines[i].text));
		assert_string_equal(room, lines[i].want);
		/* nothing behind its room is touched */
		for (size_t k = lines[i].cap; k < sizeof room; k++)
			assert_int_equal(room[k], 'x');
	}
}

/* Text that ends inside a character, as its owner cut it: what stands behind
 * it is not looked at. */
static void
reads_no_further(void **state)
{
	char room[8];

	(void)state;
	detail_copy(room, sizeof room, str_make("ab\xc3\xa9", 3));
	assert_string_equal(room, "ab\xc3");
}

static void
appends(void **state)
{
	struct portero_decision d = { .size = sizeof d };
	char text[200];

	(void)state;
	detail_text(&d, STR("has "));
	detail_number(&d, 0);
	detail_text(&d, STR(" of "));
	detail_number(&d, 1234567890123);
	assert_string_equal(d.detail, "has 0 of 1234567890123");
	memset(text, 'y', sizeof text);
	for (int i = 0; i < 3; i++)
		detail_text(&d, str_make(text, sizeof text));
	assert_int_equal(strlen(d.detail), sizeof d.detail - 1);
	detail_text(&d, STR("more"));
	assert_int_equal(strlen(d.detail), sizeof d.detail - 1);
	assert_int_equal(d.detail[sizeof d.detail - 2], 'y');
	assert_int_equal(d.question, 0);
	/* whoever left no end gets one */
	memset(d.detail, 'z', sizeof d.detail);
	assert_int_equal(detail_length(&d), sizeof d.detail - 1);
	detail_text(&d, STR("more"));
	assert_int_equal(strlen(d.detail), sizeof d.detail - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies),
		cmocka_unit_test(reads_no_further),
		cmocka_unit_test(appends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
