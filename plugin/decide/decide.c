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

#include "access.h"
#include "detail.h"
#include "jobname.h"
#include "passrole.h"
#include "principal.h"
#include "trace.h"

#define ACTION_MAX 256u

/* One job on its way through the questions. */
struct inquiry {
	struct context ctx;
	struct caller caller;
	struct attr_ref attrs[PORTERO_MAX_ATTRS];
	char folded[ACTION_MAX];
	const struct action *known; /* the action's row, if it has one */
	const struct portero_request *request;
	struct portero_decision *decision; /* the answer so far */
};

/* Writes REASON and what goes with it to the decision. */
static void
settle(struct inquiry *q, enum portero_reason reason, enum portero_layer layer,
       const struct answer *a)
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

		d->statement = st->index;
		d->line = st->line;
		d->column = st->column;
		detail_copy(d->policy, sizeof d->policy, st->policy->name);
		detail_copy(d->sid, sizeof d->sid, st->sid);
	}
}

/* What is said of a no or a not-yet: which resource. */
static void
about_resource(struct inquiry *q)
{
	detail_text(q->decision, q->ctx.action);
	detail_text(q->decision, STR(" on "));
	detail_text(q->decision, q->ctx.resource);
}

static bool
undecided(const struct inquiry *q)
{
	return q->decision->reason == PORTERO_REASON_UNDECIDED;
}

/* Nothing so far, or only what is not known yet. */
static bool
go_on(const struct inquiry *q)
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
static void
take(struct inquiry *q, enum portero_layer layer, const struct answer *a)
{
	struct portero_decision *kept = q->decision, other;
	bool keep = !a->allowed && tells(q, a->reason);

	if (!keep && !q->ctx.trace)
		return;
	if (!keep)
		q->decision = &other;
	clear(q->decision);
	settle(q, a->reason, layer == PORTERO_LAYER_NONE ? a->layer : layer, a);
	if (!a->allowed)
		about_resource(q);
	trace_answer(&q->ctx, q->decision);
	q->decision = kept;
}

/* A no that no policy said. */
static void
refuse(struct inquiry *q, enum portero_reason reason, enum portero_layer layer,
       const char *detail, size_t n)
{
	struct portero_decision *kept = q->decision, other;

	if (!tells(q, reason))
		q->decision = &other;
	clear(q->decision);
	settle(q, reason, layer, NULL);
	detail_text(q->decision, str_make(detail, n));
	trace_answer(&q->ctx, q->decision);
	q->decision = kept;
}

#define REFUSE(q, reason, layer, text)                                         \
	refuse(q, reason, layer, text, sizeof(text) - 1)

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
	ctx->place = context_action(ctx->set, action, &q->known);
	if (q->known && q->known->action) {
		ctx->folded = q->known->name;
		return true;
	}
	/* unnamed, or just a mark on the line */
	if (!fold_action(q, action))
		return false;
	if (!q->known)
		ctx->place = context_action_between(ctx->set, ctx->folded);
	return true;
}

/* Points the question at RESOURCE. */
static bool
aim(struct context *ctx, struct str resource)
{
	ctx->resource = resource;
	ctx->arn = (struct arn){ 0 };
	return arn_parse(&ctx->arn, resource);
}

/* Whose the resource is: the host says, or the ARN, or the set; else it is
 * taken for the caller's own. */
static void
find_owner(struct inquiry *q, const struct resource *known, struct str said)
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
			     : context_account(ctx->set, ctx->resource_account);
}

/* The keys of the request, found once. False: the same key twice. */
static bool
take_attrs(struct inquiry *q)
{
	const struct portero_request *r = q->request;

	for (size_t i = 0; i < r->nattrs; i++) {
		struct attr_ref *ref = &q->attrs[i];

		ref->attr = &r->attrs[i];
		ref->key = context_key(q->ctx.set, str_of(r->attrs[i].key),
				       &ref->hash);
		for (size_t k = 0; k < i; k++)
			if (q->attrs[k].hash == ref->hash &&
			    str_equal_fold(str_of(q->attrs[k].attr->key),
					   str_of(ref->attr->key)))
				return false;
	}
	q->ctx.attrs = q->attrs;
	q->ctx.nattrs = r->nattrs;
	return true;
}

/* Who asks what: false when that is refused already. */
static bool
begin(struct inquiry *q, const struct policy_set *set,
      const struct portero_request *request, const struct decide_clock *clock,
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
		REFUSE(q, PORTERO_REASON_BAD_REQUEST, PORTERO_LAYER_NONE,
		       "the action is not of the form service:Name");
		return false;
	}
	if (!principal_parse(set, str_of(request->principal), &q->caller)) {
		REFUSE(q, PORTERO_REASON_BAD_REQUEST, PORTERO_LAYER_NONE,
		       "the principal is not the ARN of a user, a role, a "
		       "session or an account's root");
		return false;
	}
	if (!take_attrs(q)) {
		REFUSE(q, PORTERO_REASON_BAD_REQUEST, PORTERO_LAYER_NONE,
		       "the same attribute is given twice");
		return false;
	}
	return true;
}

