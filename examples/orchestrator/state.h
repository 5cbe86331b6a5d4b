/* SPDX-License-Identifier: MIT */
/*
 * state.h - what has to outlive the orchestrator: one folder an execution, in
 * it a SQLite database, a lock, and what jobs leave behind.
 *
 *	state.db	execution and steps
 *	lock		held by the one orchestrator that runs it
 *	jobs/NAME.json	what the job is to do; written before it is submitted
 *	claims/NAME	made by the job when it begins, or by whoever forbids it
 *	results/NAME	made by the job when it ends, or by whoever gives it up
 */
#ifndef PIPELINED_STATE_H
#define PIPELINED_STATE_H

#include "execution.h"

/* A new folder and database; everything of E is in it. */
bool state_create(struct execution *e);
/* The execution ID (or the end of its ARN) as it was last recorded. */
bool state_open(struct execution *e, const char *id);
/* False, without a complaint, when another orchestrator runs it. */
bool state_lock(struct execution *e);

/* Each is on the disk when it returns true. */
bool state_save_step(struct execution *e, const struct step *s);
bool state_save(struct execution *e);
bool state_ask_stop(struct execution *e);
/* Reads only whether somebody asked to stop. */
bool state_read_stop(struct execution *e);

/* Makes FOLDER/NAME hold TEXT, once and for all; false: it is there already
   (*MINE false), or it cannot be made, which is complained about. */
bool state_once(const char *dir, const char *folder, const char *name,
		const char *text);
bool state_has(const char *dir, const char *folder, const char *name);
/* The text of it; NULL: it is not there. The caller frees it. */
char *state_read(const char *dir, const char *folder, const char *name);

#endif
