/* SPDX-License-Identifier: MIT */
/* A call of the SageMaker API, read member by member into a request. */
#include "sagemaker_reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "expression.h"
#include "text.h"

void
body_path(const struct way *at, struct jsonpath *path)
{
	if (!at)
		return;
	body_path(at->up, path);
	if (at->key)
		jsonpath_key(path, at->key);
	else
		jsonpath_index(path, at->index);
}

bool
body_fail(struct reader *r, const struct way *at, const char *id,
	  const char *hint, const char *format, ...)
{
	struct jsonpath *path = &r->reading->path;
	char what[256];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	body_path(at, path);
	if (path->len == 0)
		return error_set(r->err, PORTERO_ERROR_CONFIG, id, hint, "%s",
				 what);
	return error_set(r->err, PORTERO_ERROR_CONFIG, id, hint, "%s: %s",
			 path->text, what);
}

bool
body_wrong_type(struct reader *r, const struct way *at, const char *wanted,
		const json_t *value)
{
	static const char *const names[] = {
		[JSON_OBJECT] = "an object", [JSON_ARRAY] = "a list",
		[JSON_STRING] = "a string",  [JSON_INTEGER] = "a number",
		[JSON_REAL] = "a fraction",  [JSON_TRUE] = "true",
		[JSON_FALSE] = "false",	     [JSON_NULL] = "null",
	};

	return body_fail(r, at, "wrong-type", NULL, "%s is due here, not %s",
			 wanted, names[json_typeof(value)]);
}

bool
body_text(struct reader *r, const struct way *at, const json_t *value,
	  const char **text)
{
	if (!json_is_string(value))
		return body_wrong_type(r, at, "a string", value);
	*text = json_string_value(value);
	if (text_has_placeholder(*text))
		return body_fail(r, at, "placeholder",
				 "fill the template in first",
				 "unfilled placeholder \"%.160s\"", *text);
	return true;
}

bool
body_is_open(const struct reader *r, const json_t *value)
{
	return r->expressions && expression_is(value);
}

void
body_open(struct reader *r, const struct way *at, const json_t *expression)
{
	struct sagemaker_reading *reading = r->reading;
	struct jsonpath path = reading->path;

	if (reading->open)
		return;
	reading->open = expression;
	body_path(at, &path);
	memcpy(reading->open_path, path.text, path.len + 1);
}

void
body_unknown(struct reader *r, const char *key, const json_t *expression)
{
	const struct sagemaker_reading *reading = r->reading;

	request_add_unknown(r->out, key);
	if (reading->unknown)
		reading->unknown(reading->arg, key, expression);
}

static void
set_action(struct reader *r)
{
	static const char service[] = "sagemaker:";
	const size_t n = strlen(r->operation->name);
	char action[128];

	/* cannot happen: the names of the table are shorter */
	if (n > sizeof action - sizeof service)
		return;
	memcpy(action, service, sizeof service - 1);
	memcpy(action + sizeof service - 1, r->operation->name, n + 1);
	request_set_action(r->out, action);
}

static bool
read_body(struct reader *r)
{
	if (!json_is_object(r->body))
		return body_wrong_type(r, NULL, "an object", r->body);
	set_action(r);
	request_set_principal(r->out, r->scope->principal);
	return body_arn_head(r) && body_resource(r) && body_members(r) &&
	       (!r->operation->tags || body_tags(r));
}

static bool
read_call(struct request *out, const struct sagemaker_scope *scope,
	  const char *operation, const json_t *body,
	  struct sagemaker_reading *reading, bool expressions,
	  struct portero_error *err)
{
	struct reader r;

	/* its large array needs no zeros */
	r.out = out;
	r.scope = scope;
	r.operation = sagemaker_operation(operation, strlen(operation));
	r.body = body;
	r.reading = reading;
	r.expressions = expressions;
	r.met = 0;
	r.omitted = 0;
	r.err = err;
	if (!r.operation)
		return error_set(err, PORTERO_ERROR_CONFIG, "unknown-operation",
				 NULL, "no such operation: %.80s", operation);
	return read_body(&r);
}

bool
sagemaker_request(struct request *out, const struct sagemaker_scope *scope,
		  const char *operation, const json_t *body,
		  struct portero_error *err)
{
	struct sagemaker_reading reading;

	/* its large arrays need no zeros */
	reading.path.len = 0;
	reading.path.text[0] = '\0';
	reading.open = NULL;
	reading.open_path[0] = '\0';
	reading.arg = NULL;
	reading.unknown = NULL;
	reading.location = NULL;
	return read_call(out, scope, operation, body, &reading, false, err);
}

bool
sagemaker_pipeline_request(struct request *out,
			   const struct sagemaker_scope *scope,
			   const char *operation, const json_t *body,
			   struct sagemaker_reading *reading,
			   struct portero_error *err)
{
	reading->open = NULL;
	return read_call(out, scope, operation, body, reading, true, err);
}
