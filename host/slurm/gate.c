/* SPDX-License-Identifier: MIT */
/*
 * Keeps the gate in force. What is broken changes nothing: the last good set
 * stays, and before there was one, all is refused.
 */
#include "gate.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* Nanoseconds between two looks. */
#define PACE 1000000000L

static struct {
	struct snapshot *current;
	char *path;
	gate_say *say;
	/* the last configuration that could be read: where to look */
	struct conf *watched;
	uint64_t seen;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stop;
} g = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void
gate_free(struct gate *gate)
{
	if (!gate)
		return;
	decision_log_close(&gate->log);
	stack_close(gate->stack);
	conf_free(gate->conf);
	free(gate);
}

static void
announce(void *arg, const char *text)
{
	(void)arg;
	g.say(false, text);
}

static struct gate *
gate_open(const char *path, struct portero_error *err)
{
	struct gate *gate = calloc(1, sizeof *gate);

	if (!gate)
		return NULL;
	gate->log = (struct decision_log){ .fd = -1, .announce = announce };
	gate->conf = conf_read(path, err);
	if (gate->conf &&
	    stack_open(&gate->stack, gate->conf->plugins, gate->conf->nplugins,
		       NULL, err) == PORTERO_OK) {
		if (decision_log_open(&gate->log, gate->conf->log))
			return gate;
		snprintf(err->text, sizeof err->text, "%s: %s", gate->conf->log,
			 strerror(errno));
	}
	gate_free(gate);
	return NULL;
}

static void
tell_broken(const struct portero_error *err, bool had_one)
{
	char text[1024];

	snprintf(text, sizeof text, "%s:%u:%u: %s; %s", err->file, err->line,
		 err->column, err->text,
		 had_one ? "the last good set stays in force"
			 : "all jobs are refused");
	g.say(false, text);
}

/* Was the log in force renamed, to be followed by a new one? */
static bool
log_moved(void)
{
	struct snapshot_guard guard = snapshot_enter(g.current);
	const struct gate *gate = guard.value;
	struct stat open, there;
	bool moved = false;

	if (gate && fstat(gate->log.fd, &open) == 0)
		moved = stat(gate->conf->log, &there) != 0 ||
			there.st_ino != open.st_ino ||
			there.st_dev != open.st_dev;
	snapshot_leave(g.current, guard);
	return moved;
}

static bool
is_open(void)
{
	struct snapshot_guard guard = snapshot_enter(g.current);

	snapshot_leave(g.current, guard);
	return guard.value != NULL;
}

/* Where to look, even when the set itself is broken. */
static void
watch_files(void)
{
	struct conf *conf = conf_read(g.path, NULL);

	if (!conf)
		return;
	conf_free(g.watched);
	g.watched = conf;
}

/* Looks at the files, and puts what they say now in force. */
static void
look(bool first)
{
	struct portero_error err = { .size = sizeof err };
	struct gate *gate;

	if (!first && gate_fingerprint(g.path, g.watched) == g.seen &&
	    !log_moved())
		return;
	watch_files();
	/* before the files are read: what changes meanwhile is seen next time
	 */
	g.seen = gate_fingerprint(g.path, g.watched);
	gate = gate_open(g.path, &err);
	if (!gate) {
		tell_broken(&err, is_open());
		return;
	}
	gate_free(snapshot_swap(g.current, gate));
	g.say(true, first ? "the policy set is in force"
			  : "the policy set was read again and is in force");
}

static void *
watch(void *arg)
{
	(void)arg;
	pthread_mutex_lock(&g.lock);
	while (!g.stop) {
		struct timespec until;

		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec += PACE / 1000000000L;
		pthread_cond_timedwait(&g.wake, &g.lock, &until);
		if (!g.stop)
			look(false);
	}
	pthread_mutex_unlock(&g.lock);
	return NULL;
}

static bool
start_thread(void)
{
	pthread_condattr_t attr;
	bool ok = false;

	if (pthread_condattr_init(&attr) != 0)
		return false;
	if (pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0 &&
	    pthread_cond_init(&g.wake, &attr) == 0)
		ok = pthread_create(&g.thread, NULL, watch, NULL) == 0;
	pthread_condattr_destroy(&attr);
	return ok;
}

bool
gate_start(const char *path, gate_say *say)
{
	g.current = snapshot_new(NULL);
	g.path = strdup(path);
	g.say = say;
	g.stop = false;
	if (!g.current || !g.path)
		return false;
	look(true);
	return start_thread();
}

void
gate_stop(void)
{
	pthread_mutex_lock(&g.lock);
	g.stop = true;
	pthread_cond_signal(&g.wake);
	pthread_mutex_unlock(&g.lock);
	pthread_join(g.thread, NULL);
	pthread_cond_destroy(&g.wake);
	gate_free(snapshot_free(g.current));
	conf_free(g.watched);
	free(g.path);
	g.current = NULL;
	g.watched = NULL;
	g.path = NULL;
}

struct snapshot_guard
gate_enter(void)
{
	return snapshot_enter(g.current);
}

void
gate_leave(struct snapshot_guard guard)
{
	snapshot_leave(g.current, guard);
}
