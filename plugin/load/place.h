/* SPDX-License-Identifier: MIT */
/* place.h - the line and column of an offset in a text. */
#ifndef PORTERO_LOAD_PLACE_H
#define PORTERO_LOAD_PLACE_H

#include "arena.h"

struct place {
	size_t offset;
	uint32_t line, column; /* from 1, in bytes */
	uint32_t width;	       /* bytes of the key or scalar; 1 of others */
};

/* Counted from the beginning of TEXT. */
struct place place_count(struct str text, size_t offset, size_t width);

/* Where the lines of a text (of less than 4 GiB) begin, but for the first. */
struct lines {
	const uint32_t *starts;
	uint32_t n;
};

/* False: out of memory. */
bool lines_find(struct lines *out, struct arena *a, struct str text);
/* The same as place_count, but found. */
struct place lines_place(const struct lines *lines, size_t offset,
			 size_t width);

#endif
