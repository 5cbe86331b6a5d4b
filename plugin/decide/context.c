/* SPDX-License-Identifier: MIT */
/*
 * context.c - the value of a condition key: what the host said, else what the
 * policy set knows (IAM: "AWS global condition context keys").
 */
#include "context.h"

static void
one(struct values *out, struct derived *d, struct str value)
{
	d->value = portero_str_of(value);
	out->presence = KEY_PRESENT;
	out->v = &d->value;
	out->n = 1;
}

/* One value, absent when it is empty. */
static void
one_if(struct values *out, struct derived *d, struct str value)
{
	if (value.n)
		one(out, d, value);
}

static void
org_id(struct values *out, struct derived *d, const struct context *ctx,
       const struct account *account)
{
	if (account && account->in_organization)
		one_if(out, d, ctx->set->org_id);
}

static void
org_path(struct values *out, struct derived *d, const struct account *account)
{
	if (account && account->in_organization)
		one_if(out, d, account->org_path);
}

static int64_t
now(const struct context *ctx)
{
	if (ctx->now == 0 && ctx->clock)
		return ctx->clock(ctx->clock_arg);
	return ctx->now;
}

/* A clock that is stopped or broken says 0: then the time is not known. */
static void
time_now(struct values *out, struct derived *d, const struct context *ctx,
	 size_t (*format)(char out[SCAN_TIME_MAX], int64_t now))
{
	int64_t t = now(ctx);

	if (t == 0)
		out->presence = KEY_UNKNOWN;
	else
		one(out, d, str_make(d->buffer, format(d->buffer, t)));
}

/* "aws:PrincipalArn" of a session is its role (IAM: global keys). */
static void
principal_arn(struct values *out, struct derived *d, const struct caller *c)
{
	if (c->kind == CALLER_SERVICE || c->kind == CALLER_ANONYMOUS)
		return;
	one(out, d, c->principal ? c->principal->arn : c->text);
}

static void
principal_tag(struct values *out, struct derived *d, uint32_t key,
	      const struct principal *p)
{
	if (!p)
		return;
	for (uint32_t i = 0; i < p->ntags; i++)
		if (p->tags[i].key == key) {
			one(out, d, tag_value(&p->tags[i]));
			return;
		}
}

/* Joins A ':' B in the buffer; absent when either is missing or too long. */
static void
joined(struct values *out, struct derived *d, struct str a, struct str b)
{
	if (a.n == 0 || b.n == 0 || a.n + 1 + b.n > sizeof d->buffer)
		return;
	memcpy(d->buffer, a.p, a.n);
	d->buffer[a.n] = ':';
	memcpy(d->buffer + a.n + 1, b.p, b.n);
	one(out, d, str_make(d->buffer, a.n + 1 + b.n));
}

static void
userid(struct values *out, struct derived *d, const struct caller *c)
{
	struct str unique = c->principal ? principal_unique_id(c->principal)
					 : str_make("", 0);

	switch (c->kind) {
	case CALLER_USER:
		one_if(out, d, unique);
		break;
	case CALLER_SESSION:
		joined(out, d, unique, c->session);
		break;
	case CALLER_FEDERATED:
		joined(out, d, c->account, c->name);
		break;
	case CALLER_ROOT:
		one(out, d, c->account);
		break;
	case CALLER_ANONYMOUS:
		one(out, d, STR("anonymous"));
		break;
	case CALLER_ROLE:
	case CALLER_SERVICE:
		break;
	}
}

static void
principal_type(struct values *out, struct derived *d, const struct caller *c)
{
	static const struct str types[] = {
		[CALLER_USER] = { "User", 4 },
		[CALLER_ROLE] = { "AssumedRole", 11 },
		[CALLER_SESSION] = { "AssumedRole", 11 },
		[CALLER_FEDERATED] = { "FederatedUser", 13 },
		[CALLER_ROOT] = { "Account", 7 },
		[CALLER_SERVICE] = { "", 0 },
		[CALLER_ANONYMOUS] = { "Anonymous", 9 },
	};

	one_if(out, d, types[c->kind]);
}

static bool
wild(struct str s)
{
	return s.n && (memchr(s.p, '*', s.n) || memchr(s.p, '?', s.n));
}

/* Service-to-service keys exist only where a service is the caller. */
static bool
by_service(const struct context *ctx)
{
	return ctx->question == PORTERO_QUESTION_TRUST;
}

/*
 * The job, when its own service assumes the role. Another one, as Redshift or
 * EC2, does so for something of its own, which the call does not name.
 */
