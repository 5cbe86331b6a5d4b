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

static void
print_finding(struct lint_run *run, const struct portero_finding *f)
{
	fputs(run->told > 1 ? ",\n{\"ruleId\":" : "\n{\"ruleId\":", stdout);
	string(f->id);
	printf(",\"level\":\"%s\",\"message\":{\"text\":",
	       lint_severity(f->severity));
	if (f->hint[0]) {
		char text[sizeof f->text + sizeof f->hint + 4];

		snprintf(text, sizeof text, "%s: %s", f->text, f->hint);
		string(text);
	} else {
		string(f->text);
	}
	fputs("},\"locations\":[{\"physicalLocation\":"
	      "{\"artifactLocation\":{\"uri\":",
	      stdout);
	print_uri(f->file);
	putchar('}');
	if (f->line) {
		printf(",\"region\":{\"startLine\":%u,\"startColumn\":%u",
		       f->line, f->column);
		if (!f->inner_line)
			printf(",\"endColumn\":%u", f->column + f->width);
		putchar('}');
	}
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
