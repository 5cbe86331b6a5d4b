/* SPDX-License-Identifier: MIT */
/* Reads a request, asks the stack, reports: what check and explain share. */
#include "ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/error.h"
#include "../lib/escape.h"
#include "../lib/report.h"
#include "../lib/sagemaker.h"
#include "../lib/textfile.h"
#include "open.h"
#include "verbs.h"

static bool
set_action(void *arg, const char *value)
{
	((struct ask_call *)arg)->action = value;
	return true;
}

static bool
set_as(void *arg, const char *value)
{
	((struct ask_call *)arg)->as = value;
	return true;
}

static bool
set_region(void *arg, const char *value)
{
	((struct ask_call *)arg)->region = value;
	return true;
}

static bool
set_account(void *arg, const char *value)
{
	((struct ask_call *)arg)->account = value;
	return true;
}

const struct own_option ask_options[ASK_OPTIONS] = {
	{ "action", "A",
	  "the files are bodies of this API call: "
	  "sagemaker:CreateTrainingJob",
	  set_action },
	{ "as", "ARN", "who makes the call", set_as },
	{ "region", "R", "where", set_region },
	{ "account", "ID", "in which account (default: the caller's)",
	  set_account },
};

/* ---- from a file to a request ---- */

static bool
read_body(struct request *out, const struct ask_call *call, const char *path,
	  const char *text, size_t len, struct portero_error *err)
{
	static const char service[] = "sagemaker:";
	const char *operation = call->action;
	const struct portero_str as = slice_of(call->as);
	const struct sagemaker_scope scope = {
		.partition = slice_field(as, ':', 1),
		.region = slice_of(call->region),
		.account = call->account ? slice_of(call->account)
					 : slice_field(as, ':', 4),
		.principal = as,
	};
	struct jtext body = { .text = NULL };
	bool good = false;

	if (strncmp(operation, service, sizeof service - 1) == 0)
		operation += sizeof service - 1;
	if (scope.partition.len == 0 || scope.account.len == 0) {
		error_set(err, PORTERO_ERROR_USAGE, "as", NULL,
			  "--as: \"%s\" is not an ARN", call->as);
	} else if (!jtext_read(&body, text, len)) {
		error_place(err, path, text, len, body.error_offset,
			    body.error_width);
		error_set(err, PORTERO_ERROR_USAGE, "json", NULL, "%s",
			  body.error);
	} else {
		error_place(err, path, NULL, 0, 0, 0);
		good = sagemaker_request(out, &scope, operation, &body, err);
	}
	jtext_free(&body);
	return good;
}

static bool
read_request(struct request *out, const struct ask *ask, const char *path,
	     struct portero_error *err)
{
	const char *name = strcmp(path, "-") == 0 ? "<stdin>" : path;
	char *text;
	size_t len;
	bool good;

	if (!textfile_read(path, TEXTFILE_MAX, &text, &len, err))
		return false;
	if (ask->call->action)
		good = read_body(out, ask->call, name, text, len, err);
	else
		good = request_parse(out, name, text, len, err);
	free(text);
	return good;
}

/* ---- the answer ---- */

int
ask_exit(const struct portero_decision *d)
{
	if (d->effect == PORTERO_ALLOW)
		return EXIT_ALLOWED;
	switch (d->reason) {
	case PORTERO_REASON_UNDECIDED:
	case PORTERO_REASON_BUDGET:
		return EXIT_UNDECIDED;
	case PORTERO_REASON_BAD_REQUEST:
		return EXIT_INVALID;
	default:
		return d->reason >= PORTERO_REASON_UNJUDGED ? EXIT_TROUBLE
							    : EXIT_DENIED;
	}
}

/* The exit code, compared with --expect. */
static int
compare(const struct options *o, int code)
{
	if (o->expect == EXPECT_NOTHING || code == EXIT_TROUBLE)
		return code;
	if (code == (o->expect == EXPECT_ALLOW ? EXIT_ALLOWED : EXIT_DENIED))
		return EXIT_ALLOWED;
	return EXIT_INVALID;
}

static void
tell_error(const struct ask *ask, const struct portero_error *err)
{
	/* a program that reads JSON gets its answer there, errors too */
	if (ask->options->format == FORMAT_JSON)
		report_error_json(stdout, err);
	else
		report_error(stderr, err, ask->options->err_color);
}

