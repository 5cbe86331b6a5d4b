/* SPDX-License-Identifier: MIT */
/* findings.h - policies as short text, with '^' where lint finds something. */
#ifndef TESTS_UNIT_LINT_FINDINGS_H
#define TESTS_UNIT_LINT_FINDINGS_H

#include "../support.h"

#include "../../../plugin/lint/lint.h"

#define SET	 PORTERO_DOCUMENT_SET
#define IDENTITY PORTERO_DOCUMENT_IDENTITY
#define BOUNDARY PORTERO_DOCUMENT_BOUNDARY
#define SESSION	 PORTERO_DOCUMENT_SESSION
#define SCP	 PORTERO_DOCUMENT_SCP
#define RCP	 PORTERO_DOCUMENT_RCP
#define RESOURCE PORTERO_DOCUMENT_RESOURCE
#define TRUST	 PORTERO_DOCUMENT_TRUST

#define NOTE	PORTERO_SEVERITY_NOTE
#define WARNING PORTERO_SEVERITY_WARNING
#define ERROR	PORTERO_SEVERITY_ERROR

/*
 * A document, and what the rule RULE says of it: one finding at each '^', in
 * the order of the text; none without '^'. JSON has ' for " and ` for '. What
 * other rules say is left out. WORDS must be in each text or hint; NULL: any.
 */
struct finding_row {
	uint32_t document, severity;
	const char *rule, *text, *words;
};

/* A document of one statement, of several, and of one that is allowed. */
#define MANY(text) "{'Version':'2012-10-17','Statement':[" text "]}"
#define ONE(text)  MANY("{" text "}")
#define ALLOW	   "'Effect':'Allow'"
#define DENY	   "'Effect':'Deny'"
#define ALL	   "'Resource':'*'"

#define FINDINGS_MAX 16

struct findings {
	const char *rule;
	struct portero_finding items[FINDINGS_MAX];
	size_t n;
};

static void
keep_finding(void *arg, const struct portero_finding *f)
{
	struct findings *all = arg;

	if (strcmp(f->id, all->rule) != 0)
		return;
	if (all->n < FINDINGS_MAX)
		all->items[all->n] = *f;
	all->n++;
}

/* Takes the marks out of the text and notes where they were. */
static inline size_t
unmark(const char *text, char *out, uint32_t places[][2])
{
	uint32_t line = 1, column = 1;
	size_t n = 0;

	for (; *text; text++) {
		if (*text == '^') {
			assert_true(n < FINDINGS_MAX);
			places[n][0] = line;
			places[n++][1] = column;
			continue;
		}
		*out++ = *text == '\'' ? '"' : *text == '`' ? '\'' : *text;
		column++;
		if (*text == '\n') {
			line++;
			column = 1;
		}
	}
	*out = '\0';
	return n;
}

static inline void
check_row(const struct finding_row *row)
{
	static const enum policy_type types[] = {
		[IDENTITY] = POLICY_IDENTITY, [BOUNDARY] = POLICY_BOUNDARY,
		[SESSION] = POLICY_SESSION,   [SCP] = POLICY_SCP,
		[RCP] = POLICY_RCP,	      [RESOURCE] = POLICY_RESOURCE,
		[TRUST] = POLICY_TRUST,
	};
	struct findings *found = calloc(1, sizeof *found);
	char *json = malloc(strlen(row->text) + 1);
	uint32_t places[FINDINGS_MAX][2];
	struct portero_error err = { .size = sizeof err };
	struct portero_lint sink = { .size = sizeof sink,
				     .finding = keep_finding };
	size_t wanted;

	assert_non_null(found);
	assert_non_null(json);
	wanted = unmark(row->text, json, places);
	found->rule = row->rule;
	sink.arg = found;
	const struct load_input input = {
		.text = text_of(json),
		.document = row->document != SET,
		.type = row->document == SET ? POLICY_IDENTITY
					     : types[row->document],
		.name = text_of("doc"),
	};
	if (lint_input(&input, NULL, &sink, &err) != PORTERO_OK)
		fail_msg("%s\nis refused: %u:%u [%s] %s", json, err.line,
			 err.column, err.id, err.text);
	for (size_t i = 0; i < found->n && i < FINDINGS_MAX; i++) {
		const struct portero_finding *f = &found->items[i];

		if (i >= wanted || f->line != places[i][0] ||
		    f->column != places[i][1] || f->severity != row->severity)
			fail_msg("%s\n%u:%u [%s] severity %u: %s", json,
				 f->line, f->column, f->id, f->severity,
				 f->text);
		if (row->words && !strstr(f->text, row->words) &&
		    !strstr(f->hint, row->words))
			fail_msg("%s\nhas not \"%s\": %s (%s)", json,
				 row->words, f->text, f->hint);
	}
	if (found->n != wanted)
		fail_msg("%s\n%zu findings of %s, not %zu", json, found->n,
			 row->rule, wanted);
	free(json);
	free(found);
}

/* Every rule of the table has a document with findings and one without. */
static inline void
check_rows(const struct finding_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool some = false, none = false;

		for (size_t k = 0; k < n; k++)
			if (strcmp(rows[k].rule, rows[i].rule) == 0) {
				some |= strchr(rows[k].text, '^') != NULL;
				none |= strchr(rows[k].text, '^') == NULL;
			}
		if (!some || !none)
			fail_msg("%s: one document with a finding, and one "
				 "without",
				 rows[i].rule);
		check_row(&rows[i]);
	}
}

#endif
