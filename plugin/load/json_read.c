/* SPDX-License-Identifier: MIT */
/*
 * json_read.c - parses JSON into a tree of jansson.  jansson's own parser keeps
 * no places, and when memory is short it drops bytes of long tokens and then
 * writes past its buffers; so it only keeps the tree.  The tests compare the
 * two parsers.
 */
#include "json_read.h"

#include <stdio.h>
#include <stdlib.h>

#include "error.h"
#include "json_reader.h"
#include "place.h"

static json_t *value(struct json_reader *r, size_t depth);

bool
json_refuse(struct json_reader *r, size_t width, const char *hint,
	    const char *text)
{
	return source_refuse(r->source, r->err, "json-syntax", hint, r->at,
			     width, "%s", text);
}

/* Only between tokens can a line end: text must escape it. */
static void
blank(struct json_reader *r)
{
	for (; r->at < r->text.n; r->at++) {
		const char c = r->text.p[r->at];

		if (c == '\n') {
			r->line++;
			r->line_start = r->at + 1;
		} else if (c != ' ' && c != '\t' && c != '\r') {
			return;
		}
	}
}

/* WHAT was expected, and something else is there. */
static bool
unexpected(struct json_reader *r, const char *what)
{
	const unsigned char c = (unsigned char)json_peek(r);

	if (r->at >= r->text.n)
		return source_refuse(r->source, r->err, "json-syntax",
				     "is the file complete?", r->at, 1,
				     "the text ends where %s should follow",
				     what);
	if (c == '/' || c == '#')
		return json_refuse(r, 1, "remove it: JSON has no comments",
				   "this is a comment");
	if (c == '\'')
		return json_refuse(r, 1, "write \" instead of '",
				   "JSON text is quoted with \"");
	if (c < 0x20 || c == 0x7f)
		return source_refuse(
			r->source, r->err, "json-syntax", NULL, r->at, 1,
			"control character 0x%02x where %s should be", c, what);
	if (c >= 0x80)
		return source_refuse(
			r->source, r->err, "json-syntax",
			"quotes must be plain \", blanks plain spaces", r->at,
			1, "byte 0x%02x where %s should be", c, what);
	return source_refuse(r->source, r->err, "json-syntax", NULL, r->at,
			     json_word_width(r), "'%c' where %s should be", c,
			     what);
}

/* Behind a value: past a comma, or past the closing bracket with *END. */
static bool
separator(struct json_reader *r, char close, bool *end)
{
	const size_t comma = r->at;
	const char c = json_peek(r);

	*end = c == close;
	if (*end || c == ',')
		r->at++;
	else if (c == '"' || c == '{' || c == '[' || c == '-' ||
		 json_is_word(c) || json_is_digit(c))
		return json_refuse(r, 1, "put a comma before it",
				   "a comma is missing before this");
	else
		return unexpected(r,
				  close == '}' ? "',' or '}'" : "',' or ']'");
	if (*end)
		return true;
	blank(r);
	if (json_peek(r) != close)
		return true;
	r->at = comma;
	return json_refuse(r, 1, "remove the comma",
			   "nothing follows this comma");
}

/* A new object or array, whose bracket is here, and its place. */
static json_t *
container(struct json_reader *r, json_t *node)
{
	const struct place at = { r->at, r->line,
				  (uint32_t)(r->at - r->line_start + 1), 1 };

	if (node && place_add(r->source->places, node, &at)) {
		r->at++;
		blank(r);
		return node;
	}
	json_decref(node);
	error_memory(r->err);
	return NULL;
}

/* KEY, which begins at BEGIN, is in O already. */
static bool
refuse_repeated(struct json_reader *r, const json_t *o, const char *key,
		size_t begin)
{
	struct place first = { 0, 0, 0, 0 };
	char hint[80];

	place_member(r->source->places, r->text, o, key, 0, true, &first);
	snprintf(hint, sizeof hint, "the first one is at line %u, column %u",
		 first.line, first.column);
	return source_refuse(r->source, r->err, "duplicate-key", hint, begin,
			     r->at - begin,
			     "\"%.*s\" is there twice in one object",
			     ERROR_STR(str_make(key, strlen(key))));
}

