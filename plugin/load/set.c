/* SPDX-License-Identifier: MIT */
/* set.c - the top of the tree, in the order in which one part needs another. */
#include "set.h"

#include "../base/arn.h"
#include "account.h"
#include "error.h"
#include "file.h"
#include "member.h"
#include "organization.h"
#include "roster.h"
#include "rules.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define REFS	 (MEMBER_LIST | MEMBER_TEXT | MEMBER_OBJECT)
#define SCHEMA	 "portero.set/1"

/* clang-format off */
static const struct member set_members[] = {
	{ "schema", MEMBER_TEXT | MEMBER_REQUIRED },
	{ "organization", MEMBER_OBJECT }, { "accounts", MEMBER_LIST },
	{ "resources", MEMBER_LIST }, { "policies", MEMBER_OBJECT },
	{ "managed_policies", MEMBER_LIST },
	{ "names", MEMBER_OBJECT }, { "limits", MEMBER_OBJECT },
};
static const struct member config_members[] = {
	{ "version", MEMBER_NUMBER | MEMBER_REQUIRED },
	{ "organization", MEMBER_OBJECT }, { "accounts", MEMBER_LIST },
	{ "resources", MEMBER_LIST }, { "managed_policies", MEMBER_LIST },
	{ "names", MEMBER_OBJECT }, { "limits", MEMBER_OBJECT },
};
static const struct member set_account_members[] = {
	{ "id", MEMBER_TEXT | MEMBER_REQUIRED }, { "name", MEMBER_TEXT },
	{ "partition", MEMBER_TEXT }, { "details", MEMBER_OBJECT },
	{ "roles", MEMBER_LIST }, { "users", MEMBER_LIST },
	{ "groups", MEMBER_LIST }, { "federated_users", MEMBER_LIST },
};
static const struct member config_account_members[] = {
	{ "id", MEMBER_TEXT | MEMBER_REQUIRED }, { "name", MEMBER_TEXT },
	{ "partition", MEMBER_TEXT }, { "details", MEMBER_TEXT },
	{ "roles", MEMBER_LIST }, { "users", MEMBER_LIST },
	{ "groups", MEMBER_LIST }, { "federated_users", MEMBER_LIST },
};
static const struct member resource_members[] = {
	{ "arn", MEMBER_TEXT | MEMBER_REQUIRED }, { "account", MEMBER_TEXT },
	{ "policy", REFS },
};
static const struct member set_managed_members[] = {
	{ "arn", MEMBER_TEXT | MEMBER_REQUIRED },
	{ "document", MEMBER_TEXT | MEMBER_OBJECT | MEMBER_REQUIRED },
};
static const struct member config_managed_members[] = {
	{ "arn", MEMBER_TEXT | MEMBER_REQUIRED },
	{ "file", MEMBER_TEXT | MEMBER_REQUIRED },
};
static const struct member file_members[] = {
	{ "file", MEMBER_TEXT | MEMBER_REQUIRED },
};
/* clang-format on */

/* The text that is read, and how policies are named in it. */
struct set {
	struct reading *r;
	struct source *source;
	struct scope scope;
	struct lookup resources; /* ARN -> anything */
};

static bool
refuse(struct set *set, const struct json *o, const char *key, const char *id,
       const char *hint, const char *text)
{
	return source_error(set->source, o, key, 0, false, set->r->err,
			    PORTERO_ERROR_CONFIG, id, hint, "%s", text);
}

static bool
check_version(struct set *set, const struct json *root)
{
	if (set->scope.files)
		return json_integer(json_get(root, "version")) == 1 ||
		       refuse(set, root, "version", "version", "version = 1;",
			      "this version is not known");
	return str_equal(member_text(root, "schema"), STR(SCHEMA)) ||
	       refuse(set, root, "schema", "version", "\"" SCHEMA "\"",
		      "this schema is not known");
}

/* ---- documents that have names ---------------------------------------------
 */

static bool
read_policies(struct set *set, const struct json *policies)
{
	const char *key;
	struct json *value;

	json_each((struct json *)(uintptr_t)policies, key, value)
	{
		const struct str name = str_make(key, strlen(key));
		struct document *d;

		if (!member_check_type(set->source, policies, key, 0,
				       MEMBER_TEXT | MEMBER_OBJECT,
				       set->r->err))
			return false;
		d = reference_document(set->r, name, set->source, policies,
				       key);
		if (!d)
			return false;
		if (!lookup_add(&set->r->named, set->r->scratch, name, d))
			return error_memory(set->r->err);
	}
	return true;
}

