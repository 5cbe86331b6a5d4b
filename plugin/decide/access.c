/* SPDX-License-Identifier: MIT */
/*
 * access.c - the policy types in order (IAM: "Policy evaluation logic"):
 *
 *	an explicit Deny anywhere
 *	RCPs      an allow at every level, for the services they cover
 *	SCPs      an allow at every level from the root to the account
 *	resource  a policy that names the caller may end it here
 *	identity  an allow
 *	boundary  and session policy: an allow, if there is one
 *
 * The first type that denies has decided. Without one, every type is asked
 * before anything is concluded: a Deny counts wherever it stands. Who watches
 * is shown every type, and gets the same answer.
 */
#include "access.h"

#include "evaluate.h"
#include "rcp.h"
#include "trace.h"

/* What one policy type has said. */
struct layer {
	const struct statement *deny, *allow;
	enum truth allows, denies;
	uint16_t deny_level, allow_level; /* that decided */
	bool present;
};

enum type { RCP, SCP, RESOURCE, IDENTITY, BOUNDARY, SESSION, LAYERS };

static const struct {
	enum portero_layer layer;
	enum portero_reason deny_reason, no_reason;
} kinds[LAYERS] = {
	[RCP] = { PORTERO_LAYER_RCP, PORTERO_REASON_RCP_EXPLICIT_DENY,
		  PORTERO_REASON_RCP_NO_ALLOW },
	[SCP] = { PORTERO_LAYER_SCP, PORTERO_REASON_SCP_EXPLICIT_DENY,
		  PORTERO_REASON_SCP_NO_ALLOW },
	[RESOURCE] = { PORTERO_LAYER_RESOURCE,
		       PORTERO_REASON_RESOURCE_EXPLICIT_DENY,
		       PORTERO_REASON_RESOURCE_NO_ALLOW },
	[IDENTITY] = { PORTERO_LAYER_IDENTITY,
		       PORTERO_REASON_IDENTITY_EXPLICIT_DENY,
		       PORTERO_REASON_IDENTITY_NO_ALLOW },
	[BOUNDARY] = { PORTERO_LAYER_BOUNDARY,
		       PORTERO_REASON_BOUNDARY_EXPLICIT_DENY,
		       PORTERO_REASON_BOUNDARY_NO_ALLOW },
	[SESSION] = { PORTERO_LAYER_SESSION,
		      PORTERO_REASON_SESSION_EXPLICIT_DENY,
		      PORTERO_REASON_SESSION_NO_ALLOW },
};

/* Adds what one bundle of a layer says; AND over levels, OR inside one. */
static void
ask(struct context *ctx, struct layer *layers, enum type type,
    const struct bundle *bundle, uint32_t level, struct verdict *v)
{
	struct layer *l = &layers[type];
	enum truth allows, denies;

	evaluate(ctx, bundle, kinds[type].layer, level, v);
	allows = verdict_allows(v);
	denies = verdict_denies(v);
	if (denies > l->denies) {
		l->denies = denies;
		l->deny = v->deny ? v->deny : v->maybe_deny;
		l->deny_level = (uint16_t)level;
	}
	if (allows < l->allows || !l->present) {
		l->allows = l->present ? both(l->allows, allows) : allows;
		l->allow = v->allow ? v->allow : v->maybe_allow;
		l->allow_level = (uint16_t)level;
	}
	l->present = true;
}

/* All levels at once; false when something there is not known yet. */
static bool
ask_all_levels(struct context *ctx, struct layer *l, enum type type,
	       const struct chain *chain)
{
	const uint32_t every = (1u << chain->n) - 1;
	struct verdict v;

	evaluate(ctx, chain->all, kinds[type].layer, 0, &v);
	if (!v.deny && (v.maybe_deny || v.maybe_levels))
		return false;
	l->deny = v.deny;
	l->deny_level = (uint16_t)v.deny_level;
	l->denies = verdict_denies(&v);
	l->allows = v.levels == every ? YES : NO;
	l->allow_level = (uint16_t)__builtin_ctz(~v.levels);
	return true;
}

/* A dry run, and who must know what it hangs on, look at level after level. */
static void
ask_levels(struct context *ctx, struct layer *layers, enum type type,
	   const struct chain *chain)
{
	struct verdict v;

	if (!ctx->trace && ask_all_levels(ctx, &layers[type], type, chain))
		return;
	for (uint32_t i = 0;
	     i < chain->n && (layers[type].denies != YES || ctx->trace); i++)
		ask(ctx, layers, type, chain->levels[i], i, &v);
}

