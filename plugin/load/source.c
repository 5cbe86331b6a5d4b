/* SPDX-License-Identifier: MIT */
/* source.c - parses JSON strictly and says where its values stand. */
#include "source.h"

#include <stdlib.h>

#include "error.h"
#include "json_read.h"

/* Positions of a document inside another text are those of the outer text. */
static struct position
position_of(const struct source *s, const struct place *at)
{
	if (s->outer)
		return (struct position){ s->outer_line, s->outer_column,
					  at->line, at->column, at->offset };
	return (struct position){ at->line, at->column, 0, 0, at->offset };
}

static void
put_place(const struct source *s, const struct place *at,
	  struct portero_error *err)
{
	const struct position p = position_of(s, at);

	err->line = p.line;
	err->column = p.column;
	err->inner_line = p.inner_line;
	err->inner_column = p.inner_column;
	error_excerpt(err, s->text, at->offset, at->width);
}

bool
source_refuse(const struct source *s, struct portero_error *err, const char *id,
	      const char *hint, size_t offset, size_t width, const char *format,
	      ...)
{
	const struct place at = place_count(s->text, offset, width);
	va_list arguments;

	if (err->code != PORTERO_OK)
		return false;
	va_start(arguments, format);
	error_vset(err, s->outer ? PORTERO_ERROR_POLICY : PORTERO_ERROR_CONFIG,
		   id, s->name, hint, format, arguments);
	va_end(arguments);
	put_place(s, &at, err);
	return false;
}

bool
source_parse(struct source *out, struct str name, struct str text,
	     struct portero_error *err)
{
	*out = (struct source){ .name = name, .text = text };
	out->arena = arena_new();
	if (!out->arena)
		return error_memory(err);
	return json_read(out, err);
}

void
source_free(struct source *s)
{
	if (!s->outer)
		arena_free(s->arena);
	free(s->owned);
	*s = (struct source){ 0 };
}

/* ---- documents in strings ---- */

static size_t
first_visible(struct str s)
{
	size_t i = 0;

	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\n' ||
			   s.p[i] == '\r'))
		i++;
	return i;
}

bool
source_is_inner(const struct json *value)
{
	const struct str s = json_str(value);
	const size_t i = first_visible(s);

	return i < s.n && (s.p[i] == '{' || s.p[i] == '%');
}

static int
hex(char c)
{
	c = str_lower(c);
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/*
 * Resolves %XX (RFC 3986, which is what IAM's API reference promises). A bare
 * '+' is refused: it means itself there and a blank in forms. *BAD is where
 * decoding stopped, or the length of the text.
 */
static size_t
url_decode(char *out, struct str text, size_t *bad)
{
	size_t n = 0;

	for (*bad = 0; *bad < text.n; ++*bad) {
		const size_t i = *bad;
		int high, low;

		if (text.p[i] == '+')
			return n;
		if (text.p[i] != '%') {
			out[n++] = text.p[i];
			continue;
		}
		high = i + 2 < text.n ? hex(text.p[i + 1]) : -1;
		low = i + 2 < text.n ? hex(text.p[i + 2]) : -1;
		if (high < 0 || low < 0)
			return n;
		out[n++] = (char)(high * 16 + low);
		*bad += 2;
	}
	return n;
}

static bool
decode(struct source *out, struct str text, size_t *bad,
       struct portero_error *err)
{
	char *room = arena_chars(out->arena, text.n);

	if (!room)
		return error_memory(err);
	out->text = str_make(room, url_decode(room, text, bad));
	return *bad == text.n;
}

bool
source_parse_inner(struct source *out, const struct source *outer,
		   const struct json *parent, const char *key, size_t index,
		   struct portero_error *err)
{
	const struct json *value =
		key ? json_get(parent, key) : json_at(parent, index);
	struct str text = json_str(value);
	struct position p;
	size_t bad = 0;

	*out = (struct source){ .name = outer->name,
				.outer = outer,
				.arena = outer->arena };
	if (!json_is_string(value) || !source_is_inner(value))
		return source_error(outer, parent, key, index, false, err,
				    PORTERO_ERROR_POLICY, "not-a-document",
				    "a document begins with '{' or '%7B'",
				    "this is not a policy document");
	p = source_position(outer, value);
	out->outer_offset = value->offset;
	out->outer_line = p.line;
	out->outer_column = p.column;
	if (text.p[first_visible(text)] == '{')
		out->text = text;
	else if (!decode(out, text, &bad, err))
		return source_error(
			outer, parent, key, index, false, err,
			PORTERO_ERROR_POLICY, "url-encoding",
			"blanks are %20 and a percent sign is %25",
			"byte %zu of this URL-encoded document is %s", bad + 1,
			text.p[bad] == '+' ? "a bare '+'" : "not a %XX escape");
	return json_read(out, err);
}

/* ---- places ---- */

struct position
source_position(const struct source *s, const struct json *node)
{
	struct place at;

	if (!node)
		return (struct position){ 0 };
	at = lines_place(&s->lines, node->offset, 1);
	return position_of(s, &at);
}

/* Bytes of V that are marked when it is shown: the bracket of a list. */
static size_t
shown(const struct json *v)
{
	return json_is_object(v) || json_is_array(v) ? 1 : v->width;
}

/* The member or element, or with SIZE_MAX the parent itself. */
static bool
find(const struct source *s, const struct json *parent, const char *key,
     size_t index, bool at_key, struct place *at)
{
	const struct json_member *m = key ? json_member(parent, key) : NULL;
	const struct json *v = m		  ? &m->value
			       : key		  ? NULL
			       : index < SIZE_MAX ? json_at(parent, index)
						  : parent;

	if (!v)
		return false;
	*at = m && at_key ? lines_place(&s->lines, m->key_offset, m->key_width)
			  : lines_place(&s->lines, v->offset, shown(v));
	return true;
}

struct str
source_text(const struct source *s, const struct json *parent, const char *key,
	    size_t index)
{
	const struct json *value =
		key ? json_get(parent, key) : json_at(parent, index);

	if (!value || json_is_object(value) || json_is_array(value))
		return STR("");
	return str_make(s->text.p + value->offset, value->width);
}

bool
source_error(const struct source *s, const struct json *parent, const char *key,
	     size_t index, bool at_key, struct portero_error *err,
	     uint32_t code, const char *id, const char *hint,
	     const char *format, ...)
{
	struct place at;
	va_list arguments;

	if (err->code != PORTERO_OK)
		return false;
	va_start(arguments, format);
	error_vset(err, code, id, s->name, hint, format, arguments);
	va_end(arguments);
	if (find(s, parent, key, index, at_key, &at))
		put_place(s, &at, err);
	return false;
}
