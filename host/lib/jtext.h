/* SPDX-License-Identifier: MIT */
/* jtext.h - a JSON text cut into tokens, strictly, with every position. */
#ifndef PORTERO_HOST_JTEXT_H
#define PORTERO_HOST_JTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
	uint32_t size; /* members of an object, elements of an array */
	uint8_t kind;  /* enum jtext_kind */
	bool escaped;  /* a string that has a backslash */
};

/* A text and its tokens; token 0 is the whole value. Zero it before use. */
struct jtext {
	const char *text;
	size_t len;
	struct jtoken *tokens; /* kept from scan to scan; jtext_free frees */
	uint32_t n, cap;
	const char *error; /* what was wrong with the text */
	size_t error_offset;
};

#define JTEXT_NONE    UINT32_MAX
#define JTEXT_DEPTH   1000 /* levels of nesting */
#define JTEXT_MEMBERS 1024 /* of one object: jtext_repeated is quadratic */

/*
 * Cuts TEXT: one JSON value and nothing else, UTF-8, no lone surrogates. It
 * does not judge duplicate keys (jtext_repeated) and NUL (jtext_nul). TEXT must
 * stay while the tokens are used.
 */
bool jtext_scan(struct jtext *j, const char *text, size_t len);
void jtext_free(struct jtext *j);

/* The value of the first member with KEY, or JTEXT_NONE. */
uint32_t jtext_member(const struct jtext *j, uint32_t object, const char *key);
/* The key (a token) that an earlier member of OBJECT has too, or JTEXT_NONE. */
uint32_t jtext_repeated(const struct jtext *j, uint32_t object);
/* The same for every object in VALUE. */
uint32_t jtext_repeated_within(const struct jtext *j, uint32_t value);
/* A string in VALUE, or a key, with an escaped NUL, or JTEXT_NONE. */
uint32_t jtext_nul_within(const struct jtext *j, uint32_t value);

/*
 * The text of a string token without its escapes, into BUFFER of SIZE bytes, no
 * NUL added. Returns its length; SIZE is large enough when it is end - begin.
 */
size_t jtext_string(const struct jtext *j, uint32_t string, char *buffer,
		    size_t size);
bool jtext_equals(const struct jtext *j, uint32_t string, const char *text);

#endif
