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

/* The N < 8 bytes at P, by two loads that may overlap. */
static uint64_t
load_tail(const char *p, size_t n)
{
	uint32_t low, high;
	uint16_t head, last;

	if (n >= 4) {
		memcpy(&low, p, 4);
		memcpy(&high, p + n - 4, 4);
		return low | (uint64_t)high << (8 * (n - 4));
	}
	if (n >= 2) {
		memcpy(&head, p, 2);
		memcpy(&last, p + n - 2, 2);
		return head | (uint64_t)last << (8 * (n - 2));
	}
	return n ? (unsigned char)*p : 0;
}

static uint64_t
load8(const char *p)
{
	uint64_t w;

	memcpy(&w, p, 8);
	return w;
}

static uint64_t
mix(uint64_t h, uint64_t w)
{
	h = (h ^ w) * 0x9e3779b97f4a7c15u;
	return h ^ (h >> 32);
}

bool
str_equal_fold(struct str a, struct str b)
{
	size_t i = 0;

	if (a.n != b.n)
		return false;
	for (; i + 8 <= a.n; i += 8)
		if (fold8(load8(a.p + i)) != fold8(load8(b.p + i)))
			return false;
	return i == a.n || fold8(load_tail(a.p + i, a.n - i)) ==
				   fold8(load_tail(b.p + i, b.n - i));
}

bool
str_is_fold(struct str folded, struct str text)
{
	size_t i = 0;

	if (folded.n != text.n)
		return false;
	for (; i + 8 <= text.n; i += 8) {
		uint64_t have = load8(text.p + i), want = load8(folded.p + i);

		if (have != want && fold8(have) != want)
			return false;
	}
	return i == text.n || load_tail(folded.p + i, text.n - i) ==
				      fold8(load_tail(text.p + i, text.n - i));
}

uint64_t
str_hash(struct str s)
{
	uint64_t h = s.n;
	size_t i = 0;

	for (; i + 8 <= s.n; i += 8)
		h = mix(h, load8(s.p + i));
	if (i < s.n)
		h = mix(h, load_tail(s.p + i, s.n - i));
	return mix(h, 0);
}

/* For the hash it is enough that letters of either case look alike; other
 * bytes may, too. */
uint64_t
str_hash_fold(struct str s)
{
	const uint64_t lower = 0x2020202020202020u;
	uint64_t h = s.n;
	size_t i = 0;

	for (; i + 8 <= s.n; i += 8)
		h = mix(h, load8(s.p + i) | lower);
	if (i < s.n)
		h = mix(h, load_tail(s.p + i, s.n - i) | lower);
	return mix(h, 0);
}

int
str_compare(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}
