/* SPDX-License-Identifier: MIT */
/*
 * crossing.c - prefixes that reach into each other: of other principals, and
 * of the default form of names.
 */
#include "prefix.h"
#include "rules.h"

#include <stdlib.h>

#define DEFAULT_FORM STR("pipelines-")

/* Who has which policy, sorted by policy, then as the set tells of them. */
struct holding {
	const struct policy *policy;
	uint32_t order;
	const struct build_principal *principal;
};

struct holdings {
	struct holding *items;
	size_t n;
};

static int
by_policy(const void *left, const void *right)
{
	const struct holding *a = left, *b = right;

	if (a->policy != b->policy)
		return (uintptr_t)a->policy < (uintptr_t)b->policy ? -1 : 1;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return 0;
}

static bool
gather(struct lint *l, struct holdings *out)
{
	const struct list *list = &l->build->principals;
	size_t n = 0;

	for (uint32_t i = 0; i < list->n; i++)
		n += ((const struct build_principal *)list->items[i])
			     ->identity.n;
	*out = (struct holdings){ NULL, 0 };
	out->items = arena_array(l->arena, n + 1, sizeof *out->items);
	if (!out->items) {
		l->failed = true;
		return false;
	}
	for (uint32_t i = 0; i < list->n; i++) {
		const struct build_principal *p = list->items[i];

		for (size_t k = 0; k < p->identity.n; k++)
			out->items[out->n++] =
				(struct holding){ p->identity.items[k], i, p };
	}
	if (out->n)
		qsort(out->items, out->n, sizeof *out->items, by_policy);
	return true;
}

