/* SPDX-License-Identifier: MIT */
/* prefix.c - finds the patterns of job names in a Resource element (SageMaker:
 * "Pipelines Access Management"). */
#include "prefix.h"

#include <stdlib.h>

/* Splits "arn:aws:sagemaker:region:account:TYPE/REST". */
static bool
split(struct str text, struct str *type, struct str *rest)
{
	static const struct str service = { "sagemaker:", 10 };
	size_t colons = 0, i = 0;
	const char *slash;

	for (; i < text.n && colons < 5; i++)
		if (text.p[i] == ':' && ++colons == 2 &&
		    !str_starts(str_from(text, i + 1), service))
			return false;
	if (colons < 5 || i == text.n)
		return false;
	text = str_from(text, i);
	slash = memchr(text.p, '/', text.n);
	if (!slash)
		return false;
	*type = str_make(text.p, (size_t)(slash - text.p));
	*rest = str_from(text, type->n + 1);
	return true;
}

/* The kinds with custom prefixes that the statement lets create. */
static uint32_t
kinds_of(const struct lint *l, const struct lint_spot *at, struct str type)
{
	const bool any = str_equal(type, STR("*"));
	uint32_t kinds = 0;

	for (uint32_t i = 0; i < l->set->nactions; i++) {
		const struct action *action = &l->set->actions[i];
		const struct job *job = action->job;

		if (job && l->set->names.limits[job->kind].prefix &&
		    (any || (job->type.n == type.n + 1 &&
			     str_starts(job->type, type))) &&
		    lint_covers(at->statement, action->name))
			kinds |= 1u << job->kind;
	}
	return kinds;
}

bool
lint_prefix(const struct lint *l, const struct lint_spot *at, size_t i,
	    struct lint_prefix *out)
{
	const struct lint_texts texts = lint_texts(at->json, "Resource");
	struct str type, rest;
	size_t n = 0;

	if (at->statement->deny || at->statement->inert ||
	    at->document->policy->type != POLICY_IDENTITY ||
	    !split(lint_text(&texts, i), &type, &rest))
		return false;
	while (n < rest.n && rest.p[n] != '*' && rest.p[n] != '?' &&
	       rest.p[n] != '$')
		n++;
	/* neither a whole name, nor model-package/GROUP/VERSION, nor nothing
	 * but wildcards is a prefix */
	if (n == 0 || n == rest.n || memchr(rest.p, '/', n))
		return false;
	*out = (struct lint_prefix){
		.at = *at,
		.place = lint_text_place(&texts, i),
		.literal = str_make(rest.p, n),
		.open = rest.n == n + 1 && rest.p[n] == '*',
		.any_type = str_equal(type, STR("*")),
		.kinds = kinds_of(l, at, type),
	};
	return out->kinds != 0;
}

static int
by_literal(const void *left, const void *right)
{
	const struct lint_prefix *a = left, *b = right;
	const int order = str_compare(a->literal, b->literal);

	if (order)
		return order;
	return a->at.document->index < b->at.document->index   ? -1
	       : a->at.document->index > b->at.document->index ? 1
							       : 0;
}

/* Counts, or fills OUT when it is there. */
static size_t
walk(struct lint *l, struct lint_prefix *out)
{
	struct lint_prefix p;
	size_t n = 0;

	for (uint32_t d = 0; d < l->ndocuments; d++)
		for (uint32_t s = 0; s < l->documents[d].policy->nstatements;
		     s++) {
			const struct lint_spot at =
				lint_statement(&l->documents[d], s);
			const struct lint_texts texts =
				lint_texts(at.json, "Resource");

			for (size_t i = 0; i < texts.n; i++)
				if (lint_prefix(l, &at, i, out ? &out[n] : &p))
					n++;
		}
	return n;
}

struct lint_prefix *
lint_prefixes(struct lint *l, size_t *n)
{
	struct lint_prefix *all;

	*n = walk(l, NULL);
	if (*n == 0)
		return NULL;
	/* one more: a pattern that is none is written and then left */
	all = arena_array(l->arena, *n + 1, sizeof *all);
	if (!all) {
		l->failed = true;
		return NULL;
	}
	walk(l, all);
	qsort(all, *n, sizeof *all, by_literal);
	return all;
}
