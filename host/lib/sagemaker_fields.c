/* SPDX-License-Identifier: MIT */
/* Follows a path of the table through a body and says what is there. */
#include "sagemaker_reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "text.h"

/* Longest condition key: sagemaker:CustomerMetadataProperties/ and 256. */
#define KEY_MAX_BYTES 320

static bool
out_of_memory(struct reader *r)
{
	return error_set(r->err, PORTERO_ERROR_SYSTEM, "memory", NULL,
			 "out of memory");
}

static const char *
full_key(const char *name, const char *suffix, char key[KEY_MAX_BYTES])
{
	snprintf(key, KEY_MAX_BYTES, "sagemaker:%s%s", name, suffix);
	return key;
}

/* The keys of a field; a KMS field has its deprecated name too. */
static void
add_unknown(struct reader *r, const struct sagemaker_field *f)
{
	char key[KEY_MAX_BYTES];

	request_add_unknown(r->out, full_key(f->to, "", key));
	if (f->meaning == FIELD_KMS)
		request_add_unknown(r->out, full_key(f->to, "Arn", key));
}

/*
 * Adds a value to a key. A key with one value only, given several, says
 * nothing certain about the call.
 */
static bool
add_value(struct reader *r, const struct sagemaker_field *f, const char *key,
	  const char *value)
{
	json_t *values = json_object_get(r->seen, key);
	const json_t *known;
	size_t i;

	if (!values) {
		values = json_array();
		if (json_object_set_new(r->seen, key, values) != 0)
			return out_of_memory(r);
	}
	json_array_foreach(values, i, known)
	{
		if (text_equal(json_string_value(known), value))
			return true;
	}
	if (json_array_append_new(values, json_string(value)) != 0)
		return out_of_memory(r);
	if (!(f->flags & FIELD_MANY) && json_array_size(values) > 1)
		request_add_unknown(r->out, key);
	else
		request_add_attr(r->out, key, value);
	return true;
}

static bool
add(struct reader *r, const struct sagemaker_field *f, const char *value)
{
	char key[KEY_MAX_BYTES];

	return add_value(r, f, full_key(f->to, "", key), value);
}

/*
 * The keys hold the ARN of the KMS key ("the ARN of the key-id must be used").
 * Which key an alias stands for is not in the call.
 */
static bool
read_kms(struct reader *r, const struct sagemaker_field *f, const char *text)
{
	const struct sagemaker_scope *s = r->scope;
	char key[KEY_MAX_BYTES], *arn;
	bool ok;

	if (text_starts(text, "alias/") || strstr(text, ":alias/")) {
		add_unknown(r, f);
		return true;
	}
	arn = text_starts(text, "arn:")
		      ? text_format("%s", text)
		      : text_format("arn:%s:kms:%s:%s:key/%s", s->partition,
				    s->region, s->account, text);
	if (!arn)
		return out_of_memory(r);
	ok = add_value(r, f, full_key(f->to, "", key), arn) &&
	     add_value(r, f, full_key(f->to, "Arn", key), arn);
	free(arn);
	return ok;
}

static bool
read_named(struct reader *r, const struct sagemaker_field *f, const char *type,
	   const char *text)
{
	char *arn;
	bool ok;

	if (!body_arn(r, type, text, &arn))
		return false;
	if (!arn)
		return out_of_memory(r);
	ok = add(r, f, arn);
	free(arn);
	return ok;
}

static bool
read_also(struct reader *r, const struct sagemaker_field *f, const char *text)
{
	char *arn;

	if (!body_arn(r, f->to, text, &arn))
		return false;
	if (!arn)
		return out_of_memory(r);
	request_add_also(r->out, arn);
	free(arn);
	return true;
}

/* arn:aws:sagemaker:REGION:ACCOUNT:workteam/private-crowd/NAME */
static bool
read_workteam(struct reader *r, const struct sagemaker_field *f,
	      const char *arn)
{
	const char *kind = strstr(arn, ":workteam/");
	char text[64];

	if (!kind)
		return body_fail(r, "bad-arn", NULL,
				 "\"%.160s\" is not the ARN of a workteam",
				 arn);
	kind += strlen(":workteam/");
	snprintf(text, sizeof text, "%.*s", (int)strcspn(kind, "/"), kind);
	return add(r, f, text);
}

static bool
read_role(struct reader *r, const struct sagemaker_field *f, const char *arn)
{
	if (!sagemaker_is_role(arn))
		return body_fail(r, "bad-role",
				 "arn:aws:iam::ACCOUNT:role/NAME",
				 "\"%.160s\" is not the ARN of a role", arn);
	request_add_role(r->out, arn, f->to);
	return true;
}

static bool
read_map(struct reader *r, const struct sagemaker_field *f, const json_t *value)
{
	const char *name, *text;
	json_t *member;

	if (!json_is_object(value))
		return body_wrong_type(r, "an object", value);
	json_object_foreach(jsonpath_iterable(value), name, member)
	{
		const size_t back = jsonpath_key(&r->reading->path, name);
		char key[KEY_MAX_BYTES], suffix[280];

		if (strlen(name) > 256)
			return body_fail(r, "bad-name", NULL,
					 "the name is too long");
		snprintf(suffix, sizeof suffix, "/%s", name);
		full_key(f->to, suffix, key);
		if (body_is_open(r, member))
			request_add_unknown(r->out, key);
		else if (!body_text(r, member, &text) ||
			 !add_value(r, f, key, text))
			return false;
		jsonpath_back(&r->reading->path, back);
	}
	return true;
}

static bool
read_number(struct reader *r, const struct sagemaker_field *f,
	    const json_t *value)
{
	char text[32];

	if (!json_is_integer(value))
		return body_wrong_type(r, "a number", value);
	snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT,
		 json_integer_value(value));
	return add(r, f, text);
}

