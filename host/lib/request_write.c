/* SPDX-License-Identifier: MIT */
/* Writes a request as the JSON that request_json.c reads, for a log. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "request.h"
#include "utf8.h"

#define SAGEMAKER     "sagemaker.amazonaws.com"
#define PRINCIPAL_TAG "aws:PrincipalTag/"
#define RESOURCE_TAG  "aws:ResourceTag/"

/* TEXT as a JSON string; a byte that is not UTF-8 or is NUL comes out as \xff,
 * as in the log (escape.h). */
static json_t *
text_json(struct portero_str text)
{
	static const char hex[] = "0123456789abcdef";
	json_t *json = NULL;
	char *plain;
	size_t n = 0, length;

	if (text.len == 0)
		return json_string("");
	if (!memchr(text.ptr, 0, text.len))
		json = json_stringn(text.ptr, text.len);
	if (json)
		return json;
	plain = malloc(text.len * 4 + 1);
	if (!plain)
		return NULL;
	for (size_t i = 0; i < text.len; i += length) {
		const unsigned char *p = (const unsigned char *)text.ptr + i;

		length = utf8_length(p, text.len - i);
		if (length > 0 && *p) {
			memcpy(plain + n, p, length);
			n += length;
			continue;
		}
		length = 1;
		plain[n++] = '\\';
		plain[n++] = 'x';
		plain[n++] = hex[*p >> 4];
		plain[n++] = hex[*p & 15];
	}
	json = json_stringn(plain, n);
	free(plain);
	return json;
}

/* Takes VALUE, as json_object_set_new, for a key that may be any bytes. */
static bool
set(json_t *object, struct portero_str key, json_t *value)
{
	json_t *name = text_json(key);
	bool good =
		name && value &&
		json_object_set(object, json_string_value(name), value) == 0;

	json_decref(name);
	json_decref(value);
	return good;
}

static json_t *
values_json(const struct portero_attr *attr)
{
	json_t *list;

	if (attr->nvalues == 1)
		return text_json(attr->values[0]);
	list = json_array();
	for (size_t i = 0; list && i < attr->nvalues; i++) {
		if (json_array_append_new(list, text_json(attr->values[i])) ==
		    0)
			continue;
		json_decref(list);
		list = NULL;
	}
	return list;
}

static bool
starts(struct portero_str key, const char *prefix)
{
	const size_t n = strlen(prefix);

	return key.len > n && strncasecmp(key.ptr, prefix, n) == 0;
}

/* The parts that attributes go to. */
struct parts {
	json_t *subject_tags, *resource_tags, *context, *unknown;
};

static bool
add_attr(const struct parts *to, const struct portero_attr *attr)
{
	const bool one = attr->nvalues == 1;

	if (attr->nvalues == PORTERO_UNKNOWN)
		return json_array_append_new(to->unknown,
					     text_json(attr->key)) == 0;
	if (one && starts(attr->key, PRINCIPAL_TAG))
		return set(to->subject_tags,
			   slice_behind(attr->key, sizeof PRINCIPAL_TAG - 1),
			   values_json(attr));
	if (one && starts(attr->key, RESOURCE_TAG))
		return set(to->resource_tags,
			   slice_behind(attr->key, sizeof RESOURCE_TAG - 1),
			   values_json(attr));
	return set(to->context, attr->key, values_json(attr));
}

static json_t *
role_json(const struct portero_role *role)
{
	if (role->service.len == sizeof SAGEMAKER - 1 &&
	    memcmp(role->service.ptr, SAGEMAKER, role->service.len) == 0)
		return text_json(role->arn);
	return json_pack("{s:o, s:o}", "arn", text_json(role->arn), "service",
			 text_json(role->service));
}

static bool
add_lists(json_t *roles, json_t *also, const struct portero_request *r)
{
	for (size_t i = 0; i < r->nroles; i++)
		if (json_array_append_new(roles, role_json(&r->roles[i])) != 0)
			return false;
	for (size_t i = 0; i < r->nalso; i++)
		if (json_array_append_new(also, text_json(r->also[i])) != 0)
			return false;
	return true;
}

/* Takes PART into OBJECT, or drops it when it is empty. */
static bool
put(json_t *object, const char *key, json_t *part, bool empty)
{
	if (!empty)
		return json_object_set_new(object, key, part) == 0;
	json_decref(part);
	return true;
}

static bool
put_parts(json_t *out, const struct portero_request *r, const struct parts *p,
	  json_t *roles, json_t *also)
{
	json_t *subject = json_object_get(out, "subject");
	json_t *resource = json_object_get(out, "resource");
	json_t *job = json_object();
	const bool no_roles = json_array_size(roles) == 0;
	bool good;

	good = put(resource, "account", text_json(r->resource_account),
		   r->resource_account.len == 0);
	good &= put(subject, "tags", p->subject_tags,
		    json_object_size(p->subject_tags) == 0);
	good &= put(resource, "tags", p->resource_tags,
		    json_object_size(p->resource_tags) == 0);
	good &= put(job, "roles", roles, no_roles);
	good &= put(out, "job", job, no_roles);
	good &= put(out, "also", also, json_array_size(also) == 0);
	good &= put(out, "context", p->context,
		    json_object_size(p->context) == 0);
	good &= put(out, "unknown", p->unknown,
		    json_array_size(p->unknown) == 0);
	return good;
}

json_t *
request_to_json(const struct portero_request *r)
{
	const struct parts p = { json_object(), json_object(), json_object(),
				 json_array() };
	json_t *roles = json_array(), *also = json_array();
	json_t *out = json_pack("{s:s, s:{s:o}, s:{s:o}, s:{s:o}}", "schema",
				"portero.request/1", "action", "name",
				text_json(r->action), "subject", "id",
				text_json(r->principal), "resource", "id",
				text_json(r->resource));
	bool good = out && add_lists(roles, also, r);

	for (size_t i = 0; good && i < r->nattrs; i++)
		good = add_attr(&p, &r->attrs[i]);
	good = put_parts(out, r, &p, roles, also) && good;
	if (good && (r->flags & PORTERO_FROM_PIPELINE))
		good = json_object_set_new(out, "from_pipeline", json_true()) ==
		       0;
	if (good && r->now != 0)
		good = json_object_set_new(out, "now", json_integer(r->now)) ==
		       0;
	if (good)
		return out;
	json_decref(out);
	return NULL;
}
