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
/* The regular part of an ARN: arn:partition:sagemaker:region:account: */
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

		if (c <= ' ' || c == 0x7f || strchr("/:*?$<>{}\"\\", c))
			return false;
	}
	return len > 0 && len <= NAME_MAX_BYTES;
}

static bool
check_name(struct reader *r, const char *name)
{
	if (*name == '\0')
		return body_fail(r, "bad-name", NULL, "the name is empty");
	if (strlen(name) > NAME_MAX_BYTES)
		return body_fail(r, "bad-name", NULL,
				 "a name of %zu characters is too long",
				 strlen(name));
	if (!is_plain(name, strlen(name)))
		return body_fail(r, "bad-name", NULL,
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
check_arn(struct reader *r, const char *arn, const char *type,
	  const char **rest)
{
	*rest = strlen(arn) <= ARN_MAX_BYTES ? after_type(arn, type) : NULL;
	if (!*rest || !is_plain_path(*rest))
		return body_fail(r, "bad-arn", NULL,
				 "\"%.160s\" is not the ARN of a %s", arn,
				 type);
	return true;
}

bool
body_arn(struct reader *r, const char *type, const char *name, char **arn)
{
	const struct sagemaker_scope *s = r->scope;
	const char *rest;

	*arn = NULL;
	if (text_starts(name, "arn:")) {
		if (!check_arn(r, name, type, &rest))
			return false;
		*arn = text_format("%s", name);
		return true;
	}
	if (!check_name(r, name))
		return false;
	*arn = text_format("arn:%s:sagemaker:%s:%s:%s/%s", s->partition,
			   s->region, s->account, type, name);
	return true;
}

/* An ARN in the making. */
struct resource {
	char text[PORTERO_MAX_TEXT];
	size_t base; /* where the sixth field begins */
	size_t len;
	bool missing; /* a member is not there */
	bool open;    /* a member is an expression */
};

static void
append(struct resource *out, const char *text, size_t len)
{
	/* cannot happen: names and ARNs have been measured */
	if (len >= sizeof out->text - out->len)
		return;
	memcpy(out->text + out->len, text, len);
	out->len += len;
	out->text[out->len] = '\0';
}

/* Where an ARN was given, it says partition, region and account too. */
static void
append_arn(struct resource *out, const char *arn, const char *rest,
	   const char *type)
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
static bool
fill(struct reader *r, struct resource *out, const char *member,
     const char *type)
{
	const size_t back = jsonpath_key(&r->reading->path, member);
	const json_t *value = json_object_get(r->body, member);
	const char *text, *rest;

	if (!value || json_is_null(value)) {
		out->missing = true;
	} else if (body_is_open(r, value)) {
		body_open(r, value);
		out->open = true;
	} else {
		if (!body_text(r, value, &text))
			return false;
		if (*type != '\0' &&
		    (text_starts(text, "arn:") || out->len == out->base)) {
			if (!check_arn(r, text, type, &rest))
				return false;
			append_arn(out, text, rest, type);
		} else {
			if (!check_name(r, text))
				return false;
			append(out, text, strlen(text));
		}
	}
	jsonpath_back(&r->reading->path, back);
	return true;
}

static bool
expand(struct reader *r, const char *template, struct resource *out)
{
	const struct sagemaker_scope *s = r->scope;
	const int n = snprintf(out->text, sizeof out->text,
			       "arn:%s:sagemaker:%s:%s:", s->partition,
			       s->region, s->account);

	out->base = out->len = n > 0 && n < ARN_MAX_BYTES ? (size_t)n : 0;
	out->missing = out->open = false;
	while (*template != '\0' && !out->missing) {
		char member[64] = "", type[64] = "";
		int used = 0;

		if (*template != '{') {
			append(out, template ++, 1);
			continue;
		}
		sscanf(template, "{%63[A-Za-z]%n", member, &used);
		template += used;
		if (*template == ':') {
			sscanf(template, ":%63[a-z-]%n", type, &used);
			template += used;
		}
		template ++; /* the closing brace */
		if (!fill(r, out, member, type))
			return false;
	}
	return true;
}

static bool
missing_name(struct reader *r, const char *template)
{
	char member[64] = "";

	template = strchr(template, '{');
	if (template)
		sscanf(template, "{%63[A-Za-z]", member);
	jsonpath_key(&r->reading->path, member);
	return body_fail(r, "missing-member", NULL,
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
	struct resource resource;
	bool named = false;

	for (size_t i = 0; i < 2 && r->operation->resource[i]; i++) {
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
