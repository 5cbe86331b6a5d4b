/* SPDX-License-Identifier: MIT */
/* trace.h - the events of a dry run, recorded in a list of our own. */
#ifndef PORTERO_HOST_TRACE_H
#define PORTERO_HOST_TRACE_H

#include <stdbool.h>

#include "../../plugin/portero.h"

struct trace;

struct trace *trace_new(void); /* NULL: out of memory */
void trace_free(struct trace *t);
/* Forgets all events. */
void trace_clear(struct trace *t);
/* What goes into a request; good as long as T is. */
const struct portero_trace *trace_hook(struct trace *t);

/* The events in order; their text is ours. */
size_t trace_count(const struct trace *t);
const struct portero_event *trace_event(const struct trace *t, size_t i);
/* True when an event is missing because memory was. */
bool trace_incomplete(const struct trace *t);

#endif
