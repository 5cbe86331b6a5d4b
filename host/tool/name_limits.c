/* SPDX-License-Identifier: MIT */
/* Reads limits on names: {"Training": {"name": 63, "prefix": 38}}. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/error.h"
#include "../lib/report.h"
#include "../lib/textfile.h"
#include "name.h"

#define LONGEST 256

static bool
read_limit(const json_t *entry, const char *key, unsigned *out)
{
	const json_t *value = json_object_get(entry, key);
	const json_int_t n = json_integer_value(value);

	if (!value)
		return true;
	if (!json_is_integer(value) || n < 0 || n > LONGEST)
		return false;
	*out = (unsigned)n;
	return true;
}

/* Every kind of the file is checked, also those that are not asked about. */
static bool
read_kind(const char *name, const json_t *entry, struct name_kind *kind,
	  struct portero_error *err)
{
	const struct name_kind *known = nameform_kind(name);
	struct name_kind other;
	size_t members = 0;

	if (!known || strcmp(known->kind, name) != 0)
		return error_set(err, PORTERO_ERROR_USAGE, "unknown-kind",
				 "Training, Processing, Transform, Tuning, "
				 "AutoML, Model, ...",
				 "there is no kind \"%s\"", name);
	other = *known;
	members += json_object_get(entry, "name") != NULL;
	members += json_object_get(entry, "prefix") != NULL;
	if (!json_is_object(entry) || json_object_size(entry) != members ||
	    !read_limit(entry, "name", &other.name) ||
	    !read_limit(entry, "prefix", &other.prefix))
		return error_set(err, PORTERO_ERROR_USAGE, "limit", NULL,
				 "%s: \"name\" and \"prefix\" are numbers up "
				 "to %d",
				 name, LONGEST);
	if (strcmp(kind->kind, name) == 0)
		*kind = other;
	return true;
}

static bool
read_kinds(json_t *limits, struct name_kind *kind, struct portero_error *err)
{
	const char *name;
	json_t *entry;

	if (!json_is_object(limits))
		return error_set(err, PORTERO_ERROR_USAGE, "limits", NULL,
				 "an object is due here");
	json_object_foreach(limits, name, entry)
	{
		if (!read_kind(name, entry, kind, err))
			return false;
	}
	return true;
}

bool
name_read_limits(const char *path, struct name_kind *kind,
		 const struct options *o)
{
	struct portero_error err = { .size = sizeof err };
	json_error_t why;
	json_t *limits;
	char *text = NULL;
	size_t len;
	bool good = textfile_read(path, TEXTFILE_MAX, &text, &len, &err);

	if (good) {
		limits = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why);
		if (!limits) {
			error_place(&err, path, text, len, (size_t)why.position,
				    0);
			good = error_set(&err, PORTERO_ERROR_USAGE, "json",
					 NULL, "%s", why.text);
		} else {
			error_place(&err, path, NULL, 0, 0, 0);
			good = read_kinds(limits, kind, &err);
		}
		json_decref(limits);
	}
	free(text);
	if (!good)
		report_error(stderr, &err, o->err_color);
	return good;
}
