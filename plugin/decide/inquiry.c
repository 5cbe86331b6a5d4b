/* SPDX-License-Identifier: MIT */
/*
 * inquiry.c - takes a request in, and keeps the answer that will be told: the
 * first definite no, else what is not known yet.
 */
#include "inquiry.h"

#include "detail.h"
#include "evaluate.h"
#include "find.h"
#include "principal.h"
#include "trace.h"

/* Writes REASON and what goes with it to the decision. */
void
inquiry_settle(struct inquiry *q, enum portero_reason reason,
	       enum portero_layer layer, const struct answer *a)
{
	struct portero_decision *d = q->decision;

	d->effect =
		reason == PORTERO_REASON_ALLOWED ? PORTERO_ALLOW : PORTERO_DENY;
	d->reason = reason;
	d->layer = layer;
	d->question = q->ctx.question;
	d->item = q->ctx.item;
	d->level = a ? a->level : 0;
	if (a && a->statement) {
		const struct statement *st = a->statement;

		d->statement = statement_index(st);
		d->line = st->line;
		d->column = st->column;
		detail_copy(d->policy, sizeof d->policy, st->policy->name);
		detail_copy(d->sid, sizeof d->sid, statement_sid(st));
	}
}

/* What is said of a no or a not-yet: which resource. */
static void
about_resource(struct inquiry *q)
{
	const struct str texts[] = { q->ctx.action, STR(" on "),
				     q->ctx.resource };

	detail_texts(q->decision, texts, sizeof texts / sizeof *texts);
}

static bool
undecided(const struct inquiry *q)
{
	return q->decision->reason == PORTERO_REASON_UNDECIDED;
}

/* Nothing so far, or only what is not known yet. */
bool
inquiry_goes_on(const struct inquiry *q)
{
	return q->decision->reason == PORTERO_REASON_NONE || undecided(q) ||
	       q->ctx.trace;
}

/* Is an answer with REASON to be told rather than the one there is? */
static bool
tells(const struct inquiry *q, enum portero_reason reason)
{
	return q->decision->reason == PORTERO_REASON_NONE ||
	       (undecided(q) && reason != PORTERO_REASON_UNDECIDED &&
		reason != PORTERO_REASON_ALLOWED);
}

/* Clears what is there for another answer. */
static void
clear(struct portero_decision *d)
{
	d->statement = d->line = d->column = 0;
	d->policy[0] = d->sid[0] = d->detail[0] = 0;
}

/*
 * Takes one answer; the first definite no is kept, and a yes is not: it is
 * told when all is asked. A watcher is told every one.
 */
void
inquiry_take(struct inquiry *q, enum portero_layer layer,
	     const struct answer *a)
{
	struct portero_decision *kept = q->decision, other;
	bool keep = !a->allowed && tells(q, a->reason);

	if (!keep && !q->ctx.trace)
		return;
	if (!keep)
		q->decision = &other;
	clear(q->decision);
	inquiry_settle(q, a->reason,
		       layer == PORTERO_LAYER_NONE ? a->layer : layer, a);
	if (!a->allowed)
		about_resource(q);
	trace_answer(&q->ctx, q->decision);
	q->decision = kept;
}

/* A no that no policy said. */
void
inquiry_refuse(struct inquiry *q, enum portero_reason reason,
	       enum portero_layer layer, const char *detail, size_t n)
{
	struct portero_decision *kept = q->decision, other;

	if (!tells(q, reason))
		q->decision = &other;
	clear(q->decision);
	inquiry_settle(q, reason, layer, NULL);
	detail_text(q->decision, str_make(detail, n));
	trace_answer(&q->ctx, q->decision);
	q->decision = kept;
}

/* Folds an action that is not on the line: "service:Name" with one colon, and
 * no byte that no action has. */
static bool
fold_action(struct inquiry *q, struct str action)
{
	bool colon = false;

	if (action.n > ACTION_MAX)
		return false;
	for (size_t i = 0; i < action.n; i++) {
		char c = action.p[i];

		if (c == ':') {
			if (colon || i == 0 || i + 1 == action.n)
				return false;
			colon = true;
		} else if (c <= ' ' || c > '~' || c == '*' || c == '?') {
			return false;
		}
		q->folded[i] = str_lower(c);
	}
	q->ctx.folded = str_make(q->folded, action.n);
	return colon;
}

