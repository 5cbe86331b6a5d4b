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
	if (at->key.ptr)
		jsonpath_member(path, at->key);
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
		uint32_t value)
{
	static const char *const names[] = {
		[JTEXT_OBJECT] = "an object", [JTEXT_ARRAY] = "a list",
		[JTEXT_STRING] = "a string",  [JTEXT_NUMBER] = "a number",
		[JTEXT_TRUE] = "true",	      [JTEXT_FALSE] = "false",
		[JTEXT_NULL] = "null",
	};
	const enum jtext_kind kind = body_kind(r, value);
	const char *name = names[kind];

	if (kind == JTEXT_NUMBER && !jtext_is_whole(r->body, value))
		name = "a fraction";
	return body_fail(r, at, "wrong-type", NULL, "%s is due here, not %s",
			 wanted, name);
}

bool
body_text(struct reader *r, const struct way *at, uint32_t value,
	  struct portero_str *text)
{
	if (body_kind(r, value) != JTEXT_STRING)
		return body_wrong_type(r, at, "a string", value);
	*text = jtext_string(r->body, value);
	if (text_has_placeholder(*text))
		return body_fail(r, at, "placeholder",
				 "fill the template in first",
				 "unfilled placeholder \"%.*s\"",
				 slice_shown(*text, 160), text->ptr);
	return true;
}

bool
body_is_open(const struct reader *r, uint32_t value)
{
	return r->expressions && body_kind(r, value) == JTEXT_OBJECT &&
	       r->body->tokens[value].size == 1 &&
	       expression_is_function(jtext_string(r->body, value + 1));
}

void
body_open(struct reader *r, const struct way *at, uint32_t expression)
{
	struct sagemaker_reading *reading = r->reading;
	struct jsonpath path = reading->path;

	if (reading->open.ptr)
		return;
	reading->open = jtext_written(r->body, expression);
	body_path(at, &path);
	memcpy(reading->open_path, path.text, path.len + 1);
}

void
body_unknown(struct reader *r, const char *key, uint32_t expression)
{
	const struct sagemaker_reading *reading = r->reading;

	request_add_unknown(r->out, key);
	if (reading->unknown)
		reading->unknown(reading->arg, key,
				 jtext_written(r->body, expression));
}

static void
set_action(struct reader *r)
{
	static const char service[] = "sagemaker:";
	const size_t n = r->operation->len;
	char action[128];

	/* cannot happen: the names of the table are shorter */
	if (n > sizeof action - sizeof service)
		return;
	memcpy(action, service, sizeof service - 1);
	memcpy(action + sizeof service - 1, r->operation->name, n);
	request_set_action(
		r->out, (struct portero_str){ action, sizeof service - 1 + n });
}

static bool
read_body(struct reader *r)
{
	if (body_kind(r, 0) != JTEXT_OBJECT)
		return body_wrong_type(r, NULL, "an object", 0);
	set_action(r);
	request_set_principal(r->out, r->scope->principal);
	return body_arn_head(r) && body_resource(r) && body_members(r) &&
	       (!r->operation->tags || body_tags(r));
}

static bool
read_call(struct request *out, const struct sagemaker_scope *scope,
	  const char *operation, const struct jtext *body,
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
		  const char *operation, const struct jtext *body,
		  struct portero_error *err)
{
	struct sagemaker_reading reading;

	/* its large arrays need no zeros */
	reading.path.len = 0;
	reading.path.text[0] = '\0';
	reading.open = (struct portero_str){ NULL, 0 };
	reading.open_path[0] = '\0';
	reading.arg = NULL;
	reading.unknown = NULL;
	reading.location = NULL;
	return read_call(out, scope, operation, body, &reading, false, err);
}

bool
sagemaker_pipeline_request(struct request *out,
			   const struct sagemaker_scope *scope,
			   const char *operation, const struct jtext *body,
			   struct sagemaker_reading *reading,
			   struct portero_error *err)
{
	reading->open = (struct portero_str){ NULL, 0 };
	return read_call(out, scope, operation, body, reading, true, err);
}