/* Does the role ROLE trust SERVICE? */
static bool
trusts(const struct ask *ask, struct portero_str role,
       struct portero_str service, int64_t now)
{
	static const char action[] = "sts:AssumeRole";
	const struct portero_request request = {
		.size = sizeof request,
		.principal = service,
		.action = { action, sizeof action - 1 },
		.resource = role,
		.now = now,
	};
	struct portero_decision d = { .size = sizeof d };

	return stack_check_access(ask->stack, &request, &d) == 0;
}

/*
 * A mistake that is made often: the caller's role and the job's are exchanged.
 * Then the job's role does not trust the service, but the caller's does.
 */
static void
note_exchanged(const struct ask *ask, const struct portero_request *r,
	       const struct trace *trace)
{
	for (size_t i = 0; i < trace_count(trace); i++) {
		const struct portero_event *e = trace_event(trace, i);

		if (e->kind != PORTERO_EVENT_ANSWER ||
		    e->reason != PORTERO_REASON_TRUST_NO_SERVICE ||
		    e->item >= r->nroles ||
		    !trusts(ask, r->principal, r->roles[e->item].service,
			    r->now))
			continue;
		fputs("note: the caller's own role does trust ", stdout);
		escape_print(stdout, r->roles[e->item].service.ptr,
			     r->roles[e->item].service.len);
		puts(": were the two roles exchanged?");
		return;
	}
}

static int
answer(const struct ask *ask, const char *path, struct request *request,
       struct trace *trace)
{
	struct portero_decision d = { .size = sizeof d };
	struct report report = { .decision = &d,
				 .trace = trace,
				 .stack = ask->stack,
				 .directory = ask->directory,
				 .name = ask->options->noperands > 1 ? path
								     : NULL,
				 .color = ask->options->color,
				 .verdict_only = ask->options->verbose < 0,
				 .every_statement = ask->every_statement };

	if (ask->options->now)
		request_set_now(request, ask->options->now);
	request_set_trace(request, trace_hook(trace));
	report.request = request_get(request);
	if (!report.request) {
		complain("out of memory");
		return EXIT_TROUBLE;
	}
	stack_check_job_creation(ask->stack, report.request, &d);
	if (ask->options->format == FORMAT_JSON) {
		report_json(stdout, &report);
	} else {
		report_text(stdout, &report);
		if (!report.verdict_only)
			note_exchanged(ask, report.request, trace);
	}
	return compare(ask->options, ask_exit(&d));
}

int
ask_file(const struct ask *ask, const char *path)
{
	struct portero_error err = { .size = sizeof err };
	struct request *request = request_new();
	struct trace *trace = trace_new();
	int code = EXIT_TROUBLE;

	if (!request || !trace) {
		complain("out of memory");
	} else if (!read_request(request, ask, path, &err)) {
		tell_error(ask, &err);
		code = err.code == PORTERO_ERROR_SYSTEM ? EXIT_TROUBLE
							: EXIT_INVALID;
	} else {
		code = answer(ask, path, request, trace);
	}
	request_free(request);
	trace_free(trace);
	return code;
}

/* Of several answers the one that matters most to whoever sees one code. */
static int
worse(int a, int b)
{
	static const int ranks[] = { [EXIT_ALLOWED] = 0,
				     [EXIT_TROUBLE] = 4,
				     [EXIT_DENIED] = 2,
				     [EXIT_INVALID] = 3,
				     [EXIT_UNDECIDED] = 1 };

	return ranks[b] > ranks[a] ? b : a;
}

static bool
check_call(const struct ask_call *call)
{
	if (!call->action && !call->as && !call->region && !call->account)
		return true;
	if (call->action && call->as && call->region)
		return true;
	complain("--action, --as and --region go together");
	return false;
}

int
ask_all(const struct options *o, const struct ask_call *call,
	bool every_statement)
{
	struct ask ask = { .options = o,
			   .call = call,
			   .every_statement = every_statement };
	char *config = open_config_path(o), *slash;
	struct portero_host host;
	struct stack *stack = NULL;
	int code;

	open_host(&host, o);
	code = config && check_call(call) ? open_stack(&stack, o, &host)
					  : EXIT_TROUBLE;
	if (code == OPTIONS_GO_ON) {
		slash = strrchr(config, '/');
		if (slash)
			slash[slash == config] = '\0';
		ask.directory = slash ? config : "";
		ask.stack = stack;
		code = EXIT_ALLOWED;
		for (int i = 0; i < o->noperands; i++)
			code = worse(code, ask_file(&ask, o->operands[i]));
	}
	stack_close(stack);
	free(config);
	return code;
}
