/* SPDX-License-Identifier: MIT */
/*
 * Computed values ("Pipeline parameters", "Data dependency between steps" and
 * the functions of the SDK: Join and JsonGet).
 */
#include "expression.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "slice.h"
#include "text.h"

/* Longest text that a Join may make: parameters could be joined for ever. */
#define JOIN_MAX_BYTES 16384

struct evaluation {
	const struct expression_scope *scope;
	struct jsonpath *path;
	struct portero_error *err;
};

static json_t *evaluate(struct evaluation *e, const json_t *value,
			unsigned depth);

__attribute__((format(printf, 3, 4))) static json_t *
fail(struct evaluation *e, const char *id, const char *format, ...)
{
	char what[256];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	error_set(e->err, PORTERO_ERROR_CONFIG, id, NULL, "%s: %s",
		  e->path->text, what);
	return NULL;
}

static json_t *
checked(struct evaluation *e, json_t *value)
{
	if (!value)
		error_set(e->err, PORTERO_ERROR_SYSTEM, "memory", NULL,
			  "out of memory");
	return value;
}

static const char *
function_name(const json_t *value)
{
	json_t *object = jsonpath_iterable(value);

	return json_object_iter_key(json_object_iter(object));
}

bool
expression_is_function(struct portero_str name)
{
	return slice_is(name, "Get") || slice_starts(name, "Std:");
}

bool
expression_is(const json_t *value)
{
	return json_is_object(value) && json_object_size(value) == 1 &&
	       expression_is_function(slice_of(function_name(value)));
}

/* A copy of VALUE, which nothing is known about. */
static json_t *
keep(struct evaluation *e, const json_t *value)
{
	return checked(e, json_deep_copy(value));
}

static json_t *
known_text(struct evaluation *e, const json_t *expression, const char *text)
{
	return text ? checked(e, json_string(text)) : keep(e, expression);
}

static json_t *
get_parameter(struct evaluation *e, const json_t *expression, const char *name)
{
	const json_t *value = json_object_get(e->scope->parameters, name);

	if (!value)
		return fail(e, "undeclared-parameter",
			    "no parameter is called \"%.100s\"", name);
	if (json_is_null(value))
		return keep(e, expression);
	return checked(e, json_deep_copy(value));
}

static json_t *
get_execution(struct evaluation *e, const json_t *expression, const char *name)
{
	const struct expression_scope *s = e->scope;
	const struct {
		const char *name, *value;
	} variables[] = {
		{ "PipelineName", s->pipeline_name },
		{ "PipelineArn", s->pipeline_arn },
		{ "PipelineExecutionId", s->execution_id },
		{ "PipelineExecutionArn", s->execution_arn },
		{ "StartDateTime", NULL },
		{ "CurrentDateTime", NULL },
		{ "TrainingJobName", NULL },
		{ "ProcessingJobName", NULL },
	};

	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		if (text_equal(name, variables[i].name))
			return known_text(e, expression, variables[i].value);
	return fail(e, "bad-expression", "no execution variable is \"%.100s\"",
		    name);
}

static json_t *
get(struct evaluation *e, const json_t *expression)
{
	const json_t *argument = json_object_get(expression, "Get");
	const char *what = json_string_value(argument);
	const json_t *output;

	if (!what)
		return fail(e, "bad-expression", "Get wants a string");
	if (text_starts(what, "Parameters."))
		return get_parameter(e, expression,
				     what + strlen("Parameters."));
	if (text_starts(what, "Execution."))
		return get_execution(e, expression,
				     what + strlen("Execution."));
	if (text_starts(what, "Steps.")) {
		output = json_object_get(e->scope->outputs, what);
		return keep(e, output ? output : expression);
	}
	if (text_starts(what, "PipelineExperimentConfig.") ||
	    text_starts(what, "MlflowConfig."))
		return keep(e, expression);
	return fail(e, "bad-expression", "Get cannot reach \"%.100s\"", what);
}

/* A value as a Join writes it; NULL when it is not one piece of text. */
static const char *
scalar_text(const json_t *value, char buffer[40])
{
	if (json_is_string(value))
		return json_string_value(value);
	if (json_is_integer(value))
		snprintf(buffer, 40, "%" JSON_INTEGER_FORMAT,
			 json_integer_value(value));
	else if (json_is_real(value))
		snprintf(buffer, 40, "%.15g", json_real_value(value));
	else if (json_is_boolean(value))
		snprintf(buffer, 40, json_is_true(value) ? "true" : "false");
	else
		return NULL;
	return buffer;
}

/*
 * The text of the first values of a Join up to one that is not known, which is
 * reported in *OPEN.
 */
static bool
join_text(const char *on, const json_t *values, char *out, size_t size,
	  const json_t **open)
{
	size_t len = 0, i;
	const json_t *value;

	*open = NULL;
	out[0] = '\0';
	json_array_foreach(values, i, value)
	{
		char buffer[40];
		const char *text = scalar_text(value, buffer);
		int n = snprintf(out + len, size - len, "%s%s", i ? on : "",
				 text ? text : "");

		if (n < 0 || (size_t)n >= size - len)
			return false;
		len += (size_t)n;
		if (!text) {
			*open = value;
			return true;
		}
	}
	return true;
}

