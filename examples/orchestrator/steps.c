/* SPDX-License-Identifier: MIT */
/*
 * The graph of a definition: every step, wherever it is nested, and what it
 * waits for: DependsOn, and the steps whose outputs its arguments name.
 */
#include <stdlib.h>
#include <string.h>

#include "../../host/lib/text.h"
#include "execution.h"

static bool add(struct execution *e, json_t *list, struct step *parent,
		bool otherwise);

static size_t
count(json_t *list)
{
	size_t n = 0, i;
	json_t *step;

	json_array_foreach(list, i, step)
	{
		json_t *arguments = json_object_get(step, "Arguments");

		n += 1 + count(json_object_get(arguments, "IfSteps")) +
		     count(json_object_get(arguments, "ElseSteps"));
	}
	return n;
}

static bool
add_one(struct execution *e, json_t *json, struct step *parent, bool otherwise)
{
	struct step *s = &e->steps[e->nsteps];
	json_t *arguments = json_object_get(json, "Arguments");

	s->name = json_string_value(json_object_get(json, "Name"));
	s->type = json_string_value(json_object_get(json, "Type"));
	if (!s->name || !s->type)
		return complain("a step needs Name and Type");
	if (execution_step(e, s->name, strlen(s->name)))
		return complain("two steps are called %s", s->name);
	s->json = json;
	s->ord = e->nsteps++;
	s->parent = parent;
	s->otherwise = otherwise;
	if (strcmp(s->type, "Condition") != 0)
		return true;
	return add(e, json_object_get(arguments, "IfSteps"), s, false) &&
	       add(e, json_object_get(arguments, "ElseSteps"), s, true);
}

static bool
add(struct execution *e, json_t *list, struct step *parent, bool otherwise)
{
	json_t *json;
	size_t i;

	json_array_foreach(list, i, json)
	{
		if (!add_one(e, json, parent, otherwise))
			return false;
	}
	return true;
}

static bool
need(struct execution *e, struct step *s, const char *name, size_t len)
{
	struct step *other = execution_step(e, name, len);

	if (!other || other == s)
		return complain("step %s waits for %.*s, which is no other "
				"step",
				s->name, (int)len, name);
	for (size_t i = 0; i < s->nneeds; i++)
		if (s->needs[i] == other)
			return true;
	s->needs[s->nneeds++] = other;
	return true;
}

/* "Steps.NAME.whatever" in any Get; the steps in branches have their own. */
static bool
find_references(struct execution *e, struct step *s, json_t *value)
{
	const char *get = json_string_value(json_object_get(value, "Get")),
		   *key;
	json_t *member;
	size_t i;

	if (get && text_starts(get, "Steps.") &&
	    !need(e, s, get + 6, strcspn(get + 6, ".")))
		return false;
	json_array_foreach(value, i, member)
	{
		if (!find_references(e, s, member))
			return false;
	}
	json_object_foreach(value, key, member)
	{
		if (strcmp(key, "IfSteps") == 0 ||
		    strcmp(key, "ElseSteps") == 0)
			continue;
		if (!find_references(e, s, member))
			return false;
	}
	return true;
}

static bool
find_needs(struct execution *e, struct step *s)
{
	json_t *depends = json_object_get(s->json, "DependsOn"), *one;
	size_t i;

	s->needs = calloc(e->nsteps, sizeof(struct step *));
	if (!s->needs)
		return complain("out of memory");
	json_array_foreach(depends, i, one)
	{
		const char *name = json_string_value(one);

		if (!name || !need(e, s, name, strlen(name)))
			return false;
	}
	return find_references(e, s, s->json);
}

bool
execution_steps(struct execution *e)
{
	json_t *list = json_object_get(e->definition, "Steps");

	e->steps = calloc(count(list) + 1, sizeof *e->steps);
	if (!e->steps)
		return complain("out of memory");
	if (!add(e, list, NULL, false))
		return false;
	for (size_t i = 0; i < e->nsteps; i++)
		if (!find_needs(e, &e->steps[i]))
			return false;
	return e->nsteps > 0 || complain("the pipeline has no steps");
}

struct step *
execution_step(const struct execution *e, const char *name, size_t len)
{
	for (size_t i = 0; i < e->nsteps; i++)
		if (strncmp(e->steps[i].name, name, len) == 0 &&
		    e->steps[i].name[len] == '\0')
			return &e->steps[i];
	return NULL;
}
