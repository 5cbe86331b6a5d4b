/* SPDX-License-Identifier: MIT */
/* json_reader.h - the parts of the JSON parser. */
#ifndef PORTERO_LOAD_JSON_READER_H
#define PORTERO_LOAD_JSON_READER_H

#include "source.h"

#define JSON_KEYS_KEPT 64u

struct json_reader {
	struct source *source;
	struct portero_error *err;
	struct arena *arena; /* of the source */
	struct str text;
	size_t at;
	/* the members and elements of all that is open */
	struct json_member *stack;
	size_t used, size;
	struct str keys[JSON_KEYS_KEPT]; /* lately read, by hash */
};

/* The next byte; 0 at the end (a NUL in the text has been refused before). */
static inline char
json_peek(const struct json_reader *r)
{
	return r->at < r->text.n ? r->text.p[r->at] : '\0';
}

static inline bool
json_is_word(char c)
{
	c = str_lower(c);
	return (c >= 'a' && c <= 'z') || c == '_' || c == '$';
}

static inline bool
json_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of the word here, at least 1. */
size_t json_word_width(const struct json_reader *r);
/* An error about WIDTH bytes here. Returns false. */
bool json_refuse(struct json_reader *r, size_t width, const char *hint,
		 const char *text);

/*
 * Each moves past the scalar that begins here, and fills the rest of *OUT; or
 * returns false with err filled. A string is in the text when it has no escape.
 */
bool json_read_string(struct json_reader *r, struct json *out);
bool json_read_number(struct json_reader *r, struct json *out);
bool json_read_word(struct json_reader *r, struct json *out);

#endif
