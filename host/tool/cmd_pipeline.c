/* SPDX-License-Identifier: MIT */
/* portero pipeline: a dry run of a whole pipeline definition. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/report.h"
#include "../lib/textfile.h"
#include "open.h"
#include "pipeline_report.h"
#include "verbs.h"

/* StartPipelineExecution takes 50 parameters (API Reference). */
#define PARAMETERS_MAX 50

struct arguments {
	struct pipeline_setting setting;
	const char *parameters[PARAMETERS_MAX];
};

static bool
set_as(void *arg, const char *value)
{
	((struct arguments *)arg)->setting.caller = value;
	return true;
}

static bool
set_role(void *arg, const char *value)
{
	((struct arguments *)arg)->setting.execution_role = value;
	return true;
}

static bool
set_region(void *arg, const char *value)
{
	((struct arguments *)arg)->setting.region = value;
	return true;
}

static bool
set_account(void *arg, const char *value)
{
	((struct arguments *)arg)->setting.account = value;
	return true;
}

static bool
set_name(void *arg, const char *value)
{
	((struct arguments *)arg)->setting.name = value;
	return true;
}

static bool
add_parameter(void *arg, const char *value)
{
	struct arguments *a = arg;

	if (a->setting.nparameters == PARAMETERS_MAX) {
		complain("--parameter: more than %d", PARAMETERS_MAX);
		return false;
	}
	a->parameters[a->setting.nparameters++] = value;
	return true;
}

static const struct own_option own[] = {
	{ "execution-role", "ARN", "the role the pipeline runs as (needed)",
	  set_role },
	{ "region", "REGION", "where it runs (needed)", set_region },
	{ "account", "ID", "whose jobs (default: the role's account)",
	  set_account },
	{ "pipeline-name", "NAME", "what the pipeline is called", set_name },
	{ "parameter", "NAME=VALUE", "in place of a default; repeatable",
	  add_parameter },
	{ "as", "PRINCIPAL", "ask also whether he may create the pipeline",
	  set_as },
};

static const struct usage usage = {
	.synopsis = "pipeline [options] --execution-role ARN --region REGION "
		    "DEFINITION.json",
	.what = "Asks for every step of a pipeline whether its job may be "
		"created.\n",
	.own = own,
	.nown = sizeof own / sizeof *own,
	.least = 1,
	.most = 1,
};

static int
tell(const struct options *o, const struct portero_error *err)
{
	if (o->format == FORMAT_JSON)
		report_error_json(stdout, err);
	else
		report_error(stderr, err, o->err_color);
	return err->code == PORTERO_ERROR_CONFIG ? EXIT_INVALID : EXIT_TROUBLE;
}

/* OPTIONS_GO_ON, or what to exit with after telling why. */
static int
read_pipeline(struct pipeline **out, const struct arguments *a,
	      const struct options *o)
{
	struct portero_error err = { .size = sizeof err };
	const char *file = o->operands[0];
	char *text = NULL;
	size_t len;
	bool ok;

	if (!a->setting.execution_role || !a->setting.region) {
		complain("--%s is needed; see portero pipeline --help",
			 a->setting.execution_role ? "region"
						   : "execution-role");
		return EXIT_TROUBLE;
	}
	ok = textfile_read(file, TEXTFILE_MAX, &text, &len, &err) &&
	     pipeline_plan(out, strcmp(file, "-") == 0 ? "<stdin>" : file, text,
			   len, &a->setting, &err);
	free(text);
	return ok ? OPTIONS_GO_ON : tell(o, &err);
}

static int
exit_code(enum verdict verdict, enum expect expect)
{
	static const int codes[VERDICTS] = {
		[VERDICT_NOTHING] = EXIT_ALLOWED,
		[VERDICT_ALLOWED] = EXIT_ALLOWED,
		[VERDICT_UNDECIDED] = EXIT_UNDECIDED,
		[VERDICT_DENIED] = EXIT_DENIED,
	};
	const int wanted = expect == EXPECT_ALLOW ? EXIT_ALLOWED : EXIT_DENIED;

	if (expect == EXPECT_NOTHING)
		return codes[verdict];
	return codes[verdict] == wanted ? EXIT_ALLOWED : EXIT_INVALID;
}

static int
answer_pipeline(const struct pipeline *pipeline, const struct options *o)
{
	struct ask_pipeline asked;
	struct portero_host host;
	struct stack *stack = NULL;
	int code;

	open_host(&host, o);
	code = open_stack(&stack, o, &host);
	if (code != OPTIONS_GO_ON)
		return code;
	if (ask_pipeline(&asked, pipeline, stack)) {
		if (o->format == FORMAT_JSON)
			pipeline_report_json(&asked);
		else
			pipeline_report_text(&asked, o);
		code = exit_code(asked.verdict, o->expect);
	} else {
		complain("out of memory");
		code = EXIT_TROUBLE;
	}
	ask_free(&asked);
	stack_close(stack);
	return code;
}

int
cmd_pipeline(int argc, char **argv)
{
	struct arguments arguments = { .setting = { .region = NULL } };
	struct pipeline *pipeline = NULL;
	struct options o;
	int code;

	arguments.setting.parameters = arguments.parameters;
	code = options_parse(&o, &usage, &arguments, argc, argv);
	if (code != OPTIONS_GO_ON)
		return code;
	code = read_pipeline(&pipeline, &arguments, &o);
	if (code == OPTIONS_GO_ON)
		code = answer_pipeline(pipeline, &o);
	pipeline_free(pipeline);
	return code;
}
