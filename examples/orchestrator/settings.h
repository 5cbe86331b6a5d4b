/* SPDX-License-Identifier: MIT */
/* clang-format off */
/*
 * settings.h - pipelined.conf, lines of words:
 *
 *	plugin PLUGIN CONFIG		who is asked; repeatable
 *	log PATH			the decision log
 *	place arn:aws:sagemaker:REGION:ACCOUNT
 *	state FOLDER			what runs, and how far it is
 *	store FOLDER			s3://BUCKET/KEY is FOLDER/BUCKET/KEY
 *	machine TYPE PARTITION [OPTION...]
 *					what an instance type is in Slurm
 *	run STEP-TYPE COMMAND...	what a step does
 *	run step:NAME COMMAND...	the same for one step
 *
 * All paths are absolute, those of COMMAND too.
 */
/* clang-format on */
#ifndef PIPELINED_SETTINGS_H
#define PIPELINED_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "../../host/lib/stack.h"

#define SETTINGS_LINES 64
#define SETTINGS_WORDS 32

/* A line of machine or run: its first word, and the others, up to NULL. */
struct settings_line {
	const char *key, *words[SETTINGS_WORDS + 1];
};

struct settings {
	char *text;
	struct stack_entry plugins[8];
	size_t nplugins;
	const char *log, *place, *state, *store;
	char region[40], account[16]; /* of place */
	struct settings_line machines[SETTINGS_LINES], runs[SETTINGS_LINES];
	size_t nmachines, nruns;
};

bool settings_read(struct settings *out, const char *path,
		   struct portero_error *err);
void settings_free(struct settings *s);

/* NULL when there is no such line. TYPE NULL: steps without a machine ("-"). */
const struct settings_line *settings_machine(const struct settings *s,
					     const char *type);
const struct settings_line *settings_run(const struct settings *s,
					 const char *type, const char *step);

#endif
