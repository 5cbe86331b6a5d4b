/* SPDX-License-Identifier: MIT */
/* slice.h - questions to a text that has a length and no NUL behind it. */
#ifndef PORTERO_HOST_SLICE_H
#define PORTERO_HOST_SLICE_H

#include <stdbool.h>
#include <string.h>

#include "../../plugin/portero.h"

static inline struct portero_str
slice_of(const char *text)
{
	return (struct portero_str){ text, strlen(text) };
}

/* S without its first N bytes, which it has. */
static inline struct portero_str
slice_behind(struct portero_str s, size_t n)
{
	return (struct portero_str){ s.ptr + n, s.len - n };
}

/* For "%.*s": all of S, which is shorter than INT_MAX. */
#define SLICE_SHOWN(s) (int)(s).len, (s).ptr

/* For "%.*s": the length of S, at most MAX. */
static inline int
slice_shown(struct portero_str s, int max)
{
	return s.len < (size_t)max ? (int)s.len : max;
}

/* The eight bytes at P. */
static inline uint64_t
slice_eight(const char *p)
{
	uint64_t bytes;

	memcpy(&bytes, p, sizeof bytes);
	return bytes;
}

/* Most names have eight to sixteen bytes: two looks, which may overlap. */
static inline bool
slice_equal(struct portero_str a, struct portero_str b)
{
	if (a.len != b.len)
		return false;
	if (a.len >= 8 && a.len <= 16)
		return slice_eight(a.ptr) == slice_eight(b.ptr) &&
		       slice_eight(a.ptr + a.len - 8) ==
			       slice_eight(b.ptr + a.len - 8);
	return a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0;
}

/* ASCII only, and whatever the locale: IAM folds condition keys so. */
static inline char
slice_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Equal but for the case of letters. From the end: keys begin alike. */
static inline bool
slice_equal_fold(struct portero_str a, struct portero_str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = a.len; i-- > 0;)
		if (slice_lower(a.ptr[i]) != slice_lower(b.ptr[i]))
			return false;
	return true;
}

static inline bool
slice_is(struct portero_str s, const char *text)
{
	return slice_equal(s, slice_of(text));
}

static inline bool
slice_starts(struct portero_str s, const char *prefix)
{
	const size_t n = strlen(prefix);

	return s.len >= n && (n == 0 || memcmp(s.ptr, prefix, n) == 0);
}

static inline bool
slice_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* How many bytes S begins with of which IS is true. */
static inline size_t
slice_span(struct portero_str s, bool (*is)(char c))
{
	size_t n = 0;

	while (n < s.len && is(s.ptr[n]))
		n++;
	return n;
}

/* Bytes of S before the first C; all when there is none. */
static inline size_t
slice_until(struct portero_str s, char c)
{
	const char *at = s.len ? memchr(s.ptr, c, s.len) : NULL;

	return at ? (size_t)(at - s.ptr) : s.len;
}

/* Field I of S, from 0, each with a C behind it; empty: it has not so many. */
static inline struct portero_str
slice_field(struct portero_str s, char c, unsigned i)
{
	for (;;) {
		const size_t n = slice_until(s, c);

		if (n == s.len)
			return (struct portero_str){ s.ptr, 0 };
		if (i-- == 0)
			return (struct portero_str){ s.ptr, n };
		s = slice_behind(s, n + 1);
	}
}

/* Bytes of S before PART, which is not empty; all when it is not there. */
static inline size_t
slice_find(struct portero_str s, const char *part)
{
	const size_t n = strlen(part);

	for (size_t at = slice_until(s, *part); s.len - at >= n;
	     at += 1 + slice_until(slice_behind(s, at + 1), *part))
		if (memcmp(s.ptr + at, part, n) == 0)
			return at;
	return s.len;
}

static inline bool
slice_has(struct portero_str s, const char *part)
{
	return slice_find(s, part) < s.len;
}

#endif
