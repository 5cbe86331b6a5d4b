/* SPDX-License-Identifier: MIT */
/*
 * One pass over a body, and over the tree of its operation's fields beside it
 * (sagemaker_tree.h). So every member is looked at once, and also those that no
 * field names: one that sounds like a role and is not known as one could hand
 * over a role unseen (the API grows).
 */
#include "sagemaker_reader.h"

#include <string.h>
#include <strings.h>

#include "sagemaker_tree.h"

/* The first field of SET, which is taken out. */
static const struct sagemaker_field *
next(const struct reader *r, uint64_t *set)
{
	const size_t i = (size_t)__builtin_ctzll(*set);

	*set &= *set - 1;
	return &r->operation->fields[i];
}

/*
 * The member of B that AT ends in; NULL: no field is in it. Nothing else may
 * look like one: a service that does not mind the case of a member would take
 * it.
 */
static bool
find(struct reader *r, const struct way *at, const struct branch *b,
     const struct branch **found)
{
	const struct portero_str key = at->key;

	*found = NULL;
	for (b = b->members[branch_row(key.ptr, key.len)]; b; b = b->next) {
		const struct portero_str its = { b->key, b->len };

		if (b->len != key.len)
			continue;
		if (slice_equal(its, key)) {
			*found = b->through ? b : NULL;
			return true;
		}
		if (strncasecmp(b->key, key.ptr, key.len) == 0)
			return body_fail(r, at, "wrong-case", NULL,
					 "this is written %.*s", (int)key.len,
					 b->key);
	}
	return true;
}

/* MISSING had to be members of the object at AT. */
static bool
check_missing(struct reader *r, const struct way *at, uint64_t missing)
{
	const char *path, *dot;
	struct way way;

	if (!missing)
		return true;
	path = next(r, &missing)->path;
	dot = strrchr(path, '.');
	way = way_member(at, slice_of(dot ? dot + 1 : path));
	return body_fail(r, &way, "missing-member", NULL,
			 "%s needs this member and it is not there",
			 r->operation->name);
}

static bool walk(struct reader *r, const struct way *at, uint32_t value,
		 const struct branch *b, unsigned depth);

static bool
is_container(const struct reader *r, uint32_t value)
{
	return body_kind(r, value) == JTEXT_OBJECT ||
	       body_kind(r, value) == JTEXT_ARRAY;
}

/* Text in a map with keys of the user's own. */
static bool
is_of_user(const struct reader *r, const struct way *at, uint32_t member)
{
	return body_kind(r, member) == JTEXT_STRING && at->up &&
	       at->up->key.ptr && body_is_free_map(at->up->key);
}

static bool
walk_member(struct reader *r, const struct way *at, uint32_t member,
	    const struct branch *b, unsigned depth)
{
	/* what a field names is known for what it is */
	if (!b && body_sounds_like_role(at->key) && !is_of_user(r, at, member))
		return body_fail(r, at, "unknown-role-member", NULL,
				 "this looks like a role, and %s is not known "
				 "to take one here",
				 r->operation->name);
	return (!b && !is_container(r, member)) ||
	       walk(r, at, member, b, depth + 1);
}

/* B may be NULL, here and below: no field is in this. */
static bool
walk_object(struct reader *r, const struct way *at, uint32_t object,
	    const struct branch *b, unsigned depth)
{
	const uint32_t end = body_next(r, object);
	uint64_t missing = b ? b->required : 0;
	uint64_t omitted = b ? b->defaults : 0;

	for (uint32_t i = object + 1; i < end; i = body_next(r, i + 1)) {
		const uint32_t member = i + 1;
		const struct way way = way_member(at, jtext_string(r->body, i));
		const struct branch *its = NULL;

		/* as if it were not there */
		if (body_kind(r, member) == JTEXT_NULL)
			continue;
		if (b && !find(r, &way, b, &its))
			return false;
		if (its) {
			missing &= ~its->here;
			omitted &= ~its->through;
		}
		if (!walk_member(r, &way, member, its, depth))
			return false;
	}
	r->omitted |= omitted;
	return check_missing(r, at, missing);
}

/* What only some of the elements have is unknown for the call. */
static bool
walk_list(struct reader *r, const struct way *at, uint32_t list,
	  const struct branch *b, unsigned depth)
{
	const uint32_t end = body_next(r, list);
	const uint64_t each = b ? b->each : 0;
	uint64_t some = 0, all = each;
	size_t index = 0;

	for (uint32_t i = list + 1; i < end; i = body_next(r, i)) {
		const struct way way = way_element(at, index++);

		if (b && body_kind(r, i) == JTEXT_NULL)
			return body_wrong_type(r, &way, "a value", i);
		r->met &= ~each;
		if (!walk(r, &way, i, b, depth + 1))
			return false;
		some |= r->met & each;
		all &= r->met;
	}
	some &= ~all;
	while (some)
		body_field_unknown(r, next(r, &some));
	return true;
}

/* VALUE is an expression: whatever is in it is not known yet. */
static void
leave_open(struct reader *r, const struct way *at, uint32_t value, uint64_t set)
{
	r->met |= set;
	while (set)
		body_field_open(r, at, next(r, &set), value);
}

/* The fields that end here; the others say what VALUE has to be. */
static bool
read_fields(struct reader *r, const struct way *at, uint32_t value,
	    const struct branch *b)
{
	uint64_t here = b->here;

	r->met |= here;
	while (here)
		if (!body_field(r, at, next(r, &here), value))
			return false;
	if (b->object && body_kind(r, value) != JTEXT_OBJECT)
		return body_wrong_type(r, at, "an object", value);
	if (b->elements && body_kind(r, value) != JTEXT_ARRAY)
		return body_wrong_type(r, at, "a list", value);
	return true;
}

static bool
walk(struct reader *r, const struct way *at, uint32_t value,
     const struct branch *b, unsigned depth)
{
	if (depth > JSONPATH_DEPTH)
		return body_fail(r, at, "too-deep", NULL,
				 "nested more than %d levels deep",
				 JSONPATH_DEPTH);
	if (b && body_is_open(r, value)) {
		leave_open(r, at, value, b->through);
		b = NULL;
	}
	if (b && !read_fields(r, at, value, b))
		return false;
	if (body_kind(r, value) == JTEXT_OBJECT)
		return walk_object(r, at, value, b, depth);
	return body_kind(r, value) != JTEXT_ARRAY ||
	       walk_list(r, at, value, b ? b->elements : NULL, depth);
}

/*
 * Members that the service fills in when a call leaves them out. AWS's own
 * guardrails deny by the value that is filled in ("Build a Secure Enterprise
 * Machine Learning Platform", governance: a Deny when NetworkIsolation is
 * false), but no page says whether the key then has that value or is absent.
 */
static void
leave_unknown(struct reader *r)
{
	while (r->omitted)
		body_field_unknown(r, next(r, &r->omitted));
}

bool
body_members(struct reader *r)
{
	const struct branch *tree = sagemaker_tree(r->operation);

	if (!tree)
		return body_fail(r, NULL, "too-many", NULL,
				 "%s has too many fields", r->operation->name);
	if (!walk_object(r, NULL, 0, tree, 0))
		return false;
	leave_unknown(r);
	return true;
}
