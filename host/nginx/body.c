/* SPDX-License-Identifier: MIT */
/* The body of a request in one piece, from memory or from its temporary file.
 */
#include "gateway.h"

static bool
copy_part(const ngx_buf_t *b, u_char *to, size_t n)
{
	if (ngx_buf_in_memory(b)) {
		ngx_memcpy(to, b->pos, n);
		return true;
	}
	return ngx_read_file(b->file, to, n, b->file_pos) == (ssize_t)n;
}

static const ngx_chain_t *
parts(ngx_http_request_t *r)
{
	return r->request_body ? r->request_body->bufs : NULL;
}

size_t
gateway_body_size(ngx_http_request_t *r)
{
	size_t total = 0;

	for (const ngx_chain_t *c = parts(r); c; c = c->next)
		total += (size_t)ngx_buf_size(c->buf);
	return total;
}

bool
gateway_body(ngx_http_request_t *r, struct portero_str *body)
{
	const ngx_chain_t *first = parts(r);
	const size_t total = gateway_body_size(r);
	size_t at = 0;
	u_char *text;

	*body = (struct portero_str){ NULL, 0 };
	if (total == 0)
		return true;
	if (!first->next && ngx_buf_in_memory(first->buf)) {
		*body = (struct portero_str){ (char *)first->buf->pos, total };
		return true;
	}
	text = ngx_palloc(r->pool, total);
	if (!text)
		return false;
	for (const ngx_chain_t *c = first; c; c = c->next) {
		const size_t n = (size_t)ngx_buf_size(c->buf);

		/* chunked, the last one says only that it is the last */
		if (n == 0)
			continue;
		if (!copy_part(c->buf, text + at, n))
			return false;
		at += n;
	}
	*body = (struct portero_str){ (char *)text, total };
	return true;
}
