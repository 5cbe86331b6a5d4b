/* SPDX-License-Identifier: MIT */
/* sid.c - names of statements (IAM: "IAM JSON policy elements: Sid"). */
#include "rules.h"

#include <stdlib.h>

#include "../load/error.h"

static bool
is_alphanumeric(char c)
{
	c = str_lower(c);
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

void
look_sid_characters(struct lint *l, const struct lint_spot *at)
{
	const struct str sid = statement_sid(at->statement);

	/* services have rules of their own for the policies of resources */
	if (at->document->policy->type == POLICY_RESOURCE)
		return;
	for (size_t i = 0; i < sid.n; i++)
		if (!is_alphanumeric(sid.p[i])) {
			lint_say(l, at, 0, lint_value(at->json, "Sid"),
				 "letters and digits only",
				 "IAM does not take this Sid");
			return;
		}
}

static int
by_sid(const void *left, const void *right)
{
	const struct statement *a = *(const struct statement *const *)left;
	const struct statement *b = *(const struct statement *const *)right;
	const int order = str_compare(statement_sid(a), statement_sid(b));

	if (order)
		return order;
	return a < b ? -1 : a > b;
}

void
look_duplicate_sid(struct lint *l, const struct lint_spot *at)
{
	const struct policy *p = at->document->policy;
	const struct statement **sorted;
	const struct statement *first;

	if (p->nstatements < 2)
		return;
	sorted = arena_array(l->arena, p->nstatements, sizeof *sorted);
	if (!sorted) {
		l->failed = true;
		return;
	}
	for (uint32_t i = 0; i < p->nstatements; i++)
		sorted[i] = &p->statements[i];
	qsort(sorted, p->nstatements, sizeof *sorted, by_sid);
	first = sorted[0];
	for (uint32_t i = 1; i < p->nstatements; i++) {
		struct lint_spot again;

		if (!str_equal(statement_sid(sorted[i]),
			       statement_sid(first))) {
			first = sorted[i];
			continue;
		}
		if (!first->sid_length)
			continue;
		again = lint_statement(at->document,
				       statement_index(sorted[i]));
		lint_say(l, &again, 0, lint_value(again.json, "Sid"),
			 "IAM does not take a document with the same Sid twice",
			 "the statement at line %u has the Sid \"%.*s\", too",
			 first->line, ERROR_STR(statement_sid(first)));
	}
}