/* "key": value */
static bool
member(struct json_reader *r, json_t *o, size_t depth)
{
	const size_t begin = r->at, kept = r->room_used;
	struct str key;
	json_t *v;

	if (json_peek(r) != '"')
		return json_is_word(json_peek(r))
			       ? json_refuse(r, json_word_width(r),
					     "put it in double quotes",
					     "a name must be quoted")
			       : unexpected(r, "a quoted name");
	if (!json_read_text(r, true, &key))
		return false;
	if (json_object_get(o, key.p))
		return refuse_repeated(r, o, key.p, begin);
	/* the room may move while the value is read, but the key stays in it */
	r->room_used = kept + key.n + 1;
	blank(r);
	if (json_peek(r) != ':')
		return unexpected(r, "':'");
	r->at++;
	v = value(r, depth);
	r->room_used = kept;
	if (!v)
		return false;
	return json_object_set_new_nocheck(o, r->room + kept, v) == 0 ||
	       error_memory(r->err);
}

static bool
members(struct json_reader *r, json_t *o, size_t depth)
{
	bool end = json_peek(r) == '}';

	if (end)
		r->at++;
	while (!end) {
		if (!member(r, o, depth))
			return false;
		blank(r);
		if (!separator(r, '}', &end))
			return false;
	}
	return true;
}

static bool
elements(struct json_reader *r, json_t *list, size_t depth)
{
	bool end = json_peek(r) == ']';

	if (end)
		r->at++;
	while (!end) {
		json_t *v = value(r, depth);

		if (!v)
			return false;
		if (json_array_append_new(list, v) != 0)
			return error_memory(r->err);
		blank(r);
		if (!separator(r, ']', &end))
			return false;
	}
	return true;
}

/* An object or array; DEPTH levels are left for it and what is in it. */
static json_t *
nested(struct json_reader *r, size_t depth)
{
	const bool object = json_peek(r) == '{';
	json_t *node;

	if (depth == 0) {
		source_refuse(r->source, r->err, "too-deep",
			      "no policy needs so many", r->at, 1,
			      "more than %zu levels of objects and lists",
			      SOURCE_DEPTH);
		return NULL;
	}
	node = container(r, object ? json_object() : json_array());
	if (!node)
		return NULL;
	if (object ? members(r, node, depth - 1) : elements(r, node, depth - 1))
		return node;
	json_decref(node);
	return NULL;
}

static json_t *
value(struct json_reader *r, size_t depth)
{
	char c;

	blank(r);
	c = json_peek(r);
	if (c == '"')
		return json_read_string(r);
	if (c == '{' || c == '[')
		return nested(r, depth);
	if (json_is_digit(c) || c == '-' || c == '+' || c == '.')
		return json_read_number(r);
	if (json_is_word(c))
		return json_read_word(r);
	unexpected(r, "a value");
	return NULL;
}

static bool
check_text(struct source *s, struct portero_error *err)
{
	const struct str text = s->text;
	const char *nul = text.n ? memchr(text.p, '\0', text.n) : NULL;

	if (text.n >= UINT32_MAX)
		return error_set(err, PORTERO_ERROR_LIMIT, "too-large", s->name,
				 NULL, "the text is larger than 4 GiB");
	if (str_starts(text, STR("\xef\xbb\xbf")))
		return source_refuse(s, err, "byte-order-mark",
				     "save the file as UTF-8 without a mark", 0,
				     3,
				     "the text begins with a byte order mark");
	if (nul)
		return source_refuse(s, err, "nul-character", "remove it",
				     (size_t)(nul - text.p), 1,
				     "the text contains a NUL byte");
	return true;
}

static bool
read_whole(struct json_reader *r)
{
	blank(r);
	if (r->at >= r->text.n)
		return json_refuse(r, 1, NULL, "the text is empty");
	if (json_peek(r) != '{' && json_peek(r) != '[')
		return json_refuse(r, json_word_width(r), NULL,
				   "the text must begin with '{'");
	r->source->root = value(r, SOURCE_DEPTH);
	if (!r->source->root)
		return false;
	blank(r);
	if (r->at < r->text.n)
		return json_refuse(
			r, 1, "one JSON value a file",
			"something follows the end of the JSON value");
	return true;
}

bool
json_read(struct source *s, struct portero_error *err)
{
	struct json_reader r = {
		.source = s, .err = err, .text = s->text, .line = 1
	};
	bool ok;

	if (!check_text(s, err))
		return false;
	s->places = place_index_new();
	if (!s->places)
		return error_memory(err);
	ok = read_whole(&r);
	free(r.room);
	return ok;
}
