/* SPDX-License-Identifier: MIT */
/*
 * group.c - how a group of more than a few statements finds its own: by a
 * literal of their resource pattern, the one that fewest others share.
 */
#include <stdlib.h>

#include "building.h"
#include "error.h"

enum anchor { ANCHOR_PREFIX, ANCHOR_SUFFIX, ANCHOR_INNER, ANCHOR_NONE };
#define TREES ANCHOR_NONE

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
	uint64_t hash = (str_hash(literal) ^ (uint64_t)anchor << 1) | 1;
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
 * node of a tree can hold are in no resource that is asked about. Apart, or all
 * that is called back would be there six times. */
static __attribute__((noinline)) void
each_anchor(const struct pattern *p, void *arg,
	    void (*take)(void *arg, enum anchor anchor, struct str literal))
{
	for (uint32_t i = 0; i < p->ntokens; i++) {
		const struct token *t = &p->tokens[i];
		const struct str text = token_text(t);
		struct str inner;

		if (t->kind != TOKEN_TEXT || t->length > UINT16_MAX)
			continue;
		if (i == 0)
			take(arg, ANCHOR_PREFIX, text);
		else if (i + 1 == p->ntokens)
			take(arg, ANCHOR_SUFFIX, text);
		inner = from_delimiter(text);
		if (i > 0 && inner.n > 1)
			take(arg, ANCHOR_INNER, inner);
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

/* Trees for the candidates; what no literal finds stays in ITEMS. ENTRIES has
 * room for all of them in each tree. */
static bool
plant(struct build *b, const struct forest **out, struct candidate *items,
      size_t *count, const struct census *census, struct radix_entry *entries,
      uint64_t *worst)
{
	struct forest *forest = build_alloc(b, sizeof *forest);
	size_t n[TREES] = { 0, 0, 0 }, always = 0, all = *count;
	struct radix *trees[TREES];
	uint64_t cost;

	if (!forest)
		return false;
	for (size_t i = 0; i < all; i++) {
		struct candidate item = items[i];
		struct choice best = { census, ANCHOR_NONE, { "", 0 }, 0 };
		struct radix_entry *e;

		if (item.resource.pattern)
			each_anchor(item.resource.pattern, &best, prefer);
		if (best.anchor == ANCHOR_NONE) {
			items[always++] = item;
			continue;
		}
		e = &entries[best.anchor * all + n[best.anchor]++];
		*e = (struct radix_entry){ best.literal, item };
	}
	*out = forest;
	*count = always;
	*worst = cost_all(items, always);
	trees[ANCHOR_PREFIX] = &forest->prefix;
	trees[ANCHOR_SUFFIX] = &forest->suffix;
	trees[ANCHOR_INNER] = &forest->inner;
	for (size_t i = 0; i < TREES; i++) {
		if (!radix_build(b, trees[i], &entries[i * all], n[i],
				 i == ANCHOR_SUFFIX, &cost))
			return false;
		*worst = cost_add(*worst, cost);
	}
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
	out->slots = build_need(b, calloc(out->mask + 1, sizeof *out->slots));
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
	struct census census = { NULL, 0 };
	struct radix_entry *entries;
	bool ok;

	*out = NULL;
	*worst = 0;
	if (*count == 0)
		return true;
	qsort(items, *count, sizeof *items, by_ordinal);
	if (*count <= GROUP_FEW) {
		*worst = cost_all(items, *count);
		return true;
	}
	entries = build_need(b, calloc(TREES * *count, sizeof *entries));
	ok = entries && take_census(b, &census, items, *count) &&
	     plant(b, out, items, count, &census, entries, worst);
	free(entries);
	free(census.slots);
	return ok;
}
