/* SPDX-License-Identifier: MIT */
/* portero(1): a table of verbs, a file a verb. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "options.h"
#include "verbs.h"

static const struct verb verbs[] = {
	{ "check", cmd_check, "may this job be created?" },
	{ "explain", cmd_explain, "the same, with every statement considered" },
	{ "pipeline", cmd_pipeline, "a dry run of a whole pipeline" },
	{ "simulate", cmd_simulate, "plain IAM questions, policies inline" },
	{ "version", cmd_version, "of this tool and its plugin" },
};

static void
print_verbs(void)
{
	puts("usage: portero VERB [options] [arguments]\n");
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		printf("  %-10s %s\n", verbs[i].name, verbs[i].what);
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
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (strcmp(argv[1], verbs[i].name) == 0)
			return finish(verbs[i].run(argc - 1, argv + 1));
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		print_verbs();
		return finish(EXIT_ALLOWED);
	}
	if (strcmp(argv[1], "--version") == 0)
		return finish(cmd_version(argc - 1, argv + 1));
	complain("there is no verb \"%s\"; see portero --help", argv[1]);
	return EXIT_TROUBLE;
}
