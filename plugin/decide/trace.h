/* SPDX-License-Identifier: MIT */
/* trace.h - tells the watcher of a dry run what happens. */
#ifndef PORTERO_DECIDE_TRACE_H
#define PORTERO_DECIDE_TRACE_H

#include "context.h"
#include "truth.h"

/* The watcher is told; called only where there is one. */
void trace_tell_question(const struct context *ctx);
void trace_tell_answer(const struct context *ctx,
		       const struct portero_decision *decision);
void trace_statement(const struct context *ctx, enum portero_layer layer,
		     uint32_t level, const struct statement *st,
		     enum portero_part failed, enum truth outcome);
void trace_condition(const struct context *ctx, const struct statement *st,
		     const struct condition *c, const struct values *values,
		     enum truth outcome);
/* ST: the statement that decided, or NULL. */
void trace_layer(const struct context *ctx, enum portero_layer layer,
		 uint32_t level, uint32_t outcome, uint32_t reason,
		 const struct statement *st);

/* These ask first whether there is a watcher. */
static inline void
trace_question(const struct context *ctx)
{
	if (ctx->trace)
		trace_tell_question(ctx);
}

static inline void
trace_answer(const struct context *ctx, const struct portero_decision *decision)
{
	if (ctx->trace)
		trace_tell_answer(ctx, decision);
}

#endif
