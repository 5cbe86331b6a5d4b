/* SPDX-License-Identifier: MIT */
/*
 * place.c - positions, which jansson's nodes do not have. Objects and arrays
 * are in a hash table by address. A scalar, which only errors ask for, is found
 * by walking its parent: an object of jansson lists its members in the order of
 * the text.
 */
#include "place.h"

#include <stdlib.h>

#include "cursor.h"

#define NO_MEMBERS UINT32_MAX

struct entry {
	const json_t *node;
	uint32_t offset, line, column;
	uint32_t members; /* first of them, or NO_MEMBERS: walk the text */
};

struct member_place {
	uint32_t key, key_width, value, value_width;
};

struct place_index {
	struct entry *entries; /* open addressing, two thirds full at most */
	struct member_place *members;
	size_t size, n, nmembers, members_size;
};

struct place_index *
place_index_new(void)
{
	return calloc(1, sizeof(struct place_index));
}

void
place_index_free(struct place_index *index)
{
	if (!index)
		return;
	free(index->entries);
	free(index->members);
	free(index);
}

/* The slot of NODE, or the free one where it belongs. */
static struct entry *
slot_of(const struct place_index *index, const json_t *node)
{
	const uint64_t h = (uint64_t)(uintptr_t)node * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(h >> 32) & (index->size - 1);

	while (index->entries[i].node && index->entries[i].node != node)
		i = (i + 1) & (index->size - 1);
	return &index->entries[i];
}

static const struct entry *
find(const struct place_index *index, const json_t *node)
{
	const struct entry *e =
		index->size && node ? slot_of(index, node) : NULL;

	return e && e->node ? e : NULL;
}

static bool
grow(struct place_index *index)
{
	struct place_index bigger = *index;

	bigger.size = index->size ? index->size * 2 : 16;
	bigger.entries = calloc(bigger.size, sizeof *bigger.entries);
	if (!bigger.entries)
		return false;
	for (size_t i = 0; i < index->size; i++)
		if (index->entries[i].node)
			*slot_of(&bigger, index->entries[i].node) =
				index->entries[i];
	free(index->entries);
	*index = bigger;
	return true;
}

bool
place_add(struct place_index *index, const json_t *node,
	  const struct place *place)
{
	if (index->n >= index->size / 3 * 2 && !grow(index))
		return false;
	*slot_of(index, node) = (struct entry){
		.node = node,
		.offset = (uint32_t)place->offset,
		.line = place->line,
		.column = place->column,
		.members = NO_MEMBERS,
	};
	index->n++;
	return true;
}

bool
place_add_members(struct place_index *index, const json_t *node, size_t n,
		  size_t *first)
{
	const size_t wanted = index->nmembers + n;
	struct member_place *more;

	if (wanted > index->members_size) {
		more = realloc(index->members, wanted * 2 * sizeof *more);
		if (!more)
			return false;
		index->members = more;
		index->members_size = wanted * 2;
	}
	*first = index->nmembers;
	slot_of(index, node)->members = (uint32_t)*first;
	index->nmembers = wanted;
	return true;
}

void
place_put_member(struct place_index *index, size_t member, size_t key_offset,
		 size_t key_width, size_t offset, size_t width)
{
	index->members[member] = (struct member_place){
		(uint32_t)key_offset,
		(uint32_t)key_width,
		(uint32_t)offset,
		(uint32_t)width,
	};
}

/* jansson iterates through a pointer that is not const, but changes nothing */
static json_t *
iterable(const json_t *object)
{
	return (json_t *)(uintptr_t)object;
}

bool
place_find(const struct place_index *index, const json_t *node,
	   struct place *out)
{
	const struct entry *e = find(index, node);

	if (!e)
		return false;
	*out = (struct place){ e->offset, e->line, e->column, 1 };
	return true;
}

/* The number of member KEY in the order of the text. */
static bool
ordinal_of(const json_t *object, const char *key, size_t *out)
{
	json_t *o = iterable(object);

	*out = 0;
	for (void *i = json_object_iter(o); i;
	     i = json_object_iter_next(o, i)) {
		if (strcmp(json_object_iter_key(i), key) == 0)
			return true;
		++*out;
	}
	return false;
}

struct place
place_count(struct str text, size_t offset, size_t width)
{
	struct place at = { offset, 1, 1, (uint32_t)width };
	const char *p = text.p, *to = text.p + offset;

	while (p < to) {
		const char *newline = memchr(p, '\n', (size_t)(to - p));

		if (!newline)
			break;
		at.line++;
		p = newline + 1;
	}
	at.column = (uint32_t)(to - p + 1);
	return at;
}

/* Member number N of the object or array that begins at C. */
static struct place
walk_to_member(struct cursor *c, const char *text, bool object, size_t n,
	       bool at_key)
{
	struct place at;
	const char *begin;

	c->p++;
	cursor_blank(c);
	for (; n > 0; n--) {
		if (object) {
			cursor_scalar(c);
			cursor_mark(c, ':');
		}
		cursor_value(c);
		cursor_mark(c, ',');
	}
	if (object && !at_key) {
		cursor_scalar(c);
		cursor_mark(c, ':');
	}
	begin = c->p;
	at.offset = (size_t)(begin - text);
	at.line = c->line;
	at.column = (uint32_t)(begin - c->line_start + 1);
	if (begin < c->end && *begin != '{' && *begin != '[')
		cursor_scalar(c);
	at.width = (uint32_t)(c->p > begin ? c->p - begin : 1);
	return at;
}

bool
place_member(const struct place_index *index, struct str text,
	     const json_t *parent, const char *key, size_t position,
	     bool at_key, struct place *out)
{
	const struct entry *e = find(index, parent);
	const bool object = key != NULL;
	const struct member_place *m;
	struct cursor c = cursor_at(text);

	if (!e)
		return false;
	if (object ? !ordinal_of(parent, key, &position)
		   : position >= json_array_size(parent))
		return false;
	if (e->members != NO_MEMBERS) {
		m = &index->members[e->members + position];
		*out = at_key && object
			       ? place_count(text, m->key, m->key_width)
			       : place_count(text, m->value, m->value_width);
		return true;
	}
	c.p = text.p + e->offset;
	c.line = e->line;
	c.line_start = c.p - (e->column - 1);
	*out = walk_to_member(&c, text.p, object, position, at_key);
	return true;
}
