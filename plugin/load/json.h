/* SPDX-License-Identifier: MIT */
/*
 * json.h - JSON values as they were read, and where they stand in their text.
 * Names and meanings are those of jansson, which the hosts read JSON with; but
 * the values lie in an arena, are never changed, and texts have a length and no
 * NUL behind them.
 */
#ifndef PORTERO_LOAD_JSON_H
#define PORTERO_LOAD_JSON_H

#include "arena.h"

enum json_type {
	JSON_OBJECT,
	JSON_ARRAY,
	JSON_STRING,
	JSON_INTEGER,
	JSON_REAL,
	JSON_TRUE,
	JSON_FALSE,
	JSON_NULL
};

struct json_member;

typedef struct json {
	uint8_t type;	 /* enum json_type */
	uint32_t offset; /* of its first byte, in a text of less than 4 GiB */
	uint32_t width;	 /* bytes as it is written */
	uint32_t n;	 /* bytes, elements or members */
	union {
		const char *text;
		struct json *elements;
		struct json_member *members;
		int64_t integer;
		double real;
	} is;
} json_t;

struct json_member {
	const char *key;     /* NUL behind it */
	uint32_t key_offset; /* of the quote before it */
	uint32_t key_width;
	json_t value;
};

/* Room for N members, and for the table that finds them when they are many. */
struct json_member *json_members_new(struct arena *a, size_t n);
/* Call it when all members are there. */
void json_members_done(struct json_member *members, size_t n);

/* Many members are found by their hash: slots of a table hold index + 1. */
#define JSON_FEW ((size_t)16)
size_t json_slots(size_t n); /* for N members; a power of two */
uint32_t *json_slot(uint32_t *slots, size_t size,
		    const struct json_member *members, const char *key);

/* NULL: OBJECT is none, or has no such member. */
struct json_member *json_member(const json_t *object, const char *key);

/* As jansson's: numbers of the same value are equal, order does not matter. */
bool json_equal(const json_t *a, const json_t *b);

static inline bool
json_is(const json_t *v, enum json_type type)
{
	return v && v->type == type;
}

#define json_typeof(v)	   ((enum json_type)(v)->type)
#define json_is_object(v)  json_is(v, JSON_OBJECT)
#define json_is_array(v)   json_is(v, JSON_ARRAY)
#define json_is_string(v)  json_is(v, JSON_STRING)
#define json_is_integer(v) json_is(v, JSON_INTEGER)
#define json_is_real(v)	   json_is(v, JSON_REAL)
#define json_is_number(v)  (json_is_integer(v) || json_is_real(v))
#define json_is_true(v)	   json_is(v, JSON_TRUE)
#define json_is_false(v)   json_is(v, JSON_FALSE)
#define json_is_boolean(v) (json_is_true(v) || json_is_false(v))

static inline json_t *
json_object_get(const json_t *object, const char *key)
{
	struct json_member *m = json_member(object, key);

	return m ? &m->value : NULL;
}

static inline size_t
json_object_size(const json_t *v)
{
	return json_is_object(v) ? v->n : 0;
}

static inline size_t
json_array_size(const json_t *v)
{
	return json_is_array(v) ? v->n : 0;
}

static inline json_t *
json_array_get(const json_t *v, size_t i)
{
	return i < json_array_size(v) ? &v->is.elements[i] : NULL;
}

static inline int64_t
json_integer_value(const json_t *v)
{
	return json_is_integer(v) ? v->is.integer : 0;
}

/* Empty when V is no text. */
static inline struct str
json_str(const json_t *v)
{
	return json_is_string(v) ? str_make(v->is.text, v->n) : STR("");
}

/* From the member with *VALUE (NULL: before the first) to the next one. */
static inline bool
json_next(const json_t *object, const char **key, json_t **value)
{
	const size_t n = json_object_size(object);
	struct json_member *m = n ? object->is.members : NULL;

	if (m && *value)
		m = (struct json_member *)(void *)((char *)*value + sizeof *m -
						   offsetof(struct json_member,
							    value));
	if (!m || m == object->is.members + n)
		return false;
	*key = m->key;
	*value = &m->value;
	return true;
}

#define json_object_foreach(object, key, value)                                \
	for ((value) = NULL; json_next(object, &(key), &(value));)

#endif
