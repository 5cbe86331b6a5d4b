/* SPDX-License-Identifier: MIT */
/*
 * identity.c - what roles and users written by hand and those that AWS prints
 * have in common. Names are checked because an ARN is made of them: a slash in
 * a name would make one principal look like another.
 */
#include "identity.h"

#include "../base/arn.h"
#include "error.h"
#include "member.h"

#define NAME_MAX_BYTES ((size_t)128)
#define PATH_MAX_BYTES ((size_t)512)
#define TAGS_MAX       ((size_t)50)
#define TAG_KEY_MAX    ((size_t)128 * 4) /* characters of up to four bytes */
#define TAG_VALUE_MAX  ((size_t)256 * 4)

static bool
is_name_byte(char c)
{
	const char low = str_lower(c);

	return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("_+=,.@-", c) != NULL);
}

bool
identity_check_name(const struct source *s, const struct json *parent,
		    const char *key, struct portero_error *err)
{
	const struct str name = member_text(parent, key);
	bool ok = name.n > 0 && name.n <= NAME_MAX_BYTES;

	for (size_t i = 0; i < name.n && ok; i++)
		ok = is_name_byte(name.p[i]);
	return ok || source_error(s, parent, key, 0, false, err,
				  PORTERO_ERROR_CONFIG, "bad-name",
				  "letters, digits and _+=,.@-, at most 128",
				  "this is not a name that IAM allows");
}

bool
identity_check_path(const struct source *s, const struct json *parent,
		    const char *key, struct portero_error *err)
{
	const struct str path = member_text(parent, key);
	bool ok = path.n > 0 && path.n <= PATH_MAX_BYTES && path.p[0] == '/' &&
		  path.p[path.n - 1] == '/';

	if (!json_get(parent, key))
		return true;
	for (size_t i = 0; i < path.n && ok; i++)
		ok = path.p[i] > 0x20 && path.p[i] < 0x7f;
	return ok || source_error(s, parent, key, 0, false, err,
				  PORTERO_ERROR_CONFIG, "bad-path",
				  "a path begins and ends with '/', as /ml/",
				  "this is not a path that IAM allows");
}

struct str
identity_arn(struct account_reading *a, const char *service, const char *type,
	     struct str path, struct str name)
{
	const struct str parts[] = {
		STR("arn:"), a->partition,
		STR(":"),    str_make(service, strlen(service)),
		STR("::"),   a->id,
		STR(":"),    str_make(type, strlen(type)),
		path,	     name,
	};
	struct str arn = { NULL, 0 };
	size_t n = 0;
	char *p;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		n += parts[i].n;
	p = arena_alloc(a->r->scratch, n + 1);
	if (!p) {
		error_memory(a->r->err);
		return arn;
	}
	arn.p = p;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].n)
			memcpy(p + arn.n, parts[i].p, parts[i].n);
		arn.n += parts[i].n;
	}
	return arn;
}

struct build_principal *
identity_add(struct account_reading *a, struct source *s,
	     enum principal_kind kind, struct str arn,
	     const struct json *parent, const char *key, struct str unique_id)
{
	static const char *const kinds[] = { "user", "role", "federated user" };
	const struct str name = member_text(parent, key);
	struct build_principal *p;

	if (!arn.p)
		return NULL;
	p = build_principal(a->r->build, kind, a->account, arn, name,
			    unique_id);
	if (!p)
		source_error(s, parent, key, 0, false, a->r->err,
			     PORTERO_ERROR_CONFIG, "repeated",
			     "remove one of them",
			     "account %.*s has this %s twice", ERROR_STR(a->id),
			     kinds[kind]);
	return p;
}

/* ---- tags ---- */

/* Tag INDEX of an object or list, with the parent and keys of its texts. */
struct tag_place {
	const struct json *parent;
	const char *key, *value; /* members; for objects both are the key */
};

static bool
check_tag(struct account_reading *a, struct source *s,
	  const struct tag_place *at, bool key_is_member,
	  const struct tag_text *tags, size_t n)
{
	const struct tag_text *t = &tags[n];
	struct portero_error *err = a->r->err;

	if (t->key.n == 0 || t->key.n > TAG_KEY_MAX ||
	    t->value.n > TAG_VALUE_MAX)
		return source_error(
			s, at->parent, at->key, 0, !key_is_member, err,
			PORTERO_ERROR_CONFIG, "bad-tag",
			"1 to 128 characters, the value at most 256",
			"this tag is empty or too long");
	for (size_t i = 0; i < n; i++)
		if (str_equal_fold(tags[i].key, t->key))
			return source_error(
				s, at->parent, at->key, 0, !key_is_member, err,
				PORTERO_ERROR_CONFIG, "repeated",
				"IAM does not tell upper from lower case here",
				"the tag %.*s is there twice",
				ERROR_STR(t->key));
	return true;
}

