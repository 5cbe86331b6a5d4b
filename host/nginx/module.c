/* SPDX-License-Identifier: MIT */
/* The module as nginx sees it: directives, and where they hook in. */
#include "gateway.h"

/* portero_plugin PATH [CONFIG]; */
static char *
set_plugin(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
	struct gateway_main *m = conf;
	struct stack_entry *entry = ngx_array_push(&m->plugins);
	ngx_str_t *args = cf->args->elts;

	(void)cmd;
	if (!entry || ngx_conf_full_name(cf->cycle, &args[1], 1) != NGX_OK)
		return NGX_CONF_ERROR;
	*entry = (struct stack_entry){ .plugin = (char *)args[1].data };
	if (cf->args->nelts < 3)
		return NGX_CONF_OK;
	if (ngx_conf_full_name(cf->cycle, &args[2], 1) != NGX_OK)
		return NGX_CONF_ERROR;
	entry->config = (char *)args[2].data;
	return NGX_CONF_OK;
}

static char *
set_config(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
	struct gateway_main *m = conf;
	ngx_str_t *args = cf->args->elts;

	(void)cmd;
	if (m->config.data)
		return "is duplicate";
	m->config = args[1];
	if (ngx_conf_full_name(cf->cycle, &m->config, 1) != NGX_OK)
		return NGX_CONF_ERROR;
	return NGX_CONF_OK;
}

/* portero_log PATH [required]; */
static char *
set_log(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
	struct gateway_main *m = conf;
	ngx_str_t *args = cf->args->elts;

	(void)cmd;
	if (m->log)
		return "is duplicate";
	if (cf->args->nelts == 3) {
		if (ngx_strcmp(args[2].data, "required") != 0)
			return "takes a path, and may be \"required\"";
		m->log_required = 1;
	}
	if (ngx_strcmp(args[1].data, "off") == 0)
		return "takes a path: without the directive there is no log";
	/* nginx opens it and, when told, opens it again */
	m->log = ngx_conf_open_file(cf->cycle, &args[1]);
	return m->log ? NGX_CONF_OK : NGX_CONF_ERROR;
}

static char *
set_enable(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
	struct gateway_main *m =
		ngx_http_conf_get_module_main_conf(cf, ngx_http_portero_module);
	struct gateway_conf *c = conf;
	char *rv = ngx_conf_set_flag_slot(cf, cmd, conf);

	if (rv == NGX_CONF_OK && c->enable == 1)
		m->used = 1;
	return rv;
}

/*
 * portero_principal VALUE; what any client can send says nothing of who it is,
 * and portero_principal_header asks who sent it.
 */
static char *
set_caller(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
	static const char *const sent[] = { "http_", "arg_", "cookie_" };
	const ngx_str_t *args = cf->args->elts;
	const char *at = (char *)args[1].data;

	while ((at = strchr(at, '$')) != NULL) {
		at += at[1] == '{' ? 2 : 1;
		for (size_t i = 0; i < sizeof sent / sizeof *sent; i++)
			if (strncmp(at, sent[i], strlen(sent[i])) == 0)
				return "would be what any client sends: use "
				       "portero_principal_header NAME from "
				       "ADDRESS";
	}
	return ngx_http_set_complex_value_slot(cf, cmd, conf);
}

/* One of the peers that may say who the caller is; NULL or what is wrong. */
static char *
set_peer(ngx_conf_t *cf, ngx_str_t *text, ngx_cidr_t *peer)
{
	ngx_int_t rc;

	ngx_memzero(peer, sizeof *peer);
	if (ngx_strcmp(text->data, "unix:") == 0) {
		peer->family = AF_UNIX;
		return NGX_CONF_OK;
	}
	rc = ngx_ptocidr(text, peer);
	if (rc == NGX_ERROR)
		return "has an address that is none";
	if (rc == NGX_DONE)
		ngx_conf_log_error(NGX_LOG_WARN, cf, 0,
				   "low address bits of %V are meaningless",
				   text);
	if (text->len > 2 && ngx_strcmp(text->data + text->len - 2, "/0") == 0)
		ngx_conf_log_error(
			NGX_LOG_WARN, cf, 0,
			"portero_principal_header from %V: everybody "
			"can say who he is",
			text);
	return NGX_CONF_OK;
}

/* In lower case and with - for _, as gateway_is_header compares. */
static bool
fold_name(ngx_str_t *name)
{
	for (size_t i = 0; i < name->len; i++) {
		const u_char c = ngx_tolower(name->data[i]);

		name->data[i] = c == '_' ? '-' : c;
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '-' && c != '_')
			return false;
	}
	return name->len > 0;
}

