/* SPDX-License-Identifier: MIT */
/* Records the events of a dry run: they are good during the call only. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

struct block {
	struct block *next;
	size_t used, size;
	_Alignas(max_align_t) char data[];
};

struct trace {
	struct portero_trace hook;
	struct portero_event *events;
	size_t n, cap;
	struct block *blocks;
	bool incomplete;
};

static void *
take(struct trace *t, size_t n)
{
	struct block *b = t->blocks;
	size_t size;

	n = (n + 15) & ~(size_t)15;
	if (!b || b->size - b->used < n) {
		size = n > 16384 ? n : 16384;
		b = malloc(sizeof *b + size);
		if (!b)
			return NULL;
		*b = (struct block){ .next = t->blocks, .size = size };
		t->blocks = b;
	}
	b->used += n;
	return b->data + b->used - n;
}

static bool
copy(struct trace *t, struct portero_str *s)
{
	char *to;

	if (!s->ptr)
		return true;
	to = take(t, s->len + 1);
	if (!to)
		return false;
	if (s->len > 0)
		memcpy(to, s->ptr, s->len);
	to[s->len] = '\0';
	s->ptr = to;
	return true;
}

static bool
copy_actual(struct trace *t, struct portero_event *e)
{
	struct portero_str *values;

	if (e->nactual == 0 || e->nactual == PORTERO_UNKNOWN)
		return true;
	values = take(t, e->nactual * sizeof *values);
	if (!values)
		return false;
	memcpy(values, e->actual, e->nactual * sizeof *values);
	e->actual = values;
	for (size_t i = 0; i < e->nactual; i++)
		if (!copy(t, &values[i]))
			return false;
	return true;
}

static bool
room(struct trace *t)
{
	const size_t cap = t->cap ? t->cap * 2 : 64;
	struct portero_event *events;

	if (t->n < t->cap)
		return true;
	events = realloc(t->events, cap * sizeof *events);
	if (!events)
		return false;
	t->events = events;
	t->cap = cap;
	return true;
}

static void
record(void *arg, const struct portero_event *event)
{
	struct trace *t = arg;
	struct portero_event e = { 0 };

	/* an older plugin tells less */
	memcpy(&e, event, event->size < sizeof e ? event->size : sizeof e);
	if (!room(t) || !copy(t, &e.policy) || !copy(t, &e.sid) ||
	    !copy(t, &e.text) || !copy(t, &e.target) || !copy(t, &e.expected) ||
	    !copy_actual(t, &e)) {
		t->incomplete = true;
		return;
	}
	t->events[t->n++] = e;
}

struct trace *
trace_new(void)
{
	struct trace *t = calloc(1, sizeof *t);

	if (t)
		t->hook = (struct portero_trace){ .size = sizeof t->hook,
						  .arg = t,
						  .event = record };
	return t;
}

void
trace_clear(struct trace *t)
{
	while (t->blocks) {
		struct block *next = t->blocks->next;

		free(t->blocks);
		t->blocks = next;
	}
	t->n = 0;
	t->incomplete = false;
}

void
trace_free(struct trace *t)
{
	if (!t)
		return;
	trace_clear(t);
	free(t->events);
	free(t);
}

const struct portero_trace *
trace_hook(struct trace *t)
{
	return &t->hook;
}

size_t
trace_count(const struct trace *t)
{
	return t->n;
}

const struct portero_event *
trace_event(const struct trace *t, size_t i)
{
	return &t->events[i];
}

bool
trace_incomplete(const struct trace *t)
{
	return t->incomplete;
}
