/* SPDX-License-Identifier: MIT */
/* Findings as SARIF 2.1.0, which code hosts show beside the lines. */
#include <stdio.h>
#include <string.h>

#include "../lib/escape.h"
#include "lint.h"

static void
string(const char *text)
{
	escape_json(stdout, text, strlen(text));
}

static void
print_begin(struct lint_run *run)
{
	const struct portero_rule *rule;

	printf("{\"version\":\"2.1.0\",\"$schema\":"
	       "\"https://json.schemastore.org/sarif-2.1.0.json\","
	       "\"runs\":[{\"columnKind\":\"unicodeCodePoints\","
	       "\"tool\":{\"driver\":{\"name\":\"portero lint\","
	       "\"version\":\"%s\",\"rules\":[",
	       PORTERO_VERSION);
	for (size_t n = 0; (rule = run->plugin->lint_rule(n)); n++) {
		printf("%s{\"id\":", n ? "," : "");
		string(rule->id);
		fputs(",\"shortDescription\":{\"text\":", stdout);
		string(rule->what);
		printf("},\"defaultConfiguration\":{\"level\":\"%s\"}}",
		       lint_severity(rule->severity));
	}
	fputs("]}},\"results\":[", stdout);
}

/* A path as a URI reference: RFC 3986. */
static void
print_uri(const char *path)
{
	putchar('"');
	for (; *path; path++) {
		const unsigned char c = (unsigned char)*path;

		if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') || strchr("-._~/+@,=", c))
			putchar(c);
		else
			printf("%%%02X", c);
	}
	putchar('"');
}

/* SARIF counts characters, we count bytes. */
static uint32_t
characters(const char *text, size_t n)
{
	uint32_t count = 0;

	for (size_t i = 0; i < n && text[i]; i++)
		count += ((unsigned char)text[i] & 0xc0) != 0x80;
	return count;
}

static void
print_region(const struct portero_finding *f)
{
	/* the excerpt shows what is before the place when it begins the line */
	const bool whole = !f->inner_line && f->source_column &&
			   f->source_column == f->column;
	const uint32_t column =
		whole ? characters(f->source, f->column - 1) + 1 : f->column;

	printf(",\"region\":{\"startLine\":%u,\"startColumn\":%u", f->line,
	       column);
	if (whole && f->width)
		printf(",\"endColumn\":%u",
		       column +
			       characters(f->source + f->column - 1, f->width));
	putchar('}');
}

static void
print_finding(struct lint_run *run, const struct portero_finding *f)
{
	char text[LINT_MESSAGE + sizeof f->hint + 4];

	fputs(run->told > 1 ? ",\n{\"ruleId\":" : "\n{\"ruleId\":", stdout);
	string(f->id);
	printf(",\"level\":\"%s\",\"message\":{\"text\":",
	       lint_severity(f->severity));
	lint_message(run, f, text);
	if (f->hint[0])
		snprintf(text + strlen(text), sizeof text - strlen(text),
			 ": %s", f->hint);
	string(text);
	fputs("},\"locations\":[{\"physicalLocation\":"
	      "{\"artifactLocation\":{\"uri\":",
	      stdout);
	print_uri(f->file);
	putchar('}');
	if (f->line)
		print_region(f);
	fputs("}}]}", stdout);
}

static void
print_end(struct lint_run *run)
{
	(void)run;
	puts("\n]}]}");
}

const struct lint_format lint_sarif = { .name = "sarif",
					.begin = print_begin,
					.finding = print_finding,
					.end = print_end };