/* The set must know the caller; roots need no entry. */
static bool
known_caller(struct inquiry *q)
{
	const struct caller *c = &q->caller;

	if (c->kind == CALLER_SERVICE || c->kind == CALLER_ANONYMOUS)
		return true;
	if (!c->in) {
		refuse(q, PORTERO_REASON_UNKNOWN_ACCOUNT, PORTERO_LAYER_NONE,
		       c->account.p, c->account.n);
		return false;
	}
	if (!c->principal && c->kind != CALLER_ROOT) {
		refuse(q, PORTERO_REASON_UNKNOWN_PRINCIPAL, PORTERO_LAYER_NONE,
		       c->text.p, c->text.n);
		return false;
	}
	return true;
}

/* The job's name inside its ARN: "training-job/NAME", "model-package/G/1". */
static struct str
job_name(const struct context *ctx, const struct job *job)
{
	struct str name = str_from(ctx->arn.resource, job->type.n);
	const char *slash = name.n ? memchr(name.p, '/', name.n) : NULL;

	if (slash && job->kind == JOB_MODEL_PACKAGE)
		name.n = (size_t)(slash - name.p);
	return name;
}

static bool
fits(struct inquiry *q, const struct job *job)
{
	const struct context *ctx = &q->ctx;

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
	struct portero_decision why = { .size = sizeof why };
	enum portero_reason reason;

	q->ctx.question = PORTERO_QUESTION_NAME;
	trace_question(&q->ctx);
	reason = jobname_check(&q->ctx, (enum job_kind)job->kind,
			       job_name(&q->ctx, job), &why);
	if (reason != PORTERO_REASON_ALLOWED)
		refuse(q, reason, PORTERO_LAYER_NAME, why.detail,
		       detail_length(&why));
	else
		trace_answer(&q->ctx, &(struct portero_decision){
					      .effect = PORTERO_ALLOW,
					      .reason = PORTERO_REASON_ALLOWED,
					      .layer = PORTERO_LAYER_NAME });
}

