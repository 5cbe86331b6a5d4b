/* SPDX-License-Identifier: MIT */
/* pipeline_plan.h - what the files that plan a pipeline share. */
#ifndef PORTERO_HOST_PIPELINE_PLAN_H
#define PORTERO_HOST_PIPELINE_PLAN_H

#include "expression.h"
#include "pipeline.h"
#include "sagemaker.h"

struct plan {
	const struct pipeline_setting *setting;
	struct pipeline *out;
	char partition[32], account[16];
	char *role_name; /* of the execution role, without its path */
	json_t *steps;	 /* name -> step, wherever it is nested */
	json_t *parameters, *outputs;
	char *pipeline_arn;
	struct expression_scope scope;
	struct jsonpath path; /* where the plan is */
	struct portero_error *err;
};

/* A step of the definition, and the item it becomes. */
struct step {
	const char *name, *type;
	const json_t *json, *arguments; /* as written */
	struct pipeline_item *item;
	char *principal; /* the session that makes its calls */
};

/* Return false with *err set; the text begins with the path. */
bool plan_fail(struct plan *p, const char *id, const char *hint,
	       const char *format, ...) __attribute__((format(printf, 4, 5)));
bool plan_memory(struct plan *p);

/*
 * A member of an object that is a string, evaluated: *TEXT, or *OPEN when it
 * cannot be known, or neither when it is not there. The caller frees both.
 */
bool plan_text(struct plan *p, const json_t *object, const char *member,
	       char **text, json_t **open);

/* Where the calls of the pipeline are made, by PRINCIPAL. */
struct sagemaker_scope plan_scope(const struct plan *p, const char *principal);

/*
 * VALUE as a text cut into tokens, as a body is read; the caller frees both.
 */
bool plan_cut(struct plan *p, const json_t *value, char **text,
	      struct jtext *tokens);

/* Says that MEMBER, which the step needs, cannot be known. */
bool plan_undecided(struct plan *p, struct step *s, const char *member,
		    const json_t *expression);

/*
 * A new question of the step, asked by its session; NULL when out of memory.
 * It belongs to the item.
 */
struct request *plan_question(struct plan *p, struct step *s,
			      enum pipeline_check check);

/* pipeline_walk.c: everything that a definition says. */
bool plan_definition(struct plan *p, const json_t *definition);

/* pipeline_parameters.c: declared parameters with defaults and overrides. */
bool plan_parameters(struct plan *p, const json_t *definition);

/* pipeline_steps.c: the questions of one step. */
bool plan_step(struct plan *p, struct step *s);

/* pipeline_names.c: what the step makes is called. */
enum step_naming {
	NAME_NONE,   /* the step makes nothing with a name */
	NAME_PREFIX, /* the definition has the custom prefix of the name */
	NAME_GIVEN   /* the definition has the name itself */
};
/*
 * The name that MEMBER of the step's arguments leads to; NULL when the step
 * makes nothing with a name, or when it cannot be known.
 */
bool plan_name(struct plan *p, const struct step *s, enum step_naming naming,
	       const char *member, char **name);
/* Tells expressions the name as an output of the step. */
bool plan_name_output(struct plan *p, const struct step *s,
		      enum step_naming naming, const char *member);
/* Tells the expressions what can be known of the step's outputs. */
bool plan_outputs(struct plan *p, struct step *s);

/* pipeline_calls.c: calls to other services. */
bool plan_lambda(struct plan *p, struct step *s);
bool plan_callback(struct plan *p, struct step *s);
bool plan_emr(struct plan *p, struct step *s);
bool plan_emr_serverless(struct plan *p, struct step *s);

/* pipeline_jsonget.c: the files that the JsonGets in VALUE read. */
bool plan_json_gets(struct plan *p, struct step *s, const json_t *value);

#endif
