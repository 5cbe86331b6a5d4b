/* SPDX-License-Identifier: MIT */
/*
 * metrics.h - counters in memory that the host gives, which may be shared by
 * processes: plain atomic words, no lock, no pointer.
 */
#ifndef PORTERO_HOST_METRICS_H
#define PORTERO_HOST_METRICS_H

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>

#include "../../plugin/portero.h"

#define METRICS_ACTIONS 64u /* rows of sagemaker.h and one for the others */
#define METRICS_REASONS 48u /* reasons of denial.h and one for the others */
#define METRICS_BUCKETS 12u

/* All zero is a valid start. */
struct metrics {
	_Atomic uint64_t decisions[METRICS_ACTIONS][METRICS_REASONS];
	_Atomic uint64_t audited;  /* refusals that audit mode let pass */
	_Atomic uint64_t passed;   /* not judged because it makes no job */
	_Atomic uint64_t log_lost; /* lines of the decision log */
	_Atomic uint64_t opened, open_failed;	       /* policy sets */
	_Atomic uint64_t buckets[METRICS_BUCKETS + 1]; /* the last: +Inf */
	_Atomic uint64_t nanoseconds;
	_Atomic uint64_t generation;
	_Atomic int64_t opened_at; /* Unix seconds; 0: never */
};

/* Counts one decision about ACTION ("sagemaker:CreateTrainingJob"). */
void metrics_count(struct metrics *m, struct portero_str action,
		   const struct portero_decision *d, uint64_t nanoseconds);
/* A policy set is in force from NOW on. */
void metrics_opened(struct metrics *m, uint64_t generation, int64_t now);
/* Everything as Prometheus text (exposition format 0.0.4). */
void metrics_print(FILE *out, struct metrics *m, int64_t now);

#endif
