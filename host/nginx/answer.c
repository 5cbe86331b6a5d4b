/* SPDX-License-Identifier: MIT */
/* A refusal, in the form that the AWS SDKs read. */
#include "gateway.h"

/* The message, each of its bytes escaped, and what stands around it. */
#define ANSWER_MAX (6 * sizeof(struct denial) + 128)

ngx_int_t
gateway_add_header(ngx_http_request_t *r, const char *name, const char *value)
{
	ngx_table_elt_t *h = ngx_list_push(&r->headers_out.headers);

	if (!h)
		return NGX_ERROR;
	ngx_memzero(h, sizeof *h);
	h->hash = 1;
	h->key.data = (u_char *)name;
	h->key.len = ngx_strlen(name);
	h->value.data = (u_char *)value;
	h->value.len = ngx_strlen(value);
	return NGX_OK;
}

ngx_int_t
gateway_send(ngx_http_request_t *r, const struct denial *denial, const char *id)
{
	ngx_str_t type = ngx_string(GATEWAY_JSON);
	ngx_http_complex_value_t value;
	char *text = ngx_palloc(r->pool, ANSWER_MAX);

	ngx_memzero(&value, sizeof value);
	if (!text)
		return NGX_HTTP_INTERNAL_SERVER_ERROR;
	value.value.data = (u_char *)text;
	value.value.len = denial_json(denial, text, ANSWER_MAX);
	if (value.value.len == 0 ||
	    gateway_add_header(r, "x-amzn-ErrorType", denial->type) != NGX_OK ||
	    gateway_add_header(r, "x-amzn-RequestId", id) != NGX_OK ||
	    gateway_add_header(r, "X-Portero-Decision-Id", id) != NGX_OK)
		return NGX_HTTP_INTERNAL_SERVER_ERROR;
	return ngx_http_send_response(r, denial->status, &type, &value);
}