static bool
take_action(struct inquiry *q, struct str action)
{
	struct context *ctx = &q->ctx;

	ctx->action = action;
	ctx->place = find_action(ctx->set, action, &q->known);
	if (q->known && q->known->action) {
		ctx->folded = q->known->name;
		return true;
	}
	/* unnamed, or just a mark on the line */
	if (!fold_action(q, action))
		return false;
	if (!q->known)
		ctx->place = find_action_between(ctx->set, ctx->folded);
	return true;
}

/* Points the question at RESOURCE. */
bool
inquiry_aim(struct context *ctx, struct str resource)
{
	ctx->resource = resource;
	ctx->arn = (struct arn){ 0 };
	return arn_parse(&ctx->arn, resource);
}

/* Whose the resource is: the host says, or the ARN, or the set; else it is
 * taken for the caller's own. */
void
inquiry_find_owner(struct inquiry *q, const struct resource *known,
		   struct str said)
{
	struct context *ctx = &q->ctx;

	ctx->resource_account = said;
	if (ctx->resource_account.n == 0)
		ctx->resource_account = ctx->arn.account;
	if (ctx->resource_account.n == 0 && known)
		ctx->resource_account = known->account;
	if (ctx->resource_account.n == 0)
		ctx->resource_account = ctx->caller->account;
	ctx->owner = ctx->caller->in && str_equal(ctx->resource_account,
						  ctx->caller->account)
			     ? ctx->caller->in
			     : find_account(ctx->set, ctx->resource_account);
}

/* Is KEY among those of the first N? */
static bool
given(const struct attr_ref *refs, size_t n, struct str key)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal_fold(str_of(refs[i].attr->key), key))
			return true;
	return false;
}

/* The keys of the request. False: the same key twice. */
static bool
take_attrs(struct inquiry *q)
{
	const struct portero_request *r = q->request;
	uint64_t seen = 0;

	for (size_t i = 0; i < r->nattrs; i++) {
		struct str key = str_of(r->attrs[i].key);
		uint64_t mark = str_mark_fold(key), bit = context_bit(mark);

		if ((seen & bit) && given(q->attrs, i, key))
			return false;
		seen |= bit;
		q->attrs[i] = (struct attr_ref){ mark, &r->attrs[i], KEY_NONE };
	}
	q->ctx.attrs = q->attrs;
	q->ctx.nattrs = r->nattrs;
	q->ctx.given = seen;
	return true;
}

/* Who asks what: false when that is refused already. */
bool
inquiry_begin(struct inquiry *q, const struct policy_set *set,
	      const struct portero_request *request,
	      const struct decide_clock *clock,
	      struct portero_decision *decision)
{
	q->request = request;
	q->decision = decision;
	q->ctx = (struct context){ .set = set,
				   .trace = request->trace,
				   .clock = clock->now,
				   .clock_arg = clock->arg,
				   .now = request->now,
				   .caller = &q->caller };
	if (!take_action(q, str_of(request->action))) {
		INQUIRY_REFUSE(q, PORTERO_REASON_BAD_REQUEST,
			       PORTERO_LAYER_NONE,
			       "the action is not of the form service:Name");
		return false;
	}
	if (!principal_parse(set, str_of(request->principal), &q->caller)) {
		INQUIRY_REFUSE(
			q, PORTERO_REASON_BAD_REQUEST, PORTERO_LAYER_NONE,
			"the principal is not the ARN of a user, a role, a "
			"session or an account's root");
		return false;
	}
	if (q->caller.principal)
		evaluate_soon(&q->ctx, q->caller.principal->own);
	if (!take_attrs(q)) {
		INQUIRY_REFUSE(q, PORTERO_REASON_BAD_REQUEST,
			       PORTERO_LAYER_NONE,
			       "the same attribute is given twice");
		return false;
	}
	return true;
}

/* The set must know the caller; roots need no entry. */
bool
inquiry_knows_caller(struct inquiry *q)
{
	const struct caller *c = &q->caller;

	if (c->kind == CALLER_SERVICE || c->kind == CALLER_ANONYMOUS)
		return true;
	if (!c->in) {
		inquiry_refuse(q, PORTERO_REASON_UNKNOWN_ACCOUNT,
			       PORTERO_LAYER_NONE, c->account.p, c->account.n);
		return false;
	}
	if (!c->principal && c->kind != CALLER_ROOT) {
		inquiry_refuse(q, PORTERO_REASON_UNKNOWN_PRINCIPAL,
			       PORTERO_LAYER_NONE, c->text.p, c->text.n);
		return false;
	}
	return true;
}
