/* SPDX-License-Identifier: MIT */
/* pipelined start, resume, stop. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../host/lib/escape.h"
#include "../../host/lib/report.h"
#include "../../host/lib/textfile.h"
#include "dry.h"
#include "engine.h"
#include "identity.h"
#include "parameters.h"
#include "permit.h"
#include "state.h"
#include "verbs.h"

#define PARAMETERS_MAX 50

struct arguments {
	const char *conf, *role, *caller, *name, *file;
	const char *parameters[PARAMETERS_MAX];
	size_t nparameters;
	bool dry, quiet;
};

static bool
parse(struct arguments *a, int argc, char **argv)
{
	static const struct option options[] = {
		{ "as", required_argument, NULL, 'a' },
		{ "dry-run", no_argument, NULL, 'n' },
		{ "execution-role", required_argument, NULL, 'r' },
		{ "parameter", required_argument, NULL, 'p' },
		{ "pipeline-name", required_argument, NULL, 'N' },
		{ "quiet", no_argument, NULL, 'q' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "a:c:nN:p:qr:", options, NULL)) !=
	       -1) {
		if (c == 'a')
			a->caller = optarg;
		else if (c == 'c')
			a->conf = optarg;
		else if (c == 'n')
			a->dry = true;
		else if (c == 'N')
			a->name = optarg;
		else if (c == 'q')
			a->quiet = true;
		else if (c == 'r')
			a->role = optarg;
		else if (c == 'p' && a->nparameters < PARAMETERS_MAX)
			a->parameters[a->nparameters++] = optarg;
		else
			return false;
	}
	if (argc - optind != 1)
		return complain("one operand is due");
	a->file = argv[optind];
	return true;
}

static int
trouble(const struct portero_error *err)
{
	report_error(stderr, err, false);
	return EXIT_TROUBLE;
}

/* Plugins and log, which every life of an orchestrator opens anew. */
static bool
open_gate(struct execution *e, const struct settings *set)
{
	struct portero_error err = { .size = sizeof err };

	e->set = set;
	e->lock = -1;
	e->log.fd = -1;
	if (stack_open(&e->stack, set->plugins, set->nplugins, NULL, &err) !=
	    PORTERO_OK) {
		trouble(&err);
		return false;
	}
	return decision_log_open(&e->log, set->log) ||
	       complain("%s cannot be written", set->log);
}

/* Parameters with their defaults, by the rules of a plan. */
static bool
read_parameters(struct execution *e, const struct arguments *a)
{
	const struct pipeline_setting setting = {
		.execution_role = e->role,
		.region = e->set->region,
		.parameters = a->parameters,
		.nparameters = a->nparameters,
	};
	struct portero_error err = { .size = sizeof err };

	e->parameters = parameters_read(e->definition, &setting, &err);
	return e->parameters || complain("%s", err.text);
}

static void
make_arn(struct execution *e)
{
	snprintf(e->arn, sizeof e->arn, "%s:pipeline/%s/execution/%s",
		 e->set->place, e->pipeline, e->id);
}

static int
outcome(const struct execution *e)
{
	/* who saw the steps has read the reason */
	const bool why = e->quiet && e->reason[0];

	printf("%s %s%s", status_text(e->status), e->arn, why ? ": " : "");
	if (why)
		escape_puts(stdout, e->reason);
	putchar('\n');
	return e->status == SUCCEEDED ? EXIT_DONE : EXIT_EXECUTION_FAILED;
}

static int
run(struct execution *e)
{
	printf("%s\n", e->arn);
	fflush(stdout);
	return engine_run(e) ? outcome(e) : EXIT_TROUBLE;
}

static int
begin(struct execution *e, const struct arguments *a, const char *text,
      size_t len)
{
	char why[WHY_MAX] = "";

	snprintf(e->pipeline, sizeof e->pipeline, "%s", a->name);
	snprintf(e->role, sizeof e->role, "%s", a->role);
	snprintf(e->caller, sizeof e->caller, "%s", a->caller);
	e->started = (int64_t)time(NULL);
	e->quiet = a->quiet;
	if (!permit_creation(e, text, len, a->parameters, a->nparameters, why))
		return complain("the pipeline may not be started: %s", why),
		       EXIT_DENIED;
	e->definition = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	if (!e->definition || !read_parameters(e, a) ||
	    !identity_execution(e->id))
		return EXIT_TROUBLE;
	make_arn(e);
	if (!execution_steps(e) || !state_create(e))
		return EXIT_TROUBLE;
	return run(e);
}

static int
start(const struct settings *set, const struct arguments *a)
{
	struct portero_error err = { .size = sizeof err };
	struct execution e = { .lock = -1 };
	char *text = NULL;
	size_t len;
	int code;

	if (!textfile_read(a->file, TEXTFILE_MAX, &text, &len, &err))
		return trouble(&err);
	if (!open_gate(&e, set)) {
		code = EXIT_TROUBLE;
	} else if (a->dry) {
		const struct pipeline_setting setting = {
			.execution_role = a->role,
			.region = set->region,
			.account = set->account,
			.name = a->name,
			.caller = a->caller,
			.parameters = a->parameters,
			.nparameters = a->nparameters,
		};

		code = dry_run(e.stack, &setting, a->file, text, len);
	} else {
		code = begin(&e, a, text, len);
	}
	execution_free(&e);
	free(text);
	return code;
}

int
verb_start(int argc, char **argv)
{
	struct arguments a = { .conf = NULL };
	struct settings set;
	int code = EXIT_TROUBLE;

	if (!parse(&a, argc, argv))
		return EXIT_TROUBLE;
	if (!a.role || (!a.dry && (!a.caller || !a.name)))
		return complain("start needs --execution-role, --as and "
				"--pipeline-name"),
		       EXIT_TROUBLE;
	if (verb_settings(&set, a.conf)) {
		code = start(&set, &a);
		settings_free(&set);
	}
	return code;
}

/* The execution that -c CONF and an id name, opened. */
static bool
reopen(struct execution *e, struct settings *set, struct arguments *a, int argc,
       char **argv, bool gate)
{
	if (!parse(a, argc, argv) || !verb_settings(set, a->conf))
		return false;
	e->set = set;
	e->log.fd = -1;
	e->quiet = a->quiet;
	if ((gate && !open_gate(e, set)) || !state_open(e, a->file))
		return false;
	make_arn(e);
	return true;
}

int
verb_resume(int argc, char **argv)
{
	struct execution e = { .lock = -1 };
	struct arguments a = { .conf = NULL };
	struct settings set = { .text = NULL };
	int code = EXIT_TROUBLE;

	if (reopen(&e, &set, &a, argc, argv, true)) {
		if (!state_lock(&e))
			complain("%s is run by another orchestrator", e.id);
		else if (status_final(e.status))
			code = outcome(&e);
		else
			code = run(&e);
	}
	execution_free(&e);
	settings_free(&set);
	return code;
}

/* Whoever runs it stops it; when nobody does, we do. */
int
verb_stop(int argc, char **argv)
{
	struct execution e = { .lock = -1 };
	struct arguments a = { .conf = NULL };
	struct settings set = { .text = NULL };
	int code = EXIT_TROUBLE;

	if (reopen(&e, &set, &a, argc, argv, true) && state_ask_stop(&e)) {
		code = EXIT_DONE;
		if (state_lock(&e) && !status_final(e.status))
			code = run(&e) == EXIT_TROUBLE ? EXIT_TROUBLE
						       : EXIT_DONE;
	}
	execution_free(&e);
	settings_free(&set);
	return code;
}
