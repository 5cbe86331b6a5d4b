/* SPDX-License-Identifier: MIT */
/* ask.h - read a request, ask the stack, report: check and explain. */
#ifndef PORTERO_TOOL_ASK_H
#define PORTERO_TOOL_ASK_H

#include "../lib/request.h"
#include "../lib/stack.h"
#include "options.h"

/* How the bodies of API calls become requests; all NULL: request files. */
struct ask_call {
	const char *action; /* sagemaker:CreateTrainingJob */
	const char *as;	    /* ARN of the caller */
	const char *region, *account;
};

/* --action, --as, --region, --account */
#define ASK_OPTIONS 4
extern const struct own_option ask_options[ASK_OPTIONS];

struct ask {
	const struct options *options;
	const struct ask_call *call;
	const struct stack *stack;
	const char *directory; /* of policy files */
	bool every_statement;
};

/* Answers the request in the file PATH; returns an exit code of verbs.h. */
int ask_file(const struct ask *ask, const char *path);
/* The same with everything around it: opens the stack, answers all operands. */
int ask_all(const struct options *o, const struct ask_call *call,
	    bool every_statement);

/* What a decision means for the exit code, --expect aside. */
int ask_exit(const struct portero_decision *d);

#endif
