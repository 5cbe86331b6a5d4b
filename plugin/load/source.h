/* SPDX-License-Identifier: MIT */
/* source.h - a text that was read, its JSON, and where things stand in it. */
#ifndef PORTERO_LOAD_SOURCE_H
#define PORTERO_LOAD_SOURCE_H

#include <jansson.h>

#include "../base/str.h"
#include "../portero.h"

/*
 * A JSON text. NAME is what messages call it. INNER is set for a document that
 * was URL-encoded or a string inside another text: then positions are given at
 * OUTER's OUTER_OFFSET, with the inner line and column beside.
 */
struct source {
	struct str name;
	struct str text;
	json_t *root;
	const struct source *outer;
	size_t outer_offset;
	struct place_index *places; /* made when first needed */
};

/*
 * Parses TEXT strictly: UTF-8, no duplicate keys, no NUL, no BOM, nothing after
 * the value, at most DEPTH levels. Fills *err and returns false.
 */
bool source_parse(struct source *out, struct str name, struct str text,
		  struct portero_error *err);
/* Parses a document that stands as a string in OUTER: URL-encoded or plain. */
bool source_parse_inner(struct source *out, const struct source *outer,
			const json_t *parent, const char *key, size_t index,
			struct portero_error *err);
void source_free(struct source *s);

struct position {
	uint32_t line, column; /* from 1, in bytes */
	uint32_t inner_line, inner_column;
	size_t offset; /* in source->text */
};

/* Where an object or array of the source begins. */
struct position source_position(struct source *s, const json_t *node);

/*
 * Fills *err for a member: the value of PARENT's KEY, or PARENT[INDEX] when KEY
 * is NULL; at_key points at the key instead. PARENT itself when KEY is NULL and
 * INDEX is SIZE_MAX. Only the first error of a load is kept. Returns false.
 */
bool source_error(struct source *s, const json_t *parent, const char *key,
		  size_t index, bool at_key, struct portero_error *err,
		  uint32_t code, const char *id, const char *hint,
		  const char *format, ...)
	__attribute__((format(printf, 10, 11)));

#endif