/* The first holding of a policy, and those behind it. */
static size_t
first_of(const struct holdings *h, const struct policy *policy)
{
	size_t low = 0, high = h->n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if ((uintptr_t)h->items[middle].policy < (uintptr_t)policy)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
holds(const struct holdings *h, const struct policy *policy, uint32_t order)
{
	const struct holding wanted = { policy, order, NULL };

	return h->n && bsearch(&wanted, h->items, h->n, sizeof wanted,
			       by_policy) != NULL;
}

/* Somebody who has the policy of THEIRS and not that of OURS. */
static const struct build_principal *
another(const struct holdings *h, const struct policy *theirs,
	const struct policy *ours)
{
	for (size_t i = first_of(h, theirs);
	     i < h->n && h->items[i].policy == theirs; i++)
		if (!holds(h, ours, h->items[i].order))
			return h->items[i].principal;
	return NULL;
}

/* ---- prefix-collision ---- */

static struct str
team_of(const struct build_principal *p)
{
	for (uint32_t i = 0; i < p->principal.ntags; i++) {
		const struct tag *tag = &p->principal.tags[i];

		if (str_equal_fold(tag_name(tag), STR("team")))
			return tag_value(tag);
	}
	return STR("");
}

static void
say_collision(struct lint *l, const struct lint_prefix *p,
	      const struct lint_prefix *q, const struct build_principal *who)
{
	const struct str team = team_of(who);
	const struct str name = principal_name(&who->principal);
	const int n = (int)(p->literal.n < 70 ? p->literal.n : 70);
	const size_t m = lint_prefix_length(q);

	lint_say(l, &p->at, 0, p->place,
		 "choose prefixes of which none begins another",
		 "\"%.*s*\" also covers prefix \"%.*s\" of %.*s%s%.*s%s", n,
		 p->literal.p, (int)(m < 70 ? m : 70), q->literal.p,
		 (int)(name.n < 64 ? name.n : 64), name.p,
		 team.n ? " (team: " : "", (int)(team.n < 64 ? team.n : 64),
		 team.n ? team.p : "", team.n ? ")" : "");
}

void
look_prefix_collision(struct lint *l, const struct lint_spot *nowhere)
{
	const struct build_principal *who;
	struct holdings h;
	size_t n;
	const struct lint_prefix *all = lint_prefixes(l, &n);

	(void)nowhere;
	if (!all || !gather(l, &h))
		return;
	for (size_t i = 0; i < n; i++) {
		const struct lint_prefix *p = &all[i];

		if (!p->open)
			continue;
		/* sorted: what begins with it follows it */
		for (size_t k = i + 1;
		     k < n && str_starts(all[k].literal, p->literal); k++) {
			const struct lint_prefix *q = &all[k];

			if (q->literal.n == p->literal.n ||
			    !(p->kinds & q->kinds) ||
			    p->at.document == q->at.document)
				continue;
			who = another(&h, q->at.document->policy,
				      p->at.document->policy);
			if (!who)
				continue;
			say_collision(l, p, q, who);
			break;
		}
	}
}

/* ---- prefix-bypass-default ---- */

static bool
is_default(const struct lint_prefix *p)
{
	return str_starts(p->literal, DEFAULT_FORM) ||
	       str_equal(p->literal, STR("pipelines"));
}

/* The prefixes by the policy they are in. */
struct owned {
	const struct lint_prefix **items;
	size_t n;
};

static int
by_owner(const void *left, const void *right)
{
	const struct lint_prefix *a = *(const struct lint_prefix *const *)left;
	const struct lint_prefix *b = *(const struct lint_prefix *const *)right;
	const struct policy *p = a->at.document->policy;
	const struct policy *q = b->at.document->policy;

	if (p != q)
		return (uintptr_t)p < (uintptr_t)q ? -1 : 1;
	return a < b ? -1 : a > b;
}

static bool
own(struct lint *l, const struct lint_prefix *all, size_t n, struct owned *out)
{
	out->n = n;
	out->items = arena_array(l->arena, n, sizeof *out->items);
	if (!out->items) {
		l->failed = true;
		return false;
	}
	for (size_t i = 0; i < n; i++)
		out->items[i] = &all[i];
	qsort(out->items, n, sizeof *out->items, by_owner);
	return true;
}

/* A real prefix of the policy, for a kind of job that P is for. */
static const struct lint_prefix *
real_prefix(const struct owned *o, const struct policy *policy,
	    const struct lint_prefix *p)
{
	size_t low = 0, high = o->n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if ((uintptr_t)o->items[middle]->at.document->policy <
		    (uintptr_t)policy)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < o->n && o->items[low]->at.document->policy == policy;
	     low++)
		if (!is_default(o->items[low]) &&
		    o->items[low]->kinds & p->kinds)
			return o->items[low];
	return NULL;
}

/* Has the document, or another one of somebody who has it, a real prefix? */
static const struct lint_prefix *
beside(const struct holdings *h, const struct owned *o,
       const struct lint_prefix *p)
{
	const struct policy *mine = p->at.document->policy;
	const struct lint_prefix *found = real_prefix(o, mine, p);

	for (size_t i = first_of(h, mine);
	     !found && i < h->n && h->items[i].policy == mine; i++) {
		const struct policy_list *list =
			&h->items[i].principal->identity;

		for (size_t k = 0; !found && k < list->n; k++)
			found = real_prefix(o, list->items[k], p);
	}
	return found;
}

void
look_prefix_bypass_default(struct lint *l, const struct lint_spot *nowhere)
{
	struct holdings h;
	struct owned o;
	size_t n;
	const struct lint_prefix *all = lint_prefixes(l, &n), *other;

	(void)nowhere;
	if (!all || !gather(l, &h) || !own(l, all, n, &o))
		return;
	for (size_t i = 0; i < n; i++) {
		if (!is_default(&all[i]))
			continue;
		other = beside(&h, &o, &all[i]);
		if (other)
			lint_say(l, &all[i].at, 0, all[i].place,
				 "remove it, or set names.require_prefix",
				 "lets a pipeline leave its prefix \"%.*s\" "
				 "off: names then begin with \"pipelines-\"",
				 (int)(lint_prefix_length(other) < 70
					       ? lint_prefix_length(other)
					       : 70),
				 other->literal.p);
	}
}
