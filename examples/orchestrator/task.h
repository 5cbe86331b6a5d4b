/* SPDX-License-Identifier: MIT */
/* task.h - from a step that is due to a job that is submitted. */
#ifndef PIPELINED_TASK_H
#define PIPELINED_TASK_H

#include "execution.h"

/*
 * Asks, names, records, submits. Afterwards S is executing, or failed, or
 * starting when Slurm did not answer: then task_begin again, which keeps the
 * name, once it is known that Slurm does not have it. False: the state cannot
 * be written.
 */
bool task_begin(struct execution *e, struct step *s);

/* Has the job of S left a result? Then S is no longer executing. */
bool task_result(struct execution *e, struct step *s, bool *changed);

/* The job will never run, or what it still does does not count. */
bool task_give_up(struct execution *e, struct step *s, const char *why);

/* FAILED, or waiting for another attempt if the step's RetryPolicies say so. */
bool task_fail(struct execution *e, struct step *s, const char *exception,
	       const char *why);

#endif
