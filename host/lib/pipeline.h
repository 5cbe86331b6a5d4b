/* SPDX-License-Identifier: MIT */
/*
 * pipeline.h - what a pipeline will ask for when it runs: its definition turned
 * into one item a step, each with the requests its calls are.
 */
#ifndef PORTERO_HOST_PIPELINE_H
#define PORTERO_HOST_PIPELINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "request.h"

/* The tag that Pipelines puts on what it makes. */
#define PIPELINE_TAG "sagemaker:pipeline-execution-arn"

/* Which function of the plugin a request is for. */
enum pipeline_check { PIPELINE_JOB, PIPELINE_ACCESS };

struct pipeline_question {
	enum pipeline_check check;
	struct request *request;
};

/* One step, or the creation of the pipeline itself. */
struct pipeline_item {
	char *step, *kind; /* Name and Type */
	char *path;	   /* where it is: "Steps[2].Arguments.IfSteps[0]" */
	unsigned depth;	   /* how many conditions it is in */
	char *job;	   /* predicted name; NULL: unknown, or it makes none */
	bool inherited;	   /* it runs as the pipeline's execution role */
	struct pipeline_question *questions;
	size_t nquestions;
	char *undecided; /* what cannot be known before a run; NULL: nothing */
	json_t *unknown; /* condition key -> the expression it waits for */
	json_t *depends_on; /* names of steps */
	json_t *locations;  /* member -> S3 URI that is known */
};

struct pipeline {
	struct pipeline_item *items; /* in the order of the definition */
	size_t nitems;
};

struct pipeline_setting {
	const char *execution_role; /* ARN */
	const char *region;
	const char *account; /* NULL: that of the execution role */
	const char *name;    /* NULL: not known */
	const char *caller;  /* who creates the pipeline; NULL: not asked */
	const char *const *parameters; /* "NAME=VALUE" */
	size_t nparameters;
};

/*
 * Reads the definition in TEXT; FILE is its name for errors. Every step is an
 * item, or *OUT is NULL and *err says what is wrong and where.
 */
bool pipeline_plan(struct pipeline **out, const char *file, const char *text,
		   size_t len, const struct pipeline_setting *setting,
		   struct portero_error *err);
void pipeline_free(struct pipeline *pipeline);

#endif
