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
 * Every type is asked before anything is concluded, so that a Deny is found
 * wherever it stands and the reason does not depend on who watches.
 */
#include "access.h"

#include "evaluate.h"
#include "trace.h"

/* Organizations: "Resource control policies": services that RCPs cover. */
static const struct str rcp_services[] = {
	{ "s3:", 3 },	{ "sts:", 4 },		{ "kms:", 4 },
	{ "sqs:", 4 },	{ "ecr:", 4 },		{ "secretsmanager:", 15 },
	{ "logs:", 5 }, { "events:", 7 },	{ "dynamodb:", 9 },
	{ "aoss:", 5 }, { "cognito-idp:", 12 }, { "cognito-identity:", 17 },
};

/* What one policy type has said. */
struct layer {
	bool present;
	uint32_t deny_level, allow_level; /* that decided */
	enum truth allows, denies;
	const struct statement *deny, *allow;
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
		l->deny_level = level;
	}
	if (allows < l->allows || !l->present) {
		l->allows = l->present ? both(l->allows, allows) : allows;
		l->allow = v->allow ? v->allow : v->maybe_allow;
		l->allow_level = level;
	}
	l->present = true;
}

static void
ask_levels(struct context *ctx, struct layer *layers, enum type type,
	   const struct bundle *const *levels, uint32_t n)
{
	struct verdict v;

	for (uint32_t i = 0;
	     i < n && (layers[type].denies != YES || ctx->trace); i++)
		ask(ctx, layers, type, levels[i], i, &v);
}

static bool
service_linked(const struct caller *c)
{
	return c->principal && c->principal->service_linked;
}

static bool
rcps_apply(const struct context *ctx)
{
	if (!ctx->owner || ctx->owner->nrcps == 0 || ctx->owner->management ||
	    service_linked(ctx->caller))
		return false;
	for (size_t i = 0; i < sizeof rcp_services / sizeof *rcp_services; i++)
		if (str_starts(ctx->folded, rcp_services[i]))
			return true;
	return false;
}

/* Not for services, not for the management account, not for service-linked
 * roles (Organizations: "Service control policies"). */
static bool
scps_apply(const struct caller *c)
{
	return c->in && c->in->nscps && !c->in->management &&
	       c->kind != CALLER_SERVICE && c->kind != CALLER_ANONYMOUS &&
	       !service_linked(c);
}

static void
ask_identity(struct context *ctx, struct layer *l)
{
	const struct caller *c = ctx->caller;
	struct verdict v;

	l->present = true;
	if (c->kind == CALLER_ROOT) {
		l->allows = YES; /* root starts with everything */
		return;
	}
	l->allows = NO;
	for (uint32_t i = 0; c->principal && i < c->principal->nidentity; i++) {
		enum truth allows, denies;

		evaluate(ctx, c->principal->identity[i], PORTERO_LAYER_IDENTITY,
			 0, &v);
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

/*
 * Which requirements the resource policy leaves: NAMED[] says how directly it
 * names the caller. A user or session named directly needs nothing else in its
 * own account; a role named needs its boundary and session; an account named
 * needs everything. Across accounts both sides must allow.
 */
struct need {
	enum truth granted;    /* the way is open as far as the policy goes */
	bool identity, limits; /* what must allow beside */
};

static enum truth
way(const struct layer *l, const struct need *need)
{
	enum truth t = need->granted;

	if (need->identity)
		t = both(t, l[IDENTITY].allows);
	if (need->limits)
		t = both(t, both(l[BOUNDARY].allows, l[SESSION].allows));
	return t;
}

static enum truth
any_grant(const struct verdict *v)
{
	return either(
		v->granted[NAMED_DIRECTLY],
		either(v->granted[NAMED_ROLE], v->granted[NAMED_ACCOUNT]));
}

/* The best of the ways to an allow. */
static enum truth
open_ways(const struct context *ctx, const struct layer *l,
	  const struct verdict *v, bool mandatory)
{
	const struct caller *c = ctx->caller;
	const struct need ways[] = {
		{ v->granted[NAMED_DIRECTLY], false, false },
		{ v->granted[NAMED_ROLE], false, true },
		{ mandatory ? any_grant(v) : YES, true, true },
	};
	enum truth best = NO;

	if (c->kind == CALLER_SERVICE || c->kind == CALLER_ANONYMOUS)
		return any_grant(v);
	if (!str_equal(c->account, ctx->resource_account))
		return way(l, &(struct need){ any_grant(v), true, true });
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		best = either(best, way(l, &ways[i]));
	return best;
}

/* Is an allow of the resource policy needed, whatever else allows? */
static bool
needs_policy(const struct context *ctx, bool mandatory)
{
	const struct caller *c = ctx->caller;

	return mandatory || c->kind == CALLER_SERVICE ||
	       c->kind == CALLER_ANONYMOUS ||
	       !str_equal(c->account, ctx->resource_account);
}

/* What all layers together mean; TOTAL is what they allow. */
static struct answer
conclude(const struct context *ctx, struct layer *l, const struct verdict *v,
	 bool mandatory, enum truth total)
{
	for (enum type i = RCP; i < LAYERS; i++)
		if (l[i].denies == YES)
			return by_deny(kinds[i].deny_reason, l, i);
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
	if (total != YES)
		return by_allow(PORTERO_REASON_INTERNAL, l, IDENTITY);
	if (l[IDENTITY].present && l[IDENTITY].allows == YES &&
	    l[BOUNDARY].allows == YES && l[SESSION].allows == YES)
		return by_allow(PORTERO_REASON_ALLOWED, l, IDENTITY);
	return by_allow(PORTERO_REASON_ALLOWED, l, RESOURCE);
}

struct answer
access_ask(struct context *ctx, const struct bundle *policy, bool mandatory)
{
	const struct caller *c = ctx->caller;
	const struct principal *p = c->principal;
	struct layer l[LAYERS];
	struct verdict v = { 0 }, limit;

	for (enum type i = RCP; i < LAYERS; i++)
		l[i] = (struct layer){ .allows = YES };
	if (rcps_apply(ctx))
		ask_levels(ctx, l, RCP, ctx->owner->rcps, ctx->owner->nrcps);
	if (scps_apply(c))
		ask_levels(ctx, l, SCP, c->in->scps, c->in->nscps);
	if (policy || mandatory)
		ask(ctx, l, RESOURCE, policy, 0, &v);
	if (c->kind != CALLER_SERVICE && c->kind != CALLER_ANONYMOUS)
		ask_identity(ctx, &l[IDENTITY]);
	if (p && p->has_boundary)
		ask(ctx, l, BOUNDARY, p->boundary, 0, &limit);
	if (p && p->has_session)
		ask(ctx, l, SESSION, p->session, 0, &limit);
	for (enum type i = RCP; ctx->trace && i < LAYERS; i++)
		tell(ctx, l, i);
	return conclude(ctx, l, &v, mandatory,
			both(both(l[RCP].allows, l[SCP].allows),
			     open_ways(ctx, l, &v, mandatory)));
}
