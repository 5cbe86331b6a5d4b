/* SPDX-License-Identifier: MIT */
/* str.h - text as pointer and length, and the hash of it. */
#ifndef PORTERO_BASE_STR_H
#define PORTERO_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })

static inline struct str
str_make(const char *p, size_t n)
{
	return (struct str){ p, n };
}

/* The eight, and the four, bytes at P as a number. */
static inline uint64_t
str_load8(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

static inline uint32_t
str_load4(const char *p)
{
	uint32_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

/* Are the N bytes at A and at B the same? */
bool str_same(const char *a, const char *b, size_t n);

static inline bool
str_equal(struct str a, struct str b)
{
	return a.n == b.n && str_same(a.p, b.p, a.n);
}

static inline bool
str_starts(struct str text, struct str prefix)
{
	return text.n >= prefix.n &&
	       (prefix.n == 0 || memcmp(text.p, prefix.p, prefix.n) == 0);
}

static inline struct str
str_from(struct str s, size_t offset)
{
	return str_make(s.p + offset, s.n - offset);
}

/* Not 0 when one of the eight bytes of W is. */
static inline uint64_t
str_zero8(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101u;

	return (w - ones) & ~w & (0x80 * ones);
}

typedef uint8_t str_bytes16 __attribute__((vector_size(16)));

static inline str_bytes16
str_load16(const char *p)
{
	str_bytes16 bytes;

	memcpy(&bytes, p, sizeof bytes);
	return bytes;
}

/* Which of the sixteen bytes at P are 0. */
static inline str_bytes16
str_zeros16(const char *p)
{
	return (str_bytes16)(str_load16(p) == 0);
}

static inline bool
str_any16(str_bytes16 bytes)
{
	uint64_t half[2];

	memcpy(half, &bytes, sizeof half);
	return (half[0] | half[1]) != 0;
}

/* Loads that may overlap read the texts of most requests. */
static inline bool
str_has_nul(struct str s)
{
	if (s.n > 32 && s.n <= 64)
		return str_any16(str_zeros16(s.p) | str_zeros16(s.p + 16) |
				 str_zeros16(s.p + s.n - 32) |
				 str_zeros16(s.p + s.n - 16));
	if (s.n > 16 && s.n <= 32)
		return str_any16(str_zeros16(s.p) |
				 str_zeros16(s.p + s.n - 16));
	if (s.n >= 8 && s.n <= 16)
		return (str_zero8(str_load8(s.p)) |
			str_zero8(str_load8(s.p + s.n - 8))) != 0;
	if (s.n >= 4 && s.n < 8)
		return str_zero8(str_load4(s.p) |
				 (uint64_t)str_load4(s.p + s.n - 4) << 32) != 0;
	return s.n != 0 && memchr(s.p, 0, s.n) != NULL;
}

/* ASCII only: IAM folds action names and condition keys, never values. */
static inline char
str_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* As memcmp; of two that begin alike the shorter is first. */
int str_compare(struct str a, struct str b);

bool str_equal_fold(struct str a, struct str b);
/* The same where FOLDED is in lower case already. */
bool str_is_fold(struct str folded, struct str text);

/* Hash of S; str_hash_fold hashes S as if it were lower case. */
uint64_t str_hash(struct str s);
uint64_t str_hash_fold(struct str s);
/* What tells S from most others in any letter case: its length and its end. */
uint64_t str_mark_fold(struct str s);

#endif
