/* SPDX-License-Identifier: MIT */
/*
 * A request on its way: form, operation, body, caller, decision. Everything
 * that is not an allow ends here, with an answer of our own that error_page
 * does not see; only finish() lets a request go on.
 */
#include "gateway.h"

static struct gateway_main *
main_conf(ngx_http_request_t *r)
{
	return ngx_http_get_module_main_conf(r, ngx_http_portero_module);
}

static struct gateway_conf *
conf_of(ngx_http_request_t *r)
{
	return ngx_http_get_module_loc_conf(r, ngx_http_portero_module);
}

static void
free_answer(void *data)
{
	struct gateway_request *g = data;

	apicall_free(&g->answer);
}

static struct gateway_request *
new_request(ngx_http_request_t *r)
{
	struct gateway_request *g = ngx_pcalloc(r->pool, sizeof *g);
	ngx_pool_cleanup_t *cleanup = ngx_pool_cleanup_add(r->pool, 0);

	if (!g || !cleanup)
		return NULL;
	cleanup->handler = free_answer;
	cleanup->data = g;
	ngx_http_set_ctx(r, g, ngx_http_portero_module);
	return g;
}

static struct portero_str
str(ngx_str_t s)
{
	return (struct portero_str){ (char *)s.data, s.len };
}

/* Counts and logs the decision; false: it had to be logged and was not. */
static bool
record(ngx_http_request_t *r, const struct gateway_request *g)
{
	const struct apicall_answer *a = &g->answer;
	const struct gateway_main *m = main_conf(r);
	struct decision_record record = {
		.id = g->id,
		.decision = &a->decision,
		.request = a->request,
		.principal = g->call.principal,
		.action = { a->action, strlen(a->action) },
		.client = str(r->connection->addr_text),
		.audit = conf_of(r)->mode == GATEWAY_AUDIT,
		.nanoseconds = a->nanoseconds,
	};

	metrics_count(m->metrics, record.action, &a->decision, a->nanoseconds);
	if (!m->log || decision_log_write(gateway_log(m), &record))
		return true;
	atomic_fetch_add(&m->metrics->log_lost, 1);
	return !m->log_required;
}

/* The one way on: NGX_DECLINED goes to the next handler. */
static ngx_int_t
finish(ngx_http_request_t *r, struct gateway_request *g)
{
	if (gateway_add_headers(r, g) != NGX_OK)
		return NGX_HTTP_INTERNAL_SERVER_ERROR;
	g->done = 1;
	return NGX_DECLINED;
}

/*
 * What becomes of the answer in G; SAY replaces the words of its refusal. After
 * a refusal the request is finalized here and NGX_DONE says so: NGX_OK would
 * mean "go on".
 */
static ngx_int_t
conclude(ngx_http_request_t *r, struct gateway_request *g, struct denial *say)
{
	struct apicall_answer *a = &g->answer;
	struct denial denial;

	g->judged = 1;
	if (!record(r, g)) {
		a->decision.effect = PORTERO_DENY;
		a->decision.reason = PORTERO_REASON_INTERNAL;
		say = NULL;
	} else if (a->decision.effect == PORTERO_ALLOW) {
		return finish(r, g);
	} else if (conf_of(r)->mode == GATEWAY_AUDIT) {
		atomic_fetch_add(&main_conf(r)->metrics->audited, 1);
		return finish(r, g);
	}
	denial_make(&denial, a->request, &a->decision, conf_of(r)->show_policy,
		    g->id);
	ngx_http_finalize_request(r,
				  gateway_send(r, say ? say : &denial, g->id));
	return NGX_DONE;
}

static ngx_int_t
refuse(ngx_http_request_t *r, struct gateway_request *g, uint32_t reason,
       const char *detail, struct denial *say)
{
	apicall_refuse(&g->answer, &g->call, reason, detail);
	return conclude(r, g, say);
}

static ngx_int_t
refuse_size(ngx_http_request_t *r, struct gateway_request *g)
{
	struct denial say;

	denial_say(&say, NGX_HTTP_REQUEST_ENTITY_TOO_LARGE,
		   "RequestEntityTooLargeException",
		   "The body is larger than %zu bytes", conf_of(r)->max_body);
	return refuse(r, g, PORTERO_REASON_BAD_REQUEST, "the body is too large",
		      &say);
}

static bool
is_passed(const struct gateway_conf *c, struct portero_str operation)
{
	const ngx_str_t *names = c->passed ? c->passed->elts : NULL;

	for (ngx_uint_t i = 0; names && i < c->passed->nelts; i++)
		if (names[i].len == operation.len &&
		    ngx_memcmp(names[i].data, operation.ptr, operation.len) ==
			    0)
			return true;
	return false;
}

