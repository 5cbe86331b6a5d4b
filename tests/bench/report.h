/* SPDX-License-Identifier: MIT */
/* report.h - one line a figure for people, and the same as JSON. */
#ifndef PORTERO_BENCH_REPORT_H
#define PORTERO_BENCH_REPORT_H

#include <stddef.h>

#include "measure.h"

/* What is 0 was not measured: a dash for people, null in JSON. */
struct row {
	char workload[64];
	const char *what; /* check_access, load, ... */
	unsigned threads;
	struct figures figures;
	double load_ms, jansson_ms;
	double load_cpu_ms, jansson_cpu_ms; /* on a busy machine: the truth */
	double bytes_per_statement;	    /* beyond the text that is kept; */
	double bytes_per_principal;	    /* where these are the most */
	double resident_bytes, peak_bytes, text_bytes;
	size_t statements, principals;
	double instructions;
	double quiet_p99_ns; /* of a reload: the same without one */
	size_t reloads;
	size_t agree, of;
};

struct report {
	struct row *rows;
	size_t n;
};

void report_explain(void); /* what a sample is, and how the columns read */
void report_heads(void);
void report_add(struct report *r, const struct row *row);
/* Writes all rows; PATH may be NULL: nowhere. */
void report_write(const struct report *r, const char *path);
void report_free(struct report *r);

#endif
