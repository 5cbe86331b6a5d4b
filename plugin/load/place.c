/* SPDX-License-Identifier: MIT */
/*
 * place.c - finds positions, which jansson does not keep. An object of jansson
 * lists its members in the order of the text, so a cursor over the text and a
 * walk over the tree stay in step. Objects and arrays go into a hash table by
 * address; a scalar, which only errors ask for, is found by walking its parent.
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
	struct entry *entries; /* open addressing */
	struct member_place *members;
	size_t mask, nmembers;
	bool damaged; /* text and tree differ */
};

struct place_index *
place_index_new(size_t containers, size_t members)
{
	struct place_index *index = calloc(1, sizeof *index);
	size_t size = 4;

	if (!index || containers > SIZE_MAX / 4)
		return free(index), NULL;
	while (size < containers + containers / 2 + 1)
		size *= 2;
	index->mask = size - 1;
	index->entries = calloc(size, sizeof *index->entries);
	if (members)
		index->members = calloc(members, sizeof *index->members);
	if (!index->entries || (members && !index->members)) {
		place_index_free(index);
		return NULL;
	}
	return index;
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
	uint64_t h = (uint64_t)(uintptr_t)node * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(h >> 32) & index->mask;

	while (index->entries[i].node && index->entries[i].node != node)
		i = (i + 1) & index->mask;
	return &index->entries[i];
}

static void
add(struct place_index *index, const json_t *node, const struct cursor *c,
    const char *text)
{
	*slot_of(index, node) = (struct entry){
		.node = node,
		.offset = (uint32_t)(c->p - text),
		.line = c->line,
		.column = (uint32_t)(c->p - c->line_start + 1),
		.members = NO_MEMBERS,
	};
}

size_t
place_add(struct place_index *index, const json_t *node,
	  const struct place *place, size_t n)
{
	const size_t first = index->nmembers;

	*slot_of(index, node) = (struct entry){
		.node = node,
		.offset = (uint32_t)place->offset,
		.line = place->line,
		.column = place->column,
		.members = (uint32_t)first,
	};
	index->nmembers += n;
	return first;
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

/* Bytes of a string between its quotes once its escapes are resolved. */
static size_t
decoded_length(const char *p, const char *end)
{
	size_t n = 0;

	while (p < end) {
		const char *back = memchr(p, '\\', (size_t)(end - p));
		struct str digits;

		if (!back)
			return n + (size_t)(end - p);
		n += (size_t)(back - p) + 1;
		p = back + 2;
		if (p > end || back[1] != 'u' || end - p < 4)
			continue;
		digits = str_make(p, 4);
		p += 4;
		/* U+0080 needs two bytes, U+0800 three, a pair of halves four
		 */
		if (str_starts(digits, STR("00")) && digits.p[2] < '8')
			continue;
		n++;
		if (digits.p[0] == '0' && digits.p[1] < '8')
			continue;
		n++;
		if (str_lower(digits.p[0]) == 'd' && digits.p[1] >= '8') {
			n++;
			p += 6;
		}
	}
	return n;
}

/*
 * Short of memory, jansson can drop bytes of long tokens without a word. The
 * length tells.
 */
static bool
is_whole(const char *token, const char *end, size_t length)
{
	return end - token >= 2 && decoded_length(token + 1, end - 1) == length;
}

static bool
is_whole_integer(const char *token, const char *end, json_int_t value)
{
	char digits[24];
	const size_t n = (size_t)(end - token);

	if (n >= sizeof digits)
		return false;
	memcpy(digits, token, n);
	digits[n] = '\0';
	return strtoll(digits, NULL, 10) == value;
}

static void
check_scalar(struct place_index *index, const char *token, const char *end,
	     const json_t *node)
{
	if (json_is_string(node)
		    ? !is_whole(token, end, json_string_length(node))
		    : json_is_integer(node) &&
			      !is_whole_integer(token, end,
						json_integer_value(node)))
		index->damaged = true;
}

static void walk_value(struct place_index *index, const char *text,
		       struct cursor *c, const json_t *node);

static void
walk_object(struct place_index *index, const char *text, struct cursor *c,
	    const json_t *object)
{
	json_t *o = iterable(object);

	for (void *i = json_object_iter(o); i;
	     i = json_object_iter_next(o, i)) {
		const char *key = c->p;

		cursor_scalar(c);
		if (!is_whole(key, c->p, strlen(json_object_iter_key(i))))
			index->damaged = true;
		cursor_mark(c, ':');
		walk_value(index, text, c, json_object_iter_value(i));
		cursor_mark(c, ',');
	}
}

static void
walk_array(struct place_index *index, const char *text, struct cursor *c,
	   const json_t *array)
{
	const size_t n = json_array_size(array);

	for (size_t i = 0; i < n; i++) {
		walk_value(index, text, c, json_array_get(array, i));
		cursor_mark(c, ',');
	}
}

/* The depth has been limited before the text was parsed. */
static void
walk_value(struct place_index *index, const char *text, struct cursor *c,
	   const json_t *node)
{
	const char *token = c->p;

	if (!json_is_object(node) && !json_is_array(node)) {
		cursor_scalar(c);
		check_scalar(index, token, c->p, node);
		return;
	}
	add(index, node, c, text);
	c->p++;
	cursor_blank(c);
	if (json_is_object(node))
		walk_object(index, text, c, node);
	else
		walk_array(index, text, c, node);
	if (c->p < c->end)
		c->p++;
}

struct place_index *
place_index_json(struct str text, const json_t *root, size_t containers)
{
	struct place_index *index = place_index_new(containers, 0);
	struct cursor c = cursor_at(text);

	if (!index)
		return NULL;
	cursor_blank(&c);
	walk_value(index, text.p, &c, root);
	if (!index->damaged)
		return index;
	place_index_free(index);
	return NULL;
}

bool
place_find(const struct place_index *index, const json_t *node,
	   struct place *out)
{
	const struct entry *e = slot_of(index, node);

	if (!node || e->node != node)
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
	const struct entry *e = slot_of(index, parent);
	const bool object = key != NULL;
	const struct member_place *m;
	struct cursor c = cursor_at(text);

	if (!parent || e->node != parent)
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