static bool
service_linked(const struct caller *c)
{
	return c->principal && c->principal->service_linked;
}

static bool
rcps_apply(const struct context *ctx)
{
	return ctx->owner && ctx->owner->rcps.n && !ctx->owner->management &&
	       !service_linked(ctx->caller) && rcp_covers(ctx);
}

/* Services and anonymous callers have no policies of their own. */
static bool
has_policies(const struct caller *c)
{
	return c->kind != CALLER_SERVICE && c->kind != CALLER_ANONYMOUS;
}

/* Not for services, not for the management account, not for service-linked
 * roles (Organizations: "Service control policies"). */
static bool
scps_apply(const struct caller *c)
{
	return c->in && c->in->scps.n && !c->in->management &&
	       has_policies(c) && !service_linked(c);
}

/* The policies of one bundle beside those of others: any allow is enough. */
static void
ask_beside(struct context *ctx, struct layer *l, const struct bundle *bundle)
{
	enum truth allows, denies;
	struct verdict v;

	evaluate(ctx, bundle, PORTERO_LAYER_IDENTITY, 0, &v);
	allows = verdict_allows(&v);
	denies = verdict_denies(&v);
	if (denies > l->denies) {
		l->denies = denies;
		l->deny = v.deny ? v.deny : v.maybe_deny;
	}
	if (allows > l->allows) {
		l->allows = allows;
		l->allow = v.allow ? v.allow : v.maybe_allow;
	}
}

static void
ask_identity(struct context *ctx, struct layer *l)
{
	const struct principal *p = ctx->caller->principal;

	l->present = true;
	if (ctx->caller->kind == CALLER_ROOT) {
		l->allows = YES; /* root starts with everything */
		return;
	}
	l->allows = NO;
	if (!p)
		return;
	if (p->own)
		ask_beside(ctx, l, p->own);
	for (uint32_t i = 0; i < p->nshared; i++)
		ask_beside(ctx, l, p->shared[i]);
}

static void
tell(const struct context *ctx, const struct layer *layers, enum type type)
{
	const struct layer *l = &layers[type];
	uint32_t outcome = PORTERO_OUTCOME_YES;
	enum portero_reason reason = PORTERO_REASON_ALLOWED;
	bool denied;

	if (!l->present) {
		outcome = PORTERO_OUTCOME_ABSENT;
		reason = PORTERO_REASON_NONE;
	} else if (l->denies == YES || l->allows == NO) {
		outcome = PORTERO_OUTCOME_NO;
		reason = l->denies == YES ? kinds[type].deny_reason
					  : kinds[type].no_reason;
	} else if (l->denies == MAYBE || l->allows == MAYBE) {
		outcome = PORTERO_OUTCOME_UNKNOWN;
		reason = PORTERO_REASON_UNDECIDED;
	}
	denied = l->denies != NO && reason != kinds[type].no_reason;
	trace_layer(ctx, kinds[type].layer,
		    denied ? l->deny_level : l->allow_level, outcome, reason,
		    denied ? l->deny : l->allow);
}

/* The denies of a type, or its allows, decided. */
static struct answer
by_deny(enum portero_reason reason, const struct layer *l, enum type type)
{
	return (struct answer){ false, reason, kinds[type].layer,
				l[type].deny_level, l[type].deny };
}

static struct answer
by_allow(enum portero_reason reason, const struct layer *l, enum type type)
{
	return (struct answer){ reason == PORTERO_REASON_ALLOWED, reason,
				kinds[type].layer, l[type].allow_level,
				l[type].allows == NO ? NULL : l[type].allow };
}

static enum truth
any_grant(const struct verdict *v)
{
	return either(
		v->granted[NAMED_DIRECTLY],
		either(v->granted[NAMED_ROLE], v->granted[NAMED_ACCOUNT]));
}

/*
 * The best of the ways to an allow. A user or session that the resource policy
 * names directly needs nothing else in its own account; a role named needs its
 * boundary and session; all others need everything. Across accounts both sides
 * must allow.
 */
static enum truth
open_ways(const struct context *ctx, const struct layer *l,
	  const struct verdict *v, bool mandatory)
{
	const enum truth limits = both(l[BOUNDARY].allows, l[SESSION].allows);
	const enum truth all = both(l[IDENTITY].allows, limits);
	const struct caller *c = ctx->caller;

	if (!has_policies(c))
		return any_grant(v);
	if (!str_equal(c->account, ctx->resource_account))
		return both(any_grant(v), all);
	return either(either(v->granted[NAMED_DIRECTLY],
			     both(v->granted[NAMED_ROLE], limits)),
		      both(mandatory ? any_grant(v) : YES, all));
}

