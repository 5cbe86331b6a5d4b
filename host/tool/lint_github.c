/* SPDX-License-Identifier: MIT */
/* Findings as workflow commands, which GitHub shows beside the lines. */
#include <stdio.h>
#include <string.h>

#include "lint.h"

/* Percent signs, ends of lines and, in properties, colons and commas. */
static void
print_escaped(const char *text, bool property)
{
	for (; *text; text++) {
		const unsigned char c = (unsigned char)*text;

		if (c == '%' || c < ' ' || c == 0x7f ||
		    (property && (c == ':' || c == ',')))
			printf("%%%02X", c);
		else
			putchar(c);
	}
}

static void
print_finding(struct lint_run *run, const struct portero_finding *f)
{
	char text[LINT_MESSAGE];

	printf("::%s ", f->severity == PORTERO_SEVERITY_NOTE
				? "notice"
				: lint_severity(f->severity));
	if (f->file[0]) {
		fputs("file=", stdout);
		print_escaped(f->file, true);
		if (f->line)
			printf(",line=%u,col=%u", f->line, f->column);
		putchar(',');
	}
	fputs("title=portero lint ", stdout);
	print_escaped(f->id, true);
	fputs("::", stdout);
	lint_message(run, f, text);
	print_escaped(text, false);
	if (f->hint[0]) {
		fputs("%0A", stdout);
		print_escaped(f->hint, false);
	}
	putchar('\n');
}

const struct lint_format lint_github = { .name = "github",
					 .finding = print_finding };
