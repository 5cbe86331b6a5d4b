/* SPDX-License-Identifier: MIT */
/* portero(1): a table of verbs, a file a verb. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "options.h"
#include "verbs.h"

const struct verb verbs[] = {
	{ "check", cmd_check, "may this job be created?" },
	{ "explain", cmd_explain, "the same, with every statement considered" },
	{ "lint", cmd_lint, "what is doubtful in policies that load" },
	{ "name", cmd_name, "the parts of a job's name, and what fits" },
	{ "pipeline", cmd_pipeline, "a dry run of a whole pipeline" },
	{ "simulate", cmd_simulate, "plain IAM questions, policies inline" },
	{ "version", cmd_version, "of this tool and its plugin" },
	{ "completion", cmd_completion, "for bash, zsh or fish" },
	{ NULL, NULL, NULL },
};

static void
print_verbs(void)
{
	puts("usage: portero VERB [options] [arguments]\n");
	for (const struct verb *v = verbs; v->name; v++)
		printf("  %-10s %s\n", v->name, v->what);
	puts("\nportero VERB --help says more.");
}

/* A verdict that could not be written is none. */
static int
finish(int code)
{
	if (!ferror(stdout) && fflush(stdout) == 0)
		return code;
	complain("cannot write the output: %s", strerror(errno));
	return EXIT_TROUBLE;
}

int
main(int argc, char **argv)
{
	/* a closed pipe is an error like a full disk, not a silent end */
	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOFBF, 1 << 16);
	if (argc < 2) {
		complain("which verb? see portero --help");
		return EXIT_TROUBLE;
	}
	for (const struct verb *v = verbs; v->name; v++)
		if (strcmp(argv[1], v->name) == 0)
			return finish(v->run(argc - 1, argv + 1));
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		print_verbs();
		return finish(EXIT_ALLOWED);
	}
	if (strcmp(argv[1], "--version") == 0)
		return finish(cmd_version(argc - 1, argv + 1));
	complain("there is no verb \"%s\"; see portero --help", argv[1]);
	return EXIT_TROUBLE;
}
