/* SPDX-License-Identifier: MIT */
/* trace.c - events of a dry run. */
#include "trace.h"

static void
send(const struct context *ctx, struct portero_event *e)
{
	e->size = sizeof *e;
	e->question = ctx->question;
	e->item = ctx->item;
	ctx->trace->event(ctx->trace->arg, e);
}

static uint32_t
outcome_of(enum truth t)
{
	static const uint32_t outcomes[] = {
		[NO] = PORTERO_OUTCOME_NO,
		[MAYBE] = PORTERO_OUTCOME_UNKNOWN,
		[YES] = PORTERO_OUTCOME_YES,
	};

	return outcomes[t];
}

static void
name_statement(struct portero_event *e, const struct statement *st)
{
	e->effect = st->deny ? PORTERO_DENY : PORTERO_ALLOW;
	e->statement = statement_index(st);
	e->line = st->line;
	e->column = st->column;
	e->policy = portero_str_of(st->policy->name);
	e->sid = portero_str_of(statement_sid(st));
}

void
trace_tell_question(const struct context *ctx)
{
	struct portero_event e = { .kind = PORTERO_EVENT_QUESTION };

	e.text = portero_str_of(ctx->action);
	e.target = portero_str_of(ctx->resource);
	send(ctx, &e);
}

void
trace_statement(const struct context *ctx, enum portero_layer layer,
		uint32_t level, const struct statement *st,
		enum portero_part failed, enum truth outcome)
{
	struct portero_event e = { .kind = PORTERO_EVENT_STATEMENT };

	name_statement(&e, st);
	e.layer = layer;
	e.level = level;
	e.part = failed;
	e.outcome = outcome_of(outcome);
	if (st->nresources)
		e.expected = portero_str_of(pattern_source(&st->resources[0]));
	send(ctx, &e);
}

void
trace_condition(const struct context *ctx, const struct statement *st,
		const struct condition *c, const struct values *values,
		enum truth outcome)
{
	struct portero_event e = { .kind = PORTERO_EVENT_CONDITION };

	name_statement(&e, st);
	e.text = portero_str_of(c->name);
	e.target = portero_str_of(ctx->set->keys[c->key].name);
	e.expected = portero_str_of(c->operands[0].text);
	e.actual = values->v;
	e.nactual =
		values->presence == KEY_UNKNOWN ? PORTERO_UNKNOWN : values->n;
	e.outcome = outcome_of(outcome);
	send(ctx, &e);
}

void
trace_layer(const struct context *ctx, enum portero_layer layer, uint32_t level,
	    uint32_t outcome, uint32_t reason, const struct statement *st)
{
	struct portero_event e = { .kind = PORTERO_EVENT_LAYER };

	if (st)
		name_statement(&e, st);
	e.layer = layer;
	e.level = level;
	e.outcome = outcome;
	e.reason = reason;
	send(ctx, &e);
}

void
trace_tell_answer(const struct context *ctx,
		  const struct portero_decision *decision)
{
	struct portero_event e = { .kind = PORTERO_EVENT_ANSWER };

	e.layer = decision->layer;
	e.level = decision->level;
	e.effect = decision->effect;
	e.reason = decision->reason;
	e.outcome = decision->effect == PORTERO_ALLOW ? PORTERO_OUTCOME_YES
		    : decision->reason == PORTERO_REASON_UNDECIDED
			    ? PORTERO_OUTCOME_UNKNOWN
			    : PORTERO_OUTCOME_NO;
	e.statement = decision->statement;
	e.line = decision->line;
	e.column = decision->column;
	send(ctx, &e);
}
