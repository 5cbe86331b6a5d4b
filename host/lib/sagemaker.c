/* SPDX-License-Identifier: MIT */
/* A call of the SageMaker API, read member by member into a request. */
#include "sagemaker_reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "error.h"
#include "expression.h"
#include "text.h"

bool
body_fail(struct reader *r, const char *id, const char *hint,
	  const char *format, ...)
{
	char what[256];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	if (r->reading->path.len == 0)
		return error_set(r->err, PORTERO_ERROR_CONFIG, id, hint, "%s",
				 what);
	return error_set(r->err, PORTERO_ERROR_CONFIG, id, hint, "%s: %s",
			 r->reading->path.text, what);
}

bool
body_wrong_type(struct reader *r, const char *wanted, const json_t *value)
{
	static const char *const names[] = {
		[JSON_OBJECT] = "an object", [JSON_ARRAY] = "a list",
		[JSON_STRING] = "a string",  [JSON_INTEGER] = "a number",
		[JSON_REAL] = "a fraction",  [JSON_TRUE] = "true",
		[JSON_FALSE] = "false",	     [JSON_NULL] = "null",
	};

	return body_fail(r, "wrong-type", NULL, "%s is due here, not %s",
			 wanted, names[json_typeof(value)]);
}

bool
body_text(struct reader *r, const json_t *value, const char **text)
{
	if (!json_is_string(value))
		return body_wrong_type(r, "a string", value);
	*text = json_string_value(value);
	if (text_has_placeholder(*text))
		return body_fail(r, "placeholder", "fill the template in first",
				 "unfilled placeholder \"%.160s\"", *text);
	return true;
}

bool
body_is_open(const struct reader *r, const json_t *value)
{
	return r->expressions && expression_is(value);
}

void
body_open(struct reader *r, const json_t *expression)
{
	struct sagemaker_reading *reading = r->reading;

	if (reading->open)
		return;
	reading->open = expression;
	snprintf(reading->open_path, sizeof reading->open_path, "%s",
		 reading->path.text);
}

void
body_unknown(struct reader *r, const char *key, const json_t *expression)
{
	const struct sagemaker_reading *reading = r->reading;

	request_add_unknown(r->out, key);
	if (reading->unknown)
		reading->unknown(reading->arg, key, expression);
}

static bool
read_body(struct reader *r)
{
	char *action;

	if (!json_is_object(r->body))
		return body_wrong_type(r, "an object", r->body);
	action = text_format("sagemaker:%s", r->operation->name);
	if (!action)
		return error_set(r->err, PORTERO_ERROR_SYSTEM, "memory", NULL,
				 "out of memory");
	request_set_action(r->out, action);
	free(action);
	request_set_principal(r->out, r->scope->principal);
	if (!body_resource(r) || !body_roles_known(r))
		return false;
	for (const struct sagemaker_field *f = r->operation->fields;
	     f->meaning != FIELD_END; f++)
		if (!body_field(r, f))
			return false;
	return !r->operation->tags || body_tags(r);
}

static bool
read_call(struct reader *r, const char *operation)
{
	bool ok;

	r->operation = sagemaker_operation(operation);
	if (!r->operation)
		return error_set(r->err, PORTERO_ERROR_CONFIG,
				 "unknown-operation", NULL,
				 "no such operation: %.80s", operation);
	r->seen = json_object();
	if (!r->seen)
		return error_set(r->err, PORTERO_ERROR_SYSTEM, "memory", NULL,
				 "out of memory");
	ok = read_body(r);
	json_decref(r->seen);
	return ok;
}

bool
sagemaker_request(struct request *out, const struct sagemaker_scope *scope,
		  const char *operation, const json_t *body,
		  struct portero_error *err)
{
	struct sagemaker_reading reading = { .open = NULL };
	struct reader r = { .out = out,
			    .scope = scope,
			    .body = body,
			    .reading = &reading,
			    .err = err };

	return read_call(&r, operation);
}

bool
sagemaker_pipeline_request(struct request *out,
			   const struct sagemaker_scope *scope,
			   const char *operation, const json_t *body,
			   struct sagemaker_reading *reading,
			   struct portero_error *err)
{
	struct reader r = { .out = out,
			    .scope = scope,
			    .body = body,
			    .reading = reading,
			    .expressions = true,
			    .err = err };

	reading->open = NULL;
	return read_call(&r, operation);
}
