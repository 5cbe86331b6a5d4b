/* SPDX-License-Identifier: MIT */
/*
 * The policy set of a worker. Each worker opens its own, so that a reload
 * brings new code as well as new policies. A worker without one refuses
 * everything, and tries again.
 */
#include "gateway.h"

#define RETRY_AFTER 1000 /* ms */

static struct stack *stack;
static struct decision_log decisions = { .fd = -1 };
static ngx_event_t again;

const struct stack *
gateway_stack(void)
{
	return stack;
}

struct decision_log *
gateway_log(const struct gateway_main *m)
{
	/* another number after the log was opened again */
	decisions.fd = m->log ? m->log->fd : -1;
	return &decisions;
}

static void
announce(void *arg, const char *text)
{
	(void)arg;
	ngx_log_error(NGX_LOG_ALERT, ngx_cycle->log, 0, "portero: %s", text);
}

static bool
try_open(struct gateway_main *m, ngx_uint_t level)
{
	uint64_t generation;

	if (!gateway_open(&stack, m, level, ngx_cycle->log)) {
		atomic_fetch_add(&m->metrics->open_failed, 1);
		return false;
	}
	generation = gateway_generation(stack);
	metrics_opened(m->metrics, generation, ngx_time());
	/* a worker that replaces a dead one reads the files as they are now */
	if (generation != m->generation)
		ngx_log_error(NGX_LOG_WARN, ngx_cycle->log, 0,
			      "portero: this worker has policy set %016xL, the "
			      "others have %016xL: the files were changed; "
			      "reload",
			      generation, m->generation);
	return true;
}

static void
on_timer(ngx_event_t *event)
{
	struct gateway_main *m = event->data;

	if (ngx_exiting || ngx_terminate || ngx_quit)
		return;
	if (!try_open(m, NGX_LOG_ERR)) {
		ngx_add_timer(event, RETRY_AFTER);
		return;
	}
	ngx_log_error(NGX_LOG_NOTICE, ngx_cycle->log, 0,
		      "portero: the policy set is open, this worker serves "
		      "again");
}

ngx_int_t
gateway_init_process(ngx_cycle_t *cycle)
{
	struct gateway_main *m = ngx_http_cycle_get_module_main_conf(
		cycle, ngx_http_portero_module);

	if (!m || !m->used ||
	    (ngx_process != NGX_PROCESS_WORKER &&
	     ngx_process != NGX_PROCESS_SINGLE))
		return NGX_OK;
	decisions.announce = announce;
	if (try_open(m, NGX_LOG_EMERG))
		return NGX_OK;
	/* an error here would end the worker and not bring another */
	ngx_log_error(NGX_LOG_EMERG, cycle->log, 0,
		      "portero: this worker refuses every call until the "
		      "policy set can be opened");
	again.handler = on_timer;
	again.data = m;
	again.log = cycle->log;
	again.cancelable = 1;
	ngx_add_timer(&again, RETRY_AFTER);
	return NGX_OK;
}

void
gateway_exit_process(ngx_cycle_t *cycle)
{
	(void)cycle;
	stack_close(stack);
	stack = NULL;
}
