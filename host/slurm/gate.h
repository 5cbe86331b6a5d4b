/* SPDX-License-Identifier: MIT */
/*
 * gate.h - what is in force: the configuration, the stack of plugins, the
 * decision log. A thread of its own looks for changes once a second, so that
 * the hook itself never reads a file.
 */
#ifndef PORTERO_SLURM_GATE_H
#define PORTERO_SLURM_GATE_H

#include "../lib/decision_log.h"
#include "../lib/snapshot.h"
#include "conf.h"

/* Whole: nothing of it is NULL. Broken ones are never in force. */
struct gate {
	struct conf *conf;
	struct stack *stack;
	struct decision_log log;
};

/* Where the thread tells what it did; static text is not needed. */
typedef void gate_say(bool good, const char *text);

/* Opens what PATH names, if it can, and watches it from now on. */
bool gate_start(const char *path, gate_say *say);
void gate_stop(void);

/* The gate in force; value is NULL when there never was a good one. */
struct snapshot_guard gate_enter(void);
void gate_leave(struct snapshot_guard guard);

/* What the files that a gate depends on look like now. */
uint64_t gate_fingerprint(const char *path, const struct conf *conf);

#endif
