/* SPDX-License-Identifier: MIT */
/* dear.h - which questions of a workload cost most. */
#ifndef PORTERO_BENCH_DEAR_H
#define PORTERO_BENCH_DEAR_H

#include "target.h"

/* Prints the MOST dearest questions, how many statements each looked at, and
 * why it is refused if it is. */
void dear_list(const struct target *t, size_t most);

#endif
