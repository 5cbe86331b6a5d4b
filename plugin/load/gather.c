/* SPDX-License-Identifier: MIT */
/*
 * gather.c - the candidates of a group: the statements of its action sets, each
 * by its resources, but for those that an open Allow makes needless.
 */
#include <stdlib.h>

#include "compile.h"

static bool
add_candidate(struct compiling *c, struct gathering *g,
	      const struct candidate *item)
{
	if (g->n == g->cap) {
		size_t cap = g->cap ? g->cap * 2 : 32;
		struct candidate *bigger =
			realloc(g->items, cap * sizeof *bigger);

		if (!build_need(c->b, bigger))
			return false;
		g->items = bigger;
		g->cap = cap;
	}
	g->items[g->n++] = *item;
	return true;
}

struct candidate
gather_candidate(const struct compiling *c, uint32_t ordinal)
{
	const struct bundled *s = &c->statements[ordinal];

	return (struct candidate){
		.statement = s->statement,
		.ordinal = ordinal,
		.test = s->statement->every_resource ? TEST_ANY : TEST_ASK,
		.level = s->level,
	};
}

static bool
add_statement(struct compiling *c, struct gathering *g, uint32_t ordinal)
{
	struct candidate item = gather_candidate(c, ordinal);
	const struct statement *st = item.statement;
	const bool whole = st->every_resource || st->not_resource;
	const uint32_t n = whole ? 1 : st->nresources;

	for (uint32_t i = 0; i < n; i++) {
		item.resource.pattern = whole ? NULL : &st->resources[i];
		if (!add_candidate(c, g, &item))
			return false;
	}
	return true;
}

/* Allows whatever is asked of its actions. */
static bool
is_open(const struct statement *st)
{
	return !st->deny && st->every_resource && st->nconditions == 0 &&
	       st->nprincipals == 0 && !st->actions->loose;
}

/* The open statements; FIRST: of each level. */
static void
find_open(const struct gathering *g, struct open_levels *out, uint32_t *first)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct candidate *c = &g->items[i];

		if (!is_open(c->statement))
			continue;
		if (!(out->levels & 1u << c->level) ||
		    c->ordinal < first[c->level])
			first[c->level] = c->ordinal;
		out->levels |= 1u << c->level;
		if (!out->allow || c->ordinal < out->allow_at) {
			out->allow = c->statement;
			out->allow_at = c->ordinal;
		}
	}
}

/* Takes out every Allow that comes at or after an open one of its level. */
static void
take_open(struct gathering *g, struct open_levels *out)
{
	uint32_t first[LEVELS_MAX];
	size_t n = 0;

	find_open(g, out, first);
	for (size_t i = 0; out->levels && i < g->n; i++) {
		const struct candidate *item = &g->items[i];

		if (item->statement->deny || item->statement->nprincipals ||
		    !(out->levels & 1u << item->level) ||
		    item->ordinal < first[item->level])
			g->items[n++] = *item;
	}
	if (out->levels)
		g->n = n;
}

/* Those of a group, at the end of those of all. */
static bool
keep_always(struct compiling *c, struct group *out, const struct gathering *g)
{
	out->first = (uint32_t)c->always.n;
	out->n = (uint32_t)g->n;
	for (size_t i = 0; i < g->n; i++) {
		const struct candidate item = group_aim(g->items[i]);

		if (!add_candidate(c, &c->always, &item))
			return false;
	}
	return true;
}

static bool
index_group(struct compiling *c, struct group *out, struct gathering *g,
	    uint64_t *steps)
{
	struct group_more more = { 0 }, *kept = NULL;

	take_open(g, &more.open);
	if (more.open.levels || g->n > GROUP_FEW) {
		kept = build_alloc(c->b, sizeof *kept);
		if (!kept)
			return false;
	}
	if (!group_index(c->b, &more.forest, g->items, &g->n, steps))
		return false;
	if (kept)
		*kept = more;
	out->more = kept;
	return keep_always(c, out, g);
}

bool
gather_group(struct compiling *c, struct group *out, const uint32_t *sets,
	     uint32_t n, uint64_t *steps)
{
	struct gathering g = { NULL, 0, 0 };
	bool ok = true;

	for (uint32_t i = 0; ok && i < n; i++) {
		const struct set_statements *s = &c->sets[sets[i]];

		for (uint32_t k = 0; ok && k < s->n; k++)
			ok = add_statement(c, &g, s->members[k].ordinal);
	}
	ok = ok && index_group(c, out, &g, steps);
	free(g.items);
	return ok;
}
