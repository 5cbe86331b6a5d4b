/* SPDX-License-Identifier: MIT */
/* decision_id.h - a name for each decision, in the log and in the answer. */
#ifndef PORTERO_HOST_DECISION_ID_H
#define PORTERO_HOST_DECISION_ID_H

#include <stdbool.h>

/*
 * Characters of Crockford's base 32: 16 that are random and the same for all
 * decisions of a process (80 bits), 10 that count from a random start.
 */
#define DECISION_ID 26

/*
 * A new id, NUL behind it, on any thread; false when the system has no random
 * bytes.
 */
bool decision_id(char id[DECISION_ID + 1]);

#endif
