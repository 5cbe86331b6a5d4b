/* SPDX-License-Identifier: MIT */
/* Reads a request from JSON, "portero.request/1": all of it or nothing. */
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "request.h"
#include "request_reader.h"
#include "rfc3339.h"

#define SCHEMA	  "portero.request/1"
#define SAGEMAKER "sagemaker.amazonaws.com"

static bool
read_schema(struct reader *r, const json_t *value)
{
	const char *schema = reader_text(r, value, false, PORTERO_MAX_TEXT);

	if (!schema)
		return false;
	return strcmp(schema, SCHEMA) == 0 ||
	       reader_fail(r, "schema", "this portero reads \"" SCHEMA "\"",
			   "not a schema that I know");
}

static bool
read_action_name(struct reader *r, const json_t *value)
{
	r->action = reader_text(r, value, false, PORTERO_MAX_TEXT);
	if (r->action)
		request_set_action(r->out, slice_of(r->action));
	return r->action != NULL;
}

static bool
read_action(struct reader *r, const json_t *value)
{
	static const struct field fields[] = { { "name", read_action_name } };

	return reader_object(r, value, fields, sizeof fields / sizeof *fields);
}

static bool
read_subject_type(struct reader *r, const json_t *value)
{
	r->subject_type = reader_text(r, value, false, PORTERO_MAX_TEXT);
	return r->subject_type != NULL;
}

static bool
read_subject_id(struct reader *r, const json_t *value)
{
	r->subject = reader_text(r, value, false, PORTERO_MAX_TEXT);
	if (r->subject)
		request_set_principal(r->out, slice_of(r->subject));
	return r->subject != NULL;
}

static bool
read_subject_tags(struct reader *r, const json_t *value)
{
	return reader_tags(r, value, "aws:PrincipalTag/");
}

static bool
read_subject(struct reader *r, const json_t *value)
{
	static const struct field fields[] = { { "type", read_subject_type },
					       { "id", read_subject_id },
					       { "tags", read_subject_tags } };

	return reader_object(r, value, fields, sizeof fields / sizeof *fields);
}

static bool
read_resource_type(struct reader *r, const json_t *value)
{
	r->resource_type = reader_text(r, value, false, PORTERO_MAX_TEXT);
	return r->resource_type != NULL;
}

static bool
read_resource_id(struct reader *r, const json_t *value)
{
	r->resource = reader_text(r, value, false, PORTERO_MAX_TEXT);
	if (r->resource)
		request_set_resource(r->out, slice_of(r->resource));
	return r->resource != NULL;
}

static bool
read_resource_tags(struct reader *r, const json_t *value)
{
	return reader_tags(r, value, "aws:ResourceTag/");
}

static bool
read_resource_account(struct reader *r, const json_t *value)
{
	const char *account = reader_text(r, value, false, PORTERO_MAX_TEXT);

	if (!account)
		return false;
	if (strlen(account) != 12 || strspn(account, "0123456789") != 12)
		return reader_fail(r, "account", NULL,
				   "an account is twelve digits");
	request_set_resource_account(r->out, slice_of(account));
	return true;
}

static bool
read_resource(struct reader *r, const json_t *value)
{
	static const struct field fields[] = { { "type", read_resource_type },
					       { "id", read_resource_id },
					       { "account",
						 read_resource_account },
					       { "tags", read_resource_tags } };

	return reader_object(r, value, fields, sizeof fields / sizeof *fields);
}

/* step and prefix are for the reader of the file: the name decides. */
static bool
read_note(struct reader *r, const json_t *value)
{
	return reader_text(r, value, false, PORTERO_MAX_TEXT) != NULL;
}

static bool
read_job_name(struct reader *r, const json_t *value)
{
	r->job_name = reader_text(r, value, false, PORTERO_MAX_TEXT);
	return r->job_name != NULL;
}

static bool
is_role_arn(const char *text)
{
	return strncmp(text, "arn:", 4) == 0 && strstr(text, ":role/");
}

static bool
read_role_object(struct reader *r, const json_t *value)
{
	const char *arn, *service;

	if (json_object_size(value) != 2 || !json_object_get(value, "arn") ||
	    !json_object_get(value, "service"))
		return reader_fail(
			r, "role", NULL,
			"a role is an ARN, or has \"arn\" and \"service\"");
	reader_enter(r, "service", 0);
	service = reader_text(r, json_object_get(value, "service"), false,
			      PORTERO_MAX_TEXT);
	if (!service)
		return false;
	reader_leave(r);
	reader_enter(r, "arn", 0);
	arn = reader_text(r, json_object_get(value, "arn"), false,
			  PORTERO_MAX_TEXT);
	if (!arn)
		return false;
	if (!is_role_arn(arn))
		return reader_fail(r, "role", NULL, "not the ARN of a role");
	reader_leave(r);
	request_add_role(r->out, slice_of(arn), service);
	return true;
}

static bool
read_role(struct reader *r, const json_t *value)
{
	const char *arn;

	if (json_is_object(value))
		return read_role_object(r, value);
	arn = reader_text(r, value, false, PORTERO_MAX_TEXT);
	if (!arn)
		return false;
	if (!is_role_arn(arn))
		return reader_fail(
			r, "role",
			"a role's name is not enough: its path counts, as "
			"in arn:aws:iam::111122223333:role/ml/Train",
			"not the ARN of a role");
	request_add_role(r->out, slice_of(arn), SAGEMAKER);
	return true;
}

