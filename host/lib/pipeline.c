/* SPDX-License-Identifier: MIT */
/* Reads a pipeline definition and walks through its steps. */
#include "pipeline_plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "jobname.h"
#include "text.h"

#define VERSION "2020-12-01"

/* StepName has at most 64 characters (SageMaker API Reference). */
#define STEP_NAME_MAX 64

bool
plan_fail(struct plan *p, const char *id, const char *hint, const char *format,
	  ...)
{
	char what[256];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	if (p->path.len == 0)
		return error_set(p->err, PORTERO_ERROR_CONFIG, id, hint, "%s",
				 what);
	return error_set(p->err, PORTERO_ERROR_CONFIG, id, hint, "%s: %s",
			 p->path.text, what);
}

bool
plan_memory(struct plan *p)
{
	return error_set(p->err, PORTERO_ERROR_SYSTEM, "memory", NULL,
			 "out of memory");
}

bool
plan_text(struct plan *p, const json_t *object, const char *member, char **text,
	  json_t **open)
{
	const size_t back = jsonpath_key(&p->path, member);
	const json_t *value = json_object_get(object, member);
	json_t *known;

	*text = NULL;
	*open = NULL;
	if (value && !json_is_null(value)) {
		known = expression_evaluate(&p->scope, value, &p->path, p->err);
		if (!known)
			return false;
		if (expression_is(known)) {
			*open = known;
		} else if (!json_is_string(known)) {
			json_decref(known);
			return plan_fail(p, "wrong-type", NULL,
					 "a string is due here");
		} else {
			*text = text_format("%s", json_string_value(known));
			json_decref(known);
			if (!*text)
				return plan_memory(p);
		}
	}
	jsonpath_back(&p->path, back);
	return true;
}

bool
plan_undecided(struct plan *p, struct step *s, const char *member,
	       const json_t *expression)
{
	char prefix[256];
	char *text;

	if (s->item->undecided)
		return true;
	text = expression_text(expression);
	if (!text)
		return plan_memory(p);
	expression_prefix(expression, prefix, sizeof prefix);
	s->item->undecided =
		*prefix == '\0' ? text_format("%s is %s", member, text)
				: text_format("%s begins with \"%s\" and is %s",
					      member, prefix, text);
	free(text);
	return s->item->undecided || plan_memory(p);
}

struct request *
plan_question(struct plan *p, struct step *s, enum pipeline_check check)
{
	struct pipeline_item *item = s->item;
	struct pipeline_question *more =
		realloc(item->questions,
			(item->nquestions + 1) * sizeof *item->questions);
	struct request *request;

	if (more)
		item->questions = more;
	request = more ? request_new() : NULL;
	if (!request) {
		plan_memory(p);
		return NULL;
	}
	request_set_principal(request, s->principal);
	request_set_flags(request, PORTERO_FROM_PIPELINE);
	item->questions[item->nquestions++] =
		(struct pipeline_question){ check, request };
	return request;
}

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
	if (text_has_placeholder(*name))
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
	const struct sagemaker_scope scope = { p->partition, set->region,
					       p->account, set->caller };
	struct pipeline_item *item =
		new_item(p, set->name ? set->name : "", "CreatePipeline", 0);
	struct step s = { .item = item, .principal = NULL };
	struct request *request;
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
		ok = sagemaker_request(request, &scope, "CreatePipeline", body,
				       p->err);
	} else {
		plan_memory(p);
	}
	json_decref(body);
	free(s.principal);
	return ok;
}

static bool
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

/* arn:PARTITION:iam::ACCOUNT:role/PATH/NAME, which was checked. */
static bool
plan_identity(struct plan *p)
{
	const struct pipeline_setting *set = p->setting;
	const char *role = set->execution_role;
	const char *account = strstr(role, "::") + 2;

	snprintf(p->partition, sizeof p->partition, "%.*s",
		 (int)strcspn(role + 4, ":"), role + 4);
	snprintf(p->account, sizeof p->account, "%.12s",
		 set->account ? set->account : account);
	p->role_name = text_format("%s", strrchr(role, '/') + 1);
	p->steps = json_object();
	p->parameters = json_object();
	p->outputs = json_object();
	if (set->name)
		p->pipeline_arn = text_format(
			"arn:%s:sagemaker:%s:%s:pipeline/%s", p->partition,
			set->region, p->account, set->name);
	p->scope = (struct expression_scope){
		.parameters = p->parameters,
		.outputs = p->outputs,
		.pipeline_name = set->name,
		.pipeline_arn = p->pipeline_arn,
	};
	return (p->role_name && p->steps && p->parameters && p->outputs &&
		(!set->name || p->pipeline_arn)) ||
	       plan_memory(p);
}

