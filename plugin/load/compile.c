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

#include "compile.h"
#include "error.h"

static void
forget(struct compiling *c)
{
	free(c->set_members);
	free(c->sets);
	free(c->cuts);
	free(c->ranges);
	free(c->first);
	free(c->members);
	free(c->groups);
	free(c->always.items);
}

/* Intervals with the same sets share their group. */
static bool
make_groups(struct compiling *c, uint32_t *cut_group)
{
	struct growing_table seen = { NULL, 0, 0 };
	uint32_t *origin =
		build_need(c->b, calloc((size_t)c->ncuts + 1, sizeof *origin));
	bool ok = origin != NULL;

	c->groups = build_need(c->b,
			       calloc((size_t)c->ncuts + 1, sizeof *c->groups));
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
			ok = gather_group(c, &c->groups[g], sets, n, &steps) &&
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
			if (!gather_group(c, &broad[out->nbroad++].group, &i, 1,
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
		const struct candidate all = gather_candidate(c, i);

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

	if (!intervals_find(c))
		return false;
	cut_group = build_need(c->b,
			       calloc((size_t)c->ncuts + 1, sizeof *cut_group));
	ok = cut_group && make_groups(c, cut_group) &&
	     places_keep(c, cut_group, out) && make_broad(c, out) &&
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
