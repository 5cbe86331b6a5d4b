/* SPDX-License-Identifier: MIT */
/*
 * json.c - a text that jtext reads is the same value for another reader of
 * JSON, and what only the other one reads is beyond a limit that jtext.h names.
 */
#include "fuzz.h"

#include <jansson.h>
#include <math.h>

#include "../../host/lib/jtext.h"
#include "../../host/lib/slice.h"

static void same(const struct jtext *j, uint32_t token, json_t *value);

static void
same_object(const struct jtext *j, uint32_t token, json_t *value)
{
	uint32_t i = token + 1;

	HOLDS(json_object_size(value) == j->tokens[token].size);
	for (; i < j->tokens[token].next; i = j->tokens[i + 1].next) {
		const struct portero_str key = jtext_string(j, i);

		HOLDS(j->tokens[i].kind == JTEXT_STRING);
		same(j, i + 1, json_object_getn(value, key.ptr, key.len));
	}
	HOLDS(i == j->tokens[token].next);
}

static void
same_array(const struct jtext *j, uint32_t token, json_t *value)
{
	uint32_t i = token + 1;

	HOLDS(json_array_size(value) == j->tokens[token].size);
	for (size_t k = 0; k < json_array_size(value); k++) {
		same(j, i, json_array_get(value, k));
		i = j->tokens[i].next;
	}
	HOLDS(i == j->tokens[token].next);
}

static void
same_number(const struct jtext *j, uint32_t token, json_t *value)
{
	const struct portero_str s = jtext_written(j, token);
	char text[64];

	HOLDS(json_is_integer(value) == jtext_is_whole(j, token));
	if (!json_is_integer(value)) {
		HOLDS(isfinite(json_real_value(value)));
		return;
	}
	snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT,
		 json_integer_value(value));
	HOLDS(slice_is(s, text) || slice_is(s, "-0"));
}

static void
same(const struct jtext *j, uint32_t token, json_t *value)
{
	switch ((enum jtext_kind)j->tokens[token].kind) {
	case JTEXT_OBJECT:
		HOLDS(json_is_object(value));
		same_object(j, token, value);
		return;
	case JTEXT_ARRAY:
		HOLDS(json_is_array(value));
		same_array(j, token, value);
		return;
	case JTEXT_STRING:
		HOLDS(json_is_string(value));
		HOLDS(slice_equal(
			jtext_string(j, token),
			(struct portero_str){ json_string_value(value),
					      json_string_length(value) }));
		return;
	case JTEXT_NUMBER:
		HOLDS(json_is_number(value));
		same_number(j, token, value);
		return;
	case JTEXT_TRUE:
		HOLDS(json_is_true(value));
		return;
	case JTEXT_FALSE:
		HOLDS(json_is_false(value));
		return;
	case JTEXT_NULL:
		HOLDS(json_is_null(value));
		return;
	}
	HOLDS(false);
}

static bool
is_limit(const struct jtext *j)
{
	return strcmp(j->error, "nested too deeply") == 0 ||
	       strcmp(j->error, "an object has too many members") == 0 ||
	       strcmp(j->error, "a number out of range") == 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* the exact size, so that a sanitizer sees a step too far */
	char *text = malloc(size ? size : 1);
	struct jtext j = { .text = NULL };
	json_t *value;

	if (!text)
		return 0;
	if (size)
		memcpy(text, data, size);
	value = json_loadb(text, size, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES,
			   NULL);
	if (jtext_read(&j, text, size)) {
		HOLDS(value);
		HOLDS(j.tokens[0].next == j.n);
		same(&j, 0, value);
	} else {
		HOLDS(j.error && j.error_offset + j.error_width <= size);
		/* jansson 2.14 passes over a NUL behind a number */
		HOLDS(!value || is_limit(&j) || memchr(text, 0, size));
	}
	json_decref(value);
	jtext_free(&j);
	free(text);
	return 0;
}
