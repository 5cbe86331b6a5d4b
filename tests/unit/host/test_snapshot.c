/* SPDX-License-Identifier: MIT */
/*
 * Tests of host/lib/snapshot.c: readers never see a value that was dropped.
 * Under SAN=thread and SAN=address this is the proof; without, a dropped value
 * is marked.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "../../../host/lib/snapshot.h"

#define READERS 4
#define SWAPS	2000
#define ALIVE	0x600dU
#define DROPPED 0xdeadU

/* A plain, not atomic, value: a race on it is one that a sanitizer sees. */
struct value {
	unsigned mark, serial;
};

static struct value *
make_value(unsigned serial)
{
	struct value *v = malloc(sizeof *v);

	*v = (struct value){ ALIVE, serial };
	return v;
}

static void
drop_value(struct value *v)
{
	v->mark = DROPPED;
	free(v);
}

struct crowd {
	struct snapshot *snapshot;
	atomic_bool stop;
	atomic_uint bad, reads;
};

static void *
read_all(void *arg)
{
	struct crowd *c = arg;
	unsigned last = 0;

	while (!atomic_load(&c->stop)) {
		struct snapshot_guard g = snapshot_enter(c->snapshot);
		const struct value *v = g.value;

		if (v->mark != ALIVE || v->serial < last)
			atomic_fetch_add(&c->bad, 1);
		last = v->serial;
		snapshot_leave(c->snapshot, g);
		atomic_fetch_add(&c->reads, 1);
	}
	return NULL;
}

static void
readers_see_only_living_values(void **state)
{
	struct crowd c = { .snapshot = snapshot_new(make_value(0)) };
	pthread_t threads[READERS];

	(void)state;
	for (int i = 0; i < READERS; i++)
		pthread_create(&threads[i], NULL, read_all, &c);
	for (unsigned i = 1; i <= SWAPS; i++)
		drop_value(snapshot_swap(c.snapshot, make_value(i)));
	/* the readers go on while nothing is swapped */
	while (atomic_load(&c.reads) < SWAPS)
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	atomic_store(&c.stop, true);
	for (int i = 0; i < READERS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(atomic_load(&c.bad), 0);
	drop_value(snapshot_free(c.snapshot));
}

struct writer {
	struct snapshot *snapshot;
	struct value *next;
	atomic_bool done;
	void *old;
};

static void *
write_one(void *arg)
{
	struct writer *w = arg;

	w->old = snapshot_swap(w->snapshot, w->next);
	atomic_store(&w->done, true);
	return NULL;
}

/* The writer waits for a reader that is inside, and new readers do not. */
static void
the_writer_waits(void **state)
{
	struct value *first = make_value(1), *second = make_value(2);
	struct writer w = { .snapshot = snapshot_new(first), .next = second };
	struct snapshot_guard inside = snapshot_enter(w.snapshot), other;
	pthread_t thread;

	(void)state;
	assert_ptr_equal(inside.value, first);
	pthread_create(&thread, NULL, write_one, &w);
	do { /* until the new value is there */
		other = snapshot_enter(w.snapshot);
		snapshot_leave(w.snapshot, other);
	} while (other.value != second);
	nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
	assert_false(atomic_load(&w.done));
	assert_int_equal(first->mark, ALIVE);
	snapshot_leave(w.snapshot, inside);
	pthread_join(thread, NULL);
	assert_ptr_equal(w.old, first);
	drop_value(first);
	drop_value(snapshot_free(w.snapshot));
}

static void
swaps_without_readers(void **state)
{
	struct snapshot *s = snapshot_new(NULL);
	struct snapshot_guard g = snapshot_enter(s);

	(void)state;
	assert_null(g.value);
	snapshot_leave(s, g);
	assert_null(snapshot_swap(s, s));
	assert_ptr_equal(snapshot_swap(s, NULL), s);
	assert_null(snapshot_free(s));
	assert_null(snapshot_free(NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(readers_see_only_living_values),
		cmocka_unit_test(the_writer_waits),
		cmocka_unit_test(swaps_without_readers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
