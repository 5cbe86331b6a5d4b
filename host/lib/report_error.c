/* SPDX-License-Identifier: MIT */
/* Prints a portero_error: place, text, line of the source, caret, hint. */
#include <string.h>

#include "escape.h"
#include "excerpt.h"
#include "report.h"

static void
print_place(FILE *out, const struct portero_error *err)
{
	if (err->file[0]) {
		escape_puts(out, err->file);
		if (err->line)
			fprintf(out, ":%u:%u", err->line, err->column);
		fputs(": ", out);
	}
}

void
report_error(FILE *out, const struct portero_error *err, bool color)
{
	print_place(out, err);
	fputs(color ? "\033[1;31merror\033[0m[" : "error[", out);
	escape_puts(out, err->id[0] ? err->id : "unknown");
	fputs("]: ", out);
	escape_puts(out, err->text);
	putc('\n', out);
	if (err->inner_line)
		fprintf(out,
			"      = in the encoded document: line %u, "
			"column %u\n",
			err->inner_line, err->inner_column);
	if (err->source[0] && err->source_column)
		excerpt_print(out, err->line, err->source, strlen(err->source),
			      err->source_column - 1, err->width, color);
	if (err->hint[0]) {
		fputs("      = ", out);
		escape_puts(out, err->hint);
		putc('\n', out);
	}
}

static void
member(FILE *out, const char *name, const char *text)
{
	if (!text[0])
		return;
	fprintf(out, ",\"%s\":", name);
	escape_json(out, text, strlen(text));
}

void
report_error_json(FILE *out, const struct portero_error *err)
{
	fputs("{\"schema\":\"portero.error/1\"", out);
	member(out, "file", err->file);
	if (err->line)
		fprintf(out, ",\"line\":%u,\"column\":%u", err->line,
			err->column);
	member(out, "id", err->id);
	member(out, "text", err->text);
	member(out, "hint", err->hint);
	fputs("}\n", out);
}
