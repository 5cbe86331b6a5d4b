/* SPDX-License-Identifier: MIT */
/* source.h - a text that was read, its JSON, and where things stand in it. */
#ifndef PORTERO_LOAD_SOURCE_H
#define PORTERO_LOAD_SOURCE_H

#include "../portero.h"
#include "json.h"
#include "place.h"

/*
 * A JSON text. NAME is what messages call it. INNER is set for a document that
 * was URL-encoded or a string inside another text: then positions are given at
 * OUTER's OUTER_OFFSET, with the inner line and column beside.
 */
struct source {
	struct str name;
	struct str text;
	struct json *root;
	const struct source *outer;
	size_t outer_offset;
	uint32_t outer_line, outer_column;
	struct arena *arena; /* of the values; OUTER's when there is one */
	struct lines lines;  /* of TEXT */
	char *owned; /* TEXT, when source_free is to free it; else NULL */
};

/*
 * Parses TEXT strictly: UTF-8, no duplicate keys, no NUL, no BOM, nothing after
 * the value, at most SOURCE_DEPTH levels. Fills *err and returns false. NAME
 * and TEXT are borrowed; source_free after a failure is allowed.
 */
#define SOURCE_DEPTH ((size_t)64)
bool source_parse(struct source *out, struct str name, struct str text,
		  struct portero_error *err);
/* Parses a document that stands as a string in OUTER: URL-encoded or plain. It
 * lives as long as OUTER. */
bool source_parse_inner(struct source *out, const struct source *outer,
			const struct json *parent, const char *key,
			size_t index, struct portero_error *err);
void source_free(struct source *s);
/* Is the string VALUE such a document (begins with '{' or a URL escape)? */
bool source_is_inner(const struct json *value);

struct position {
	uint32_t line, column; /* from 1, in bytes */
	uint32_t inner_line, inner_column;
	size_t offset; /* in source->text */
};

/* Where a value of the source begins; zeros: NODE is NULL. */
struct position source_position(const struct source *s,
				const struct json *node);

/*
 * A member as it is written: a number's value tells 1.50 from 1.5 no more.
 * Empty when it is an object or array.
 */
struct str source_text(const struct source *s, const struct json *parent,
		       const char *key, size_t index);

/* Fills *err for WIDTH bytes at OFFSET of a text that has no tree (yet). */
bool source_refuse(const struct source *s, struct portero_error *err,
		   const char *id, const char *hint, size_t offset,
		   size_t width, const char *format, ...)
	__attribute__((format(printf, 7, 8)));

/*
 * Fills *err for a member: the value of PARENT's KEY, or PARENT[INDEX] when KEY
 * is NULL; at_key points at the key instead. PARENT itself when KEY is NULL and
 * INDEX is SIZE_MAX. Only the first error of a load is kept. Returns false.
 */
bool source_error(const struct source *s, const struct json *parent,
		  const char *key, size_t index, bool at_key,
		  struct portero_error *err, uint32_t code, const char *id,
		  const char *hint, const char *format, ...)
	__attribute__((format(printf, 10, 11)));

#endif
