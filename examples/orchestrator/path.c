/* SPDX-License-Identifier: MIT */
/*
 * Paths into JSON as definitions write them: a.b, a['b'], a[0]. In a list,
 * ['out'] is the element whose OutputName (any member that ends in Name) is so.
 */
#include <stdlib.h>
#include <string.h>

#include "evaluate.h"

static bool
is_called(json_t *element, const char *name, size_t len)
{
	const char *key;
	json_t *value;

	json_object_foreach(element, key, value)
	{
		const size_t n = strlen(key);
		const char *text = json_string_value(value);

		if (text && n >= 4 && strcmp(key + n - 4, "Name") == 0 &&
		    strlen(text) == len && memcmp(text, name, len) == 0)
			return true;
	}
	return false;
}

static const json_t *
member(const json_t *value, const char *name, size_t len)
{
	char key[256];
	json_t *element;
	size_t i;

	json_array_foreach(value, i, element)
	{
		if (is_called(element, name, len))
			return element;
	}
	if (!json_is_object(value) || len >= sizeof key)
		return NULL;
	memcpy(key, name, len);
	key[len] = '\0';
	return json_object_get(value, key);
}

/* ['name'] or [3]; *PATH goes behind it. */
static const json_t *
bracket(const json_t *value, const char **path)
{
	const char *p = *path + 1, *end = strchr(p, ']');
	char *stop;
	unsigned long i;

	if (!end)
		return NULL;
	*path = end + 1;
	if ((*p == '\'' || *p == '"') && end - p >= 2 && end[-1] == *p)
		return member(value, p + 1, (size_t)(end - p - 2));
	i = strtoul(p, &stop, 10);
	return stop == end && stop > p ? json_array_get(value, i) : NULL;
}

const json_t *
path_find(const json_t *value, const char *path)
{
	while (value && *path) {
		if (*path == '[') {
			value = bracket(value, &path);
		} else {
			size_t n;

			if (*path == '.')
				path++;
			n = strcspn(path, ".[");
			value = n ? member(value, path, n) : NULL;
			path += n;
		}
	}
	return value;
}
