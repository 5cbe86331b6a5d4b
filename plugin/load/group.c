/* SPDX-License-Identifier: MIT */
/*
 * group.c - how a group of more than a few statements finds its own: by a
 * literal of their resource pattern, the one that fewest others share.
 */
#include <stdlib.h>

#include "building.h"
#include "error.h"

static void *
need(struct build *b, void *p)
{
	if (!p)
		error_memory(b->err);
	return p;
}

enum anchor { ANCHOR_NONE, ANCHOR_PREFIX, ANCHOR_SUFFIX, ANCHOR_INNER };

/* How many patterns of the group share a literal, by hash. */
struct census {
	struct {
		uint64_t hash;
		uint32_t n;
	} * slots;
	size_t mask;
};

static uint32_t *
census_slot(const struct census *census, enum anchor anchor, struct str literal)
{
	uint64_t hash = (str_hash(literal) ^ (uint64_t)anchor) | 1;
	size_t i = (size_t)hash;

	while (census->slots[i & census->mask].hash &&
	       census->slots[i & census->mask].hash != hash)
		i++;
	census->slots[i & census->mask].hash = hash;
	return &census->slots[i & census->mask].n;
}

/* The part of an inner literal from its first delimiter on; empty: none. */
static struct str
from_delimiter(struct str text)
{
	size_t i = 0;

	while (i < text.n && !is_delimiter(text.p[i]))
		i++;
	return str_from(text, i);
}

/* Calls back for each literal by which P could be found. Longer ones than a
 * node of a tree can hold are in no resource that is asked about. */
static void
each_anchor(const struct pattern *p, void *arg,
	    void (*take)(void *arg, enum anchor anchor, struct str literal))
{
	for (uint32_t i = 0; i < p->ntokens; i++) {
		const struct token *t = &p->tokens[i];
		const struct str text = token_text(t);

		if (t->kind != TOKEN_TEXT || t->length > UINT16_MAX)
			continue;
		if (i == 0)
			take(arg, ANCHOR_PREFIX, text);
		else if (i + 1 == p->ntokens)
			take(arg, ANCHOR_SUFFIX, text);
		if (i > 0 && from_delimiter(text).n > 1)
			take(arg, ANCHOR_INNER, from_delimiter(text));
	}
}

static void
count_anchor(void *arg, enum anchor anchor, struct str literal)
{
	(*census_slot(arg, anchor, literal))++;
}

struct choice {
	const struct census *census;
	enum anchor anchor;
	struct str literal;
	uint32_t shared;
};

/* Fewest others; of those alike a prefix, which is one walk; then the longer.
 */
static void
prefer(void *arg, enum anchor anchor, struct str literal)
{
	struct choice *best = arg;
	uint32_t shared = *census_slot(best->census, anchor, literal);

	if (best->anchor == ANCHOR_NONE || shared < best->shared ||
	    (shared == best->shared && best->anchor != ANCHOR_PREFIX &&
	     literal.n > best->literal.n)) {
		best->anchor = anchor;
		best->literal = literal;
		best->shared = shared;
	}
}

static int
by_ordinal(const void *x, const void *y)
{
	const struct candidate *a = x, *b = y;

	if (a->ordinal != b->ordinal)
		return a->ordinal < b->ordinal ? -1 : 1;
	return ((uintptr_t)a->resource.pattern >
		(uintptr_t)b->resource.pattern) -
	       ((uintptr_t)a->resource.pattern <
		(uintptr_t)b->resource.pattern);
}

struct candidate
group_aim(struct candidate c)
{
	const struct pattern *p = c.resource.pattern;

	if (!p || p->ntokens == 0 || p->tokens[0].kind != TOKEN_TEXT ||
	    p->tokens[0].length > UINT16_MAX)
		return c;
	if (p->ntokens == 1)
		c.test = TEST_IS;
	else if (p->ntokens == 2 && p->tokens[1].kind == TOKEN_ANY)
		c.test = TEST_BEGINS;
	else
		return c;
	c.resource.literal = p->tokens[0].of.text;
	c.length = (uint16_t)p->tokens[0].length;
	return c;
}

static uint64_t
cost_all(const struct candidate *items, size_t count)
{
	uint64_t cost = 0;

	for (size_t i = 0; i < count; i++)
		cost = cost_add(cost, cost_of(&items[i]));
	return cost;
}

/* Trees for the candidates; what no literal finds stays in ITEMS. */
static bool
plant(struct build *b, const struct forest **out, struct candidate *items,
      size_t *count, const struct census *census,
      struct radix_entry *entries[3], uint64_t *worst)
{
	struct forest *forest = build_alloc(b, sizeof *forest);
	size_t n[3] = { 0, 0, 0 }, always = 0;
	uint64_t cost[3];

	if (!forest)
		return false;
	for (size_t i = 0; i < *count; i++) {
		struct candidate item = items[i];
		struct choice best = { census, ANCHOR_NONE, { "", 0 }, 0 };
		struct radix_entry *e;

		if (item.resource.pattern)
			each_anchor(item.resource.pattern, &best, prefer);
		if (best.anchor == ANCHOR_NONE) {
			items[always++] = item;
			continue;
		}
		e = &entries[best.anchor - 1][n[best.anchor - 1]++];
		*e = (struct radix_entry){ best.literal, item };
	}
	*out = forest;
	*count = always;
	if (!radix_build(b, &forest->prefix, entries[0], n[0], false,
			 &cost[0]) ||
	    !radix_build(b, &forest->suffix, entries[1], n[1], true,
			 &cost[1]) ||
	    !radix_build(b, &forest->inner, entries[2], n[2], false, &cost[2]))
		return false;
	*worst = cost_add(cost_add(cost[0], cost[1]),
			  cost_add(cost[2], cost_all(items, always)));
	return true;
}

static bool
take_census(struct build *b, struct census *out, const struct candidate *items,
	    size_t count)
{
	size_t anchors = 0;

	for (size_t i = 0; i < count; i++)
		if (items[i].resource.pattern)
			anchors += 2 + items[i].resource.pattern->ntokens;
	out->mask = 15;
	while (out->mask + 1 < anchors * 2)
		out->mask = out->mask * 2 + 1;
	out->slots = need(b, calloc(out->mask + 1, sizeof *out->slots));
	if (!out->slots)
		return false;
	for (size_t i = 0; i < count; i++)
		if (items[i].resource.pattern)
			each_anchor(items[i].resource.pattern, out,
				    count_anchor);
	return true;
}

bool
group_index(struct build *b, const struct forest **out, struct candidate *items,
	    size_t *count, uint64_t *worst)
{
	struct radix_entry *entries[3] = { NULL, NULL, NULL };
	struct census census = { NULL, 0 };
	bool ok = true;

	*out = NULL;
	*worst = 0;
	if (*count == 0)
		return true;
	qsort(items, *count, sizeof *items, by_ordinal);
	if (*count <= GROUP_FEW) {
		*worst = cost_all(items, *count);
		return true;
	}
	for (int i = 0; ok && i < 3; i++) {
		entries[i] = need(b, calloc(*count, sizeof **entries));
		ok = entries[i] != NULL;
	}
	ok = ok && take_census(b, &census, items, *count) &&
	     plant(b, out, items, count, &census, entries, worst);
	for (int i = 0; i < 3; i++)
		free(entries[i]);
	free(census.slots);
	return ok;
}
