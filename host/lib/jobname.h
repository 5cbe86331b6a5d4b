/* SPDX-License-Identifier: MIT */
/*
 * jobname.h - the names a pipeline will give, as far as they can be known
 * before it runs.
 */
#ifndef PORTERO_HOST_JOBNAME_H
#define PORTERO_HOST_JOBNAME_H

/*
 * What only a run decides is a fixed sample, so that an answer can be had
 * again: the execution id (12 of a-z0-9) and a job's token (10 of A-Za-z0-9).
 */
#define JOBNAME_EXECUTION "000000000000"
#define JOBNAME_TOKEN	  "AAAAAAAAAA"

/* Bytes of a step's name that go into names ("Build and manage access"). */
#define JOBNAME_STEP 20

/*
 * PREFIX-000000000000-AAAAAAAAAA, or, when PREFIX is NULL,
 * pipelines-000000000000-STEP-AAAAAAAAAA with STEP cut. The caller frees it;
 * NULL: out of memory.
 */
char *jobname_predict(const char *prefix, const char *step);

/* The session in which the pipeline's role makes the calls of STEP. */
char *jobname_session(const char *step);

#endif
