/* SPDX-License-Identifier: MIT */
/* The tags of a call: aws:RequestTag/KEY and aws:TagKeys. */
#include "sagemaker_reader.h"

#include <string.h>
#include <strings.h>

#include "text.h"

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

/* Of TAG; NULL where there is none. */
static void
find_parts(const json_t *tag, const json_t **key, const json_t **value)
{
	const char *name;
	json_t *part;

	*key = NULL;
	*value = NULL;
	json_object_foreach(jsonpath_iterable(tag), name, part)
	{
		if (text_equal(name, "Key"))
			*key = part;
		else if (text_equal(name, "Value"))
			*value = part;
	}
}

/* The text of PART, member NAME of the tag at AT; NULL: an expression. */
static bool
read_part(struct reader *r, const struct way *at, const json_t *part,
	  const char *name, size_t max, const char **text)
{
	const struct way way = { at, name, 0 };

	*text = NULL;
	if (!part)
		return body_fail(r, &way, "missing-member", NULL,
				 "a tag needs a %s", name);
	if (body_is_open(r, part))
		return true;
	if (!body_text(r, &way, part, text))
		return false;
	if (characters(*text) > max || has_control(*text))
		return body_fail(r, &way, "bad-tag", NULL,
				 "not the %s of a tag", name);
	return true;
}

/* AWS compares tag keys without regard to case when it looks for one. */
static bool
is_repeated(const char *const keys[], size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (keys[i] && strcasecmp(keys[i], key) == 0)
			return true;
	return false;
}

/* KEYS are those of the tags before this one. */
static bool
read_tag(struct reader *r, const struct way *at, const json_t *tag,
	 const char *keys[TAGS_MAX])
{
	static const char prefix[] = "aws:RequestTag/";
	char name[sizeof prefix + 4 * TAG_KEY_MAX];
	const json_t *json_key, *json_value;
	const char *key, *value;

	if (!json_is_object(tag))
		return body_wrong_type(r, at, "an object", tag);
	find_parts(tag, &json_key, &json_value);
	if (!read_part(r, at, json_key, "Key", TAG_KEY_MAX, &key) ||
	    !read_part(r, at, json_value, "Value", TAG_VALUE_MAX, &value))
		return false;
	if (json_object_size(tag) > 2)
		return body_fail(r, at, "bad-tag", NULL,
				 "a tag has a Key and a Value, and nothing "
				 "else");
	keys[at->index] = key;
	if (!key) {
		body_open(r, &(struct way){ at, "Key", 0 }, json_key);
		return true;
	}
	if (*key == '\0')
		return body_fail(r, at, "bad-tag", NULL, "the key is empty");
	if (is_repeated(keys, at->index, key))
		return body_fail(r, at, "repeated-tag", NULL,
				 "the tag \"%.128s\" is there already", key);
	/* a character has at most 4 bytes */
	memcpy(name, prefix, sizeof prefix - 1);
	memcpy(name + sizeof prefix - 1, key, strlen(key) + 1);
	if (value)
		request_add_attr(r->out, name, value);
	else
		body_unknown(r, name, json_value);
	request_add_attr(r->out, "aws:TagKeys", key);
	return true;
}

bool
body_tags(struct reader *r)
{
	const json_t *tags = json_object_get(r->body, "Tags");
	const struct way way = { NULL, "Tags", 0 };
	const char *keys[TAGS_MAX];

	if (!tags || json_is_null(tags))
		return true;
	if (body_is_open(r, tags)) {
		body_open(r, &way, tags);
		return true;
	}
	if (!json_is_array(tags))
		return body_wrong_type(r, &way, "a list", tags);
	if (json_array_size(tags) > TAGS_MAX)
		return body_fail(r, &way, "bad-tag", NULL, "more than %d tags",
				 TAGS_MAX);
	for (size_t i = 0; i < json_array_size(tags); i++)
		if (!read_tag(r, &(struct way){ &way, NULL, i },
			      json_array_get(tags, i), keys))
			return false;
	return true;
}
