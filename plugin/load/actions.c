/* SPDX-License-Identifier: MIT */
/*
 * actions.c - Action and NotAction elements as ranges on the line of actions
 * (policy.h). "sagemaker:Create*" is one range, "*" is all of it, and most
 * elements are a few ranges.
 */
#include <stdlib.h>

#include "building.h"
#include "error.h"

/* What every decision may ask about. */
static const struct str always_known[] = {
	{ "iam:PassRole", 12 },
	{ "sts:AssumeRole", 14 },
};

/* service:name in printable ASCII: all that a request may ask for. */
static bool
is_action(struct str s)
{
	size_t colons = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] <= ' ' || s.p[i] > '~')
			return false;
		colons += s.p[i] == ':';
	}
	return colons == 1 && s.p[0] != ':' && s.p[s.n - 1] != ':';
}

/* A name, in whatever letter case, that is SPELLING in most requests. */
static bool
know(struct build *b, struct str name, struct str spelling)
{
	struct table t = table_view(&b->action_table);
	uint64_t hash = str_hash_fold(name);
	struct action *action;
	uint32_t probe = 0, i;
	char *folded;

	while ((i = table_next(&t, hash, &probe)) != UINT32_MAX) {
		action = b->actions.items[i];
		if (str_is_fold(action->name, name))
			return true;
	}
	action = build_scratch(b, 1, sizeof *action);
	folded = build_folded(b, name);
	if (!action || !folded)
		return false;
	action->name = str_make(folded, name.n);
	action->spelling = spelling;
	action->action = is_action(name);
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
		if (!str_equal_fold(pattern_source(&set->patterns[i]),
				    patterns[i]))
			return false;
	return true;
}

/* How a pattern stands on the line. */
enum shape {
	SHAPE_NAME,  /* "service:name" */
	SHAPE_BEGIN, /* "service:Begin*", "*" */
	SHAPE_LOOSE  /* another wildcard */
};

static enum shape
shape_of(const struct pattern *p)
{
	const struct token *t = p->tokens;

	if (p->ntokens == 1 && t[0].kind == TOKEN_TEXT)
		return SHAPE_NAME;
	if (p->ntokens == 1 && t[0].kind == TOKEN_ANY)
		return SHAPE_BEGIN;
	if (p->ntokens == 2 && t[0].kind == TOKEN_TEXT &&
	    t[1].kind == TOKEN_ANY)
		return SHAPE_BEGIN;
	return SHAPE_LOOSE;
}

/* The literal text before the first wildcard. */
static struct str
beginning(const struct pattern *p)
{
	return p->ntokens && p->tokens[0].kind == TOKEN_TEXT
		       ? token_text(&p->tokens[0])
		       : str_make("", 0);
}

/* Names that begin with TEXT are before this mark, and after TEXT itself; no
 * name has this byte. */
#define END_MARK '\xff'

static bool
mark_end(struct build *b, struct str text)
{
	char room[PORTERO_MAX_TEXT];

	if (text.n + 1 > sizeof room)
		return false;
	memcpy(room, text.p, text.n);
	room[text.n] = END_MARK;
	return know(b, str_make(room, text.n + 1), str_make("", 0));
}

/* Puts on the line what P needs there. */
static bool
place_pattern(struct build *b, const struct pattern *p)
{
	struct str begin = beginning(p);

	if (begin.n == 0)
		return true;
	if (shape_of(p) == SHAPE_NAME)
		return know(b, begin, pattern_source(p));
	return know(b, begin, str_make("", 0)) && mark_end(b, begin);
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
		if (!place_pattern(b, &compiled[k]))
			return NULL;
		set->loose |= shape_of(&compiled[k]) == SHAPE_LOOSE;
	}
	set->negated = negated;
	set->patterns = compiled;
	set->npatterns = (uint32_t)n;
	if (!list_add(b, &b->action_sets, set) ||
	    !table_add(b, &b->action_set_table, hash, b->action_sets.n - 1))
		return NULL;
	return set;
}

/* ---- when the line is complete ------------------------------------------- */

static int
by_name(const void *x, const void *y)
{
	const struct action *a = x, *b = y;

	return str_compare(a->name, b->name);
}

