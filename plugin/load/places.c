/* SPDX-License-Identifier: MIT */
/*
 * places.c - how the group of a place on the line of actions is found: among
 * the cuts, or written down for every place.
 */
#include <stdlib.h>

#include "compile.h"

/* Of several levels: there are few, and all below them are asked about them. */
static bool
is_chain(const struct compiling *c)
{
	return c->nstatements && c->statements[c->nstatements - 1].level > 0;
}

#define PLACES_PER_CUT 16u /* bytes; an interval itself takes 8 */

static bool
keep_cuts(struct compiling *c, const uint32_t *cut_group, struct bundle *out)
{
	struct cut *cuts = build_array(c->b, c->ncuts, sizeof *cuts);

	if (!cuts)
		return false;
	for (uint32_t i = 0; i < c->ncuts; i++)
		cuts[i] = (struct cut){ c->cuts[i], cut_group[i] };
	out->cuts = cuts;
	out->ncuts = c->ncuts;
	return true;
}

/* The same table for all bundles. */
static const uint8_t *
intern_places(struct build *b, struct str places)
{
	const struct table t = table_view(&b->place_group_table);
	const uint64_t hash = str_hash(places);
	uint32_t probe = 0, i;
	uint8_t *kept;

	while ((i = table_next(&t, hash, &probe)) != UINT32_MAX) {
		kept = b->place_groups.items[i];
		if (memcmp(kept, places.p, places.n) == 0)
			return kept;
	}
	kept = build_array(b, 1, places.n);
	if (!kept || !list_add(b, &b->place_groups, kept) ||
	    !table_add(b, &b->place_group_table, hash, b->place_groups.n - 1))
		return NULL;
	memcpy(kept, places.p, places.n);
	return kept;
}

/* Keeps where each interval begins and what its group is, or, if that takes
 * little more room or is worth it, the group of every place. */
bool
places_keep(struct compiling *c, const uint32_t *cut_group, struct bundle *out)
{
	const size_t n = c->b->nplaces;
	char *places;

	if (c->ngroups >= PLACE_EMPTY ||
	    (n > PLACES_PER_CUT * c->ncuts && !is_chain(c)))
		return keep_cuts(c, cut_group, out);
	places = build_need(c->b, malloc(n));
	if (!places)
		return false;
	memset(places, PLACE_EMPTY, n);
	for (uint32_t i = 0; i + 1 < c->ncuts; i++)
		if (cut_group[i] != GROUP_NONE)
			memset(places + c->cuts[i], (int)cut_group[i],
			       c->cuts[i + 1] - c->cuts[i]);
	out->place_group = intern_places(c->b, str_make(places, n));
	free(places);
	return out->place_group != NULL;
}
