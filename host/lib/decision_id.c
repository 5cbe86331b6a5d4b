/* SPDX-License-Identifier: MIT */
/*
 * Ids that no two decisions share, without a system call for each: random bytes
 * are drawn once in a process, and again in a child of it.
 */
#define _GNU_SOURCE /* getrandom */
#include "decision_id.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/random.h>

#define OF_PROCESS 16 /* characters; the others count */

enum state { NEW, BUSY, READY, NEVER };

static _Atomic enum state state;
static atomic_bool watched; /* the next fork is going to be noticed */
static char process[OF_PROCESS];
static _Atomic uint64_t count;

/* Crockford's: without I, L, O, U */
static char
digit(uint64_t bits)
{
	return "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits & 31];
}

/* N characters, all random; false: there are no random bytes. */
static bool
draw(char *out, size_t n)
{
	unsigned char bytes[DECISION_ID];
	ssize_t got;

	do
		got = getrandom(bytes, n, 0);
	while (got < 0 && errno == EINTR);
	if (got != (ssize_t)n)
		return false;
	for (size_t i = 0; i < n; i++)
		out[i] = digit(bytes[i]);
	return true;
}

/* A child would go on with the ids of its parent. */
static void
forget(void)
{
	atomic_store(&state, NEW);
}

static void
begin(void)
{
	uint64_t start;

	if (!atomic_load(&watched) && pthread_atfork(NULL, NULL, forget) != 0) {
		atomic_store(&state, NEVER);
		return;
	}
	atomic_store(&watched, true);
	if (getrandom(&start, sizeof start, 0) != (ssize_t)sizeof start ||
	    !draw(process, sizeof process)) {
		atomic_store(&state, NEW);
		return;
	}
	atomic_store(&count, start);
	atomic_store(&state, READY);
}

bool
decision_id(char id[DECISION_ID + 1])
{
	enum state seen = NEW;
	uint64_t n;

	id[DECISION_ID] = '\0';
	if (atomic_compare_exchange_strong(&state, &seen, BUSY)) {
		begin();
		seen = atomic_load(&state);
	}
	/* while another thread begins, or when it cannot be done: all random */
	if (seen != READY)
		return draw(id, DECISION_ID);
	memcpy(id, process, sizeof process);
	n = atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
	for (size_t i = DECISION_ID; i-- > OF_PROCESS; n >>= 5)
		id[i] = digit(n);
	return true;
}
