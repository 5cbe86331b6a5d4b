/* SPDX-License-Identifier: MIT */
/* portero name: the parts of a job's name, and what fits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "name.h"
#include "verbs.h"

static bool
set_step(void *arg, const char *value)
{
	struct name_plan *plan = arg;
	const struct name_kind *kind;
	const size_t n = strlen(value);
	char shorter[32];

	/* "TrainingStep" is how the SDK calls it */
	if (n > 4 && n < sizeof shorter && strcmp(value + n - 4, "Step") == 0)
		snprintf(shorter, sizeof shorter, "%.*s", (int)n - 4, value);
	else
		snprintf(shorter, sizeof shorter, "%.31s", value);
	kind = nameform_kind(shorter);
	if (!kind) {
		complain("--step: \"%s\" is none of these:", value);
		for (kind = name_kinds; kind->kind; kind++)
			fprintf(stderr, "  %s\n", kind->kind);
		return false;
	}
	plan->kind = *kind;
	plan->step = value;
	return true;
}

static bool
set_prefix(void *arg, const char *value)
{
	((struct name_plan *)arg)->prefix = value;
	return true;
}

static bool
set_retries(void *arg, const char *value)
{
	if (!*value || strlen(value) > 6 ||
	    value[strspn(value, "0123456789")]) {
		complain("--retries: \"%s\" is not a number", value);
		return false;
	}
	((struct name_plan *)arg)->retries = (unsigned)strtoul(value, NULL, 10);
	return true;
}

static bool
set_name(void *arg, const char *value)
{
	((struct name_plan *)arg)->name = value;
	return true;
}

static bool
set_limits(void *arg, const char *value)
{
	((struct name_plan *)arg)->limits = value;
	return true;
}

static bool
set_as(void *arg, const char *value)
{
	((struct name_plan *)arg)->as = value;
	return true;
}

static bool
set_region(void *arg, const char *value)
{
	((struct name_plan *)arg)->region = value;
	return true;
}

static bool
set_account(void *arg, const char *value)
{
	((struct name_plan *)arg)->account = value;
	return true;
}

static const struct own_option own[] = {
	{ "step", "KIND", "Training, Processing, Transform, Tuning, ...",
	  set_step },
	{ "prefix", "P", "the custom prefix (base_job_name)", set_prefix },
	{ "retries", "N", "how often a step may be retried", set_retries },
	{ "name", "NAME", "read this name from the right", set_name },
	{ "limits", "FILE", "other limits: {\"Training\":{\"name\":63}}",
	  set_limits },
	{ "as", "ARN", "may this principal create it under every name?",
	  set_as },
	{ "region", "R", "where, with --as", set_region },
	{ "account", "ID", "whose, with --as (default: the principal's)",
	  set_account },
};

static int
run(struct name_plan *plan, const struct options *o)
{
	struct name_finding f;
	int code;

	if (plan->limits && plan->step &&
	    !name_read_limits(plan->limits, &plan->kind, o))
		return EXIT_INVALID;
	if (plan->name)
		return name_draw_parts(plan) ? EXIT_ALLOWED : EXIT_INVALID;
	name_judge(plan, &f);
	if (o->format == FORMAT_JSON)
		name_json(plan, &f);
	else
		name_draw(plan, &f);
	code = f.code ? EXIT_INVALID : EXIT_ALLOWED;
	if (code != EXIT_ALLOWED || !plan->as || o->format == FORMAT_JSON)
		return code;
	return name_cover(plan, o);
}

int
cmd_name(int argc, char **argv)
{
	static const struct usage usage = {
		.synopsis = "name --step KIND --prefix P [options]",
		.what = "Shows the parts of a name that a pipeline gives, and "
			"the longest prefix.\n",
		.own = own,
		.nown = sizeof own / sizeof *own,
	};
	struct name_plan plan = { 0 };
	struct options o;
	int code = options_parse(&o, &usage, &plan, argc, argv);

	if (code != OPTIONS_GO_ON)
		return code;
	if (!plan.name && (!plan.step || !plan.prefix)) {
		complain("name needs --step and --prefix, or --name");
		return EXIT_TROUBLE;
	}
	return run(&plan, &o);
}
