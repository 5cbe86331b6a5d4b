/* SPDX-License-Identifier: MIT */
/* Writes a request into a line of the decision log. */
#include "decision_request.h"

#include <string.h>
#include <strings.h>

#define SAGEMAKER "sagemaker.amazonaws.com"

/* Where an attribute goes. */
enum part { PART_SUBJECT, PART_RESOURCE, PART_CONTEXT, PART_UNKNOWN };

static const struct {
	const char *prefix, *open, *close;
} parts[] = {
	[PART_SUBJECT] = { "aws:PrincipalTag/", ",\"tags\":{", "}" },
	[PART_RESOURCE] = { "aws:ResourceTag/", ",\"tags\":{", "}" },
	[PART_CONTEXT] = { "", ",\"context\":{", "}" },
	[PART_UNKNOWN] = { "", ",\"unknown\":[", "]" },
};

/* Most keys differ in the seventh letter: aws:RequestTag/, aws:ResourceTag/ */
static bool
starts(struct portero_str key, const char *prefix)
{
	const size_t n = strlen(prefix);

	return key.len > n && (key.ptr[6] | 0x20) == (prefix[6] | 0x20) &&
	       strncasecmp(key.ptr, prefix, n) == 0;
}

static enum part
part_of(const struct portero_attr *a)
{
	if (a->nvalues == PORTERO_UNKNOWN)
		return PART_UNKNOWN;
	if (a->nvalues == 1 && starts(a->key, parts[PART_SUBJECT].prefix))
		return PART_SUBJECT;
	if (a->nvalues == 1 && starts(a->key, parts[PART_RESOURCE].prefix))
		return PART_RESOURCE;
	return PART_CONTEXT;
}

static void
put_values(struct jsonline *l, const struct portero_attr *a)
{
	if (a->nvalues == 1) {
		jsonline_string(l, a->values[0]);
		return;
	}
	jsonline_puts(l, "[");
	for (size_t i = 0; i < a->nvalues; i++) {
		if (i)
			jsonline_puts(l, ",");
		jsonline_string(l, a->values[i]);
	}
	jsonline_puts(l, "]");
}

/* The LEFT attributes that go to PART, if there are any. */
static void
put_part(struct jsonline *l, const struct portero_request *r, enum part part,
	 size_t left)
{
	const size_t skip = strlen(parts[part].prefix);

	if (left == 0)
		return;
	jsonline_put(l, parts[part].open, strlen(parts[part].open));
	for (const struct portero_attr *a = r->attrs; left > 0; a++) {
		if (part_of(a) != part)
			continue;
		jsonline_string(l, (struct portero_str){ a->key.ptr + skip,
							 a->key.len - skip });
		if (part != PART_UNKNOWN) {
			jsonline_puts(l, ":");
			put_values(l, a);
		}
		if (--left > 0)
			jsonline_puts(l, ",");
	}
	jsonline_put(l, parts[part].close, 1);
}

static void
put_role(struct jsonline *l, const struct portero_role *role)
{
	if (role->service.len == sizeof SAGEMAKER - 1 &&
	    memcmp(role->service.ptr, SAGEMAKER, role->service.len) == 0) {
		jsonline_string(l, role->arn);
		return;
	}
	jsonline_puts(l, "{\"arn\":");
	jsonline_string(l, role->arn);
	jsonline_puts(l, ",\"service\":");
	jsonline_string(l, role->service);
	jsonline_puts(l, "}");
}

static void
put_lists(struct jsonline *l, const struct portero_request *r)
{
	for (size_t i = 0; i < r->nroles; i++) {
		if (i)
			jsonline_puts(l, ",");
		else
			jsonline_puts(l, ",\"job\":{\"roles\":[");
		put_role(l, &r->roles[i]);
	}
	if (r->nroles)
		jsonline_puts(l, "]}");
	for (size_t i = 0; i < r->nalso; i++) {
		if (i)
			jsonline_puts(l, ",");
		else
			jsonline_puts(l, ",\"also\":[");
		jsonline_string(l, r->also[i]);
	}
	if (r->nalso)
		jsonline_puts(l, "]");
}

void
decision_request_put(struct jsonline *l, const struct portero_request *r)
{
	size_t n[PART_UNKNOWN + 1] = { 0 };

	for (size_t i = 0; i < r->nattrs; i++)
		n[part_of(&r->attrs[i])]++;
	jsonline_puts(l, "{\"schema\":\"portero.request/1\","
			 "\"action\":{\"name\":");
	jsonline_string(l, r->action);
	jsonline_puts(l, "},\"subject\":{\"id\":");
	jsonline_string(l, r->principal);
	put_part(l, r, PART_SUBJECT, n[PART_SUBJECT]);
	jsonline_puts(l, "},\"resource\":{\"id\":");
	jsonline_string(l, r->resource);
	jsonline_str(l, "account", r->resource_account);
	put_part(l, r, PART_RESOURCE, n[PART_RESOURCE]);
	jsonline_puts(l, "}");
	put_lists(l, r);
	put_part(l, r, PART_CONTEXT, n[PART_CONTEXT]);
	put_part(l, r, PART_UNKNOWN, n[PART_UNKNOWN]);
	if (r->flags & PORTERO_FROM_PIPELINE)
		jsonline_puts(l, ",\"from_pipeline\":true");
	if (r->now > 0)
		jsonline_member(l, "now", (uint64_t)r->now);
	jsonline_puts(l, "}");
}
