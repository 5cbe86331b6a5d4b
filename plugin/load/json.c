/* SPDX-License-Identifier: MIT */
/* json.c - finding members, and comparing values. */
#include "json.h"

#define SLOTS_MIN ((size_t)64)

size_t
json_slots(size_t n)
{
	size_t size = SLOTS_MIN;

	while (size < 2 * n)
		size *= 2;
	return size;
}

/* The slots are behind the members. */
static uint32_t *
slots_of(struct json_member *members, size_t n)
{
	return (uint32_t *)(void *)(members + n);
}

struct json_member *
json_members_new(struct arena *a, size_t n)
{
	const size_t slots = n > JSON_FEW ? json_slots(n) : 0;

	if (n > SIZE_MAX / 2 / sizeof(struct json_member))
		return NULL;
	return arena_alloc(a, n * sizeof(struct json_member) +
				      slots * sizeof(uint32_t));
}

/* The slot of KEY, or the free one where it belongs. */
uint32_t *
json_slot(uint32_t *slots, size_t size, const struct json_member *members,
	  const char *key)
{
	size_t i = (size_t)str_hash(str_make(key, strlen(key)));

	for (;; i++) {
		uint32_t *slot = &slots[i & (size - 1)];

		if (*slot == 0 || strcmp(members[*slot - 1].key, key) == 0)
			return slot;
	}
}

void
json_members_done(struct json_member *members, size_t n)
{
	uint32_t *slots = slots_of(members, n);

	if (n > JSON_FEW)
		for (size_t i = 0; i < n; i++)
			*json_slot(slots, json_slots(n), members,
				   members[i].key) = (uint32_t)i + 1;
}

struct json_member *
json_member(const struct json *object, const char *key)
{
	const size_t n = json_nmembers(object);
	struct json_member *members = n ? object->is.members : NULL;
	uint32_t slot;

	if (n > JSON_FEW) {
		slot = *json_slot(slots_of(members, n), json_slots(n), members,
				  key);
		return slot ? &members[slot - 1] : NULL;
	}
	for (size_t i = 0; i < n; i++)
		if (members[i].key[0] == key[0] &&
		    strcmp(members[i].key, key) == 0)
			return &members[i];
	return NULL;
}

static bool
equal_members(const struct json *a, const struct json *b)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct json_member *m = &a->is.members[i];
		const struct json_member *other = json_member(b, m->key);

		if (!other || !json_equal(&m->value, &other->value))
			return false;
	}
	return true;
}

static bool
equal_elements(const struct json *a, const struct json *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (!json_equal(&a->is.elements[i], &b->is.elements[i]))
			return false;
	return true;
}

bool
json_equal(const struct json *a, const struct json *b)
{
	if (!a || !b || a->type != b->type)
		return false;
	switch (json_type(a)) {
	case JSON_OBJECT:
		return a->n == b->n && equal_members(a, b);
	case JSON_ARRAY:
		return a->n == b->n && equal_elements(a, b);
	case JSON_STRING:
		return str_equal(json_str(a), json_str(b));
	case JSON_INTEGER:
		return a->is.integer == b->is.integer;
	case JSON_REAL:
		return a->is.real >= b->is.real && a->is.real <= b->is.real;
	case JSON_TRUE:
	case JSON_FALSE:
	case JSON_NULL:
		break;
	}
	return true;
}
