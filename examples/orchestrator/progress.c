/* SPDX-License-Identifier: MIT */
/* What a person sees of an execution while it runs. */
#include <stdio.h>
#include <unistd.h>

#include "../../host/lib/escape.h"
#include "engine.h"

static bool
is_terminal(const struct execution *e)
{
	return !e->quiet && isatty(STDOUT_FILENO);
}

static void
line(const struct step *s, bool color)
{
	static const char *const colors[STATUSES] = {
		[WAITING] = "2",    [STARTING] = "33", [EXECUTING] = "36",
		[SUCCEEDED] = "32", [FAILED] = "31",   [STOPPED] = "33",
		[NOT_TAKEN] = "2",
	};

	if (color)
		printf("\033[%sm", colors[s->status]);
	printf("%-10s", status_text(s->status));
	if (color)
		printf("\033[m");
	putchar(' ');
	escape_puts(stdout, s->name);
	if (s->job[0]) {
		putchar(' ');
		escape_puts(stdout, s->job);
	}
	if (s->slurm[0])
		printf(" (job %s)", s->slurm);
	if (s->reason[0]) {
		printf(": ");
		escape_puts(stdout, s->reason);
	}
}

void
progress_step(const struct execution *e, const struct step *s)
{
	if (e->quiet || is_terminal(e))
		return;
	line(s, false);
	putchar('\n');
	fflush(stdout);
}

/* Draws over what it drew before. */
void
progress_draw(const struct execution *e, bool last)
{
	static bool drawn;

	if (!is_terminal(e))
		return;
	if (drawn)
		printf("\033[%zuA", e->nsteps);
	for (size_t i = 0; i < e->nsteps; i++) {
		printf("\r\033[K%*s", e->steps[i].parent ? 2 : 0, "");
		line(&e->steps[i], true);
		putchar('\n');
	}
	fflush(stdout);
	drawn = !last;
}
