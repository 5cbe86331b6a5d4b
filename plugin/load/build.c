/* SPDX-License-Identifier: MIT */
/* build.c - keeps what the readers say, and hands out the finished set. */
#include <stdlib.h>
#include <string.h>

#include "../base/arn.h"
#include "building.h"
#include "error.h"

static const struct name_rules default_names = {
	/* SageMaker: "Pipelines Access Management", prefix lengths; API
	 * reference, name lengths. A prefix of 0: no custom prefix. */
	.limits = {
		[JOB_TRAINING] = { 63, 38 },
		[JOB_PROCESSING] = { 63, 38 },
		[JOB_TRANSFORM] = { 63, 38 },
		[JOB_TUNING] = { 32, 6 },
		[JOB_AUTOML] = { 32, 6 },
		[JOB_MODEL] = { 63, 38 },
		[JOB_MODEL_PACKAGE] = { 63, 38 },
		[JOB_MODEL_PACKAGE_GROUP] = { 63, 0 },
		[JOB_ENDPOINT_CONFIG] = { 63, 0 },
		[JOB_ENDPOINT] = { 63, 0 },
		[JOB_COMPILATION] = { 63, 0 },
		[JOB_PIPELINE] = { 256, 0 },
		[JOB_OTHER] = { 0, 0 },
	},
	.execution_id = 12,
	.entity_token = 10,
	.step_name = 20,
};

struct build *
build_new(struct portero_error *err)
{
	struct build *b = calloc(1, sizeof *b);

	if (b) {
		b->err = err;
		b->arena = arena_new_lasting();
		b->scratch = arena_new();
	}
	if (!b || !b->arena || !b->scratch) {
		error_memory(err);
		build_free(b);
		return NULL;
	}
	b->names = default_names;
	b->limits = (struct build_limits){ .statements = 4000000,
					   .document_bytes = 1 << 20,
					   .steps = 50000000 };
	return b;
}

static void
table_drop(struct growing_table *t)
{
	free(t->slots);
}

void
build_free(struct build *b)
{
	if (!b)
		return;
	table_drop(&b->key_table);
	table_drop(&b->action_table);
	table_drop(&b->action_set_table);
	table_drop(&b->account_table);
	table_drop(&b->principal_table);
	table_drop(&b->resource_table);
	table_drop(&b->bundle_table);
	table_drop(&b->place_group_table);
	table_drop(&b->pattern_table);
	table_drop(&b->tag_set_table);
	arena_free(b->scratch);
	arena_free(b->arena);
	free(b);
}

struct portero_error *
build_error(struct build *b)
{
	return b->err;
}

struct arena *
build_arena(struct build *b)
{
	return b->arena;
}

struct arena *
build_release(struct build *b)
{
	struct arena *a = b->arena;

	b->arena = NULL;
	return a;
}

void *
build_array(struct build *b, size_t n, size_t size)
{
	void *p = arena_array(b->arena, n, size);

	if (!p)
		error_memory(b->err);
	return p;
}

void *
build_alloc(struct build *b, size_t size)
{
	return build_array(b, 1, size);
}

void *
build_scratch(struct build *b, size_t n, size_t size)
{
	void *p = arena_array(b->scratch, n, size);

	if (!p)
		error_memory(b->err);
	return p;
}

struct str
build_text(struct build *b, struct str text)
{
	struct str copy;

	if (text.n == 0)
		return str_make("", 0);
	copy = arena_text(b->arena, text);
	if (!copy.p) {
		error_memory(b->err);
		return str_make("", 0);
	}
	return copy;
}

static bool
grow(struct build *b, void ***items, size_t n, size_t *cap)
{
	size_t more = *cap ? *cap * 2 : 8;
	void **bigger;

	if (n < *cap)
		return true;
	bigger = build_scratch(b, more, sizeof *bigger);
	if (!bigger)
		return false;
	if (n)
		memcpy(bigger, *items, n * sizeof *bigger);
	*items = bigger;
	*cap = more;
	return true;
}

bool
list_add(struct build *b, struct list *list, void *item)
{
	size_t cap = list->cap;

	if (!item || !grow(b, &list->items, list->n, &cap))
		return false;
	list->cap = (uint32_t)cap;
	list->items[list->n++] = item;
	return true;
}

