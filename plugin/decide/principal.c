/* SPDX-License-Identifier: MIT */
/* principal.c - the caller against Principal and NotPrincipal. */
#include "principal.h"

#include "find.h"

static bool
same_account(const struct caller *c, const struct principal_entry *e)
{
	return str_equal(c->account, e->account) &&
	       (e->partition.n == 0 || str_equal(c->partition, e->partition));
}

static bool
is_session(const struct caller *c)
{
	return c->kind == CALLER_ROLE || c->kind == CALLER_SESSION;
}

static enum naming
entry_names(const struct caller *c, const struct principal_entry *e)
{
	switch ((enum principal_form)e->form) {
	case FORM_ANY:
		return NAMED_DIRECTLY;
	case FORM_ACCOUNT:
		return c->account.n && same_account(c, e) ? NAMED_ACCOUNT
							  : NAMED_NOT;
	case FORM_ROLE:
		return is_session(c) && same_account(c, e) &&
				       str_equal(c->name, e->name)
			       ? NAMED_ROLE
			       : NAMED_NOT;
	case FORM_SESSION:
		return c->kind == CALLER_SESSION && same_account(c, e) &&
				       str_equal(c->name, e->name) &&
				       str_equal(c->session, e->session)
			       ? NAMED_DIRECTLY
			       : NAMED_NOT;
	case FORM_USER:
		return c->kind == CALLER_USER && str_equal(c->text, e->text)
			       ? NAMED_DIRECTLY
			       : NAMED_NOT;
	case FORM_FEDERATED_USER:
		return c->kind == CALLER_FEDERATED &&
				       str_equal(c->text, e->text)
			       ? NAMED_DIRECTLY
			       : NAMED_NOT;
	case FORM_SERVICE:
		return c->kind == CALLER_SERVICE && str_equal(c->text, e->text)
			       ? NAMED_DIRECTLY
			       : NAMED_NOT;
	case FORM_NEVER:
		break;
	}
	return NAMED_NOT;
}

/*
 * NotPrincipal: whom the list exempts. A Deny exempts a caller only when every
 * ARN he has is listed, his account's too; an Allow when any is (IAM:
 * "NotPrincipal").
 */
static bool
exempt(const struct caller *c, const struct statement *st)
{
	bool account = false, role = false, self = false, any = false;
	bool needs_role = is_session(c);
	/* a role without a session has no ARN of its own that could be listed
	 */
	bool needs_self = c->kind != CALLER_ROOT;
	bool needs_account =
		c->kind != CALLER_SERVICE && c->kind != CALLER_ANONYMOUS;

	for (uint32_t i = 0; i < st->nprincipals; i++) {
		const struct principal_entry *e = &st->principals[i];

		any |= e->form == FORM_ANY;
		switch (entry_names(c, e)) {
		case NAMED_ACCOUNT:
			account = true;
			break;
		case NAMED_ROLE:
			role = true;
			break;
		case NAMED_DIRECTLY:
			self = true;
			break;
		case NAMED_NOT:
			break;
		}
	}
	if (any)
		return true;
	if (!st->deny)
		return account || role || self;
	return (account || !needs_account) && (role || !needs_role) &&
	       (self || !needs_self);
}

enum naming
principal_named(const struct caller *caller, const struct statement *st)
{
	enum naming best = NAMED_NOT;

	if (st->not_principal) {
		/* "everybody but" is not an invitation to the unknown */
		if (!st->deny && caller->kind == CALLER_ANONYMOUS)
			return NAMED_NOT;
		return exempt(caller, st) ? NAMED_NOT : NAMED_ACCOUNT;
	}
	for (uint32_t i = 0; i < st->nprincipals; i++) {
		enum naming named = entry_names(caller, &st->principals[i]);

		if (named > best)
			best = named;
	}
	return best;
}

/* "sagemaker.amazonaws.com": labels with dots, no colon, slash or blank. */
static bool
is_service(struct str s)
{
	size_t label = 0, dots = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = str_lower(s.p[i]);

		if (c == '.') {
			if (label == 0)
				return false;
			label = 0;
			dots++;
			continue;
		}
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		      c == '-' || c == '_'))
			return false;
		label++;
	}
	return label && dots;
}

/* A session is named without the path of its role, but with the partition. */
static const struct principal *
role_of_session(const struct policy_set *set, const struct caller *c)
{
	const struct principal *role =
		find_principal(set, PRINCIPAL_ROLE, c->account, c->name);

	return role && str_equal(principal_partition(role), c->partition)
		       ? role
		       : NULL;
}

/* Users, roles and federated users are known by their whole ARN, path and all;
 * then there is nothing to take apart. */
static bool
known_by_arn(const struct policy_set *set, struct caller *out)
{
	static const enum caller_kind kinds[] = {
		[PRINCIPAL_USER] = CALLER_USER,
		[PRINCIPAL_ROLE] = CALLER_ROLE,
		[PRINCIPAL_FEDERATED] = CALLER_FEDERATED,
	};
	const struct principal *p = find_by_arn(set, out->text);

	if (!p)
		return false;
	__builtin_prefetch(p->own);
	__builtin_prefetch(p->tags);
	out->kind = kinds[p->kind];
	out->partition = principal_partition(p);
	out->account = p->account->id;
	out->name = principal_name(p);
	out->principal = p;
	out->in = p->account;
	return true;
}

bool
principal_parse(const struct policy_set *set, struct str text,
		struct caller *out)
{
	static const enum caller_kind kinds[] = {
		[ARN_ROOT] = CALLER_ROOT,
		[ARN_USER] = CALLER_USER,
		[ARN_ROLE] = CALLER_ROLE,
		[ARN_SESSION] = CALLER_SESSION,
		[ARN_FEDERATED] = CALLER_FEDERATED,
	};
	enum arn_identity identity;
	struct arn arn;

	*out = (struct caller){ .text = text };
	if (known_by_arn(set, out))
		return true;
	if (str_equal(text, STR("anonymous"))) {
		out->kind = CALLER_ANONYMOUS;
		return true;
	}
	if (!arn_parse(&arn, text)) {
		out->kind = CALLER_SERVICE;
		return is_service(text);
	}
	identity = arn_identity(&arn, &out->name, &out->session);
	if (identity == ARN_NOT_IDENTITY)
		return false;
	out->kind = kinds[identity];
	out->partition = arn.partition;
	out->account = arn.account;
	out->in = find_account(set, arn.account);
	if (out->kind == CALLER_SESSION)
		out->principal = role_of_session(set, out);
	return true;
}
