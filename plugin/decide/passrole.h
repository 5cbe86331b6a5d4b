/* SPDX-License-Identifier: MIT */
/* passrole.h - may this role be handed over, and does it trust the service? */
#ifndef PORTERO_DECIDE_PASSROLE_H
#define PORTERO_DECIDE_PASSROLE_H

#include "access.h"

/*
 * The role ARN names, if the caller could pass it at all: an IAM role of his
 * account that the set knows. NULL with *REASON otherwise.
 */
const struct principal *passrole_find(const struct context *ctx,
				      struct str role,
				      enum portero_reason *reason,
				      struct portero_decision *decision);

/* iam:PassRole on ROLE for SERVICE, asked as the caller of CTX. */
struct answer passrole_may_pass(struct context *ctx,
				const struct principal *role,
				struct str service);

/* sts:AssumeRole on ROLE, asked as SERVICE. */
struct answer passrole_trusts(struct context *ctx, const struct principal *role,
			      struct str service);

#endif
