/* SPDX-License-Identifier: MIT */
/*
 * Findings as JUnit XML: a document without findings is a test that passed.
 * The counts come first, so the tests wait in memory.
 */
#define _XOPEN_SOURCE 700
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/utf8.h"
#include "lint.h"
#include "verbs.h"

/* Bytes of the character at TEXT, which ends with a NUL; 0: it is none that XML
 * can write, as U+FFFE. */
static size_t
character(const unsigned char *text)
{
	const size_t n = utf8_length(text, strnlen((const char *)text, 4));

	if (n == 1)
		return *text >= ' ' || *text == '\t' || *text == '\n';
	if (n == 3 && text[0] == 0xef && text[1] == 0xbf && text[2] >= 0xbe)
		return 0;
	return n;
}

static void
print_xml(FILE *out, const char *text)
{
	while (*text) {
		const size_t n = character((const unsigned char *)text);

		if (*text == '&')
			fputs("&amp;", out);
		else if (*text == '<')
			fputs("&lt;", out);
		else if (*text == '>')
			fputs("&gt;", out);
		else if (*text == '"')
			fputs("&quot;", out);
		else if (n)
			fwrite(text, 1, n, out);
		else
			fputc('?', out);
		text += n ? n : 1;
	}
}

static void
give_up(void)
{
	complain("out of memory");
	exit(EXIT_TROUBLE);
}

static void
print_begin(struct lint_run *run)
{
	run->junit.out = open_memstream(&run->junit.text, &run->junit.len);
	if (!run->junit.out)
		give_up();
}

static void
print_finding(struct lint_run *run, const struct portero_finding *f)
{
	const bool failure = f->severity >= run->fail_on;
	const char *element = failure ? "failure" : "system-out";
	FILE *out = run->junit.out;
	char text[LINT_MESSAGE];

	lint_message(run, f, text);
	run->junit.tests++;
	run->junit.failures += failure;
	fputs("<testcase classname=\"", out);
	print_xml(out, f->file);
	fprintf(out, "\" name=\"%s at %u:%u\"><%s", f->id, f->line, f->column,
		element);
	if (failure) {
		fprintf(out, " type=\"%s\" message=\"",
			lint_severity(f->severity));
		print_xml(out, text);
		fputc('"', out);
	}
	fputc('>', out);
	print_xml(out, f->file);
	fprintf(out, ":%u:%u: %s[%s]: ", f->line, f->column,
		lint_severity(f->severity), f->id);
	print_xml(out, text);
	if (f->hint[0]) {
		fputc('\n', out);
		print_xml(out, f->hint);
	}
	fprintf(out, "</%s></testcase>\n", element);
}

static void
print_document(struct lint_run *run, uint64_t nfound)
{
	FILE *out = run->junit.out;

	if (nfound)
		return;
	run->junit.tests++;
	fputs("<testcase classname=\"", out);
	print_xml(out, run->file ? run->file : "policy set");
	fputs("\" name=\"", out);
	print_xml(out, run->id ? run->id : "no findings");
	fputs("\"/>\n", out);
}

static void
print_end(struct lint_run *run)
{
	const unsigned long long tests = run->junit.tests,
				 failures = run->junit.failures;

	if (fclose(run->junit.out) != 0)
		give_up();
	printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	       "<testsuites tests=\"%llu\" failures=\"%llu\">\n"
	       "<testsuite name=\"portero lint\" tests=\"%llu\" "
	       "failures=\"%llu\" errors=\"0\" skipped=\"0\">\n",
	       tests, failures, tests, failures);
	fputs(run->junit.text, stdout);
	puts("</testsuite></testsuites>");
	free(run->junit.text);
}

const struct lint_format lint_junit = { .name = "junit",
					.begin = print_begin,
					.finding = print_finding,
					.document = print_document,
					.end = print_end };