static bool
read_managed(struct set *set, const struct json *list, size_t i)
{
	const bool file = set->scope.files;
	const struct json *o = json_at(list, i);
	struct str text;
	struct document *d;
	struct arn arn;

	if (!member_check_type(set->source, list, NULL, i, MEMBER_OBJECT,
			       set->r->err) ||
	    !member_check(set->source, o, "a managed policy",
			  file ? config_managed_members : set_managed_members,
			  2, set->r->err))
		return false;
	text = member_text(o, "arn");
	if (!arn_parse(&arn, text) || !str_starts(arn.resource, STR("policy/")))
		return refuse(set, o, "arn", "bad-arn",
			      "as \"arn:aws:iam::aws:policy/NAME\"",
			      "this is not the ARN of a policy");
	if (lookup_find(&set->r->managed, text))
		return refuse(set, o, "arn", "repeated", "remove one of them",
			      "this policy is there twice");
	d = file ? reference_file(set->r, set->scope.directory,
				  member_text(o, "file"))
		 : reference_document(set->r, text, set->source, o, "document");
	if (!d)
		return false;
	return lookup_add(&set->r->managed, set->r->scratch, text, d) ||
	       error_memory(set->r->err);
}

/* ---- accounts ---- */

static bool
check_partition(struct set *set, const struct json *o)
{
	const struct str p = member_text(o, "partition");
	bool ok = str_starts(p, STR("aws")) && p.n <= 16;

	if (!json_get(o, "partition"))
		return true;
	for (size_t i = 0; i < p.n && ok; i++)
		ok = (p.p[i] >= 'a' && p.p[i] <= 'z') || p.p[i] == '-';
	return ok || refuse(set, o, "partition", "bad-partition",
			    "as \"aws\", \"aws-cn\", \"aws-us-gov\"",
			    "this is not a partition of AWS");
}

static bool
read_details(struct set *set, struct account_reading *a, const struct json *o,
	     const struct path *path)
{
	const struct json *details = json_get(o, "details");
	const struct path at = { path, "details", SIZE_MAX };
	struct source *s = set->source;
	struct str prefix;

	if (!details)
		return true;
	if (!set->scope.files) {
		prefix = path_text(set->r, &at);
		return prefix.p ? account_read(a, s, details, prefix)
				: error_memory(set->r->err);
	}
	prefix = member_string(details);
	s = reading_file(set->r, prefix, FILE_MAX_ACCOUNT,
			 PORTERO_ERROR_CONFIG);
	return s && account_read(a, s, s->root, prefix);
}

static bool
read_account(struct set *set, const struct json *list, size_t i)
{
	const struct path path = { NULL, "accounts", i };
	const struct json *o = json_at(list, i);
	struct account_reading a = { .r = set->r, .partition = STR("aws") };

	if (!member_check_type(set->source, list, NULL, i, MEMBER_OBJECT,
			       set->r->err) ||
	    !member_check(set->source, o, "an account",
			  set->scope.files ? config_account_members
					   : set_account_members,
			  COUNT(set_account_members), set->r->err) ||
	    !check_partition(set, o))
		return false;
	a.id = member_text(o, "id");
	if (json_get(o, "partition"))
		a.partition = member_text(o, "partition");
	if (!arn_is_account(a.id))
		return refuse(set, o, "id", "bad-account",
			      "as \"111122223333\"",
			      "an account id is twelve digits in quotes");
	if (build_find_account(set->r->build, a.id))
		return refuse(set, o, "id", "repeated", "remove one of them",
			      "this account is there twice");
	a.account = build_account(set->r->build, a.id);
	return a.account && read_details(set, &a, o, &path) &&
	       roster_read(&a, &set->scope, o, &path);
}

/* ---- organization ---- */

static bool
read_organization(struct set *set, const struct json *o)
{
	const struct path path = { NULL, "organization", SIZE_MAX };
	struct scope scope = set->scope;
	struct source *s;
	struct str file;

	if (!o)
		return true;
	if (!set->scope.files || !json_get(o, "file"))
		return organization_read(set->r, &scope, o, &path);
	if (!member_check(set->source, o, "an organization that is in a file",
			  file_members, COUNT(file_members), set->r->err))
		return false;
	file = member_text(o, "file");
	s = reading_file(set->r, file, FILE_MAX_ACCOUNT, PORTERO_ERROR_CONFIG);
	if (!s)
		return false;
	scope = (struct scope){ s, true, reading_directory(file), true };
	return organization_read(set->r, &scope, s->root, &path);
}

/* ---- resources ---- */

struct list_use {
	struct build *build;
	struct policy_list *list;
};

