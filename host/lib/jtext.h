/* SPDX-License-Identifier: MIT */
/* jtext.h - a JSON text cut into tokens, strictly, with every position. */
#ifndef PORTERO_HOST_JTEXT_H
#define PORTERO_HOST_JTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "slice.h"

enum jtext_kind {
	JTEXT_OBJECT,
	JTEXT_ARRAY,
	JTEXT_STRING,
	JTEXT_NUMBER,
	JTEXT_TRUE,
	JTEXT_FALSE,
	JTEXT_NULL
};

/*
 * One value, or the key of a member. The tokens of a value follow it; NEXT is
 * the first token after them. In an object keys and values take turns.
 */
struct jtoken {
	uint32_t begin, end; /* bytes of the text, quotes included */
	uint32_t next;
	/* members of an object, elements of an array, bytes of a string */
	uint32_t size;
	uint8_t kind; /* enum jtext_kind */
	bool escaped; /* a string that has a backslash */
};

/* A text and its tokens; token 0 is the whole value. Zero it before use. */
struct jtext {
	const char *text;
	size_t len;
	struct jtoken *tokens; /* kept from scan to scan; jtext_free frees */
	uint32_t n, cap;
	/* strings without their escapes, each where it begins in the text */
	char *plain;
	size_t plain_cap;
	const char *error; /* what was wrong with the text, and where */
	size_t error_offset, error_width;
};

#define JTEXT_NONE    UINT32_MAX
#define JTEXT_DEPTH   1000 /* levels of nesting */
#define JTEXT_MEMBERS 1024 /* of one object */
/* The error that is not the text's: compare the pointer. */
extern const char JTEXT_NO_MEMORY[];

/*
 * Cuts TEXT: one JSON value and nothing else, UTF-8, no lone surrogates. It
 * does not judge repeated keys and NUL. TEXT must stay while the tokens are
 * used.
 */
bool jtext_scan(struct jtext *j, const char *text, size_t len);
/*
 * The same, and no object has a key twice, no string an escaped NUL, no number
 * more than 18 digits before its point or 2 in its exponent: what readers do
 * not agree on.
 */
bool jtext_read(struct jtext *j, const char *text, size_t len);
void jtext_free(struct jtext *j);

/* The value of the first member with KEY, or JTEXT_NONE. */
uint32_t jtext_find(const struct jtext *j, uint32_t object,
		    struct portero_str key);
static inline uint32_t
jtext_member(const struct jtext *j, uint32_t object, const char *key)
{
	return jtext_find(j, object, slice_of(key));
}
/* The key (a token) that an earlier member of OBJECT has too, or JTEXT_NONE. */
uint32_t jtext_repeated(const struct jtext *j, uint32_t object);
/* The same for every object in VALUE. */
uint32_t jtext_repeated_within(const struct jtext *j, uint32_t value);
/* A string in VALUE, or a key, with an escaped NUL, or JTEXT_NONE. */
uint32_t jtext_nul_within(const struct jtext *j, uint32_t value);

/* A string without quotes and escapes; good until the next scan. */
static inline struct portero_str
jtext_string(const struct jtext *j, uint32_t string)
{
	const struct jtoken *t = &j->tokens[string];

	return (struct portero_str){
		(t->escaped ? j->plain : j->text) + t->begin + 1, t->size
	};
}
/* A value as it is written. */
static inline struct portero_str
jtext_written(const struct jtext *j, uint32_t value)
{
	const struct jtoken *t = &j->tokens[value];

	return (struct portero_str){ j->text + t->begin, t->end - t->begin };
}
/* A number without a fraction and an exponent. */
bool jtext_is_whole(const struct jtext *j, uint32_t number);
bool jtext_equals(const struct jtext *j, uint32_t string, const char *text);

#endif
