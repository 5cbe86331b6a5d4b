/* SPDX-License-Identifier: MIT */
/* load.h - from portero.conf, or one JSON document, to a policy set. */
#ifndef PORTERO_LOAD_LOAD_H
#define PORTERO_LOAD_LOAD_H

#include "../policy.h"
#include "../portero.h"
#include "arena.h"
#include "build.h"

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

/* What load_lint reads: a configuration, a set, or one policy document. */
struct load_input {
	const char *config_path; /* NULL: TEXT */
	struct str text;
	bool document, guess; /* TEXT is one policy; its type is not known */
	enum policy_type type;
	struct str name; /* what messages call the document */
};

/* Looks at a set while all that it was read from is still there. */
typedef void load_look(void *arg, const struct build *b,
		       const struct policy_set *set);
int load_lint(const struct load_input *input, const struct portero_host *host,
	      load_look *look, void *arg, struct portero_error *err);

#endif
