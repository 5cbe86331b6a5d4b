/* SPDX-License-Identifier: MIT */
/* run.h - one workload from its making to its figures. */
#ifndef PORTERO_BENCH_RUN_H
#define PORTERO_BENCH_RUN_H

#include "report.h"
#include "target.h"

struct settings {
	const struct portero_plugin *plugin;
	const char *self, *plugin_path; /* to run the benchmark again */
	uint64_t seed;
	size_t questions;
	struct effort effort;
	unsigned threads;	  /* figures for 1 and for so many */
	bool naive;		  /* measure the baseline, too, */
	size_t naive_statements;  /* in sets up to this size */
	bool instructions;	  /* count them, */
	size_t instructions_text; /* in sets up to these bytes */
	size_t dear;		  /* list so many of the dearest questions */
	const char *directory;	  /* for sets that are files */
};

/* NAME is FAMILY-N, or the path of a file of the peers' generator. How many
 * answers were wrong. */
size_t run_workload(struct report *report, const struct settings *settings,
		    const char *name);

/* Only asks, CALLS times: for tools that count instructions. */
void run_count(const struct settings *settings, const char *name,
	       bool ask_naive, size_t calls);

/* Swaps the set of WORKLOAD, details-N, RELOADS times. Wrong answers. */
size_t run_reload(struct report *report, const struct settings *settings,
		  const char *workload, unsigned reloads);

#endif
