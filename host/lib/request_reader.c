/* SPDX-License-Identifier: MIT */
/* Reads JSON values and says exactly where one is wrong. */
#include "request_reader.h"

#include <string.h>

#include "error.h"
#include "jtext.h"

void
reader_enter(struct reader *r, const char *key, size_t index)
{
	r->path[r->depth++] = (struct step){ .key = key, .index = index };
}

void
reader_leave(struct reader *r)
{
	r->depth--;
}

/* The token at the end of R's path; AT_KEY: the key that leads there. */
static uint32_t
find_token(const struct reader *r, const struct jtext *j, bool at_key)
{
	uint32_t token = 0;

	for (size_t i = 0; i < r->depth; i++) {
		const struct step *s = &r->path[i];

		if (s->key) {
			token = jtext_member(j, token, s->key);
			if (token == JTEXT_NONE)
				return JTEXT_NONE;
			if (at_key && i + 1 == r->depth)
				return token - 1;
			continue;
		}
		token++;
		for (size_t k = 0; k < s->index; k++)
			token = j->tokens[token].next;
	}
	return token;
}

void
reader_place(struct reader *r, bool at_key)
{
	struct jtext j = { 0 };
	uint32_t token = JTEXT_NONE;

	if (r->text && jtext_scan(&j, r->text, r->len))
		token = find_token(r, &j, at_key);
	if (token == JTEXT_NONE)
		error_place(r->err, r->file, NULL, 0, 0, 0);
	else
		error_place(r->err, r->file, r->text, r->len,
			    j.tokens[token].begin,
			    j.tokens[token].end - j.tokens[token].begin);
	jtext_free(&j);
}

bool
reader_fail(struct reader *r, const char *id, const char *hint,
	    const char *what)
{
	reader_place(r, false);
	return error_set(r->err, PORTERO_ERROR_USAGE, id, hint, "%s", what);
}

const char *
reader_text(struct reader *r, const json_t *value, bool empty, size_t max)
{
	const char *text = json_string_value(value);
	size_t len = json_string_length(value);

	if (!text)
		reader_fail(r, "wrong-type", NULL, "must be a string");
	else if (strlen(text) != len)
		reader_fail(r, "nul", NULL, "contains a NUL");
	else if (len == 0 && !empty)
		reader_fail(r, "empty", NULL, "must not be empty");
	else if (len > max)
		reader_fail(r, "too-long", NULL, "is too long");
	else
		return text;
	return NULL;
}

bool
reader_object(struct reader *r, const json_t *object,
	      const struct field *fields, size_t n)
{
	/* json_object_iter takes no const, but does not write */
	json_t *members = (json_t *)(uintptr_t)object;
	const char *key;
	json_t *value;

	if (!json_is_object(object))
		return reader_fail(r, "wrong-type", NULL, "must be an object");
	json_object_foreach(members, key, value)
	{
		size_t i = 0;

		while (i < n && strcmp(fields[i].name, key) != 0)
			i++;
		reader_enter(r, key, 0);
		if (i == n) {
			reader_place(r, true);
			return error_set(r->err, PORTERO_ERROR_USAGE,
					 "unknown-member",
					 "portero-request(5) lists the members",
					 "there is no member \"%s\" here", key);
		}
		if (!fields[i].read(r, value))
			return false;
		reader_leave(r);
	}
	return true;
}

bool
reader_list(struct reader *r, const json_t *list, size_t max,
	    read_function *read)
{
	if (!json_is_array(list))
		return reader_fail(r, "wrong-type", NULL, "must be a list");
	if (json_array_size(list) > max)
		return reader_fail(r, "too-many", NULL,
				   "has too many elements");
	for (size_t i = 0; i < json_array_size(list); i++) {
		reader_enter(r, NULL, i);
		if (!read(r, json_array_get(list, i)))
			return false;
		reader_leave(r);
	}
	return true;
}

/* Duplicate keys and NULs, wherever they are; jansson may have let them in. */
bool
reader_check_text(struct reader *r)
{
	struct jtext j = { 0 };
	bool good;

	if (!r->text)
		return true;
	good = jtext_read(&j, r->text, r->len);
	if (!good) {
		error_place(r->err, r->file, r->text, r->len, j.error_offset,
			    j.error_width);
		error_set(r->err, PORTERO_ERROR_USAGE, "json", NULL, "%s",
			  j.error);
	}
	jtext_free(&j);
	return good;
}
