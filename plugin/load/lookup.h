/* SPDX-License-Identifier: MIT */
/* lookup.h - from a name to a thing, while a policy set is read. */
#ifndef PORTERO_LOAD_LOOKUP_H
#define PORTERO_LOAD_LOOKUP_H

#include "arena.h"

struct lookup_entry {
	struct str key;
	void *item; /* NULL: free */
};

/* Zeroed: empty. Lives in the arena it grows in. */
struct lookup {
	struct lookup_entry *entries;
	size_t size, n;
};

void *lookup_find(const struct lookup *l, struct str key);
/* KEY is borrowed and new, ITEM not NULL. False: out of memory. */
bool lookup_add(struct lookup *l, struct arena *a, struct str key, void *item);

#endif
