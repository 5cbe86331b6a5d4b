/* SPDX-License-Identifier: MIT */
/*
 * organization.c - walks the tree from the root down. A level is a root, an OU
 * or an account; OUs nest five deep (Organizations: "Quotas"), each account
 * stands in one place.
 */
#include "organization.h"

#include "../base/arn.h"
#include "error.h"
#include "member.h"

#define OU_DEPTH ((size_t)5)
#define COUNT(a) (sizeof(a) / sizeof *(a))

struct tree {
	struct reading *r;
	const struct scope *scope;
	struct str management;
};

/* Where the walk is. */
struct level {
	struct build_level *build;
	struct str org_path; /* "o-x/r-x/ou-x/" */
	const struct path *path;
	size_t depth; /* OUs above, this one counted */
};

#define REFS (MEMBER_LIST | MEMBER_TEXT | MEMBER_OBJECT)

/* clang-format off */
static const struct member organization_members[] = {
	{ "id", MEMBER_TEXT | MEMBER_REQUIRED },
	{ "management_account", MEMBER_TEXT },
	{ "root", MEMBER_OBJECT | MEMBER_REQUIRED },
};
static const struct member level_members[] = {
	{ "id", MEMBER_TEXT | MEMBER_REQUIRED }, { "name", MEMBER_TEXT },
	{ "scps", REFS }, { "rcps", REFS },
	{ "accounts", MEMBER_LIST }, { "ous", MEMBER_LIST },
};
static const struct member account_members[] = {
	{ "id", MEMBER_TEXT | MEMBER_REQUIRED }, { "name", MEMBER_TEXT },
	{ "scps", REFS }, { "rcps", REFS },
};
/* clang-format on */

static bool
refuse(struct tree *t, const struct json *o, const char *key, const char *id,
       const char *hint, const char *text)
{
	return source_error(t->scope->source, o, key, 0, false, t->r->err,
			    PORTERO_ERROR_CONFIG, id, hint, "%s", text);
}

/* PREFIX and then lower-case letters, digits and hyphens. */
static bool
check_id(struct tree *t, const struct json *o, const char *prefix,
	 const char *hint)
{
	const struct str id = member_text(o, "id");
	const size_t n = strlen(prefix);
	bool ok = id.n > n && id.n <= 68 && str_starts(id, str_make(prefix, n));

	for (size_t i = n; i < id.n && ok; i++)
		ok = (id.p[i] >= 'a' && id.p[i] <= 'z') ||
		     (id.p[i] >= '0' && id.p[i] <= '9') || id.p[i] == '-';
	return ok || refuse(t, o, "id", "bad-id", hint,
			    "this id does not have the right form");
}

/* ID, which stands at KEY or INDEX of PARENT, must be new. */
static bool
check_new(struct tree *t, const struct json *parent, const char *key,
	  size_t index, struct str id)
{
	if (lookup_find(&t->r->placed, id))
		return source_error(t->scope->source, parent, key, index, false,
				    t->r->err, PORTERO_ERROR_CONFIG, "repeated",
				    "an account or OU has one place",
				    "%.*s is there twice", ERROR_STR(id));
	return lookup_add(&t->r->placed, t->r->scratch, id, t->r) ||
	       error_memory(t->r->err);
}

struct level_use {
	struct build *build;
	struct build_level *level;
	enum policy_type type;
};

static bool
level_use(void *arg, const struct policy *policy)
{
	const struct level_use *use = arg;

	return build_level_policy(use->build, use->level, use->type, policy);
}

/* A level below PARENT (NULL: the root) with the policies O lists. */
static struct build_level *
add_level(struct tree *t, struct build_level *parent, const struct json *o,
	  const struct path *path)
{
	static const struct {
		const char *key;
		enum policy_type type;
	} lists[] = { { "scps", POLICY_SCP }, { "rcps", POLICY_RCP } };
	struct build_level *level = build_level(t->r->build, parent);

	for (size_t i = 0; level && i < COUNT(lists); i++) {
		const struct path at = { path, lists[i].key, SIZE_MAX };
		struct level_use use = { t->r->build, level, lists[i].type };

		if (!json_get(o, lists[i].key))
			continue;
		build_level_has(level, lists[i].type);
		if (!reference_each(t->r, t->scope, o, lists[i].key, &at,
				    lists[i].type, level_use, &use))
			return NULL;
	}
	return level;
}

