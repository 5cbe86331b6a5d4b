/* SPDX-License-Identifier: MIT */
/*
 * Is it a call of an AWS JSON API, and nothing that the upstream could read as
 * another call than the one that is judged here?
 */
#include "gateway.h"

bool
gateway_is_header(const ngx_table_elt_t *h, const char *name, size_t len)
{
	if (h->key.len != len)
		return false;
	for (size_t i = 0; i < len; i++) {
		const u_char c = ngx_tolower(h->key.data[i]);

		if ((c == '_' ? '-' : c) != (u_char)name[i])
			return false;
	}
	return true;
}

static bool
is_json(const ngx_str_t *type)
{
	static const ngx_str_t known[] = {
		ngx_string(GATEWAY_JSON),
		ngx_string("application/x-amz-json-1.0")
	};

	for (ngx_uint_t i = 0; i < 2; i++)
		if (type->len == known[i].len &&
		    ngx_strncasecmp(type->data, known[i].data, type->len) == 0)
			return true;
	return false;
}

/* What the scan of the headers found. */
struct found {
	unsigned targets, types;
	bool json;
	struct portero_str *target;
};

#define IS(h, name) gateway_is_header(h, name, sizeof(name) - 1)

static const char *
look_at(const ngx_table_elt_t *h, struct found *f)
{
	if (IS(h, "x-amz-target")) {
		f->targets++;
		*f->target = (struct portero_str){ (char *)h->value.data,
						   h->value.len };
	} else if (IS(h, "content-type")) {
		f->types++;
		f->json = is_json(&h->value);
	} else if (IS(h, "content-encoding") &&
		   !(h->value.len == 8 &&
		     ngx_strncasecmp(h->value.data, (u_char *)"identity", 8) ==
			     0)) {
		return "Content-Encoding is not supported";
	} else if (IS(h, "smithy-protocol")) {
		/* it would name the operation in its path */
		return "Smithy-Protocol is not supported";
	} else if (IS(h, "upgrade")) {
		/* behind a 101 nobody judges what is sent */
		return "Upgrade is not supported";
	}
	return NULL;
}

static const char *
scan_headers(ngx_http_request_t *r, struct portero_str *target)
{
	ngx_list_part_t *part = &r->headers_in.headers.part;
	struct found f = { .target = target };
	const char *wrong;

	for (; part; part = part->next) {
		const ngx_table_elt_t *h = part->elts;

		for (ngx_uint_t i = 0; i < part->nelts; i++) {
			wrong = look_at(&h[i], &f);
			if (wrong)
				return wrong;
		}
	}
	if (f.targets != 1)
		return f.targets ? "X-Amz-Target is given more than once"
				 : "X-Amz-Target is missing";
	if (f.types != 1 || !f.json)
		return "Content-Type must be application/x-amz-json-1.1";
	return NULL;
}

static bool
same(const ngx_str_t *a, const ngx_str_t *b)
{
	return a->len == b->len && ngx_memcmp(a->data, b->data, a->len) == 0;
}

/*
 * The operation is in a header. A path or a query could name another one for an
 * upstream that looks there (Smithy RPC v2, the Query protocol), so there must
 * be none: "/", or the location itself. nginx sends on the path as it came when
 * it was not rewritten, so that must be as plain.
 */
static bool
is_plain_path(ngx_http_request_t *r)
{
	const ngx_http_core_loc_conf_t *core =
		ngx_http_get_module_loc_conf(r, ngx_http_core_module);

	if (r->args.len > 0)
		return false;
	if (r->valid_unparsed_uri && !same(&r->unparsed_uri, &r->uri))
		return false;
	return (r->uri.len == 1 && r->uri.data[0] == '/') ||
	       same(&r->uri, &core->name);
}

const char *
gateway_form(ngx_http_request_t *r, struct portero_str *target)
{
	if (r->method != NGX_HTTP_POST)
		return "The method must be POST";
	if (!is_plain_path(r))
		return "The path must be / and without a query";
	return scan_headers(r, target);
}
