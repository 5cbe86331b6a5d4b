/* SPDX-License-Identifier: MIT */
/* The tags of a call: aws:RequestTag/KEY and aws:TagKeys. */
#include "sagemaker_reader.h"

#include <stdio.h>
#include <strings.h>

/* SageMaker API Reference, Tag: characters, and tags of one resource. */
#define TAG_KEY_MAX   128
#define TAG_VALUE_MAX 256
#define TAGS_MAX      50

static size_t
characters(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

static bool
has_control(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return true;
	return false;
}

/* The text of member NAME of a tag; NULL when it is an expression. */
static bool
read_part(struct reader *r, const json_t *tag, const char *name, size_t max,
	  const char **text)
{
	const json_t *value = json_object_get(tag, name);
	const size_t back = jsonpath_key(&r->reading->path, name);

	*text = NULL;
	if (!value)
		return body_fail(r, "missing-member", NULL, "a tag needs a %s",
				 name);
	if (!body_is_open(r, value)) {
		if (!body_text(r, value, text))
			return false;
		if (characters(*text) > max || has_control(*text))
			return body_fail(r, "bad-tag", NULL,
					 "not the %s of a tag", name);
	}
	jsonpath_back(&r->reading->path, back);
	return true;
}

/* AWS compares tag keys without regard to case when it looks for one. */
static bool
is_repeated(const json_t *tags, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++) {
		const char *other = json_string_value(
			json_object_get(json_array_get(tags, i), "Key"));

		if (other && strcasecmp(other, key) == 0)
			return true;
	}
	return false;
}

static bool
read_tag(struct reader *r, const json_t *tags, size_t i)
{
	const json_t *tag = json_array_get(tags, i);
	char name[4 * TAG_KEY_MAX + 32];
	const char *key, *value;

	if (!json_is_object(tag))
		return body_wrong_type(r, "an object", tag);
	if (!read_part(r, tag, "Key", TAG_KEY_MAX, &key) ||
	    !read_part(r, tag, "Value", TAG_VALUE_MAX, &value))
		return false;
	if (!key) {
		jsonpath_key(&r->reading->path, "Key");
		body_open(r, json_object_get(tag, "Key"));
		return true;
	}
	if (*key == '\0')
		return body_fail(r, "bad-tag", NULL, "the key is empty");
	if (is_repeated(tags, i, key))
		return body_fail(r, "repeated-tag", NULL,
				 "the tag \"%.128s\" is there already", key);
	snprintf(name, sizeof name, "aws:RequestTag/%s", key);
	if (value)
		request_add_attr(r->out, name, value);
	else
		body_unknown(r, name, json_object_get(tag, "Value"));
	request_add_attr(r->out, "aws:TagKeys", key);
	return true;
}

bool
body_tags(struct reader *r)
{
	const json_t *tags = json_object_get(r->body, "Tags");
	const size_t back = jsonpath_key(&r->reading->path, "Tags");

	if (tags && body_is_open(r, tags)) {
		body_open(r, tags);
	} else if (tags && !json_is_null(tags)) {
		if (!json_is_array(tags))
			return body_wrong_type(r, "a list", tags);
		if (json_array_size(tags) > TAGS_MAX)
			return body_fail(r, "bad-tag", NULL,
					 "more than %d tags", TAGS_MAX);
		for (size_t i = 0; i < json_array_size(tags); i++) {
			const size_t at = jsonpath_index(&r->reading->path, i);

			if (!read_tag(r, tags, i))
				return false;
			jsonpath_back(&r->reading->path, at);
		}
	}
	jsonpath_back(&r->reading->path, back);
	return true;
}
