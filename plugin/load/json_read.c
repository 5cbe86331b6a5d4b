/* SPDX-License-Identifier: MIT */
/*
 * json_read.c - parses JSON into values that lie in the arena of their source.
 * jansson's parser keeps no places, takes a malloc for each value, and when
 * memory is short it drops bytes of long tokens and then writes past its
 * buffers. The tests compare the two.
 */
#include "json_read.h"

#include <stdio.h>
#include <stdlib.h>

#include "error.h"
#include "json_reader.h"

static bool value(struct json_reader *r, size_t depth, struct json *out);

bool
json_refuse(struct json_reader *r, size_t width, const char *hint,
	    const char *text)
{
	return source_refuse(r->source, r->err, "json-syntax", hint, r->at,
			     width, "%s", text);
}

static void
blank(struct json_reader *r)
{
	for (; r->at < r->text.n; r->at++) {
		const char c = r->text.p[r->at];

		if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
			return;
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

/* ---- what is open ----------------------------------------------------------
 */

static bool
push(struct json_reader *r, const struct json_member *m)
{
	const size_t size = r->size ? r->size * 2 : 64;
	struct json_member *more;

	if (r->used == r->size) {
		more = realloc(r->stack, size * sizeof *more);
		if (!more)
			return error_memory(r->err);
		r->stack = more;
		r->size = size;
	}
	r->stack[r->used++] = *m;
	return true;
}

/* What was pushed since there were BASE becomes the elements of OUT. */
static bool
close_array(struct json_reader *r, size_t base, struct json *out)
{
	const size_t n = r->used - base;
	struct json *elements = arena_array(r->arena, n, sizeof *elements);

	if (!elements)
		return error_memory(r->err);
	for (size_t i = 0; i < n; i++)
		elements[i] = r->stack[base + i].value;
	out->is.elements = elements;
	out->n = (uint32_t)n;
	r->used = base;
	return true;
}

static bool
close_object(struct json_reader *r, size_t base, struct json *out)
{
	const size_t n = r->used - base;
	struct json_member *members = json_members_new(r->arena, n);

	if (!members)
		return error_memory(r->err);
	if (n)
		memcpy(members, r->stack + base, n * sizeof *members);
	json_members_done(members, n);
	out->is.members = members;
	out->n = (uint32_t)n;
	r->used = base;
	return true;
}

/* ---- keys ---- */

/* The keys of one object, from BASE of the stack: many are found by hash. */
struct keys {
	size_t base;
	uint32_t *slots;
	size_t size;
};

static struct json_member *
find(struct json_reader *r, const struct keys *keys, const char *key)
{
	const size_t n = r->used - keys->base;
	struct json_member *members;
	uint32_t slot;

	if (n == 0)
		return NULL;
	members = r->stack + keys->base;
	if (keys->size) {
		slot = *json_slot(keys->slots, keys->size, members, key);
		return slot ? &members[slot - 1] : NULL;
	}
	for (size_t i = 0; i < n; i++)
		if (members[i].key == key || (members[i].key[0] == key[0] &&
					      strcmp(members[i].key, key) == 0))
			return &members[i];
	return NULL;
}

/* Takes the member on top of the stack in. */
static bool
remember(struct json_reader *r, struct keys *keys)
{
	struct json_member *members = r->stack + keys->base;
	const size_t n = r->used - keys->base;
	size_t from = n - 1;

	if (n <= JSON_FEW)
		return true;
	if (keys->size < json_slots(n)) {
		keys->size = json_slots(n);
		keys->slots =
			arena_array(r->arena, keys->size, sizeof *keys->slots);
		if (!keys->slots)
			return error_memory(r->err);
		from = 0;
	}
	for (; from < n; from++)
		*json_slot(keys->slots, keys->size, members,
			   members[from].key) = (uint32_t)from + 1;
	return true;
}

/* The same key again and again is the rule: a copy is kept for the next. */
static const char *
keep(struct json_reader *r, struct str key)
{
	struct str *kept = &r->keys[str_hash(key) % JSON_KEYS_KEPT];

	if (!kept->p || !str_equal(*kept, key))
		*kept = arena_text(r->arena, key);
	if (!kept->p)
		error_memory(r->err);
	return kept->p;
}

static bool
refuse_repeated(struct json_reader *r, const struct json_member *first,
		size_t begin)
{
	const struct place at =
		place_count(r->text, first->key_offset, first->key_width);
	char hint[80];

	snprintf(hint, sizeof hint, "the first one is at line %u, column %u",
		 at.line, at.column);
	return source_refuse(
		r->source, r->err, "duplicate-key", hint, begin, r->at - begin,
		"\"%.*s\" is there twice in one object",
		ERROR_STR(str_make(first->key, strlen(first->key))));
}

/* The quoted key here, which must be new. */
static bool
read_key(struct json_reader *r, const struct keys *keys, struct json_member *m)
{
	const size_t begin = r->at;
	const struct json_member *first;
	struct json text;

	if (json_peek(r) != '"')
		return json_is_word(json_peek(r))
			       ? json_refuse(r, json_word_width(r),
					     "put it in double quotes",
					     "a name must be quoted")
			       : unexpected(r, "a quoted name");
	if (!json_read_string(r, &text))
		return false;
	m->key = keep(r, str_make(text.is.text, text.n));
	if (!m->key)
		return false;
	m->key_offset = (uint32_t)begin;
	m->key_width = (uint32_t)(r->at - begin);
	first = find(r, keys, m->key);
	return !first || refuse_repeated(r, first, begin);
}

/* ---- values ---- */

/* "key": value */
static bool
member(struct json_reader *r, struct keys *keys, size_t depth)
{
	struct json_member m;

	if (!read_key(r, keys, &m))
		return false;
	blank(r);
	if (json_peek(r) != ':')
		return unexpected(r, "':'");
	r->at++;
	return value(r, depth, &m.value) && push(r, &m) && remember(r, keys);
}

static bool
members(struct json_reader *r, size_t depth, struct json *out)
{
	struct keys keys = { r->used, NULL, 0 };
	bool end = json_peek(r) == '}';

	if (end)
		r->at++;
	while (!end) {
		if (!member(r, &keys, depth))
			return false;
		blank(r);
		if (!separator(r, '}', &end))
			return false;
	}
	return close_object(r, keys.base, out);
}

static bool
elements(struct json_reader *r, size_t depth, struct json *out)
{
	const size_t base = r->used;
	bool end = json_peek(r) == ']';

	if (end)
		r->at++;
	while (!end) {
		struct json_member m = { .key = NULL };

		if (!value(r, depth, &m.value) || !push(r, &m))
			return false;
		blank(r);
		if (!separator(r, ']', &end))
			return false;
	}
	return close_array(r, base, out);
}

/* An object or array; DEPTH levels are left for it and what is in it. */
static bool
nested(struct json_reader *r, size_t depth, struct json *out)
{
	const bool object = json_peek(r) == '{';

	if (depth == 0)
		return source_refuse(r->source, r->err, "too-deep",
				     "no policy needs so many", r->at, 1,
				     "more than %zu levels of objects and "
				     "lists",
				     SOURCE_DEPTH);
	out->type = object ? JSON_OBJECT : JSON_ARRAY;
	r->at++;
	blank(r);
	return object ? members(r, depth - 1, out)
		      : elements(r, depth - 1, out);
}

static bool
scalar(struct json_reader *r, char c, struct json *out)
{
	if (c == '"')
		return json_read_string(r, out);
	if (json_is_digit(c) || c == '-' || c == '+' || c == '.')
		return json_read_number(r, out);
	if (json_is_word(c))
		return json_read_word(r, out);
	return unexpected(r, "a value");
}

static bool
value(struct json_reader *r, size_t depth, struct json *out)
{
	char c;

	blank(r);
	c = json_peek(r);
	*out = (struct json){ .offset = (uint32_t)r->at };
	if (c == '{' || c == '[' ? !nested(r, depth, out) : !scalar(r, c, out))
		return false;
	out->width = (uint32_t)(r->at - out->offset);
	return true;
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
read_whole(struct json_reader *r, struct json *root)
{
	blank(r);
	if (r->at >= r->text.n)
		return json_refuse(r, 1, NULL, "the text is empty");
	if (json_peek(r) != '{' && json_peek(r) != '[')
		return json_refuse(r, json_word_width(r), NULL,
				   "the text must begin with '{'");
	if (!value(r, SOURCE_DEPTH, root))
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
		.source = s, .err = err, .arena = s->arena, .text = s->text
	};
	struct json *root;
	bool ok;

	if (!check_text(s, err))
		return false;
	root = arena_alloc(s->arena, sizeof *root);
	if (!root || !lines_find(&s->lines, s->arena, s->text))
		return error_memory(err);
	ok = read_whole(&r, root);
	free(r.stack);
	if (ok)
		s->root = root;
	return ok;
}
