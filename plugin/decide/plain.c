/* SPDX-License-Identifier: MIT */
/*
 * plain.c - one plain IAM question: the policy of the resource, or the trust
 * policy of the role that is to be assumed, and everything of the caller.
 */
#include "decide.h"

#include "find.h"
#include "inquiry.h"
#include "trace.h"

/* Is it asked of the trust policy of a role? */
static bool
asks_trust(const struct context *ctx)
{
	static const struct str actions[] = {
		{ "sts:assumerole", 14 },
		{ "sts:assumerolewithsaml", 22 },
		{ "sts:assumerolewithwebidentity", 29 },
		{ "sts:tagsession", 14 },
		{ "sts:setsourceidentity", 21 },
	};

	if (!str_starts(ctx->folded, STR("sts:")))
		return false;
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (str_equal(ctx->folded, actions[i]))
			return i < 3 ||
			       (str_equal(ctx->arn.service, STR("iam")) &&
				str_starts(ctx->arn.resource, STR("role/")));
	return false;
}

static const struct principal *
role_of(const struct context *ctx)
{
	struct str name, session;
	const struct principal *role;

	if (arn_identity(&ctx->arn, &name, &session) != ARN_ROLE)
		return NULL;
	/* partitions never meet; a service has none */
	if (ctx->caller->partition.n &&
	    !str_equal(ctx->caller->partition, ctx->arn.partition))
		return NULL;
	role = find_principal(ctx->set, PRINCIPAL_ROLE, ctx->arn.account, name);
	return role && str_equal(role->arn, ctx->resource) ? role : NULL;
}

/* KMS key policies must allow explicitly (IAM: "Policy evaluation logic"). */
static bool
is_key(const struct context *ctx)
{
	return str_starts(ctx->folded, STR("kms:")) &&
	       str_starts(ctx->arn.resource, STR("key/"));
}

static void
ask_plain(struct inquiry *q)
{
	struct context *ctx = &q->ctx;
	const struct resource *known = find_resource(ctx->set, ctx->resource);
	const struct bundle *policy = known ? known->policy : NULL;
	bool trust = asks_trust(ctx);
	struct answer a;

	if (trust) {
		const struct principal *role = role_of(ctx);

		policy = role ? role->trust : NULL;
	}
	inquiry_find_owner(q, known, str_of(q->request->resource_account));
	if (str_equal(ctx->folded, STR("iam:passrole")) &&
	    arn_is_account(ctx->arn.account) &&
	    !str_equal(ctx->arn.account, q->caller.account)) {
		INQUIRY_REFUSE(
			q, PORTERO_REASON_ROLE_OTHER_ACCOUNT,
			PORTERO_LAYER_PASSROLE,
			"only roles of the caller's account can be passed");
		return;
	}
	trace_question(ctx);
	a = access_ask(ctx, policy, trust || is_key(ctx));
	if (a.allowed) {
		inquiry_settle(q, a.reason, a.layer, &a);
		trace_answer(ctx, q->decision);
	} else {
		inquiry_take(q, PORTERO_LAYER_NONE, &a);
	}
}

void
decide_access(const struct policy_set *set,
	      const struct portero_request *request,
	      const struct decide_clock *clock,
	      struct portero_decision *decision)
{
	struct inquiry q;

	if (!inquiry_begin(&q, set, request, clock, decision) ||
	    !inquiry_knows_caller(&q))
		return;
	if (!inquiry_aim(&q.ctx, str_of(request->resource)) &&
	    !str_equal(q.ctx.resource, STR("*"))) {
		INQUIRY_REFUSE(&q, PORTERO_REASON_BAD_REQUEST,
			       PORTERO_LAYER_NONE,
			       "the resource is neither * nor an ARN");
		return;
	}
	ask_plain(&q);
	decision->steps = q.ctx.steps;
}
