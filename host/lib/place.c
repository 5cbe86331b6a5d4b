/* SPDX-License-Identifier: MIT */
/* Finds the line of a policy file that an event is about. */
#include "place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jtext.h"
#include "textfile.h"

#define MAX_PATH 4096

static bool
make_path(char out[MAX_PATH], const char *directory, struct portero_str policy)
{
	int n;

	if (policy.len == 0 || policy.len >= MAX_PATH / 2)
		return false;
	if (policy.ptr[0] == '/' || !directory || !*directory)
		n = snprintf(out, MAX_PATH, "%.*s", (int)policy.len,
			     policy.ptr);
	else
		n = snprintf(out, MAX_PATH, "%s/%.*s", directory,
			     (int)policy.len, policy.ptr);
	return n > 0 && n < MAX_PATH;
}

/* The byte at LINE and COLUMN, or JTEXT_NONE. */
static uint32_t
offset_of(const char *text, size_t len, uint32_t line, uint32_t column)
{
	const char *p = text, *end = text + len;

	while (p && line > 1) {
		p = memchr(p, '\n', (size_t)(end - p));
		p = p ? p + 1 : NULL;
		line--;
	}
	if (!p || line == 0 || column == 0 || column > (size_t)(end - p))
		return JTEXT_NONE;
	return (uint32_t)(p - text) + column - 1;
}

static uint32_t
object_at(const struct jtext *j, uint32_t offset)
{
	for (uint32_t i = 0; i < j->n; i++)
		if (j->tokens[i].begin == offset &&
		    j->tokens[i].kind == JTEXT_OBJECT)
			return i;
	return JTEXT_NONE;
}

static bool
token_is(const struct jtext *j, uint32_t token, struct portero_str text)
{
	return j->tokens[token].kind == JTEXT_STRING &&
	       slice_equal(jtext_string(j, token), text);
}

/* In the value of Condition: the key under the operator. */
static uint32_t
condition_key(const struct jtext *j, uint32_t condition,
	      const struct place_element *e)
{
	const struct jtoken *t = j->tokens;

	if (t[condition].kind != JTEXT_OBJECT)
		return condition;
	for (uint32_t op = condition + 1; op < t[condition].next;
	     op = t[op + 1].next) {
		if (!slice_equal_fold(jtext_string(j, op), e->op) ||
		    t[op + 1].kind != JTEXT_OBJECT)
			continue;
		for (uint32_t key = op + 2; key < t[op + 1].next;
		     key = t[key + 1].next)
			if (slice_equal_fold(jtext_string(j, key), e->key))
				return key;
	}
	return condition;
}

/* In a list or object: the value that is meant, else the first one. */
static uint32_t
one_value(const struct jtext *j, uint32_t value, struct portero_str wanted)
{
	const struct jtoken *t = j->tokens;

	if (t[value].kind == JTEXT_OBJECT && t[value].size > 0)
		return one_value(j, value + 2, wanted);
	if (t[value].kind != JTEXT_ARRAY || t[value].size == 0)
		return value;
	for (uint32_t i = value + 1; i < t[value].next; i = t[i].next)
		if (token_is(j, i, wanted))
			return i;
	return value + 1;
}

static uint32_t
find_element(const struct jtext *j, uint32_t statement,
	     const struct place_element *e)
{
	char not_name[32];
	uint32_t value;

	if (!e || !e->name)
		return statement;
	value = jtext_member(j, statement, e->name);
	if (value == JTEXT_NONE) {
		snprintf(not_name, sizeof not_name, "Not%s", e->name);
		value = jtext_member(j, statement, not_name);
	}
	if (value == JTEXT_NONE)
		return statement;
	if (strcmp(e->name, "Condition") == 0)
		return condition_key(j, value, e);
	return one_value(j, value, e->value);
}

static bool
cut_line(struct place *out, const struct jtext *j, uint32_t token)
{
	const char *text = j->text;
	size_t at = j->tokens[token].begin, begin = at, end = at;

	while (begin > 0 && text[begin - 1] != '\n')
		begin--;
	while (end < j->len && text[end] != '\n')
		end++;
	out->number = 1;
	for (size_t i = 0; i < begin; i++)
		out->number += text[i] == '\n';
	out->len = end - begin;
	out->offset = at - begin;
	out->column = (uint32_t)out->offset + 1;
	out->width = j->tokens[token].end - at;
	out->line = malloc(out->len + 1);
	if (!out->line)
		return false;
	memcpy(out->line, text + begin, out->len);
	out->line[out->len] = '\0';
	return true;
}

bool
place_find(struct place *out, const char *directory, struct portero_str policy,
	   uint32_t line, uint32_t column, const struct place_element *element)
{
	struct jtext j = { 0 };
	char path[MAX_PATH];
	uint32_t at, statement;
	char *text;
	size_t len;
	bool found = false;

	*out = (struct place){ 0 };
	if (line == 0 || !make_path(path, directory, policy) ||
	    !textfile_read(path, TEXTFILE_MAX, &text, &len, NULL))
		return false;
	at = offset_of(text, len, line, column);
	if (at != JTEXT_NONE && jtext_scan(&j, text, len)) {
		statement = object_at(&j, at);
		found = statement != JTEXT_NONE &&
			cut_line(out, &j, find_element(&j, statement, element));
	}
	jtext_free(&j);
	free(text);
	return found;
}

void
place_free(struct place *p)
{
	free(p->line);
	p->line = NULL;
}
