/* SPDX-License-Identifier: MIT */
/*
 * bundle.h - statements that are asked together, and where to look for those
 * that may match: what load/ makes of them and decide/ walks.
 */
#ifndef PORTERO_BUNDLE_H
#define PORTERO_BUNDLE_H

#include <stdbool.h>
#include <stdint.h>

struct action_set;
struct pattern;
struct policy;
struct statement;

/* How a candidate's resource is found: by all resources, by its literal, which
 * it is or begins with, or by asking the statement. */
enum resource_test { TEST_ANY, TEST_IS, TEST_BEGINS, TEST_ASK };

/* A statement that may match, by one of its resources or by all. */
struct candidate {
	const struct statement *statement;
	union {
		const char *literal;	       /* TEST_IS, TEST_BEGINS */
		const struct pattern *pattern; /* TEST_ASK; NULL: all */
	} resource;
	uint32_t ordinal; /* place of the statement in its bundle */
	uint16_t length;  /* of the literal */
	uint8_t test;	  /* enum resource_test */
	uint8_t level;	  /* of a chain, from 0 */
};

/* A radix tree of literal texts; node 0 is the root. */
struct radix_node {
	const char *text;   /* the edge that leads here */
	uint16_t length;    /* of it */
	uint16_t nchildren; /* no two begin with the same byte */
	uint32_t first_child;
	uint32_t first, n; /* candidates that end here */
};

struct radix {
	const struct radix_node *nodes; /* NULL: empty */
	const unsigned char *heads;	/* first byte of each node's edge */
	const struct candidate *candidates;
};

/*
 * Where to look for the statements of many: a resource pattern is found by its
 * beginning, by its end, or by an inner literal that begins with a delimiter.
 */
struct forest {
	struct radix prefix, suffix, inner;
};

/* Bytes at which inner literals begin. */
static inline bool
is_delimiter(char c)
{
	return c == ':' || c == '/' || c == '-' || c == '_' || c == '.';
}

/*
 * An Allow without conditions, for all resources, needs no asking, and no Allow
 * after it does: the levels (1 << level) that have one, and the first of them.
 */
struct open_levels {
	const struct statement *allow;
	uint32_t allow_at;
	uint32_t levels;
};

/* What few groups have. */
struct group_more {
	struct open_levels open;     /* levels is 0: none */
	const struct forest *forest; /* NULL: none */
};

/* Statements that cover the same actions: candidates of the bundle that are
 * few, or not to be found in another way. */
struct group {
	uint32_t first, n;
	const struct group_more *more; /* NULL: nothing */
};

struct broad_group {
	const struct action_set *actions;
	struct group group;
};

#define GROUP_NONE  UINT32_MAX
#define PLACE_EMPTY UINT8_MAX /* no group at this place */

/* An interval of the line of actions, up to the next cut. */
struct cut {
	uint32_t from;	/* its first place */
	uint32_t group; /* GROUP_NONE: of no statement */
};

/*
 * Statements of one or more policies, in order. cuts[] splits the line of
 * actions into intervals; all actions of one interval have the same group.
 * Where that takes little more room, the group of each place of the line is
 * written down instead, once for all bundles that have the same ones.
 * Statements that cover very many intervals are in broad groups.
 */
struct bundle {
	const uint8_t *place_group; /* NULL: look among the cuts; else none */
	const struct cut *cuts;	    /* sorted */
	uint32_t ncuts, nbroad;
	const struct group *groups;
	const struct candidate *candidates;
	const struct broad_group *broad;
	const struct policy *const *policies;
	uint32_t npolicies;
};

#endif