/* portero_principal_header NAME from PEER ...; */
static char *
set_caller_header(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
	struct gateway_conf *c = conf;
	ngx_str_t *args = cf->args->elts;

	(void)cmd;
	if (c->caller_header.data)
		return "is duplicate";
	if (cf->args->nelts < 4 || ngx_strcmp(args[2].data, "from") != 0)
		return "wants: NAME from ADDRESS ...";
	if (!fold_name(&args[1]))
		return "has a name that is no header's";
	c->caller_header = args[1];
	c->peers = ngx_array_create(cf->pool, 4, sizeof(ngx_cidr_t));
	if (!c->peers)
		return NGX_CONF_ERROR;
	for (ngx_uint_t i = 3; i < cf->args->nelts; i++) {
		ngx_cidr_t *peer = ngx_array_push(c->peers);
		char *wrong =
			peer ? set_peer(cf, &args[i], peer) : NGX_CONF_ERROR;

		if (wrong != NGX_CONF_OK)
			return wrong;
	}
	return NGX_CONF_OK;
}

/* portero_mode enforce | audit; where it does not refuse, that is said. */
static char *
set_mode(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
	const struct gateway_conf *c = conf;
	char *rv = ngx_conf_set_enum_slot(cf, cmd, conf);

	if (rv == NGX_CONF_OK && c->mode == GATEWAY_AUDIT)
		ngx_conf_log_error(NGX_LOG_WARN, cf, 0,
				   "portero_mode audit: what the policies "
				   "refuse is logged, and passes");
	return rv;
}

/* Keys that are no gateway's to vouch for, or only by another directive. */
static const struct {
	ngx_str_t start;
	char *why;
} not_vouched[] = {
	{ ngx_string("aws:principaltag/"),
	  "cannot set tags of the caller: see portero_session_tags" },
	{ ngx_string("aws:principal"),
	  "cannot set what the caller's ARN says" },
	{ ngx_string("aws:userid"), "cannot set what the caller's ARN says" },
	{ ngx_string("aws:username"), "cannot set what the caller's ARN says" },
	{ ngx_string("aws:requesttag/"), "cannot set what the call says" },
	{ ngx_string("aws:tagkeys"), "cannot set what the call says" },
	{ ngx_string("aws:requestedregion"),
	  "cannot set the region: see portero_region" },
	{ ngx_string("aws:currenttime"), "cannot set the time" },
	{ ngx_string("aws:epochtime"), "cannot set the time" },
};

/* NULL, or why KEY is not for this directive. */
static char *
look_at_key(const struct gateway_conf *c, const ngx_str_t *key)
{
	const struct gateway_key *set = c->keys ? c->keys->elts : NULL;

	if (!ngx_strchr(key->data, ':'))
		return "wants a condition key, as aws:SourceIp";
	for (size_t i = 0; i < sizeof not_vouched / sizeof *not_vouched; i++)
		if (ngx_strncasecmp(key->data, not_vouched[i].start.data,
				    not_vouched[i].start.len) == 0)
			return not_vouched[i].why;
	for (ngx_uint_t i = 0; set && i < c->keys->nelts; i++)
		if (strcasecmp(set[i].key, (char *)key->data) == 0)
			return "has this key twice";
	return NULL;
}

/* portero_context KEY VALUE; */
static char *
set_context(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
	ngx_http_compile_complex_value_t compile;
	struct gateway_conf *c = conf;
	ngx_str_t *args = cf->args->elts;
	struct gateway_key *key;
	char *wrong = look_at_key(c, &args[1]);

	(void)cmd;
	if (wrong)
		return wrong;
	if (!c->keys)
		c->keys = ngx_array_create(cf->pool, 4, sizeof *key);
	key = c->keys ? ngx_array_push(c->keys) : NULL;
	if (!key)
		return NGX_CONF_ERROR;
	ngx_memzero(key, sizeof *key);
	key->key = (char *)args[1].data;
	ngx_memzero(&compile, sizeof compile);
	compile.cf = cf;
	compile.value = &args[2];
	compile.complex_value = &key->value;
	return ngx_http_compile_complex_value(&compile) == NGX_OK
		       ? NGX_CONF_OK
		       : NGX_CONF_ERROR;
}

/* What is in the table is judged, whatever a configuration says. */
static bool
may_pass(const ngx_str_t *operation)
{
	u_char target[128];
	const u_char *end =
		ngx_snprintf(target, sizeof target, "SageMaker.%V", operation);
	const enum apicall_kind kind = apicall_kind(
		(struct portero_str){ (char *)target, (size_t)(end - target) });

	return kind == APICALL_HARMLESS || kind == APICALL_OTHER;
}

/* portero_other allow [OPERATION ...] | deny; */
static char *
set_other(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
	struct gateway_conf *c = conf;
	ngx_str_t *args = cf->args->elts, *operation;

	(void)cmd;
	if (c->other != NGX_CONF_UNSET_UINT)
		return "is duplicate";
	if (ngx_strcmp(args[1].data, "deny") == 0) {
		c->other = GATEWAY_OTHER_DENY;
		return cf->args->nelts == 2 ? NGX_CONF_OK
					    : "takes no names after deny";
	}
	if (ngx_strcmp(args[1].data, "allow") != 0)
		return "is allow or deny";
	c->other = GATEWAY_OTHER_ALLOW;
	c->passed = ngx_array_create(cf->pool, 4, sizeof *operation);
	if (!c->passed)
		return NGX_CONF_ERROR;
	for (ngx_uint_t i = 2; i < cf->args->nelts; i++) {
		if (!may_pass(&args[i]))
			return "names what is judged always, or no operation";
		operation = ngx_array_push(c->passed);
		if (!operation)
			return NGX_CONF_ERROR;
		*operation = args[i];
	}
	return NGX_CONF_OK;
}

