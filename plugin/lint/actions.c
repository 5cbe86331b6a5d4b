/* SPDX-License-Identifier: MIT */
/*
 * actions.c - actions that do not exist. Only of services all of whose actions
 * we know: a name that is merely new to us is no finding.
 */
#include "rules.h"

#include <stdio.h>

/* Actions I of the spot that match nothing; their hint, or NULL. */
static bool
matches_nothing(const struct lint_texts *texts, size_t i, char *hint,
		size_t size)
{
	const struct str text = lint_text(texts, i);
	struct str near;

	if (lint_known_action(text, &near) != ACTION_UNKNOWN)
		return false;
	if (near.n)
		snprintf(hint, size, "did you mean \"%.*s%.*s\"?",
			 (int)((const char *)memchr(text.p, ':', text.n) + 1 -
			       text.p),
			 text.p, (int)near.n, near.p);
	else
		snprintf(hint, size,
			 "look it up in the Service Authorization Reference");
	return true;
}

static void
look(struct lint *l, const struct lint_spot *at, bool exemption)
{
	const struct lint_texts texts = lint_actions(at);
	char hint[160];

	for (size_t i = 0; i < texts.n; i++) {
		const struct str text = lint_text(&texts, i);

		if (matches_nothing(&texts, i, hint, sizeof hint))
			lint_say(l, at, 0, lint_text_place(&texts, i), hint,
				 exemption
					 ? "no known action matches \"%.*s\": "
					   "it exempts nothing"
					 : "no known action matches \"%.*s\"",
				 (int)text.n, text.p);
	}
}

void
look_unknown_action(struct lint *l, const struct lint_spot *at)
{
	const bool not_action = json_get(at->json, "NotAction") != NULL;

	if (!at->statement->deny || not_action)
		look(l, at, not_action);
}

/* ---- deny-matches-nothing ---- */

/* The service of an ARN pattern; empty when it is a wildcard or variable. */
static struct str
service_of(struct str arn)
{
	size_t colons = 0, begin = 0, i = 0;

	for (; i < arn.n && colons < 3; i++)
		if (arn.p[i] == ':' && ++colons == 2)
			begin = i + 1;
	if (colons < 3 || !str_starts(arn, STR("arn:")))
		return STR("");
	arn = str_make(arn.p + begin, i - 1 - begin);
	return lint_has_wildcard(arn) || memchr(arn.p, '$', arn.n) ? STR("")
								   : arn;
}

/* All its actions are SageMaker's, all its resources another service's. */
static bool
wrong_service(const struct lint_spot *at)
{
	const struct lint_texts actions = lint_actions(at);
	const struct lint_texts resources = lint_resources(at);

	if (json_get(at->json, "NotAction") ||
	    json_get(at->json, "NotResource") || !actions.n || !resources.n)
		return false;
	for (size_t i = 0; i < actions.n; i++)
		if (!lint_begins_fold(lint_text(&actions, i),
				      STR("sagemaker:")))
			return false;
	for (size_t i = 0; i < resources.n; i++) {
		const struct str service = service_of(lint_text(&resources, i));

		if (!service.n || str_starts(service, STR("sagemaker")))
			return false;
	}
	return true;
}

void
look_deny_matches_nothing(struct lint *l, const struct lint_spot *at)
{
	const struct lint_texts resources = lint_resources(at);

	if (!at->statement->deny || json_get(at->json, "NotAction"))
		return;
	look(l, at, false);
	if (wrong_service(at))
		lint_say(l, at, 0, lint_text_place(&resources, 0),
			 "write the ARN of what SageMaker would create",
			 "no SageMaker action has such a resource: this Deny "
			 "matches nothing");
}
