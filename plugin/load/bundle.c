/* SPDX-License-Identifier: MIT */
/* bundle.c - policies that are asked together, each list of them made once. */
#include <stdlib.h>

#include "building.h"
#include "error.h"

struct built_bundle {
	struct bundle bundle;
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
			return &built->bundle;
	}
	return NULL;
}

/* The bundle of N policies; each NULL among them begins another level. */
static const struct bundle *
make(struct build *b, const struct policy **policies, size_t n)
{
	struct str key = str_make((const char *)policies, n * sizeof *policies);
	const struct bundle *found = find(b, key);
	const struct statement **statements;
	uint32_t count = 0, filled = 0;
	struct built_bundle *built;
	uint8_t *levels, level = 0;
	bool ok;

	if (found)
		return found;
	for (size_t i = 0; i < n; i++)
		if (policies[i])
			count += policies[i]->nstatements;
	built = build_alloc(b, sizeof *built);
	statements = build_array(b, (size_t)count + 1, sizeof *statements);
	levels = calloc((size_t)count + 1, 1);
	if (!levels)
		error_memory(b->err);
	ok = built && statements && levels;
	for (size_t i = 0; ok && i < n; i++) {
		level = (uint8_t)(level + !policies[i]);
		for (uint32_t k = 0;
		     policies[i] && k < policies[i]->nstatements; k++) {
			levels[filled] = level;
			statements[filled++] = &policies[i]->statements[k];
		}
	}
	if (ok) {
		built->key = key;
		built->bundle.statements = statements;
		built->bundle.nstatements = filled;
		ok = compile_index(b, levels, &built->bundle) &&
		     list_add(b, &b->bundles, built) &&
		     table_add(b, &b->bundle_table, str_hash(key),
			       b->bundles.n - 1);
	}
	free(levels);
	return ok ? &built->bundle : NULL;
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
