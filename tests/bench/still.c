/* SPDX-License-Identifier: MIT */
/*
 * still.c - does a check allocate, or take a lock? This program's own malloc
 * and pthread locks count who calls them, and the plugin, which is loaded
 * later, gets these. System calls are counted from outside: with strace -c two
 * runs with different numbers of checks must make the same.
 * usage: still PLUGIN CHECKS
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "target.h"

#define OURS __attribute__((visibility("default")))

static unsigned long allocations, locks;

/* glibc's own, under the names that only it defines */
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void __libc_free(void *);

OURS void *
malloc(size_t n)
{
	allocations++;
	return __libc_malloc(n);
}

OURS void *
calloc(size_t n, size_t size)
{
	allocations++;
	return __libc_calloc(n, size);
}

OURS void *
realloc(void *p, size_t n)
{
	allocations++;
	return __libc_realloc(p, n);
}

OURS void
free(void *p)
{
	allocations += p != NULL;
	__libc_free(p);
}

static int
next_lock(const char *name, void *lock)
{
	void *symbol = dlsym(RTLD_NEXT, name);
	int (*real)(void *) = NULL;

	locks++;
	memcpy(&real, &symbol, sizeof real);
	return real ? real(lock) : 0;
}

OURS int
pthread_mutex_lock(pthread_mutex_t *lock)
{
	return next_lock("pthread_mutex_lock", lock);
}

OURS int
pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
	return next_lock("pthread_rwlock_rdlock", lock);
}

OURS int
pthread_spin_lock(pthread_spinlock_t *lock)
{
	return next_lock("pthread_spin_lock", (void *)(uintptr_t)lock);
}

/* ---- the checks -----------------------------------------------------------
 */

static int
check(const struct portero_plugin *plugin, const char *name, size_t checks)
{
	struct workload w;
	struct subject subject;
	struct portero *set;
	struct target t;
	unsigned long loading, allocated, locked;
	void *scratch;

	workload_make(&w, name, 1, 1000);
	loading = allocations;
	set = target_open(plugin, &w, ".");
	loading = allocations - loading;
	t = target_of_plugin(&w, plugin, set);
	subject = target_subject(&t);
	scratch = must_zero(1, subject.scratch);
	allocated = allocations;
	locked = locks;
	for (size_t i = 0; i < checks; i++)
		subject.call(subject.arg, i % subject.ncalls, scratch);
	allocated = allocations - allocated;
	locked = locks - locked;
	printf("%-14s %7zu calls: %lu allocations, %lu locks (loading: %lu "
	       "allocations)\n",
	       name, checks, allocated, locked, loading);
	free(scratch);
	target_free(&t);
	plugin->close(set);
	workload_free(&w);
	/* with no allocations while loading, nothing would be counted */
	return allocated != 0 || locked != 0 || loading == 0;
}

int
main(int argc, char **argv)
{
	static const char *const names[] = { "fleet-1000",     "fat-1000",
					     "variables-1000", "hostile-20",
					     "job-1000",       "job5-1000" };
	const struct portero_plugin *plugin;
	size_t checks;
	int failed = 0;

	if (argc != 3)
		stop("usage: still PLUGIN CHECKS");
	plugin = target_load(argv[1]);
	checks = strtoul(argv[2], NULL, 10);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		failed |= check(plugin, names[i],
				checks / (sizeof names / sizeof *names));
	return failed;
}
