/* SPDX-License-Identifier: MIT */
/* Findings for people: place, text, the line with a caret, what to do. */
#include <stdio.h>
#include <string.h>

#include "../lib/escape.h"
#include "../lib/excerpt.h"
#include "lint.h"

static void
print_severity(const struct portero_finding *f, bool color)
{
	static const char *const colors[] = { "", "36", "35", "31" };

	if (color)
		printf("\033[1;%sm%s\033[0m",
		       colors[f->severity <= PORTERO_SEVERITY_ERROR
				      ? f->severity
				      : 0],
		       lint_severity(f->severity));
	else
		fputs(lint_severity(f->severity), stdout);
}

static void
print_finding(struct lint_run *run, const struct portero_finding *f)
{
	const bool color = run->options->color;

	if (f->file[0]) {
		escape_puts(stdout, f->file);
		if (f->line)
			printf(":%u:%u", f->line, f->column);
		fputs(": ", stdout);
	}
	print_severity(f, color);
	putchar('[');
	escape_puts(stdout, f->id);
	fputs("]: ", stdout);
	escape_puts(stdout, f->text);
	putchar('\n');
	if (run->id) {
		fputs("      = in \"", stdout);
		escape_puts(stdout, run->id);
		fputs("\"\n", stdout);
	}
	if (f->inner_line)
		printf("      = in the encoded document: line %u, column %u\n",
		       f->inner_line, f->inner_column);
	if (f->source[0] && f->source_column)
		excerpt_print(stdout, f->inner_line ? f->inner_line : f->line,
			      f->source, strlen(f->source),
			      f->source_column - 1, f->width, color);
	if (f->hint[0]) {
		fputs("      = ", stdout);
		escape_puts(stdout, f->hint);
		putchar('\n');
	}
}

static void
print_count(uint64_t n, const char *what, const char *after)
{
	printf("%llu %s%s%s", (unsigned long long)n, what, n == 1 ? "" : "s",
	       after);
}

static void
print_end(struct lint_run *run)
{
	print_count(run->found[PORTERO_SEVERITY_ERROR], "error", ", ");
	print_count(run->found[PORTERO_SEVERITY_WARNING], "warning", ", ");
	print_count(run->found[PORTERO_SEVERITY_NOTE], "note", "");
	if (run->file) {
		fputs(" in ", stdout);
		print_count(run->documents, "document", "");
	}
	if (run->unloadable && !run->file)
		fputs(" (set not loadable)", stdout);
	else if (run->unloadable)
		printf(" (%llu not loadable)",
		       (unsigned long long)run->unloadable);
	putchar('\n');
}

const struct lint_format lint_text = { .name = "text",
				       .finding = print_finding,
				       .end = print_end };
