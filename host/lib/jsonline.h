/* SPDX-License-Identifier: MIT */
/* jsonline.h - a line of JSON in the making, escaped and fast. */
#ifndef PORTERO_HOST_JSONLINE_H
#define PORTERO_HOST_JSONLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../../plugin/portero.h"

/*
 * Zero it before use; text is free(3)d by the caller. To build another line in
 * the same memory, set len to 0.
 */
struct jsonline {
	char *text;
	size_t len, cap;
	bool failed; /* out of memory, once and for all */
};

/* Room for N more bytes; false: there is none. */
bool jsonline_grow(struct jsonline *l, size_t n);

static inline bool
jsonline_room(struct jsonline *l, size_t n)
{
	return l->cap - l->len >= n || jsonline_grow(l, n);
}

/* LEN bytes of JSON, as they are. */
static inline void
jsonline_put(struct jsonline *l, const char *json, size_t len)
{
	if (!jsonline_room(l, len))
		return;
	memcpy(l->text + l->len, json, len);
	l->len += len;
}
#define jsonline_puts(line, literal)                                           \
	jsonline_put(line, "" literal, sizeof(literal) - 1)

#define JSONLINE_LITERAL(literal)                                              \
	((struct portero_str){ "" literal, sizeof(literal) - 1 })

/* TEXT as a JSON string: ASCII, quotes and backslash escaped (escape.h). */
void jsonline_string(struct jsonline *l, struct portero_str text);
void jsonline_number(struct jsonline *l, uint64_t n);

/*
 * ,"NAME": and then comes the value. NAME, here and below, is a literal that
 * needs no escape.
 */
#define jsonline_name(line, name) jsonline_puts(line, ",\"" name "\":")
/* ,"NAME":VALUE; a text that is empty is left out. */
#define jsonline_str(line, name, text)                                         \
	jsonline_pair(line, JSONLINE_LITERAL(",\"" name "\":"), text)
#define jsonline_text(line, name, text)                                        \
	jsonline_str(line, name, ((struct portero_str){ text, strlen(text) }))
#define jsonline_member(line, name, n)                                         \
	(jsonline_name(line, name), jsonline_number(line, n))
void jsonline_pair(struct jsonline *l, struct portero_str name,
		   struct portero_str text);

#endif
