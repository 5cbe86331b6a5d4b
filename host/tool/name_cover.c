/* SPDX-License-Identifier: MIT */
/*
 * Is every possible name covered? What a run decides, the execution id and the
 * token, takes its extreme values; retries add counts of one digit and more.
 */
#include <stdio.h>
#include <string.h>

#include "../lib/escape.h"
#include "../lib/report.h"
#include "ask.h"
#include "name.h"
#include "open.h"
#include "verbs.h"

static const char *const runs[][2] = {
	{ "000000000000", "0000000000" },
	{ "aaaaaaaaaaaa", "AAAAAAAAAA" },
	{ "zzzzzzzzzzzz", "zzzzzzzzzz" },
};

/* What is asked about a name: an ARN in the caller's account. */
struct cover {
	const struct name_plan *plan;
	const struct stack *stack;
	char head[256]; /* arn:aws:sagemaker:REGION:ACCOUNT:training-job/ */
	char action[64];
	int64_t now;
	int code;
};

static struct portero_str
str(const char *text)
{
	return (struct portero_str){ text, strlen(text) };
}

/* Answers for NAME; prints a line when it is not the EXPECTED one. */
static bool
ask(struct cover *c, const char *name)
{
	char arn[PORTERO_MAX_TEXT];
	struct portero_decision d = { .size = sizeof d };
	struct portero_request r = { .size = sizeof r,
				     .principal = str(c->plan->as),
				     .action = str(c->action),
				     .now = c->now };
	const char *reason;

	snprintf(arn, sizeof arn, "%s%s", c->head, name);
	r.resource = str(arn);
	stack_check_access(c->stack, &r, &d);
	printf("    %-5s ", d.effect == PORTERO_ALLOW ? "ok" : "FAIL");
	escape_puts(stdout, name);
	if (d.effect != PORTERO_ALLOW) {
		reason = stack_reason_text(c->stack, d.reason);
		printf("  %.*s", (int)strcspn(reason, ":"), reason);
	}
	if (d.policy[0]) {
		fputs("  ", stdout);
		escape_puts(stdout, d.policy);
		printf(":%u:%u", d.line, d.column);
	}
	putchar('\n');
	if (d.effect != PORTERO_ALLOW && c->code == EXIT_ALLOWED)
		c->code = ask_exit(&d);
	return d.effect == PORTERO_ALLOW;
}

/* The names with the prefix: all must be allowed. */
static void
ask_prefix(struct cover *c)
{
	static const char *const counts[] = { "", "-1", "-10" };
	const unsigned digits = name_digits(c->plan->retries);
	char name[512];
	bool all = true;

	puts("  names with the prefix:");
	for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
		for (unsigned k = 0; k <= digits && k < 3; k++) {
			snprintf(name, sizeof name, "%s-%s-%s%s",
				 c->plan->prefix, runs[i][0], runs[i][1],
				 counts[k]);
			all &= ask(c, name);
		}
	puts(all ? "  every form of the name is covered"
		 : "  not every form of the name is covered");
}

/* The name without the prefix, as when the SDK's switch is forgotten. */
static void
ask_default(struct cover *c)
{
	char name[512];
	const int code = c->code;

	puts("  the name when the prefix is left off:");
	snprintf(name, sizeof name, "pipelines-%s-%s-%s", runs[1][0], "Step",
		 runs[1][1]);
	if (ask(c, name))
		puts("  note: the prefix can be left off, and so does not "
		     "tell who made a job");
	c->code = code; /* it is well that it is refused */
}

static bool
make_head(struct cover *c)
{
	char partition[32], account[16];
	const struct name_plan *plan = c->plan;

	if (sscanf(plan->as, "arn:%31[^:]:%*[^:]::%15[^:]:", partition,
		   account) != 2) {
		complain("--as: \"%s\" is not the ARN of a principal",
			 plan->as);
		return false;
	}
	snprintf(c->head, sizeof c->head, "arn:%s:sagemaker:%.40s:%.12s:%s/",
		 partition, plan->region,
		 plan->account ? plan->account : account, plan->kind.type);
	snprintf(c->action, sizeof c->action, "sagemaker:%s",
		 plan->kind.operation);
	return true;
}

int
name_cover(const struct name_plan *plan, const struct options *o)
{
	struct cover c = { .plan = plan, .now = o->now, .code = EXIT_ALLOWED };
	struct portero_host host;
	struct stack *stack = NULL;
	int code;

	if (!plan->region) {
		complain("--as needs --region");
		return EXIT_TROUBLE;
	}
	if (!make_head(&c))
		return EXIT_TROUBLE;
	open_host(&host, o);
	code = open_stack(&stack, o, &host);
	if (code != OPTIONS_GO_ON)
		return code;
	c.stack = stack;
	ask_prefix(&c);
	ask_default(&c);
	stack_close(stack);
	return c.code;
}
