/* SPDX-License-Identifier: MIT */
/*
 * pipelined: runs SageMaker pipeline definitions as jobs of Slurm, and nothing
 * that Portero did not allow.
 */
#include <stdio.h>
#include <string.h>

#include "../../host/lib/report.h"
#include "execution.h"
#include "verbs.h"

#define CONF "/etc/portero/pipelined.conf"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *usage;
} verbs[] = {
	{ "start", verb_start,
	  "[--dry-run] [-q] [-c CONF] --execution-role ARN --as ARN "
	  "--pipeline-name NAME [-p NAME=VALUE]... DEFINITION" },
	{ "status", verb_status, "[-c CONF] [EXECUTION]" },
	{ "list-steps", verb_list_steps, "[-c CONF] EXECUTION" },
	{ "stop", verb_stop, "[-q] [-c CONF] EXECUTION" },
	{ "resume", verb_resume, "[-q] [-c CONF] EXECUTION" },
	{ "job", verb_job, NULL },
};

bool
verb_settings(struct settings *out, const char *path)
{
	struct portero_error err = { .size = sizeof err };

	if (settings_read(out, path ? path : CONF, &err))
		return true;
	report_error(stderr, &err, false);
	return false;
}

int
main(int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < sizeof verbs / sizeof *verbs; i++)
		if (strcmp(argv[1], verbs[i].name) == 0)
			return verbs[i].run(argc - 1, argv + 1);
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (verbs[i].usage)
			fprintf(stderr, "%s pipelined %s %s\n",
				i ? "      " : "usage:", verbs[i].name,
				verbs[i].usage);
	return EXIT_TROUBLE;
}
