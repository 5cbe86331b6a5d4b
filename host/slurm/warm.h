/* SPDX-License-Identifier: MIT */
/*
 * warm.h - a stack that stays. slurmctld makes a thread for every message, and
 * the pages of its new stack come from the kernel one by one: that cost more
 * than the whole decision.
 */
#ifndef PORTERO_SLURM_WARM_H
#define PORTERO_SLURM_WARM_H

#include <stdbool.h>

bool warm_open(void);
void warm_close(void);

/* Calls CALL(ARG) on that stack, one at a time. */
void warm_call(void (*call)(void *arg), void *arg);

#endif
