/* SPDX-License-Identifier: MIT */
/* access.h - one caller, one action, one resource, every policy type. */
#ifndef PORTERO_DECIDE_ACCESS_H
#define PORTERO_DECIDE_ACCESS_H

#include "context.h"

struct answer {
	bool allowed;
	enum portero_reason reason;
	enum portero_layer layer;
	uint32_t level;
	const struct statement *statement; /* that decided; NULL: none did */
};

/*
 * Asks what ctx says. POLICY is the policy of the resource or role (NULL:
 * none); MANDATORY: without its allow nothing is allowed, as trust policies.
 */
struct answer access_ask(struct context *ctx, const struct bundle *policy,
			 bool mandatory);

#endif
