/* SPDX-License-Identifier: MIT */
/*
 * evaluate.c - which statements of a bundle match the question; an explicit
 * Deny wins, and of several the first in the order of the documents is told.
 *
 * A dry run reads every statement from first to last. Otherwise the index of
 * the bundle hands out the few that can match, in any order; ordinals bring
 * the order back, so both ways give the same answer.
 */
#include "evaluate.h"

#include "condition.h"
#include "match.h"
#include "trace.h"

static bool
in_ranges(const struct action_set *set, uint32_t place)
{
	uint32_t low = 0, high = set->nranges;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (place >= set->ranges[mid].to)
			low = mid + 1;
		else
			high = mid;
	}
	return low < set->nranges && place >= set->ranges[low].from;
}

/* What the ranges of a loose set are too wide for. */
static bool
patterns_cover(const struct context *ctx, const struct action_set *set)
{
	for (uint32_t i = 0; i < set->npatterns; i++)
		if (match_pattern(NULL, &set->patterns[i], ctx->folded) == YES)
			return !set->negated;
	return set->negated;
}

static bool
action_covered(const struct context *ctx, const struct action_set *set)
{
	return set->loose ? patterns_cover(ctx, set)
			  : in_ranges(set, ctx->place);
}

/* The resource is "*": only the pattern "*" speaks of it (IAM: "Resource",
 * actions without resource types). */
static enum truth
all_resources(const struct statement *st)
{
	bool listed = false;

	for (uint32_t i = 0; i < st->nresources; i++)
		listed |= st->resources[i].ntokens == 1 &&
			  st->resources[i].tokens[0].kind == TOKEN_ANY;
	return listed != st->not_resource ? YES : NO;
}

static enum truth
resource_covered(const struct context *ctx, const struct statement *st)
{
	enum truth any = NO;

	if (st->every_resource)
		return YES;
	if (!ctx->arn.partition.p)
		return all_resources(st);
	for (uint32_t i = 0; i < st->nresources && any != YES; i++)
		any = either(any, match_pattern(ctx, &st->resources[i],
						ctx->resource));
	return st->not_resource ? negate(any) : any;
}

/* Literals of one group begin alike and end apart. */
static inline bool
begins(struct str text, const char *literal, size_t n)
{
	if (n >= 8 && str_load8(text.p + n - 8) != str_load8(literal + n - 8))
		return false;
	return memcmp(text.p, literal, n) == 0;
}

/* Does the resource fit what C stands for? */
static inline enum truth
candidate_fits(const struct context *ctx, const struct candidate *c)
{
	if (c->test == TEST_ANY)
		return YES;
	if (!ctx->arn.partition.p ||
	    (c->test == TEST_ASK && !c->resource.pattern))
		return resource_covered(ctx, c->statement);
	if (c->test == TEST_ASK)
		return match_pattern(ctx, c->resource.pattern, ctx->resource);
	if (c->length > ctx->resource.n ||
	    (c->test == TEST_IS && c->length != ctx->resource.n))
		return NO;
	return begins(ctx->resource, c->resource.literal, c->length) ? YES : NO;
}

static bool
keep_first(const struct statement **kept, uint32_t *kept_at,
	   const struct statement *st, uint32_t at)
{
	if (*kept && at >= *kept_at)
		return false;
	*kept = st;
	*kept_at = at;
	return true;
}

static inline void
record(struct verdict *v, const struct candidate *c, enum naming named,
       enum truth outcome)
{
	const struct statement *st = c->statement;
	uint32_t at = c->ordinal;

	if (outcome == NO)
		return;
	if (st->deny) {
		if (outcome == MAYBE)
			keep_first(&v->maybe_deny, &v->maybe_deny_at, st, at);
		else if (keep_first(&v->deny, &v->deny_at, st, at))
			v->deny_level = c->level;
		return;
	}
	if (outcome == MAYBE) {
		keep_first(&v->maybe_allow, &v->maybe_allow_at, st, at);
		v->maybe_levels |= 1u << c->level;
	} else {
		keep_first(&v->allow, &v->allow_at, st, at);
		v->levels |= 1u << c->level;
	}
	v->granted[named] = either(v->granted[named], outcome);
}

