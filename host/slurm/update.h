/* SPDX-License-Identifier: MIT */
/* update.h - what the hook reads of Slurm's description of a job. */
#ifndef PORTERO_SLURM_UPDATE_H
#define PORTERO_SLURM_UPDATE_H

#include <slurm/slurm.h>

#include "question.h"

/*
 * An update carries only what changes, and the job it is for is Slurm's own
 * secret. So either it touches nothing that was judged, or it says all of it.
 */
enum update_kind {
	UPDATE_HARMLESS, /* nothing that was judged: priority, hold, begin */
	UPDATE_PARTIAL,	 /* some of what was judged, not enough to judge */
	UPDATE_WHOLE,	 /* name, comment, partition: judged anew */
	UPDATE_NEVER	 /* whose it is and what it runs */
};

enum update_kind update_kind(const job_desc_msg_t *job);

/* The texts belong to JOB. */
void update_read(const job_desc_msg_t *job, uint32_t uid, struct submission *s);

#endif
