/* SPDX-License-Identifier: MIT */
/* Walks through the steps of a definition, twice: to know them, to plan them.
 */
#include "pipeline_plan.h"

#include <stdlib.h>
#include <string.h>

#include "jobname.h"
#include "text.h"

#define VERSION "2020-12-01"

/* StepName has at most 64 characters (SageMaker API Reference). */
#define STEP_NAME_MAX 64

/* A new item at the end; NULL: out of memory. */
static struct pipeline_item *
new_item(struct plan *p, const char *step, const char *kind, unsigned depth)
{
	struct pipeline *out = p->out;
	struct pipeline_item *items = realloc(out->items, (out->nitems +
							   1) * sizeof *items),
			     *item;

	if (!items)
		return NULL;
	out->items = items;
	item = &items[out->nitems++];
	*item = (struct pipeline_item){ .step = text_format("%s", step),
					.kind = text_format("%s", kind),
					.path = text_format("%s", p->path.text),
					.depth = depth,
					.unknown = json_object(),
					.depends_on = json_array(),
					.locations = json_object() };
	return item->step && item->kind && item->path && item->unknown &&
			       item->depends_on && item->locations
		       ? item
		       : NULL;
}

static bool
read_name(struct plan *p, const json_t *step, const char *member,
	  const char **name)
{
	const size_t back = jsonpath_key(&p->path, member);
	const json_t *value = json_object_get(step, member);

	*name = json_string_value(value);
	if (!value) {
		jsonpath_back(&p->path, back);
		return plan_fail(p, "missing-member", NULL, "a step needs a %s",
				 member);
	}
	if (!*name)
		return plan_fail(p, "wrong-type", NULL, "a string is due here");
	if (text_has_placeholder(slice_of(*name)))
		return plan_fail(p, "placeholder", "fill the template in first",
				 "unfilled placeholder \"%.100s\"", *name);
	if (**name == '\0' || strlen(*name) > STEP_NAME_MAX ||
	    (*name)[strspn(*name, "abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "0123456789-_")] != '\0')
		return plan_fail(p, "bad-name",
				 "1 to 64 letters, digits, hyphens and "
				 "underscores",
				 "\"%.100s\" is not the %s of a step", *name,
				 member);
	jsonpath_back(&p->path, back);
	return true;
}

static bool
read_step(struct plan *p, const json_t *json, struct step *s)
{
	*s = (struct step){ .json = json };
	if (!json_is_object(json))
		return plan_fail(p, "wrong-type", NULL, "a step is an object");
	if (!read_name(p, json, "Name", &s->name) ||
	    !read_name(p, json, "Type", &s->type))
		return false;
	s->arguments = json_object_get(json, "Arguments");
	if (s->arguments && !json_is_null(s->arguments) &&
	    !json_is_object(s->arguments)) {
		jsonpath_key(&p->path, "Arguments");
		return plan_fail(p, "wrong-type", NULL,
				 "an object is due here");
	}
	return true;
}

typedef bool visit_step(struct plan *p, const json_t *json, unsigned depth);

static bool visit_all(struct plan *p, const json_t *steps, unsigned depth,
		      visit_step *visit);

/* The steps inside a condition step. */
static bool
visit_nested(struct plan *p, const json_t *step, unsigned depth,
	     visit_step *visit)
{
	static const char *const branches[] = { "IfSteps", "ElseSteps" };
	const json_t *arguments = json_object_get(step, "Arguments");
	const size_t back = jsonpath_key(&p->path, "Arguments");

	for (size_t i = 0; i < 2; i++) {
		const json_t *steps = json_object_get(arguments, branches[i]);
		const size_t at = jsonpath_key(&p->path, branches[i]);

		if (steps && !json_is_null(steps) &&
		    !visit_all(p, steps, depth + 1, visit))
			return false;
		jsonpath_back(&p->path, at);
	}
	jsonpath_back(&p->path, back);
	return true;
}

static bool
is_condition(const json_t *step)
{
	const char *type = json_string_value(json_object_get(step, "Type"));

	return type && text_equal(type, "Condition");
}

/* Calls VISIT on every step, in order, those in conditions after theirs. */
static bool
visit_all(struct plan *p, const json_t *steps, unsigned depth,
	  visit_step *visit)
{
	const json_t *step;
	size_t i;

	if (depth > JSONPATH_DEPTH)
		return plan_fail(p, "too-deep", NULL,
				 "conditions nested more than %d levels deep",
				 JSONPATH_DEPTH);
	if (!json_is_array(steps))
		return plan_fail(p, "wrong-type", NULL,
				 "a list of steps is due here");
	json_array_foreach(steps, i, step)
	{
		const size_t back = jsonpath_index(&p->path, i);

		if (!visit(p, step, depth))
			return false;
		if (is_condition(step) && !visit_nested(p, step, depth, visit))
			return false;
		jsonpath_back(&p->path, back);
	}
	return true;
}

/* First pass: every step by its name, so that any can refer to any. */
static bool
index_step(struct plan *p, const json_t *json, unsigned depth)
{
	struct step s;

	(void)depth;
	if (!read_step(p, json, &s))
		return false;
	if (json_object_get(p->steps, s.name))
		return plan_fail(p, "repeated-step", NULL,
				 "a step called \"%s\" is there already",
				 s.name);
	if (json_object_set(p->steps, s.name, jsonpath_iterable(json)) != 0)
		return plan_memory(p);
	return plan_outputs(p, &s);
}

static bool
read_depends_on(struct plan *p, const struct step *s)
{
	const json_t *names = json_object_get(s->json, "DependsOn"), *name;
	const size_t back = jsonpath_key(&p->path, "DependsOn");
	size_t i;

	if (names && !json_is_null(names)) {
		if (!json_is_array(names))
			return plan_fail(p, "wrong-type", NULL,
					 "a list is due here");
		json_array_foreach(names, i, name)
		{
			if (!json_is_string(name))
				return plan_fail(p, "wrong-type", NULL,
						 "names are due here");
			if (json_array_append(s->item->depends_on,
					      jsonpath_iterable(name)) != 0)
				return plan_memory(p);
		}
	}
	jsonpath_back(&p->path, back);
	return true;
}

/* arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION */
static char *
session_arn(const struct plan *p, const char *step)
{
	char *session = jobname_session(step), *arn;

	if (!session)
		return NULL;
	arn = text_format("arn:%s:sts::%.12s:assumed-role/%s/%s", p->partition,
			  strstr(p->setting->execution_role, "::") + 2,
			  p->role_name, session);
	free(session);
	return arn;
}

/* Second pass: the item of a step and its questions. */
static bool
visit_plan(struct plan *p, const json_t *json, unsigned depth)
{
	struct step s;
	bool ok;

	if (!read_step(p, json, &s))
		return false;
	s.item = new_item(p, s.name, s.type, depth);
	s.principal = session_arn(p, s.name);
	if (s.item && s.principal)
		ok = read_depends_on(p, &s) && plan_step(p, &s);
	else
		ok = plan_memory(p);
	free(s.principal);
	return ok;
}

/*
 * CreatePipeline, asked for the person: he hands the pipeline its role. The
 * definition has no say in who that is.
 */
static bool
plan_creation(struct plan *p)
{
	const struct pipeline_setting *set = p->setting;
	const struct sagemaker_scope scope = plan_scope(p, set->caller);
	struct pipeline_item *item =
		new_item(p, set->name ? set->name : "", "CreatePipeline", 0);
	struct step s = { .item = item, .principal = NULL };
	struct request *request;
	struct jtext tokens = { .text = NULL };
	char *text = NULL;
	json_t *body;
	bool ok;

	if (!item || !(item->job = text_format("%s", set->name)))
		return plan_memory(p);
	body = json_pack("{s:s, s:s}", "PipelineName", set->name, "RoleArn",
			 set->execution_role);
	s.principal = text_format("%s", set->caller);
	request = s.principal ? plan_question(p, &s, PIPELINE_JOB) : NULL;
	ok = body && request;
	if (ok) {
		request_set_flags(request, 0);
		ok = plan_cut(p, body, &text, &tokens) &&
		     sagemaker_request(request, &scope, "CreatePipeline",
				       &tokens, p->err);
	} else {
		plan_memory(p);
	}
	jtext_free(&tokens);
	free(text);
	json_decref(body);
	free(s.principal);
	return ok;
}

bool
plan_definition(struct plan *p, const json_t *definition)
{
	const json_t *version, *steps;

	if (!json_is_object(definition))
		return plan_fail(p, "wrong-type", NULL,
				 "a pipeline definition is an object");
	version = json_object_get(definition, "Version");
	if (version && (!json_is_string(version) ||
			!text_equal(json_string_value(version), VERSION))) {
		jsonpath_key(&p->path, "Version");
		return plan_fail(p, "unknown-version", NULL,
				 "the version has to be \"" VERSION "\"");
	}
	steps = json_object_get(definition, "Steps");
	if (!steps)
		return plan_fail(p, "missing-member", NULL,
				 "a pipeline definition needs Steps");
	if (!plan_parameters(p, definition))
		return false;
	jsonpath_key(&p->path, "Steps");
	if (!visit_all(p, steps, 0, index_step))
		return false;
	jsonpath_back(&p->path, 0);
	if (p->setting->caller && !plan_creation(p))
		return false;
	jsonpath_key(&p->path, "Steps");
	return visit_all(p, steps, 0, visit_plan);
}
