/* SPDX-License-Identifier: MIT */
/* report.h - decisions, traces and errors as people and programs read them. */
#ifndef PORTERO_HOST_REPORT_H
#define PORTERO_HOST_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "../../plugin/portero.h"
#include "stack.h"
#include "trace.h"

/* All that was asked and answered about one job. */
struct report {
	const struct portero_request *request;
	const struct portero_decision *decision;
	const struct trace *trace; /* NULL: only the verdict is told */
	const struct stack *stack; /* for the texts of reasons */
	const char *directory;	   /* names of policies are relative to it */
	const char *name; /* of the request, when there are several; or NULL */
	bool color;
	bool verdict_only;
	bool every_statement; /* also those that did not decide */
};

/*
 * The verdict first, then a line for each layer and question; what said no with
 * its place in the policy file, a caret, and why. Everything is escaped.
 */
void report_text(FILE *out, const struct report *r);
/* "portero.decision/1", one object on one line. */
void report_json(FILE *out, const struct report *r);

/*
 * "file:line:column: error[id]: text", the line of the source with a caret
 * under it, and the hint. Everything is escaped (escape.h).
 */
void report_error(FILE *out, const struct portero_error *err, bool color);
/* The same as one JSON object, "portero.error/1", on one line. */
void report_error_json(FILE *out, const struct portero_error *err);

/* "ALLOW", "DENY" or "INDETERMINATE" */
const char *report_effect(const struct portero_decision *d);
/* "explicit", "implicit" or "unjudged"; "" of an ALLOW */
const char *report_kind(const struct portero_decision *d);

#endif
