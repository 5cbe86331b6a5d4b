/* SPDX-License-Identifier: MIT */
/*
 * decide.c - the order of the questions:
 *
 *	name    is the job's name legal, and whose form may be used?
 *	create  may the caller create this resource, and use the further ones?
 *	tag     may he tag it, if the call carries tags or a pipeline makes it?
 *	pass    may he pass each role to the service that will assume it?
 *	trust   does each role let that service assume it?
 *
 * The first definite no ends it, unless somebody watches; an answer that is not
 * known yet is told only when nothing is a definite no.
 */
#include "decide.h"

#include "detail.h"
#include "find.h"
#include "inquiry.h"
#include "jobname.h"
#include "passrole.h"
#include "trace.h"

/*
 * The job's name inside its ARN: "training-job/NAME". A version in a group,
 * "model-package/GROUP/1", is called as the group is.
 */
static struct str
job_name(const struct context *ctx, const struct job *job, enum job_kind *kind)
{
	struct str name = str_from(ctx->arn.resource, job->type.n);
	const char *slash = name.n ? memchr(name.p, '/', name.n) : NULL;

	*kind = (enum job_kind)job->kind;
	if (slash && *kind == JOB_MODEL_PACKAGE) {
		name.n = (size_t)(slash - name.p);
		*kind = JOB_MODEL_PACKAGE_GROUP;
	}
	return name;
}

static bool
fits(struct inquiry *q, const struct job *job)
{
	const struct context *ctx = &q->ctx;
	const struct str service = ctx->arn.service;

	/* an ARN of the action's own service */
	if (ctx->arn.partition.n && (!str_starts(ctx->folded, service) ||
				     ctx->folded.p[service.n] != ':'))
		return false;
	if (job->type.n == 0)
		return true;
	if (!str_starts(ctx->arn.resource, job->type) ||
	    ctx->arn.resource.n == job->type.n)
		return false;
	return arn_is_account(ctx->arn.account) && ctx->arn.region.n &&
	       str_equal(ctx->arn.partition, q->caller.partition);
}

static void
ask_name(struct inquiry *q, const struct job *job)
{
	struct portero_decision why; /* only its detail */
	enum portero_reason reason;
	enum job_kind kind;
	struct str name = job_name(&q->ctx, job, &kind);

	why.detail[0] = 0;
	q->ctx.question = PORTERO_QUESTION_NAME;
	trace_question(&q->ctx);
	reason = jobname_check(&q->ctx, kind, name, &why);
	if (reason != PORTERO_REASON_ALLOWED)
		inquiry_refuse(q, reason, PORTERO_LAYER_NAME, why.detail,
			       detail_length(&why));
	else if (q->ctx.trace)
		trace_tell_answer(&q->ctx,
				  &(struct portero_decision){
					  .effect = PORTERO_ALLOW,
					  .reason = PORTERO_REASON_ALLOWED,
					  .layer = PORTERO_LAYER_NAME });
}

/* The resource that is aimed at, by its own policy if it has one. */
static void
ask_create(struct inquiry *q, uint32_t item)
{
	const struct resource *known;
	struct answer a;

	q->ctx.question = PORTERO_QUESTION_CREATE;
	q->ctx.item = item;
	known = find_resource(q->ctx.set, q->ctx.resource);
	inquiry_find_owner(q, known,
			   item ? str_make("", 0)
				: str_of(q->request->resource_account));
	trace_question(&q->ctx);
	a = access_ask(&q->ctx, known ? known->policy : NULL, false);
	inquiry_take(q, PORTERO_LAYER_NONE, &a);
}

/* A further resource of the same call. */
static void
ask_also(struct inquiry *q, struct str resource, uint32_t item)
{
	if (inquiry_aim(&q->ctx, resource) || str_equal(resource, STR("*"))) {
		ask_create(q, item);
		return;
	}
	q->ctx.question = PORTERO_QUESTION_CREATE;
	q->ctx.item = item;
	INQUIRY_REFUSE(q, PORTERO_REASON_BAD_REQUEST, PORTERO_LAYER_NONE,
		       "a further resource is not an ARN");
}

static bool
carries_tags(const struct inquiry *q)
{
	static const struct str signs[] = { { "aws:requesttag/", 15 },
					    { "aws:tagkeys", 11 } };
	const struct portero_request *r = q->request;

	for (size_t i = 0; i < r->nattrs; i++)
		for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
			struct str key = str_of(r->attrs[i].key);

			if (r->attrs[i].nvalues && key.n >= signs[k].n &&
			    str_lower(key.p[signs[k].n - 1]) ==
				    signs[k].p[signs[k].n - 1] &&
			    str_equal_fold(str_make(key.p, signs[k].n),
					   signs[k]))
				return true;
		}
	return false;
}

static bool
from_pipeline(const struct inquiry *q)
{
	return (q->request->flags & PORTERO_FROM_PIPELINE) ||
	       str_starts(q->caller.session, STR("sagemaker-pipeline-"));
}

/*
 * Tags are a second permission on the same resource (SageMaker: "Provide
 * Permissions for Tagging"); Pipelines tags all it creates. TaggingAction is
 * the name of the create operation, in AWS's spelling whatever the host's is.
 */
