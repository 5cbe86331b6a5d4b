/* SPDX-License-Identifier: MIT */
/* Makes and merges configurations; what is incomplete does not start. */
#include "gateway.h"

/* The counters take 25 kB; the rest is nginx's slab. */
#define ZONE_SIZE (32 * ngx_pagesize)

/* nginx.mk says where the plugin is installed. */
#ifndef PORTERO_PLUGIN_PATH
#define PORTERO_PLUGIN_PATH "/usr/local/lib/portero/portero.so"
#endif
#ifndef PORTERO_CONFIG_PATH
#define PORTERO_CONFIG_PATH "/etc/portero/portero.conf"
#endif

void *
gateway_create_main(ngx_conf_t *cf)
{
	struct gateway_main *m = ngx_pcalloc(cf->pool, sizeof *m);
	ngx_str_t name = ngx_string("portero");

	if (!m || ngx_array_init(&m->plugins, cf->pool, 2,
				 sizeof(struct stack_entry)) != NGX_OK)
		return NULL;
	m->zone = ngx_shared_memory_add(cf, &name, ZONE_SIZE,
					&ngx_http_portero_module);
	if (!m->zone)
		return NULL;
	m->cycle = cf->cycle;
	m->zone->init = gateway_init_zone;
	m->zone->data = m;
	return m;
}

char *
gateway_init_main(ngx_conf_t *cf, void *conf)
{
	struct gateway_main *m = conf;
	const bool configured =
		m->plugins.nelts > 0 || m->config.data || m->log;
	struct stack_entry *entries;

	if (m->plugins.nelts == 0) {
		entries = ngx_array_push(&m->plugins);
		if (!entries)
			return NGX_CONF_ERROR;
		*entries =
			(struct stack_entry){ .plugin = PORTERO_PLUGIN_PATH };
	}
	entries = m->plugins.elts;
	for (ngx_uint_t i = 0; i < m->plugins.nelts; i++)
		if (!entries[i].config)
			entries[i].config = m->config.data
						    ? (char *)m->config.data
						    : PORTERO_CONFIG_PATH;
	if (!m->used && configured)
		ngx_conf_log_error(NGX_LOG_WARN, cf, 0,
				   "no \"portero on\" anywhere: nothing is "
				   "judged");
	return NGX_CONF_OK;
}

void *
gateway_create_conf(ngx_conf_t *cf)
{
	struct gateway_conf *c = ngx_pcalloc(cf->pool, sizeof *c);

	if (!c)
		return NULL;
	c->enable = NGX_CONF_UNSET;
	c->show_policy = NGX_CONF_UNSET;
	c->mode = NGX_CONF_UNSET_UINT;
	c->other = NGX_CONF_UNSET_UINT;
	c->max_body = NGX_CONF_UNSET_SIZE;
	return c;
}

#define INHERIT(field)                                                         \
	do {                                                                   \
		if (!c->field)                                                 \
			c->field = p->field;                                   \
	} while (0)

/* All keys of both hold; of one that both have, that of CHILD. */
static bool
merge_keys(const ngx_array_t *parent, ngx_array_t *child)
{
	const ngx_uint_t n = child->nelts;
	const struct gateway_key *outer = parent->elts;
	struct gateway_key *to;

	for (ngx_uint_t i = 0; i < parent->nelts; i++) {
		const struct gateway_key *own = child->elts;
		ngx_uint_t k = 0;

		while (k < n && strcasecmp(own[k].key, outer[i].key) != 0)
			k++;
		if (k < n)
			continue;
		to = ngx_array_push(child);
		if (!to)
			return false;
		*to = outer[i];
	}
	return true;
}

static bool
is_made_of(const ngx_str_t *text, const char *characters)
{
	return text->len > 0 &&
	       strspn((char *)text->data, characters) == text->len;
}

/* What has no variables can be looked at now; NULL, or what is wrong. */
static const char *
look_at_values(const struct gateway_conf *c)
{
	const ngx_http_complex_value_t *v = c->account;

	if (v && !v->lengths &&
	    (v->value.len != 12 || !is_made_of(&v->value, "0123456789")))
		return "\"portero_account\" has 12 digits";
	v = c->region;
	if (!v->lengths &&
	    !is_made_of(&v->value, "abcdefghijklmnopqrstuvwxyz0123456789-"))
		return "\"portero_region\" is none, as eu-west-1";
	v = c->principal;
	if (v && !v->lengths && ngx_strncmp(v->value.data, "arn:", 4) != 0)
		return "\"portero_principal\" is not an ARN";
	return NULL;
}

char *
gateway_merge_conf(ngx_conf_t *cf, void *parent, void *child)
{
	const struct gateway_conf *p = parent;
	struct gateway_conf *c = child;
	const char *missing = NULL, *wrong;

	ngx_conf_merge_value(c->enable, p->enable, 0);
	ngx_conf_merge_value(c->show_policy, p->show_policy, 0);
	ngx_conf_merge_uint_value(c->mode, p->mode, GATEWAY_ENFORCE);
	if (c->other == NGX_CONF_UNSET_UINT)
		c->passed = p->passed;
	ngx_conf_merge_uint_value(c->other, p->other, GATEWAY_OTHER_ALLOW);
	ngx_conf_merge_size_value(c->max_body, p->max_body, 1024 * 1024);
	/* one source of the caller: a closer one replaces the other kind, too
	 */
	if (c->principal && c->caller_header.data) {
		ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
				   "\"portero_principal\" and "
				   "\"portero_principal_header\" exclude each "
				   "other");
		return NGX_CONF_ERROR;
	}
	if (!c->principal && !c->caller_header.data) {
		c->principal = p->principal;
		c->caller_header = p->caller_header;
		c->peers = p->peers;
	}
	INHERIT(session_tags);
	INHERIT(account);
	INHERIT(region);
	INHERIT(keys);
	if (c->keys != p->keys && p->keys && !merge_keys(p->keys, c->keys))
		return NGX_CONF_ERROR;
	if (!c->enable)
		return NGX_CONF_OK;
	if (!c->principal && !c->caller_header.data)
		missing = "portero_principal";
	else if (!c->region)
		missing = "portero_region";
	if (missing) {
		ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
				   "\"portero on\" needs \"%s\": without it "
				   "every call would be refused",
				   missing);
		return NGX_CONF_ERROR;
	}
	wrong = look_at_values(c);
	if (wrong)
		ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "%s", wrong);
	return wrong ? NGX_CONF_ERROR : NGX_CONF_OK;
}
