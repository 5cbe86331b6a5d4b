/* SPDX-License-Identifier: MIT */
/* jansson.c - a file of its own: its names cannot stand beside ours. */
#include "jansson.h"

#include <jansson.h>

/* Only the text of a real number counts for us. */
static json_t *
without_reals(json_t *v)
{
	const char *key;
	json_t *child;
	size_t i;

	if (json_is_real(v))
		return json_string("real");
	json_object_foreach(v, key, child)
		json_object_set_new(v, key, without_reals(child));
	json_array_foreach(v, i, child)
		json_array_set_new(v, i, without_reals(child));
	return json_incref(v);
}

char *
jansson_dump(struct str text)
{
	json_t *v = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
	char *out = NULL;

	if (v) {
		json_decref(without_reals(v));
		out = json_dumps(v, JSON_COMPACT);
	}
	json_decref(v);
	return out;
}
