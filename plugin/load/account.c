/* SPDX-License-Identifier: MIT */
/*
 * account.c - users, groups, roles and managed policies of one account, as AWS
 * prints them (IAM API reference: GetAccountAuthorizationDetails). Members that
 * AWS may add are ignored; what grants or limits is read or refused.
 */
#include "account.h"

#include "../base/arn.h"
#include "details.h"
#include "error.h"
#include "member.h"

/* clang-format off */
static const struct member details_members[] = {
	{ "UserDetailList", MEMBER_LIST }, { "GroupDetailList", MEMBER_LIST },
	{ "RoleDetailList", MEMBER_LIST }, { "Policies", MEMBER_LIST },
	{ "IsTruncated", MEMBER_FLAG }, ANY("Marker"), ANY("ResponseMetadata"),
};
static const struct member user_members[] = {
	TEXT("Path"), TEXT("UserName"), TEXT("UserId"), TEXT("Arn"),
	{ "UserPolicyList", MEMBER_LIST }, { "GroupList", MEMBER_LIST },
	{ "AttachedManagedPolicies", MEMBER_LIST },
	{ "PermissionsBoundary", MEMBER_OBJECT }, { "Tags", MEMBER_LIST },
	ANY("CreateDate"), ANY("PasswordLastUsed"),
};
static const struct member role_members[] = {
	TEXT("Path"), TEXT("RoleName"), TEXT("RoleId"), TEXT("Arn"),
	{ "AssumeRolePolicyDocument",
	  MEMBER_TEXT | MEMBER_OBJECT | MEMBER_REQUIRED },
	{ "RolePolicyList", MEMBER_LIST },
	{ "AttachedManagedPolicies", MEMBER_LIST },
	{ "PermissionsBoundary", MEMBER_OBJECT }, { "Tags", MEMBER_LIST },
	ANY("CreateDate"), ANY("InstanceProfileList"), ANY("RoleLastUsed"),
	ANY("Description"), ANY("MaxSessionDuration"),
};
static const struct member group_members[] = {
	TEXT("Path"), TEXT("GroupName"), TEXT("GroupId"), TEXT("Arn"),
	{ "GroupPolicyList", MEMBER_LIST },
	{ "AttachedManagedPolicies", MEMBER_LIST },
	ANY("CreateDate"),
};
static const struct member inline_members[] = {
	TEXT("PolicyName"),
	{ "PolicyDocument", MEMBER_TEXT | MEMBER_OBJECT | MEMBER_REQUIRED },
};
static const struct member attached_members[] = {
	TEXT("PolicyArn"), { "PolicyName", MEMBER_TEXT },
};
static const struct member boundary_members[] = {
	TEXT("PermissionsBoundaryArn"), ANY("PermissionsBoundaryType"),
};
/* clang-format on */

/* How the three kinds of identities are called. */
struct kind {
	const char *list, *what, *type, *name, *id, *inline_list;
	const struct member *members;
	size_t nmembers;
};

static const struct kind user_kind = {
	"UserDetailList", "a user",	    "user",	  "UserName",
	"UserId",	  "UserPolicyList", user_members, COUNT(user_members),
};
static const struct kind role_kind = {
	"RoleDetailList", "a role",	    "role",	  "RoleName",
	"RoleId",	  "RolePolicyList", role_members, COUNT(role_members),
};
static const struct kind group_kind = {
	"GroupDetailList", "a group",
	"group",	   "GroupName",
	"GroupId",	   "GroupPolicyList",
	group_members,	   COUNT(group_members),
};

/* ---- identities ------------------------------------------------------------
 */

/* Gives a policy to a principal, or to a group. */
struct owner {
	const struct kind *kind;
	struct str name;
	struct build_principal *principal; /* NULL: a group */
	struct policy_list *group;
};

static bool
give(struct details *d, struct owner *owner, enum policy_type type,
     const struct policy *policy)
{
	struct build *b = d->a->r->build;

	if (!policy)
		return false;
	return owner->group ? policy_list_add(b, owner->group, policy)
			    : build_principal_policy(b, owner->principal, type,
						     policy);
}

/* The document at O's KEY, called after its owner. */
static bool
give_document(struct details *d, struct owner *owner, enum policy_type type,
	      const struct json *o, const char *key, struct str name)
{
	struct document *document = reference_document(
		d->a->r, details_name(d, owner->kind->type, owner->name, name),
		d->source, o, key);

	return document &&
	       give(d, owner, type, reference_compile(d->a->r, document, type));
}

static bool
read_policies(struct details *d, struct owner *owner, const struct json *o)
{
	const struct json *list = json_get(o, owner->kind->inline_list);

	for (size_t i = 0; i < json_nelements(list); i++) {
		const struct json *p =
			details_element(d, list, i, "an inline policy",
					inline_members, COUNT(inline_members));

		if (!p || !give_document(d, owner, POLICY_IDENTITY, p,
					 "PolicyDocument",
					 member_text(p, "PolicyName")))
			return false;
	}
	list = json_get(o, "AttachedManagedPolicies");
	for (size_t i = 0; i < json_nelements(list); i++) {
		const struct json *p = details_element(
			d, list, i, "an attached policy", attached_members,
			COUNT(attached_members));

		if (!p ||
		    !give(d, owner, POLICY_IDENTITY,
			  details_managed(d, p, "PolicyArn", owner->kind->type,
					  owner->name, POLICY_IDENTITY)))
			return false;
	}
	return true;
}

