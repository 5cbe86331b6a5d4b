/* SPDX-License-Identifier: MIT */
/* reload.h - a set is swapped under readers, who check every answer. */
#ifndef PORTERO_BENCH_RELOAD_H
#define PORTERO_BENCH_RELOAD_H

#include "report.h"
#include "target.h"

struct reload_plan {
	const char *workload; /* details-N */
	uint64_t seed;
	size_t questions;
	unsigned readers, reloads;
	double quiet_seconds;
	const char *directory; /* for the files */
};

/*
 * Opens the account from its files, then for each reload exchanges the files
 * for those of a second account in which half of the teams have other rights,
 * reloads, swaps and closes the old set. Each answer names its generation and
 * must be the one that this set gives.
 */
void reload_measure(struct row *out, const struct portero_plugin *plugin,
		    const struct reload_plan *plan);

#endif