static bool
read_flag(struct reader *r, const struct sagemaker_field *f,
	  const json_t *value)
{
	if (!json_is_boolean(value))
		return body_wrong_type(r, "true or false", value);
	return add(r, f, json_is_true(value) ? "true" : "false");
}

static bool
read_text(struct reader *r, const struct sagemaker_field *f,
	  const json_t *value)
{
	const char *text;

	if (!body_text(r, value, &text))
		return false;
	switch (f->meaning) {
	case FIELD_ROLE:
		return read_role(r, f, text);
	case FIELD_ALSO:
		return read_also(r, f, text);
	case FIELD_KMS:
		return read_kms(r, f, text);
	case FIELD_MODEL:
		return read_named(r, f, "model", text);
	case FIELD_LIFECYCLE:
		return read_named(r, f, "notebook-instance-lifecycle-config",
				  text);
	case FIELD_WORKTEAM:
		return read_workteam(r, f, text);
	case FIELD_TEXT:
	case FIELD_NUMBER:
	case FIELD_FLAG:
	case FIELD_PRESENT:
	case FIELD_MAP:
	case FIELD_OPAQUE:
	case FIELD_S3:
	case FIELD_END:
		break;
	}
	return add(r, f, text);
}

/* Where a job reads or writes is for people; it decides nothing here. */
static bool
read_location(struct reader *r, const json_t *value)
{
	const struct sagemaker_reading *reading = r->reading;

	if (reading->location && json_is_string(value))
		reading->location(reading->arg, reading->path.text,
				  json_string_value(value));
	return true;
}

/* The path ends in an expression, or one is on the way. */
static bool
read_open(struct reader *r, const struct sagemaker_field *f,
	  const json_t *expression)
{
	char key[KEY_MAX_BYTES];

	r->found++;
	if (f->meaning == FIELD_S3)
		return true;
	if (f->meaning == FIELD_ROLE || f->meaning == FIELD_ALSO ||
	    f->meaning == FIELD_MAP) {
		body_open(r, expression);
		return true;
	}
	body_unknown(r, full_key(f->to, "", key), expression);
	if (f->meaning == FIELD_KMS)
		body_unknown(r, full_key(f->to, "Arn", key), expression);
	return true;
}

static bool
read_leaf(struct reader *r, const struct sagemaker_field *f,
	  const json_t *value)
{
	r->found++;
	switch (f->meaning) {
	case FIELD_NUMBER:
		return read_number(r, f, value);
	case FIELD_FLAG:
		return read_flag(r, f, value);
	case FIELD_PRESENT:
		return add(r, f, "true");
	case FIELD_MAP:
		return read_map(r, f, value);
	case FIELD_OPAQUE:
		add_unknown(r, f);
		return true;
	case FIELD_S3:
		return read_location(r, value);
	case FIELD_ROLE:
	case FIELD_ALSO:
	case FIELD_TEXT:
	case FIELD_KMS:
	case FIELD_MODEL:
	case FIELD_LIFECYCLE:
	case FIELD_WORKTEAM:
	case FIELD_END:
		break;
	}
	return read_text(r, f, value);
}

static bool follow(struct reader *r, const struct sagemaker_field *f,
		   const json_t *value, const char *path);

/* Every element; what only some of them have is unknown for the call. */
static bool
follow_list(struct reader *r, const struct sagemaker_field *f,
	    const json_t *list, const char *path)
{
	const bool outermost = strstr(f->path, "[]") == path;
	size_t i, with = 0, before;
	const json_t *element;

	if (!json_is_array(list))
		return body_wrong_type(r, "a list", list);
	path += strlen("[]");
	json_array_foreach(list, i, element)
	{
		const size_t back = jsonpath_index(&r->reading->path, i);

		before = r->found;
		if (json_is_null(element))
			return body_wrong_type(r, "a value", element);
		if (!follow(r, f, element, *path == '.' ? path + 1 : path))
			return false;
		with += r->found > before;
		jsonpath_back(&r->reading->path, back);
	}
	if (f->flags & FIELD_EACH && outermost && with > 0 &&
	    with < json_array_size(list))
		add_unknown(r, f);
	return true;
}

static bool
follow_member(struct reader *r, const struct sagemaker_field *f,
	      const json_t *object, const char *path)
{
	const size_t n = strcspn(path, ".[");
	const char *rest = path + n;
	const json_t *member;
	size_t back;
	char name[64];

	if (!json_is_object(object))
		return body_wrong_type(r, "an object", object);
	snprintf(name, sizeof name, "%.*s", (int)n, path);
	member = json_object_get(object, name);
	back = jsonpath_key(&r->reading->path, name);
	if (!member || json_is_null(member)) {
		if (f->flags & FIELD_REQUIRED && *rest == '\0')
			return body_fail(r, "missing-member", NULL,
					 "%s needs this member and it is "
					 "not there",
					 r->operation->name);
	} else if (!follow(r, f, member, *rest == '.' ? rest + 1 : rest)) {
		return false;
	}
	jsonpath_back(&r->reading->path, back);
	return true;
}

/* PATH is what is left of the field's path; its length bounds the recursion. */
static bool
follow(struct reader *r, const struct sagemaker_field *f, const json_t *value,
       const char *path)
{
	if (body_is_open(r, value))
		return read_open(r, f, value);
	if (*path == '\0')
		return read_leaf(r, f, value);
	if (*path == '[')
		return follow_list(r, f, value, path);
	return follow_member(r, f, value, path);
}

bool
body_field(struct reader *r, const struct sagemaker_field *field)
{
	r->found = 0;
	return follow(r, field, r->body, field->path);
}
