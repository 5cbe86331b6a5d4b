/* SPDX-License-Identifier: MIT */
/* compile.h - the index of a bundle while it is made; for compile.c and its
 * parts. */
#ifndef PORTERO_LOAD_COMPILE_H
#define PORTERO_LOAD_COMPILE_H

#include "building.h"

/* A statement by its action set. */
struct set_member {
	const struct action_set *set;
	uint32_t ordinal;
};

/* The statements of one action set, in order, but for inert ones. */
struct set_statements {
	const struct action_set *set;
	const struct set_member *members;
	uint32_t n;
	/* over so many intervals that it gets a group of its own */
	bool broad;
	/* the set's ranges, as numbers of cuts */
	const struct action_range *cuts;
};

/* Candidates; of a group, or kept of all. */
struct gathering {
	struct candidate *items;
	size_t n, cap;
};

struct compiling {
	struct build *b;
	const struct bundled *statements;
	uint32_t nstatements;
	struct set_member *set_members;
	struct set_statements *sets;
	uint32_t nsets;
	uint32_t *cuts;
	uint32_t ncuts;
	struct action_range *ranges; /* of all sets, as numbers of cuts */
	/* the sets of each interval: first[i] to first[i + 1] of members */
	uint32_t *first, *members;
	struct group *groups;
	uint32_t ngroups;
	struct gathering always;     /* candidates of all groups */
	uint64_t steps, broad_steps; /* of the dearest group; of the broad */
};

/* intervals.c: the sets of the statements, and of each interval. */
bool intervals_find(struct compiling *c);

/* places.c: keeps the group of each interval. */
bool places_keep(struct compiling *c, const uint32_t *cut_group,
		 struct bundle *out);

/* gather.c: the group of the statements of N sets; *STEPS as group_index. */
bool gather_group(struct compiling *c, struct group *out, const uint32_t *sets,
		  uint32_t n, uint64_t *steps);
/* A statement by all its resources. */
struct candidate gather_candidate(const struct compiling *c, uint32_t ordinal);

#endif
