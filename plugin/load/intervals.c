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
	const struct set_member *a = x, *b = y;
	const uintptr_t p = (uintptr_t)a->set, q = (uintptr_t)b->set;

	if (p != q)
		return p < q ? -1 : 1;
	return (a->ordinal > b->ordinal) - (a->ordinal < b->ordinal);
}

/* Sorts out which statements have which action set. */
static bool
gather_sets(struct compiling *c)
{
	const size_t room = (size_t)c->nstatements + 1;
	struct set_member *m = build_need(c->b, calloc(room, sizeof *m));
	uint32_t n = 0;

	c->set_members = m;
	c->sets = build_need(c->b, calloc(room, sizeof *c->sets));
	if (!m || !c->sets)
		return false;
	for (uint32_t i = 0; i < c->nstatements; i++) {
		const struct statement *st = c->statements[i].statement;

		if (!st->inert)
			m[n++] = (struct set_member){ st->actions, i };
	}
	qsort(m, n, sizeof *m, by_set);
	for (uint32_t i = 0; i < n; i++) {
		if (i == 0 || m[i].set != m[i - 1].set) {
			c->sets[c->nsets].set = m[i].set;
			c->sets[c->nsets++].members = &m[i];
		}
		c->sets[c->nsets - 1].n++;
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
	return gather_sets(c) && gather_cuts(c) && gather_ranges(c) &&
	       gather_intervals(c);
}
