/* SPDX-License-Identifier: MIT */
/*
 * fuzz.h - what every fuzz target has. A target reads any bytes without a crash
 * or a leak, and what must hold for each is written as HOLDS().
 */
#ifndef PORTERO_TESTS_FUZZ_H
#define PORTERO_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libFuzzer: "Fuzz Target". Called by it, or by replay.c. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HOLDS(what)                                                            \
	do {                                                                   \
		if (!(what)) {                                                 \
			fprintf(stderr, "%s:%d: does not hold: %s\n",          \
				__FILE__, __LINE__, #what);                    \
			abort();                                               \
		}                                                              \
	} while (0)

#endif
