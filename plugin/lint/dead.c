/* SPDX-License-Identifier: MIT */
/* dead.c - statements that change nothing, because another one of the document
 * says the same or denies it. */
#include "rules.h"

#include <stdio.h>

#include "../load/error.h"

/* Pairs are compared: no longer document is looked at. */
#define STATEMENTS_MAX 200u

static bool
same(const struct lint_spot *a, const struct lint_spot *b, const char *key)
{
	struct json *left = json_get(a->json, key);
	struct json *right = json_get(b->json, key);

	return left == right || (left && right && json_equal(left, right));
}

static bool
covers_principals(const struct lint_spot *a, const struct lint_spot *b)
{
	if (same(a, b, "Principal") && same(a, b, "NotPrincipal"))
		return true;
	return !a->statement->not_principal && a->statement->nprincipals == 1 &&
	       a->statement->principals[0].form == FORM_ANY &&
	       !b->statement->not_principal;
}

/* All that B's actions are is in A's ranges (policy.h). */
static bool
covers_actions(const struct lint_spot *a, const struct lint_spot *b)
{
	const struct action_set *all = a->statement->actions;
	const struct action_set *some = b->statement->actions;
	uint32_t k = 0;

	if (all == some)
		return true;
	/* the ranges of a loose set are wider than what it matches */
	if (all->loose)
		return false;
	for (uint32_t i = 0; i < some->nranges; i++) {
		while (k < all->nranges &&
		       all->ranges[k].to < some->ranges[i].to)
			k++;
		if (k == all->nranges ||
		    all->ranges[k].from > some->ranges[i].from)
			return false;
	}
	return true;
}

/* "beginning*" covers all that is written with this beginning. */
static bool
covers_pattern(const struct pattern *p, struct str text)
{
	if (str_equal(pattern_source(p), text))
		return true;
	return p->ntokens == 2 && p->tokens[0].kind == TOKEN_TEXT &&
	       p->tokens[1].kind == TOKEN_ANY &&
	       str_starts(text, token_text(&p->tokens[0]));
}

static bool
covers_resources(const struct lint_spot *a, const struct lint_spot *b)
{
	const struct statement *all = a->statement, *some = b->statement;

	if (all->every_resource && !all->not_resource)
		return true;
	if (all->not_resource || some->not_resource)
		return all->not_resource && some->not_resource &&
		       same(a, b, "NotResource");
	if (some->every_resource)
		return false;
	for (uint32_t i = 0; i < some->nresources; i++) {
		uint32_t k = 0;

		while (k < all->nresources &&
		       !covers_pattern(&all->resources[k],
				       pattern_source(&some->resources[i])))
			k++;
		if (k == all->nresources)
			return false;
	}
	return true;
}

/* Whenever B applies, A does. */
static bool
covers(const struct lint_spot *a, const struct lint_spot *b)
{
	return !a->statement->inert && !b->statement->inert &&
	       (a->statement->nconditions == 0 || same(a, b, "Condition")) &&
	       covers_actions(a, b) && covers_resources(a, b) &&
	       covers_principals(a, b);
}

/* How to call the statement in a text: its Sid, else its number. */
static void
name_of(const struct lint_spot *at, char *out, size_t size)
{
	if (at->statement->sid_length)
		snprintf(out, size, "statement \"%.*s\"",
			 ERROR_STR(statement_sid(at->statement)));
	else
		snprintf(out, size, "statement number %u",
			 statement_index(at->statement) + 1);
}

static bool
look_at_pair(struct lint *l, const struct lint_spot *a,
	     const struct lint_spot *b)
{
	char name[320];

	if (b->statement->deny && !a->statement->deny)
		return false;
	if (!covers(a, b))
		return false;
	name_of(a, name, sizeof name);
	if (a->statement->deny != b->statement->deny) {
		lint_say(l, b, WARNING, lint_node(b->json),
			 "remove it, or narrow the Deny",
			 "all that this allows is denied by %s", name);
		return true;
	}
	/* of two that say the same, the first lives */
	if (statement_index(b->statement) < statement_index(a->statement) &&
	    covers(b, a))
		return false;
	lint_say(l, b, NOTE, lint_node(b->json), "remove it",
		 "%s says this already", name);
	return true;
}

void
look_dead_statement(struct lint *l, const struct lint_spot *at)
{
	const uint32_t n = at->document->policy->nstatements;

	if (n > STATEMENTS_MAX)
		return;
	for (uint32_t i = 0; i < n; i++) {
		const struct lint_spot b = lint_statement(at->document, i);

		for (uint32_t k = 0; k < n; k++) {
			const struct lint_spot a =
				lint_statement(at->document, k);

			if (k != i && look_at_pair(l, &a, &b))
				break;
		}
	}
}
