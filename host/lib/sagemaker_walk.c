/* SPDX-License-Identifier: MIT */
/*
 * One pass over a body. The fields of an operation are paths with common
 * beginnings; on the way through the body a set of them, a bit each, goes
 * along: those whose path leads to the value at hand or through it. So every
 * member is looked at once, and also those that no field names: one that sounds
 * like a role and is not known as one could hand over a role unseen (the API
 * grows).
 */
#include "sagemaker_reader.h"

#include <string.h>
#include <strings.h>

/* Fields, and how much of their paths has been gone. */
struct fields {
	uint64_t set;
	size_t used;
};

static uint64_t
bit(size_t i)
{
	return UINT64_C(1) << i;
}

/* The first field of SET, which is taken out. */
static const struct sagemaker_field *
next(const struct reader *r, uint64_t *set, uint64_t *its)
{
	const size_t i = (size_t)__builtin_ctzll(*set);

	*its = bit(i);
	*set &= *set - 1;
	return &r->operation->fields[i];
}

static bool
is_end(char c)
{
	return c == '\0' || c == '.' || c == '[';
}

/*
 * The fields whose path goes on with KEY. Nothing else may look like one of
 * them: a service that does not mind the case of a member would take it.
 */
static bool
with_key(struct reader *r, struct fields f, const struct way *at, size_t len,
	 uint64_t *found)
{
	uint64_t left = f.set, its;

	*found = 0;
	if (!at->up) /* most fields are here, and most are not this one */
		left &= r->starting[*at->key & 31];
	while (left) {
		const char *p = next(r, &left, &its)->path + f.used;

		if ((*p ^ *at->key) & ~0x20 ||
		    strncasecmp(p, at->key, len) != 0 || !is_end(p[len]))
			continue;
		if (strncmp(p, at->key, len) != 0)
			return body_fail(r, at, "wrong-case", NULL,
					 "this is written %.*s", (int)len, p);
		*found |= its;
	}
	/* a key with a dot is not the path that it looks like */
	if (*found && strpbrk(at->key, ".["))
		*found = 0;
	return true;
}

/* The same of what other files read: the names and the tags. */
static bool
check_case(struct reader *r, const struct way *at, size_t len)
{
	const char *name = body_name_like(r, at->key, len);

	if (!name || strncmp(name, at->key, len) == 0)
		return true;
	return body_fail(r, at, "wrong-case", NULL, "this is written %.*s",
			 (int)len, name);
}

/* Those of F that had to be members of the object at AT, and were not. */
static bool
check_missing(struct reader *r, const struct way *at, struct fields f)
{
	uint64_t its;

	while (f.set) {
		const struct sagemaker_field *field = next(r, &f.set, &its);
		const struct way way = { at, field->path + f.used, 0 };

		if (field->flags & FIELD_REQUIRED && !strpbrk(way.key, ".["))
			return body_fail(r, &way, "missing-member", NULL,
					 "%s needs this member and it is "
					 "not there",
					 r->operation->name);
	}
	return true;
}

static bool walk(struct reader *r, const struct way *at, const json_t *value,
		 struct fields f, bool free_map, unsigned depth);

static bool
walk_member(struct reader *r, const struct way *at, const json_t *member,
	    struct fields f, bool free_map, unsigned depth)
{
	const bool text_of_user = free_map && json_is_string(member);

	/* what a field names is known for what it is */
	if (f.set == 0 && !text_of_user && body_sounds_like_role(at->key))
		return body_fail(r, at, "unknown-role-member", NULL,
				 "this looks like a role, and %s is not known "
				 "to take one here",
				 r->operation->name);
	if (f.set == 0 && !json_is_object(member) && !json_is_array(member))
		return true;
	return walk(r, at, member, f,
		    json_is_object(member) && body_is_free_map(at->key),
		    depth + 1);
}

static bool
walk_object(struct reader *r, const struct way *at, const json_t *object,
	    struct fields f, bool free_map, unsigned depth)
{
	json_t *members = jsonpath_iterable(object);
	uint64_t missing = f.set;

