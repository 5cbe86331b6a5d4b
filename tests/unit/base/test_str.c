/* SPDX-License-Identifier: MIT */
/* Folding eight bytes a step against folding one byte after another. */
#include "../support.h"

/* The obvious way: only the 26 letters have another case. */
static unsigned char
slow_lower(unsigned char c)
{
	static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char lower[] = "abcdefghijklmnopqrstuvwxyz";
	const char *at = c ? strchr(upper, c) : NULL;

	return at ? (unsigned char)lower[at - upper] : c;
}

/* Every pair of bytes at every place of words, tails and what is between. */
static void
folds_letters_only(void **state)
{
	static const size_t lengths[] = { 1, 2, 7, 8, 9, 15, 16, 17 };
	char a[32], b[32];

	(void)state;
	for (size_t l = 0; l < COUNT(lengths); l++)
		for (size_t at = 0; at < lengths[l]; at++)
			for (unsigned x = 0; x < 256; x++)
				for (unsigned y = 0; y < 256; y++) {
					size_t n = lengths[l];
					bool same =
						slow_lower((unsigned char)x) ==
						slow_lower((unsigned char)y);

					memset(a, 'q', n);
					memset(b, 'Q', n);
					a[at] = (char)x;
					b[at] = (char)y;
					if (str_equal_fold(str_make(a, n),
							   str_make(b, n)) !=
					    same)
						fail_msg("%x and %x at %zu of "
							 "%zu",
							 x, y, at, n);
				}
}

/* Text may begin anywhere, and what stands around it does not count. */
static void
any_offset_any_length(void **state)
{
	static const char upper[] = "ARN:AWS:IAM::111122223333:ROLE/ML@[`{Z";
	static const char lower[] = "arn:aws:iam::111122223333:role/ml@[`{z";
	char a[64], b[64];

	(void)state;
	for (size_t offset = 0; offset < 9; offset++)
		for (size_t n = 0; n < sizeof upper; n++) {
			struct str x = str_make(a + offset, n);
			struct str y = str_make(b + 8 - offset, n);

			memset(a, 0x11, sizeof a);
			memset(b, 0x22, sizeof b);
			memcpy(a + offset, upper, n);
			memcpy(b + 8 - offset, lower, n);
			assert_true(str_equal_fold(x, y));
			assert_true(str_hash_fold(x) == str_hash_fold(y));
			assert_true(str_is_fold(y, x));
			if (n == 0)
				continue;
			a[offset + n - 1] ^= 1;
			assert_false(str_equal_fold(x, y));
			assert_true(str_hash_fold(x) != str_hash_fold(y));
			assert_false(
				str_equal_fold(str_make(a + offset, n - 1), y));
		}
}

struct line {
	const char *a, *b;
	bool equal, fold;
};

/* clang-format off */
static const struct line lines[] = {
	{ "", "", true, true },
	{ "a", "", false, false },
	{ "a", "a", true, true },
	{ "a", "A", false, true },
	{ "ab", "a", false, false },
	/* neighbours of the letters: 0x20 apart and still not a pair */
	{ "@", "`", false, false },
	{ "[", "{", false, false },
	{ "\\", "|", false, false },
	{ "]", "}", false, false },
	{ "^", "~", false, false },
	{ "@[`{@[`{", "`{@[`{@[", false, false },
	{ "AZaz09", "azAZ09", false, true },
	/* bytes of UTF-8: 0xc9 is not the capital of 0xe9 here */
	{ "\xc3\x89", "\xc3\xa9", false, false },
	{ "\xc1\xda\xc1\xda\xc1\xda\xc1\xda", "\xe1\xfa\xe1\xfa\xe1\xfa\xe1\xfa", false, false },
	{ "\xff\x80""A", "\xff\x80""a", false, true },
};
/* clang-format on */

static void
compares(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct str a = text_of(lines[i].a), b = text_of(lines[i].b);

		if (str_equal(a, b) != lines[i].equal ||
		    str_equal_fold(a, b) != lines[i].fold)
			fail_msg("\"%s\" and \"%s\"", lines[i].a, lines[i].b);
		/* equal but for case is one hash; other bytes may share one */
		if (lines[i].fold)
			assert_true(str_hash_fold(a) == str_hash_fold(b));
		assert_true((str_hash(a) == str_hash(b)) == lines[i].equal);
	}
}

static void
beginnings_and_nuls(void **state)
{
	(void)state;
	assert_true(str_starts(STR("abc"), STR("")));
	assert_true(str_starts(STR("abc"), STR("abc")));
	assert_true(str_starts(STR("abc"), STR("ab")));
	assert_false(str_starts(STR("abc"), STR("abcd")));
	assert_false(str_starts(STR("abc"), STR("b")));
	assert_true(str_starts(str_make(NULL, 0), str_make(NULL, 0)));
	assert_true(str_equal(str_make(NULL, 0), STR("")));
	assert_true(str_has_nul(str_make("a\0b", 3)));
	assert_true(str_has_nul(str_make("\0", 1)));
	assert_false(str_has_nul(STR("ab")));
	assert_false(str_has_nul(str_make(NULL, 0)));
}

/* Short texts are read in loads that overlap: no byte is missed, none beyond
 * the end is looked at. */
static void
every_byte_counts(void **state)
{
	char a[88], b[88];

	(void)state;
	for (size_t n = 1; n < 80; n++)
		for (size_t at = 0; at < n; at++) {
			struct str x = str_make(a, n), y = str_make(b, n);

			memset(a, 'k', sizeof a);
			memset(b, 'k', sizeof b);
			b[n] = 0;
			assert_true(str_equal(x, y));
			assert_true(str_is_fold(x, y));
			assert_true(str_hash(x) == str_hash(y));
			assert_false(str_has_nul(y));
			b[at] = 'K';
			assert_false(str_equal(x, y));
			assert_true(str_is_fold(x, y));
			assert_true(str_hash_fold(x) == str_hash_fold(y));
			assert_true(str_mark_fold(x) == str_mark_fold(y));
			b[at] = 'l';
			assert_false(str_equal(x, y));
			assert_false(str_is_fold(x, y));
			assert_false(str_equal_fold(x, y));
			assert_true(str_hash(x) != str_hash(y));
			b[at] = 0;
			assert_true(str_has_nul(y));
			b[at] = (char)0x80; /* not a NUL, nor next to 0 */
			assert_false(str_has_nul(y));
			b[at] = 1;
			assert_false(str_has_nul(y));
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds_letters_only),
		cmocka_unit_test(any_offset_any_length),
		cmocka_unit_test(compares),
		cmocka_unit_test(beginnings_and_nuls),
		cmocka_unit_test(every_byte_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
