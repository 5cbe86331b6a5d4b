/* SPDX-License-Identifier: MIT */
/*
 * compile.c - the index of a bundle, so that a decision looks only at
 * statements that can match.
 *
 * First by action: the ranges of all action sets are cut into intervals; within
 * one interval the same statements apply, and they form a group. Then by
 * resource: a group of more than a few finds its statements by a literal of
 * their resource pattern, the one that fewest others share.
 */
#include <stdlib.h>

#include "building.h"
#include "error.h"

#define BROAD 64u /* intervals: a set over more gets a group of its own */

/* The statements of one action set, in order. */
struct set_statements {
	const struct action_set *set;
	uint32_t *ordinals;
	uint32_t n, cap;
	bool broad;
};

/* Candidates; of a group, or kept of all. */
struct gathering {
	struct candidate *items;
	size_t n, cap;
};

struct compiling {
	struct build *b;
	const struct bundled *statements;
	uint32_t nstatements;
	struct set_statements *sets;
	uint32_t nsets;
	uint32_t *cuts;
	uint32_t ncuts;
	/* the sets of each interval: first[i] to first[i + 1] of members */
	uint32_t *first, *members;
	struct group *groups;
	uint32_t ngroups;
	struct gathering always;     /* candidates of all groups */
	uint64_t steps, broad_steps; /* of the dearest group; of the broad */
};

static void *
need(struct compiling *c, void *p)
{
	if (!p)
		error_memory(c->b->err);
	return p;
}

static void
forget(struct compiling *c)
{
	for (uint32_t i = 0; i < c->nsets; i++)
		free(c->sets[i].ordinals);
	free(c->sets);
	free(c->cuts);
	free(c->first);
	free(c->members);
	free(c->groups);
	free(c->always.items);
}

/* ---- by action ------------------------------------------------------------
 */

static int
by_set(const void *x, const void *y)
{
	const struct statement *const *a = x, *const *b = y;
	uintptr_t p = (uintptr_t)(*a)->actions, q = (uintptr_t)(*b)->actions;

	return (p > q) - (p < q);
}

/* Sorts out which statements have which action set. */
static bool
gather_sets(struct compiling *c)
{
	const struct statement **sorted =
		need(c, calloc(c->nstatements + 1, sizeof *sorted));
	uint32_t n = 0;
	bool ok = sorted != NULL;

	if (!ok)
		return false;
	for (uint32_t i = 0; i < c->nstatements; i++)
		sorted[i] = c->statements[i].statement;
	qsort(sorted, c->nstatements, sizeof *sorted, by_set);
	for (uint32_t i = 0; i < c->nstatements; i++)
		n += i == 0 || sorted[i]->actions != sorted[i - 1]->actions;
	c->sets = need(c, calloc(n + 1, sizeof *c->sets));
	ok = c->sets != NULL;
	for (uint32_t i = 0; ok && i < c->nstatements; i++)
		if (i == 0 || sorted[i]->actions != sorted[i - 1]->actions)
			c->sets[c->nsets++].set = sorted[i]->actions;
	free(sorted);
	return ok;
}

static struct set_statements *
find_set(const struct compiling *c, const struct action_set *set)
{
	uint32_t low = 0, high = c->nsets;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if ((uintptr_t)c->sets[mid].set < (uintptr_t)set)
			low = mid + 1;
		else
			high = mid;
	}
	return &c->sets[low];
}

static bool
gather_statements(struct compiling *c)
{
	for (uint32_t i = 0; i < c->nstatements; i++) {
		const struct statement *st = c->statements[i].statement;
		struct set_statements *s = find_set(c, st->actions);

		if (s->n == s->cap) {
			uint32_t cap = s->cap ? s->cap * 2 : 4;
			uint32_t *bigger =
				realloc(s->ordinals, cap * sizeof *bigger);

			if (!need(c, bigger))
				return false;
			s->ordinals = bigger;
			s->cap = cap;
		}
		if (!st->inert)
			s->ordinals[s->n++] = i;
	}
	return true;
}

