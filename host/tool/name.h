/* SPDX-License-Identifier: MIT */
/* name.h - a name that a pipeline would give, part by part. */
#ifndef PORTERO_TOOL_NAME_H
#define PORTERO_TOOL_NAME_H

#include "../lib/nameform.h"
#include "options.h"

/* What is asked about. */
struct name_plan {
	struct name_kind kind; /* with the limits that count */
	const char *step;      /* --step, NULL: none */
	const char *prefix;    /* --prefix */
	const char *name;      /* --name */
	const char *limits;    /* --limits, a file */
	const char *as, *region, *account;
	unsigned retries;
};

/* What is wrong with it. */
struct name_finding {
	const char *code; /* NAME_PREFIX_TOO_LONG; NULL: nothing */
	char text[256];
	unsigned length;  /* of the whole name */
	unsigned longest; /* prefix that fits with these retries */
};

void name_judge(const struct name_plan *plan, struct name_finding *out);
/* The longest prefix that fits when the retry count has DIGITS digits. */
unsigned name_longest(const struct name_kind *kind, unsigned digits);
unsigned name_digits(unsigned retries);

/* Changes the limits of KIND as a file says; false after telling why. */
bool name_read_limits(const char *path, struct name_kind *kind,
		      const struct options *o);
void name_draw(const struct name_plan *plan, const struct name_finding *f);
/* --name: its parts, read from the right. False: it is in neither form. */
bool name_draw_parts(const struct name_plan *plan);
void name_json(const struct name_plan *plan, const struct name_finding *f);

/*
 * Asks the stack whether the caller may create the job under every form of the
 * name; prints a line each. An exit code.
 */
int name_cover(const struct name_plan *plan, const struct options *o);

#endif
