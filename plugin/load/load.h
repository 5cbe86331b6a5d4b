/* SPDX-License-Identifier: MIT */
/* load.h - from portero.conf, or one JSON document, to a policy set. */
#ifndef PORTERO_LOAD_LOAD_H
#define PORTERO_LOAD_LOAD_H

#include "../policy.h"
#include "../portero.h"
#include "arena.h"

/* A policy set and the memory it lives in. */
struct loaded {
	const struct policy_set *set;
	struct arena *arena; /* arena_free when done */
};

/* Reads CONFIG_PATH and every file it names. 0 or a portero_error_code. */
int load_config(struct loaded *out, const struct portero_host *host,
		const char *config_path, struct portero_error *err);
/* Reads one JSON document: portero-set(5). */
int load_set(struct loaded *out, const struct portero_host *host,
	     struct str text, struct portero_error *err);

#endif
