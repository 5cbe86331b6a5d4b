/* SPDX-License-Identifier: MIT */
/*
 * A pointer that is swapped under running readers.
 *
 * A reader adds 1 to a counter, reads the pointer, and takes 1 off the same
 * counter when done. The writer stores the new pointer and then waits until it
 * has seen every counter at 0. That is enough: all these accesses have one
 * order (seq_cst), so a reader that got the old pointer was counted before the
 * writer stored the new one, and a counter seen at 0 later has no such reader.
 *
 * Counters come in pairs so that the writer cannot starve: new readers use the
 * half that PHASE names, and the other half only drains. They are spread over
 * cache lines so that readers on different processors do not disturb each
 * other.
 */
#include "snapshot.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#define STRIPES	   64u /* a power of 2 */
#define CACHE_LINE 64

struct stripe {
	alignas(CACHE_LINE) atomic_uint inside[2];
};

struct snapshot {
	struct stripe stripes[STRIPES];
	alignas(CACHE_LINE) _Atomic(void *) value;
	atomic_uint phase;
	pthread_mutex_t writer;
};

struct snapshot *
snapshot_new(void *value)
{
	struct snapshot *s = aligned_alloc(CACHE_LINE, sizeof *s);

	if (!s)
		return NULL;
	for (uint32_t i = 0; i < STRIPES; i++) {
		atomic_init(&s->stripes[i].inside[0], 0);
		atomic_init(&s->stripes[i].inside[1], 0);
	}
	atomic_init(&s->value, value);
	atomic_init(&s->phase, 0);
	if (pthread_mutex_init(&s->writer, NULL) != 0) {
		free(s);
		return NULL;
	}
	return s;
}

void *
snapshot_free(struct snapshot *s)
{
	void *value;

	if (!s)
		return NULL;
	value = atomic_load(&s->value);
	pthread_mutex_destroy(&s->writer);
	free(s);
	return value;
}

/* The stripe of this thread: threads take turns. */
static uint32_t
my_stripe(void)
{
	static atomic_uint threads;
	static _Thread_local uint32_t mine; /* 0: not yet */

	if (mine == 0)
		mine = 1 + (atomic_fetch_add(&threads, 1) & (STRIPES - 1));
	return mine - 1;
}

struct snapshot_guard
snapshot_enter(struct snapshot *s)
{
	struct snapshot_guard guard;
	const uint32_t half = atomic_load(&s->phase) & 1;

	guard.counter = my_stripe() * 2 + half;
	atomic_fetch_add(&s->stripes[guard.counter / 2].inside[half], 1);
	guard.value = atomic_load(&s->value);
	return guard;
}

void
snapshot_leave(struct snapshot *s, struct snapshot_guard guard)
{
	atomic_fetch_sub(
		&s->stripes[guard.counter / 2].inside[guard.counter & 1], 1);
}

/* Waits until every counter of HALF has been seen at 0 once. */
static void
drain(struct snapshot *s, uint32_t half)
{
	struct timespec pause = { .tv_nsec = 20000 };

	for (uint32_t i = 0; i < STRIPES; i++) {
		while (atomic_load(&s->stripes[i].inside[half]) != 0) {
			nanosleep(&pause, NULL);
			if (pause.tv_nsec < 1000000)
				pause.tv_nsec *= 2;
		}
	}
}

void *
snapshot_swap(struct snapshot *s, void *value)
{
	uint32_t half;
	void *old;

	pthread_mutex_lock(&s->writer);
	old = atomic_exchange(&s->value, value);
	for (int i = 0; i < 2; i++) {
		half = atomic_load(&s->phase) & 1;
		atomic_store(&s->phase, half ^ 1);
		drain(s, half);
	}
	pthread_mutex_unlock(&s->writer);
	return old;
}
