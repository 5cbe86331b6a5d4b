/* SPDX-License-Identifier: MIT */
/* A request that owns its text, built piece by piece. */
#include "request.h"

#include <stdlib.h>
#include <string.h>

struct block {
	struct block *next;
	size_t used, size;
	char data[];
};

struct attr {
	struct portero_str key;
	struct portero_str *values;
	size_t n, cap;
	bool unknown;
};

struct request {
	struct portero_request plain;
	struct block *blocks;
	struct portero_str *also;
	struct portero_role *roles;
	struct attr *attrs;
	struct portero_attr *plain_attrs;
	size_t nalso, also_cap, nroles, roles_cap, nattrs, attrs_cap;
	bool failed; /* out of memory, once and for all */
};

struct request *
request_new(void)
{
	struct request *r = calloc(1, sizeof *r);

	if (r)
		r->plain.size = sizeof r->plain;
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
	for (size_t i = 0; i < r->nattrs; i++)
		free(r->attrs[i].values);
	free(r->also);
	free(r->roles);
	free(r->attrs);
	free(r->plain_attrs);
	free(r);
}

static char *
take(struct request *r, size_t n)
{
	struct block *b = r->blocks;
	size_t size;

	if (b && b->size - b->used >= n) {
		b->used += n;
		return b->data + b->used - n;
	}
	size = n > 1024 ? n : 1024;
	b = malloc(sizeof *b + size);
	if (!b) {
		r->failed = true;
		return NULL;
	}
	*b = (struct block){ .next = r->blocks, .used = n, .size = size };
	r->blocks = b;
	return b->data;
}

/* A copy with a NUL behind it; {NULL, 0} when out of memory. */
static struct portero_str
copy(struct request *r, const char *text, size_t len)
{
	char *to = take(r, len + 1);

	if (!to)
		return (struct portero_str){ NULL, 0 };
	if (len > 0)
		memcpy(to, text, len);
	to[len] = '\0';
	return (struct portero_str){ to, len };
}

static struct portero_str
copy_text(struct request *r, const char *text)
{
	return copy(r, text, strlen(text));
}

/*
 * Makes room for one more item. No list gets longer than MAX + 1 items: that is
 * what a plugin refuses (portero.h), and memory stays bounded. False: no room.
 */
static bool
room(struct request *r, void **list, size_t *cap, size_t n, size_t max,
     size_t item)
{
	size_t wanted = *cap ? *cap * 2 : 8;
	void *more;

	if (n > max)
		return false;
	if (n < *cap)
		return true;
	more = realloc(*list, wanted * item);
	if (!more) {
		r->failed = true;
		return false;
	}
	*list = more;
	*cap = wanted;
	return true;
}

void
request_set_principal(struct request *r, const char *arn)
{
	r->plain.principal = copy_text(r, arn);
}

void
request_set_action(struct request *r, const char *action)
{
	r->plain.action = copy_text(r, action);
}

void
request_set_resource(struct request *r, const char *arn)
{
	r->plain.resource = copy_text(r, arn);
}

void
request_set_resource_account(struct request *r, const char *account)
{
	r->plain.resource_account = copy_text(r, account);
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
request_add_also(struct request *r, const char *arn)
{
	void *list = r->also;

	if (!room(r, &list, &r->also_cap, r->nalso, PORTERO_MAX_ALSO,
		  sizeof *r->also))
		return;
	r->also = list;
	r->also[r->nalso++] = copy_text(r, arn);
}

static bool
equals(struct portero_str a, const char *text)
{
	return a.len == strlen(text) &&
	       (a.len == 0 || memcmp(a.ptr, text, a.len) == 0);
}

void
request_add_role(struct request *r, const char *arn, const char *service)
{
	void *list = r->roles;

	for (size_t i = 0; i < r->nroles; i++)
		if (equals(r->roles[i].arn, arn) &&
		    equals(r->roles[i].service, service))
			return;
	if (!room(r, &list, &r->roles_cap, r->nroles, PORTERO_MAX_ROLES,
		  sizeof *r->roles))
		return;
	r->roles = list;
	r->roles[r->nroles++] =
		(struct portero_role){ .arn = copy_text(r, arn),
				       .service = copy_text(r, service) };
}

/* ASCII only, and whatever the locale: IAM folds condition keys so. */
static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool
equals_fold(struct portero_str a, const char *text, size_t len)
{
	if (a.len != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (lower(a.ptr[i]) != lower(text[i]))
			return false;
	return true;
}

bool
request_has_attr(const struct request *r, const char *key)
{
	const size_t len = strlen(key);

	for (size_t i = 0; i < r->nattrs; i++)
		if (equals_fold(r->attrs[i].key, key, len))
			return true;
	return false;
}

/* The attribute KEY, made when it is new; NULL: no room for it. */
static struct attr *
find_attr(struct request *r, const char *key)
{
	const size_t len = strlen(key);
	void *list = r->attrs;

	for (size_t i = 0; i < r->nattrs; i++)
		if (equals_fold(r->attrs[i].key, key, len))
			return &r->attrs[i];
	if (!room(r, &list, &r->attrs_cap, r->nattrs, PORTERO_MAX_ATTRS,
		  sizeof *r->attrs))
		return NULL;
	r->attrs = list;
	r->attrs[r->nattrs] = (struct attr){ .key = copy(r, key, len) };
	if (r->failed)
		return NULL;
	return &r->attrs[r->nattrs++];
}

void
request_add_attr(struct request *r, const char *key, const char *value)
{
	request_add_attr_n(r, key, value, strlen(value));
}

void
request_add_attr_n(struct request *r, const char *key, const char *value,
		   size_t len)
{
	struct attr *a = find_attr(r, key);
	void *list;

	if (!a)
		return;
	list = a->values;
	if (!room(r, &list, &a->cap, a->n, PORTERO_MAX_VALUES,
		  sizeof *a->values))
		return;
	a->values = list;
	a->values[a->n++] = copy(r, value, len);
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

const struct portero_request *
request_get(struct request *r)
{
	struct portero_attr *attrs;

	if (r->failed)
		return NULL;
	attrs = realloc(r->plain_attrs, (r->nattrs + 1) * sizeof *attrs);
	if (!attrs)
		return NULL;
	r->plain_attrs = attrs;
	for (size_t i = 0; i < r->nattrs; i++) {
		const struct attr *a = &r->attrs[i];

		attrs[i] = (struct portero_attr){ .key = a->key,
						  .values = a->values,
						  .nvalues = a->n };
		if (a->unknown) {
			attrs[i].values = NULL;
			attrs[i].nvalues = PORTERO_UNKNOWN;
		}
	}
	r->plain.also = r->also;
	r->plain.nalso = r->nalso;
	r->plain.roles = r->roles;
	r->plain.nroles = r->nroles;
	r->plain.attrs = attrs;
	r->plain.nattrs = r->nattrs;
	return &r->plain;
}
