/* SPDX-License-Identifier: MIT */
/* $portero_*: the decision, for access logs and for proxy_set_header. */
#include "gateway.h"

enum which { VERDICT, REASON, ID, GENERATION };

static const char *
text_of(const struct gateway_request *g, uintptr_t which,
	char hex[DECISION_GENERATION + 1])
{
	const struct portero_decision *d = &g->answer.decision;

	switch ((enum which)which) {
	case VERDICT:
		return d->effect == PORTERO_ALLOW ? "ALLOW" : "DENY";
	case REASON:
		return denial_reason(d->reason);
	case ID:
		return g->id;
	case GENERATION:
		break;
	}
	decision_generation(d->generation, hex);
	return hex;
}

static ngx_int_t
get(ngx_http_request_t *r, ngx_http_variable_value_t *v, uintptr_t which)
{
	const struct gateway_request *g =
		ngx_http_get_module_ctx(r, ngx_http_portero_module);
	char hex[DECISION_GENERATION + 1];
	const char *text;
	size_t n;

	if (!g || !g->judged) {
		v->not_found = 1;
		return NGX_OK;
	}
	text = text_of(g, which, hex);
	n = ngx_strlen(text);
	v->data = ngx_pnalloc(r->pool, n);
	if (!v->data)
		return NGX_ERROR;
	ngx_memcpy(v->data, text, n);
	v->len = (unsigned)n & 0xfffffff;
	v->valid = 1;
	v->no_cacheable = 1;
	v->not_found = 0;
	return NGX_OK;
}

static ngx_http_variable_t variables[] = {
	{ ngx_string("portero_verdict"), NULL, get, VERDICT,
	  NGX_HTTP_VAR_NOCACHEABLE, 0 },
	{ ngx_string("portero_reason"), NULL, get, REASON,
	  NGX_HTTP_VAR_NOCACHEABLE, 0 },
	{ ngx_string("portero_decision_id"), NULL, get, ID,
	  NGX_HTTP_VAR_NOCACHEABLE, 0 },
	{ ngx_string("portero_generation"), NULL, get, GENERATION,
	  NGX_HTTP_VAR_NOCACHEABLE, 0 },
	ngx_http_null_variable
};

ngx_int_t
gateway_add_variables(ngx_conf_t *cf)
{
	for (ngx_http_variable_t *v = variables; v->name.len; v++) {
		ngx_http_variable_t *added =
			ngx_http_add_variable(cf, &v->name, v->flags);

		if (!added)
			return NGX_ERROR;
		added->get_handler = v->get_handler;
		added->data = v->data;
	}
	return NGX_OK;
}
