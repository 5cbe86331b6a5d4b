/* SPDX-License-Identifier: MIT */
/*
 * passrole.c - two gates for each role (IAM: "Grant a user permissions to pass
 * a role to an AWS service"): the caller may pass it, and its trust policy lets
 * the service assume it.
 */
#include "passrole.h"

#include "detail.h"
#include "find.h"
#include "trace.h"

const struct principal *
passrole_find(const struct context *ctx, struct str role,
	      enum portero_reason *reason, struct portero_decision *decision)
{
	const struct principal *found;
	struct str name, session;
	struct arn arn;

	found = find_by_arn(ctx->set, role);
	if (found && found->kind == PRINCIPAL_ROLE &&
	    found->account == ctx->caller->in &&
	    str_equal(principal_partition(found), ctx->caller->partition))
		return found;
	*reason = PORTERO_REASON_UNKNOWN_ROLE;
	if (!arn_parse(&arn, role) ||
	    arn_identity(&arn, &name, &session) != ARN_ROLE) {
		detail_text(decision, STR("not the ARN of a role: "));
		detail_text(decision, role);
		return NULL;
	}
	if (!str_equal(arn.account, ctx->caller->account) ||
	    !str_equal(arn.partition, ctx->caller->partition)) {
		*reason = PORTERO_REASON_ROLE_OTHER_ACCOUNT;
		detail_text(decision, STR("only roles of the caller's account "
					  "can be passed: "));
		detail_text(decision, role);
		return NULL;
	}
	found = find_principal(ctx->set, PRINCIPAL_ROLE, arn.account, name);
	if (found)
		detail_text(decision, STR("the role is at another path: "));
	detail_text(decision, found ? found->arn : role);
	return NULL;
}

struct answer
passrole_may_pass(struct context *ctx, const struct principal *role,
		  struct str service)
{
	ctx->question = PORTERO_QUESTION_PASSROLE;
	ctx->action = STR("iam:PassRole");
	ctx->folded = STR("iam:passrole");
	ctx->place = ctx->set->pass_role;
	ctx->resource = role->arn;
	arn_parse(&ctx->arn, role->arn);
	ctx->resource_account = role->account->id;
	ctx->owner = role->account;
	ctx->passed_to = service;
	trace_question(ctx);
	return access_ask(ctx, NULL, false);
}

/* The policy types that speak about a trust policy are told by its names. */
static enum portero_reason
trust_reason(enum portero_reason reason)
{
	if (reason == PORTERO_REASON_RESOURCE_EXPLICIT_DENY)
		return PORTERO_REASON_TRUST_EXPLICIT_DENY;
	if (reason == PORTERO_REASON_RESOURCE_NO_ALLOW)
		return PORTERO_REASON_TRUST_NO_SERVICE;
	return reason;
}

struct answer
passrole_trusts(struct context *ctx, const struct principal *role,
		struct str service)
{
	const struct caller *before = ctx->caller;
	struct caller caller = { .kind = CALLER_SERVICE, .text = service };
	struct answer a;

	ctx->question = PORTERO_QUESTION_TRUST;
	ctx->caller = &caller;
	ctx->action = STR("sts:AssumeRole");
	ctx->folded = STR("sts:assumerole");
	ctx->place = ctx->set->assume_role;
	trace_question(ctx);
	a = access_ask(ctx, role->trust, true);
	a.reason = trust_reason(a.reason);
	ctx->caller = before;
	return a;
}