/* An id, or an object with an id and policies of its own. */
static bool
read_account(struct tree *t, const struct level *up, const struct json *list,
	     size_t i)
{
	const struct path path = { up->path, "accounts", i };
	const struct json *v = json_at(list, i);
	const bool object = json_is_object(v);
	const struct json *parent = object ? v : list;
	const char *key = object ? "id" : NULL;
	struct build_account *account;
	struct build_level *level;
	struct str id;

	if (!member_check_type(t->scope->source, list, NULL, i,
			       MEMBER_TEXT | MEMBER_OBJECT, t->r->err) ||
	    (object &&
	     !member_check(t->scope->source, v, "an account", account_members,
			   COUNT(account_members), t->r->err)))
		return false;
	id = object ? member_text(v, "id") : member_string(v);
	if (!arn_is_account(id))
		return source_error(t->scope->source, parent, key, i, false,
				    t->r->err, PORTERO_ERROR_CONFIG,
				    "bad-account", "as \"111122223333\"",
				    "an account id is twelve digits in quotes");
	if (!check_new(t, parent, key, i, id))
		return false;
	level = add_level(t, up->build, v, &path);
	if (!level)
		return false;
	account = build_find_account(t->r->build, id);
	if (account)
		build_account_place(account, level, up->org_path,
				    str_equal(id, t->management));
	return true;
}

static bool read_level(struct tree *t, const struct level *up,
		       const struct json *o, const struct path *path);

static bool
read_children(struct tree *t, const struct level *level, const struct json *o)
{
	const struct json *accounts = json_get(o, "accounts");
	const struct json *ous = json_get(o, "ous");

	for (size_t i = 0; i < json_nelements(accounts); i++)
		if (!read_account(t, level, accounts, i))
			return false;
	if (json_nelements(ous) && level->depth >= OU_DEPTH)
		return refuse(t, o, "ous", "too-deep", "AWS allows no more",
			      "OUs are nested at most five deep");
	for (size_t i = 0; i < json_nelements(ous); i++) {
		const struct path path = { level->path, "ous", i };

		if (!member_check_type(t->scope->source, ous, NULL, i,
				       MEMBER_OBJECT, t->r->err) ||
		    !read_level(t, level, json_at(ous, i), &path))
			return false;
	}
	return true;
}

/* UP's path, the id and a slash, kept with the set. */
static struct str
extend_path(struct tree *t, struct str up, struct str id)
{
	struct str path = { NULL, up.n + id.n + 1 };
	char *p = arena_alloc(build_arena(t->r->build), path.n + 1);

	if (!p) {
		error_memory(t->r->err);
		return path;
	}
	memcpy(p, up.p, up.n);
	memcpy(p + up.n, id.p, id.n);
	p[up.n + id.n] = '/';
	path.p = p;
	return path;
}

/* The root (UP->build is NULL) or an OU. */
static bool
read_level(struct tree *t, const struct level *up, const struct json *o,
	   const struct path *path)
{
	const bool root = !up->build;
	const struct str id = member_text(o, "id");
	struct level level = {
		NULL, { NULL, 0 }, path, root ? 0 : up->depth + 1
	};

	if (!member_check(t->scope->source, o, root ? "the root" : "an OU",
			  level_members, COUNT(level_members), t->r->err) ||
	    !check_id(t, o, root ? "r-" : "ou-",
		      root ? "as \"r-ab12\"" : "as \"ou-ab12-11111111\"") ||
	    !check_new(t, o, "id", 0, id))
		return false;
	level.org_path = extend_path(t, up->org_path, id);
	level.build = add_level(t, up->build, o, path);
	return level.org_path.p && level.build && read_children(t, &level, o);
}

/* A management account that stands nowhere in the tree stands at the root;
 * no SCP and no RCP reaches it. */
static bool
place_management(struct tree *t, struct str org_path)
{
	struct build_account *account =
		build_find_account(t->r->build, t->management);
	struct build_level *level;

	if (!account || lookup_find(&t->r->placed, t->management))
		return true;
	level = build_level(t->r->build, NULL);
	if (!level)
		return false;
	build_account_place(account, level, org_path, true);
	return lookup_add(&t->r->placed, t->r->scratch, t->management, t->r) ||
	       error_memory(t->r->err);
}

bool
organization_read(struct reading *r, const struct scope *scope,
		  const struct json *organization, const struct path *path)
{
	const struct json *root = json_get(organization, "root");
	const struct path root_path = { path, "root", SIZE_MAX };
	struct tree t = { r, scope, { NULL, 0 } };
	struct level top = { NULL, { NULL, 0 }, path, 0 };
	struct str root_org_path;

	if (!member_check(scope->source, organization, "the organization",
			  organization_members, COUNT(organization_members),
			  r->err) ||
	    !check_id(&t, organization, "o-", "as \"o-a1b2c3d4e5\""))
		return false;
	t.management = member_text(organization, "management_account");
	if (json_get(organization, "management_account") &&
	    !arn_is_account(t.management))
		return refuse(&t, organization, "management_account",
			      "bad-account", "as \"111122223333\"",
			      "an account id is twelve digits in quotes");
	build_organization(r->build, member_text(organization, "id"));
	top.org_path =
		extend_path(&t, STR(""), member_text(organization, "id"));
	if (!top.org_path.p || !read_level(&t, &top, root, &root_path))
		return false;
	root_org_path = extend_path(&t, top.org_path, member_text(root, "id"));
	return root_org_path.p && place_management(&t, root_org_path) &&
	       r->err->code == PORTERO_OK;
}
