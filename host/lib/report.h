/* SPDX-License-Identifier: MIT */
/* report.h - decisions, traces and errors as people and programs read them. */
#ifndef PORTERO_HOST_REPORT_H
#define PORTERO_HOST_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "../../plugin/portero.h"

/*
 * "file:line:column: error[id]: text", the line of the source with a caret
 * under it, and the hint. Everything is escaped (escape.h).
 */
void report_error(FILE *out, const struct portero_error *err, bool color);
/* The same as one JSON object, "portero.error/1", on one line. */
void report_error_json(FILE *out, const struct portero_error *err);

#endif
