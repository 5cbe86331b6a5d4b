/* SPDX-License-Identifier: MIT */
/*
 * Evaluates expressions in two passes: what only a run knows (outputs of steps,
 * JsonGet, the time) is put in first; parameters and Join are host/lib's.
 */
#include "evaluate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../host/lib/expression.h"
#include "../../host/lib/text.h"
#include "permit.h"

#define DEPTH 64

struct evaluation {
	struct execution *e;
	struct step *s;
	char *why;
};

static json_t *fill(struct evaluation *v, const json_t *value, unsigned depth);

__attribute__((format(printf, 2, 3))) static json_t *
fail(struct evaluation *v, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(v->why, WHY_MAX, format, args);
	va_end(args);
	return NULL;
}

/* "Steps.NAME.PATH" */
static json_t *
output(struct evaluation *v, const char *what)
{
	const char *name = what + strlen("Steps.");
	const size_t n = strcspn(name, ".");
	const struct step *other = execution_step(v->e, name, n);
	const json_t *found;

	if (!other || !other->outputs || name[n] != '.')
		return fail(v, "%.200s is not known", what);
	found = path_find(other->outputs, name + n + 1);
	return found ? json_deep_copy(found)
		     : fail(v, "step %.64s has no %.200s", other->name,
			    name + n + 1);
}

static json_t *
moment(int64_t seconds)
{
	const time_t t = (time_t)seconds;
	char text[32];
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return json_string(text);
}

static json_t *
get(struct evaluation *v, const json_t *expression, const char *what)
{
	if (text_starts(what, "Steps."))
		return output(v, what);
	if (text_equal(what, "Execution.StartDateTime"))
		return moment(v->e->started);
	if (text_equal(what, "Execution.CurrentDateTime"))
		return moment((int64_t)time(NULL));
	return json_deep_copy(expression);
}

static json_t *
known(struct evaluation *v, const json_t *value)
{
	struct execution *e = v->e;
	const struct expression_scope scope = {
		.parameters = e->parameters,
		.pipeline_name = e->pipeline,
		.execution_id = e->id,
		.execution_arn = e->arn,
	};
	struct portero_error err = { .size = sizeof err };
	struct jsonpath path = { .len = 0 };
	json_t *filled = fill(v, value, 0), *result;

	if (!filled)
		return NULL;
	result = expression_evaluate(&scope, filled, &path, &err);
	json_decref(filled);
	return result ? result : fail(v, "%s", err.text);
}

/* s3://... of the property file that "Steps.NAME.PropertyFiles.FILE" names. */
static char *
property_file(struct evaluation *v, const char *what)
{
	static const char middle[] = ".PropertyFiles.";
	const char *dot = what ? strstr(what, middle) : NULL;
	const struct step *other;
	const char *output_name, *file_path, *uri;
	const json_t *file;
	char path[300];

	if (!dot || !text_starts(what, "Steps."))
		return NULL;
	other = execution_step(v->e, what + 6, (size_t)(dot - what - 6));
	if (!other)
		return NULL;
	snprintf(path, sizeof path, "PropertyFiles['%.200s']",
		 dot + strlen(middle));
	file = path_find(other->json, path);
	output_name = json_string_value(json_object_get(file, "OutputName"));
	file_path = json_string_value(json_object_get(file, "FilePath"));
	if (!output_name || !file_path)
		return NULL;
	snprintf(path, sizeof path,
		 "ProcessingOutputConfig.Outputs['%.200s'].S3Output.S3Uri",
		 output_name);
	uri = json_string_value(path_find(other->outputs, path));
	if (!uri || !*uri)
		return NULL;
	return text_format("%s%s%s", uri,
			   uri[strlen(uri) - 1] == '/' ? "" : "/", file_path);
}

static char *
json_get_uri(struct evaluation *v, const json_t *argument)
{
	const json_t *file = json_object_get(argument, "PropertyFile");
	json_t *value;
	char *uri = NULL;

	if (file)
		return property_file(
			v, json_string_value(json_object_get(file, "Get")));
	value = known(v, json_object_get(argument, "S3Uri"));
	if (json_is_string(value))
		uri = text_format("%s", json_string_value(value));
	json_decref(value);
	return uri;
}

static json_t *
json_get(struct evaluation *v, const json_t *argument)
{
	const char *path = json_string_value(json_object_get(argument, "Path"));
	char *uri = json_get_uri(v, argument);
	json_t *json = NULL, *result = NULL;
	const json_t *found;

	if (!uri || !path)
		fail(v, "what JsonGet reads is not known");
	else if (permit_read(v->e, v->s, uri, v->why))
		json = store_read(v->e, uri, v->why);
	if (json) {
		found = path_find(json, path);
		result = found ? json_deep_copy(found)
			       : fail(v, "%.200s has no %.100s", uri, path);
	}
	json_decref(json);
	free(uri);
	return result;
}

static json_t *
fill_members(struct evaluation *v, const json_t *value, unsigned depth)
{
	json_t *out = json_is_array(value) ? json_array() : json_object();
	json_t *root = jsonpath_iterable(value), *one, *filled;
	const char *key;
	size_t i;

	json_array_foreach(root, i, one)
	{
		filled = fill(v, one, depth + 1);
		if (!filled || json_array_append_new(out, filled) != 0)
			goto failed;
	}
	json_object_foreach(root, key, one)
	{
		filled = fill(v, one, depth + 1);
		if (!filled || json_object_set_new(out, key, filled) != 0)
			goto failed;
	}
	return out;
failed:
	json_decref(out);
	return NULL;
}

static json_t *
fill(struct evaluation *v, const json_t *value, unsigned depth)
{
	const char *what;

	if (depth > DEPTH)
		return fail(v, "nested too deep");
	if (!json_is_array(value) && !json_is_object(value))
		return value ? json_deep_copy(value) : fail(v, "no value");
	if (!expression_is(value))
		return fill_members(v, value, depth);
	what = json_string_value(json_object_get(value, "Get"));
	if (what)
		return get(v, value, what);
	if (json_object_get(value, "Std:JsonGet"))
		return json_get(v, json_object_get(value, "Std:JsonGet"));
	return fill_members(v, value, depth);
}

/* A run leaves nothing open. */
static bool
is_closed(const json_t *value)
{
	json_t *root = jsonpath_iterable(value), *one;
	const char *key;
	size_t i;

	if (expression_is(value))
		return false;
	json_array_foreach(root, i, one)
	{
		if (!is_closed(one))
			return false;
	}
	json_object_foreach(root, key, one)
	{
		if (!is_closed(one))
			return false;
	}
	return true;
}

json_t *
evaluate(struct execution *e, struct step *s, const json_t *value,
	 char why[WHY_MAX])
{
	struct evaluation v = { e, s, why };
	json_t *result = known(&v, value);

	if (!result || is_closed(result))
		return result;
	json_decref(result);
	return fail(&v, "an expression cannot be evaluated");
}