static char *
set_metrics(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
	ngx_http_core_loc_conf_t *core =
		ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);

	(void)cmd, (void)conf;
	core->handler = gateway_status;
	return NGX_CONF_OK;
}

static ngx_conf_enum_t modes[] = { { ngx_string("enforce"), GATEWAY_ENFORCE },
				   { ngx_string("audit"), GATEWAY_AUDIT },
				   { ngx_null_string, 0 } };

#define HTTP	    NGX_HTTP_MAIN_CONF
#define ANY	    (NGX_HTTP_MAIN_CONF | NGX_HTTP_SRV_CONF | NGX_HTTP_LOC_CONF)
#define FIELD(name) offsetof(struct gateway_conf, name)

/* name, where and how many arguments, function, which struct, field, more */
#define M(name, args, set)                                                     \
	{                                                                      \
		ngx_string(name), HTTP | (args), set,                          \
			NGX_HTTP_MAIN_CONF_OFFSET, 0, NULL                     \
	}
#define L(name, args, set, field, post)                                        \
	{                                                                      \
		ngx_string(name), ANY | (args), set, NGX_HTTP_LOC_CONF_OFFSET, \
			field, post                                            \
	}

static ngx_command_t commands[] = {
	M("portero_plugin", NGX_CONF_TAKE12, set_plugin),
	M("portero_config", NGX_CONF_TAKE1, set_config),
	M("portero_log", NGX_CONF_TAKE12, set_log),
	L("portero", NGX_CONF_FLAG, set_enable, FIELD(enable), NULL),
	L("portero_principal", NGX_CONF_TAKE1, set_caller, FIELD(principal),
	  NULL),
	L("portero_principal_header", NGX_CONF_2MORE, set_caller_header, 0,
	  NULL),
	L("portero_session_tags", NGX_CONF_TAKE1,
	  ngx_http_set_complex_value_slot, FIELD(session_tags), NULL),
	L("portero_context", NGX_CONF_TAKE2, set_context, 0, NULL),
	L("portero_account", NGX_CONF_TAKE1, ngx_http_set_complex_value_slot,
	  FIELD(account), NULL),
	L("portero_region", NGX_CONF_TAKE1, ngx_http_set_complex_value_slot,
	  FIELD(region), NULL),
	L("portero_mode", NGX_CONF_TAKE1, set_mode, FIELD(mode), modes),
	L("portero_other", NGX_CONF_1MORE, set_other, 0, NULL),
	L("portero_max_body", NGX_CONF_TAKE1, ngx_conf_set_size_slot,
	  FIELD(max_body), NULL),
	L("portero_show_policy", NGX_CONF_FLAG, ngx_conf_set_flag_slot,
	  FIELD(show_policy), NULL),
	{ ngx_string("portero_metrics"), NGX_HTTP_LOC_CONF | NGX_CONF_NOARGS,
	  set_metrics, NGX_HTTP_LOC_CONF_OFFSET, 0, NULL },
	ngx_null_command
};

/*
 * Behind the access phase, before anything makes content: who the caller is has
 * been settled then, "satisfy any" does not skip it, and subrequests come
 * through as well. Handlers of a phase run last one first, so this one is
 * before try_files and mirror. What a client must not send goes first of all,
 * also where nothing is judged.
 */
static ngx_int_t
hook_in(ngx_conf_t *cf)
{
	ngx_http_core_main_conf_t *core =
		ngx_http_conf_get_module_main_conf(cf, ngx_http_core_module);
	ngx_http_handler_pt *first = ngx_array_push(
		&core->phases[NGX_HTTP_POST_READ_PHASE].handlers);
	ngx_http_handler_pt *h = ngx_array_push(
		&core->phases[NGX_HTTP_PRECONTENT_PHASE].handlers);

	if (!first || !h)
		return NGX_ERROR;
	*first = gateway_first;
	*h = gateway_handler;
	gateway_filter_errors();
	return NGX_OK;
}

static ngx_http_module_t context = {
	gateway_add_variables, /* preconfiguration */
	hook_in,	       /* postconfiguration */
	gateway_create_main,
	gateway_init_main,
	NULL,
	NULL,
	gateway_create_conf,
	gateway_merge_conf
};

ngx_module_t ngx_http_portero_module = {
	NGX_MODULE_V1,
	&context,
	commands,
	NGX_HTTP_MODULE,
	NULL,		      /* init master */
	NULL,		      /* init module */
	gateway_init_process, /* init process */
	NULL,		      /* init thread */
	NULL,		      /* exit thread */
	gateway_exit_process, /* exit process */
	NULL,		      /* exit master */
	NGX_MODULE_V1_PADDING
};