/* The text of VALUES joined, or an expression when some are not known. */
static json_t *
joined(struct evaluation *e, const char *between, json_t *values)
{
	char *text = malloc(JOIN_MAX_BYTES);
	json_t *result = NULL;
	const json_t *open;

	if (!text)
		return checked(e, NULL);
	if (!join_text(between, values, text, JOIN_MAX_BYTES, &open))
		fail(e, "bad-expression", "Std:Join makes more than %d bytes",
		     JOIN_MAX_BYTES);
	else if (open)
		result = checked(e, json_pack("{s:{s:s, s:O}}", "Std:Join",
					      "On", between, "Values", values));
	else
		result = checked(e, json_string(text));
	free(text);
	return result;
}

static json_t *
join(struct evaluation *e, const json_t *argument, unsigned depth)
{
	const json_t *on = json_object_get(argument, "On");
	const json_t *values = json_object_get(argument, "Values");
	const char *between = on ? json_string_value(on) : "";
	json_t *evaluated, *result;
	size_t back;

	if (!json_is_array(values) || !between)
		return fail(e, "bad-expression",
			    "Std:Join wants On and a list of Values");
	back = jsonpath_key(e->path, "Values");
	evaluated = evaluate(e, values, depth + 1);
	if (!evaluated)
		return NULL;
	jsonpath_back(e->path, back);
	result = joined(e, between, evaluated);
	json_decref(evaluated);
	return result;
}

/* What a property file holds is known only when it has been written. */
static json_t *
json_get(struct evaluation *e, const json_t *expression)
{
	const json_t *argument = json_object_get(expression, "Std:JsonGet");
	const bool file = json_object_get(argument, "PropertyFile") != NULL;
	const bool uri = json_object_get(argument, "S3Uri") != NULL;

	if (!json_is_object(argument) || file == uri)
		return fail(e, "bad-expression",
			    "Std:JsonGet wants PropertyFile or S3Uri");
	return keep(e, expression);
}

static json_t *
call(struct evaluation *e, const json_t *expression, unsigned depth)
{
	const char *name = function_name(expression);
	const size_t back = jsonpath_key(e->path, name);
	json_t *value;

	if (text_equal(name, "Get"))
		value = get(e, expression);
	else if (text_equal(name, "Std:Join"))
		value = join(e, json_object_get(expression, name), depth);
	else if (text_equal(name, "Std:JsonGet"))
		value = json_get(e, expression);
	else
		value = keep(e, expression); /* a function of a later SDK */
	if (value)
		jsonpath_back(e->path, back);
	return value;
}

static json_t *
evaluate_list(struct evaluation *e, const json_t *list, unsigned depth)
{
	json_t *out = checked(e, json_array()), *value;
	const json_t *element;
	size_t i;

	if (!out)
		return NULL;
	json_array_foreach(list, i, element)
	{
		const size_t back = jsonpath_index(e->path, i);

		value = evaluate(e, element, depth + 1);
		if (!value || json_array_append_new(out, value) != 0)
			goto failed;
		jsonpath_back(e->path, back);
	}
	return out;
failed:
	json_decref(out);
	return checked(e, NULL);
}

static json_t *
evaluate_object(struct evaluation *e, const json_t *object, unsigned depth)
{
	json_t *out = checked(e, json_object()), *value, *member;
	const char *key;

	if (!out)
		return NULL;
	json_object_foreach(jsonpath_iterable(object), key, member)
	{
		const size_t back = jsonpath_key(e->path, key);

		value = evaluate(e, member, depth + 1);
		if (!value || json_object_set_new(out, key, value) != 0)
			goto failed;
		jsonpath_back(e->path, back);
	}
	return out;
failed:
	json_decref(out);
	return checked(e, NULL);
}

static json_t *
evaluate(struct evaluation *e, const json_t *value, unsigned depth)
{
	if (depth > JSONPATH_DEPTH)
		return fail(e, "too-deep", "nested more than %d levels deep",
			    JSONPATH_DEPTH);
	if (expression_is(value))
		return call(e, value, depth);
	if (json_is_object(value))
		return evaluate_object(e, value, depth);
	if (json_is_array(value))
		return evaluate_list(e, value, depth);
	return keep(e, value);
}

json_t *
expression_evaluate(const struct expression_scope *scope, const json_t *value,
		    struct jsonpath *path, struct portero_error *err)
{
	struct evaluation e = { scope, path, err };

	return evaluate(&e, value, 0);
}

char *
expression_text(const json_t *expression)
{
	return json_dumps(expression, JSON_ENCODE_ANY);
}

void
expression_prefix(const json_t *expression, char *buffer, size_t size)
{
	const json_t *join, *values, *open;
	const char *on;
	size_t len = 0;

	buffer[0] = '\0';
	for (unsigned i = 0; i < JSONPATH_DEPTH; i++) {
		join = json_object_get(expression, "Std:Join");
		values = json_object_get(join, "Values");
		on = json_string_value(json_object_get(join, "On"));
		if (!values || !join_text(on ? on : "", values, buffer + len,
					  size - len, &open))
			return;
		len += strlen(buffer + len);
		expression = open;
	}
}
