/* SPDX-License-Identifier: MIT */
/* member.c - unknown, missing and mistyped members, and what was meant. */
#include "member.h"

#include <stdio.h>

#include "error.h"

#define WORD_MAX ((size_t)40)

/*
 * How many letters to change, add, drop or exchange with their neighbour to
 * make A into B, without regard to case (Damerau; three rows of the table).
 */
static size_t
distance(struct str a, struct str b)
{
	size_t rows[3][WORD_MAX + 1];

	if (a.n > WORD_MAX || b.n > WORD_MAX)
		return SIZE_MAX;
	for (size_t j = 0; j <= b.n; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t *row = rows[i % 3], *above = rows[(i + 2) % 3];

		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			const char x = str_lower(a.p[i - 1]);
			const char y = str_lower(b.p[j - 1]);
			size_t best = above[j - 1] + (x != y);

			if (above[j] + 1 < best)
				best = above[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 && x == str_lower(b.p[j - 2]) &&
			    y == str_lower(a.p[i - 2]) &&
			    rows[(i + 1) % 3][j - 2] + 1 < best)
				best = rows[(i + 1) % 3][j - 2] + 1;
			row[j] = best;
		}
	}
	return rows[a.n % 3][b.n];
}

static struct str
text_of(const char *s)
{
	return str_make(s, strlen(s));
}

/* The member that KEY was meant to be, or NULL. */
static const char *
nearest(const char *key, const struct member *members, size_t n)
{
	const char *best = NULL;
	size_t least = SIZE_MAX;

	for (size_t i = 0; i < n; i++) {
		const size_t d =
			distance(text_of(key), text_of(members[i].name));
		const size_t length = strlen(members[i].name);
		const size_t most = length < 5 ? 1 : length < 12 ? 2 : 3;

		if (d <= most && d < least) {
			least = d;
			best = members[i].name;
		}
	}
	return best;
}

static bool
refuse_unknown(const struct source *s, const struct json *object,
	       const char *key, const char *what, const char *near,
	       struct portero_error *err)
{
	char hint[96] = "remove it, or correct its name";

	if (near)
		snprintf(hint, sizeof hint, "did you mean \"%s\"?", near);
	return source_error(s, object, key, 0, true, err, PORTERO_ERROR_CONFIG,
			    "unknown-member", hint,
			    "\"%.*s\" is not a member of %s",
			    ERROR_STR(text_of(key)), what);
}

static unsigned
type_of(const struct json *v)
{
	switch (json_type(v)) {
	case JSON_STRING:
		return MEMBER_TEXT;
	case JSON_OBJECT:
		return MEMBER_OBJECT;
	case JSON_ARRAY:
		return MEMBER_LIST;
	case JSON_INTEGER:
		return json_integer(v) >= 0 ? MEMBER_NUMBER : 0;
	case JSON_TRUE:
	case JSON_FALSE:
		return MEMBER_FLAG;
	case JSON_REAL:
	case JSON_NULL:
		break;
	}
	return 0;
}

/* "text or a list" */
static void
name_types(char *out, size_t size, unsigned type)
{
	static const char *const names[] = { "text", "an object", "a list",
					     "a whole number",
					     "true or false" };
	size_t n = 0;

	out[0] = '\0';
	for (unsigned i = 0; i < 5; i++) {
		if (!(type & 1u << i) || n >= size)
			continue;
		n += (size_t)snprintf(out + n, size - n, "%s%s",
				      n ? " or " : "", names[i]);
	}
}

bool
member_check_type(const struct source *s, const struct json *parent,
		  const char *key, size_t index, unsigned type,
		  struct portero_error *err)
{
	const struct json *v =
		key ? json_get(parent, key) : json_at(parent, index);
	const char *hint = NULL;
	char types[96];

	if (v && ((type & MEMBER_ANY) == MEMBER_ANY || (type_of(v) & type)))
		return true;
	if (json_is_number(v) && (type & MEMBER_TEXT))
		hint = "put it in double quotes";
	name_types(types, sizeof types, type);
	if (key)
		return source_error(s, parent, key, index, false, err,
				    PORTERO_ERROR_CONFIG, "wrong-type", hint,
				    "\"%s\" must be %s", key, types);
	return source_error(s, parent, key, index, false, err,
			    PORTERO_ERROR_CONFIG, "wrong-type", hint,
			    "this must be %s", types);
}

static const struct member *
find(const char *key, const struct member *members, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(members[i].name, key) == 0)
			return &members[i];
	return NULL;
}

static bool
check_required(const struct source *s, const struct json *object,
	       const char *what, const struct member *members, size_t n,
	       struct portero_error *err)
{
	for (size_t i = 0; i < n; i++)
		if ((members[i].type & MEMBER_REQUIRED) &&
		    !json_get(object, members[i].name))
			return source_error(s, object, NULL, SIZE_MAX, false,
					    err, PORTERO_ERROR_CONFIG,
					    "missing-member", "add it",
					    "%s needs \"%s\"", what,
					    members[i].name);
	return true;
}

static bool
check(const struct source *s, const struct json *object, const char *what,
      const struct member *members, size_t n, bool aws,
      struct portero_error *err)
{
	const char *key;
	struct json *v;

	if (!json_is_object(object))
		return source_error(s, object, NULL, SIZE_MAX, false, err,
				    PORTERO_ERROR_CONFIG, "wrong-type",
				    "write { ... }", "%s must be an object",
				    what);
	json_each(object, key, v)
	{
		const struct member *m = find(key, members, n);
		const char *near = m ? NULL : nearest(key, members, n);

		if (!m && (near || !aws))
			return refuse_unknown(s, object, key, what, near, err);
		if (m && !member_check_type(s, object, key, 0, m->type, err))
			return false;
	}
	return check_required(s, object, what, members, n, err);
}

bool
member_check(const struct source *s, const struct json *object,
	     const char *what, const struct member *members, size_t n,
	     struct portero_error *err)
{
	return check(s, object, what, members, n, false, err);
}

bool
member_check_aws(const struct source *s, const struct json *object,
		 const char *what, const struct member *members, size_t n,
		 struct portero_error *err)
{
	return check(s, object, what, members, n, true, err);
}

struct str
member_string(const struct json *v)
{
	return json_str(v);
}

struct str
member_text(const struct json *object, const char *key)
{
	return member_string(json_get(object, key));
}
