/* SPDX-License-Identifier: MIT */
/*
 * What nginx answers by itself where calls are judged (a body that is larger
 * than client_max_body_size, an upstream that is gone): the status stays, the
 * page of HTML becomes the JSON that the AWS SDKs read. A page that error_page
 * names stays as it is.
 */
#include "gateway.h"

static ngx_http_output_header_filter_pt next_header;
static ngx_http_output_body_filter_pt next_body;

/* The SDKs go by the status, whether to try again; the type is the exception.
 */
static const struct {
	ngx_uint_t status;
	const char *type, *message;
} errors[] = {
	{ 401, "MissingAuthenticationTokenException",
	  "The gateway does not know who the caller is" },
	{ 403, "AccessDeniedException", "The gateway does not let this in" },
	{ 404, "UnknownOperationException", "There is nothing here" },
	{ 405, "UnknownOperationException", "The method must be POST" },
	{ 413, "RequestEntityTooLargeException",
	  "The body is larger than this gateway takes" },
	{ 429, "ThrottlingException", "Too many calls" },
	{ 500, "InternalFailure", "The gateway failed" },
	{ 502, "InternalFailure", "The service behind the gateway failed" },
	{ 503, "InternalFailure", "The gateway is busy" },
	{ 504, "InternalFailure",
	  "The service behind the gateway does not answer" },
};

static void
make_error(ngx_uint_t status, struct denial *out)
{
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (errors[i].status == status) {
			denial_say(out, (unsigned)status, errors[i].type, "%s",
				   errors[i].message);
			return;
		}
	denial_say(out, (unsigned)status,
		   status < 500 ? "ValidationException" : "InternalFailure",
		   "The gateway cannot take this request (HTTP %u)",
		   (unsigned)status);
}

/* nginx's own pages are known by err_status. */
static bool
is_page_of_nginx(ngx_http_request_t *r)
{
	const struct gateway_conf *c =
		ngx_http_get_module_loc_conf(r, ngx_http_portero_module);

	return c->enable && r == r->main && !r->error_page &&
	       r->err_status >= 400;
}

/* The words above are short. */
#define BODY_MAX 256

static ngx_int_t
change_header(ngx_http_request_t *r)
{
	const struct gateway_request *g =
		ngx_http_get_module_ctx(r, ngx_http_portero_module);
	char text[BODY_MAX];
	struct denial error;

	if (!is_page_of_nginx(r))
		return next_header(r);
	make_error(r->err_status, &error);
	if (gateway_add_header(r, "x-amzn-ErrorType", error.type) != NGX_OK ||
	    (g && gateway_add_header(r, "x-amzn-RequestId", g->id) != NGX_OK))
		return NGX_ERROR;
	ngx_str_set(&r->headers_out.content_type, GATEWAY_JSON);
	r->headers_out.content_type_len = r->headers_out.content_type.len;
	r->headers_out.content_type_lowcase = NULL;
	r->headers_out.charset.len = 0;
	r->headers_out.content_length_n =
		(off_t)denial_json(&error, text, sizeof text);
	return next_header(r);
}

static bool
has_last(const ngx_chain_t *c)
{
	while (c && !c->buf->last_buf)
		c = c->next;
	return c != NULL;
}

/* A page comes in one piece; ours takes the place of its end. */
static ngx_int_t
change_body(ngx_http_request_t *r, ngx_chain_t *in)
{
	struct denial error;
	ngx_chain_t out;
	ngx_buf_t *b;

	if (!in || !is_page_of_nginx(r))
		return next_body(r, in);
	if (!has_last(in))
		return NGX_OK;
	b = ngx_create_temp_buf(r->pool, BODY_MAX);
	if (!b)
		return NGX_ERROR;
	make_error(r->err_status, &error);
	b->last += denial_json(&error, (char *)b->pos, BODY_MAX);
	b->last_buf = 1;
	b->last_in_chain = 1;
	out = (ngx_chain_t){ .buf = b };
	return next_body(r, &out);
}

void
gateway_filter_errors(void)
{
	next_header = ngx_http_top_header_filter;
	ngx_http_top_header_filter = change_header;
	next_body = ngx_http_top_body_filter;
	ngx_http_top_body_filter = change_body;
}
