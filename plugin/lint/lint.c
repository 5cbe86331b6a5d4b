/* SPDX-License-Identifier: MIT */
/* lint.c - asks every rule about every statement, document and set. */
#include "lint.h"

#include <stdlib.h>

#include "../load/error.h"
#include "rule.h"

const struct portero_rule *
lint_rule(size_t n)
{
	return n < nlint_rules ? &lint_rules[n].rule : NULL;
}

static int
by_json(const void *left, const void *right)
{
	const struct lint_document *a =
		*(const struct lint_document *const *)left;
	const struct lint_document *b =
		*(const struct lint_document *const *)right;

	if (a->json != b->json)
		return (uintptr_t)a->json < (uintptr_t)b->json ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static int
by_policy(const void *left, const void *right)
{
	const struct lint_document *a =
		*(const struct lint_document *const *)left;
	const struct lint_document *b =
		*(const struct lint_document *const *)right;

	if (a->policy != b->policy)
		return (uintptr_t)a->policy < (uintptr_t)b->policy ? -1 : 1;
	return 0;
}

const struct lint_document *
lint_document(const struct lint *l, const struct policy *policy)
{
	const struct lint_document wanted = { .policy = policy };
	const struct lint_document *key = &wanted;
	struct lint_document **found =
		bsearch(&key, l->by_policy, l->ndocuments,
			sizeof(struct lint_document *), by_policy);

	/* every policy of the build was collected */
	return found ? *found : l->documents;
}

/* Gives documents of the same JSON (of two types) the same index. */
static bool
number(struct lint *l)
{
	struct lint_document **sorted = arena_array(
		l->arena, (size_t)l->ndocuments + 1, sizeof *sorted);

	if (!sorted)
		return false;
	for (uint32_t i = 0; i < l->ndocuments; i++)
		sorted[i] = &l->documents[i];
	if (l->ndocuments)
		qsort(sorted, l->ndocuments, sizeof(struct lint_document *),
		      by_json);
	for (uint32_t i = 1; i < l->ndocuments; i++)
		if (sorted[i]->json == sorted[i - 1]->json)
			sorted[i]->index = sorted[i - 1]->index;
	if (l->ndocuments)
		qsort(sorted, l->ndocuments, sizeof(struct lint_document *),
		      by_policy);
	l->by_policy = sorted;
	return true;
}

static bool
collect(struct lint *l)
{
	const struct list *list = &l->build->policies;

	l->documents = arena_array(l->arena, (size_t)list->n + 1,
				   sizeof *l->documents);
	if (!l->documents)
		return false;
	for (uint32_t i = 0; i < list->n; i++) {
		const struct built_policy *p = list->items[i];

		l->documents[i] = (struct lint_document){
			.policy = p->policy,
			.source = p->source,
			.json = p->json,
			.index = i,
		};
	}
	l->ndocuments = list->n;
	return number(l);
}

static void
ask_document(struct lint *l, const struct lint_document *d)
{
	if (l->rule->reach == EACH_DOCUMENT) {
		const struct lint_spot at = { d, NULL, d->json };

		l->rule->look(l, &at);
		return;
	}
	for (uint32_t i = 0; i < d->policy->nstatements; i++) {
		const struct lint_spot at = lint_statement(d, i);

		l->rule->look(l, &at);
	}
}

static void
ask(struct lint *l)
{
	static const struct lint_spot nowhere = { NULL, NULL, NULL };

	if (l->rule->reach == ONCE) {
		l->rule->look(l, &nowhere);
		return;
	}
	for (uint32_t i = 0; i < l->ndocuments; i++)
		ask_document(l, &l->documents[i]);
}

static void
look(void *arg, const struct build *b, const struct policy_set *set)
{
	struct lint *l = arg;

	l->build = b;
	l->set = set;
	if (!collect(l)) {
		l->failed = true;
		return;
	}
	for (size_t i = 0; i < nlint_rules; i++) {
		l->rule = &lint_rules[i];
		ask(l);
	}
	if (l->failed)
		return;
	lint_sort(l);
	lint_tell(l);
}

int
lint_input(const struct load_input *input, const struct portero_host *host,
	   const struct portero_lint *sink, struct portero_error *err)
{
	struct lint l = { .sink = sink,
			  .err = err,
			  .alone = input->document,
			  .arena = arena_new() };
	int code;

	if (!l.arena) {
		error_memory(err);
		return (int)err->code;
	}
	code = load_lint(input, host, look, &l, err);
	if (code == PORTERO_OK && l.failed) {
		error_memory(err);
		code = (int)err->code;
	}
	free(l.findings);
	arena_free(l.arena);
	return code;
}
