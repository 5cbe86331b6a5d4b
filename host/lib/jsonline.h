/* SPDX-License-Identifier: MIT */
/* jsonline.h - a line of JSON in the making, escaped and fast. */
#ifndef PORTERO_HOST_JSONLINE_H
#define PORTERO_HOST_JSONLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../plugin/portero.h"

/* Zero it before use; text is free(3)d by the caller. */
struct jsonline {
	char *text;
	size_t len, cap;
	bool failed; /* out of memory, once and for all */
};

/* LEN bytes of JSON, as they are. */
void jsonline_put(struct jsonline *l, const char *json, size_t len);
void jsonline_puts(struct jsonline *l, const char *json);
/* TEXT as a JSON string: ASCII, quotes and backslash escaped (escape.h). */
void jsonline_string(struct jsonline *l, struct portero_str text);
void jsonline_number(struct jsonline *l, uint64_t n);

/* ,"NAME":VALUE; a text that is empty is left out. NAME needs no escape. */
void jsonline_text(struct jsonline *l, const char *name, const char *text);
void jsonline_str(struct jsonline *l, const char *name,
		  struct portero_str text);
void jsonline_member(struct jsonline *l, const char *name, uint64_t n);

#endif
