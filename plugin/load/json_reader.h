/* SPDX-License-Identifier: MIT */
/* json_reader.h - the parts of the JSON parser. */
#ifndef PORTERO_LOAD_JSON_READER_H
#define PORTERO_LOAD_JSON_READER_H

#include "source.h"

struct json_reader {
	struct source *source;
	struct portero_error *err;
	struct str text;
	size_t at;
	size_t line_start;
	uint32_t line;
	char *room; /* a stack: the keys above, then the text being read */
	size_t room_used, room_size;
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
 * Moves past a string; *OUT is in the text, or on top of R->room, where it has
 * a NUL behind it: with COPY always.
 */
bool json_read_text(struct json_reader *r, bool copy, struct str *out);
/* NULL with err filled. */
json_t *json_read_string(struct json_reader *r);
json_t *json_read_number(struct json_reader *r);
json_t *json_read_word(struct json_reader *r);

#endif
