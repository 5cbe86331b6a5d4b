/* SPDX-License-Identifier: MIT */
/*
 * Parameters of a pipeline: what the definition declares, with its defaults,
 * and what the person gives in their place ("Define a pipeline").
 */
#include "pipeline_plan.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

enum parameter_type { ANY, STRING, INTEGER, FLOAT, BOOLEAN, NO_TYPE };

static enum parameter_type
type_of(const json_t *parameter)
{
	static const char *const names[] = { [STRING] = "String",
					     [INTEGER] = "Integer",
					     [FLOAT] = "Float",
					     [BOOLEAN] = "Boolean" };
	const json_t *value = json_object_get(parameter, "Type");
	const char *type = json_string_value(value);

	/* some definitions leave it out */
	if (!value || json_is_null(value))
		return ANY;
	for (int i = STRING; type && i <= BOOLEAN; i++)
		if (text_equal(type, names[i]))
			return (enum parameter_type)i;
	return NO_TYPE;
}

/* Texts of the wrong kind are gaps where a number belongs. */
static bool
fits(enum parameter_type type, const json_t *value)
{
	switch (type) {
	case INTEGER:
		return json_is_integer(value);
	case FLOAT:
		return json_is_number(value);
	case BOOLEAN:
		return json_is_boolean(value);
	case STRING: /* real definitions give lists of strings too */
	case ANY:
	case NO_TYPE:
		break;
	}
	return true;
}

static bool
check_default(struct plan *p, enum parameter_type type, const json_t *value)
{
	const char *text = json_string_value(value);
	const size_t back = jsonpath_key(&p->path, "DefaultValue");

	if (!fits(type, value)) {
		if (text && text_has_placeholder(slice_of(text)))
			return plan_fail(
				p, "placeholder", "fill the template in first",
				"unfilled placeholder \"%.160s\"", text);
		return plan_fail(p, "wrong-type", NULL,
				 "the default is not of the declared Type");
	}
	jsonpath_back(&p->path, back);
	return true;
}

static bool
declare(struct plan *p, const json_t *parameter)
{
	const json_t *value = json_object_get(parameter, "DefaultValue");
	const char *name =
		json_string_value(json_object_get(parameter, "Name"));
	const enum parameter_type type = type_of(parameter);

	if (!json_is_object(parameter))
		return plan_fail(p, "wrong-type", NULL,
				 "a parameter is an object");
	if (!name)
		return plan_fail(p, "missing-member", NULL,
				 "a parameter needs a Name");
	if (type == NO_TYPE)
		return plan_fail(p, "unknown-type", NULL,
				 "Type is String, Integer, Float or Boolean");
	if (json_object_get(p->parameters, name))
		return plan_fail(p, "repeated-parameter", NULL,
				 "a parameter called \"%.100s\" is there "
				 "already",
				 name);
	if (value && !json_is_null(value) && !check_default(p, type, value))
		return false;
	if (json_object_set_new(p->parameters, name,
				value ? json_deep_copy(value) : json_null()) !=
	    0)
		return plan_memory(p);
	return true;
}

/* The value that TEXT is for a parameter of TYPE; NULL when it is none. */
static json_t *
parse(enum parameter_type type, const char *text)
{
	char *end;

	errno = 0;
	if (type == INTEGER) {
		const long long n = strtoll(text, &end, 10);

		if (end == text || *end != '\0' || errno != 0 ||
		    strchr(" \t\n+", *text))
			return NULL;
		return json_integer(n);
	}
	if (type == FLOAT) {
		const double x = strtod(text, &end);

		if (end == text || *end != '\0' || !isfinite(x) ||
		    strspn(text, "0123456789.eE+-") != strlen(text))
			return NULL;
		return json_real(x);
	}
	if (type == BOOLEAN) {
		if (text_equal(text, "true"))
			return json_true();
		return text_equal(text, "false") ? json_false() : NULL;
	}
	return json_string(text);
}

static bool
is_among(const json_t *values, const json_t *value)
{
	const json_t *one;
	size_t i;

	json_array_foreach(values, i, one)
	{
		if (json_equal(one, value))
			return true;
		if (json_is_number(one) && json_is_number(value) &&
		    !(json_number_value(one) < json_number_value(value)) &&
		    !(json_number_value(one) > json_number_value(value)))
			return true;
	}
	return false;
}

static bool
override(struct plan *p, const json_t *declared, const char *name,
	 const char *text)
{
	const json_t *values = json_object_get(declared, "EnumValues");
	const char *type = json_string_value(json_object_get(declared, "Type"));
	json_t *value = parse(type_of(declared), text);
	bool ok;

	if (!value)
		return plan_fail(p, "bad-parameter", NULL,
				 "\"%.80s\" is not a value for %s, which is "
				 "declared as %s",
				 text, name, type ? type : "text");
	ok = !json_is_array(values) || is_among(values, value);
	if (!ok)
		plan_fail(p, "bad-parameter", NULL,
			  "\"%.80s\" is none of the EnumValues of %s", text,
			  name);
	else if (json_object_set(p->parameters, name, value) != 0)
		ok = plan_memory(p);
	json_decref(value);
	return ok;
}

/* NAME=VALUE; VALUE may hold more equal signs. */
static bool
apply(struct plan *p, const json_t *list, const char *text)
{
	const size_t n = strcspn(text, "=");
	char *name = text_format("%.*s", (int)n, text);
	const json_t *parameter, *declared = NULL;
	bool ok;
	size_t i;

	if (!name)
		return plan_memory(p);
	json_array_foreach(list, i, parameter)
	{
		const char *other =
			json_string_value(json_object_get(parameter, "Name"));

		if (other && text_equal(other, name))
			declared = parameter;
	}
	if (text[n] != '=')
		ok = plan_fail(p, "bad-parameter", NULL,
			       "\"%.80s\" is not NAME=VALUE", text);
	else if (!declared)
		ok = plan_fail(p, "undeclared-parameter", NULL,
			       "the definition has no parameter \"%.100s\"",
			       name);
	else
		ok = override(p, declared, name, text + n + 1);
	free(name);
	return ok;
}

bool
plan_parameters(struct plan *p, const json_t *definition)
{
	const json_t *list = json_object_get(definition, "Parameters"), *one;
	const size_t back = jsonpath_key(&p->path, "Parameters");
	size_t i;

	if (list && !json_is_null(list) && !json_is_array(list))
		return plan_fail(p, "wrong-type", NULL, "a list is due here");
	json_array_foreach(list, i, one)
	{
		const size_t at = jsonpath_index(&p->path, i);

		if (!declare(p, one))
			return false;
		jsonpath_back(&p->path, at);
	}
	for (i = 0; i < p->setting->nparameters; i++)
		if (!apply(p, list, p->setting->parameters[i]))
			return false;
	jsonpath_back(&p->path, back);
	return true;
}
