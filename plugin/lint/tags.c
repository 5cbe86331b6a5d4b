/* SPDX-License-Identifier: MIT */
/* tags.c - tags that open doors, and who may set them (IAM: "Controlling access
 * to and for IAM users and roles using tags"). */
#include "rules.h"

#include <stdio.h>

#define PRINCIPAL_TAG STR("aws:principaltag/")

/* Actions that give a principal a tag. */
static const struct {
	struct str folded;
	const char *name;
} tagging[] = {
	{ { "iam:tagrole", 11 }, "iam:TagRole" },
	{ { "iam:taguser", 11 }, "iam:TagUser" },
	{ { "iam:createrole", 14 }, "iam:CreateRole" },
	{ { "iam:createuser", 14 }, "iam:CreateUser" },
	{ { "sts:tagsession", 14 }, "sts:TagSession" },
};

#define NTAGGING (sizeof tagging / sizeof *tagging)

/* Does the condition speak of setting the tag TAG? */
static bool
speaks_of(const struct lint_condition *c, struct str tag)
{
	static const struct str request = { "aws:requesttag/", 15 };
	const struct lint_texts values = lint_texts(c->block, c->key);

	if (lint_key_begins(c, request))
		return str_equal_fold(
			str_from(str_make(c->key, strlen(c->key)), request.n),
			tag);
	if (!lint_key_is(c, STR("aws:tagkeys")))
		return false;
	for (size_t i = 0; i < values.n; i++)
		if (str_equal_fold(lint_text(&values, i), tag) ||
		    lint_has_wildcard(lint_text(&values, i)))
			return true;
	return c->compiled->negated; /* all keys but these */
}

/* A Deny of the action that is about this tag, or about all of them. */
static bool
forbids(const struct lint_spot *at, struct str action, struct str tag)
{
	struct lint_condition c = { 0 };

	if (!at->statement->deny || at->statement->inert ||
	    !lint_covers(at->statement, action))
		return false;
	if (at->statement->nconditions == 0)
		return true;
	while (lint_condition(at, &c))
		if (speaks_of(&c, tag))
			return true;
	return false;
}

static bool
any_statement(const struct lint *l, const struct lint_document *only,
	      struct str action, struct str tag, bool allow)
{
	for (uint32_t i = 0; i < l->ndocuments; i++) {
		const struct lint_document *d = &l->documents[i];

		if (only && d != only)
			continue;
		for (uint32_t n = 0; n < d->policy->nstatements; n++) {
			const struct lint_spot at = lint_statement(d, n);

			if (!allow &&
			    (d->policy->type == POLICY_SCP ||
			     d->policy->type == POLICY_BOUNDARY) &&
			    forbids(&at, action, tag))
				return true;
			if (allow && d->policy->type == POLICY_IDENTITY &&
			    !at.statement->deny && !at.statement->inert &&
			    lint_covers(at.statement, action))
				return true;
		}
	}
	return false;
}

/* Lists the actions by which somebody here may set the tag. */
static size_t
open_ways(const struct lint *l, struct str tag, char *out, size_t size)
{
	size_t used = 0, n = 0;

	for (size_t i = 0; i < NTAGGING && used < size; i++) {
		if (any_statement(l, NULL, tagging[i].folded, tag, false))
			continue;
		/* in a set we know whether anybody may do it at all */
		if (!l->alone &&
		    !any_statement(l, NULL, tagging[i].folded, tag, true))
			continue;
		used += (size_t)snprintf(out + used, size - used, "%s%s",
					 n++ ? ", " : "", tagging[i].name);
	}
	return n;
}

/* Is the condition of a Deny false for who has the tag? */
static bool
exempts(const struct lint_condition *c)
{
	if (c->compiled->operator== OP_NULL)
		return c->compiled->noperands == 1 &&
		       str_is_fold(STR("true"), c->compiled->operands[0].text);
	return c->compiled->negated;
}

void
look_scp_tag_self_grant(struct lint *l, const struct lint_spot *at)
{
	struct lint_condition c = { 0 };
	char ways[120], hint[256];

	if (at->document->policy->type != POLICY_SCP || !at->statement->deny)
		return;
	while (lint_condition(at, &c)) {
		const struct str key = str_make(c.key, strlen(c.key));
		struct str tag;

		if (!exempts(&c) || !lint_key_begins(&c, PRINCIPAL_TAG))
			continue;
		tag = str_from(key, PRINCIPAL_TAG.n);
		if (!open_ways(l, tag, ways, sizeof ways))
			continue;
		snprintf(hint, sizeof hint,
			 "deny these actions where aws:TagKeys or "
			 "\"aws:RequestTag/%.100s\" names it",
			 tag.p);
		lint_say(l, at, 0, lint_key(c.block, c.key), hint,
			 "who may call %s can get the tag \"%.100s\" "
			 "and is exempt",
			 ways, tag.p);
	}
}

/* ---- tag-case-bypass ---- */

static bool
has_letter(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (str_lower(text.p[i]) >= 'a' && str_lower(text.p[i]) <= 'z')
			return true;
	return false;
}

/* Do the actions give a principal a tag? */
static bool
tags_principals(const struct lint_spot *at)
{
	for (size_t i = 0; i < NTAGGING; i++)
		if (lint_covers(at->statement, tagging[i].folded))
			return true;
	return false;
}

/*
 * A Deny on setting the tag "Team" compares the key as it is written, while
 * aws:PrincipalTag/Team finds the tag "team".
 */
void
look_tag_case_bypass(struct lint *l, const struct lint_spot *at)
{
	const bool principals = tags_principals(at);
	struct lint_condition c = { 0 };

	if (!at->statement->deny)
		return;
	while (lint_condition(at, &c)) {
		const struct lint_texts values = lint_texts(c.block, c.key);

		if (!lint_key_is(&c, STR("aws:tagkeys")) ||
		    c.compiled->negated ||
		    (c.compiled->operator!= OP_STRING_EQUALS && c.compiled->
		     operator!= OP_STRING_LIKE))
			continue;
		for (size_t i = 0; i < values.n; i++)
			if (has_letter(lint_text(&values, i)))
				lint_say(
					l, at, principals ? 0 : NOTE,
					lint_text_place(&values, i),
					c.compiled->operator== OP_STRING_EQUALS
						? "write ForAnyValue:"
						  "StringEqualsIgnoreCase"
						: "list the key in each letter "
						  "case that tags may have",
					"the same key in another letter case "
					"is not denied, and aws:%sTag finds it",
					principals ? "Principal" : "Resource");
	}
}
