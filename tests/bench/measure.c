/* SPDX-License-Identifier: MIT */
/* measure.c - samples of single calls, and rounds of many, on some threads. */
#include "measure.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "writer.h"

#define THREADS	 8u
#define ROUNDS	 16u
#define WARM_UP	 0.05 /* seconds */
#define LOOKS_AT 64u  /* calls between two looks at the clock in a round */

static uint64_t
read_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

uint64_t
measure_now(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

uint64_t
measure_processor(void)
{
	return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

static int
compare(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static int
compare_rates(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void
measure_sort(uint32_t *samples, size_t n)
{
	qsort(samples, n, sizeof *samples, compare);
}

double
measure_percentile(const uint32_t *sorted, size_t n, double fraction)
{
	size_t i = (size_t)((double)n * fraction);

	if (n == 0)
		return 0;
	return sorted[i < n ? i : n - 1];
}

uint64_t
measure_overhead(void)
{
	static uint32_t pairs[20001];
	const size_t n = sizeof pairs / sizeof *pairs;

	for (size_t i = 0; i < n; i++) {
		const uint64_t before = measure_now();

		pairs[i] = (uint32_t)(measure_now() - before);
	}
	measure_sort(pairs, n);
	return pairs[n / 2];
}

/* ---- threads ----------------------------------------------------------------
 */

struct run {
	const struct subject *subject;
	const struct effort *effort;
	unsigned threads;
	uint64_t overhead;
	pthread_barrier_t barrier;
};

struct worker {
	pthread_t thread;
	struct run *run;
	unsigned number;
	uint32_t *samples;
	size_t nsamples;
	struct rate {
		double wall, processor; /* calls per second */
	} rates[ROUNDS];
	void *scratch;
	size_t next; /* call */
};

static void
call_next(struct worker *w)
{
	const struct subject *s = w->run->subject;

	s->call(s->arg, w->next, w->scratch);
	if (++w->next == s->ncalls)
		w->next = 0;
}

static void
take_samples(struct worker *w, double seconds)
{
	const size_t most = w->run->effort->samples;
	const uint64_t start = measure_now();
	const uint64_t end = start + (uint64_t)(seconds * 1e9);
	const uint64_t overhead = w->run->overhead;

	w->nsamples = 0;
	while (w->nsamples < most) {
		const uint64_t before = measure_now();
		uint64_t after, ns;

		call_next(w);
		after = measure_now();
		ns = after - before > overhead ? after - before - overhead : 0;
		w->samples[w->nsamples++] =
			ns < UINT32_MAX ? (uint32_t)ns : UINT32_MAX;
		if (after >= end)
			break;
	}
}

static struct rate
count_round(struct worker *w, double seconds)
{
	const uint64_t start = measure_now(), used = measure_processor();
	const uint64_t end = start + (uint64_t)(seconds * 1e9);
	uint64_t now = start, calls = 0;
	unsigned step = 1;

	while (now < end) {
		for (unsigned i = 0; i < step; i++)
			call_next(w);
		calls += step;
		now = measure_now();
		/* a look at the clock must not be a part of what it times */
		if (step < LOOKS_AT && (now - start) / calls < 10000)
			step = LOOKS_AT;
	}
	return (struct rate){
		(double)calls * 1e9 / (double)(now - start),
		(double)calls * 1e9 / (double)(measure_processor() - used),
	};
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	const struct effort *e = w->run->effort;

	w->next = w->run->subject->ncalls / w->run->threads * w->number;
	pthread_barrier_wait(&w->run->barrier);
	take_samples(w, WARM_UP < e->seconds ? WARM_UP : e->seconds);
	pthread_barrier_wait(&w->run->barrier);
	take_samples(w, e->seconds);
	for (unsigned i = 0; i < e->rounds; i++) {
		pthread_barrier_wait(&w->run->barrier);
		w->rates[i] = count_round(w, e->seconds / e->rounds);
	}
	return NULL;
}

/* ---- results ----------------------------------------------------------------
 */

static void
sum_up(struct figures *out, struct worker *workers, const struct run *run)
{
	const unsigned rounds = run->effort->rounds;
	double rates[ROUNDS] = { 0 }, processor[ROUNDS] = { 0 };
	uint32_t *all;
	size_t n = 0;

	for (unsigned t = 0; t < run->threads; t++)
		n += workers[t].nsamples;
	all = must_alloc(n * sizeof *all);
	n = 0;
	for (unsigned t = 0; t < run->threads; t++) {
		memcpy(all + n, workers[t].samples,
		       workers[t].nsamples * sizeof *all);
		n += workers[t].nsamples;
		for (unsigned i = 0; i < rounds; i++) {
			rates[i] += workers[t].rates[i].wall;
			processor[i] += workers[t].rates[i].processor;
		}
	}
	measure_sort(all, n);
	qsort(rates, rounds, sizeof *rates, compare_rates);
	qsort(processor, rounds, sizeof *processor, compare_rates);
	/* a percentile wants ten samples beyond it */
	*out = (struct figures){
		.median_ns = measure_percentile(all, n, 0.5),
		.p99_ns = n >= 1000 ? measure_percentile(all, n, 0.99) : 0,
		.p999_ns = n >= 10000 ? measure_percentile(all, n, 0.999) : 0,
		.nsamples = n,
		.per_s = rates[rounds / 2],
		.best_per_s = rates[rounds - 1],
		.per_cpu_s = processor[rounds / 2],
	};
	free(all);
}

void
measure(struct figures *out, const struct subject *s, unsigned threads,
	const struct effort *effort)
{
	struct run run = { .subject = s,
			   .effort = effort,
			   .threads = threads,
			   .overhead = measure_overhead() };
	struct worker workers[THREADS] = { 0 };

	if (threads == 0 || threads > THREADS || effort->rounds == 0 ||
	    effort->rounds > ROUNDS ||
	    pthread_barrier_init(&run.barrier, NULL, threads) != 0)
		stop("%u threads cannot be measured", threads);
	for (unsigned t = 0; t < threads; t++) {
		workers[t].run = &run;
		workers[t].number = t;
		workers[t].samples =
			must_zero(effort->samples, sizeof(uint32_t));
		workers[t].scratch = must_zero(1, s->scratch);
		if (t && pthread_create(&workers[t].thread, NULL, work,
					&workers[t]) != 0)
			stop("no thread can be started");
	}
	work(&workers[0]);
	for (unsigned t = 1; t < threads; t++)
		pthread_join(workers[t].thread, NULL);
	sum_up(out, workers, &run);
	for (unsigned t = 0; t < threads; t++) {
		free(workers[t].samples);
		free(workers[t].scratch);
	}
	pthread_barrier_destroy(&run.barrier);
}
