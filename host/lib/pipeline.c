/* SPDX-License-Identifier: MIT */
/* Reads a pipeline definition, strictly, and says where an error is. */
#include "pipeline_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "text.h"

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

static bool
bad_json(const char *file, const struct jtext *j, size_t offset,
	 const char *what, struct portero_error *err)
{
	error_place(err, file, j->text, j->len, offset, 1);
	return error_set(err, PORTERO_ERROR_CONFIG, "bad-json", NULL, "%s",
			 what);
}

static bool
no_memory(struct portero_error *err)
{
	return error_set(err, PORTERO_ERROR_SYSTEM, "memory", NULL,
			 "out of memory");
}

/* JSON that two readers could understand in two ways is refused. */
static bool
read_json(const char *file, const char *text, size_t len, struct jtext *j,
	  json_t **json, struct portero_error *err)
{
	const struct jtoken *t;
	json_error_t why;
	uint32_t found;

	if (!jtext_scan(j, text, len)) {
		if (j->error == JTEXT_NO_MEMORY)
			return no_memory(err);
		return bad_json(file, j, j->error_offset, j->error, err);
	}
	found = jtext_repeated_within(j, 0);
	if (found != JTEXT_NONE) {
		t = &j->tokens[found];
		error_place(err, file, text, len, t->begin, t->end - t->begin);
		return error_set(err, PORTERO_ERROR_CONFIG, "repeated-member",
				 NULL, "the member is there already");
	}
	*json = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why);
	if (*json)
		return true;
	/* the text is JSON, so it is a number or a NUL, or memory */
	if (why.text[0] == '\0' ||
	    json_error_code(&why) == json_error_out_of_memory)
		return no_memory(err);
	return bad_json(file, j, (size_t)why.position, why.text, err);
}

static bool
check_setting(const struct pipeline_setting *set, struct portero_error *err)
{
	if (!sagemaker_is_role(slice_of(set->execution_role)))
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