/* Is an allow of the resource policy needed, whatever else allows? */
static bool
needs_policy(const struct context *ctx, bool mandatory)
{
	const struct caller *c = ctx->caller;

	return mandatory || !has_policies(c) ||
	       !str_equal(c->account, ctx->resource_account);
}

/* Nothing denies, and all that must allow does. */
static struct answer
allowed(const struct layer *l)
{
	bool caller = l[IDENTITY].present && l[IDENTITY].allows == YES &&
		      l[BOUNDARY].allows == YES && l[SESSION].allows == YES;

	return by_allow(PORTERO_REASON_ALLOWED, l,
			caller ? IDENTITY : RESOURCE);
}

/* What all layers together mean. */
static struct answer
conclude(const struct context *ctx, struct layer *l, const struct verdict *v,
	 bool mandatory)
{
	enum truth denied = NO, total;

	for (enum type i = RCP; i < LAYERS; i++) {
		if (l[i].denies == YES)
			return by_deny(kinds[i].deny_reason, l, i);
		denied = either(denied, l[i].denies);
	}
	total = both(both(l[RCP].allows, l[SCP].allows),
		     open_ways(ctx, l, v, mandatory));
	if (denied == NO && total == YES)
		return allowed(l);
	if (total == NO) {
		l[RESOURCE].allows =
			needs_policy(ctx, mandatory) ? any_grant(v) : YES;
		for (enum type i = RCP; i < LAYERS; i++)
			if (l[i].allows == NO)
				return by_allow(kinds[i].no_reason, l, i);
	}
	for (enum type i = RCP; i < LAYERS; i++)
		if (l[i].denies == MAYBE)
			return by_deny(PORTERO_REASON_UNDECIDED, l, i);
	for (enum type i = RCP; total == MAYBE && i < LAYERS; i++)
		if (l[i].allows == MAYBE)
			return by_allow(PORTERO_REASON_UNDECIDED, l, i);
	/* the policy names the account for sure, the caller himself perhaps */
	if (total == MAYBE) {
		l[RESOURCE].allow = v->maybe_allow;
		return by_allow(PORTERO_REASON_UNDECIDED, l, RESOURCE);
	}
	return by_allow(PORTERO_REASON_INTERNAL, l, IDENTITY);
}

/* Is that the answer, whatever those that come after it say? */
static bool
decides(const struct context *ctx, const struct layer *l)
{
	return l->denies == YES && !ctx->trace;
}

/* Asks what applies; V is what the resource policy said. */
static void
ask_types(struct context *ctx, struct layer *l, const struct bundle *policy,
	  bool mandatory, struct verdict *v)
{
	const struct caller *c = ctx->caller;
	const struct principal *p = c->principal;
	struct verdict limit;

	if (p)
		evaluate_next(ctx, p->own);
	if (rcps_apply(ctx))
		ask_levels(ctx, l, RCP, &ctx->owner->rcps);
	if (!decides(ctx, &l[RCP]) && scps_apply(c))
		ask_levels(ctx, l, SCP, &c->in->scps);
	if (decides(ctx, &l[RCP]) || decides(ctx, &l[SCP]))
		return;
	if (policy || mandatory)
		ask(ctx, l, RESOURCE, policy, 0, v);
	if (has_policies(c))
		ask_identity(ctx, &l[IDENTITY]);
	if (decides(ctx, &l[RESOURCE]) || decides(ctx, &l[IDENTITY]))
		return;
	if (p && p->has_boundary)
		ask(ctx, l, BOUNDARY, p->boundary, 0, &limit);
	if (p && p->has_session)
		ask(ctx, l, SESSION, p->session, 0, &limit);
}

struct answer
access_ask(struct context *ctx, const struct bundle *policy, bool mandatory)
{
	struct layer l[LAYERS] = { 0 };
	struct verdict v = { 0 };

	for (enum type i = RCP; i < LAYERS; i++)
		l[i].allows = YES;
	ask_types(ctx, l, policy, mandatory, &v);
	for (enum type i = RCP; ctx->trace && i < LAYERS; i++)
		tell(ctx, l, i);
	return conclude(ctx, l, &v, mandatory);
}
