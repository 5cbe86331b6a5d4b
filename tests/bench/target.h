/* SPDX-License-Identifier: MIT */
/* target.h - who is asked the questions of a workload: the plugin, or the
 * baseline. */
#ifndef PORTERO_BENCH_TARGET_H
#define PORTERO_BENCH_TARGET_H

#include "measure.h"
#include "naive.h"
#include "workload.h"

struct target {
	const struct workload *workload;
	const struct portero_plugin *plugin;
	const struct portero *set;
	const struct naive *naive; /* not NULL: asked instead of the plugin */
	const struct portero_request **requests; /* of the questions */
};

/* dlopens PATH, which has a slash in it. */
const struct portero_plugin *target_load(const char *path);

/*
 * Opens W's set. One of an account is written below DIRECTORY first, as
 * portero.conf, organization.json and account.json.
 */
struct portero *target_open(const struct portero_plugin *plugin,
			    const struct workload *w, const char *directory);
void target_write_files(const struct workload *w, const char *directory);

struct target target_of_plugin(const struct workload *w,
			       const struct portero_plugin *plugin,
			       const struct portero *set);
struct target target_of_naive(const struct workload *w,
			      const struct naive *naive);
void target_free(struct target *t);

/* check_access, check_job_creation or naive_scan */
const char *target_what(const struct target *t);

/* Asks everything once; tells the first disagreements. How many agree. */
size_t target_agree(const struct target *t);

/* Asking as something to measure; a call of a batch is fifty jobs. */
struct subject target_subject(const struct target *t);
/* Jobs or questions a call. */
size_t target_per_call(const struct target *t);

#endif
