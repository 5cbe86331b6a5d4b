/* SPDX-License-Identifier: MIT */
/* place.h - where the values of a tree stand in the text they were read from.
 */
#ifndef PORTERO_LOAD_PLACE_H
#define PORTERO_LOAD_PLACE_H

#include <jansson.h>

#include "../base/str.h"

struct place {
	size_t offset;
	uint32_t line, column; /* from 1, in bytes */
	uint32_t width;	       /* bytes of the key or scalar; 1 of others */
};

/*
 * Objects and arrays by address, in a text shorter than 4 GiB. NULL or false:
 * out of memory.
 */
struct place_index;

struct place_index *place_index_new(void);
void place_index_free(struct place_index *index);
bool place_add(struct place_index *index, const json_t *node,
	       const struct place *place);

/*
 * In JSON the members of a node are found by walking its text. For other
 * texts, the places of N members of a NODE are kept: place_put_member fills
 * number I of them at *FIRST + I.
 */
bool place_add_members(struct place_index *index, const json_t *node, size_t n,
		       size_t *first);
void place_put_member(struct place_index *index, size_t member,
		      size_t key_offset, size_t key_width, size_t offset,
		      size_t width);

/* The place of an object or array; false when the text does not have it. */
bool place_find(const struct place_index *index, const json_t *node,
		struct place *out);
/*
 * The place of PARENT's member KEY (its value, or the key itself AT_KEY), or of
 * PARENT[INDEX] when KEY is NULL.
 */
bool place_member(const struct place_index *index, struct str text,
		  const json_t *parent, const char *key, size_t position,
		  bool at_key, struct place *out);

/* Line and column of an OFFSET, counted from the beginning of TEXT. */
struct place place_count(struct str text, size_t offset, size_t width);

#endif
