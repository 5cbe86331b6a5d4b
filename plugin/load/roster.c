/* SPDX-License-Identifier: MIT */
/* roster.c - one table says what roles, users and federated users have. */
#include "roster.h"

#include "member.h"

#define TAGS                                                                   \
	{                                                                      \
		"tags", MEMBER_OBJECT | MEMBER_LIST                            \
	}
#define POLICIES                                                               \
	{                                                                      \
		"policies", MEMBER_LIST | MEMBER_TEXT | MEMBER_OBJECT          \
	}
#define BOUNDARY                                                               \
	{                                                                      \
		"boundary", MEMBER_LIST | MEMBER_TEXT | MEMBER_OBJECT          \
	}
#define SESSION                                                                \
	{                                                                      \
		"session", MEMBER_LIST | MEMBER_TEXT | MEMBER_OBJECT           \
	}
#define NAME                                                                   \
	{                                                                      \
		"name", MEMBER_TEXT | MEMBER_REQUIRED                          \
	}

/* clang-format off */
static const struct member role_members[] = {
	NAME, { "path", MEMBER_TEXT }, { "id", MEMBER_TEXT }, TAGS, POLICIES,
	BOUNDARY, SESSION,
	{ "trust", MEMBER_LIST | MEMBER_TEXT | MEMBER_OBJECT },
};
static const struct member user_members[] = {
	NAME, { "path", MEMBER_TEXT }, { "id", MEMBER_TEXT }, TAGS, POLICIES,
	BOUNDARY, SESSION, { "groups", MEMBER_LIST },
};
static const struct member federated_members[] = {
	NAME, TAGS, POLICIES, BOUNDARY, SESSION,
};
static const struct member group_members[] = { NAME, POLICIES };
/* clang-format on */

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const struct kind {
	const char *key, *what, *service, *type;
	enum principal_kind kind;
	const struct member *members;
	size_t nmembers;
	bool has_path;
} kinds[] = {
	{ "roles", "a role", "iam", "role", PRINCIPAL_ROLE, role_members,
	  COUNT(role_members), true },
	{ "users", "a user", "iam", "user", PRINCIPAL_USER, user_members,
	  COUNT(user_members), true },
	{ "federated_users", "a federated user", "sts", "federated-user",
	  PRINCIPAL_FEDERATED, federated_members, COUNT(federated_members),
	  false },
};

static const struct layer {
	const char *key;
	enum policy_type type;
} layers[] = {
	{ "policies", POLICY_IDENTITY },
	{ "boundary", POLICY_BOUNDARY },
	{ "session", POLICY_SESSION },
	{ "trust", POLICY_TRUST },
};

static bool
read_layers(struct account_reading *a, const struct scope *scope,
	    struct build_principal *p, const struct json *o,
	    const struct path *path)
{
	for (size_t i = 0; i < COUNT(layers); i++) {
		const struct path at = { path, layers[i].key, SIZE_MAX };
		struct identity_use use = { a->r->build, p, layers[i].type };

		if (!reference_each(a->r, scope, o, layers[i].key, &at,
				    layers[i].type, identity_use, &use))
			return false;
	}
	return true;
}

static bool
read_principal(struct account_reading *a, const struct scope *scope,
	       const struct kind *kind, const struct json *o,
	       const struct path *path)
{
	struct source *s = scope->source;
	struct portero_error *err = a->r->err;
	const struct str name = member_text(o, "name");
	struct build_principal *p;
	struct str where;

	if (!member_check(s, o, kind->what, kind->members, kind->nmembers,
			  err) ||
	    !identity_check_name(s, o, "name", err) ||
	    !identity_check_path(s, o, "path", err))
		return false;
	where = json_get(o, "path") ? member_text(o, "path") : STR("/");
	p = identity_add(
		a, s, kind->kind,
		identity_arn(a, kind->service, kind->type, where, name), o,
		"name", member_text(o, "id"));
	return p && identity_tags(a, s, p, o, "tags", "key", "value") &&
	       identity_join(a, s, p, o, "groups") &&
	       read_layers(a, scope, p, o, path);
}

static bool
read_kind(struct account_reading *a, const struct scope *scope,
	  const struct kind *kind, const struct json *account,
	  const struct path *path)
{
	const struct json *list = json_get(account, kind->key);

	for (size_t i = 0; i < json_nelements(list); i++) {
		const struct path at = { path, kind->key, i };

		if (!member_check_type(scope->source, list, NULL, i,
				       MEMBER_OBJECT, a->r->err) ||
		    !read_principal(a, scope, kind, json_at(list, i), &at))
			return false;
	}
	return true;
}

struct group_use {
	struct build *build;
	struct policy_list *group;
};

static bool
group_use(void *arg, const struct policy *policy)
{
	const struct group_use *use = arg;

	return policy_list_add(use->build, use->group, policy);
}

static bool
read_group(struct account_reading *a, const struct scope *scope,
	   const struct json *o, const struct path *path)
{
	const struct path at = { path, "policies", SIZE_MAX };
	struct group_use use = { a->r->build, NULL };

	if (!member_check(scope->source, o, "a group", group_members,
			  COUNT(group_members), a->r->err))
		return false;
	use.group = identity_group(a, scope->source, o, "name");
	return use.group && reference_each(a->r, scope, o, "policies", &at,
					   POLICY_IDENTITY, group_use, &use);
}

bool
roster_read(struct account_reading *a, const struct scope *scope,
	    const struct json *account, const struct path *path)
{
	const struct json *groups = json_get(account, "groups");

	for (size_t i = 0; i < json_nelements(groups); i++) {
		const struct path at = { path, "groups", i };

		if (!member_check_type(scope->source, groups, NULL, i,
				       MEMBER_OBJECT, a->r->err) ||
		    !read_group(a, scope, json_at(groups, i), &at))
			return false;
	}
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (!read_kind(a, scope, &kinds[i], account, path))
			return false;
	return true;
}
