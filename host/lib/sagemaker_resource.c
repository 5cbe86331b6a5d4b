/* SPDX-License-Identifier: MIT */
/* The ARNs that a call is about, built from the names in its body. */
#include "sagemaker_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "text.h"

/* A name of the API has at most 256 characters (PipelineName). */
#define NAME_MAX_BYTES 256
/* An ARN in a body. */
#define ARN_MAX_BYTES 1024

/*
 * What a name may hold besides is the plugin's business; these would change
 * which resource the ARN names, or match more than one.
 */
static bool
is_plain(const char *name, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		const unsigned char c = (unsigned char)name[i];

		if (c <= ' ' || c == 0x7f)
			return false;
	}
	return len > 0 && len <= NAME_MAX_BYTES &&
	       strcspn(name, "/:*?$<>{}\"\\") >= len;
}

static bool
check_name(struct reader *r, const struct way *at, const char *name)
{
	const size_t len = strlen(name);

	if (len == 0)
		return body_fail(r, at, "bad-name", NULL, "the name is empty");
	if (len > NAME_MAX_BYTES)
		return body_fail(r, at, "bad-name", NULL,
				 "a name of %zu characters is too long", len);
	if (!is_plain(name, len))
		return body_fail(r, at, "bad-name", NULL,
				 "\"%.100s\" is not a name", name);
	return true;
}

/* True when C is in the field of an ARN that is no name. */
static bool
is_field_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/*
 * ARN after "arn:partition:sagemaker:region:account:TYPE/", NULL when it is
 * not an ARN of that kind.
 */
static const char *
after_type(const char *arn, const char *type)
{
	static const char *const fixed[] = { "arn", NULL, "sagemaker", NULL,
					     NULL };
	const char *p = arn;

	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
		const char *colon = strchr(p, ':');

		if (!colon || colon == p)
			return NULL;
		if (fixed[i] && ((size_t)(colon - p) != strlen(fixed[i]) ||
				 !text_starts(p, fixed[i])))
			return NULL;
		for (; p < colon; p++)
			if (!is_field_character(*p))
				return NULL;
		p++;
	}
	if (!text_starts(p, type) || p[strlen(type)] != '/')
		return NULL;
	return p + strlen(type) + 1;
}

/* Parts of a path, none empty: "NAME/execution/ID". */
static bool
is_plain_path(const char *path)
{
	for (;;) {
		const size_t n = strcspn(path, "/");

		if (!is_plain(path, n))
			return false;
		if (path[n] == '\0')
			return true;
		path += n + 1;
	}
}

static bool
check_arn(struct reader *r, const struct way *at, const char *arn,
	  const char *type, const char **rest)
{
	*rest = strlen(arn) <= ARN_MAX_BYTES ? after_type(arn, type) : NULL;
	if (!*rest || !is_plain_path(*rest))
		return body_fail(r, at, "bad-arn", NULL,
				 "\"%.160s\" is not the ARN of a %s", arn,
				 type);
	return true;
}

bool
body_arn_head(struct reader *r)
{
	const struct sagemaker_scope *s = r->scope;
	const char *const parts[] = { "arn:",	 s->partition, ":sagemaker:",
				      s->region, ":",	       s->account,
				      ":" };

	r->head = 0;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const size_t n = strlen(parts[i]);

		if (n > sizeof r->arn_head - r->head)
			return body_fail(r, NULL, "bad-scope", NULL,
					 "the region or the account is too "
					 "long");
		memcpy(r->arn_head + r->head, parts[i], n);
		r->head += n;
	}
	return true;
}

/* An ARN in the making. */
struct arn {
	char *text;  /* of ARN_BYTES */
	size_t base; /* where the sixth field begins */
	size_t len;
	bool missing; /* a member is not there */
	bool open;    /* a member is an expression */
};

static void
append(struct arn *out, const char *text, size_t len)
{
	/* cannot happen: names and ARNs have been measured */
	if (len >= ARN_BYTES - out->len)
		return;
	memcpy(out->text + out->len, text, len);
	out->len += len;
	out->text[out->len] = '\0';
}

static void
begin(const struct reader *r, struct arn *out, char text[ARN_BYTES])
{
	*out = (struct arn){ .text = text };
	append(out, r->arn_head, r->head);
	out->base = out->len;
}