/* Says where: the value at the plan's path in the text of the file. */
static bool
place_error(const struct plan *p, const char *file, const struct jtext *j,
	    struct portero_error *err)
{
	const struct jtoken *t = &j->tokens[jsonpath_find(j, p->path.text)];
	const bool scalar = t->kind != JTEXT_OBJECT && t->kind != JTEXT_ARRAY;

	error_place(err, file, j->text, j->len, t->begin,
		    scalar ? t->end - t->begin : 1);
	return error_set(err, p->err->code, p->err->id, p->err->hint, "%s",
			 p->err->text);
}

static bool
plan_json(struct pipeline *out, const char *file, const struct jtext *j,
	  const json_t *definition, const struct pipeline_setting *setting,
	  struct portero_error *err)
{
	struct portero_error inner = { .size = sizeof inner };
	struct plan p = { .setting = setting, .out = out, .err = &inner };
	const bool ok = plan_identity(&p) && plan_definition(&p, definition);

	free(p.role_name);
	free(p.pipeline_arn);
	json_decref(p.steps);
	json_decref(p.parameters);
	json_decref(p.outputs);
	return ok || place_error(&p, file, j, err);
}

/* JSON that two readers could understand in two ways is refused. */
static bool
read_json(const char *file, const char *text, size_t len, struct jtext *j,
	  json_t **json, struct portero_error *err)
{
	uint32_t found;
	json_error_t why;

	if (!jtext_scan(j, text, len)) {
		error_place(err, file, text, len, j->error_offset, 1);
		return error_set(err, PORTERO_ERROR_CONFIG, "bad-json", NULL,
				 "%s", j->error);
	}
	found = jtext_repeated_within(j, 0);
	if (found != JTEXT_NONE) {
		error_place(err, file, text, len, j->tokens[found].begin,
			    j->tokens[found].end - j->tokens[found].begin);
		return error_set(err, PORTERO_ERROR_CONFIG, "repeated-member",
				 NULL, "the member is there already");
	}
	*json = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why);
	if (!*json) {
		error_place(err, file, text, len, (size_t)why.position, 1);
		return error_set(err, PORTERO_ERROR_CONFIG, "bad-json", NULL,
				 "%s", why.text);
	}
	return true;
}

static bool
check_setting(const struct pipeline_setting *set, struct portero_error *err)
{
	if (!sagemaker_is_role(set->execution_role))
		return error_set(err, PORTERO_ERROR_USAGE, "bad-role",
				 "arn:aws:iam::ACCOUNT:role/NAME",
				 "the execution role \"%.160s\" is not the ARN "
				 "of a role",
				 set->execution_role);
	if (set->account && (strlen(set->account) != 12 ||
			     strspn(set->account, "0123456789") != 12))
		return error_set(err, PORTERO_ERROR_USAGE, "bad-account", NULL,
				 "\"%.40s\" is not an account: twelve digits",
				 set->account);
	if (*set->region == '\0' || strlen(set->region) > 32 ||
	    set->region[strspn(set->region, "abcdefghijklmnopqrstuvwxyz"
					    "0123456789-")] != '\0')
		return error_set(err, PORTERO_ERROR_USAGE, "bad-region", NULL,
				 "\"%.40s\" is not a region", set->region);
	if (set->caller && !set->name)
		return error_set(err, PORTERO_ERROR_USAGE, "missing-name", NULL,
				 "to ask for who creates the pipeline, its "
				 "name is needed");
	return true;
}

bool
pipeline_plan(struct pipeline **out, const char *file, const char *text,
	      size_t len, const struct pipeline_setting *setting,
	      struct portero_error *err)
{
	struct jtext j = { .text = NULL };
	json_t *json = NULL;
	bool ok;

	*out = NULL;
	if (!check_setting(setting, err))
		return false;
	ok = read_json(file, text, len, &j, &json, err);
	if (ok) {
		*out = calloc(1, sizeof **out);
		ok = *out ? plan_json(*out, file, &j, json, setting, err)
			  : error_set(err, PORTERO_ERROR_SYSTEM, "memory", NULL,
				      "out of memory");
	}
	json_decref(json);
	jtext_free(&j);
	if (!ok) {
		pipeline_free(*out);
		*out = NULL;
	}
	return ok;
}

void
pipeline_free(struct pipeline *pipeline)
{
	if (!pipeline)
		return;
	for (size_t i = 0; i < pipeline->nitems; i++) {
		struct pipeline_item *item = &pipeline->items[i];

		for (size_t k = 0; k < item->nquestions; k++)
			request_free(item->questions[k].request);
		free(item->questions);
		free(item->step);
		free(item->kind);
		free(item->path);
		free(item->job);
		free(item->undecided);
		json_decref(item->unknown);
		json_decref(item->depends_on);
		json_decref(item->locations);
	}
	free(pipeline->items);
	free(pipeline);
}
