/* SPDX-License-Identifier: MIT */
/* Findings as JUnit XML: a document without findings is a test that passed. */
#include <stdio.h>
#include <string.h>

#include "../lib/escape.h"
#include "lint.h"

static void
print_xml(const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '&':
			fputs("&amp;", stdout);
			break;
		case '<':
			fputs("&lt;", stdout);
			break;
		case '>':
			fputs("&gt;", stdout);
			break;
		case '"':
			fputs("&quot;", stdout);
			break;
		default:
			/* XML has no way to write other control characters */
			putchar((unsigned char)*text < ' ' ? '?' : *text);
		}
}

static void
print_begin(struct lint_run *run)
{
	(void)run;
	puts("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	     "<testsuites><testsuite name=\"portero lint\">");
}

static void
print_finding(struct lint_run *run, const struct portero_finding *f)
{
	const char *element =
		f->severity >= run->fail_on ? "failure" : "system-out";

	fputs("<testcase classname=\"", stdout);
	print_xml(f->file);
	printf("\" name=\"%s at %u:%u\"><%s", f->id, f->line, f->column,
	       element);
	if (f->severity >= run->fail_on) {
		printf(" type=\"%s\" message=\"", lint_severity(f->severity));
		print_xml(f->text);
		putchar('"');
	}
	putchar('>');
	print_xml(f->file);
	printf(":%u:%u: %s[%s]: ", f->line, f->column,
	       lint_severity(f->severity), f->id);
	print_xml(f->text);
	if (f->hint[0]) {
		putchar('\n');
		print_xml(f->hint);
	}
	printf("</%s></testcase>\n", element);
}

static void
print_document(struct lint_run *run, uint64_t nfound)
{
	if (nfound)
		return;
	fputs("<testcase classname=\"", stdout);
	print_xml(run->file ? run->file : "policy set");
	fputs("\" name=\"", stdout);
	print_xml(run->id ? run->id : "no findings");
	puts("\"/>");
}

static void
print_end(struct lint_run *run)
{
	(void)run;
	puts("</testsuite></testsuites>");
}

const struct lint_format lint_junit = { .name = "junit",
					.begin = print_begin,
					.finding = print_finding,
					.document = print_document,
					.end = print_end };
