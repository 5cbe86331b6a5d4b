/* SPDX-License-Identifier: MIT */
/* Who calls, as the configuration vouches for it. */
#include "gateway.h"

static bool
evaluate(ngx_http_request_t *r, ngx_http_complex_value_t *value,
	 struct portero_str *out)
{
	ngx_str_t text = ngx_null_string;

	if (!value)
		return true;
	if (ngx_http_complex_value(r, value, &text) != NGX_OK)
		return false;
	*out = (struct portero_str){ (char *)text.data, text.len };
	return true;
}

/* By its address the pool of a connection is asked for what is below. */
static void
forget_peer(void *data)
{
	(void)data;
}

/*
 * The other end of the connection as the system knows it: "real_ip_header"
 * writes over what nginx knows, with what a client may have sent. The system is
 * asked once for a connection, whose pool keeps the answer. NULL: not known.
 */
static struct sockaddr *
peer_of(ngx_connection_t *c)
{
	ngx_pool_cleanup_t *kept = c->pool->cleanup;
	ngx_sockaddr_t peer;
	socklen_t len = sizeof peer;

	while (kept && kept->handler != forget_peer)
		kept = kept->next;
	if (kept)
		return &((ngx_sockaddr_t *)kept->data)->sockaddr;
	if (getpeername(c->fd, &peer.sockaddr, &len) != 0)
		return NULL;
	kept = ngx_pool_cleanup_add(c->pool, sizeof peer);
	if (!kept)
		return NULL;
	kept->handler = forget_peer;
	ngx_memcpy(kept->data, &peer, sizeof peer);
	return &((ngx_sockaddr_t *)kept->data)->sockaddr;
}

static bool
is_peer(ngx_http_request_t *r, ngx_array_t *peers)
{
	struct sockaddr *peer = peer_of(r->connection);

	return peer && ngx_cidr_match(peer, peers) == NGX_OK;
}

/*
 * The header counts when the peer of the connection may give it, and when it is
 * there once: of two, one may be the client's own.
 */
static void
from_header(ngx_http_request_t *r, const struct gateway_conf *conf,
	    struct portero_str *out)
{
	ngx_list_part_t *part = &r->headers_in.headers.part;
	unsigned times = 0;

	if (!is_peer(r, conf->peers))
		return;
	for (; part; part = part->next) {
		const ngx_table_elt_t *h = part->elts;

		for (ngx_uint_t i = 0; i < part->nelts; i++) {
			if (!gateway_is_header(&h[i],
					       (char *)conf->caller_header.data,
					       conf->caller_header.len))
				continue;
			times++;
			*out = (struct portero_str){ (char *)h[i].value.data,
						     h[i].value.len };
		}
	}
	if (times != 1)
		*out = (struct portero_str){ NULL, 0 };
}

static bool
add_keys(ngx_http_request_t *r, const ngx_array_t *keys, struct apicall *call)
{
	struct gateway_key *from = keys->elts;
	struct apicall_key *to =
		ngx_pcalloc(r->pool, keys->nelts * sizeof *to + 1);

	if (!to)
		return false;
	call->keys = to;
	for (ngx_uint_t i = 0; i < keys->nelts; i++) {
		if (!evaluate(r, &from[i].value, &to->value))
			return false;
		if (to->value.len == 0)
			continue; /* not known of this call: absent */
		to->key = from[i].key;
		to++;
		call->nkeys++;
	}
	return true;
}

bool
gateway_caller(ngx_http_request_t *r, const struct gateway_conf *conf,
	       struct apicall *call)
{
	call->now = ngx_time();
	if (conf->caller_header.data)
		from_header(r, conf, &call->principal);
	else if (!evaluate(r, conf->principal, &call->principal))
		return false;
	return evaluate(r, conf->session_tags, &call->session_tags) &&
	       evaluate(r, conf->account, &call->account) &&
	       evaluate(r, conf->region, &call->region) &&
	       (!conf->keys || add_keys(r, conf->keys, call));
}
