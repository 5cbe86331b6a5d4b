/* SPDX-License-Identifier: MIT */
/* lookup.c - open addressing, at most half full. */
#include "lookup.h"

static struct lookup_entry *
slot_of(const struct lookup *l, struct str key)
{
	size_t i = (size_t)str_hash(key) & (l->size - 1);

	while (l->entries[i].item && !str_equal(l->entries[i].key, key))
		i = (i + 1) & (l->size - 1);
	return &l->entries[i];
}

void *
lookup_find(const struct lookup *l, struct str key)
{
	return l->size ? slot_of(l, key)->item : NULL;
}

static bool
grow(struct lookup *l, struct arena *a)
{
	struct lookup bigger = { .size = l->size ? l->size * 2 : 16,
				 .n = l->n };

	bigger.entries = arena_array(a, bigger.size, sizeof *bigger.entries);
	if (!bigger.entries)
		return false;
	for (size_t i = 0; i < l->size; i++)
		if (l->entries[i].item)
			*slot_of(&bigger, l->entries[i].key) = l->entries[i];
	*l = bigger;
	return true;
}

bool
lookup_add(struct lookup *l, struct arena *a, struct str key, void *item)
{
	if (l->n >= l->size / 2 && !grow(l, a))
		return false;
	*slot_of(l, key) = (struct lookup_entry){ key, item };
	l->n++;
	return true;
}