/* One resource of the call, by its own policy if it has one. */
static void
ask_create(struct inquiry *q, struct str resource, uint32_t item)
{
	const struct resource *known;
	struct answer a;

	q->ctx.question = PORTERO_QUESTION_CREATE;
	q->ctx.item = item;
	if (!aim(&q->ctx, resource) && !str_equal(resource, STR("*"))) {
		REFUSE(q, PORTERO_REASON_BAD_REQUEST, PORTERO_LAYER_NONE,
		       "a further resource is not an ARN");
		return;
	}
	known = context_resource(q->ctx.set, resource);
	find_owner(q, known,
		   item ? str_make("", 0)
			: str_of(q->request->resource_account));
	trace_question(&q->ctx);
	a = access(&q->ctx, known ? known->policy : NULL, false);
	take(q, PORTERO_LAYER_NONE, &a);
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
 * the name of the create operation.
 */
static void
ask_tag(struct inquiry *q)
{
	struct str operation = q->ctx.action;
	const char *colon = memchr(operation.p, ':', operation.n);
	struct answer a;

	q->ctx.question = PORTERO_QUESTION_TAG;
	q->ctx.item = 0;
	q->ctx.passed_to =
		str_from(operation, (size_t)(colon - operation.p) + 1);
	q->ctx.action = STR("sagemaker:AddTags");
	q->ctx.folded = STR("sagemaker:addtags");
	q->ctx.place = q->ctx.set->add_tags;
	aim(&q->ctx, q->ctx.job);
	find_owner(q, NULL, str_of(q->request->resource_account));
	trace_question(&q->ctx);
	a = access(&q->ctx, NULL, false);
	take(q, PORTERO_LAYER_NONE, &a);
}

static void
ask_role(struct inquiry *q, const struct portero_role *role, uint32_t item)
{
	struct portero_decision why = { .size = sizeof why };
	const struct principal *found;
	enum portero_reason reason;
	struct answer a;

	q->ctx.question = PORTERO_QUESTION_PASSROLE;
	q->ctx.item = item;
	q->ctx.action = STR("iam:PassRole");
	q->ctx.resource = str_of(role->arn);
	if (role->service.len == 0) {
		REFUSE(q, PORTERO_REASON_BAD_REQUEST, PORTERO_LAYER_PASSROLE,
		       "a role without the service that would assume it");
		return;
	}
	found = passrole_find(&q->ctx, str_of(role->arn), &reason, &why);
	if (!found) {
		trace_question(&q->ctx);
		refuse(q, reason, PORTERO_LAYER_PASSROLE, why.detail,
		       detail_length(&why));
		return;
	}
	a = passrole_may_pass(&q->ctx, found, str_of(role->service));
	take(q, PORTERO_LAYER_PASSROLE, &a);
	if (!go_on(q))
		return;
	a = passrole_trusts(&q->ctx, found, str_of(role->service));
	take(q, PORTERO_LAYER_TRUST, &a);
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
	if (go_on(q))
		ask_create(q, str_of(r->resource), 0);
	for (size_t i = 0; i < r->nalso && go_on(q); i++)
		ask_create(q, str_of(r->also[i]), (uint32_t)i + 1);
	if (tags && go_on(q))
		ask_tag(q);
	if (job->needs_role && r->nroles == 0 && go_on(q)) {
		q->ctx.question = PORTERO_QUESTION_PASSROLE;
		REFUSE(q, PORTERO_REASON_ROLE_MISSING, PORTERO_LAYER_PASSROLE,
		       "this action hands over a role, and the call names "
		       "none");
	}
	for (size_t i = 0; i < r->nroles && go_on(q); i++)
		ask_role(q, &r->roles[i], (uint32_t)i);
}

void
decide_job(const struct policy_set *set, const struct portero_request *request,
	   const struct decide_clock *clock, struct portero_decision *decision)
{
	const struct job *job;
	struct inquiry q;

	if (!begin(&q, set, request, clock, decision) || !known_caller(&q))
		return;
	job = q.known ? q.known->job : NULL;
	if (!job) {
		refuse(&q, PORTERO_REASON_UNKNOWN_ACTION, PORTERO_LAYER_NONE,
		       q.ctx.action.p, q.ctx.action.n);
		return;
	}
	if (q.caller.kind == CALLER_SERVICE ||
	    q.caller.kind == CALLER_ANONYMOUS) {
		REFUSE(&q, PORTERO_REASON_UNKNOWN_PRINCIPAL, PORTERO_LAYER_NONE,
		       "jobs are created by principals of an account");
		return;
	}
	if (!aim(&q.ctx, str_of(request->resource)) &&
	    !(job->type.n == 0 && str_equal(q.ctx.resource, STR("*")))) {
		REFUSE(&q, PORTERO_REASON_BAD_REQUEST, PORTERO_LAYER_NONE,
		       "the resource is not an ARN");
		return;
	}
	if (!fits(&q, job)) {
		refuse(&q, PORTERO_REASON_RESOURCE_MISMATCH, PORTERO_LAYER_NONE,
		       q.ctx.resource.p, q.ctx.resource.n);
		return;
	}
	ask_all(&q, job);
	finish(&q);
}

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
	role = context_principal(ctx->set, PRINCIPAL_ROLE, ctx->arn.account,
				 name);
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
	const struct resource *known =
		context_resource(ctx->set, ctx->resource);
	const struct bundle *policy = known ? known->policy : NULL;
	bool trust = asks_trust(ctx);
	struct answer a;

	if (trust) {
		const struct principal *role = role_of(ctx);

		policy = role ? role->trust : NULL;
	}
	find_owner(q, known, str_of(q->request->resource_account));
	if (str_equal(ctx->folded, STR("iam:passrole")) &&
	    arn_is_account(ctx->arn.account) &&
	    !str_equal(ctx->arn.account, q->caller.account)) {
		REFUSE(q, PORTERO_REASON_ROLE_OTHER_ACCOUNT,
		       PORTERO_LAYER_PASSROLE,
		       "only roles of the caller's account can be passed");
		return;
	}
	trace_question(ctx);
	a = access(ctx, policy, trust || is_key(ctx));
	if (a.allowed) {
		settle(q, a.reason, a.layer, &a);
		trace_answer(ctx, q->decision);
	} else {
		take(q, PORTERO_LAYER_NONE, &a);
	}
}

void
decide_access(const struct policy_set *set,
	      const struct portero_request *request,
	      const struct decide_clock *clock,
	      struct portero_decision *decision)
{
	struct inquiry q;

	if (!begin(&q, set, request, clock, decision) || !known_caller(&q))
		return;
	if (!aim(&q.ctx, str_of(request->resource)) &&
	    !str_equal(q.ctx.resource, STR("*"))) {
		REFUSE(&q, PORTERO_REASON_BAD_REQUEST, PORTERO_LAYER_NONE,
		       "the resource is neither * nor an ARN");
		return;
	}
	ask_plain(&q);
	decision->steps = q.ctx.steps;
}
