/* SPDX-License-Identifier: MIT */
/* Conditions of a Condition step ("ConditionStep", SageMaker Python SDK). */
#include <stdio.h>
#include <string.h>

#include "evaluate.h"

/* Nests like Not and Or do in what people write. */
#define DEPTH 32

static bool
fail(char why[WHY_MAX], const char *what, const char *type)
{
	snprintf(why, WHY_MAX, "%s: %.60s", what, type ? type : "?");
	return false;
}

/* -1, 0, 1; false when the two cannot be compared. */
static bool
compare(const json_t *a, const json_t *b, int *out)
{
	if (json_is_number(a) && json_is_number(b)) {
		const double x = json_number_value(a), y = json_number_value(b);

		*out = (x > y) - (x < y);
		return true;
	}
	if (json_is_string(a) && json_is_string(b)) {
		const int n =
			strcmp(json_string_value(a), json_string_value(b));

		*out = (n > 0) - (n < 0);
		return true;
	}
	return false;
}

static bool
same(const json_t *a, const json_t *b)
{
	int order;

	return compare(a, b, &order) ? order == 0 : json_equal(a, b) != 0;
}

static bool
holds_order(const char *type, const json_t *c, bool *out, char why[WHY_MAX])
{
	const json_t *left = json_object_get(c, "LeftValue");
	const json_t *right = json_object_get(c, "RightValue");
	int order = 0;

	if (!left || !right)
		return fail(why, "LeftValue or RightValue is missing", type);
	*out = same(left, right);
	if (strcmp(type, "Equals") == 0)
		return true;
	*out = !*out;
	if (strcmp(type, "NotEquals") == 0)
		return true;
	if (!compare(left, right, &order))
		return fail(why, "values that have no order", type);
	if (strcmp(type, "GreaterThan") == 0)
		*out = order > 0;
	else if (strcmp(type, "GreaterThanOrEqualTo") == 0)
		*out = order >= 0;
	else if (strcmp(type, "LessThan") == 0)
		*out = order < 0;
	else if (strcmp(type, "LessThanOrEqualTo") == 0)
		*out = order <= 0;
	else
		return fail(why, "not a condition that is known", type);
	return true;
}

static bool
holds_in(const json_t *c, bool *out, char why[WHY_MAX])
{
	const json_t *value = json_object_get(c, "QueryValue"), *one;
	const json_t *list = json_object_get(c, "Values");
	size_t i;

	if (!value)
		value = json_object_get(c, "Value");
	if (!list)
		list = json_object_get(c, "In");
	if (!value || !json_is_array(list))
		return fail(why, "QueryValue or Values is missing", "In");
	*out = false;
	json_array_foreach(list, i, one)
	{
		*out = *out || same(value, one);
	}
	return true;
}

static bool
holds(const json_t *c, bool *out, unsigned depth, char why[WHY_MAX])
{
	const char *type = json_string_value(json_object_get(c, "Type"));
	const json_t *list, *one;
	bool inner;
	size_t i;

	if (!type || depth > DEPTH)
		return fail(why, "not a condition", type);
	if (strcmp(type, "Not") == 0) {
		if (!holds(json_object_get(c, "Expression"), &inner, depth + 1,
			   why))
			return false;
		*out = !inner;
		return true;
	}
	if (strcmp(type, "In") == 0)
		return holds_in(c, out, why);
	if (strcmp(type, "Or") != 0)
		return holds_order(type, c, out, why);
	list = json_object_get(c, "Conditions");
	*out = false;
	json_array_foreach(list, i, one)
	{
		if (!holds(one, &inner, depth + 1, why))
			return false;
		*out = *out || inner;
	}
	return true;
}

bool
condition_holds(struct execution *e, struct step *s, bool *out,
		char why[WHY_MAX])
{
	const json_t *arguments = json_object_get(s->json, "Arguments"), *one;
	json_t *list =
		evaluate(e, s, json_object_get(arguments, "Conditions"), why);
	bool ok = json_is_array(list), inner;
	size_t i;

	if (list && !ok)
		fail(why, "Conditions is no list", s->name);
	*out = true;
	json_array_foreach(list, i, one)
	{
		ok = ok && holds(one, &inner, 0, why);
		*out = *out && ok && inner;
	}
	json_decref(list);
	return ok;
}
