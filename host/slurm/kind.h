/* SPDX-License-Identifier: MIT */
/* kind.h - the kinds of jobs, as both the hook and an orchestrator name them.
 */
#ifndef PORTERO_SLURM_KIND_H
#define PORTERO_SLURM_KIND_H

#include <stdbool.h>

struct job_kind {
	const char *kind;   /* Type of the step */
	const char *action; /* sagemaker:CreateTrainingJob */
	const char *type;   /* of its ARN; NULL: the comment names it */
	const char *member; /* of the call: the name; NULL: none */
	bool own_resource;  /* it may be called otherwise than the job */
};

/* NULL: it makes no job. */
const struct job_kind *job_kind(const char *kind);

#endif
