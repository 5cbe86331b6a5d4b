/* SPDX-License-Identifier: MIT */
/* reference.c - policies by file, by name, by ARN, or written in place. */
#include "reference.h"

#include <stdio.h>

#include "error.h"
#include "file.h"
#include "member.h"

struct str
path_text(struct reading *r, const struct path *path)
{
	const struct path *parts[32];
	char text[512];
	size_t n = 0, used = 0;

	for (; path && n < 32; path = path->up)
		parts[n++] = path;
	text[0] = '\0';
	while (n > 0 && used < sizeof text) {
		const struct path *p = parts[--n];

		if (p->index == SIZE_MAX)
			used += (size_t)snprintf(text + used,
						 sizeof text - used, "%s%s",
						 used ? "." : "", p->key);
		else
			used += (size_t)snprintf(
				text + used, sizeof text - used, "%s%s[%zu]",
				used ? "." : "", p->key, p->index);
	}
	return arena_text(r->scratch, str_make(text, strlen(text)));
}

static struct document *
document_new(struct reading *r, struct str name, struct source *source,
	     const struct json *value)
{
	struct document *d = arena_alloc(r->scratch, sizeof *d);

	if (!d || !name.p) {
		error_memory(r->err);
		return NULL;
	}
	d->name = name;
	d->source = source;
	d->value = value;
	return d;
}

struct document *
reference_document(struct reading *r, struct str name, struct source *source,
		   const struct json *parent, const char *key)
{
	struct document *d =
		document_new(r, name, source, json_get(parent, key));

	if (d) {
		d->parent = parent;
		d->key = key;
	}
	return d;
}

/* A document in a string is parsed when it is first needed. */
static bool
open_inner(struct reading *r, struct document *d)
{
	struct source *inner;

	if (!json_is_string(d->value))
		return true;
	inner = reading_source(r);
	if (!inner || !source_parse_inner(inner, d->source, d->parent, d->key,
					  d->index, r->err))
		return false;
	d->source = inner;
	d->value = inner->root;
	return true;
}

const struct policy *
reference_compile(struct reading *r, struct document *d, enum policy_type type)
{
	d->used = true;
	if (d->policies[type])
		return d->policies[type];
	if (!open_inner(r, d))
		return NULL;
	if (!json_is_object(d->value)) {
		source_error(d->source, d->value, NULL, SIZE_MAX, false, r->err,
			     PORTERO_ERROR_POLICY, "not-a-document",
			     "write { ... }",
			     "a policy document must be an object");
		return NULL;
	}
	d->policies[type] =
		build_policy(r->build, type, d->name, d->source, d->value);
	return d->policies[type];
}

struct document *
reference_file(struct reading *r, struct str directory, struct str path)
{
	const struct str name = reading_path(r, directory, path);
	struct document *d = name.p ? lookup_find(&r->files, name) : NULL;
	struct source *s;

	if (d || !name.p)
		return d;
	s = reading_file(r, name, FILE_MAX_POLICY, PORTERO_ERROR_POLICY);
	d = s ? document_new(r, name, s, s->root) : NULL;
	if (!d)
		return NULL;
	if (lookup_add(&r->files, r->scratch, name, d))
		return d;
	error_memory(r->err);
	return NULL;
}

/* One REF and where it stands. */
struct reference {
	const struct scope *scope;
	const struct json *parent, *value;
	const char *key; /* NULL: parent[index] */
	size_t index;
	const struct path *path;
};

static struct document *
refuse(struct reading *r, const struct reference *ref, const char *id,
       const char *hint, const char *text)
{
	source_error(ref->scope->source, ref->parent, ref->key, ref->index,
		     false, r->err, PORTERO_ERROR_CONFIG, id, hint, "%s", text);
	return NULL;
}

/* A text: ARN of a managed policy, path, or name. */
static struct document *
by_text(struct reading *r, const struct reference *ref)
{
	const struct str text = member_string(ref->value);
	const bool arn = str_starts(text, STR("arn:"));
	struct document *d;

	if (text.n == 0)
		return refuse(r, ref, "unknown-policy",
			      "write its name, or remove it",
			      "the name of a policy is empty");
	if (ref->scope->files && !arn)
		return reference_file(r, ref->scope->directory, text);
	d = lookup_find(arn ? &r->managed : &r->named, text);
	if (!d && arn)
		return refuse(r, ref, "unknown-policy",
			      "add it to \"managed_policies\"",
			      "no managed policy has this ARN");
	return d ? d
		 : refuse(r, ref, "unknown-policy",
			  "add it to \"policies\", or correct its name",
			  "\"policies\" has no entry of this name");
}

/* An object: {"name", "document"}, or a document in place. */
static struct document *
in_place(struct reading *r, const struct reference *ref)
{
	static const struct member members[] = {
		{ "name", MEMBER_TEXT | MEMBER_REQUIRED },
		{ "document", MEMBER_TEXT | MEMBER_OBJECT | MEMBER_REQUIRED },
	};
	struct source *s = ref->scope->source;

	if (!ref->scope->inline_allowed)
		return refuse(r, ref, "wrong-type",
			      "write the policy to a file and name it here",
			      "a policy is the path of a file");
	if (json_get(ref->value, "Statement") ||
	    (!json_get(ref->value, "document") &&
	     !json_get(ref->value, "name")))
		return document_new(r, path_text(r, ref->path), s, ref->value);
	if (!member_check(s, ref->value, "a named policy", members, 2, r->err))
		return NULL;
	return reference_document(r, member_text(ref->value, "name"), s,
				  ref->value, "document");
}

static bool
use_one(struct reading *r, const struct reference *ref, enum policy_type type,
	reference_use *use, void *arg)
{
	struct document *d;
	const struct policy *policy;

	if (json_is_string(ref->value))
		d = by_text(r, ref);
	else if (json_is_object(ref->value))
		d = in_place(r, ref);
	else
		d = refuse(r, ref, "wrong-type", "write a name, or { ... }",
			   "a policy is a text or an object");
	if (!d)
		return false;
	policy = reference_compile(r, d, type);
	return policy && use(arg, policy);
}

bool
reference_each(struct reading *r, const struct scope *scope,
	       const struct json *parent, const char *key,
	       const struct path *path, enum policy_type type,
	       reference_use *use, void *arg)
{
	const struct json *list = json_get(parent, key);
	struct reference ref = { scope, parent, list, key, 0, path };
	struct path element = *path;

	if (!list)
		return true;
	if (!json_is_array(list))
		return use_one(r, &ref, type, use, arg);
	ref = (struct reference){ scope, list, NULL, NULL, 0, &element };
	for (; ref.index < json_nelements(list); ref.index++) {
		ref.value = json_at(list, ref.index);
		element.index = ref.index;
		if (!use_one(r, &ref, type, use, arg))
			return false;
	}
	return true;
}
