/* SPDX-License-Identifier: MIT */
/* Findings for programs: an object a line, the counts in the last one. */
#include <stdio.h>
#include <string.h>

#include "../lib/escape.h"
#include "lint.h"

static void
member(const char *name, const char *text)
{
	if (!text[0])
		return;
	printf(",\"%s\":", name);
	escape_json(stdout, text, strlen(text));
}

static void
print_finding(struct lint_run *run, const struct portero_finding *f)
{
	(void)run;
	printf("{\"schema\":\"portero.finding/1\",\"severity\":\"%s\"",
	       lint_severity(f->severity));
	member("id", f->id);
	member("file", f->file);
	if (f->line)
		printf(",\"line\":%u,\"column\":%u", f->line, f->column);
	if (f->inner_line)
		printf(",\"inner_line\":%u,\"inner_column\":%u", f->inner_line,
		       f->inner_column);
	member("policy", f->policy);
	if (f->statement != UINT32_MAX)
		printf(",\"statement\":%u", f->statement);
	member("text", f->text);
	member("hint", f->hint);
	puts("}");
}

static void
print_end(struct lint_run *run)
{
	printf("{\"schema\":\"portero.lint/1\",\"errors\":%llu,"
	       "\"warnings\":%llu,\"notes\":%llu,\"documents\":%llu,"
	       "\"not_loadable\":%llu}\n",
	       (unsigned long long)run->found[PORTERO_SEVERITY_ERROR],
	       (unsigned long long)run->found[PORTERO_SEVERITY_WARNING],
	       (unsigned long long)run->found[PORTERO_SEVERITY_NOTE],
	       (unsigned long long)run->documents,
	       (unsigned long long)run->unloadable);
}

const struct lint_format lint_json = { .name = "json",
				       .finding = print_finding,
				       .end = print_end };
