/* SPDX-License-Identifier: MIT */
/* The tags of a call: aws:RequestTag/KEY and aws:TagKeys. */
#include "sagemaker_reader.h"

#include <string.h>
#include <strings.h>

/* SageMaker API Reference, Tag: characters, and tags of one resource. */
#define TAG_KEY_MAX   128
#define TAG_VALUE_MAX 256
#define TAGS_MAX      50

static size_t
characters(struct portero_str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		n += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return n;
}

static bool
has_control(struct portero_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 0x7f)
			return true;
	return false;
}

/* The text of PART, member NAME of the tag at AT; ptr NULL: an expression. */
static bool
read_part(struct reader *r, const struct way *at, uint32_t part,
	  const char *name, size_t max, struct portero_str *text)
{
	const struct way way = way_member(at, slice_of(name));

	*text = (struct portero_str){ NULL, 0 };
	if (part == JTEXT_NONE)
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
is_repeated(const struct portero_str keys[], size_t n, struct portero_str key)
{
	for (size_t i = 0; i < n; i++)
		if (keys[i].ptr && keys[i].len == key.len &&
		    strncasecmp(keys[i].ptr, key.ptr, key.len) == 0)
			return true;
	return false;
}

/* KEYS are those of the tags before this one. */
static bool
read_tag(struct reader *r, const struct way *at, uint32_t tag,
	 struct portero_str keys[TAGS_MAX])
{
	static const char prefix[] = "aws:RequestTag/";
	char name[sizeof prefix + 4 * TAG_KEY_MAX];
	uint32_t json_key, json_value;
	struct portero_str key, value;

	if (body_kind(r, tag) != JTEXT_OBJECT)
		return body_wrong_type(r, at, "an object", tag);
	json_key = jtext_member(r->body, tag, "Key");
	json_value = jtext_member(r->body, tag, "Value");
	if (!read_part(r, at, json_key, "Key", TAG_KEY_MAX, &key) ||
	    !read_part(r, at, json_value, "Value", TAG_VALUE_MAX, &value))
		return false;
	if (r->body->tokens[tag].size > 2)
		return body_fail(r, at, "bad-tag", NULL,
				 "a tag has a Key and a Value, and nothing "
				 "else");
	keys[at->index] = key;
	if (!key.ptr) {
		const struct way way = way_member(at, slice_of("Key"));

		body_open(r, &way, json_key);
		return true;
	}
	if (key.len == 0)
		return body_fail(r, at, "bad-tag", NULL, "the key is empty");
	if (is_repeated(keys, at->index, key))
		return body_fail(r, at, "repeated-tag", NULL,
				 "the tag \"%.*s\" is there already",
				 slice_shown(key, 128), key.ptr);
	/* a character has at most 4 bytes */
	memcpy(name, prefix, sizeof prefix - 1);
	memcpy(name + sizeof prefix - 1, key.ptr, key.len);
	name[sizeof prefix - 1 + key.len] = '\0';
	if (value.ptr)
		request_add_attr(r->out, name, value);
	else
		body_unknown(r, name, json_value);
	request_add_attr(r->out, "aws:TagKeys", key);
	return true;
}

bool
body_tags(struct reader *r)
{
	const struct way way = way_member(NULL, slice_of("Tags"));
	const uint32_t tags = jtext_member(r->body, 0, "Tags");
	struct portero_str keys[TAGS_MAX];
	size_t index = 0;

	if (tags == JTEXT_NONE || body_kind(r, tags) == JTEXT_NULL)
		return true;
	if (body_is_open(r, tags)) {
		body_open(r, &way, tags);
		return true;
	}
	if (body_kind(r, tags) != JTEXT_ARRAY)
		return body_wrong_type(r, &way, "a list", tags);
	if (r->body->tokens[tags].size > TAGS_MAX)
		return body_fail(r, &way, "bad-tag", NULL, "more than %d tags",
				 TAGS_MAX);
	for (uint32_t i = tags + 1; i < body_next(r, tags);
	     i = body_next(r, i)) {
		const struct way element = way_element(&way, index++);

		if (!read_tag(r, &element, i, keys))
			return false;
	}
	return true;
}
