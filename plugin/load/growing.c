/* SPDX-License-Identifier: MIT */
/* growing.c - lists and hash tables that grow while a set is built. */
#include <stdlib.h>

#include "building.h"
#include "error.h"

static bool
grow(struct build *b, void ***items, size_t n, size_t *cap)
{
	size_t more = *cap ? *cap * 2 : 8;
	void **bigger;

	if (n < *cap)
		return true;
	bigger = build_scratch(b, more, sizeof *bigger);
	if (!bigger)
		return false;
	if (n)
		memcpy(bigger, *items, n * sizeof *bigger);
	*items = bigger;
	*cap = more;
	return true;
}

bool
list_add(struct build *b, struct list *list, void *item)
{
	size_t cap = list->cap;

	if (!item || !grow(b, &list->items, list->n, &cap))
		return false;
	list->cap = (uint32_t)cap;
	list->items[list->n++] = item;
	return true;
}

bool
policy_list_add(struct build *b, struct policy_list *list,
		const struct policy *policy)
{
	const uint32_t more = list->cap ? list->cap * 2 : 1;
	const struct policy **bigger;

	if (!policy)
		return false;
	if (list->n == list->cap) {
		bigger = build_scratch(b, more, sizeof *bigger);
		if (!bigger)
			return false;
		if (list->n)
			memcpy(bigger, list->items, list->n * sizeof *bigger);
		list->items = bigger;
		list->cap = more;
	}
	list->items[list->n++] = policy;
	return true;
}

/* Half full at most. The lower half of each hash is not kept in the slots, so
 * it is kept beside them while the table grows. */
bool
table_add(struct build *b, struct growing_table *t, uint64_t hash,
	  uint32_t index)
{
	const size_t old = t->slots ? (size_t)t->mask + 1 : 0;

	if ((size_t)t->used * 2 >= old) {
		size_t n = old ? old * 2 : 16;
		/* slots, then the start of each */
		struct slot *slots =
			calloc(n, sizeof *slots + sizeof(uint32_t));
		uint32_t *starts, *old_starts;

		if (!slots)
			return error_memory(b->err);
		starts = (uint32_t *)(void *)(slots + n);
		old_starts = old ? (uint32_t *)(void *)(t->slots + old) : NULL;
		for (size_t i = 0; i < old; i++)
			if (t->slots[i].index) {
				uint32_t at = old_starts[i];
				uint32_t mask = (uint32_t)n - 1;

				while (slots[at & mask].index)
					at++;
				slots[at & mask] = t->slots[i];
				starts[at & mask] = old_starts[i];
			}
		free(t->slots);
		t->slots = slots;
		t->mask = (uint32_t)n - 1;
	}
	{
		uint32_t at = (uint32_t)hash;
		uint32_t *starts =
			(uint32_t *)(void *)(t->slots + (size_t)t->mask + 1);

		while (t->slots[at & t->mask].index)
			at++;
		t->slots[at & t->mask] =
			(struct slot){ (uint32_t)(hash >> 32), index + 1 };
		starts[at & t->mask] = (uint32_t)hash;
	}
	t->used++;
	return true;
}

bool
table_keep(struct build *b, const struct growing_table *t, struct table *out)
{
	size_t n = t->slots ? (size_t)t->mask + 1 : 0;
	struct slot *slots;

	*out = (struct table){ NULL, 0 };
	if (n == 0)
		return true;
	slots = build_array(b, n, sizeof *slots);
	if (!slots)
		return false;
	memcpy(slots, t->slots, n * sizeof *slots);
	*out = (struct table){ slots, t->mask };
	return true;
}