static bool
tags_of_object(struct account_reading *a, struct source *s,
	       const struct json *tags, struct tag_text *out)
{
	size_t n = 0;
	const char *key;
	struct json *value;

	json_each((struct json *)(uintptr_t)tags, key, value)
	{
		const struct tag_place at = { tags, key, key };

		if (!member_check_type(s, tags, key, 0, MEMBER_TEXT, a->r->err))
			return false;
		out[n] = (struct tag_text){ str_make(key, strlen(key)),
					    member_string(value) };
		if (!check_tag(a, s, &at, false, out, n))
			return false;
		n++;
	}
	return true;
}

static bool
tags_of_list(struct account_reading *a, struct source *s,
	     const struct json *list, const char *key, const char *value,
	     struct tag_text *out)
{
	const struct member members[] = {
		{ key, MEMBER_TEXT | MEMBER_REQUIRED },
		{ value, MEMBER_TEXT | MEMBER_REQUIRED },
	};

	for (size_t i = 0; i < json_nelements(list); i++) {
		const struct json *tag = json_at(list, i);
		const struct tag_place at = { tag, key, value };

		if (!member_check_type(s, list, NULL, i, MEMBER_OBJECT,
				       a->r->err) ||
		    !member_check(s, tag, "a tag", members, 2, a->r->err))
			return false;
		out[i] = (struct tag_text){ member_text(tag, key),
					    member_text(tag, value) };
		if (!check_tag(a, s, &at, true, out, i))
			return false;
	}
	return true;
}

bool
identity_tags(struct account_reading *a, struct source *s,
	      struct build_principal *p, const struct json *parent,
	      const char *key, const char *key_name, const char *value_name)
{
	const struct json *tags = json_get(parent, key);
	const bool object = json_is_object(tags);
	const size_t n = object ? json_nmembers(tags) : json_nelements(tags);
	struct tag_text texts[TAGS_MAX];

	if (n > TAGS_MAX)
		return source_error(
			s, parent, key, 0, false, a->r->err,
			PORTERO_ERROR_LIMIT, "too-many-tags", "remove some",
			"IAM allows %zu tags, here are %zu", TAGS_MAX, n);
	if (object ? !tags_of_object(a, s, tags, texts)
		   : !tags_of_list(a, s, tags, key_name, value_name, texts))
		return false;
	return build_principal_tags(a->r->build, p, texts, n);
}

/* ---- groups ---- */

struct policy_list *
identity_group(struct account_reading *a, struct source *s,
	       const struct json *parent, const char *key)
{
	const struct str name = member_text(parent, key);
	struct policy_list *group;

	if (!identity_check_name(s, parent, key, a->r->err))
		return NULL;
	if (lookup_find(&a->groups, name)) {
		source_error(
			s, parent, key, 0, false, a->r->err,
			PORTERO_ERROR_CONFIG, "repeated", "remove one of them",
			"account %.*s has this group twice", ERROR_STR(a->id));
		return NULL;
	}
	group = arena_alloc(a->r->scratch, sizeof *group);
	if (group && lookup_add(&a->groups, a->r->scratch, name, group))
		return group;
	error_memory(a->r->err);
	return NULL;
}

static bool
join_one(struct account_reading *a, struct source *s, struct build_principal *p,
	 const struct json *list, size_t index)
{
	const struct str name = member_string(json_at(list, index));
	const struct policy_list *group;

	if (!member_check_type(s, list, NULL, index, MEMBER_TEXT, a->r->err))
		return false;
	for (size_t i = 0; i < index; i++)
		if (str_equal(member_string(json_at(list, i)), name))
			return source_error(s, list, NULL, index, false,
					    a->r->err, PORTERO_ERROR_CONFIG,
					    "repeated", "remove one of them",
					    "this group is there twice");
	group = lookup_find(&a->groups, name);
	if (!group)
		return source_error(s, list, NULL, index, false, a->r->err,
				    PORTERO_ERROR_CONFIG, "unknown-group",
				    "add it to the groups of the account",
				    "account %.*s has no group %.*s",
				    ERROR_STR(a->id), ERROR_STR(name));
	for (size_t i = 0; i < group->n; i++)
		if (!build_principal_policy(a->r->build, p, POLICY_IDENTITY,
					    group->items[i]))
			return false;
	return true;
}

bool
identity_join(struct account_reading *a, struct source *s,
	      struct build_principal *p, const struct json *parent,
	      const char *key)
{
	const struct json *list = json_get(parent, key);

	for (size_t i = 0; i < json_nelements(list); i++)
		if (!join_one(a, s, p, list, i))
			return false;
	return true;
}

bool
identity_use(void *arg, const struct policy *policy)
{
	const struct identity_use *use = arg;

	return build_principal_policy(use->build, use->principal, use->type,
				      policy);
}
