/* SPDX-License-Identifier: MIT */
/* memory.h - how much memory is in use, and how much was at most. */
#ifndef PORTERO_BENCH_MEMORY_H
#define PORTERO_BENCH_MEMORY_H

#include <stddef.h>

/* Bytes that malloc has given out and not got back. */
size_t memory_in_use(void);
/* Gives free memory back to the system. */
void memory_trim(void);

/* Resident bytes now; at most since the last memory_peak_begin. */
size_t memory_resident(void);
void memory_peak_begin(void);
size_t memory_peak(void);

#endif
