/* SPDX-License-Identifier: MIT */
/*
 * jsonpath.h - where a value is in a JSON document: a path for people
 * ("Steps[2].Arguments.RoleArn"), and from it the place in the text.
 */
#ifndef PORTERO_HOST_JSONPATH_H
#define PORTERO_HOST_JSONPATH_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "../../plugin/portero.h"
#include "jtext.h"

/* Whoever walks JSON by recursion counts up to this and refuses more. */
#define JSONPATH_DEPTH 64

/*
 * A path under construction. Going in returns the length to go back to. What
 * does not fit is cut: the path then names an outer value.
 */
struct jsonpath {
	char text[512];
	size_t len;
};

size_t jsonpath_key(struct jsonpath *path, const char *key);
size_t jsonpath_member(struct jsonpath *path, struct portero_str key);
size_t jsonpath_index(struct jsonpath *path, size_t index);
/* "[]": every element of a list. */
size_t jsonpath_list(struct jsonpath *path);
void jsonpath_back(struct jsonpath *path, size_t len);

/* The value at PATH, or the innermost one on the way that is there. */
uint32_t jsonpath_find(const struct jtext *j, const char *path);

/* jansson's iterators want a pointer that is not const and change nothing. */
static inline json_t *
jsonpath_iterable(const json_t *value)
{
	return (json_t *)(uintptr_t)value;
}

#endif
