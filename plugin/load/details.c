/* SPDX-License-Identifier: MIT */
/*
 * details.c - managed policies: the version that counts is the default one, and
 * whatever is attached must be known.
 */
#include "details.h"

#include "../base/arn.h"
#include "error.h"

/* clang-format off */
static const struct member managed_members[] = {
	TEXT("PolicyName"), TEXT("Arn"),
	{ "DefaultVersionId", MEMBER_TEXT },
	{ "PolicyVersionList", MEMBER_LIST | MEMBER_REQUIRED },
	ANY("PolicyId"), ANY("Path"), ANY("AttachmentCount"),
	ANY("PermissionsBoundaryUsageCount"), ANY("IsAttachable"),
	ANY("Description"), ANY("CreateDate"), ANY("UpdateDate"), ANY("Tags"),
};
static const struct member version_members[] = {
	{ "Document", MEMBER_TEXT | MEMBER_OBJECT | MEMBER_REQUIRED },
	TEXT("VersionId"), { "IsDefaultVersion", MEMBER_FLAG },
	ANY("CreateDate"),
};
/* clang-format on */

struct str
details_name(struct details *d, const char *type, struct str owner,
	     struct str name)
{
	const struct str slash = owner.n ? STR("/") : STR("");
	const struct str parts[] = {
		d->prefix, STR("#"), str_make(type, strlen(type)), slash, owner,
		slash,	   name,
	};
	struct str out = { NULL, 0 };
	size_t n = 0;
	char *p;

	for (size_t i = 0; i < COUNT(parts); i++)
		n += parts[i].n;
	p = arena_alloc(d->a->r->scratch, n + 1);
	if (!p)
		return out;
	out.p = p;
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (parts[i].n)
			memcpy(p + out.n, parts[i].p, parts[i].n);
		out.n += parts[i].n;
	}
	return out;
}

const struct json *
details_element(struct details *d, const struct json *list, size_t i,
		const char *what, const struct member *members, size_t n)
{
	const struct json *o = json_at(list, i);

	if (!member_check_type(d->source, list, NULL, i, MEMBER_OBJECT,
			       d->a->r->err) ||
	    !member_check_aws(d->source, o, what, members, n, d->a->r->err))
		return NULL;
	return o;
}

bool
details_refuse(struct details *d, const struct json *o, const char *key,
	       const char *id, const char *hint, const char *text)
{
	return source_error(d->source, o, key, 0, false, d->a->r->err,
			    PORTERO_ERROR_CONFIG, id, hint, "%s", text);
}

/* The version of a managed policy that counts; NULL with err filled. */
static const struct json *
default_version(struct details *d, const struct json *policy)
{
	const struct json *list = json_get(policy, "PolicyVersionList");
	const struct json *named = json_get(policy, "DefaultVersionId");
	const struct json *found = NULL;

	for (size_t i = 0; i < json_nelements(list); i++) {
		const struct json *v = details_element(
			d, list, i, "a policy version", version_members,
			COUNT(version_members));
		const struct json *flag;
		bool is_default, is_named;

		if (!v)
			return NULL;
		flag = json_get(v, "IsDefaultVersion");
		is_default = json_is_true(flag);
		is_named = named && json_equal(json_get(v, "VersionId"), named);
		if (named && flag && is_default != is_named) {
			details_refuse(d, v, "IsDefaultVersion",
				       "default-version",
				       "take it as AWS prints it",
				       "DefaultVersionId says otherwise");
			return NULL;
		}
		if (!is_default && !is_named)
			continue;
		if (found) {
			details_refuse(d, v, "VersionId", "default-version",
				       "take it as AWS prints it",
				       "this policy has two default versions");
			return NULL;
		}
		found = v;
	}
	if (!found)
		details_refuse(d, policy, "PolicyVersionList",
			       "default-version", "take it as AWS prints it",
			       "the default version is not in this list");
	return found;
}

static bool
read_managed(struct details *d, const struct json *o)
{
	const struct str text = member_text(o, "Arn");
	const struct json *version = default_version(d, o);
	struct document *document;
	struct arn arn;
	bool aws;

	if (!version)
		return false;
	if (!arn_parse(&arn, text) || !str_starts(arn.resource, STR("policy/")))
		return details_refuse(d, o, "Arn", "bad-arn",
				      "take it as AWS prints it",
				      "this is not the ARN of a policy");
	aws = str_equal(arn.account, STR("aws"));
	if (!aws && !str_equal(arn.account, d->a->id))
		return details_refuse(d, o, "Arn", "other-account",
				      "one file of details is for one account",
				      "this policy is of another account");
	if (lookup_find(&d->managed, text))
		return details_refuse(d, o, "Arn", "repeated",
				      "remove one of them",
				      "this policy is there twice");
	document = reference_document(
		d->a->r,
		aws ? text
		    : details_name(d, "", STR(""),
				   member_text(o, "PolicyName")),
		d->source, version, "Document");
	if (!document)
		return false;
	return lookup_add(&d->managed, d->a->r->scratch, text, document) ||
	       error_memory(d->a->r->err);
}

const struct policy *
details_managed(struct details *d, const struct json *o, const char *key,
		const char *what, struct str name, enum policy_type type)
{
	const struct str arn = member_text(o, key);
	struct document *document = lookup_find(&d->managed, arn);

	if (!document)
		document = lookup_find(&d->a->r->managed, arn);
	if (document)
		return reference_compile(d->a->r, document, type);
	source_error(
		d->source, o, key, 0, false, d->a->r->err, PORTERO_ERROR_CONFIG,
		"unknown-policy",
		"get the details without --filter, or give it in "
		"managed_policies",
		"%s %.*s has the policy %.*s, which is not in \"Policies\"",
		what, ERROR_STR(name), ERROR_STR(arn));
	return NULL;
}

bool
details_policy(struct details *d, const struct json *list, size_t i)
{
	const struct json *o =
		details_element(d, list, i, "a managed policy", managed_members,
				COUNT(managed_members));

	return o && read_managed(d, o);
}