/* Would a match of C change what is known already? */
static bool
settled(const struct verdict *v, const struct candidate *c)
{
	const struct statement *st = c->statement;

	if (st->deny)
		return v->deny && v->deny_at <= c->ordinal;
	return v->allow && v->allow_at <= c->ordinal && !st->nprincipals &&
	       (v->levels & 1u << c->level);
}

/* C, whose resource fits. */
static void
consider(struct context *ctx, const struct candidate *c, enum truth outcome,
	 struct verdict *v)
{
	const struct statement *st = c->statement;
	enum naming named = NAMED_NOT;

	if (settled(v, c) ||
	    (st->actions->loose && !patterns_cover(ctx, st->actions)))
		return;
	if (st->nprincipals) {
		named = principal_named(ctx->caller, st);
		if (named == NAMED_NOT)
			return;
	}
	if (st->nconditions)
		outcome = both(outcome, condition_met(ctx, st));
	record(v, c, named, outcome);
}

static void
consider_all(struct context *ctx, const struct candidate *c, uint32_t n,
	     struct verdict *v)
{
	ctx->steps += n;
	for (const struct candidate *end = c + n; c < end; c++) {
		enum truth outcome = candidate_fits(ctx, c);

		if (outcome != NO)
			consider(ctx, c, outcome, v);
	}
}

/* The child of NODE whose edge begins with BYTE; 0 is none (it is the root). */
static uint32_t
child_of(const struct radix *tree, const struct radix_node *node, char byte)
{
	const unsigned char *heads = tree->heads + node->first_child;
	const unsigned char *found;

	if (node->nchildren == 0)
		return 0;
	found = memchr(heads, (unsigned char)byte, node->nchildren);
	return found ? node->first_child + (uint32_t)(found - heads) : 0;
}

static void
consider_node(struct context *ctx, const struct radix *tree,
	      const struct radix_node *node, struct verdict *v)
{
	if (node->n)
		consider_all(ctx, &tree->candidates[node->first], node->n, v);
}

/* All literals of the tree that TEXT begins with. */
static void
walk_forward(struct context *ctx, const struct radix *tree, struct str text,
	     struct verdict *v)
{
	const struct radix_node *node = tree->nodes;
	uint32_t next;

	if (!node)
		return;
	consider_node(ctx, tree, node, v);
	while (text.n && (next = child_of(tree, node, text.p[0])) != 0) {
		node = &tree->nodes[next];
		if (!str_starts(text, str_make(node->text, node->length)))
			return;
		text = str_from(text, node->length);
		consider_node(ctx, tree, node, v);
	}
}

/* All literals that TEXT ends with; edges are stored last byte first. */
static void
walk_backward(struct context *ctx, const struct radix *tree, struct str text,
	      struct verdict *v)
{
	const struct radix_node *node = tree->nodes;
	uint32_t next;

	if (!node)
		return;
	consider_node(ctx, tree, node, v);
	while (text.n &&
	       (next = child_of(tree, node, text.p[text.n - 1])) != 0) {
		node = &tree->nodes[next];
		if (text.n < node->length)
			return;
		for (uint32_t i = 0; i < node->length; i++)
			if (node->text[i] != text.p[text.n - 1 - i])
				return;
		text.n -= node->length;
		consider_node(ctx, tree, node, v);
	}
}

/* Inner literals begin with a delimiter: look wherever one stands. */
static void
walk_inner(struct context *ctx, const struct radix *tree, struct str text,
	   struct verdict *v)
{
	if (!tree->nodes)
		return;
	for (size_t i = 0; i < text.n; i++)
		if (is_delimiter(text.p[i]))
			walk_forward(ctx, tree, str_from(text, i), v);
}

static void
consider_more(struct context *ctx, const struct group_more *more,
	      struct verdict *v)
{
	const struct forest *forest = more->forest;