bool
policy_list_add(struct build *b, struct policy_list *list,
		const struct policy *policy)
{
	const uint32_t more = list->cap ? list->cap * 2 : 1;
	const struct policy **bigger;

	if (!policy)
		return false;
	if (list->n == list->cap) {
		bigger = build_scratch(b, more, sizeof *bigger);
		if (!bigger)
			return false;
		if (list->n)
			memcpy(bigger, list->items, list->n * sizeof *bigger);
		list->items = bigger;
		list->cap = more;
	}
	list->items[list->n++] = policy;
	return true;
}

/* Half full at most. The lower half of each hash is not kept in the slots, so
 * it is kept beside them while the table grows. */
bool
table_add(struct build *b, struct growing_table *t, uint64_t hash,
	  uint32_t index)
{
	const size_t old = t->slots ? (size_t)t->mask + 1 : 0;

	if ((size_t)t->used * 2 >= old) {
		size_t n = old ? old * 2 : 16;
		/* slots, then the start of each */
		struct slot *slots =
			calloc(n, sizeof *slots + sizeof(uint32_t));
		uint32_t *starts, *old_starts;

		if (!slots)
			return error_memory(b->err);
		starts = (uint32_t *)(void *)(slots + n);
		old_starts = old ? (uint32_t *)(void *)(t->slots + old) : NULL;
		for (size_t i = 0; i < old; i++)
			if (t->slots[i].index) {
				uint32_t at = old_starts[i];
				uint32_t mask = (uint32_t)n - 1;

				while (slots[at & mask].index)
					at++;
				slots[at & mask] = t->slots[i];
				starts[at & mask] = old_starts[i];
			}
		free(t->slots);
		t->slots = slots;
		t->mask = (uint32_t)n - 1;
	}
	{
		uint32_t at = (uint32_t)hash;
		uint32_t *starts =
			(uint32_t *)(void *)(t->slots + (size_t)t->mask + 1);

		while (t->slots[at & t->mask].index)
			at++;
		t->slots[at & t->mask] =
			(struct slot){ (uint32_t)(hash >> 32), index + 1 };
		starts[at & t->mask] = (uint32_t)hash;
	}
	t->used++;
	return true;
}

bool
table_keep(struct build *b, const struct growing_table *t, struct table *out)
{
	size_t n = t->slots ? (size_t)t->mask + 1 : 0;
	struct slot *slots;

	*out = (struct table){ NULL, 0 };
	if (n == 0)
		return true;
	slots = build_array(b, n, sizeof *slots);
	if (!slots)
		return false;
	memcpy(slots, t->slots, n * sizeof *slots);
	*out = (struct table){ slots, t->mask };
	return true;
}

/* ---- accounts ---------------------------------------------------------- */

struct build_account *
build_find_account(struct build *b, struct str id)
{
	struct table t = table_view(&b->account_table);
	uint32_t probe = 0, i;
	uint64_t hash = str_hash(id);

	while ((i = table_next(&t, hash, &probe)) != UINT32_MAX) {
		struct build_account *a = b->accounts.items[i];

		if (str_equal(a->account.id, id))
			return a;
	}
	return NULL;
}

struct build_account *
build_account(struct build *b, struct str id)
{
	struct build_account *a = build_find_account(b, id);

	if (a)
		return a;
	a = build_scratch(b, 1, sizeof *a);
	if (!a)
		return NULL;
	a->account.id = build_text(b, id);
	a->index = b->accounts.n;
	if (!list_add(b, &b->accounts, a) ||
	    !table_add(b, &b->account_table, str_hash(id), a->index))
		return NULL;
	return a;
}

void
build_account_place(struct build_account *a, struct build_level *level,
		    struct str org_path, bool management)
{
	a->level = level;
	a->account.in_organization = true;
	a->account.management = management;
	a->account.org_path = org_path;
}

/* ---- principals -------------------------------------------------------- */

/* An ARN of IAM or STS ends with the name. */
static struct str
name_of(struct build *b, struct str arn, struct str name)
{
	if (name.n <= arn.n && str_equal(str_from(arn, arn.n - name.n), name))
		return str_from(arn, arn.n - name.n);
	return build_text(b, name);
}

struct build_principal *
build_principal(struct build *b, enum principal_kind kind,
		struct build_account *account, struct str arn, struct str name,
		struct str unique_id)
{
	struct table t = table_view(&b->principal_table);
	uint64_t hash =
		principal_hash((uint8_t)kind, account->account.id, name);
	struct build_principal *p;
	struct arn parts;
	uint32_t probe = 0, i;