static void
source_arn(struct values *out, struct derived *d, const struct context *ctx)
{
	const struct str service = ctx->caller->text;
	struct arn job;

	if (!by_service(ctx))
		return;
	if (arn_parse(&job, ctx->job) && str_starts(service, job.service) &&
	    str_starts(str_from(service, job.service.n), STR(".")))
		one(out, d, ctx->job);
	else
		out->presence = KEY_UNKNOWN;
}

/* What the host gave as PREFIX and NAME, or as PREFIX and anything if NAME is
 * empty; NULL when it gave nothing. */
static const struct portero_attr *
tag_given(const struct context *ctx, struct str prefix, struct str name)
{
	for (size_t i = 0; i < ctx->nattrs; i++) {
		struct str key = str_of(ctx->attrs[i].attr->key);

		if (key.n > prefix.n &&
		    str_equal_fold(str_make(key.p, prefix.n), prefix) &&
		    (name.n == 0 ||
		     str_equal_fold(str_from(key, prefix.n), name)))
			return ctx->attrs[i].attr;
	}
	return NULL;
}

/* The same by either key of a resource's tags. */
static const struct portero_attr *
resource_tag_given(const struct context *ctx, struct str name)
{
	const struct portero_attr *a =
		tag_given(ctx, STR("aws:resourcetag/"), name);

	return a ? a : tag_given(ctx, STR("sagemaker:resourcetag/"), name);
}

/* Does the action make what it is about? Some that are called so add to an
 * image, a card or a plan that is there. */
static bool
creates(const struct context *ctx)
{
	static const struct str adding[] = {
		{ "sagemaker:createimageversion", 28 },
		{ "sagemaker:createmodelcardexportjob", 34 },
		{ "sagemaker:createedgedeploymentstage", 35 },
	};
	const struct str action = ctx->folded;
	const char *colon = memchr(action.p, ':', action.n);

	for (size_t i = 0; i < sizeof adding / sizeof *adding; i++)
		if (str_equal(action, adding[i]))
			return false;
	return colon && str_starts(str_from(action, (size_t)(colon - action.p)),
				   STR(":create"));
}

/* The values that the host gave. */
static void
take_given(struct values *out, const struct portero_attr *a)
{
	if (a->nvalues == PORTERO_UNKNOWN) {
		out->presence = KEY_UNKNOWN;
	} else if (a->nvalues > 0) {
		out->presence = KEY_PRESENT;
		out->v = a->values;
		out->n = a->nvalues;
		out->many |= a->nvalues > 1;
	}
}

/*
 * What hangs on a resource that is there already, its call does not say; what a
 * call hangs on a new one may count as its tag (IAM: "aws:ResourceTag", "or in
 * requests that create a resource with an attached tag"). A host that says some
 * tags of the resource says all; of further resources none can be said, and of
 * a role that is passed they are not reliable (IAM: "Grant a user permissions
 * to pass a role").
 */
static void
resource_tag(const struct context *ctx, struct str key, struct values *out)
{
	const char *slash = memchr(key.p, '/', key.n);
	const struct str name = str_from(key, (size_t)(slash - key.p) + 1);
	const struct portero_attr *a;

	if (ctx->question == PORTERO_QUESTION_PASSROLE ||
	    (ctx->question == PORTERO_QUESTION_CREATE && ctx->item)) {
		out->presence = KEY_UNKNOWN;
		return;
	}
	if (ctx->question != PORTERO_QUESTION_CREATE)
		return;
	a = resource_tag_given(ctx, name);
	if (a)
		take_given(out, a);
	else if (!resource_tag_given(ctx, STR("")) &&
		 (!creates(ctx) ||
		  tag_given(ctx, STR("aws:requesttag/"), name)))
		out->presence = KEY_UNKNOWN;
}

static void
derive(const struct context *ctx, uint32_t key, enum key_source source,
       struct values *out, struct derived *d)
{
	const struct caller *c = ctx->caller;

