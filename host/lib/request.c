/* SPDX-License-Identifier: MIT */
/* A request that owns its text, built piece by piece. */
#include "request.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct block {
	struct block *next;
	alignas(max_align_t) char data[];
};

struct attr {
	struct portero_str key;
	struct portero_str *values;
	size_t n, cap;
	bool unknown;
};

/*
 * Text and lists come from blocks that only grow; two serve most requests. They
 * are as large as what malloc keeps at hand for a thread.
 */
#define BLOCK_BYTES 1024u

struct request {
	struct portero_request plain;
	struct block *blocks; /* those after the first one */
	struct portero_str *also;
	struct portero_role *roles;
	struct attr *attrs;
	struct portero_attr *plain_attrs;
	size_t nalso, also_cap, nroles, roles_cap, nattrs, attrs_cap;
	size_t plain_cap;
	char *at; /* where the next piece is taken */
	size_t left;
	bool failed; /* out of memory, once and for all */
	alignas(max_align_t) char first[];
};

struct request *
request_new(void)
{
	struct request *r = malloc(BLOCK_BYTES);

	if (r)
		*r = (struct request){ .plain.size = sizeof r->plain,
				       .at = r->first,
				       .left = BLOCK_BYTES - sizeof *r };
	return r;
}

void
request_free(struct request *r)
{
	if (!r)
		return;
	while (r->blocks) {
		struct block *next = r->blocks->next;

		free(r->blocks);
		r->blocks = next;
	}
	free(r);
}

/* For N bytes, however aligned; what is left of the last one is lost. */
static bool
add_block(struct request *r, size_t n)
{
	const size_t usual = BLOCK_BYTES - sizeof(struct block);
	const size_t size = n > usual ? n : usual;
	struct block *b = malloc(sizeof *b + size);

	if (!b) {
		r->failed = true;
		return false;
	}
	b->next = r->blocks;
	r->blocks = b;
	r->at = b->data;
	r->left = size;
	return true;
}

static void *
take(struct request *r, size_t n, size_t align)
{
	size_t pad = -(uintptr_t)r->at & (align - 1);

	if (r->left < pad || r->left - pad < n) {
		if (!add_block(r, n))
			return NULL;
		pad = 0;
	}
	r->at += pad + n;
	r->left -= pad + n;
	return r->at - n;
}

/* A copy with a NUL behind it; {NULL, 0} when out of memory. */
static struct portero_str
copy(struct request *r, struct portero_str text)
{
	char *to = take(r, text.len + 1, 1);

	if (!to)
		return (struct portero_str){ NULL, 0 };
	if (text.len > 0)
		memcpy(to, text.ptr, text.len);
	to[text.len] = '\0';
	return (struct portero_str){ to, text.len };
}

/*
 * The list of N items of SIZE bytes, with room for one more: as it is, or a
 * larger copy. No list gets longer than MAX + 1 items: that is what a plugin
 * refuses (portero.h), and memory stays bounded. NULL: no room.
 */
static void *
room(struct request *r, void *list, size_t *cap, size_t n, size_t max,
     size_t size)
{
	const size_t wanted = *cap ? *cap * 2 : 4;
	void *more;

	if (n > max)
		return NULL;
	if (n < *cap)
		return list;
	more = take(r, wanted * size, alignof(max_align_t));
	if (!more)
		return NULL;
	if (n > 0)
		memcpy(more, list, n * size);
	*cap = wanted;
	return more;
}

void
request_set_principal(struct request *r, struct portero_str arn)
{
	r->plain.principal = copy(r, arn);
}

void
request_set_action(struct request *r, struct portero_str action)
{
	r->plain.action = copy(r, action);
}

void
request_set_resource(struct request *r, struct portero_str arn)
{
	r->plain.resource = copy(r, arn);
}

void
request_set_resource_account(struct request *r, struct portero_str account)
{
	r->plain.resource_account = copy(r, account);
}

void
request_set_now(struct request *r, int64_t now)
{
	r->plain.now = now;
}

void
request_set_flags(struct request *r, uint32_t flags)
{
	r->plain.flags = flags;
}

void
request_set_trace(struct request *r, const struct portero_trace *trace)
{
	r->plain.trace = trace;
}