static int
by_number(const void *x, const void *y)
{
	const uint32_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

static bool
gather_cuts(struct compiling *c)
{
	size_t n = 0, k = 0;

	for (uint32_t i = 0; i < c->nsets; i++)
		n += 2 * (size_t)c->sets[i].set->nranges;
	c->cuts = need(c, calloc(n + 1, sizeof *c->cuts));
	if (!c->cuts)
		return false;
	n = 0;
	for (uint32_t i = 0; i < c->nsets; i++)
		for (uint32_t r = 0; r < c->sets[i].set->nranges; r++) {
			c->cuts[n++] = c->sets[i].set->ranges[r].from;
			c->cuts[n++] = c->sets[i].set->ranges[r].to;
		}
	qsort(c->cuts, n, sizeof *c->cuts, by_number);
	for (size_t i = 0; i < n; i++)
		if (k == 0 || c->cuts[i] != c->cuts[k - 1])
			c->cuts[k++] = c->cuts[i];
	c->ncuts = (uint32_t)k;
	return true;
}

static uint32_t
cut_at(const struct compiling *c, uint32_t action)
{
	const uint32_t *found =
		bsearch(&action, c->cuts, c->ncuts, sizeof *c->cuts, by_number);

	return (uint32_t)(found - c->cuts);
}

/* Calls back for each interval of each set that is not broad. */
static void
each_interval(struct compiling *c,
	      void (*take)(struct compiling *, uint32_t cut, uint32_t set))
{
	for (uint32_t i = 0; i < c->nsets; i++)
		for (uint32_t r = 0;
		     !c->sets[i].broad && r < c->sets[i].set->nranges; r++) {
			uint32_t end = cut_at(c, c->sets[i].set->ranges[r].to);

			for (uint32_t k =
				     cut_at(c, c->sets[i].set->ranges[r].from);
			     k < end; k++)
				take(c, k, i);
		}
}

static void
count_member(struct compiling *c, uint32_t cut, uint32_t set)
{
	(void)set;
	c->first[cut + 2]++;
}

static void
put_member(struct compiling *c, uint32_t cut, uint32_t set)
{
	c->members[c->first[cut + 1]++] = set;
}

static void
mark_broad(struct compiling *c)
{
	for (uint32_t i = 0; i < c->nsets; i++) {
		uint64_t covered = 0;

		for (uint32_t r = 0; r < c->sets[i].set->nranges; r++)
			covered += cut_at(c, c->sets[i].set->ranges[r].to) -
				   cut_at(c, c->sets[i].set->ranges[r].from);
		c->sets[i].broad = covered > BROAD;
	}
}

static bool
gather_intervals(struct compiling *c)
{
	mark_broad(c);
	c->first = need(c, calloc((size_t)c->ncuts + 3, sizeof *c->first));
	if (!c->first)
		return false;
	each_interval(c, count_member);
	for (uint32_t i = 2; i < c->ncuts + 2; i++)
		c->first[i] += c->first[i - 1];
	c->members = need(c, calloc((size_t)c->first[c->ncuts + 1] + 1,
				    sizeof *c->members));
	if (!c->members)
		return false;
	each_interval(c, put_member);
	return true;
}

static bool
add_candidate(struct compiling *c, struct gathering *g,
	      const struct candidate *item)
{
	if (g->n == g->cap) {
		size_t cap = g->cap ? g->cap * 2 : 32;
		struct candidate *bigger =
			realloc(g->items, cap * sizeof *bigger);

		if (!need(c, bigger))
			return false;
		g->items = bigger;
		g->cap = cap;
	}
	g->items[g->n++] = *item;
	return true;
}

static struct candidate
candidate_of(const struct compiling *c, uint32_t ordinal)
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
	struct candidate item = candidate_of(c, ordinal);
	const struct statement *st = item.statement;

	if (st->every_resource || st->not_resource)
		return add_candidate(c, g, &item);
	for (uint32_t i = 0; i < st->nresources; i++) {
		item.resource.pattern = &st->resources[i];
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

/* The group of N sets. */
static bool
make_group(struct compiling *c, struct group *out, const uint32_t *sets,
	   uint32_t n, uint64_t *steps)
{
	struct gathering g = { NULL, 0, 0 };
	bool ok = true;

	for (uint32_t i = 0; ok && i < n; i++)
		for (uint32_t k = 0; ok && k < c->sets[sets[i]].n; k++)
			ok = add_statement(c, &g, c->sets[sets[i]].ordinals[k]);
	ok = ok && index_group(c, out, &g, steps);
	free(g.items);
	return ok;
}

/* ---- the bundle ------------------------------------------------------------
 */

/* Intervals with the same sets share their group. */
static bool
make_groups(struct compiling *c, uint32_t *cut_group)
{
	struct growing_table seen = { NULL, 0, 0 };
	uint32_t *origin =
		need(c, calloc((size_t)c->ncuts + 1, sizeof *origin));
	bool ok = origin != NULL;

	c->groups = need(c, calloc((size_t)c->ncuts + 1, sizeof *c->groups));
	ok = ok && c->groups;
	for (uint32_t i = 0; ok && i < c->ncuts; i++) {
		const uint32_t *sets = c->members + c->first[i];
		uint32_t n = c->first[i + 1] - c->first[i];
		struct str key = str_make((const char *)sets, n * sizeof *sets);
		struct table t = table_view(&seen);
		uint32_t probe = 0, g;
		uint64_t steps;

		cut_group[i] = GROUP_NONE;
		if (n == 0)
			continue;
		while ((g = table_next(&t, str_hash(key), &probe)) !=
		       UINT32_MAX) {
			uint32_t o = origin[g];
			struct str other = str_make(
				(const char *)(c->members + c->first[o]),
				(c->first[o + 1] - c->first[o]) * sizeof *sets);

			if (str_equal(other, key))
				break;
		}
		if (g == UINT32_MAX) {
			g = c->ngroups++;
			origin[g] = i;
			ok = make_group(c, &c->groups[g], sets, n, &steps) &&
			     table_add(c->b, &seen, str_hash(key), g);
			if (ok && steps > c->steps)
				c->steps = steps;
		}
		cut_group[i] = g;
	}
	free(seen.slots);
	free(origin);
	return ok;
}

/* Of several levels: there are few, and all below them are asked about them. */
static bool
is_chain(const struct compiling *c)
{
	return c->nstatements && c->statements[c->nstatements - 1].level > 0;
}

#define PLACES_PER_CUT 16u /* bytes; an interval itself takes 8 */

static bool
keep_cuts(struct compiling *c, const uint32_t *cut_group, struct bundle *out)
{
	struct cut *cuts = build_array(c->b, c->ncuts, sizeof *cuts);

	if (!cuts)
		return false;
	for (uint32_t i = 0; i < c->ncuts; i++)
		cuts[i] = (struct cut){ c->cuts[i], cut_group[i] };
	out->cuts = cuts;
	out->ncuts = c->ncuts;
	return true;
}

/* The same table for all bundles. */
static const uint8_t *
intern_places(struct build *b, struct str places)
{
	const struct table t = table_view(&b->place_group_table);
	const uint64_t hash = str_hash(places);
	uint32_t probe = 0, i;
	uint8_t *kept;

	while ((i = table_next(&t, hash, &probe)) != UINT32_MAX) {
		kept = b->place_groups.items[i];
		if (memcmp(kept, places.p, places.n) == 0)
			return kept;
	}
	kept = build_array(b, 1, places.n);
	if (!kept || !list_add(b, &b->place_groups, kept) ||
	    !table_add(b, &b->place_group_table, hash, b->place_groups.n - 1))
		return NULL;
	memcpy(kept, places.p, places.n);
	return kept;
}

/* Keeps where each interval begins and what its group is, or, if that takes
 * little more room or is worth it, the group of every place. */
static bool
keep_places(struct compiling *c, const uint32_t *cut_group, struct bundle *out)
{
	const size_t n = c->b->nplaces;
	char *places;

	if (c->ngroups >= PLACE_EMPTY ||
	    (n > PLACES_PER_CUT * c->ncuts && !is_chain(c)))
		return keep_cuts(c, cut_group, out);
	places = need(c, malloc(n));
	if (!places)
		return false;
	memset(places, PLACE_EMPTY, n);
	for (uint32_t i = 0; i + 1 < c->ncuts; i++)
		if (cut_group[i] != GROUP_NONE)
			memset(places + c->cuts[i], (int)cut_group[i],
			       c->cuts[i + 1] - c->cuts[i]);
	out->place_group = intern_places(c->b, str_make(places, n));
	free(places);
	return out->place_group != NULL;
}

static bool
make_broad(struct compiling *c, struct bundle *out)
{
	struct broad_group *broad;
	uint64_t steps;
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->nsets; i++)
		n += c->sets[i].broad;
	if (n == 0)
		return true;
	broad = build_array(c->b, n, sizeof *broad);
	if (!broad)
		return false;
	out->broad = broad;
	for (uint32_t i = 0; i < c->nsets; i++)
		if (c->sets[i].broad) {
			broad[out->nbroad].actions = c->sets[i].set;
			if (!make_group(c, &broad[out->nbroad++].group, &i, 1,
					&steps))
				return false;
			c->broad_steps = cost_add(c->broad_steps, steps);
		}
	return true;
}

/* Could one question take more steps than allowed? Tells the dearest statement.
 */
static bool
affordable(const struct compiling *c)
{
	uint64_t steps = cost_add(c->steps, c->broad_steps), most = 0;
	const struct statement *dearest = NULL;

	if (steps <= c->b->limits.steps)
		return true;
	for (uint32_t i = 0; i < c->nstatements; i++) {
		const struct candidate all = candidate_of(c, i);

		if (cost_of(&all) > most) {
			most = cost_of(&all);
			dearest = all.statement;
		}
	}
	if (!dearest)
		return false;
	error_set(c->b->err, PORTERO_ERROR_LIMIT, "too-dear",
		  dearest->policy->name,
		  "write patterns with fewer wildcards inside, or raise "
		  "limits.steps",
		  "one question could take %llu steps, at most %llu are "
		  "allowed; the dearest statement is \"%.*s\", number %u",
		  (unsigned long long)steps,
		  (unsigned long long)c->b->limits.steps,
		  (int)dearest->sid_length, dearest->sid,
		  statement_index(dearest));
	if (c->b->err->code == PORTERO_ERROR_LIMIT && !c->b->err->line) {
		c->b->err->line = dearest->line;
		c->b->err->column = dearest->column;
	}
	return false;
}

/* What has been gathered of all groups. */
static bool
keep_groups(const struct compiling *c, struct bundle *out)
{
	const size_t n = c->always.n;
	struct group *groups = build_array(c->b, c->ngroups, sizeof *groups);
	struct candidate *always = build_array(c->b, n, sizeof *always);

	if (!groups || !always)
		return false;
	if (c->ngroups)
		memcpy(groups, c->groups, c->ngroups * sizeof *groups);
	if (n)
		memcpy(always, c->always.items, n * sizeof *always);
	out->groups = groups;
	out->candidates = always;
	return true;
}

static bool
index_all(struct compiling *c, struct bundle *out)
{
	uint32_t *cut_group;
	bool ok;

	if (!gather_sets(c) || !gather_statements(c) || !gather_cuts(c) ||
	    !gather_intervals(c))
		return false;
	cut_group = need(c, calloc((size_t)c->ncuts + 1, sizeof *cut_group));
	ok = cut_group && make_groups(c, cut_group) &&
	     keep_places(c, cut_group, out) && make_broad(c, out) &&
	     keep_groups(c, out) && affordable(c);
	free(cut_group);
	return ok;
}

bool
compile_index(struct build *b, const struct bundled *statements, uint32_t n,
	      struct bundle *out)
{
	struct compiling c = { .b = b,
			       .statements = statements,
			       .nstatements = n };
	bool ok = index_all(&c, out);

	forget(&c);
	return ok;
}