static void
ask_tag(struct inquiry *q)
{
	const size_t service = sizeof "sagemaker:" - 1;
	struct answer a;

	q->ctx.question = PORTERO_QUESTION_TAG;
	q->ctx.item = 0;
	q->ctx.passed_to = str_from(q->known->job->action, service);
	q->ctx.action = STR("sagemaker:AddTags");
	q->ctx.folded = STR("sagemaker:addtags");
	q->ctx.place = q->ctx.set->add_tags;
	if (q->request->nalso) /* they were asked about since */
		inquiry_aim(&q->ctx, q->ctx.job);
	inquiry_find_owner(q, NULL, str_of(q->request->resource_account));
	trace_question(&q->ctx);
	a = access_ask(&q->ctx, NULL, false);
	inquiry_take(q, PORTERO_LAYER_NONE, &a);
}

static void
ask_role(struct inquiry *q, const struct portero_role *role, uint32_t item)
{
	struct portero_decision why; /* only its detail */
	const struct principal *found;
	enum portero_reason reason;
	struct answer a;

	why.detail[0] = 0;
	q->ctx.question = PORTERO_QUESTION_PASSROLE;
	q->ctx.item = item;
	q->ctx.action = STR("iam:PassRole");
	q->ctx.resource = str_of(role->arn);
	if (role->service.len == 0) {
		INQUIRY_REFUSE(
			q, PORTERO_REASON_BAD_REQUEST, PORTERO_LAYER_PASSROLE,
			"a role without the service that would assume it");
		return;
	}
	found = passrole_find(&q->ctx, str_of(role->arn), &reason, &why);
	if (!found) {
		trace_question(&q->ctx);
		inquiry_refuse(q, reason, PORTERO_LAYER_PASSROLE, why.detail,
			       detail_length(&why));
		return;
	}
	a = passrole_may_pass(&q->ctx, found, str_of(role->service));
	inquiry_take(q, PORTERO_LAYER_PASSROLE, &a);
	if (!inquiry_goes_on(q))
		return;
	a = passrole_trusts(&q->ctx, found, str_of(role->service));
	inquiry_take(q, PORTERO_LAYER_TRUST, &a);
}

static bool
sagemaker(struct str folded)
{
	return str_starts(folded, STR("sagemaker:"));
}

/* Nobody has said no: that is the yes. */
static void
finish(struct inquiry *q)
{
	q->decision->steps = q->ctx.steps;
	if (q->decision->reason != PORTERO_REASON_NONE)
		return;
	q->decision->effect = PORTERO_ALLOW;
	q->decision->reason = PORTERO_REASON_ALLOWED;
}

static void
ask_all(struct inquiry *q, const struct job *job)
{
	const struct portero_request *r = q->request;
	bool tags = sagemaker(q->ctx.folded) &&
		    str_starts(str_from(q->ctx.folded, 10), STR("create")) &&
		    (carries_tags(q) || from_pipeline(q));

	q->ctx.job = q->ctx.resource;
	if (job->type.n)
		ask_name(q, job);
	if (inquiry_goes_on(q))
		ask_create(q, 0);
	for (size_t i = 0; i < r->nalso && inquiry_goes_on(q); i++)
		ask_also(q, str_of(r->also[i]), (uint32_t)i + 1);
	if (tags && inquiry_goes_on(q))
		ask_tag(q);
	if (job->needs_role && r->nroles == 0 && inquiry_goes_on(q)) {
		q->ctx.question = PORTERO_QUESTION_PASSROLE;
		INQUIRY_REFUSE(
			q, PORTERO_REASON_ROLE_MISSING, PORTERO_LAYER_PASSROLE,
			"this action hands over a role, and the call names "
			"none");
	}
	for (size_t i = 0; i < r->nroles && inquiry_goes_on(q); i++)
		ask_role(q, &r->roles[i], (uint32_t)i);
}

void
decide_job(const struct policy_set *set, const struct portero_request *request,
	   const struct decide_clock *clock, struct portero_decision *decision)
{
	const struct job *job;
	struct inquiry q;

	if (!inquiry_begin(&q, set, request, clock, decision) ||
	    !inquiry_knows_caller(&q))
		return;
	job = q.known ? q.known->job : NULL;
	if (!job) {
		inquiry_refuse(&q, PORTERO_REASON_UNKNOWN_ACTION,
			       PORTERO_LAYER_NONE, q.ctx.action.p,
			       q.ctx.action.n);
		return;
	}
	if (q.caller.kind == CALLER_SERVICE ||
	    q.caller.kind == CALLER_ANONYMOUS) {
		INQUIRY_REFUSE(&q, PORTERO_REASON_UNKNOWN_PRINCIPAL,
			       PORTERO_LAYER_NONE,
			       "jobs are created by principals of an account");
		return;
	}
	if (!inquiry_aim(&q.ctx, str_of(request->resource)) &&
	    !(job->type.n == 0 && str_equal(q.ctx.resource, STR("*")))) {
		INQUIRY_REFUSE(&q, PORTERO_REASON_BAD_REQUEST,
			       PORTERO_LAYER_NONE,
			       "the resource is not an ARN");
		return;
	}
	if (!fits(&q, job)) {
		inquiry_refuse(&q, PORTERO_REASON_RESOURCE_MISMATCH,
			       PORTERO_LAYER_NONE, q.ctx.resource.p,
			       q.ctx.resource.n);
		return;
	}
	ask_all(&q, job);
	finish(&q);
}
