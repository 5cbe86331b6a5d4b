/* SPDX-License-Identifier: MIT */
/* bundle.c - policies that are asked together, each list of them made once. */
#include <stdlib.h>

#include "building.h"
#include "error.h"

struct built_bundle {
	const struct bundle *bundle;
	struct str key; /* the policies, with a NULL after each level */
};

static const struct bundle *
find(const struct build *b, struct str key)
{
	struct table t = table_view(&b->bundle_table);
	uint32_t probe = 0, i;

	while ((i = table_next(&t, str_hash(key), &probe)) != UINT32_MAX) {
		const struct built_bundle *built = b->bundles.items[i];

		if (str_equal(built->key, key))
			return built->bundle;
	}
	return NULL;
}

/* Keeps the policies, which are N with the NULLs among them. */
static bool
keep_policies(struct build *b, struct bundle *out,
	      const struct policy *const *policies, size_t n)
{
	const struct policy **kept = build_array(b, n, sizeof *kept);

	if (!kept)
		return false;
	for (size_t i = 0; i < n; i++)
		if (policies[i])
			kept[out->npolicies++] = policies[i];
	out->policies = kept;
	return true;
}

static bool
index_statements(struct build *b, struct bundle *out,
		 const struct policy *const *policies, size_t n)
{
	struct bundled *statements;
	uint32_t count = 0;
	uint8_t level = 0;
	bool ok;

	for (size_t i = 0; i < n; i++)
		count += policies[i] ? policies[i]->nstatements : 0;
	statements = calloc((size_t)count + 1, sizeof *statements);
	if (!statements)
		return error_memory(b->err);
	count = 0;
	for (size_t i = 0; i < n; i++) {
		level = (uint8_t)(level + !policies[i]);
		for (uint32_t k = 0;
		     policies[i] && k < policies[i]->nstatements; k++)
			statements[count++] =
				(struct bundled){ &policies[i]->statements[k],
						  level };
	}
	ok = compile_index(b, statements, count, out);
	free(statements);
	return ok;
}

/* The bundle of N policies; each NULL among them begins another level. */
static const struct bundle *
make(struct build *b, const struct policy **policies, size_t n)
{
	struct str key = str_make((const char *)policies, n * sizeof *policies);
	const struct bundle *found = find(b, key);
	struct built_bundle *built;
	struct bundle *bundle;

	if (found)
		return found;
	built = build_scratch(b, 1, sizeof *built);
	bundle = build_alloc(b, sizeof *bundle);
	if (!built || !bundle || !keep_policies(b, bundle, policies, n) ||
	    !index_statements(b, bundle, policies, n))
		return NULL;
	*built = (struct built_bundle){ bundle, key };
	if (!list_add(b, &b->bundles, built) ||
	    !table_add(b, &b->bundle_table, str_hash(key), b->bundles.n - 1))
		return NULL;
	return bundle;
}

const struct bundle *
bundle_make(struct build *b, const struct policy_list *list)
{
	return make(b, list->items, list->n);
}

const struct bundle *
bundle_of_levels(struct build *b, const struct policy_list *const *levels,
		 size_t n)
{
	const struct policy **all;
	size_t room = n, at = 0;

	for (size_t i = 0; i < n; i++)
		room += levels[i]->n;
	all = build_scratch(b, room + 1, sizeof *all);
	if (!all)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < levels[i]->n; k++)
			all[at++] = levels[i]->items[k];
		if (i + 1 < n)
			all[at++] = NULL;
	}
	return make(b, all, at);
}