	switch (source) {
	case KEY_FROM_HOST:
	case KEY_SOURCES:
		break;
	case KEY_PRINCIPAL_ARN:
		principal_arn(out, d, c);
		break;
	case KEY_PRINCIPAL_ACCOUNT:
		one_if(out, d,
		       c->kind == CALLER_ANONYMOUS ? STR("anonymous")
						   : c->account);
		break;
	case KEY_PRINCIPAL_TYPE:
		principal_type(out, d, c);
		break;
	case KEY_PRINCIPAL_TAG:
		principal_tag(out, d, key, c->principal);
		break;
	case KEY_PRINCIPAL_ORG_ID:
		org_id(out, d, ctx, c->in);
		break;
	case KEY_PRINCIPAL_ORG_PATHS:
		org_path(out, d, c->in);
		break;
	case KEY_PRINCIPAL_IS_AWS_SERVICE:
		if (c->kind != CALLER_ANONYMOUS)
			one(out, d,
			    c->kind == CALLER_SERVICE ? STR("true")
						      : STR("false"));
		break;
	case KEY_PRINCIPAL_SERVICE_NAME:
	case KEY_PRINCIPAL_SERVICE_NAMES:
		if (c->kind == CALLER_SERVICE)
			one(out, d, c->text);
		break;
	case KEY_USERID:
		userid(out, d, c);
		break;
	case KEY_USERNAME:
		if (c->kind == CALLER_USER)
			one(out, d, c->name);
		break;
	case KEY_CURRENT_TIME:
		time_now(out, d, ctx, scan_format_time);
		break;
	case KEY_EPOCH_TIME:
		time_now(out, d, ctx, scan_format_int);
		break;
	case KEY_REQUESTED_REGION:
		if (!wild(ctx->arn.region))
			one_if(out, d, ctx->arn.region);
		break;
	case KEY_RESOURCE_ACCOUNT:
		one_if(out, d, ctx->resource_account);
		break;
	case KEY_RESOURCE_ORG_ID:
		org_id(out, d, ctx, ctx->owner);
		break;
	case KEY_RESOURCE_ORG_PATHS:
		org_path(out, d, ctx->owner);
		break;
	case KEY_SOURCE_ARN:
		source_arn(out, d, ctx);
		break;
	case KEY_SOURCE_ACCOUNT:
		if (by_service(ctx))
			one_if(out, d, ctx->resource_account);
		break;
	case KEY_SOURCE_ORG_ID:
		if (by_service(ctx))
			org_id(out, d, ctx, ctx->owner);
		break;
	case KEY_SOURCE_ORG_PATHS:
		if (by_service(ctx))
			org_path(out, d, ctx->owner);
		break;
	case KEY_PASSED_TO_SERVICE:
		if (ctx->question == PORTERO_QUESTION_PASSROLE)
			one_if(out, d, ctx->passed_to);
		break;
	case KEY_ASSOCIATED_RESOURCE:
		/* AWS does not say what SageMaker puts here, nor whether */
		if (ctx->question == PORTERO_QUESTION_PASSROLE)
			out->presence = KEY_UNKNOWN;
		break;
	case KEY_RESOURCE_TAG:
		resource_tag(ctx, ctx->set->keys[key].name, out);
		break;
	case KEY_TAGGING_ACTION:
		if (ctx->question == PORTERO_QUESTION_TAG)
			one_if(out, d, ctx->passed_to);
		break;
	}
}

/* Most hosts spell a key as policies do. */
static bool
is_named(const struct key *k, const struct portero_attr *a)
{
	struct str name = str_of(a->key);

	return str_equal(k->spelling, name) || str_is_fold(k->name, name);
}

/* What the host gave as KEY, or NULL; who asks again finds it at once. */
static const struct portero_attr *
given(const struct context *ctx, uint32_t key, const struct key *k)
{
	if (!(ctx->given & context_bit(k->mark)))
		return NULL;
	for (size_t i = 0; i < ctx->nattrs; i++) {
		struct attr_ref *ref = &ctx->attrs[i];

		if (ref->key == key)
			return ref->attr;
		if (ref->mark == k->mark && is_named(k, ref->attr)) {
			ref->key = key;
			return ref->attr;
		}
	}
	return NULL;
}

void
context_values(const struct context *ctx, uint32_t key, struct values *out,
	       struct derived *derived)
{
	const struct key *k = &ctx->set->keys[key];
	/* the tags that a host tells are those of the first resource */
	const bool sees = (k->seen_by & 1u << ctx->question) &&
			  !(k->source == KEY_RESOURCE_TAG && ctx->item);
	const struct portero_attr *a = sees ? given(ctx, key, k) : NULL;

	*out = (struct values){ KEY_ABSENT, k->many, NULL, 0 };
	if (a)
		take_given(out, a);
	else
		derive(ctx, key, (enum key_source)k->source, out, derived);
}

enum presence
context_variable(const struct context *ctx, uint32_t key, struct str *out,
		 struct derived *derived)
{
	struct values values;

	context_values(ctx, key, &values, derived);
	if (values.presence != KEY_PRESENT)
		return values.presence;
	if (values.many)
		return KEY_ABSENT;
	*out = str_of(values.v[0]);
	return KEY_PRESENT;
}
