/* SPDX-License-Identifier: MIT */
/* conditions.c - conditions that are true, or false, where nobody expects it
 * (IAM: "Condition operators", "Single-valued vs. multivalued context keys").
 */
#include "rules.h"

#include <stdio.h>

static void
null_hint(char *hint, size_t size, const char *key)
{
	snprintf(hint, size, "add \"Null\": { \"%.150s\": \"false\" }", key);
}

/* aws:TagKeys, kms:EncryptionContextKeys */
static bool
is_list_of_keys(const char *key)
{
	const size_t n = strlen(key);

	return n > 4 && str_is_fold(STR("keys"), str_make(key + n - 4, 4));
}

/*
 * How much it matters that the key may be absent: of lists of keys none at all
 * is mostly fine, and of the keys of other services we do not know which
 * requests lack them (kms:GrantOperations is always there).
 */
static uint32_t
vacuous_severity(const struct lint_condition *c)
{
	if (is_list_of_keys(c->key))
		return NOTE;
	return lint_key_begins(c, STR("aws:")) ||
			       lint_key_begins(c, STR("sagemaker:"))
		       ? WARNING
		       : NOTE;
}

void
look_forallvalues_vacuous(struct lint *l, const struct lint_spot *at)
{
	struct lint_condition c = { 0 };
	char hint[200];

	/* a Deny that applies when the key is absent errs on the safe side */
	if (at->statement->deny)
		return;
	while (lint_condition(at, &c)) {
		if (c.compiled->quantifier != FOR_ALL_VALUES ||
		    (c.compiled->operator!= OP_NULL &&
		     lint_requires(at, str_make(c.key, strlen(c.key)))))
			continue;
		null_hint(hint, sizeof hint, c.key);
		lint_say(l, at, vacuous_severity(&c), lint_key(c.block, c.key),
			 hint,
			 "%s is true when \"%.150s\" is absent: the Allow "
			 "applies",
			 c.operator, c.key);
	}
}

/* ---- null-needed ---- */

/* Keys that every request has, or every one that could match. */
static bool
always_there(const struct lint_condition *c)
{
	static const struct str keys[] = {
		{ "aws:principalarn", 16 },
		{ "aws:principalaccount", 20 },
		{ "aws:principaltype", 17 },
		{ "aws:userid", 10 },
		{ "aws:resourceaccount", 19 },
		{ "aws:requestedregion", 19 },
		{ "aws:currenttime", 15 },
		{ "aws:epochtime", 13 },
		{ "aws:securetransport", 19 },
		{ "aws:viaawsservice", 17 },
		{ "aws:principalisawsservice", 25 },
		{ "aws:useragent", 13 },
		{ "iam:passedtoservice", 19 },
	};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (lint_key_is(c, keys[i]))
			return true;
	return false;
}

/* Is there a ${KEY}, which matches nothing without the key? */
static bool
has_variable(const struct lint_texts *texts, const char *key)
{
	const size_t n = strlen(key);

	for (size_t i = 0; i < texts->n; i++) {
		const struct str text = lint_text(texts, i);

		for (size_t k = 0; k + n + 3 <= text.n; k++)
			if (text.p[k] == '$' && text.p[k + 1] == '{' &&
			    str_equal_fold(str_make(text.p + k + 2, n),
					   str_make(key, n)))
				return true;
	}
	return false;
}

static bool
needs_anyway(const struct lint_spot *at, const char *key)
{
	const struct lint_texts resources = lint_texts(at->json, "Resource");
	struct lint_condition c = { 0 };

	if (lint_requires(at, str_make(key, strlen(key))) ||
	    has_variable(&resources, key))
		return true;
	while (lint_condition(at, &c)) {
		const struct lint_texts values = lint_texts(c.block, c.key);

		if (!c.compiled->negated && has_variable(&values, key))
			return true;
	}
	return false;
}

/* An Allow with a negated operator, which is true without the key. */
static void
look_at_allow(struct lint *l, const struct lint_spot *at,
	      const struct lint_condition *c)
{
	char hint[200];

	if (!c->compiled->negated || c->compiled->if_exists ||
	    c->compiled->quantifier != ONE_VALUE || always_there(c) ||
	    needs_anyway(at, c->key))
		return;
	null_hint(hint, sizeof hint, c->key);
	lint_say(l, at, 0, lint_key(c->block, c->key), hint,
		 "%s is true when \"%.150s\" is absent: the Allow applies",
		 c->operator, c->key);
}

/* "Deny without MFA": calls with long-term keys do not have the key at all. */
static void
look_at_deny(struct lint *l, const struct lint_spot *at,
	     const struct lint_condition *c)
{
	if (c->compiled->operator== OP_BOOL && !c->compiled->if_exists &&
	    c->compiled->noperands == 1 &&
	    str_is_fold(STR("false"), c->compiled->operands[0].text) &&
	    lint_key_is(c, STR("aws:multifactorauthpresent")))
		lint_say(l, at, 0, lint_key(c->block, c->key),
			 "write BoolIfExists",
			 "access keys have no \"%s\": this Deny does not reach "
			 "them",
			 c->key);
}

void
look_null_needed(struct lint *l, const struct lint_spot *at)
{
	struct lint_condition c = { 0 };

	while (lint_condition(at, &c)) {
		if (at->statement->deny)
			look_at_deny(l, at, &c);
		else
			look_at_allow(l, at, &c);
	}
}

void
look_wildcard_in_stringequals(struct lint *l, const struct lint_spot *at)
{
	struct lint_condition c = { 0 };

	while (lint_condition(at, &c)) {
		const struct lint_texts values = lint_texts(c.block, c.key);

		if (c.compiled->operator!= OP_STRING_EQUALS && c.compiled->
		    operator!= OP_STRING_EQUALS_IGNORE_CASE)
			continue;
		for (size_t i = 0; i < values.n; i++) {
			const struct str text = lint_text(&values, i);
			const char *star =
				text.n ? memchr(text.p, '*', text.n) : NULL;

			/* ${*} is how a star is written on purpose */
			if (star && (star == text.p || star[-1] != '{'))
				lint_say(l, at, 0, lint_text_place(&values, i),
					 c.compiled->negated
						 ? "write StringNotLike"
						 : "write StringLike",
					 "%s compares * as the character it is",
					 c.operator);
		}
	}
}
