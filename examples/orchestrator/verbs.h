/* SPDX-License-Identifier: MIT */
/* verbs.h - what pipelined can be told to do. */
#ifndef PIPELINED_VERBS_H
#define PIPELINED_VERBS_H

#include "settings.h"

/* As portero(1): */
enum { EXIT_DONE = 0, EXIT_TROUBLE = 1, EXIT_DENIED = 2, EXIT_UNDECIDED = 4 };
#define EXIT_EXECUTION_FAILED 5

int verb_start(int argc, char **argv);
int verb_resume(int argc, char **argv);
int verb_stop(int argc, char **argv);
int verb_status(int argc, char **argv);
int verb_list_steps(int argc, char **argv);
int verb_job(int argc, char **argv); /* what Slurm's jobs run */

/* The configuration of -c CONF, or the usual one; false after complaining. */
bool verb_settings(struct settings *out, const char *path);

#endif
