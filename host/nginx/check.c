/* SPDX-License-Identifier: MIT */
/*
 * Opens the plugins of a configuration: for good in a worker, and for a try
 * when the configuration is read. The try is made by a child with the rights of
 * a worker: the master must not load the plugin itself, or its workers would
 * keep that copy for ever, and what root may read a worker may not.
 */
#include "gateway.h"

#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

/* A set of many megabytes opens in a second; a plugin that hangs is none. */
#define PATIENCE 60000 /* ms */

static void
plugin_log(void *arg, uint32_t level, const char *text, size_t len)
{
	const ngx_uint_t at = level == PORTERO_LOG_ERROR     ? NGX_LOG_ERR
			      : level == PORTERO_LOG_WARNING ? NGX_LOG_WARN
							     : NGX_LOG_INFO;

	ngx_log_error(at, (ngx_log_t *)arg, 0, "portero: %*s", len, text);
}

static void
tell(const struct portero_error *err, ngx_uint_t level, ngx_log_t *log)
{
	const char *end = err->hint[0] ? "; " : "";

	if (err->line > 0) {
		ngx_log_error(level, log, 0, "portero: %s:%uD:%uD: %s%s%s",
			      err->file, err->line, err->column, err->text, end,
			      err->hint);
	} else {
		ngx_log_error(level, log, 0, "portero: %s%s%s%s%s", err->file,
			      err->file[0] ? ": " : "", err->text, end,
			      err->hint);
	}
}

static bool
open_stack(struct stack **out, const struct gateway_main *m, ngx_log_t *log,
	   struct portero_error *err)
{
	/* the stack may ask for it as long as it is open */
	static struct portero_host host;

	host = (struct portero_host){ .size = sizeof host,
				      .arg = log,
				      .log = plugin_log };
	return stack_open(out, m->plugins.elts, m->plugins.nelts, &host, err) ==
	       PORTERO_OK;
}

bool
gateway_open(struct stack **out, const struct gateway_main *m, ngx_uint_t level,
	     ngx_log_t *log)
{
	struct portero_error err = { .size = sizeof err };

	if (open_stack(out, m, log, &err))
		return true;
	tell(&err, level, log);
	return false;
}

/* Every decision tells it, also one about nothing. */
uint64_t
gateway_generation(const struct stack *s)
{
	struct portero_request nothing = { .size = sizeof nothing };
	struct portero_decision d = { .size = sizeof d };

	stack_check_job_creation(s, &nothing, &d);
	return d.generation;
}

/* What the child reports: less than a pipe takes in one piece. */
struct report {
	bool good;
	uint64_t generation;
	struct portero_error err;
};

static bool
become_worker(const struct gateway_main *m)
{
	const ngx_core_conf_t *core = (ngx_core_conf_t *)ngx_get_conf(
		m->cycle->conf_ctx, ngx_core_module);

	if (geteuid() != 0 || core->user == (ngx_uid_t)NGX_CONF_UNSET_UINT)
		return true;
	return setgid(core->group) == 0 &&
	       initgroups(core->username, core->group) == 0 &&
	       setuid(core->user) == 0;
}

static void
try_as_worker(const struct gateway_main *m, ngx_log_t *log, int out)
{
	struct report report = { .err = { .size = sizeof report.err } };
	struct stack *s = NULL;
	ssize_t n;

	if (!become_worker(m)) {
		report.err.code = PORTERO_ERROR_SYSTEM;
		ngx_snprintf((u_char *)report.err.text,
			     sizeof report.err.text - 1,
			     "cannot take the rights of a worker%Z");
	} else if (open_stack(&s, m, log, &report.err)) {
		report.good = true;
		report.generation = gateway_generation(s);
	}
	n = write(out, &report, sizeof report);
	_exit(n == (ssize_t)sizeof report ? 0 : 1);
}

static bool
hear(int in, struct report *report)
{
	struct pollfd p = { .fd = in, .events = POLLIN };
	int n;

	do
		n = poll(&p, 1, PATIENCE);
	while (n < 0 && errno == EINTR);
	return n == 1 &&
	       read(in, report, sizeof *report) == (ssize_t)sizeof *report;
}

static bool
no_process(ngx_log_t *log)
{
	ngx_log_error(NGX_LOG_EMERG, log, ngx_errno,
		      "portero: no process to try the plugins");
	return false;
}

/* What a child finds, in REPORT; false, and why is told: nothing was heard. */
static bool
ask_child(const struct gateway_main *m, ngx_log_t *log, struct report *report)
{
	bool heard;
	int ends[2];
	pid_t pid;

	if (pipe(ends) != 0)
		return no_process(log);
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		try_as_worker(m, log, ends[1]);
	}
	close(ends[1]);
	heard = pid > 0 && hear(ends[0], report);
	close(ends[0]);
	if (pid < 0)
		return no_process(log);
	if (!heard) {
		kill(pid, SIGKILL);
		ngx_log_error(NGX_LOG_EMERG, log, 0,
			      "portero: the plugins crash or hang when they "
			      "are opened");
	}
	/* nginx's own handler may have taken it: no matter */
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return heard;
}

ngx_int_t
gateway_check(struct gateway_main *m, ngx_log_t *log)
{
	struct report report = { .good = false };

	if (!ask_child(m, log, &report))
		return NGX_ERROR;
	if (!report.good) {
		tell(&report.err, NGX_LOG_EMERG, log);
		return NGX_ERROR;
	}
	m->generation = report.generation;
	return NGX_OK;
}
