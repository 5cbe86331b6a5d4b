/* SPDX-License-Identifier: MIT */
/*
 * slurm.h - Slurm, by its commands: they read slurm.conf, speak every version's
 * protocol and end with a status, where the library would end us.
 */
#ifndef PIPELINED_SLURM_H
#define PIPELINED_SLURM_H

#include "execution.h"

enum submitted {
	SUBMIT_DONE,
	SUBMIT_REFUSED, /* by slurmctld's hook: WHY says it */
	SUBMIT_TROUBLE	/* it may or may not have been taken */
};

/* The job of S, whose task jobs/NAME.json says. */
enum submitted slurm_submit(const struct execution *e, struct step *s,
			    const struct settings_line *machine,
			    const char *comment, char *why, size_t size);

/*
 * Names of those of our executing jobs that Slurm has, in FOUND, a text of
 * lines that the caller frees. False: Slurm does not answer.
 */
bool slurm_list(const struct execution *e, char **found);

/* Ends the job if Slurm has it. */
void slurm_cancel(const struct step *s);

#endif
