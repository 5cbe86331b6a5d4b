/* SPDX-License-Identifier: MIT */
/* match.h - does a text match a pattern? */
#ifndef PORTERO_DECIDE_MATCH_H
#define PORTERO_DECIDE_MATCH_H

#include "context.h"
#include "truth.h"

/*
 * The whole TEXT against P. A variable without a value and default matches
 * nothing (IAM: "Policy variables with no value"); its value is literal text.
 * CTX may be NULL for patterns without variables.
 */
enum truth match_pattern(const struct context *ctx, const struct pattern *p,
			 struct str text);

/* The same, with ASCII letters folded. */
enum truth match_pattern_fold(const struct context *ctx,
			      const struct pattern *p, struct str text);

#endif
