/* SPDX-License-Identifier: MIT */
/*
 * actions.c - Action and NotAction elements as ranges over the known actions.
 *
 * Known are the actions of jobs.c and all that policies name without a
 * wildcard. Sorted by name, those that begin alike are neighbours, so
 * "sagemaker:Create*" is one range, "*" is all, and most elements are a few
 * ranges. Other actions are matched with the patterns themselves.
 */
#include <stdlib.h>

#include "building.h"
#include "error.h"

/* What every decision may ask about. */
static const struct str always_known[] = {
	{ "iam:passrole", 12 },	     { "sts:assumerole", 14 },
	{ "sagemaker:addtags", 17 }, { "s3:getobject", 12 },
	{ "s3:putobject", 12 },
};

static bool
know(struct build *b, struct str folded)
{
	struct table t = table_view(&b->action_table);
	uint64_t hash = str_hash(folded);
	struct action *action;
	uint32_t probe = 0, i;

	while ((i = table_next(&t, hash, &probe)) != UINT32_MAX) {
		action = b->actions.items[i];
		if (str_equal(action->name, folded))
			return true;
	}
	action = build_scratch(b, 1, sizeof *action);
	if (!action)
		return false;
	action->name = build_text(b, folded);
	return list_add(b, &b->actions, action) &&
	       table_add(b, &b->action_table, hash, b->actions.n - 1);
}

static uint64_t
hash_set(bool negated, const struct str *patterns, size_t n)
{
	uint64_t h = negated ? 0x51ed270b7a1d5f2du : 0x2545f4914f6cdd1du;

	for (size_t i = 0; i < n; i++)
		h = (h ^ str_hash_fold(patterns[i])) * 0x9e3779b97f4a7c15u +
		    (h >> 29);
	return h;
}

static bool
same_set(const struct action_set *set, bool negated, const struct str *patterns,
	 size_t n)
{
	if (set->negated != negated || set->npatterns != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!str_equal_fold(set->patterns[i].source, patterns[i]))
			return false;
	return true;
}

/* "service:name" without a wildcard is an action that is known by name. */
static bool
literal(const struct pattern *p)
{
	return p->ntokens == 1 && p->tokens[0].kind == TOKEN_TEXT;
}

const struct action_set *
actions_intern(struct build *b, bool negated, const struct str *patterns,
	       size_t n)
{
	struct table t = table_view(&b->action_set_table);
	uint64_t hash = hash_set(negated, patterns, n);
	struct action_set *set;
	struct pattern *compiled;
	uint32_t probe = 0, i;

	while ((i = table_next(&t, hash, &probe)) != UINT32_MAX)
		if (same_set(b->action_sets.items[i], negated, patterns, n))
			return b->action_sets.items[i];
	set = build_alloc(b, sizeof *set);
	compiled = build_array(b, n ? n : 1, sizeof *compiled);
	if (!set || !compiled)
		return NULL;
	for (size_t k = 0; k < n; k++) {
		const char *why;

		if (!pattern_compile(b, &compiled[k], patterns[k],
				     PATTERN_WILDCARDS | PATTERN_FOLD, &why))
			return NULL;
		if (literal(&compiled[k]) &&
		    !know(b, compiled[k].tokens[0].text))
			return NULL;
	}
	set->negated = negated;
	set->patterns = compiled;
	set->npatterns = (uint32_t)n;
	if (!list_add(b, &b->action_sets, set) ||
	    !table_add(b, &b->action_set_table, hash, b->action_sets.n - 1))
		return NULL;
	return set;
}

/* ---- when all actions are known ----------------------------------------- */

static int
by_name(const void *x, const void *y)
{
	const struct action *a = x, *b = y;
	size_t n = a->name.n < b->name.n ? a->name.n : b->name.n;
	int order = memcmp(a->name.p, b->name.p, n);

	return order ? order
		     : (a->name.n > b->name.n) - (a->name.n < b->name.n);
}

/* The first action whose name is not before PREFIX; AFTER: not before all that
 * begin with it. */
static uint32_t
bound(const struct action *actions, uint32_t n, struct str prefix, bool after)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		struct str name = actions[mid].name;
		size_t k = name.n < prefix.n ? name.n : prefix.n;
		int order = memcmp(name.p, prefix.p, k);

		if (order == 0 && name.n < prefix.n)
			order = -1;
		if (order < 0 || (after && order == 0))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Whole-string glob of folded text; patterns of actions have no variables. */
static bool
glob(const struct pattern *p, struct str text)
{
	uint32_t i = 0, star = UINT32_MAX;
	size_t at = 0, star_at = 0;

	while (i < p->ntokens || at < text.n) {
		const struct token *t = i < p->ntokens ? &p->tokens[i] : NULL;

		if (t && t->kind == TOKEN_ANY) {
			star = i++;
			star_at = at;
		} else if (t && t->kind == TOKEN_ONE && at < text.n) {
			i++;
			at++;
		} else if (t && t->kind == TOKEN_TEXT &&
			   str_starts(str_from(text, at), t->text)) {
			at += t->text.n;
			i++;
		} else if (star != UINT32_MAX && star_at < text.n) {
			at = ++star_at;
			i = star + 1;
		} else {
			return false;
		}
	}
	return true;
}

