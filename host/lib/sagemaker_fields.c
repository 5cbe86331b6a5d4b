/* SPDX-License-Identifier: MIT */
/* What the value of one member says: a role, a resource, a condition key. */
#include "sagemaker_reader.h"

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

static bool
add(struct reader *r, const struct sagemaker_field *f, struct portero_str value)
{
	request_add_member(r->out, f->to, value, f->flags & FIELD_MANY);
	return true;
}

/* "KmsKey" was there first, "KmsKeyArn" is its newer name. */
static const char *
arn_key(const struct sagemaker_field *f, char key[KEY_MAX_BYTES])
{
	const size_t n = strlen(f->to);

	/* the keys of the table are shorter: a test looks */
	memcpy(key, f->to, n);
	memcpy(key + n, "Arn", sizeof "Arn");
	return key;
}

void
body_field_unknown(struct reader *r, const struct sagemaker_field *f)
{
	char key[KEY_MAX_BYTES];

	request_add_unknown(r->out, f->to);
	if (f->meaning == FIELD_KMS)
		request_add_unknown(r->out, arn_key(f, key));
}

/*
 * The keys hold the ARN of the KMS key ("the ARN of the key-id must be used").
 * Which key an alias stands for is not in the call.
 */
static bool
read_kms(struct reader *r, const struct sagemaker_field *f,
	 struct portero_str text)
{
	const struct sagemaker_scope *s = r->scope;
	char key[KEY_MAX_BYTES], *arn = NULL;

	if (text.len == 0 || slice_starts(text, "alias/") ||
	    slice_has(text, ":alias/")) {
		body_field_unknown(r, f);
		return true;
	}
	if (!slice_starts(text, "arn:")) {
		arn = text_format("arn:%.*s:kms:%.*s:%.*s:key/%.*s",
				  SLICE_SHOWN(s->partition),
				  SLICE_SHOWN(s->region),
				  SLICE_SHOWN(s->account), SLICE_SHOWN(text));
		if (!arn)
			return out_of_memory(r);
		text = slice_of(arn);
	}
	request_add_member(r->out, f->to, text, f->flags & FIELD_MANY);
	request_add_member(r->out, arn_key(f, key), text,
			   f->flags & FIELD_MANY);
	free(arn);
	return true;
}

static bool
read_named(struct reader *r, const struct way *at,
	   const struct sagemaker_field *f, const char *type,
	   struct portero_str text)
{
	char buffer[ARN_BYTES];
	struct portero_str arn;

	return body_arn(r, at, type, text, buffer, &arn) && add(r, f, arn);
}

static bool
read_also(struct reader *r, const struct way *at,
	  const struct sagemaker_field *f, struct portero_str text)
{
	char buffer[ARN_BYTES];
	struct portero_str arn;

	if (!body_arn(r, at, f->to, text, buffer, &arn))
		return false;
	request_add_also(r->out, arn);
	return true;
}

/* arn:aws:sagemaker:REGION:ACCOUNT:workteam/private-crowd/NAME */
static bool
read_workteam(struct reader *r, const struct way *at,
	      const struct sagemaker_field *f, struct portero_str arn)
{
	static const char type[] = ":workteam/";
	struct portero_str kind = slice_behind(arn, slice_find(arn, type));

	if (kind.len == 0)
		return body_fail(r, at, "bad-arn", NULL,
				 "\"%.*s\" is not the ARN of a workteam",
				 slice_shown(arn, 160), arn.ptr);
	kind = slice_behind(kind, strlen(type));
	kind.len = slice_until(kind, '/');
	return add(r, f, kind);
}

static bool
read_role(struct reader *r, const struct way *at,
	  const struct sagemaker_field *f, struct portero_str arn)
{
	if (!sagemaker_is_role(arn))
		return body_fail(r, at, "bad-role",
				 "arn:aws:iam::ACCOUNT:role/NAME",
				 "\"%.*s\" is not the ARN of a role",
				 slice_shown(arn, 160), arn.ptr);
	request_add_role(r->out, arn, f->to);
	return true;
}

