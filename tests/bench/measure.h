/* SPDX-License-Identifier: MIT */
/*
 * measure.h - times of single calls, and calls per second.
 *
 * A sample is one call: the clock is read before and after it, and what two
 * readings cost with nothing between them is subtracted. Calls per second are
 * counted over whole rounds with no clock inside.
 */
#ifndef PORTERO_BENCH_MEASURE_H
#define PORTERO_BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is measured: call number I. It must not change what it is given. */
struct subject {
	void (*call)(const void *arg, size_t i, void *scratch);
	const void *arg;
	size_t ncalls;	/* I is below this */
	size_t scratch; /* bytes that each thread has for itself */
};

struct effort {
	double seconds; /* for the samples, and for all rounds together */
	size_t samples; /* at most */
	unsigned rounds;
};

struct figures {
	double median_ns, p99_ns, p999_ns; /* p99*: 0 with too few samples */
	size_t nsamples;
	double per_s, best_per_s; /* median and best round, all threads */
	double per_cpu_s;	  /* the median if no other program took time */
};

uint64_t measure_now(void);	  /* ns, monotonic */
uint64_t measure_processor(void); /* ns that this thread has used */
/* What reading the clock twice costs, in ns. */
uint64_t measure_overhead(void);

/* Threads start together and all take samples, then all count calls. */
void measure(struct figures *out, const struct subject *s, unsigned threads,
	     const struct effort *effort);

/* Sorts SAMPLES; the value below which FRACTION of them lie. */
void measure_sort(uint32_t *samples, size_t n);
double measure_percentile(const uint32_t *sorted, size_t n, double fraction);

#endif
