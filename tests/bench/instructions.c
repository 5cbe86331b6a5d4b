/* SPDX-License-Identifier: MIT */
/* instructions.c - runs the benchmark itself under callgrind, twice. */
#include "instructions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FEW	100u
#define LEAST	100u
#define MOST	5000u
#define WAIT_NS 5e7 /* callgrind makes some seconds of it */

bool
instructions_available(void)
{
	/* the shell's own answer: 0 when there is such a command */
	return system("command -v valgrind >/dev/null 2>&1") == 0;
}

static double
count(const char *command, unsigned calls)
{
	static const char mark[] = "Collected :";
	char line[4096];
	double n = 0;
	FILE *f;

	snprintf(line, sizeof line,
		 "valgrind --tool=callgrind --callgrind-out-file=/dev/null "
		 "%s %u 2>&1",
		 command, calls);
	f = popen(line, "r");
	while (f && fgets(line, sizeof line, f)) {
		const char *p = strstr(line, mark);

		if (p)
			n = strtod(p + sizeof mark - 1, NULL);
	}
	if (f && pclose(f) != 0)
		return 0;
	return n;
}

double
instructions_a_call(const char *command, double ns)
{
	const double wait = ns > 0 ? WAIT_NS / ns : MOST;
	const unsigned more = wait > MOST    ? MOST
			      : wait < LEAST ? LEAST
					     : (unsigned)wait;
	const double few = count(command, FEW);
	const double many = few > 0 ? count(command, FEW + more) : 0;

	return many > few ? (many - few) / more : 0;
}