	for (void *i = json_object_iter(members); i;
	     i = json_object_iter_next(members, i)) {
		const json_t *member = json_object_iter_value(i);
		const struct way way = { at, json_object_iter_key(i), 0 };
		const size_t len = strlen(way.key);
		struct fields on = { 0, f.used + len };

		if (json_is_null(member)) /* as if it were not there */
			continue;
		if (!at && !check_case(r, &way, len))
			return false;
		if (f.set && !with_key(r, f, &way, len, &on.set))
			return false;
		missing &= ~on.set;
		if (!walk_member(r, &way, member, on, free_map, depth))
			return false;
	}
	return check_missing(r, at, (struct fields){ missing, f.used });
}

/* Fields of SET with FIELD_EACH whose outermost list ends at USED. */
static uint64_t
of_each(const struct reader *r, struct fields f)
{
	uint64_t found = 0, its;

	while (f.set) {
		const struct sagemaker_field *field = next(r, &f.set, &its);

		if (field->flags & FIELD_EACH &&
		    strstr(field->path, "[]") + 2 == field->path + f.used)
			found |= its;
	}
	return found;
}

/* What only some of the elements have is unknown for the call. */
static bool
walk_list(struct reader *r, const struct way *at, const json_t *list,
	  struct fields f, unsigned depth)
{
	const uint64_t each = of_each(r, f);
	uint64_t some = 0, all = each, its;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *element = json_array_get(list, i);
		const struct way way = { at, NULL, i };

		if (f.set && json_is_null(element))
			return body_wrong_type(r, &way, "a value", element);
		r->met &= ~each;
		if (!walk(r, &way, element, f, false, depth + 1))
			return false;
		some |= r->met & each;
		all &= r->met;
	}
	some &= ~all;
	while (some)
		body_field_unknown(r, next(r, &some, &its));
	return true;
}

/* VALUE is an expression: whatever is in it is not known yet. */
static void
leave_open(struct reader *r, const struct way *at, const json_t *value,
	   uint64_t set)
{
	uint64_t its;

	r->met |= set;
	while (set)
		body_field_open(r, at, next(r, &set, &its), value);
}

/* Reads the fields that end here; the others, by what they have to find. */
static bool
read_fields(struct reader *r, const struct way *at, const json_t *value,
	    struct fields f, struct fields *members, struct fields *elements)
{
	uint64_t its;

	while (f.set) {
		const struct sagemaker_field *field = next(r, &f.set, &its);
		const char then = field->path[f.used];

		if (then == '.') {
			members->set |= its;
		} else if (then == '[') {
			elements->set |= its;
		} else {
			r->met |= its;
			if (!body_field(r, at, field, value))
				return false;
		}
	}
	return true;
}

static bool
walk(struct reader *r, const struct way *at, const json_t *value,
     struct fields f, bool free_map, unsigned depth)
{
	struct fields members = { 0, f.used + 1 }, elements = { 0, f.used + 2 };

	if (depth > JSONPATH_DEPTH)
		return body_fail(r, at, "too-deep", NULL,
				 "nested more than %d levels deep",
				 JSONPATH_DEPTH);
	if (f.set && body_is_open(r, value)) {
		leave_open(r, at, value, f.set);
		f.set = 0;
	}
	if (!read_fields(r, at, value, f, &members, &elements))
		return false;
	if (members.set && !json_is_object(value))
		return body_wrong_type(r, at, "an object", value);
	if (elements.set && !json_is_array(value))
		return body_wrong_type(r, at, "a list", value);
	if (json_is_object(value))
		return walk_object(r, at, value, members, free_map, depth);
	return !json_is_array(value) ||
	       walk_list(r, at, value, elements, depth);
}

bool
body_members(struct reader *r)
{
	const struct sagemaker_field *f = r->operation->fields;
	struct fields all = { 0, 0 };

	memset(r->starting, 0, sizeof r->starting);
	for (size_t i = 0; f[i].meaning != FIELD_END; i++) {
		/* cannot happen: a test counts them */
		if (i >= FIELDS_MAX)
			return body_fail(r, NULL, "too-many", NULL,
					 "%s has too many fields",
					 r->operation->name);
		all.set |= bit(i);
		r->starting[f[i].path[0] & 31] |= bit(i);
	}
	return walk_object(r, NULL, r->body, all, false, 0);
}
