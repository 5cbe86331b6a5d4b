/* SPDX-License-Identifier: MIT */
/* trust.c - who may assume a role (IAM: "The confused deputy problem"). */
#include "rules.h"

#define GITHUB STR("token.actions.githubusercontent.com")

static bool
allows_trust(const struct lint_spot *at)
{
	return at->document->policy->type == POLICY_TRUST &&
	       !at->statement->deny && !at->statement->inert;
}

static bool
requires_any(const struct lint_spot *at, const struct str *keys, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (lint_requires(at, keys[i]))
			return true;
	return false;
}

void
look_trust_no_source(struct lint *l, const struct lint_spot *at)
{
	static const struct str keys[] = {
		{ "aws:sourceaccount", 17 },
		{ "aws:sourcearn", 13 },
		{ "aws:sourceorgid", 15 },
		{ "aws:sourceorgpaths", 18 },
	};
	const struct json *principal = json_get(at->json, "Principal");
	const struct lint_texts services = lint_texts(principal, "Service");

	if (!allows_trust(at) ||
	    requires_any(at, keys, sizeof keys / sizeof *keys))
		return;
	for (size_t i = 0; i < services.n; i++) {
		const struct str text = lint_text(&services, i);
		const bool known =
			str_equal(text, STR("sagemaker.amazonaws.com"));

		/* not every service says for whom it works */
		lint_say(l, at, known ? 0 : NOTE, lint_text_place(&services, i),
			 "add \"StringEquals\": { \"aws:SourceAccount\": "
			 "\"the account of the jobs\" }",
			 "%.*s may assume the role for anybody's account",
			 (int)text.n, text.p);
	}
}

/* Is there any condition on a key of the identity provider HOST? */
static bool
asks_provider(const struct lint_spot *at, struct str host, struct str claim)
{
	struct lint_condition c = { 0 };

	while (lint_condition(at, &c)) {
		const struct str key = str_make(c.key, strlen(c.key));

		if (key.n > host.n && key.p[host.n] == ':' &&
		    str_equal_fold(str_make(key.p, host.n), host) &&
		    (!claim.n ||
		     str_equal_fold(str_from(key, host.n + 1), claim)))
			return true;
	}
	return false;
}

static void
look_at_federated(struct lint *l, const struct lint_spot *at)
{
	static const struct str mark = { ":oidc-provider/", 15 };
	const struct json *principal = json_get(at->json, "Principal");
	const struct lint_texts texts = lint_texts(principal, "Federated");

	for (size_t i = 0; i < texts.n; i++) {
		const struct str text = lint_text(&texts, i);
		struct str host = STR("");

		for (size_t k = 0; k + mark.n < text.n; k++)
			if (str_starts(str_from(text, k), mark))
				host = str_from(text, k + mark.n);
		if (!host.n)
			continue;
		/* everybody has an account at GitHub */
		if (!asks_provider(at, host,
				   str_equal(host, GITHUB) ? STR("sub")
							   : STR("")))
			lint_say(l, at, WARNING, lint_text_place(&texts, i),
				 "add a condition on its \":sub\"",
				 "everybody whom %.*s knows may assume the "
				 "role",
				 (int)(host.n < 200 ? host.n : 200), host.p);
	}
}

void
look_trust_too_wide(struct lint *l, const struct lint_spot *at)
{
	static const struct str keys[] = {
		{ "aws:principalorgid", 18 }, { "aws:principalorgpaths", 21 },
		{ "aws:principalarn", 16 },   { "aws:principalaccount", 20 },
		{ "aws:sourceaccount", 17 },  { "aws:sourceorgid", 15 },
		{ "aws:sourcearn", 13 },      { "aws:userid", 10 },
		{ "sts:externalid", 14 },
	};

	if (!allows_trust(at))
		return;
	look_at_federated(l, at);
	for (uint32_t i = 0; i < at->statement->nprincipals; i++) {
		if (at->statement->principals[i].form != FORM_ANY)
			continue;
		if (!requires_any(at, keys, sizeof keys / sizeof *keys))
			lint_say(l, at,
				 at->statement->nconditions ? WARNING : ERROR,
				 lint_value(at->json, "Principal"),
				 "name accounts or roles, or add a condition "
				 "on aws:PrincipalOrgID",
				 "principals of every account may assume the "
				 "role");
		return;
	}
}
