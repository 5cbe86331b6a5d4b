/* SPDX-License-Identifier: MIT */
/* simulate_plan.h - the policy set of a simulate line while it is written. */
#ifndef PORTERO_TOOL_SIMULATE_PLAN_H
#define PORTERO_TOOL_SIMULATE_PLAN_H

#include "simulate.h"

#define MAX_ACCOUNTS 4

struct plan {
	const struct simulate_line *line;
	struct buffer *out;
	struct portero_str caller_account, resource_account, spare;
	struct portero_str trust_partition, trust_account;
	struct portero_str trust_path, trust_name;
	struct portero_str accounts[MAX_ACCOUNTS];
	size_t naccounts;
	bool has_trust;
};

/* [DOC...] of the token LIST, a list or one document; LEVEL < 0: no level. */
void plan_put_list(struct plan *p, const char *type, int64_t level,
		   uint32_t list);
/* ,"organization":{...}: SCPs over the caller's account, RCPs over the
 * resource's (simulate_organization.c). */
void plan_put_organization(struct plan *p);

#endif
