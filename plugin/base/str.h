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

static inline bool
str_equal(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
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

static inline bool
str_has_nul(struct str s)
{
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

#endif
