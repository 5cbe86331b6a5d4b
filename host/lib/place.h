/* SPDX-License-Identifier: MIT */
/* place.h - the line of a policy file that an event is about. */
#ifndef PORTERO_HOST_PLACE_H
#define PORTERO_HOST_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "../../plugin/portero.h"

/* What of a statement is pointed at. */
struct place_element {
	const char *name; /* "Resource", "Condition", "Principal", "Action" */
	struct portero_str value;   /* Resource: the pattern among several */
	struct portero_str op, key; /* Condition; key in any case */
};

/* A line of a file; free_place when done. */
struct place {
	char *line;
	size_t len, offset, width; /* the caret, in bytes of the line */
	uint32_t number, column;   /* from 1 */
};

/*
 * Looks in the file POLICY (relative to DIRECTORY unless absolute) for the
 * statement that begins at LINE and COLUMN, and in it for ELEMENT. False when
 * the file cannot be read, or no longer has a statement there: places are a
 * help, not a record.
 */
bool place_find(struct place *out, const char *directory,
		struct portero_str policy, uint32_t line, uint32_t column,
		const struct place_element *element);
void place_free(struct place *p);

#endif
