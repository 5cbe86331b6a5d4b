/* SPDX-License-Identifier: MIT */
/*
 * intervals.c - the line of actions, cut wherever an action set of a bundle's
 * statements begins or ends: within an interval the same statements apply.
 */
#include <stdlib.h>

#include "compile.h"

#define BROAD 64u /* intervals: a set over more gets a group of its own */

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
		build_need(c->b, calloc(c->nstatements + 1, sizeof *sorted));
	uint32_t n = 0;
	bool ok = sorted != NULL;

	if (!ok)
		return false;
	for (uint32_t i = 0; i < c->nstatements; i++)
		sorted[i] = c->statements[i].statement;
	qsort(sorted, c->nstatements, sizeof *sorted, by_set);
	for (uint32_t i = 0; i < c->nstatements; i++)
		n += i == 0 || sorted[i]->actions != sorted[i - 1]->actions;
	c->sets = build_need(c->b, calloc(n + 1, sizeof *c->sets));
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

			if (!build_need(c->b, bigger))
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
	c->cuts = build_need(c->b, calloc(n + 1, sizeof *c->cuts));
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

/* The ranges of each set, from cut to cut. */
static bool
gather_ranges(struct compiling *c)
{
	struct action_range *next;
	size_t n = 0;

	for (uint32_t i = 0; i < c->nsets; i++)
		n += c->sets[i].set->nranges;
	next = build_need(c->b, calloc(n + 1, sizeof *next));
	c->ranges = next;
	for (uint32_t i = 0; next && i < c->nsets; i++) {
		struct set_statements *s = &c->sets[i];
		uint32_t covered = 0;

		s->cuts = next;
		for (uint32_t r = 0; r < s->set->nranges; r++, next++) {
			next->from = cut_at(c, s->set->ranges[r].from);
			next->to = cut_at(c, s->set->ranges[r].to);
			covered += next->to - next->from;
		}
		s->broad = covered > BROAD;
	}
	return next != NULL;
}

/* Calls back for each interval of each set that is not broad. */
static void
each_interval(struct compiling *c,
	      void (*take)(struct compiling *, uint32_t cut, uint32_t set))
{
	for (uint32_t i = 0; i < c->nsets; i++) {
		const struct set_statements *s = &c->sets[i];

		for (uint32_t r = 0; !s->broad && r < s->set->nranges; r++)
			for (uint32_t k = s->cuts[r].from; k < s->cuts[r].to;
			     k++)
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

static bool
gather_intervals(struct compiling *c)
{
	c->first = build_need(c->b,
			      calloc((size_t)c->ncuts + 3, sizeof *c->first));
	if (!c->first)
		return false;
	each_interval(c, count_member);
	for (uint32_t i = 2; i < c->ncuts + 2; i++)
		c->first[i] += c->first[i - 1];
	c->members = build_need(c->b, calloc((size_t)c->first[c->ncuts + 1] + 1,
					     sizeof *c->members));
	if (!c->members)
		return false;
	each_interval(c, put_member);
	return true;
}

bool
intervals_find(struct compiling *c)
{
	return gather_sets(c) && gather_statements(c) && gather_cuts(c) &&
	       gather_ranges(c) && gather_intervals(c);
}