bool
body_arn(struct reader *r, const struct way *at, const char *type,
	 const char *name, char buffer[ARN_BYTES], const char **arn)
{
	struct arn made;
	const char *rest;

	*arn = name;
	if (text_starts(name, "arn:"))
		return check_arn(r, at, name, type, &rest);
	if (!check_name(r, at, name))
		return false;
	begin(r, &made, buffer);
	append(&made, type, strlen(type));
	append(&made, "/", 1);
	append(&made, name, strlen(name));
	*arn = buffer;
	return true;
}

/* Where an ARN was given, it says partition, region and account too. */
static void
append_arn(struct arn *out, const char *arn, const char *rest, const char *type)
{
	const size_t head = (size_t)(rest - arn) - strlen(type) - 1;
	const bool whole = out->len == out->base;
	char kept[128] = "";

	snprintf(kept, sizeof kept, "%s", out->text + out->base);
	out->len = 0;
	append(out, arn, head);
	out->base = out->len;
	if (whole)
		append(out, arn + head, strlen(arn + head));
	else {
		append(out, kept, strlen(kept));
		append(out, rest, strlen(rest));
	}
}

/* {Member} or {Member:type} of a template. */
struct blank {
	char member[64], type[64];
};

/* Cut when it is too long, which a test of the table would see. */
static const char *
take_until(const char *from, const char *end, char out[64])
{
	const size_t n = strcspn(from, end), kept = n < 63 ? n : 63;

	memcpy(out, from, kept);
	out[kept] = '\0';
	return from + n;
}

/* TEMPLATE begins with a blank; returns what is behind it. */
static const char *
take_blank(const char *template, struct blank *blank)
{
	template = take_until(template + 1, ":}", blank->member);
	blank->type[0] = '\0';
	if (*template == ':')
		template = take_until(template + 1, "}", blank->type);
	return template + 1;
}

static bool
fill(struct reader *r, struct arn *out, const struct blank *blank)
{
	const struct way way = { NULL, blank->member, 0 };
	const json_t *value = json_object_get(r->body, blank->member);
	const char *text, *rest;

	if (!value || json_is_null(value)) {
		out->missing = true;
		return true;
	}
	if (body_is_open(r, value)) {
		body_open(r, &way, value);
		out->open = true;
		return true;
	}
	if (!body_text(r, &way, value, &text))
		return false;
	if (blank->type[0] != '\0' &&
	    (text_starts(text, "arn:") || out->len == out->base)) {
		if (!check_arn(r, &way, text, blank->type, &rest))
			return false;
		append_arn(out, text, rest, blank->type);
		return true;
	}
	if (!check_name(r, &way, text))
		return false;
	append(out, text, strlen(text));
	return true;
}

static bool
expand(struct reader *r, const char *template, struct arn *out)
{
	struct blank blank;

	while (*template != '\0' && !out->missing) {
		const size_t n = strcspn(template, "{");

		append(out, template, n);
		template += n;
		if (*template == '\0')
			break;
		template = take_blank(template, &blank);
		if (!fill(r, out, &blank))
			return false;
	}
	return true;
}

static bool
missing_name(struct reader *r, const char *template)
{
	struct blank blank;
	const struct way way = { NULL, blank.member, 0 };

	take_blank(strchr(template, '{'), &blank);
	return body_fail(r, &way, "missing-member", NULL,
			 "%s needs this member and it is not there",
			 r->operation->name);
}

/*
 * When the body names the resource in both ways, both have to be allowed:
 * which one the service would follow is not known.
 */
bool
body_resource(struct reader *r)
{
	char text[ARN_BYTES];
	struct arn resource;
	bool named = false;

	for (size_t i = 0; i < 2 && r->operation->resource[i]; i++) {
		begin(r, &resource, text);
		if (!expand(r, r->operation->resource[i], &resource))
			return false;
		if (resource.missing)
			continue;
		if (!resource.open && !named)
			request_set_resource(r->out, resource.text);
		else if (!resource.open)
			request_add_also(r->out, resource.text);
		named = true;
	}
	return named || missing_name(r, r->operation->resource[0]);
}