/* The number of a name that is on the line. */
static uint32_t
number_of(const struct policy_set *set, struct str name)
{
	uint32_t low = 0, high = set->nactions;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (str_compare(set->actions[mid].name, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static uint32_t
place_of(const struct policy_set *set, struct str name)
{
	return 2 * number_of(set, name) + 1;
}

static uint32_t
places(const struct policy_set *set)
{
	return 2 * set->nactions + 1;
}

static struct action_range
pattern_range(const struct pattern *p, const struct policy_set *set)
{
	struct str begin = beginning(p);
	struct action_range r = { 0, places(set) };
	char room[PORTERO_MAX_TEXT];

	if (begin.n == 0)
		return r;
	r.from = place_of(set, begin);
	r.to = r.from + 1;
	if (shape_of(p) != SHAPE_NAME) {
		memcpy(room, begin.p, begin.n);
		room[begin.n] = END_MARK;
		r.to = place_of(set, str_make(room, begin.n + 1));
	}
	return r;
}

static int
by_start(const void *x, const void *y)
{
	const struct action_range *a = x, *b = y;

	return (a->from > b->from) - (a->from < b->from);
}

/* Sorted, disjoint, not touching. */
static uint32_t
merge(struct action_range *r, uint32_t n)
{
	uint32_t kept = 0;

	qsort(r, n, sizeof *r, by_start);
	for (uint32_t i = 0; i < n; i++)
		if (kept && r[i].from <= r[kept - 1].to) {
			if (r[i].to > r[kept - 1].to)
				r[kept - 1].to = r[i].to;
		} else {
			r[kept++] = r[i];
		}
	return kept;
}

/* What N merged ranges leave out; OUT has room for N + 1. */
static uint32_t
complement(const struct action_range *r, uint32_t n, uint32_t end,
	   struct action_range *out)
{
	uint32_t at = 0, kept = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (r[i].from > at)
			out[kept++] = (struct action_range){ at, r[i].from };
		at = r[i].to;
	}
	if (at < end)
		out[kept++] = (struct action_range){ at, end };
	return kept;
}

static bool
finish_set(struct build *b, struct action_set *set,
	   const struct policy_set *line)
{
	size_t room = (size_t)set->npatterns + 1;
	struct action_range *own = build_array(b, room, sizeof *own), *out;
	uint32_t n = 0;

	if (!own)
		return false;
	for (uint32_t i = 0; i < set->npatterns; i++)
		own[n++] = pattern_range(&set->patterns[i], line);
	n = merge(own, n);
	set->ranges = own;
	set->nranges = n;
	if (!set->negated)
		return true;
	out = build_array(b, room, sizeof *out);
	if (!out)
		return false;
	/* what a loose pattern leaves out is not known by places */
	set->nranges = set->loose ? complement(NULL, 0, places(line), out)
				  : complement(own, n, places(line), out);
	set->ranges = out;
	return true;
}

static bool
make_line(struct build *b, struct policy_set *set)
{
	struct growing_table table = { NULL, 0, 0 };
	struct action *sorted =
		build_array(b, (size_t)b->actions.n + 1, sizeof *sorted);
	bool ok = sorted != NULL;

	if (!sorted)
		return false;
	for (uint32_t i = 0; i < b->actions.n; i++)
		sorted[i] = *(const struct action *)b->actions.items[i];
	qsort(sorted, b->actions.n, sizeof *sorted, by_name);
	set->actions = sorted;
	set->nactions = b->actions.n;
	for (uint32_t i = 0; ok && i < set->nactions; i++)
		ok = table_add(b, &table, str_hash_fold(sorted[i].name), i);
	ok = ok && table_keep(b, &table, &set->action_table);
	free(table.slots);
	/* every job is on the line, and in the same order */
	for (uint32_t i = 0, k = 0; i < set->nactions && k < njobs; i++)
		if (str_is_fold(sorted[i].name, jobs[k].action))
			sorted[i].job = &jobs[k++];
	set->pass_role = place_of(set, STR("iam:passrole"));
	set->assume_role = place_of(set, STR("sts:assumerole"));
	set->add_tags = place_of(set, STR("sagemaker:addtags"));
	return ok;
}

bool
actions_finish(struct build *b, struct policy_set *set)
{
	for (size_t i = 0; i < sizeof always_known / sizeof *always_known; i++)
		if (!know(b, always_known[i], always_known[i]))
			return false;
	for (uint32_t i = 0; i < njobs; i++)
		if (!know(b, jobs[i].action, jobs[i].action))
			return false;
	if (!make_line(b, set))
		return false;
	b->nplaces = 2 * set->nactions + 1;
	for (uint32_t i = 0; i < b->action_sets.n; i++)
		if (!finish_set(b, b->action_sets.items[i], set))
			return false;
	return true;
}
