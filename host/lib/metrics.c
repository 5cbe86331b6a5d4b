/* SPDX-License-Identifier: MIT */
/* Counts decisions and prints the counts as Prometheus text. */
#include "metrics.h"

#include <inttypes.h>
#include <string.h>

#include "denial.h"
#include "sagemaker.h"

/* Upper bounds of the histogram, in nanoseconds. */
static const uint64_t bounds[METRICS_BUCKETS] = {
	500,   1000,   2000,	5000,	  10000,     20000,
	50000, 100000, 1000000, 10000000, 100000000, 1000000000
};

#define OTHER_ACTION (METRICS_ACTIONS - 1)
#define OTHER_REASON (METRICS_REASONS - 1)

static size_t
action_index(struct portero_str action)
{
	static const char service[] = "sagemaker:";
	const size_t skip = sizeof service - 1;
	const struct sagemaker_operation *o = NULL;
	size_t i;

	if (action.len > skip && memcmp(action.ptr, service, skip) == 0)
		o = sagemaker_operation(action.ptr + skip, action.len - skip);
	i = o ? (size_t)(o - sagemaker_operations) : OTHER_ACTION;
	return i < OTHER_ACTION ? i : OTHER_ACTION;
}

static size_t
reason_index(uint32_t reason)
{
	uint32_t known;

	for (size_t i = 0; i < OTHER_REASON && denial_reason_at(i, &known); i++)
		if (known == reason)
			return i;
	return OTHER_REASON;
}

/* The counters are independent of each other: no order is needed. */
static void
add(_Atomic uint64_t *counter, uint64_t n)
{
	atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

static uint64_t
get(_Atomic uint64_t *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

void
metrics_count(struct metrics *m, struct portero_str action,
	      const struct portero_decision *d, uint64_t nanoseconds)
{
	size_t bucket = 0;

	add(&m->decisions[action_index(action)][reason_index(d->reason)], 1);
	if (nanoseconds == 0) /* no plugin was asked */
		return;
	while (bucket < METRICS_BUCKETS && nanoseconds > bounds[bucket])
		bucket++;
	add(&m->buckets[bucket], 1);
	add(&m->nanoseconds, nanoseconds);
}

void
metrics_opened(struct metrics *m, uint64_t generation, int64_t now)
{
	add(&m->opened, 1);
	atomic_store_explicit(&m->generation, generation, memory_order_relaxed);
	atomic_store_explicit(&m->opened_at, now, memory_order_relaxed);
}

static void
head(FILE *out, const char *name, const char *type, const char *help)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
print_decisions(FILE *out, struct metrics *m)
{
	const struct sagemaker_operation *o = sagemaker_operations;
	size_t n = 0;

	while (o[n].name)
		n++;
	head(out, "portero_decisions_total", "counter", "Decisions made.");
	for (size_t i = 0; i < METRICS_ACTIONS; i++)
		for (size_t k = 0; k < METRICS_REASONS; k++) {
			const uint64_t count = get(&m->decisions[i][k]);
			uint32_t reason = PORTERO_REASON_UNJUDGED;
			const char *name = denial_reason_at(k, &reason);

			if (count == 0)
				continue;
			fprintf(out,
				"portero_decisions_total{action=\"%s\","
				"verdict=\"%s\",reason=\"%s\"} %" PRIu64 "\n",
				i < n ? o[i].name : "other",
				reason == PORTERO_REASON_ALLOWED ? "allow"
				: reason == PORTERO_REASON_NONE ||
						reason >=
							PORTERO_REASON_UNJUDGED
					? "unjudged"
					: "deny",
				name ? name : "UNKNOWN", count);
		}
}

static void
print_seconds(FILE *out, uint64_t nanoseconds)
{
	fprintf(out, "%" PRIu64 ".%09" PRIu64, nanoseconds / 1000000000,
		nanoseconds % 1000000000);
}

static void
print_histogram(FILE *out, struct metrics *m)
{
	static const char name[] = "portero_evaluation_seconds";
	uint64_t sum = 0;

	head(out, name, "histogram",
	     "Time the plugins took, without reading the body.");
	for (size_t i = 0; i < METRICS_BUCKETS; i++) {
		sum += get(&m->buckets[i]);
		fprintf(out, "%s_bucket{le=\"", name);
		print_seconds(out, bounds[i]);
		fprintf(out, "\"} %" PRIu64 "\n", sum);
	}
	sum += get(&m->buckets[METRICS_BUCKETS]);
	fprintf(out, "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n", name, sum);
	fprintf(out, "%s_sum ", name);
	print_seconds(out, get(&m->nanoseconds));
	fprintf(out, "\n%s_count %" PRIu64 "\n", name, sum);
}

static void
print_one(FILE *out, _Atomic uint64_t *counter, const char *name,
	  const char *help)
{
	head(out, name, "counter", help);
	fprintf(out, "%s %" PRIu64 "\n", name, get(counter));
}

static void
print_policy_set(FILE *out, struct metrics *m, int64_t now)
{
	const int64_t at =
		atomic_load_explicit(&m->opened_at, memory_order_relaxed);

	print_one(out, &m->opened, "portero_policy_opened_total",
		  "Policy sets that were opened, once a process.");
	print_one(out, &m->open_failed, "portero_policy_open_failed_total",
		  "Policy sets or plugins that could not be opened.");
	if (at == 0)
		return;
	head(out, "portero_policy_generation", "gauge",
	     "The policy set that was opened last.");
	fprintf(out,
		"portero_policy_generation{generation=\"%016" PRIx64 "\"} 1\n",
		get(&m->generation));
	head(out, "portero_policy_opened_timestamp_seconds", "gauge",
	     "When it was opened.");
	fprintf(out, "portero_policy_opened_timestamp_seconds %" PRId64 "\n",
		at);
	head(out, "portero_policy_age_seconds", "gauge",
	     "Time since it was opened.");
	fprintf(out, "portero_policy_age_seconds %" PRId64 "\n",
		now > at ? now - at : 0);
}

void
metrics_print(FILE *out, struct metrics *m, int64_t now)
{
	print_decisions(out, m);
	print_histogram(out, m);
	print_one(out, &m->audited, "portero_audited_total",
		  "Refusals that audit mode let pass.");
	print_one(out, &m->passed, "portero_passed_total",
		  "Requests that make no job and were let pass.");
	print_one(out, &m->log_lost, "portero_log_lost_total",
		  "Lines of the decision log that could not be written.");
	print_policy_set(out, m, now);
}