static ngx_int_t
refuse_form(ngx_http_request_t *r, struct gateway_request *g, const char *wrong)
{
	struct denial say;

	denial_say(&say, NGX_HTTP_BAD_REQUEST, "UnknownOperationException",
		   "%s", wrong);
	return refuse(r, g, PORTERO_REASON_BAD_REQUEST, wrong, &say);
}

/* Form, operation, caller; NGX_AGAIN: the body decides. */
static ngx_int_t
screen(ngx_http_request_t *r, struct gateway_request *g)
{
	const struct gateway_conf *c = conf_of(r);
	const char *wrong = gateway_form(r, &g->call.target);
	struct denial say;

	if (!gateway_caller(r, c, &g->call))
		return NGX_HTTP_INTERNAL_SERVER_ERROR;
	if (wrong)
		return refuse_form(r, g, wrong);
	switch (apicall_screen(&g->call, c->other == GATEWAY_OTHER_ALLOW,
			       is_passed(c, apicall_operation(g->call.target)),
			       &g->answer, &say)) {
	case APICALL_PASS:
		atomic_fetch_add(&main_conf(r)->metrics->passed, 1);
		return finish(r, g);
	case APICALL_JUDGE:
		g->screened = 1;
		break;
	case APICALL_REFUSED:
		return conclude(r, g, &say);
	}
	return NGX_AGAIN;
}

/* The whole call is here. */
static ngx_int_t
judge(ngx_http_request_t *r, struct gateway_request *g)
{
	const ngx_int_t rc = g->screened ? NGX_AGAIN : screen(r, g);

	if (rc != NGX_AGAIN)
		return rc;
	/* in chunks, its size is known only now */
	if (gateway_body_size(r) > conf_of(r)->max_body)
		return refuse_size(r, g);
	if (!gateway_body(r, &g->call.body))
		return refuse(r, g, PORTERO_REASON_INTERNAL,
			      "the body could not be read", NULL);
	apicall_judge(gateway_stack(), &g->call, &g->answer);
	return conclude(r, g, NULL);
}

static void
on_body(ngx_http_request_t *r)
{
	struct gateway_request *g =
		ngx_http_get_module_ctx(r, ngx_http_portero_module);
	const ngx_int_t rc = judge(r, g);

	if (rc == NGX_DONE)
		return;
	if (rc != NGX_DECLINED) {
		ngx_http_finalize_request(r, rc);
		return;
	}
	r->preserve_body = 1;
	r->write_event_handler = ngx_http_core_run_phases;
	ngx_http_core_run_phases(r);
}

static ngx_int_t
read_body(ngx_http_request_t *r)
{
	ngx_int_t rc;

	r->request_body_in_single_buf = 1;
	rc = ngx_http_read_client_request_body(r, on_body);
	if (rc >= NGX_HTTP_SPECIAL_RESPONSE)
		return rc;
	ngx_http_finalize_request(r, NGX_DONE);
	return NGX_DONE;
}

/*
 * A client of HTTP/2 may not hear an answer that comes before it has sent its
 * body: there, everything waits for the body.
 */
static ngx_int_t
begin(ngx_http_request_t *r, struct gateway_request *g)
{
	const bool large =
		r->headers_in.content_length_n > (off_t)conf_of(r)->max_body;
	const ngx_int_t rc = r->stream && !large ? NGX_AGAIN : screen(r, g);

	if (rc != NGX_AGAIN)
		return rc;
	return large ? refuse_size(r, g) : read_body(r);
}

ngx_int_t
gateway_first(ngx_http_request_t *r)
{
	if (main_conf(r)->used && gateway_strip_headers(r) != NGX_OK)
		return NGX_HTTP_INTERNAL_SERVER_ERROR;
	return NGX_DECLINED;
}

ngx_int_t
gateway_handler(ngx_http_request_t *r)
{
	struct gateway_request *g =
		ngx_http_get_module_ctx(r, ngx_http_portero_module);

	/* the counters are no call of the API */
	if (!conf_of(r)->enable || r->content_handler == gateway_status)
		return NGX_DECLINED;
	if (g) /* the phases run again when the body is there */
		return g->done ? NGX_DECLINED : NGX_DONE;
	g = new_request(r);
	if (!g || gateway_strip_headers(r) != NGX_OK || !decision_id(g->id))
		return NGX_HTTP_INTERNAL_SERVER_ERROR;
	return begin(r, g);
}