static bool
read_boundary(struct details *d, struct owner *owner, const struct json *o)
{
	const struct json *boundary = json_get(o, "PermissionsBoundary");

	if (!boundary)
		return true;
	return member_check_aws(d->source, boundary, "a permissions boundary",
				boundary_members, COUNT(boundary_members),
				d->a->r->err) &&
	       give(d, owner, POLICY_BOUNDARY,
		    details_managed(d, boundary, "PermissionsBoundaryArn",
				    owner->kind->what, owner->name,
				    POLICY_BOUNDARY));
}

/* The ARN must say what Path and name say, and be of this account. */
static bool
check_arn(struct details *d, const struct kind *kind, const struct json *o)
{
	const struct str path = member_text(o, "Path");
	const struct str name = member_text(o, kind->name);
	const struct str type = str_make(kind->type, strlen(kind->type));
	struct str rest;
	struct arn arn;

	if (!arn_parse(&arn, member_text(o, "Arn")) ||
	    !str_equal(arn.service, STR("iam")) || arn.region.n != 0)
		return details_refuse(d, o, "Arn", "bad-arn",
				      "take it as AWS prints it",
				      "this is not an ARN of IAM");
	if (!str_equal(arn.account, d->a->id))
		return source_error(d->source, o, "Arn", 0, false, d->a->r->err,
				    PORTERO_ERROR_CONFIG, "other-account",
				    "one file of details is for one account",
				    "%s of account %.*s among those of %.*s",
				    kind->what, ERROR_STR(arn.account),
				    ERROR_STR(d->a->id));
	rest = arn.resource;
	if (rest.n == type.n + path.n + name.n && str_starts(rest, type) &&
	    str_starts(str_from(rest, type.n), path) &&
	    str_equal(str_from(rest, type.n + path.n), name))
		return true;
	return details_refuse(d, o, "Arn", "bad-arn",
			      "take it as AWS prints it",
			      "the ARN does not fit the path and the name");
}

static const struct json *
read_head(struct details *d, const struct kind *kind, const struct json *list,
	  size_t i)
{
	const struct json *o = details_element(d, list, i, kind->what,
					       kind->members, kind->nmembers);

	if (!o ||
	    !identity_check_name(d->source, o, kind->name, d->a->r->err) ||
	    !identity_check_path(d->source, o, "Path", d->a->r->err) ||
	    !check_arn(d, kind, o))
		return NULL;
	return o;
}

static bool
read_group(struct details *d, const struct json *list, size_t i)
{
	const struct json *o = read_head(d, &group_kind, list, i);
	struct owner owner = { &group_kind, member_text(o, "GroupName"), NULL,
			       NULL };

	if (!o)
		return false;
	owner.group = identity_group(d->a, d->source, o, "GroupName");
	return owner.group && read_policies(d, &owner, o);
}

static bool
read_principal(struct details *d, const struct kind *kind,
	       enum principal_kind principal_kind, struct owner *owner,
	       const struct json *o)
{
	*owner = (struct owner){ kind, member_text(o, kind->name), NULL, NULL };
	owner->principal = identity_add(d->a, d->source, principal_kind,
					member_text(o, "Arn"), o, kind->name,
					member_text(o, kind->id));
	return owner->principal &&
	       identity_tags(d->a, d->source, owner->principal, o, "Tags",
			     "Key", "Value") &&
	       read_policies(d, owner, o) && read_boundary(d, owner, o);
}

static bool
read_user(struct details *d, const struct json *list, size_t i)
{
	const struct json *o = read_head(d, &user_kind, list, i);
	struct owner owner;

	return o && read_principal(d, &user_kind, PRINCIPAL_USER, &owner, o) &&
	       identity_join(d->a, d->source, owner.principal, o, "GroupList");
}

static bool
read_role(struct details *d, const struct json *list, size_t i)
{
	const struct json *o = read_head(d, &role_kind, list, i);
	struct owner owner;

	return o && read_principal(d, &role_kind, PRINCIPAL_ROLE, &owner, o) &&
	       give_document(d, &owner, POLICY_TRUST, o,
			     "AssumeRolePolicyDocument", STR("trust"));
}

bool
account_read(struct account_reading *a, struct source *s,
	     const struct json *details, struct str prefix)
{
	/* what is named before what names it */
	static const struct {
		const char *key;
		bool (*read)(struct details *, const struct json *, size_t);
	} lists[] = {
		{ "Policies", details_policy },
		{ "GroupDetailList", read_group },
		{ "UserDetailList", read_user },
		{ "RoleDetailList", read_role },
	};
	struct details d = { a, s, prefix, { NULL, 0, 0 } };
	bool any = false;

	if (!member_check_aws(s, details, "the account details",
			      details_members, COUNT(details_members),
			      a->r->err))
		return false;
	if (json_is_true(json_get(details, "IsTruncated")))
		return details_refuse(
			&d, details, "IsTruncated", "truncated",
			"get all pages: the CLI does unless told not to",
			"these account details are not complete");
	for (size_t k = 0; k < COUNT(lists); k++) {
		const struct json *list = json_get(details, lists[k].key);

		any |= list != NULL;
		for (size_t i = 0; i < json_nelements(list); i++)
			if (!lists[k].read(&d, list, i))
				return false;
	}
	if (any)
		return true;
	return source_error(s, details, NULL, SIZE_MAX, false, a->r->err,
			    PORTERO_ERROR_CONFIG, "missing-member",
			    "aws iam get-account-authorization-details",
			    "these are no account details");
}