static bool
list_use(void *arg, const struct policy *policy)
{
	const struct list_use *use = arg;

	return policy_list_add(use->build, use->list, policy);
}

/* Whose a resource is: its ARN says, or "account" does; both must agree. */
static bool
owner_of(struct set *set, const struct json *o, struct str *owner)
{
	const struct str account = member_text(o, "account");
	struct arn arn;

	if (!arn_parse(&arn, member_text(o, "arn")) || arn.resource.n == 0)
		return refuse(set, o, "arn", "bad-arn",
			      "as \"arn:aws:s3:::bucket\"",
			      "this is not an ARN");
	*owner = arn.account.n ? arn.account : account;
	if (!json_get(o, "account") && arn.account.n == 0)
		return source_error(set->source, o, NULL, SIZE_MAX, false,
				    set->r->err, PORTERO_ERROR_CONFIG,
				    "missing-member", "add whose it is",
				    "a resource whose ARN has no account needs "
				    "\"account\"");
	if (!arn_is_account(*owner))
		return refuse(set, o, arn.account.n ? "arn" : "account",
			      "bad-account", "as \"111122223333\"",
			      "an account id is twelve digits in quotes");
	if (account.n && !str_equal(account, *owner))
		return refuse(set, o, "account", "other-account",
			      "leave it out, or correct it",
			      "the ARN is of another account");
	return true;
}

static bool
read_resource(struct set *set, const struct json *list, size_t i)
{
	const struct path path = { NULL, "resources", i };
	const struct path at = { &path, "policy", SIZE_MAX };
	const struct json *o = json_at(list, i);
	struct policy_list policies = { NULL, 0, 0 };
	struct list_use use = { set->r->build, &policies };
	struct str owner;

	if (!member_check_type(set->source, list, NULL, i, MEMBER_OBJECT,
			       set->r->err) ||
	    !member_check(set->source, o, "a resource", resource_members,
			  COUNT(resource_members), set->r->err) ||
	    !owner_of(set, o, &owner) ||
	    !reference_each(set->r, &set->scope, o, "policy", &at,
			    POLICY_RESOURCE, list_use, &use))
		return false;
	return build_resource(set->r->build, member_text(o, "arn"), owner,
			      &policies) ||
	       refuse(set, o, "arn", "repeated", "remove one of them",
		      "this resource is there twice");
}

/* ---- the whole ---- */

static bool
read_list(struct set *set, const struct json *root, const char *key,
	  bool (*read)(struct set *, const struct json *, size_t))
{
	const struct json *list = json_get(root, key);

	for (size_t i = 0; i < json_nelements(list); i++)
		if (!read(set, list, i))
			return false;
	return true;
}

/* A policy that nobody names may be a misprint elsewhere. */
static void
warn_of_unused(struct set *set)
{
	const struct lookup *l = &set->r->named;

	for (size_t i = 0; i < l->size; i++) {
		const struct document *d = l->entries[i].item;

		if (d && !d->used)
			reading_warn(set->r, "policy \"%.*s\" is not used",
				     ERROR_STR(d->name));
	}
}

/* No SCP reaches an account outside: say so, it may have been forgotten. */
static void
warn_of_outside(struct set *set, const struct json *root)
{
	const struct json *list = json_get(root, "accounts");

	if (!json_get(root, "organization"))
		return;
	for (size_t i = 0; i < json_nelements(list); i++) {
		const struct str id = member_text(json_at(list, i), "id");

		if (!lookup_find(&set->r->placed, id))
			reading_warn(set->r,
				     "account %.*s is not in the organization",
				     ERROR_STR(id));
	}
}

bool
set_read(struct reading *r, struct source *s, bool config)
{
	const struct json *root = s->root;
	struct set set = { .r = r,
			   .source = s,
			   .scope = { s, config, STR(""), !config } };

	if (!member_check(s, root, config ? "portero.conf" : "a policy set",
			  config ? config_members : set_members,
			  config ? COUNT(config_members) : COUNT(set_members),
			  r->err) ||
	    !check_version(&set, root) ||
	    !rules_read_limits(r, s, json_get(root, "limits")) ||
	    !rules_read_names(r, s, json_get(root, "names")) ||
	    !read_policies(&set, json_get(root, "policies")) ||
	    !read_list(&set, root, "managed_policies", read_managed) ||
	    !read_list(&set, root, "accounts", read_account) ||
	    !read_organization(&set, json_get(root, "organization")) ||
	    !read_list(&set, root, "resources", read_resource))
		return false;
	warn_of_unused(&set);
	warn_of_outside(&set, root);
	return r->err->code == PORTERO_OK;
}