struct ranges {
	struct action_range *items;
	size_t n, cap;
};

static bool
add_range(struct build *b, struct ranges *r, uint32_t from, uint32_t to)
{
	struct action_range *bigger;

	if (from >= to)
		return true;
	if (r->n == r->cap) {
		r->cap = r->cap ? r->cap * 2 : 64;
		bigger = realloc(r->items, r->cap * sizeof *bigger);
		if (!bigger)
			return error_memory(b->err);
		r->items = bigger;
	}
	r->items[r->n++] = (struct action_range){ from, to };
	return true;
}

static bool
pattern_ranges(struct build *b, struct ranges *r, const struct pattern *p,
	       const struct policy_set *set)
{
	struct str prefix = p->ntokens && p->tokens[0].kind == TOKEN_TEXT
				    ? p->tokens[0].text
				    : str_make("", 0);
	uint32_t from = bound(set->actions, set->nactions, prefix, false);
	uint32_t to = bound(set->actions, set->nactions, prefix, true);
	bool whole = (p->ntokens == 2 && prefix.n &&
		      p->tokens[1].kind == TOKEN_ANY) ||
		     (p->ntokens == 1 && p->tokens[0].kind == TOKEN_ANY);

	if (whole)
		return add_range(b, r, from, to);
	for (uint32_t i = from; i < to; i++)
		if (glob(p, set->actions[i].name) && !add_range(b, r, i, i + 1))
			return false;
	return true;
}

static int
by_start(const void *x, const void *y)
{
	const struct action_range *a = x, *b = y;

	return (a->from > b->from) - (a->from < b->from);
}

/* Sorted, disjoint, not touching; the complement for NotAction. */
static bool
keep_ranges(struct build *b, struct action_set *set, struct ranges *r,
	    uint32_t nactions)
{
	struct action_range *out = build_array(b, r->n + 1, sizeof *out);
	uint32_t n = 0, end = 0;

	if (!out)
		return false;
	if (r->n)
		qsort(r->items, r->n, sizeof *r->items, by_start);
	for (size_t i = 0; i < r->n; i++) {
		struct action_range item = r->items[i];

		if (set->negated) {
			if (item.from > end)
				out[n++] =
					(struct action_range){ end, item.from };
			if (item.to > end)
				end = item.to;
		} else if (n && item.from <= out[n - 1].to) {
			if (item.to > out[n - 1].to)
				out[n - 1].to = item.to;
		} else {
			out[n++] = item;
		}
	}
	if (set->negated && end < nactions)
		out[n++] = (struct action_range){ end, nactions };
	set->ranges = out;
	set->nranges = n;
	return true;
}

static uint32_t
id_of(const struct policy_set *set, struct str name)
{
	return bound(set->actions, set->nactions, name, false);
}

static bool
number_actions(struct build *b, struct policy_set *set)
{
	struct growing_table table = { NULL, 0, 0 };
	struct action *sorted =
		build_array(b, b->actions.n ? b->actions.n : 1, sizeof *sorted);
	bool ok = sorted != NULL;

	if (!sorted)
		return false;
	for (uint32_t i = 0; i < b->actions.n; i++)
		sorted[i] = *(const struct action *)b->actions.items[i];
	qsort(sorted, b->actions.n, sizeof *sorted, by_name);
	set->actions = sorted;
	set->nactions = b->actions.n;
	for (uint32_t i = 0; ok && i < set->nactions; i++)
		ok = table_add(b, &table, str_hash(sorted[i].name), i);
	ok = ok && table_keep(b, &table, &set->action_table);
	free(table.slots);
	for (uint32_t i = 0; ok && i < njobs; i++)
		sorted[id_of(set, jobs[i].action)].job = &jobs[i];
	set->pass_role = id_of(set, STR("iam:passrole"));
	set->assume_role = id_of(set, STR("sts:assumerole"));
	set->add_tags = id_of(set, STR("sagemaker:addtags"));
	return ok;
}

bool
actions_finish(struct build *b, struct policy_set *set)
{
	struct ranges r = { NULL, 0, 0 };
	bool ok = true;

	for (size_t i = 0; i < sizeof always_known / sizeof *always_known; i++)
		if (!know(b, always_known[i]))
			return false;
	for (uint32_t i = 0; i < njobs; i++)
		if (!know(b, jobs[i].action))
			return false;
	if (!number_actions(b, set))
		return false;
	for (uint32_t i = 0; ok && i < b->action_sets.n; i++) {
		struct action_set *as = b->action_sets.items[i];

		r.n = 0;
		for (uint32_t k = 0; ok && k < as->npatterns; k++)
			ok = pattern_ranges(b, &r, &as->patterns[k], set);
		ok = ok && keep_ranges(b, as, &r, set->nactions);
	}
	free(r.items);
	return ok;
}
