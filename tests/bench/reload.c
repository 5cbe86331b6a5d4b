/* SPDX-License-Identifier: MIT */
/* reload.c - readers that never stop, and a writer that loads and swaps. */
#include "reload.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../../host/lib/snapshot.h"
#include "memory.h"

#define READERS 8u
#define BUCKETS 65536u /* of 8 ns each; the last one is for all longer ones */
#define WIDTH	8u

/* Two accounts with the same questions; an answer names its account. */
struct side {
	struct workload workload;
	uint64_t generation;
	char directory[1024];
};

enum phase { PHASE_QUIET, PHASE_RELOAD, PHASE_END };

struct stage {
	const struct portero_plugin *plugin;
	struct side sides[2];
	struct snapshot *snapshot;
	uint64_t overhead;
	atomic_int phase;
};

struct reader {
	pthread_t thread;
	struct stage *stage;
	size_t next;
	size_t asked, right;
	uint32_t times[2][BUCKETS]; /* by phase */
};

/* ---- readers --------------------------------------------------------------
 */

static bool
is_right(const struct stage *stage, size_t i, const struct portero_decision *d)
{
	for (size_t s = 0; s < 2; s++)
		if (d->generation == stage->sides[s].generation)
			return (d->effect == PORTERO_ALLOW) ==
			       stage->sides[s].workload.questions[i].expected;
	return false;
}

static void
read_once(struct reader *r, int phase)
{
	struct stage *stage = r->stage;
	const struct workload *w = &stage->sides[0].workload;
	struct portero_decision d = { .size = sizeof d };
	const uint64_t before = measure_now();
	struct snapshot_guard guard = snapshot_enter(stage->snapshot);
	uint64_t ns;

	stage->plugin->check_access(guard.value, &w->questions[r->next].request,
				    &d);
	snapshot_leave(stage->snapshot, guard);
	ns = measure_now() - before;
	ns = ns > stage->overhead ? (ns - stage->overhead) / WIDTH : 0;
	r->times[phase][ns < BUCKETS ? ns : BUCKETS - 1]++;
	r->asked++;
	r->right += is_right(stage, r->next, &d);
	if (++r->next == w->nquestions)
		r->next = 0;
}

static void *
read_on(void *arg)
{
	struct reader *r = arg;
	int phase;

	while ((phase = atomic_load_explicit(
			&r->stage->phase, memory_order_relaxed)) != PHASE_END)
		read_once(r, phase);
	return NULL;
}

static double
percentile(const struct reader *readers, unsigned n, int phase, double fraction)
{
	uint64_t all = 0, seen = 0;

	for (unsigned r = 0; r < n; r++)
		for (size_t b = 0; b < BUCKETS; b++)
			all += readers[r].times[phase][b];
	for (size_t b = 0; b < BUCKETS; b++) {
		for (unsigned r = 0; r < n; r++)
			seen += readers[r].times[phase][b];
		if ((double)seen > (double)all * fraction)
			return ((double)b + 0.5) * WIDTH;
	}
	return 0;
}

/* ---- the writer -----------------------------------------------------------
 */

/* A policy set's generation is told by any answer. */
static uint64_t
generation_of(const struct stage *stage, const struct portero *set)
{
	struct portero_decision d = { .size = sizeof d };

	stage->plugin->check_access(
		set, &stage->sides[0].workload.questions[0].request, &d);
	return d.generation;
}

static void
prepare(struct stage *stage, const struct reload_plan *plan, size_t i)
{
	struct side *s = &stage->sides[i];
	struct portero *set;

	if (i == 0)
		workload_make(&s->workload, plan->workload, plan->seed,
			      plan->questions);
	else
		workload_make_swapped(&s->workload, plan->workload, plan->seed,
				      plan->questions);
	if (s->workload.organization.n == 0)
		stop("%s: only accounts can be reloaded", plan->workload);
	snprintf(s->directory, sizeof s->directory, "%s/%zu", plan->directory,
		 i);
	target_write_files(&s->workload, s->directory);
	set = target_open(stage->plugin, &s->workload, s->directory);
	s->generation = generation_of(stage, set);
	stage->plugin->close(set);
}

/* Were the two accounts alike, no answer could be wrong. */
static void
must_differ(const struct stage *stage)
{
	const struct workload *a = &stage->sides[0].workload;
	const struct workload *b = &stage->sides[1].workload;

	if (stage->sides[0].generation == stage->sides[1].generation)
		stop("%s: two sets of one generation", a->name);
	for (size_t i = 0; i < a->nquestions; i++)
		if (a->questions[i].expected != b->questions[i].expected)
			return;
	stop("%s: both sets give the same answers", a->name);
}

