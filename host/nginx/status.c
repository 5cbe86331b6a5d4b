/* SPDX-License-Identifier: MIT */
/* The counters: in memory that all workers share, and as a page. */
#include "gateway.h"

ngx_int_t
gateway_init_zone(ngx_shm_zone_t *zone, void *old)
{
	ngx_slab_pool_t *pool = (ngx_slab_pool_t *)zone->shm.addr;
	struct gateway_main *m = zone->data;

	if (old) { /* a reload goes on counting */
		m->metrics = ((struct gateway_main *)old)->metrics;
	} else if (zone->shm.exists) {
		m->metrics = pool->data;
	} else {
		m->metrics = ngx_slab_calloc(pool, sizeof *m->metrics);
		pool->data = m->metrics;
	}
	if (!m->metrics)
		return NGX_ERROR;
	/*
	 * Here, because this is the last thing of reading a configuration that
	 * may fail without ending the master.
	 */
	return m->used ? gateway_check(m, zone->shm.log) : NGX_OK;
}

static ngx_int_t
print(ngx_http_request_t *r, ngx_str_t *text)
{
	const struct gateway_main *m =
		ngx_http_get_module_main_conf(r, ngx_http_portero_module);
	char *printed = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&printed, &len);

	if (!out)
		return NGX_ERROR;
	metrics_print(out, m->metrics, ngx_time());
	if (fclose(out) == 0)
		text->data = ngx_pnalloc(r->pool, len);
	if (text->data) {
		ngx_memcpy(text->data, printed, len);
		text->len = len;
	}
	free(printed);
	return text->data ? NGX_OK : NGX_ERROR;
}

ngx_int_t
gateway_status(ngx_http_request_t *r)
{
	ngx_str_t type = ngx_string("text/plain; version=0.0.4");
	ngx_http_complex_value_t value;

	if (!(r->method & (NGX_HTTP_GET | NGX_HTTP_HEAD)))
		return NGX_HTTP_NOT_ALLOWED;
	ngx_memzero(&value, sizeof value);
	if (print(r, &value.value) != NGX_OK)
		return NGX_HTTP_INTERNAL_SERVER_ERROR;
	return ngx_http_send_response(r, NGX_HTTP_OK, &type, &value);
}
