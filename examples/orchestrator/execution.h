/* SPDX-License-Identifier: MIT */
/* execution.h - one run of a pipeline: its steps and how far each is. */
#ifndef PIPELINED_EXECUTION_H
#define PIPELINED_EXECUTION_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../host/lib/decision_log.h"
#include "../../host/lib/stack.h"
#include "settings.h"

enum status {
	WAITING,   /* for others, or for its next attempt */
	STARTING,  /* its name is recorded; it may or may not be submitted */
	EXECUTING, /* submitted */
	SUCCEEDED,
	FAILED,
	STOPPED,
	NOT_TAKEN, /* in the branch of a condition that was not taken */
	STATUSES
};

#define NAME_MAX_BYTES 128 /* of a job, with room */

struct step {
	const char *name, *type;
	json_t *json;	     /* belongs to the definition */
	size_t ord;	     /* its row */
	struct step *parent; /* the condition it is in, or NULL */
	bool otherwise;	     /* it is one of its ElseSteps */
	struct step **needs;
	size_t nneeds;

	/* from here on: a row of the table */
	enum status status;
	char job[NAME_MAX_BYTES]; /* name in Slurm; empty: not yet */
	char token[11];
	unsigned failures;
	char slurm[24]; /* job id; empty: not known */
	char decision[DECISION_ID + 1];
	json_t *outputs; /* what other steps may ask for, or NULL */
	char reason[512];
	int64_t not_before; /* Unix seconds */

	unsigned missed; /* how often squeue did not have it */
};

struct execution {
	const struct settings *set;
	struct stack *stack;
	struct decision_log log;
	struct sqlite3 *db;
	int lock;
	char dir[512];
	char id[13], pipeline[84], role[2048], caller[2048];
	char arn[512];
	json_t *definition, *parameters;
	struct step *steps;
	size_t nsteps;
	enum status status;
	char reason[512];
	int64_t started;
	bool stopping;
	bool quiet; /* no progress view */
};

const char *status_text(enum status status);
bool status_final(enum status status);

/* Complains on standard error and returns false. */
bool complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* steps.c: fills steps from the definition; false after complaining. */
bool execution_steps(struct execution *e);
struct step *execution_step(const struct execution *e, const char *name,
			    size_t len);

/* The session in which the pipeline's role makes the calls of STEP. */
bool execution_session(const struct execution *e, const char *step, char *out,
		       size_t size);
void execution_free(struct execution *e);

#endif
