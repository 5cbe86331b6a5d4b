/* SPDX-License-Identifier: MIT */
/* Paths into a JSON document, built on the way in and followed again. */
#include "jsonpath.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "slice.h"

static size_t
append(struct jsonpath *path, struct portero_str text)
{
	const size_t before = path->len, room = sizeof path->text - before - 1;
	const size_t n = text.len < room ? text.len : room;

	if (n > 0)
		memcpy(path->text + before, text.ptr, n);
	path->len += n;
	path->text[path->len] = '\0';
	return before;
}

size_t
jsonpath_member(struct jsonpath *path, struct portero_str key)
{
	const size_t before = path->len;

	if (before != 0)
		append(path, slice_of("."));
	append(path, key);
	return before;
}

size_t
jsonpath_key(struct jsonpath *path, const char *key)
{
	return jsonpath_member(path, slice_of(key));
}

size_t
jsonpath_index(struct jsonpath *path, size_t index)
{
	char text[32];

	snprintf(text, sizeof text, "[%zu]", index);
	return append(path, slice_of(text));
}

size_t
jsonpath_list(struct jsonpath *path)
{
	return append(path, slice_of("[]"));
}

void
jsonpath_back(struct jsonpath *path, size_t len)
{
	path->len = len;
	path->text[len] = '\0';
}

/* How much of PATH the key is; 0 when PATH names another member. */
static size_t
key_length(const struct jtext *j, uint32_t key, const char *path)
{
	const struct jtoken *t = &j->tokens[key];
	const size_t n = t->end - t->begin - 2;

	if (n == 0 || t->escaped ||
	    strncmp(path, j->text + t->begin + 1, n) != 0)
		return 0;
	return path[n] == '\0' || path[n] == '.' || path[n] == '[' ? n : 0;
}

/* The member *PATH begins with; a key may hold dots, so the longest one. */
static uint32_t
enter_object(const struct jtext *j, uint32_t object, const char **path)
{
	uint32_t found = JTEXT_NONE;
	size_t best = 0;

	for (uint32_t i = object + 1; i < j->tokens[object].next;
	     i = j->tokens[i + 1].next) {
		size_t n = key_length(j, i, *path);

		if (n > best) {
			best = n;
			found = i + 1;
		}
	}
	*path += best;
	return found;
}

static uint32_t
enter_array(const struct jtext *j, uint32_t array, const char **path)
{
	uint32_t i = array + 1;
	char *end;
	unsigned long index;

	if (**path != '[')
		return JTEXT_NONE;
	index = strtoul(*path + 1, &end, 10);
	if (*end != ']' || index >= j->tokens[array].size)
		return JTEXT_NONE;
	while (index-- > 0)
		i = j->tokens[i].next;
	*path = end + 1;
	return i;
}

uint32_t
jsonpath_find(const struct jtext *j, const char *path)
{
	uint32_t at = 0;

	while (*path != '\0') {
		uint32_t next = JTEXT_NONE;

		if (*path == '.')
			path++;
		if (j->tokens[at].kind == JTEXT_OBJECT)
			next = enter_object(j, at, &path);
		else if (j->tokens[at].kind == JTEXT_ARRAY)
			next = enter_array(j, at, &path);
		if (next == JTEXT_NONE)
			break;
		at = next;
	}
	return at;
}