static bool
read_roles(struct reader *r, const json_t *value)
{
	return reader_list(r, value, PORTERO_MAX_ROLES, read_role);
}

static bool
read_job(struct reader *r, const json_t *value)
{
	static const struct field fields[] = { { "step", read_note },
					       { "name", read_job_name },
					       { "prefix", read_note },
					       { "roles", read_roles } };

	return reader_object(r, value, fields, sizeof fields / sizeof *fields);
}

static bool
read_also_item(struct reader *r, const json_t *value)
{
	const char *arn = reader_text(r, value, false, PORTERO_MAX_TEXT);

	if (arn)
		request_add_also(r->out, slice_of(arn));
	return arn != NULL;
}

static bool
read_also(struct reader *r, const json_t *value)
{
	return reader_list(r, value, PORTERO_MAX_ALSO, read_also_item);
}

static bool
read_from_pipeline(struct reader *r, const json_t *value)
{
	if (!json_is_boolean(value))
		return reader_fail(r, "wrong-type", NULL,
				   "must be true or false");
	request_set_flags(r->out,
			  json_is_true(value) ? PORTERO_FROM_PIPELINE : 0);
	return true;
}

static bool
read_now(struct reader *r, const json_t *value)
{
	int64_t now = json_integer_value(value);

	if (json_is_string(value) &&
	    !rfc3339_parse(json_string_value(value), &now))
		now = 0;
	if (now <= 0)
		return reader_fail(r, "now",
				   "as 2026-10-01T12:00:00Z, or Unix seconds",
				   "not a moment after 1970");
	request_set_now(r->out, now);
	return true;
}

static const struct field request_fields[] = {
	{ "schema", read_schema },
	{ "action", read_action },
	{ "subject", read_subject },
	{ "resource", read_resource },
	{ "job", read_job },
	{ "also", read_also },
	{ "context", reader_context },
	{ "unknown", reader_unknown },
	{ "from_pipeline", read_from_pipeline },
	{ "now", read_now },
};

/* What follows the fifth colon of an ARN; NULL when it is none. */
static const char *
arn_rest(const char *arn)
{
	for (int colons = 0; *arn; arn++)
		if (*arn == ':' && ++colons == 5)
			return arn + 1;
	return NULL;
}

/* Does REST, as "training-job/x", begin with TYPE and a separator? */
static bool
has_type(const char *rest, const char *type)
{
	const size_t n = strlen(type);

	return strncmp(rest, type, n) == 0 && strchr("/:", rest[n]);
}

/* Is the principal of the kind that the file says? */
static bool
is_subject_type(const char *rest, const char *type)
{
	if (strcmp(type, "role") == 0)
		return has_type(rest, "role") || has_type(rest, "assumed-role");
	return has_type(rest, type);
}

static bool
contradiction(struct reader *r, const char *outer, const char *inner,
	      const char *what)
{
	reader_enter(r, outer, 0);
	reader_enter(r, inner, 0);
	return reader_fail(r, "contradiction", "leave one of them out", what);
}

/* What a file says twice it must say alike: a reader believes either. */
static bool
check_agreement(struct reader *r)
{
	const char *subject = arn_rest(r->subject);
	const char *resource = arn_rest(r->resource);
	const char *name;

	if (r->subject_type && subject &&
	    !is_subject_type(subject, r->subject_type))
		return contradiction(r, "subject", "type",
				     "not what \"id\" says");
	if (r->resource_type &&
	    (!resource || !has_type(resource, r->resource_type)))
		return contradiction(r, "resource", "type",
				     "not what \"id\" says");
	if (r->job_name) {
		name = resource ? strpbrk(resource, "/:") : NULL;
		if (!name || strcmp(name + 1, r->job_name) != 0)
			return contradiction(r, "job", "name",
					     "not the name in the resource");
	}
	return true;
}

bool
request_from_json(struct request *out, const json_t *json, const char *file,
		  const char *text, size_t len, struct portero_error *err)
{
	struct reader r = {
		.out = out, .file = file, .text = text, .len = len, .err = err
	};

	if (!reader_check_text(&r) ||
	    !reader_object(&r, json, request_fields,
			   sizeof request_fields / sizeof *request_fields))
		return false;
	if (!r.action)
		return reader_fail(&r, "missing", NULL,
				   "no name of the action");
	if (!r.subject)
		return reader_fail(&r, "missing", NULL, "no id of the subject");
	if (!r.resource)
		return reader_fail(&r, "missing", NULL,
				   "no id of the resource");
	return check_agreement(&r);
}

bool
request_parse(struct request *out, const char *file, const char *text,
	      size_t len, struct portero_error *err)
{
	struct reader r = {
		.out = out, .file = file, .text = text, .len = len, .err = err
	};
	json_error_t why;
	json_t *json;
	bool good;

	if (!reader_check_text(&r))
		return false;
	json = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY,
			  &why);
	if (!json) {
		error_place(err, file, text, len, (size_t)why.position, 0);
		return error_set(err, PORTERO_ERROR_USAGE, "json", NULL, "%s",
				 why.text);
	}
	good = request_from_json(out, json, file, text, len, err);
	json_decref(json);
	return good;
}
