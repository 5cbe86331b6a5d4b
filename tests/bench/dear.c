/* SPDX-License-Identifier: MIT */
/* dear.c - which questions of a workload cost most, and why. */
#include <stdio.h>
#include <stdlib.h>

#include "dear.h"

#define REPEAT 20u

struct dear {
	const struct question *question;
	uint64_t ns; /* best of REPEAT */
	uint32_t steps;
};

static int
compare(const void *a, const void *b)
{
	const struct dear *x = a, *y = b;

	return (x->ns < y->ns) - (x->ns > y->ns);
}

static struct dear
time_one(const struct target *t, const struct subject *s, size_t i,
	 uint64_t overhead)
{
	struct dear d = { &t->workload->questions[i], UINT64_MAX, 0 };
	struct portero_decision decision = { 0 };

	for (unsigned k = 0; k < REPEAT; k++) {
		const uint64_t before = measure_now();
		uint64_t ns;

		s->call(s->arg, i, &decision);
		ns = measure_now() - before;
		if (ns < d.ns)
			d.ns = ns;
	}
	d.ns = d.ns > overhead ? d.ns - overhead : 0;
	d.steps = decision.steps;
	return d;
}

void
dear_list(const struct target *t, size_t most)
{
	const struct workload *w = t->workload;
	const struct subject subject = target_subject(t);
	const uint64_t overhead = measure_overhead();
	struct dear *all = must_zero(w->nquestions, sizeof *all);

	for (size_t i = 0; i < w->nquestions; i++)
		all[i] = time_one(t, &subject, i, overhead);
	qsort(all, w->nquestions, sizeof *all, compare);
	printf("%9s %6s  %s\n", "ns", "steps", w->name);
	for (size_t i = 0; i < most && i < w->nquestions; i++)
		printf("%9llu %6u  %s %s%s%s\n", (unsigned long long)all[i].ns,
		       (unsigned)all[i].steps,
		       all[i].question->request.action.ptr,
		       all[i].question->request.resource.ptr,
		       all[i].question->why ? ": " : "",
		       all[i].question->why ? all[i].question->why : "");
	free(all);
}
