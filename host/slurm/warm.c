/* SPDX-License-Identifier: MIT */
/* Runs a function on a stack whose pages are there already. */
#define _GNU_SOURCE /* MAP_ANONYMOUS, MAP_STACK */
#include "warm.h"

#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#define STACK_BYTES ((size_t)1 << 20)
#define GUARD_BYTES ((size_t)1 << 16)

static struct {
	pthread_mutex_t lock;
	char *stack;
	ucontext_t back;
	void (*call)(void *arg);
	void *arg;
} w = { .lock = PTHREAD_MUTEX_INITIALIZER };

bool
warm_open(void)
{
	char *memory =
		mmap(NULL, STACK_BYTES + GUARD_BYTES, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);

	if (memory == MAP_FAILED)
		return false;
	/* the stack grows down, into a wall */
	if (mprotect(memory, GUARD_BYTES, PROT_NONE) != 0) {
		munmap(memory, STACK_BYTES + GUARD_BYTES);
		return false;
	}
	memset(memory + GUARD_BYTES, 0, STACK_BYTES);
	w.stack = memory;
	return true;
}

void
warm_close(void)
{
	if (w.stack)
		munmap(w.stack, STACK_BYTES + GUARD_BYTES);
	w.stack = NULL;
}

static void
enter(void)
{
	w.call(w.arg);
}

void
warm_call(void (*call)(void *arg), void *arg)
{
	ucontext_t there;

	pthread_mutex_lock(&w.lock);
	if (!w.stack || getcontext(&there) != 0) {
		call(arg);
	} else {
		w.call = call;
		w.arg = arg;
		there.uc_stack.ss_sp = w.stack + GUARD_BYTES;
		there.uc_stack.ss_size = STACK_BYTES;
		there.uc_link = &w.back;
		makecontext(&there, enter, 0);
		if (swapcontext(&w.back, &there) != 0)
			call(arg);
	}
	pthread_mutex_unlock(&w.lock);
}
