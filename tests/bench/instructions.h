/* SPDX-License-Identifier: MIT */
/* instructions.h - machine instructions a call, counted by callgrind. */
#ifndef PORTERO_BENCH_INSTRUCTIONS_H
#define PORTERO_BENCH_INSTRUCTIONS_H

#include <stdbool.h>

bool instructions_available(void);

/*
 * Runs COMMAND COUNT under callgrind with two numbers of calls; the difference
 * divided. A call takes about NS without it, which says how many can be waited
 * for. 0 when that cannot be done.
 */
double instructions_a_call(const char *command, double ns);

#endif