	while ((i = table_next(&t, hash, &probe)) != UINT32_MAX) {
		p = b->principals.items[i];
		if (p->principal.kind == kind && p->account == account &&
		    str_equal(p->principal.name, name))
			return NULL;
	}
	p = build_scratch(b, 1, sizeof *p);
	if (!p)
		return NULL;
	p->account = account;
	p->principal.kind = (uint8_t)kind;
	p->principal.arn = build_text(b, arn);
	p->principal.name = name_of(b, p->principal.arn, name);
	p->principal.unique_id = build_text(b, unique_id);
	if (arn_parse(&parts, p->principal.arn)) {
		p->principal.partition = parts.partition;
		p->principal.service_linked =
			kind == PRINCIPAL_ROLE && arn_is_service_linked(&parts);
	}
	if (!list_add(b, &b->principals, p) ||
	    !table_add(b, &b->principal_table, hash, b->principals.n - 1))
		return NULL;
	return p;
}

static void
mark_used(struct policy *policy)
{
	policy->shared = policy->used;
	policy->used = true;
}

bool
build_principal_policy(struct build *b, struct build_principal *p,
		       enum policy_type type, const struct policy *policy)
{
	if (!policy)
		return false;
	if (type == POLICY_BOUNDARY || type == POLICY_SESSION)
		build_principal_limits(p, type == POLICY_BOUNDARY,
				       type == POLICY_SESSION);
	switch (type) {
	case POLICY_IDENTITY:
		mark_used((struct policy *)(uintptr_t)policy);
		return policy_list_add(b, &p->identity, policy);
	case POLICY_BOUNDARY:
		return policy_list_add(b, &p->boundary, policy);
	case POLICY_SESSION:
		return policy_list_add(b, &p->session, policy);
	case POLICY_TRUST:
		return policy_list_add(b, &p->trust, policy);
	case POLICY_SCP:
	case POLICY_RCP:
	case POLICY_RESOURCE:
		break;
	}
	return false;
}

void
build_principal_limits(struct build_principal *p, bool boundary, bool session)
{
	p->principal.has_boundary |= boundary;
	p->principal.has_session |= session;
}

/* ---- organization ------------------------------------------------------ */

void
build_organization(struct build *b, struct str org_id)
{
	b->org_id = build_text(b, org_id);
}

struct build_level *
build_level(struct build *b, struct build_level *parent)
{
	struct build_level *l = build_scratch(b, 1, sizeof *l);

	if (l)
		l->parent = parent;
	return l;
}

void
build_level_has(struct build_level *level, enum policy_type type)
{
	level->has_scps |= type == POLICY_SCP;
	level->has_rcps |= type == POLICY_RCP;
}

bool
build_level_policy(struct build *b, struct build_level *level,
		   enum policy_type type, const struct policy *policy)
{
	build_level_has(level, type);
	return policy_list_add(
		b, type == POLICY_SCP ? &level->scps : &level->rcps, policy);
}

/* ---- resources and names ------------------------------------------------ */

bool
build_resource(struct build *b, struct str arn, struct str account,
	       const struct policy_list *policies)
{
	struct table t = table_view(&b->resource_table);
	uint64_t hash = str_hash(arn);
	struct build_resource *r;
	uint32_t probe = 0, i;

	while ((i = table_next(&t, hash, &probe)) != UINT32_MAX) {
		r = b->resources.items[i];
		if (str_equal(r->resource.arn, arn))
			return false;
	}
	r = build_scratch(b, 1, sizeof *r);
	if (!r)
		return false;
	r->resource.arn = build_text(b, arn);
	r->resource.account = build_text(b, account);
	r->policies = *policies;
	return list_add(b, &b->resources, r) &&
	       table_add(b, &b->resource_table, hash, b->resources.n - 1);
}

struct name_rules *
build_names(struct build *b)
{
	return &b->names;
}

bool
build_default_form(struct build *b, struct str principal_pattern)
{
	struct pattern *p = build_scratch(b, 1, sizeof *p);
	const char *why;

	if (!p)
		return false;
	if (!pattern_compile(b, p, principal_pattern, PATTERN_WILDCARDS, &why))
		return false;
	return list_add(b, &b->default_form, p);
}

struct build_limits *
build_limits(struct build *b)
{
	return &b->limits;
}
