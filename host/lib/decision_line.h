/* SPDX-License-Identifier: MIT */
/* decision_line.h - the text of a line of the decision log. */
#ifndef PORTERO_HOST_DECISION_LINE_H
#define PORTERO_HOST_DECISION_LINE_H

#include "decision_log.h"

#define DECISION_SCHEMA "portero.log/1"
#define DECISION_TIME	32 /* bytes of "2026-10-01T12:00:00.123Z" and a NUL */

/* Now, in UTC, with milliseconds. */
void decision_line_time(char out[DECISION_TIME]);

#endif
