/* SPDX-License-Identifier: MIT */
/* radix.c - a radix tree of literals, laid out so that children are neighbours.
 */
#include <stdlib.h>

#include "building.h"

/* Byte I of a literal as the tree reads it. */
static unsigned char
byte_at(struct str s, size_t i, bool backward)
{
	return (unsigned char)s.p[backward ? s.n - 1 - i : i];
}

/* Which of two is first that have the same literal. */
static int
statement_order(const struct radix_entry *a, const struct radix_entry *b)
{
	const struct candidate *x = &a->candidate, *y = &b->candidate;

	if (x->ordinal != y->ordinal)
		return x->ordinal < y->ordinal ? -1 : 1;
	return (uintptr_t)x->resource.pattern < (uintptr_t)y->resource.pattern
		       ? -1
		       : 1;
}

static int
forward_order(const void *x, const void *y)
{
	const struct radix_entry *a = x, *b = y;
	const int order = str_compare(a->literal, b->literal);

	return order ? order : statement_order(a, b);
}

static int
backward_order(const void *x, const void *y)
{
	const struct radix_entry *a = x, *b = y;
	size_t n = a->literal.n < b->literal.n ? a->literal.n : b->literal.n;

	for (size_t i = 0; i < n; i++) {
		int p = byte_at(a->literal, i, true);
		int q = byte_at(b->literal, i, true);

		if (p != q)
			return p - q;
	}
	if (a->literal.n != b->literal.n)
		return a->literal.n < b->literal.n ? -1 : 1;
	return statement_order(a, b);
}

/* A node whose children are still to be made: entries [low, high) share the
 * first DEPTH bytes, which lead to it. */
struct work {
	uint32_t node, low, high;
	size_t depth;
	uint64_t cost; /* of all that is found on the way to the node */
};

struct growing {
	struct build *b;
	const struct radix_entry *entries;
	bool backward;
	struct radix_node *nodes;
	unsigned char *heads;
	uint32_t n;
	struct work *queue;
	uint64_t worst;
};

/* How far the entries from LOW to HIGH (sorted) are the same. */
static size_t
common(const struct growing *g, uint32_t low, uint32_t high, size_t depth)
{
	struct str a = g->entries[low].literal,
		   z = g->entries[high - 1].literal;

	while (depth < a.n && depth < z.n &&
	       byte_at(a, depth, g->backward) == byte_at(z, depth, g->backward))
		depth++;
	return depth;
}

static bool
add_child(struct growing *g, uint32_t low, uint32_t high, size_t depth,
	  uint64_t cost)
{
	struct str literal = g->entries[low].literal;
	size_t end = common(g, low, high, depth);
	char *edge = NULL;
	uint32_t node = g->n++;

	if (g->backward) {
		edge = build_array(g->b, end - depth, 1);
		if (!edge)
			return false;
		for (size_t i = depth; i < end; i++)
			edge[i - depth] = (char)byte_at(literal, i, true);
	}
	g->nodes[node].text = edge ? edge : literal.p + depth;
	g->nodes[node].length = (uint16_t)(end - depth);
	g->heads[node] = byte_at(literal, depth, g->backward);
	g->queue[node] = (struct work){ node, low, high, end, cost };
	return true;
}

static bool
expand(struct growing *g, const struct work *w)
{
	struct radix_node *node = &g->nodes[w->node];
	uint64_t cost = w->cost;
	uint32_t i = w->low;

	node->first = w->low;
	for (; i < w->high && g->entries[i].literal.n == w->depth; i++)
		cost = cost_add(cost, cost_of(&g->entries[i].candidate));
	if (cost > g->worst)
		g->worst = cost;
	node->n = i - w->low;
	node->first_child = g->n;
	while (i < w->high) {
		unsigned char head =
			byte_at(g->entries[i].literal, w->depth, g->backward);
		uint32_t end = i;

		while (end < w->high && byte_at(g->entries[end].literal,
						w->depth, g->backward) == head)
			end++;
		if (!add_child(g, i, end, w->depth, cost))
			return false;
		i = end;
	}
	node->nchildren = (uint16_t)(g->n - node->first_child);
	return true;
}

bool
radix_build(struct build *b, struct radix *out, struct radix_entry *entries,
	    size_t n, bool backward, uint64_t *worst)
{
	struct growing g = { .b = b, .entries = entries, .backward = backward };
	struct candidate *candidates;
	size_t room = 2 * n + 1; /* a tree of n leaves */
	struct radix_node *nodes;
	unsigned char *heads;
	bool ok;

	*out = (struct radix){ NULL, NULL, NULL };
	*worst = 0;
	if (n == 0)
		return true;
	qsort(entries, n, sizeof *entries,
	      backward ? backward_order : forward_order);
	g.nodes = calloc(room, sizeof *g.nodes);
	g.heads = calloc(room, 1);
	g.queue = calloc(room, sizeof *g.queue);
	ok = g.nodes && g.heads && g.queue;
	if (ok) {
		g.n = 1;
		g.queue[0] = (struct work){ 0, 0, (uint32_t)n, 0, 0 };
		for (uint32_t i = 0; ok && i < g.n; i++)
			ok = expand(&g, &g.queue[i]);
	}
	candidates = ok ? build_array(b, n, sizeof *candidates) : NULL;
	nodes = candidates ? build_array(b, g.n, sizeof *nodes) : NULL;
	heads = nodes ? build_array(b, g.n, 1) : NULL;
	if (heads) {
		for (size_t i = 0; i < n; i++)
			candidates[i] = group_aim(entries[i].candidate);
		memcpy(nodes, g.nodes, g.n * sizeof *nodes);
		memcpy(heads, g.heads, g.n);
		*out = (struct radix){ nodes, heads, candidates };
	}
	*worst = g.worst;
	free(g.nodes);
	free(g.heads);
	free(g.queue);
	return heads != NULL;
}
