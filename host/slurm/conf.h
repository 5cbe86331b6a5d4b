/* SPDX-License-Identifier: MIT */
/*
 * conf.h - the configuration of the hook, portero-slurm.conf, which lies beside
 * slurm.conf:
 *
 *	plugin PLUGIN CONFIG			the stack, in order; repeatable
 *	log PATH				the decision log (needed)
 *	place arn:aws:sagemaker:REGION:ACCOUNT	where jobs are (needed)
 *	user NAME as PRINCIPAL			a person and who he is
 *	user NAME runs ROLE...			an orchestrator and the roles of
 *						its pipelines
 *	partition NAME [KEY=VALUE...]		what its machines are
 *	unknown KEY...				condition keys no job can tell
 */
#ifndef PORTERO_SLURM_CONF_H
#define PORTERO_SLURM_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../lib/stack.h"

#define CONF_PLUGINS 8

struct conf_user {
	uint32_t uid;
	const char *principal; /* NULL: an orchestrator */
	const char **roles;
	size_t nroles;
};

struct conf_key {
	const char *key, *value;
};

struct conf_partition {
	const char *name;
	struct conf_key *keys;
	size_t nkeys;
};

struct conf {
	char *text; /* all words point into it */
	struct stack_entry plugins[CONF_PLUGINS];
	size_t nplugins;
	const char *log, *place;
	struct conf_user *users;
	size_t nusers;
	struct conf_partition *partitions;
	size_t npartitions;
	const char **unknown;
	size_t nunknown;
};

/* Reads PATH, which only root or we may be able to change. NULL and *err. */
struct conf *conf_read(const char *path, struct portero_error *err);
void conf_free(struct conf *c);

const struct conf_user *conf_user(const struct conf *c, uint32_t uid);
const struct conf_partition *conf_partition(const struct conf *c,
					    const char *name);

#endif
