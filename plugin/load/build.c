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
build_need(struct build *b, void *p)
{
	if (!p)
		error_memory(b->err);
	return p;
}

void *
build_array(struct build *b, size_t n, size_t size)
{
	return build_need(b, arena_array(b->arena, n, size));
}

void *
build_alloc(struct build *b, size_t size)
{
	return build_array(b, 1, size);
}

void *
build_scratch(struct build *b, size_t n, size_t size)
{
	return build_need(b, arena_array(b->scratch, n, size));
}

char *
build_folded(struct build *b, struct str text)
{
	char *copy = build_array(b, text.n ? text.n : 1, 1);

	for (size_t i = 0; copy && i < text.n; i++)
		copy[i] = str_lower(text.p[i]);
	return copy;
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

static bool
keep_names(struct build *b, struct principal *p, struct str arn,
	   struct str name, struct str unique_id)
{
	struct arn parts;

	p->arn = build_text(b, arn);
	p->name_length = (uint8_t)name.n;
	unique_id = build_text(b, unique_id);
	p->unique_id = unique_id.p;
	p->unique_id_length = (uint32_t)unique_id.n;
	if (arn_parse(&parts, p->arn)) {
		p->partition_length = (uint32_t)parts.partition.n;
		p->service_linked = p->kind == PRINCIPAL_ROLE &&
				    arn_is_service_linked(&parts);
	}
	return b->err->code == PORTERO_OK;
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
	uint32_t probe = 0, i;

	while ((i = table_next(&t, hash, &probe)) != UINT32_MAX) {
		p = b->principals.items[i];
		if (p->principal.kind == kind && p->account == account &&
		    str_equal(principal_name(&p->principal), name))
			return NULL;
	}
	p = build_scratch(b, 1, sizeof *p);
	if (!p)
		return NULL;
	p->account = account;
	p->principal.kind = (uint8_t)kind;
	if (!keep_names(b, &p->principal, arn, name, unique_id) ||
	    !list_add(b, &b->principals, p) ||
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
	struct policy_list *list = NULL;

	if (!policy)
		return false;
	if (type == POLICY_BOUNDARY || type == POLICY_SESSION)
		build_principal_limits(p, type == POLICY_BOUNDARY,
				       type == POLICY_SESSION);
	switch (type) {
	case POLICY_IDENTITY:
		mark_used((struct policy *)(uintptr_t)policy);
		list = &p->identity;
		break;
	case POLICY_BOUNDARY:
		list = &p->boundary;
		break;
	case POLICY_SESSION:
		list = &p->session;
		break;
	case POLICY_TRUST:
		list = &p->trust;
		break;
	case POLICY_SCP:
	case POLICY_RCP:
	case POLICY_RESOURCE:
		return false;
	}
	return policy_list_add(b, list, policy);
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