void
request_add_also(struct request *r, struct portero_str arn)
{
	void *list = room(r, r->also, &r->also_cap, r->nalso, PORTERO_MAX_ALSO,
			  sizeof *r->also);

	if (!list)
		return;
	r->also = list;
	r->also[r->nalso++] = copy(r, arn);
}

void
request_add_role(struct request *r, struct portero_str arn, const char *service)
{
	const struct portero_str whose = slice_of(service);
	void *list;

	for (size_t i = 0; i < r->nroles; i++)
		if (slice_equal(r->roles[i].arn, arn) &&
		    slice_equal(r->roles[i].service, whose))
			return;
	list = room(r, r->roles, &r->roles_cap, r->nroles, PORTERO_MAX_ROLES,
		    sizeof *r->roles);
	if (!list)
		return;
	r->roles = list;
	r->roles[r->nroles++] =
		(struct portero_role){ .arn = copy(r, arn),
				       .service = copy(r, whose) };
}

bool
request_has_attr(const struct request *r, const char *key)
{
	const struct portero_str wanted = slice_of(key);

	for (size_t i = 0; i < r->nattrs; i++)
		if (slice_equal_fold(r->attrs[i].key, wanted))
			return true;
	return false;
}

/* The attribute KEY, made when it is new; NULL: no room for it. */
static struct attr *
find_attr(struct request *r, const char *key)
{
	const struct portero_str wanted = slice_of(key);
	void *list;

	for (size_t i = 0; i < r->nattrs; i++)
		if (slice_equal_fold(r->attrs[i].key, wanted))
			return &r->attrs[i];
	list = room(r, r->attrs, &r->attrs_cap, r->nattrs, PORTERO_MAX_ATTRS,
		    sizeof *r->attrs);
	if (!list)
		return NULL;
	r->attrs = list;
	r->attrs[r->nattrs] = (struct attr){ .key = copy(r, wanted) };
	if (r->failed)
		return NULL;
	return &r->attrs[r->nattrs++];
}

static void
add_value(struct request *r, struct attr *a, struct portero_str value)
{
	void *list = room(r, a->values, &a->cap, a->n, PORTERO_MAX_VALUES,
			  sizeof *a->values);

	if (!list)
		return;
	a->values = list;
	a->values[a->n++] = copy(r, value);
}

void
request_add_attr(struct request *r, const char *key, struct portero_str value)
{
	struct attr *a = find_attr(r, key);

	if (a)
		add_value(r, a, value);
}

void
request_add_member(struct request *r, const char *key, struct portero_str value,
		   bool many)
{
	struct attr *a = find_attr(r, key);

	/* one value too many is refused already: look no further */
	if (!a || a->n > PORTERO_MAX_VALUES)
		return;
	for (size_t i = 0; i < a->n; i++)
		if (slice_equal(a->values[i], value))
			return;
	if (a->n > 0 && !many)
		a->unknown = true;
	add_value(r, a, value);
}

void
request_add_empty(struct request *r, const char *key)
{
	find_attr(r, key);
}

void
request_add_unknown(struct request *r, const char *key)
{
	struct attr *a = find_attr(r, key);

	if (a)
		a->unknown = true;
}

static bool
make_plain_attrs(struct request *r)
{
	if (r->plain_cap < r->nattrs) {
		r->plain_attrs = take(r, r->nattrs * sizeof *r->plain_attrs,
				      alignof(max_align_t));
		if (!r->plain_attrs)
			return false;
		r->plain_cap = r->nattrs;
	}
	for (size_t i = 0; i < r->nattrs; i++) {
		const struct attr *a = &r->attrs[i];

		r->plain_attrs[i] = (struct portero_attr){
			.key = a->key,
			.values = a->unknown ? NULL : a->values,
			.nvalues = a->unknown ? PORTERO_UNKNOWN : a->n
		};
	}
	return true;
}

const struct portero_request *
request_get(struct request *r)
{
	if (r->failed || !make_plain_attrs(r))
		return NULL;
	r->plain.also = r->also;
	r->plain.nalso = r->nalso;
	r->plain.roles = r->roles;
	r->plain.nroles = r->nroles;
	r->plain.attrs = r->plain_attrs;
	r->plain.nattrs = r->nattrs;
	return &r->plain;
}
