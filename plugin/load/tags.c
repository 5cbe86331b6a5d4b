/* SPDX-License-Identifier: MIT */
/*
 * tags.c - the tags of principals. Those who have the same ones in the same
 * order share them: a team's roles differ in little else than their names.
 */
#include "building.h"

static bool
same(const struct tag_set *have, const struct tag_text *want, size_t n)
{
	if (have->n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!str_equal(tag_name(&have->tags[i]), want[i].key) ||
		    !str_equal(tag_value(&have->tags[i]), want[i].value))
			return false;
	return true;
}

static uint64_t
hash_of(const struct tag_text *tags, size_t n)
{
	uint64_t h = n;

	for (size_t i = 0; i < n; i++)
		h = (h * 0x9e3779b97f4a7c15u ^ str_hash(tags[i].key)) * 31 ^
		    str_hash(tags[i].value);
	return h;
}

static const struct tag_set *
find(const struct build *b, uint64_t hash, const struct tag_text *tags,
     size_t n)
{
	const struct table t = table_view(&b->tag_set_table);
	uint32_t probe = 0, i;

	while ((i = table_next(&t, hash, &probe)) != UINT32_MAX)
		if (same(b->tag_sets.items[i], tags, n))
			return b->tag_sets.items[i];
	return NULL;
}

static const struct tag_set *
add(struct build *b, uint64_t hash, const struct tag_text *tags, size_t n)
{
	struct tag_set *set = build_scratch(b, 1, sizeof *set);

	if (!set)
		return NULL;
	set->n = (uint32_t)n;
	set->tags = build_array(b, n, sizeof *set->tags);
	if (!set->tags)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		const struct str name = build_text(b, tags[i].key);
		const struct str value = build_text(b, tags[i].value);

		set->tags[i] =
			(struct tag){ .name = name.p,
				      .value = value.p,
				      .name_length = (uint16_t)name.n,
				      .value_length = (uint16_t)value.n };
	}
	if (!list_add(b, &b->tag_sets, set) ||
	    !table_add(b, &b->tag_set_table, hash, b->tag_sets.n - 1))
		return NULL;
	return set;
}

bool
build_principal_tags(struct build *b, struct build_principal *p,
		     const struct tag_text *tags, size_t n)
{
	const uint64_t hash = hash_of(tags, n);
	const struct tag_set *set = n ? find(b, hash, tags, n) : NULL;

	if (n && !set)
		set = add(b, hash, tags, n);
	if (!set)
		return n == 0;
	p->principal.tags = set->tags;
	p->principal.ntags = (uint8_t)set->n;
	return true;
}

/* Tags that no policy speaks of have no key. */
static uint32_t
key_of(const struct build *b, struct str tag)
{
	static const char beginning[] = "aws:PrincipalTag/";
	const struct table t = table_view(&b->key_table);
	const size_t n = sizeof beginning - 1;
	uint32_t probe = 0, k;
	struct str name;
	char room[PORTERO_MAX_TEXT];

	if (n + tag.n > sizeof room)
		return KEY_NONE;
	memcpy(room, beginning, n);
	memcpy(room + n, tag.p, tag.n);
	name = str_make(room, n + tag.n);
	while ((k = table_next(&t, str_hash_fold(name), &probe)) !=
	       UINT32_MAX) {
		const struct key *key = b->keys.items[k];

		if (str_equal_fold(key->name, name))
			return k;
	}
	return KEY_NONE;
}

void
tags_finish(struct build *b)
{
	for (uint32_t i = 0; i < b->tag_sets.n; i++) {
		struct tag_set *set = b->tag_sets.items[i];

		for (uint32_t k = 0; k < set->n; k++)
			set->tags[k].key = key_of(b, tag_name(&set->tags[k]));
	}
}
