/* SPDX-License-Identifier: MIT */
/* jsonline.h - a line of JSON in the making, escaped and fast. */
#ifndef PORTERO_HOST_JSONLINE_H
#define PORTERO_HOST_JSONLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* LEN bytes of JSON, as they are. */
void jsonline_put(struct jsonline *l, const char *json, size_t len);
#define jsonline_puts(line, literal)                                           \
	jsonline_put(line, "" literal, sizeof(literal) - 1)
/* TEXT as a JSON string: ASCII, quotes and backslash escaped (escape.h). */
void jsonline_string(struct jsonline *l, struct portero_str text);
void jsonline_number(struct jsonline *l, uint64_t n);

/* ,"NAME": and then comes the value. NAME needs no escape, here and below. */
void jsonline_name(struct jsonline *l, const char *name);
/* ,"NAME":VALUE; a text that is empty is left out. */
void jsonline_text(struct jsonline *l, const char *name, const char *text);
void jsonline_str(struct jsonline *l, const char *name,
		  struct portero_str text);
void jsonline_member(struct jsonline *l, const char *name, uint64_t n);

#endif
