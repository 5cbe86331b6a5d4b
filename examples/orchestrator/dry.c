/* SPDX-License-Identifier: MIT */
/* A dry run: every step of the definition, asked with what is known now. */
#include "dry.h"

#include <stdio.h>

#include "../../host/lib/escape.h"
#include "../../host/lib/report.h"
#include "verbs.h"

/* From mild to severe. */
enum verdict { NOTHING, ALLOWED, UNDECIDED, DENIED };

static enum verdict
ask(const struct stack *stack, const struct pipeline_question *q,
    struct portero_decision *d)
{
	const struct portero_request *r = request_get(q->request);

	*d = (struct portero_decision){ .size = sizeof *d };
	if (q->check == PIPELINE_JOB)
		stack_check_job_creation(stack, r, d);
	else
		stack_check_access(stack, r, d);
	if (d->effect == PORTERO_ALLOW)
		return ALLOWED;
	return d->reason == PORTERO_REASON_UNDECIDED ? UNDECIDED : DENIED;
}

static enum verdict
tell(const struct stack *stack, const struct pipeline_item *item)
{
	static const char *const texts[] = { "-", "ALLOW", "UNDECIDED",
					     "DENY" };
	enum verdict worst = item->undecided ? UNDECIDED : NOTHING, one;
	struct portero_decision d, why = { .size = 0 };

	for (size_t i = 0; i < item->nquestions; i++) {
		one = ask(stack, &item->questions[i], &d);
		if (one > worst) {
			worst = one;
			why = d;
		}
	}
	printf("%-9s ", texts[worst]);
	escape_puts(stdout, item->step);
	printf(" %s", item->job ? item->job : "-");
	if (worst > ALLOWED && why.size) {
		printf(" %s", stack_reason_text(stack, why.reason));
	} else if (worst == UNDECIDED) {
		putchar(' ');
		escape_puts(stdout, item->undecided);
	}
	putchar('\n');
	return worst;
}

int
dry_run(const struct stack *stack, const struct pipeline_setting *setting,
	const char *file, const char *text, size_t len)
{
	struct portero_error err = { .size = sizeof err };
	enum verdict worst = NOTHING, one;
	struct pipeline *plan;

	if (!pipeline_plan(&plan, file, text, len, setting, &err)) {
		report_error(stderr, &err, false);
		return EXIT_TROUBLE;
	}
	for (size_t i = 0; i < plan->nitems; i++) {
		one = tell(stack, &plan->items[i]);
		if (one > worst)
			worst = one;
	}
	pipeline_free(plan);
	return worst == DENIED	    ? EXIT_DENIED
	       : worst == UNDECIDED ? EXIT_UNDECIDED
				    : EXIT_DONE;
}