	if (more->open.levels) {
		v->levels |= more->open.levels;
		keep_first(&v->allow, &v->allow_at, more->open.allow,
			   more->open.allow_at);
	}
	if (!forest)
		return;
	walk_forward(ctx, &forest->prefix, ctx->resource, v);
	walk_inner(ctx, &forest->inner, ctx->resource, v);
	walk_backward(ctx, &forest->suffix, ctx->resource, v);
}

static void
consider_group(struct context *ctx, const struct bundle *b,
	       const struct group *g, struct verdict *v)
{
	if (g->more)
		consider_more(ctx, g->more, v);
	if (g->n)
		consider_all(ctx, &b->candidates[g->first], g->n, v);
}

/* The interval that PLACE is in: the last cut that is not after it. */
static const struct group *
group_of(const struct bundle *b, uint32_t place)
{
	const struct cut *cut = b->cuts;

	if (b->place_group)
		return b->place_group[place] == PLACE_EMPTY
			       ? NULL
			       : &b->groups[b->place_group[place]];
	if (b->ncuts == 0 || place < cut->from)
		return NULL;
	for (uint32_t n = b->ncuts; n > 1; n -= n / 2)
		cut += cut[n / 2].from <= place ? n / 2 : 0;
	return cut->group == GROUP_NONE ? NULL : &b->groups[cut->group];
}

static void
evaluate_indexed(struct context *ctx, const struct bundle *b, struct verdict *v)
{
	const struct group *g = group_of(b, ctx->place);

	for (uint32_t i = 0;; i++) {
		if (g)
			consider_group(ctx, b, g, v);
		if (i == b->nbroad)
			return;
		g = in_ranges(b->broad[i].actions, ctx->place)
			    ? &b->broad[i].group
			    : NULL;
	}
}

/* One statement from beginning to end, telling the watcher why not. */
static void
consider_in_full(struct context *ctx, const struct statement *st, uint32_t at,
		 enum portero_layer layer, uint32_t level, struct verdict *v)
{
	enum portero_part failed = PORTERO_PART_NONE;
	enum naming named = NAMED_NOT;
	enum truth outcome = YES;

	ctx->steps++;
	if (st->inert) {
		outcome = NO;
	} else if (st->nprincipals &&
		   (named = principal_named(ctx->caller, st)) == NAMED_NOT) {
		outcome = NO;
		failed = PORTERO_PART_PRINCIPAL;
	} else if (!action_covered(ctx, st->actions)) {
		outcome = NO;
		failed = PORTERO_PART_ACTION;
	} else {
		outcome = resource_covered(ctx, st);
		if (outcome != YES)
			failed = PORTERO_PART_RESOURCE;
		if (outcome != NO && st->nconditions) {
			enum truth met = condition_met(ctx, st);

			outcome = both(outcome, met);
			if (met != YES && failed == PORTERO_PART_NONE)
				failed = PORTERO_PART_CONDITION;
		}
	}
	trace_statement(ctx, layer, level, st, failed, outcome);
	record(v, &(struct candidate){ .statement = st, .ordinal = at }, named,
	       outcome);
}

/* Apart, so that who does not watch pays nothing for it. */
static __attribute__((noinline)) void
evaluate_in_full(struct context *ctx, const struct bundle *bundle,
		 enum portero_layer layer, uint32_t level, struct verdict *out)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < bundle->npolicies; i++) {
		const struct policy *p = bundle->policies[i];

		for (uint32_t k = 0; k < p->nstatements; k++)
			consider_in_full(ctx, &p->statements[k], at++, layer,
					 level, out);
	}
}

void
evaluate(struct context *ctx, const struct bundle *bundle,
	 enum portero_layer layer, uint32_t level, struct verdict *out)
{
	*out = (struct verdict){ 0 };
	if (!bundle)
		return;
	if (ctx->trace)
		evaluate_in_full(ctx, bundle, layer, level, out);
	else
		evaluate_indexed(ctx, bundle, out);
}
