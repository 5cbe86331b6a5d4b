/* SPDX-License-Identifier: MIT */
/* str.c - folding comparison and hash, eight bytes a step. */
#include "str.h"

/* Lower-cases the ASCII letters among the eight bytes of W. */
static uint64_t
fold8(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t low7 = w & (0x7f * ones);
	uint64_t ge_a = low7 + (0x80 - 'A') * ones;
	uint64_t gt_z = low7 + (0x80 - 'Z' - 1) * ones;
	uint64_t upper = (ge_a & ~gt_z & ~w) & (0x80 * ones);

	return w | (upper >> 2);
}

/* The last eight bytes of S, or all of fewer. */
static inline uint64_t
load_last(struct str s)
{
	uint16_t head, last;

	if (s.n >= 8)
		return str_load8(s.p + s.n - 8);
	if (s.n >= 4)
		return str_load4(s.p) | (uint64_t)str_load4(s.p + s.n - 4)
						<< (8 * (s.n - 4));
	if (s.n >= 2) {
		memcpy(&head, s.p, 2);
		memcpy(&last, s.p + s.n - 2, 2);
		return head | (uint64_t)last << (8 * (s.n - 2));
	}
	return s.n ? (unsigned char)*s.p : 0;
}

static uint64_t
mix(uint64_t h, uint64_t w)
{
	h = (h ^ w) * 0x9e3779b97f4a7c15u;
	return h ^ (h >> 32);
}

static inline str_bytes16
differ16(const char *a, const char *b)
{
	return str_load16(a) ^ str_load16(b);
}

/* Most texts are short: two loads that may overlap read 4 to 16 bytes. */
bool
str_same(const char *a, const char *b, size_t n)
{
	if (n >= 8 && n <= 16)
		return str_load8(a) == str_load8(b) &&
		       str_load8(a + n - 8) == str_load8(b + n - 8);
	if (n >= 4 && n < 8)
		return str_load4(a) == str_load4(b) &&
		       str_load4(a + n - 4) == str_load4(b + n - 4);
	if (n > 16 && n <= 32)
		return !str_any16(differ16(a, b) |
				  differ16(a + n - 16, b + n - 16));
	return n == 0 || memcmp(a, b, n) == 0;
}

bool
str_equal_fold(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i + 8 < a.n; i += 8)
		if (fold8(str_load8(a.p + i)) != fold8(str_load8(b.p + i)))
			return false;
	return fold8(load_last(a)) == fold8(load_last(b));
}

/* Is HAVE the same as WANT, which is folded? */
static inline bool
same_fold(uint64_t have, uint64_t want)
{
	return have == want || fold8(have) == want;
}

bool
str_is_fold(struct str folded, struct str text)
{
	if (folded.n != text.n)
		return false;
	for (size_t i = 0; i + 8 < text.n; i += 8)
		if (!same_fold(str_load8(text.p + i), str_load8(folded.p + i)))
			return false;
	return same_fold(load_last(text), load_last(folded));
}

/* Two sums, so that neither waits for the other; the bits of ALIKE do not
 * count. */
static inline uint64_t
hash(struct str s, uint64_t alike)
{
	uint64_t even = s.n, odd = ~even;
	size_t i = 0;

	for (; i + 16 < s.n; i += 16) {
		even = mix(even, str_load8(s.p + i) | alike);
		odd = mix(odd, str_load8(s.p + i + 8) | alike);
	}
	if (i + 8 < s.n)
		even = mix(even, str_load8(s.p + i) | alike);
	odd = mix(odd, load_last(s) | alike);
	return mix(mix(even, odd), 0);
}

uint64_t
str_hash(struct str s)
{
	return hash(s, 0);
}

/* For the hash it is enough that letters of either case look alike; other
 * bytes may, too. */
uint64_t
str_hash_fold(struct str s)
{
	return hash(s, 0x2020202020202020u);
}

uint64_t
str_mark_fold(struct str s)
{
	const uint64_t lower = 0x2020202020202020u;

	return (load_last(s) | lower) + ((uint64_t)s.n << 56);
}

int
str_compare(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}
