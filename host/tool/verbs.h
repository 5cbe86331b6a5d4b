/* SPDX-License-Identifier: MIT */
/* verbs.h - the verbs of portero(1), and what a verb may return. */
#ifndef PORTERO_TOOL_VERBS_H
#define PORTERO_TOOL_VERBS_H

/* Exit codes are interface: portero(1). Only exactly 0 is a yes. */
enum {
	EXIT_ALLOWED = 0, /* or nothing found, or all as expected */
	EXIT_TROUBLE = 1, /* usage, files, memory: the work was not done */
	EXIT_DENIED = 2,
	EXIT_INVALID = 3,   /* a policy or request is; or not as expected */
	EXIT_UNDECIDED = 4, /* a value that is needed was not given */
	EXIT_DIFFERENT = 5
};

/* A row of the table in main.c; ARGV[0] is the verb itself. */
struct verb {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *what; /* one line for --help */
};

extern const struct verb verbs[]; /* ends with name NULL */

int cmd_check(int argc, char **argv);
int cmd_completion(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_lint(int argc, char **argv);
int cmd_name(int argc, char **argv);
int cmd_pipeline(int argc, char **argv);
int cmd_simulate(int argc, char **argv);
int cmd_version(int argc, char **argv);

#endif
