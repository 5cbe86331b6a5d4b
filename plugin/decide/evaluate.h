/* SPDX-License-Identifier: MIT */
/* evaluate.h - one bundle of statements against one question. */
#ifndef PORTERO_DECIDE_EVALUATE_H
#define PORTERO_DECIDE_EVALUATE_H

#include "../bundle.h"
#include "context.h"
#include "principal.h"
#include "truth.h"

/*
 * What the statements say. deny and allow are the first statements, in the
 * order of the documents, that match; the maybe_ ones the first that could not
 * be decided. The levels of a chain (1 << level) that allow, and may allow.
 * granted[] says how directly an Allow named the caller, for policies with a
 * Principal.
 */
struct verdict {
	const struct statement *deny, *allow, *maybe_deny, *maybe_allow;
	uint32_t deny_at, allow_at, maybe_deny_at, maybe_allow_at;
	uint32_t levels, maybe_levels, deny_level;
	enum truth granted[NAMED_DIRECTLY + 1];
};

/* BUNDLE may be NULL: it says nothing. LAYER and LEVEL are for the trace. */
void evaluate(struct context *ctx, const struct bundle *bundle,
	      enum portero_layer layer, uint32_t level, struct verdict *out);

/*
 * Memory is slow and a principal is rarely asked twice in a row: these fetch
 * what evaluate() of BUNDLE (or NULL) will read first, and then next, while
 * something else is looked at. They change nothing.
 */
static inline void
evaluate_soon(const struct context *ctx, const struct bundle *bundle)
{
	if (!bundle || !bundle->place_group)
		return;
	__builtin_prefetch(bundle->place_group + ctx->place);
	__builtin_prefetch(bundle->groups);
}

static inline void
evaluate_next(const struct context *ctx, const struct bundle *bundle)
{
	uint8_t group;

	if (!bundle || !bundle->place_group)
		return;
	group = bundle->place_group[ctx->place];
	if (group != PLACE_EMPTY)
		__builtin_prefetch(bundle->candidates +
				   bundle->groups[group].first);
}

/* YES when an Allow matches. */
static inline enum truth
verdict_allows(const struct verdict *v)
{
	return v->allow ? YES : v->maybe_allow ? MAYBE : NO;
}

/* YES when a Deny matches. */
static inline enum truth
verdict_denies(const struct verdict *v)
{
	return v->deny ? YES : v->maybe_deny ? MAYBE : NO;
}

#endif
