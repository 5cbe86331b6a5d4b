/* SPDX-License-Identifier: MIT */
/* question.h - a submission to Slurm, turned into a request to the plugins. */
#ifndef PORTERO_SLURM_QUESTION_H
#define PORTERO_SLURM_QUESTION_H

#include "../lib/request.h"
#include "comment.h"
#include "conf.h"

#define QUESTION_UNKNOWN UINT64_MAX /* a number that nobody knows */
#define QUESTION_ABSENT	 (UINT64_MAX - 1)

/* What Slurm knows of the job; texts may be NULL. */
struct submission {
	uint32_t uid; /* who submits */
	const char *name, *comment, *partition, *account, *qos, *gres;
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
