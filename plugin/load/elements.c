/* SPDX-License-Identifier: MIT */
/* elements.c - strings and lists of strings, and what may stand in them. */
#include "elements.h"

#include <stdarg.h>
#include <stdio.h>

#include "../base/near.h"
#include "error.h"

bool
parse_fail(const struct parse *d, const struct json *parent, const char *key,
	   size_t index, const char *id, const char *hint, const char *format,
	   ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return source_error(d->source, parent, key, index, false, d->err,
			    PORTERO_ERROR_POLICY, id, hint, "%s", text);
}

bool
text_fail(const struct parse *d, const struct texts *texts, size_t i,
	  const char *id, const char *hint, const char *format, ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (json_is_array(texts->value))
		return parse_fail(d, texts->value, NULL, i, id, hint, "%s",
				  text);
	return parse_fail(d, texts->parent, texts->key, 0, id, hint, "%s",
			  text);
}

static bool
among(const char *key, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(key, names[i]) == 0)
			return true;
	return false;
}

const char *
word_meant(struct str word, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (near_text(word, str_make(names[i], strlen(names[i]))))
			return names[i];
	return NULL;
}

static bool
unknown_element(const struct parse *d, const struct json *object,
		const char *key, const char *const *names, size_t n)
{
	const char *near = word_meant(str_make(key, strlen(key)), names, n);
	char hint[96];

	snprintf(hint, sizeof hint, near ? "did you mean \"%s\"?" : "%s",
		 near ? near : "remove it, or correct its name");
	return source_error(
		d->source, object, key, 0, true, d->err, PORTERO_ERROR_POLICY,
		"unknown-element", hint, "\"%s\" is not an element of %s", key,
		object == d->doc ? "a policy document" : "a statement");
}

bool
check_elements(const struct parse *d, const struct json *object,
	       const char *const *names, size_t n)
{
	const char *key;
	struct json *value;

	json_each((struct json *)(uintptr_t)object, key,
		  value) if (!among(key, names,
				    n)) return unknown_element(d, object, key,
							       names, n);
	return true;
}

static bool
scalar(const struct json *value, bool values)
{
	return json_is_string(value) ||
	       (values && (json_is_number(value) || json_is_boolean(value)));
}

static bool
read_texts(const struct parse *d, const struct json *parent, const char *key,
	   bool values, struct texts *out)
{
	const struct json *value = json_get(parent, key);

	*out = (struct texts){ d, parent, key, value, 1 };
	if (json_is_array(value)) {
		out->n = json_nelements(value);
		for (size_t i = 0; i < out->n; i++)
			if (!scalar(json_at(value, i), values))
				return text_fail(d, out, i, "wrong-type",
						 "write a string",
						 "\"%s\" holds something that "
						 "is not a string",
						 key);
		return true;
	}
	if (!scalar(value, values))
		return text_fail(d, out, 0, "wrong-type",
				 "write a string or a list of strings",
				 "\"%s\" is neither a string nor a list", key);
	return true;
}

bool
texts_of(const struct parse *d, const struct json *parent, const char *key,
	 struct texts *out)
{
	return read_texts(d, parent, key, false, out);
}

bool
texts_of_values(const struct parse *d, const struct json *parent,
		const char *key, struct texts *out)
{
	return read_texts(d, parent, key, true, out);
}

/* Numbers and booleans are taken as they are written. */
struct str
text_at(const struct texts *texts, size_t i)
{
	bool list = json_is_array(texts->value);
	const struct json *value =
		list ? json_at(texts->value, i) : texts->value;

	if (json_is_string(value))
		return json_str(value);
	if (json_is_true(value))
		return STR("true");
	if (json_is_false(value))
		return STR("false");
	if (list)
		return source_text(texts->d->source, texts->value, NULL, i);
	return source_text(texts->d->source, texts->parent, texts->key, 0);
}

bool
action_legal(struct str text)
{
	size_t colons = 0;

	if (str_equal(text, STR("*")))
		return true;
	for (size_t i = 0; i < text.n; i++) {
		if ((unsigned char)text.p[i] <= ' ')
			return false;
		colons += text.p[i] == ':';
	}
	return colons == 1 && text.n < PORTERO_MAX_TEXT && text.p[0] != ':' &&
	       text.p[text.n - 1] != ':';
}

bool
resource_legal(struct str text, bool variables)
{
	if (text.n == 0)
		return false;
	return text.p[0] == '*' || text.p[0] == '?' ||
	       str_starts(text, STR("arn:")) ||
	       (variables && str_starts(text, STR("${")));
}
