/* SPDX-License-Identifier: MIT */
/*
 * json.h - JSON values as they were read, and where they stand in their text.
 * They lie in an arena and are never changed; texts have a length and no NUL
 * behind them.
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

struct json {
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
};

struct json_member {
	const char *key;     /* NUL behind it */
	uint32_t key_offset; /* of the quote before it */
	uint32_t key_width;
	struct json value;
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
struct json_member *json_member(const struct json *object, const char *key);

/* Numbers of the same value are equal; the order of members does not matter. */
bool json_equal(const struct json *a, const struct json *b);

static inline enum json_type
json_type(const struct json *v)
{
	return (enum json_type)v->type;
}

static inline bool
json_is(const struct json *v, enum json_type type)
{
	return v && v->type == type;
}

#define json_is_object(v)  json_is(v, JSON_OBJECT)
#define json_is_array(v)   json_is(v, JSON_ARRAY)
#define json_is_string(v)  json_is(v, JSON_STRING)
#define json_is_integer(v) json_is(v, JSON_INTEGER)
#define json_is_real(v)	   json_is(v, JSON_REAL)
#define json_is_number(v)  (json_is_integer(v) || json_is_real(v))
#define json_is_true(v)	   json_is(v, JSON_TRUE)
#define json_is_false(v)   json_is(v, JSON_FALSE)
#define json_is_boolean(v) (json_is_true(v) || json_is_false(v))

static inline struct json *
json_get(const struct json *object, const char *key)
{
	struct json_member *m = json_member(object, key);

	return m ? &m->value : NULL;
}

static inline size_t
json_nmembers(const struct json *v)
{
	return json_is_object(v) ? v->n : 0;
}

static inline size_t
json_nelements(const struct json *v)
{
	return json_is_array(v) ? v->n : 0;
}

static inline struct json *
json_at(const struct json *v, size_t i)
{
	return i < json_nelements(v) ? &v->is.elements[i] : NULL;
}

static inline int64_t
json_integer(const struct json *v)
{
	return json_is_integer(v) ? v->is.integer : 0;
}

/* Empty when V is no text. */
static inline struct str
json_str(const struct json *v)
{
	return json_is_string(v) ? str_make(v->is.text, v->n) : STR("");
}

/* From the member with *VALUE (NULL: before the first) to the next one. */
static inline bool
json_next(const struct json *object, const char **key, struct json **value)
{
	const size_t n = json_nmembers(object);
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

#define json_each(object, key, value)                                          \
	for ((value) = NULL; json_next(object, &(key), &(value));)

#endif