/* Makes the account that is loaded next the one of side I. */
static void
exchange(const struct stage *stage, const char *directory, size_t i)
{
	char from[2048], to[2048], new[2048];

	snprintf(from, sizeof from, "%s/account.json",
		 stage->sides[i].directory);
	snprintf(new, sizeof new, "%s/account.new", directory);
	snprintf(to, sizeof to, "%s/account.json", directory);
	remove(new);
	if (link(from, new) != 0 || rename(new, to) != 0)
		stop("%s: cannot be exchanged", to);
}

static double
reload_once(struct stage *stage, const struct portero *old)
{
	struct portero_error err = { .size = sizeof err };
	const uint64_t before = measure_now();
	struct portero *set = NULL;
	uint64_t ns;

	stage->plugin->reload(&set, old, &err);
	ns = measure_now() - before;
	if (!set)
		stop("reload: %s:%u:%u: %s", err.file, err.line, err.column,
		     err.text);
	stage->plugin->close(snapshot_swap(stage->snapshot, set));
	return (double)ns / 1e6;
}

static double
write_on(struct stage *stage, const struct reload_plan *plan,
	 struct portero *set)
{
	double ms = 0;

	for (unsigned i = 1; i <= plan->reloads; i++) {
		struct snapshot_guard now = snapshot_enter(stage->snapshot);

		/* only this thread closes sets: NOW stays good */
		set = now.value;
		snapshot_leave(stage->snapshot, now);
		exchange(stage, plan->directory, i % 2);
		ms += reload_once(stage, set);
	}
	return ms / plan->reloads;
}

static void
nap(double seconds)
{
	const struct timespec t = { (time_t)seconds,
				    (long)((seconds - (double)(time_t)seconds) *
					   1e9) };

	nanosleep(&t, NULL);
}

static void
sum_up(struct row *out, const struct reader *readers, unsigned n,
       double seconds)
{
	uint64_t during = 0;

	for (unsigned r = 0; r < n; r++) {
		out->of += readers[r].asked;
		out->agree += readers[r].right;
		for (size_t b = 0; b < BUCKETS; b++)
			during += readers[r].times[PHASE_RELOAD][b];
	}
	out->figures = (struct figures){
		.median_ns = percentile(readers, n, PHASE_RELOAD, 0.5),
		.p99_ns = percentile(readers, n, PHASE_RELOAD, 0.99),
		.p999_ns = percentile(readers, n, PHASE_RELOAD, 0.999),
		.nsamples = during,
		.per_s = (double)during / seconds,
	};
	out->quiet_p99_ns = percentile(readers, n, PHASE_QUIET, 0.99);
}

void
reload_measure(struct row *out, const struct portero_plugin *plugin,
	       const struct reload_plan *plan)
{
	struct stage stage = { .plugin = plugin,
			       .overhead = measure_overhead() };
	struct reader *readers = must_zero(READERS, sizeof *readers);
	struct portero *set;
	size_t before;
	uint64_t start;

	if (plan->readers == 0 || plan->readers > READERS)
		stop("from 1 to %u readers", READERS);
	*out = (struct row){ .what = "reload",
			     .threads = plan->readers,
			     .reloads = plan->reloads };
	snprintf(out->workload, sizeof out->workload, "%s", plan->workload);
	prepare(&stage, plan, 0);
	prepare(&stage, plan, 1);
	must_differ(&stage);
	target_write_files(&stage.sides[0].workload, plan->directory);
	memory_trim();
	before = memory_in_use();
	set = target_open(plugin, &stage.sides[0].workload, plan->directory);
	out->peak_bytes = (double)(memory_in_use() - before);
	stage.snapshot = snapshot_new(set);
	if (!stage.snapshot)
		stop("out of memory");
	for (unsigned r = 0; r < plan->readers; r++) {
		readers[r].stage = &stage;
		readers[r].next =
			stage.sides[0].workload.nquestions / plan->readers * r;
		if (pthread_create(&readers[r].thread, NULL, read_on,
				   &readers[r]) != 0)
			stop("no thread can be started");
	}
	nap(plan->quiet_seconds);
	start = measure_now();
	atomic_store(&stage.phase, PHASE_RELOAD);
	out->load_ms = write_on(&stage, plan, set);
	atomic_store(&stage.phase, PHASE_QUIET);
	start = measure_now() - start;
	nap(plan->quiet_seconds);
	atomic_store(&stage.phase, PHASE_END);
	for (unsigned r = 0; r < plan->readers; r++)
		pthread_join(readers[r].thread, NULL);
	set = snapshot_free(stage.snapshot);
	out->resident_bytes = (double)(memory_in_use() - before);
	plugin->close(set);
	out->statements = stage.sides[0].workload.statements;
	out->principals = stage.sides[0].workload.principals;
	sum_up(out, readers, plan->readers, (double)start / 1e9);
	free(readers);
	workload_free(&stage.sides[0].workload);
	workload_free(&stage.sides[1].workload);
}
