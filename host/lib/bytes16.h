/* SPDX-License-Identifier: MIT */
/* bytes16.h - sixteen bytes of a text, looked at in one step. */
#ifndef PORTERO_HOST_BYTES16_H
#define PORTERO_HOST_BYTES16_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t bytes16 __attribute__((vector_size(16)));
typedef uint64_t bytes16_halves __attribute__((vector_size(16)));

static inline bytes16
bytes16_load(const void *p)
{
	bytes16 b;

	memcpy(&b, p, sizeof b);
	return b;
}

/*
 * Those at AT of the N at P; the last ones of many are looked at twice, and few
 * are filled up with the letter a.
 */
static inline bytes16
bytes16_of(const char *p, size_t n, size_t at)
{
	bytes16 b = (bytes16){ 0 } + 'a';

	if (n >= sizeof b)
		return bytes16_load(p +
				    (n - at < sizeof b ? n - sizeof b : at));
	memcpy(&b, p, n);
	return b;
}

/* Where a comparison FOUND something, the bytes of its result are not 0. */
static inline bool
bytes16_none(bytes16 found)
{
	const bytes16_halves h = (bytes16_halves)found;

	return (h[0] | h[1]) == 0;
}

/* The place of the first byte of W, as it is in memory, that is not 0. */
static inline size_t
bytes16_first_of_8(uint64_t w)
{
	const bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;

	return (size_t)(little ? __builtin_ctzll(w) : __builtin_clzll(w)) / 8;
}

/* How many bytes come before the first one that was FOUND; 16: there is none.
 */
static inline size_t
bytes16_before(bytes16 found)
{
	const bytes16_halves h = (bytes16_halves)found;

	return h[0]   ? bytes16_first_of_8(h[0])
	       : h[1] ? 8 + bytes16_first_of_8(h[1])
		      : 16;
}

#endif
