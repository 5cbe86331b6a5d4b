/* SPDX-License-Identifier: MIT */
/*
 * X-Portero-*: what the upstream is told of the decision. It may trust them:
 * what a client sends under these names is gone before anything else happens.
 */
#include "gateway.h"

#define OURS "x-portero-"

static bool
is_ours(const ngx_table_elt_t *h)
{
	const ngx_table_elt_t start = { .key = { sizeof OURS - 1,
						 h->key.data } };

	return h->key.len >= sizeof OURS - 1 &&
	       gateway_is_header(&start, OURS, sizeof OURS - 1);
}

static bool
has_ours(const ngx_list_part_t *part)
{
	for (; part; part = part->next) {
		const ngx_table_elt_t *h = part->elts;

		for (ngx_uint_t i = 0; i < part->nelts; i++)
			if (is_ours(&h[i]))
				return true;
	}
	return false;
}

/*
 * nginx has no way to take one out of the list: a new list without them. That
 * of a subrequest is half its parent's, and ours must not be added there.
 */
ngx_int_t
gateway_strip_headers(ngx_http_request_t *r)
{
	ngx_list_t *list = &r->headers_in.headers;
	const ngx_list_part_t old = list->part;

	if (r == r->main && !has_ours(&old))
		return NGX_OK;
	if (ngx_list_init(list, r->pool, 20, sizeof(ngx_table_elt_t)) != NGX_OK)
		return NGX_ERROR;
	for (const ngx_list_part_t *part = &old; part; part = part->next) {
		const ngx_table_elt_t *h = part->elts;

		for (ngx_uint_t i = 0; i < part->nelts; i++) {
			ngx_table_elt_t *kept;

			if (is_ours(&h[i]))
				continue;
			kept = ngx_list_push(list);
			if (!kept)
				return NGX_ERROR;
			*kept = h[i];
		}
	}
	return NGX_OK;
}

static ngx_int_t
add(ngx_http_request_t *r, const char *name, const char *lower,
    const char *value)
{
	ngx_table_elt_t *h = ngx_list_push(&r->headers_in.headers);
	const size_t n = ngx_strlen(name);

	if (!h)
		return NGX_ERROR;
	ngx_memzero(h, sizeof *h);
	h->key = (ngx_str_t){ n, (u_char *)name };
	h->lowcase_key = (u_char *)lower;
	h->hash = ngx_hash_key((u_char *)lower, n);
	h->value.len = ngx_strlen(value);
	h->value.data = ngx_pnalloc(r->pool, h->value.len);
	if (!h->value.data)
		return NGX_ERROR;
	ngx_memcpy(h->value.data, value, h->value.len);
	return NGX_OK;
}

ngx_int_t
gateway_add_headers(ngx_http_request_t *r, const struct gateway_request *g)
{
	const struct portero_decision *d = &g->answer.decision;
	char generation[DECISION_GENERATION + 1];

	if (!g->judged)
		return NGX_OK;
	decision_generation(d->generation, generation);
	if (add(r, "X-Portero-Decision-Id", "x-portero-decision-id", g->id) !=
		    NGX_OK ||
	    add(r, "X-Portero-Generation", "x-portero-generation",
		generation) != NGX_OK)
		return NGX_ERROR;
	return add(r, "X-Portero-Verdict", "x-portero-verdict",
		   d->effect == PORTERO_ALLOW ? "ALLOW" : "DENY");
}
