/* SPDX-License-Identifier: MIT */
/* gateway.h - the nginx module: its configuration, and what its files share. */
#ifndef PORTERO_NGINX_GATEWAY_H
#define PORTERO_NGINX_GATEWAY_H

/* nginx's own headers want to come first, and in this order */
#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

#include "../lib/apicall.h"
#include "../lib/decision_log.h"
#include "../lib/metrics.h"
#include "../lib/stack.h"

extern ngx_module_t ngx_http_portero_module;

#define GATEWAY_JSON "application/x-amz-json-1.1"

/* http{}: one stack of plugins, one log, one set of counters. */
struct gateway_main {
	ngx_cycle_t *cycle;	 /* that this configuration is of */
	ngx_array_t plugins;	 /* struct stack_entry; text ends in NUL */
	ngx_str_t config;	 /* of plugins that name none themselves */
	ngx_open_file_t *log;	 /* NULL: no decision log */
	ngx_flag_t log_required; /* what cannot be logged is not allowed */
	ngx_flag_t used;	 /* some location says portero on */
	ngx_shm_zone_t *zone;
	struct metrics *metrics; /* shared by all processes */
	uint64_t generation;	 /* seen when the configuration was read */
};

enum gateway_mode { GATEWAY_ENFORCE, GATEWAY_AUDIT };
enum gateway_other { GATEWAY_OTHER_ALLOW, GATEWAY_OTHER_DENY };

/* A condition key that the configuration vouches for. */
struct gateway_key {
	const char *key;
	ngx_http_complex_value_t value;
};

/* server{} and location{} */
struct gateway_conf {
	ngx_flag_t enable, show_policy;
	ngx_uint_t mode, other; /* OTHER also says whose PASSED counts */
	size_t max_body;
	ngx_http_complex_value_t *principal; /* or, instead, */
	ngx_str_t caller_header; /* in lower case, from one of these peers */
	ngx_array_t *peers;	 /* ngx_cidr_t */
	ngx_http_complex_value_t *session_tags, *account, *region;
	ngx_array_t *keys;   /* struct gateway_key */
	ngx_array_t *passed; /* ngx_str_t: operations that pass as well */
};

/* One request on its way. */
struct gateway_request {
	struct apicall call;
	struct apicall_answer answer;
	char id[DECISION_ID + 1];
	unsigned screened : 1; /* only the body is left to be judged */
	unsigned judged : 1;   /* the answer is there */
	unsigned done : 1;     /* it may pass */
};

/* conf.c */
void *gateway_create_main(ngx_conf_t *cf);
char *gateway_init_main(ngx_conf_t *cf, void *conf);
void *gateway_create_conf(ngx_conf_t *cf);
char *gateway_merge_conf(ngx_conf_t *cf, void *parent, void *child);

/* plugin.c: the stack of this worker; NULL: refuse everything. */
const struct stack *gateway_stack(void);
struct decision_log *gateway_log(const struct gateway_main *m);
ngx_int_t gateway_init_process(ngx_cycle_t *cycle);
void gateway_exit_process(ngx_cycle_t *cycle);

/* check.c: can a worker open what the configuration names? */
ngx_int_t gateway_check(struct gateway_main *m, ngx_log_t *log);
/* Opens the stack of M; false, and says why at LEVEL. */
bool gateway_open(struct stack **out, const struct gateway_main *m,
		  ngx_uint_t level, ngx_log_t *log);
uint64_t gateway_generation(const struct stack *s);

/* handler.c; the first is before everything else, once for a request */
ngx_int_t gateway_first(ngx_http_request_t *r);
ngx_int_t gateway_handler(ngx_http_request_t *r);

/* form.c: NULL, or why it is not a call of an AWS JSON API */
const char *gateway_form(ngx_http_request_t *r, struct portero_str *target);

/* caller.c: who calls and what is vouched for; false: not even that. */
bool gateway_caller(ngx_http_request_t *r, const struct gateway_conf *conf,
		    struct apicall *call);

/* body.c: all of it in one piece; false: it could not be read */
size_t gateway_body_size(ngx_http_request_t *r);
bool gateway_body(ngx_http_request_t *r, struct portero_str *body);

/* answer.c; VALUE stays the caller's */
ngx_int_t gateway_add_header(ngx_http_request_t *r, const char *name,
			     const char *value);
ngx_int_t gateway_send(ngx_http_request_t *r, const struct denial *denial,
		       const char *id);

/* errors.c: what nginx itself answers is JSON, too */
void gateway_filter_errors(void);

/* headers.c: what the upstream is told, and by nobody else */
ngx_int_t gateway_strip_headers(ngx_http_request_t *r);
ngx_int_t gateway_add_headers(ngx_http_request_t *r,
			      const struct gateway_request *g);
/* Is the NAME of H this one, where _ is as good as -? */
bool gateway_is_header(const ngx_table_elt_t *h, const char *name, size_t len);

/* status.c */
ngx_int_t gateway_status(ngx_http_request_t *r);
ngx_int_t gateway_init_zone(ngx_shm_zone_t *zone, void *old);

/* variables.c */
ngx_int_t gateway_add_variables(ngx_conf_t *cf);

#endif
