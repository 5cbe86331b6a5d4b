/* SPDX-License-Identifier: MIT */
/* The ARNs that a call is about, built from the names in its body. */
#include "sagemaker_reader.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

/* A name of the API has at most 256 characters (PipelineName). */
#define NAME_MAX_BYTES 256
/* An ARN in a body. */
#define ARN_MAX_BYTES 1024

/*
 * What a name may hold besides is the plugin's business; these would change
 * which resource the ARN names, or match more than one.
 */
static bool
is_plain(struct portero_str name)
{
	static const bool never[UCHAR_MAX + 1] = {
		['/'] = true, [':'] = true, ['*'] = true,  ['?'] = true,
		['$'] = true, ['<'] = true, ['>'] = true,  ['{'] = true,
		['}'] = true, ['"'] = true, ['\\'] = true, [0x7f] = true,
	};

	for (size_t i = 0; i < name.len; i++) {
		const unsigned char c = (unsigned char)name.ptr[i];

		if (c <= ' ' || never[c])
			return false;
	}
	return name.len > 0 && name.len <= NAME_MAX_BYTES;
}

static bool
check_name(struct reader *r, const struct way *at, struct portero_str name)
{
	if (name.len == 0)
		return body_fail(r, at, "bad-name", NULL, "the name is empty");
	if (name.len > NAME_MAX_BYTES)
		return body_fail(r, at, "bad-name", NULL,
				 "a name of %zu characters is too long",
				 name.len);
	if (!is_plain(name))
		return body_fail(r, at, "bad-name", NULL,
				 "\"%.*s\" is not a name",
				 slice_shown(name, 100), name.ptr);
	return true;
}

/* True when C is in the field of an ARN that is no name. */
static bool
is_field_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/*
 * What is behind "arn:partition:sagemaker:region:account:TYPE/"; ptr NULL when
 * ARN is not one of that kind.
 */
static struct portero_str
after_type(struct portero_str arn, const char *type)
{
	static const char *const fixed[] = { "arn", NULL, "sagemaker", NULL,
					     NULL };
	const struct portero_str none = { NULL, 0 };

	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
		const struct portero_str field = { arn.ptr,
						   slice_until(arn, ':') };

		if (field.len == 0 || field.len == arn.len ||
		    (fixed[i] && !slice_is(field, fixed[i])))
			return none;
		for (size_t k = 0; k < field.len; k++)
			if (!is_field_character(field.ptr[k]))
				return none;
		arn = slice_behind(arn, field.len + 1);
	}
	if (!slice_starts(arn, type))
		return none;
	arn = slice_behind(arn, strlen(type));
	return slice_starts(arn, "/") ? slice_behind(arn, 1) : none;
}

/* Parts of a path, none empty: "NAME/execution/ID". */
static bool
is_plain_path(struct portero_str path)
{
	for (;;) {
		const size_t n = slice_until(path, '/');

		if (!is_plain((struct portero_str){ path.ptr, n }))
			return false;
		if (n == path.len)
			return true;
		path = slice_behind(path, n + 1);
	}
}

static bool
check_arn(struct reader *r, const struct way *at, struct portero_str arn,
	  const char *type, struct portero_str *rest)
{
	*rest = (struct portero_str){ NULL, 0 };
	if (arn.len <= ARN_MAX_BYTES)
		*rest = after_type(arn, type);
	if (!rest->ptr || !is_plain_path(*rest))
		return body_fail(r, at, "bad-arn", NULL,
				 "\"%.*s\" is not the ARN of a %s",
				 slice_shown(arn, 160), arn.ptr, type);
	return true;
}

bool
body_arn_head(struct reader *r)
{
	const struct sagemaker_scope *s = r->scope;
	const struct portero_str parts[] = {
		slice_of("arn:"), s->partition,	 slice_of(":sagemaker:"),
		s->region,	  slice_of(":"), s->account,
		slice_of(":"),
	};

	r->head = 0;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].len > sizeof r->arn_head - r->head)
			return body_fail(r, NULL, "bad-scope", NULL,
					 "the region or the account is too "
					 "long");
		memcpy(r->arn_head + r->head, parts[i].ptr, parts[i].len);
		r->head += parts[i].len;
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
append(struct arn *out, struct portero_str text)
{
	/* cannot happen: names and ARNs have been measured */
	if (text.len >= ARN_BYTES - out->len)
		return;
	memcpy(out->text + out->len, text.ptr, text.len);
	out->len += text.len;
	out->text[out->len] = '\0';
}

static void
begin(const struct reader *r, struct arn *out, char text[ARN_BYTES])
{
	*out = (struct arn){ .text = text };
	append(out, (struct portero_str){ r->arn_head, r->head });
	out->base = out->len;
}

bool
body_arn(struct reader *r, const struct way *at, const char *type,
	 struct portero_str name, char buffer[ARN_BYTES],
	 struct portero_str *arn)
{
	struct portero_str rest;
	struct arn made;

	*arn = name;
	if (slice_starts(name, "arn:"))
		return check_arn(r, at, name, type, &rest);
	if (!check_name(r, at, name))
		return false;
	begin(r, &made, buffer);
	append(&made, slice_of(type));
	append(&made, slice_of("/"));
	append(&made, name);
	*arn = (struct portero_str){ buffer, made.len };
	return true;
}

/* Where an ARN was given, it says partition, region and account too. */
static void
append_arn(struct arn *out, struct portero_str arn, struct portero_str rest,
	   const char *type)
{
	const size_t head = arn.len - rest.len - strlen(type) - 1;
	const bool whole = out->len == out->base;
	char kept[128] = "";

	snprintf(kept, sizeof kept, "%s", out->text + out->base);
	out->len = 0;
	append(out, (struct portero_str){ arn.ptr, head });
	out->base = out->len;
	if (whole) {
		append(out, slice_behind(arn, head));
	} else {
		append(out, slice_of(kept));
		append(out, rest);
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
	const struct way way = way_member(NULL, slice_of(blank->member));
	const uint32_t value = jtext_member(r->body, 0, blank->member);
	struct portero_str text, rest;

	if (value == JTEXT_NONE || body_kind(r, value) == JTEXT_NULL) {
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
	    (slice_starts(text, "arn:") || out->len == out->base)) {
		if (!check_arn(r, &way, text, blank->type, &rest))
			return false;
		append_arn(out, text, rest, blank->type);
		return true;
	}
	if (!check_name(r, &way, text))
		return false;
	append(out, text);
	return true;
}

static bool
expand(struct reader *r, const char *template, struct arn *out)
{
	struct blank blank;

	while (*template != '\0' && !out->missing) {
		const size_t n = strcspn(template, "{");

		append(out, (struct portero_str){ template, n });
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
	struct way way;

	take_blank(strchr(template, '{'), &blank);
	way = way_member(NULL, slice_of(blank.member));
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
	struct portero_str made;
	struct arn resource;
	bool named = false;

	for (size_t i = 0; i < 2 && r->operation->resource[i]; i++) {
		begin(r, &resource, text);
		if (!expand(r, r->operation->resource[i], &resource))
			return false;
		if (resource.missing)
			continue;
		made = (struct portero_str){ text, resource.len };
		if (!resource.open && !named)
			request_set_resource(r->out, made);
		else if (!resource.open)
			request_add_also(r->out, made);
		named = true;
	}
	return named || missing_name(r, r->operation->resource[0]);
}
