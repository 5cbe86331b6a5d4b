/* SPDX-License-Identifier: MIT */
/* decision_line.h - the text of a line of the decision log. */
#ifndef PORTERO_HOST_DECISION_LINE_H
#define PORTERO_HOST_DECISION_LINE_H

#include "decision_log.h"

#define DECISION_SCHEMA "portero.log/1"

/* Now, in UTC, with milliseconds: good until the next call. */
const char *decision_clock_now(struct decision_clock *clock);

/* One line, with its newline. */
void decision_line_put(struct jsonline *l, struct decision_clock *clock,
		       const struct decision_record *record);

#endif