static bool
read_entry(struct reader *r, const struct way *at,
	   const struct sagemaker_field *f, uint32_t value)
{
	char key[KEY_MAX_BYTES];
	struct portero_str text;

	if (at->key.len > 256)
		return body_fail(r, at, "bad-name", NULL,
				 "the name is too long");
	snprintf(key, sizeof key, "%s/%.*s", f->to, (int)at->key.len,
		 at->key.ptr);
	if (body_is_open(r, value)) {
		request_add_unknown(r->out, key);
		return true;
	}
	if (!body_text(r, at, value, &text))
		return false;
	request_add_member(r->out, key, text, false);
	return true;
}

static bool
read_map(struct reader *r, const struct way *at,
	 const struct sagemaker_field *f, uint32_t value)
{
	if (body_kind(r, value) != JTEXT_OBJECT)
		return body_wrong_type(r, at, "an object", value);
	for (uint32_t i = value + 1; i < body_next(r, value);
	     i = body_next(r, i + 1)) {
		const struct way way = way_member(at, jtext_string(r->body, i));

		if (!read_entry(r, &way, f, i + 1))
			return false;
	}
	return true;
}

/* A whole number as it is written, which is in decimal without zeros before. */
static bool
read_number(struct reader *r, const struct way *at,
	    const struct sagemaker_field *f, uint32_t value)
{
	struct portero_str text = jtext_written(r->body, value);

	if (body_kind(r, value) != JTEXT_NUMBER ||
	    !jtext_is_whole(r->body, value))
		return body_wrong_type(r, at, "a number", value);
	if (slice_is(text, "-0"))
		text = slice_behind(text, 1);
	return add(r, f, text);
}

static bool
read_flag(struct reader *r, const struct way *at,
	  const struct sagemaker_field *f, uint32_t value)
{
	const enum jtext_kind kind = body_kind(r, value);

	if (kind != JTEXT_TRUE && kind != JTEXT_FALSE)
		return body_wrong_type(r, at, "true or false", value);
	return add(r, f, jtext_written(r->body, value));
}

static bool
read_text(struct reader *r, const struct way *at,
	  const struct sagemaker_field *f, uint32_t value)
{
	struct portero_str text;

	if (!body_text(r, at, value, &text))
		return false;
	switch (f->meaning) {
	case FIELD_ROLE:
		return read_role(r, at, f, text);
	case FIELD_ALSO:
		return read_also(r, at, f, text);
	case FIELD_KMS:
		return read_kms(r, f, text);
	case FIELD_MODEL:
		return read_named(r, at, f, "model", text);
	case FIELD_LIFECYCLE:
		return read_named(r, at, f,
				  "notebook-instance-lifecycle-config", text);
	case FIELD_WORKTEAM:
		return read_workteam(r, at, f, text);
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
read_location(struct reader *r, const struct way *at, uint32_t value)
{
	const struct sagemaker_reading *reading = r->reading;
	struct jsonpath path;

	if (!reading->location || body_kind(r, value) != JTEXT_STRING)
		return true;
	path = reading->path;
	body_path(at, &path);
	reading->location(reading->arg, path.text,
			  jtext_string(r->body, value));
	return true;
}

void
body_field_open(struct reader *r, const struct way *at,
		const struct sagemaker_field *f, uint32_t expression)
{
	char key[KEY_MAX_BYTES];

	if (f->meaning == FIELD_S3)
		return;
	if (f->meaning == FIELD_ROLE || f->meaning == FIELD_ALSO ||
	    f->meaning == FIELD_MAP) {
		body_open(r, at, expression);
		return;
	}
	body_unknown(r, f->to, expression);
	if (f->meaning == FIELD_KMS)
		body_unknown(r, arn_key(f, key), expression);
}

bool
body_field(struct reader *r, const struct way *at,
	   const struct sagemaker_field *f, uint32_t value)
{
	switch (f->meaning) {
	case FIELD_NUMBER:
		return read_number(r, at, f, value);
	case FIELD_FLAG:
		return read_flag(r, at, f, value);
	case FIELD_PRESENT:
		return add(r, f, slice_of("true"));
	case FIELD_MAP:
		return read_map(r, at, f, value);
	case FIELD_OPAQUE:
		body_field_unknown(r, f);
		return true;
	case FIELD_S3:
		return read_location(r, at, value);
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
	return read_text(r, at, f, value);
}
