/* SPDX-License-Identifier: MIT */
/* Reads the tags and condition keys of a request in JSON. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "error.h"
#include "request_reader.h"

/* A key of its own: neither given before, nor one too many. */
static bool
new_key(struct reader *r, const char *key)
{
	if (request_has_attr(r->out, key)) {
		reader_place(r, true);
		return error_set(r->err, PORTERO_ERROR_USAGE, "given-twice",
				 "condition keys compare without case",
				 "the key \"%s\" is given twice", key);
	}
	return true;
}

bool
reader_tags(struct reader *r, const json_t *tags, const char *prefix)
{
	json_t *members = (json_t *)(uintptr_t)tags;
	char attr[PORTERO_MAX_TEXT + 1];
	const char *key, *text;
	json_t *value;

	if (!json_is_object(tags))
		return reader_fail(r, "wrong-type", NULL, "must be an object");
	if (json_object_size(tags) > PORTERO_MAX_ATTRS)
		return reader_fail(r, "too-many", NULL, "has too many tags");
	json_object_foreach(members, key, value)
	{
		reader_enter(r, key, 0);
		if (!*key || strlen(prefix) + strlen(key) >= sizeof attr)
			return reader_fail(r, "tag-key", NULL,
					   "a tag's key is empty or too long");
		memcpy(attr, prefix, strlen(prefix));
		memcpy(attr + strlen(prefix), key, strlen(key) + 1);
		text = reader_text(r, value, true, PORTERO_MAX_VALUE);
		if (!text || !new_key(r, attr))
			return false;
		request_add_attr(r->out, attr, slice_of(text));
		reader_leave(r);
	}
	return true;
}

static bool
fail_key(struct reader *r, const char *id, const char *hint, const char *what)
{
	reader_place(r, true);
	return error_set(r->err, PORTERO_ERROR_USAGE, id, hint, "%s", what);
}

/* A condition key that a request file may give. */
static bool
check_key(struct reader *r, const char *key)
{
	if (!strchr(key, ':') || strlen(key) > PORTERO_MAX_TEXT)
		return fail_key(r, "context-key",
				"a condition key looks like aws:SourceVpc",
				"not a condition key");
	if (strncasecmp(key, "aws:PrincipalTag/", 17) == 0)
		return fail_key(
			r, "principal-tag",
			"session tags are \"tags\" of \"subject\"; tags "
			"of a role come from the policy set",
			"a request cannot give its caller tags");
	return new_key(r, key);
}

static bool
add_value(struct reader *r, const char *key, const json_t *value)
{
	const char *text;
	char number[32];

	if (json_is_boolean(value)) {
		request_add_attr(
			r->out, key,
			slice_of(json_is_true(value) ? "true" : "false"));
		return true;
	}
	if (json_is_integer(value)) {
		snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT,
			 json_integer_value(value));
		request_add_attr(r->out, key, slice_of(number));
		return true;
	}
	if (!json_is_string(value))
		return reader_fail(
			r, "wrong-type",
			"other numbers have more than one text: quote them",
			"must be a string, an integer, true or false");
	text = reader_text(r, value, true, PORTERO_MAX_VALUE);
	if (text)
		request_add_attr(r->out, key, slice_of(text));
	return text != NULL;
}

static bool
add_values(struct reader *r, const char *key, const json_t *list)
{
	if (json_array_size(list) > PORTERO_MAX_VALUES)
		return reader_fail(r, "too-many", NULL, "has too many values");
	request_add_empty(r->out, key);
	for (size_t i = 0; i < json_array_size(list); i++) {
		reader_enter(r, NULL, i);
		if (!add_value(r, key, json_array_get(list, i)))
			return false;
		reader_leave(r);
	}
	return true;
}

bool
reader_context(struct reader *r, const json_t *context)
{
	json_t *members = (json_t *)(uintptr_t)context;
	const char *key;
	json_t *value;

	if (!json_is_object(context))
		return reader_fail(r, "wrong-type", NULL, "must be an object");
	if (json_object_size(context) > PORTERO_MAX_ATTRS)
		return reader_fail(r, "too-many", NULL, "has too many keys");
	json_object_foreach(members, key, value)
	{
		reader_enter(r, key, 0);
		if (!check_key(r, key))
			return false;
		if (json_is_array(value) ? !add_values(r, key, value)
					 : !add_value(r, key, value))
			return false;
		reader_leave(r);
	}
	return true;
}

static bool
read_unknown_key(struct reader *r, const json_t *value)
{
	const char *key = reader_text(r, value, false, PORTERO_MAX_TEXT);

	if (!key)
		return false;
	if (!strchr(key, ':'))
		return reader_fail(r, "context-key", NULL,
				   "not a condition key");
	if (!new_key(r, key))
		return false;
	request_add_unknown(r->out, key);
	return true;
}

bool
reader_unknown(struct reader *r, const json_t *value)
{
	return reader_list(r, value, PORTERO_MAX_ATTRS, read_unknown_key);
}
