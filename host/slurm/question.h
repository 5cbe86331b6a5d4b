/* SPDX-License-Identifier: MIT */
/* question.h - a submission to Slurm, turned into a request to the plugins. */
#ifndef PORTERO_SLURM_QUESTION_H
#define PORTERO_SLURM_QUESTION_H

#include "../lib/request.h"
#include "comment.h"
#include "conf.h"

/* Not said, or no limit. */
#define QUESTION_UNKNOWN UINT64_MAX

/* Per job, node, socket and task: each a way to ask for the same machines. */
#define QUESTION_GRES 4

/* What a submission or an update says of a job; texts may be NULL. */
struct submission {
	uint32_t uid; /* who submits */
	bool update;  /* what is not said is what the job has */
	const char *name, *comment, *partition, *account, *qos;
	const char *gres[QUESTION_GRES];
	const char *array; /* "0-9": one verdict for all its tasks */
	uint64_t cpus, nodes, minutes;
};

/*
 * Fills OUT and COMMENT. False: the submission says too little, or what no
 * policy could allow; *WHY says it, a text that stays.
 */
bool question_make(struct request *out, struct comment *comment,
		   const struct conf *conf, const struct submission *s,
		   const char **why);

#endif
