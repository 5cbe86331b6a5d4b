/* SPDX-License-Identifier: MIT */
/*
 * snapshot.h - a pointer that is swapped under running readers. Readers never
 * wait and take no lock; the writer waits until nobody reads the old value.
 *
 *	struct snapshot_guard g = snapshot_enter(s);
 *	stack_check_job_creation(g.value, request, &decision);
 *	snapshot_leave(s, g);
 *
 *	stack_close(snapshot_swap(s, new_stack));
 */
#ifndef PORTERO_HOST_SNAPSHOT_H
#define PORTERO_HOST_SNAPSHOT_H

#include <stdint.h>

struct snapshot;

/* VALUE may be NULL. NULL: out of memory. */
struct snapshot *snapshot_new(void *value);
/* Returns the last value; nobody may be inside or come any more. */
void *snapshot_free(struct snapshot *s);

/* What a reader holds between enter and leave; leave on any thread. */
struct snapshot_guard {
	void *value;
	uint32_t counter;
};

struct snapshot_guard snapshot_enter(struct snapshot *s);
void snapshot_leave(struct snapshot *s, struct snapshot_guard guard);

/*
 * Publishes VALUE, waits for the readers of the old one and returns it, to be
 * closed. Never call it between enter and leave. Writers take turns. After
 * fork(2) the readers of other threads are counted in the child for ever: a
 * child that swaps must be forked when nobody is inside.
 */
void *snapshot_swap(struct snapshot *s, void *value);

#endif
