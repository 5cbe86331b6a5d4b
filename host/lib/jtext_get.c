/* SPDX-License-Identifier: MIT */
/* Looks into a JSON text that jtext_scan has cut: members, strings, flaws. */
#include "jtext.h"

#include <stdlib.h>
#include <string.h>

bool
jtext_equals(const struct jtext *j, uint32_t string, const char *text)
{
	return slice_is(jtext_string(j, string), text);
}

bool
jtext_is_whole(const struct jtext *j, uint32_t number)
{
	const struct portero_str s = jtext_written(j, number);

	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] != '-' && (s.ptr[i] < '0' || s.ptr[i] > '9'))
			return false;
	return true;
}

uint32_t
jtext_find(const struct jtext *j, uint32_t object, struct portero_str key)
{
	const struct jtoken *t = &j->tokens[object];

	if (t->kind != JTEXT_OBJECT)
		return JTEXT_NONE;
	for (uint32_t i = object + 1; i < t->next; i = j->tokens[i + 1].next)
		if (slice_equal(jtext_string(j, i), key))
			return i + 1;
	return JTEXT_NONE;
}

/* One of 64 bits: keys that are equal have the same. */
static inline uint64_t
bit_of(struct portero_str key)
{
	const size_t first = key.len ? (unsigned char)*key.ptr : 0;

	return UINT64_C(1) << ((key.len + 5 * first) & 63);
}

/* Each key with those before it, when one of them had its bit. */
static uint32_t
repeated_of_few(const struct jtext *j, uint32_t object)
{
	const struct jtoken *t = &j->tokens[object];
	uint64_t seen = 0;

	for (uint32_t i = object + 1; i < t->next; i = j->tokens[i + 1].next) {
		const uint64_t bit = bit_of(jtext_string(j, i));

		if (!(seen & bit)) {
			seen |= bit;
			continue;
		}
		for (uint32_t k = object + 1; k < i; k = j->tokens[k + 1].next)
			if (slice_equal(jtext_string(j, i), jtext_string(j, k)))
				return i;
	}
	return JTEXT_NONE;
}

/* A key of an object, and which of its tokens it is. */
struct key {
	struct portero_str text;
	uint32_t token;
};

static int
compare_text(const struct key *a, const struct key *b)
{
	if (a->text.len != b->text.len)
		return a->text.len < b->text.len ? -1 : 1;
	return memcmp(a->text.ptr, b->text.ptr, a->text.len);
}

/* Equal keys in the order of the text. */
static int
compare_keys(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	const int order = compare_text(x, y);

	return order ? order : x->token < y->token ? -1 : 1;
}

/* Sorted: what is repeated is behind what it repeats. */
static uint32_t
repeated_of_many(const struct jtext *j, uint32_t object)
{
	const struct jtoken *t = &j->tokens[object];
	struct key keys[JTEXT_MEMBERS];
	uint32_t first = JTEXT_NONE;
	size_t n = 0;

	for (uint32_t i = object + 1; i < t->next; i = j->tokens[i + 1].next)
		keys[n++] = (struct key){ jtext_string(j, i), i };
	qsort(keys, n, sizeof *keys, compare_keys);
	for (size_t i = 1; i < n; i++)
		if (keys[i].token < first &&
		    compare_text(&keys[i], &keys[i - 1]) == 0)
			first = keys[i].token;
	return first;
}

uint32_t
jtext_repeated(const struct jtext *j, uint32_t object)
{
	return j->tokens[object].size > 16 ? repeated_of_many(j, object)
					   : repeated_of_few(j, object);
}

uint32_t
jtext_repeated_within(const struct jtext *j, uint32_t value)
{
	const uint32_t end = j->tokens[value].next;

	for (uint32_t i = value; i < end; i++) {
		uint32_t found;

		if (j->tokens[i].kind != JTEXT_OBJECT)
			continue;
		found = jtext_repeated(j, i);
		if (found != JTEXT_NONE)
			return found;
	}
	return JTEXT_NONE;
}

static inline bool
has_nul(const struct jtext *j, uint32_t string)
{
	const struct jtoken *t = &j->tokens[string];

	return t->escaped && memchr(jtext_string(j, string).ptr, 0, t->size);
}

uint32_t
jtext_nul_within(const struct jtext *j, uint32_t value)
{
	const uint32_t end = j->tokens[value].next;

	for (uint32_t i = value; i < end; i++)
		if (j->tokens[i].kind == JTEXT_STRING && has_nul(j, i))
			return i;
	return JTEXT_NONE;
}

static size_t
digits(const char *p, const char *end)
{
	const char *start = p;

	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return (size_t)(p - start);
}

/* A number that every reader of JSON holds, be it in 64 bits. */
static bool
is_moderate(const struct jtext *j, uint32_t number)
{
	const struct portero_str s = jtext_written(j, number);
	const char *p = s.ptr, *end = p + s.len;
	size_t whole;

	p += *p == '-';
	whole = digits(p, end);
	p += whole;
	if (p < end && *p == '.')
		p += 1 + digits(p + 1, end);
	/* what is left is an exponent: e and a sign first */
	return whole <= 18 &&
	       (p == end || end - p - (p[1] == '-' || p[1] == '+') <= 3);
}

/* What is wrong with *TOKEN, or with the key of it that it then is; or NULL. */
static const char *
flaw(const struct jtext *j, uint32_t *token)
{
	uint32_t key;

	switch ((enum jtext_kind)j->tokens[*token].kind) {
	case JTEXT_OBJECT:
		key = jtext_repeated(j, *token);
		if (key == JTEXT_NONE)
			return NULL;
		*token = key;
		return "an object has this key twice";
	case JTEXT_STRING:
		return has_nul(j, *token) ? "a NUL in a text" : NULL;
	case JTEXT_NUMBER:
		return is_moderate(j, *token) ? NULL : "a number out of range";
	case JTEXT_ARRAY:
	case JTEXT_TRUE:
	case JTEXT_FALSE:
	case JTEXT_NULL:
		break;
	}
	return NULL;
}

static bool
refuse(struct jtext *j, const char *what, uint32_t token)
{
	const struct jtoken *t = &j->tokens[token];

	j->error = what;
	j->error_offset = t->begin;
	j->error_width = t->end - t->begin;
	return false;
}

bool
jtext_read(struct jtext *j, const char *text, size_t len)
{
	if (!jtext_scan(j, text, len))
		return false;
	for (uint32_t i = 0; i < j->n; i++) {
		uint32_t token = i;
		const char *what = flaw(j, &token);

		if (what)
			return refuse(j, what, token);
	}
	return true;
}
