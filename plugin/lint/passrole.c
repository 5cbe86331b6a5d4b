/* SPDX-License-Identifier: MIT */
/* passrole.c - which roles may be handed to which services (IAM: "Grant a user
 * permissions to pass a role to an AWS service"). */
#include "rules.h"

#include "../decide/match.h"

#define PASSED_TO STR("iam:passedtoservice")

/*
 * Where an Allow names iam:PassRole; false for "*" and "iam:*", which say
 * "administrator" and are not about roles.
 */
static bool
names_pass_role(const struct lint_spot *at, struct lint_place *place)
{
	const struct lint_texts actions = lint_texts(at->json, "Action");

	/* other types of policies only limit what these give */
	if (at->document->policy->type != POLICY_IDENTITY ||
	    at->statement->deny || at->statement->inert ||
	    !lint_covers(at->statement, STR("iam:passrole")))
		return false;
	for (size_t i = 0; i < actions.n; i++)
		if (lint_begins_fold(lint_text(&actions, i), STR("iam:pass"))) {
			*place = lint_text_place(&actions, i);
			return true;
		}
	return false;
}

/* Every passing of a role has the key: IfExists asks for it as well. */
static bool
asks_for_service(const struct lint_spot *at)
{
	struct lint_condition c = { 0 };

	while (lint_condition(at, &c))
		if (lint_key_is(&c, PASSED_TO) && c.compiled->if_exists &&
		    !c.compiled->negated && c.compiled->quantifier == ONE_VALUE)
			return true;
	return lint_requires(at, PASSED_TO);
}

/* Is each Resource one role, though perhaps of any account? */
static bool
roles_are_named(const struct lint_spot *at)
{
	static const struct str mark = { ":role/", 6 };
	const struct lint_texts resources = lint_texts(at->json, "Resource");

	for (size_t i = 0; i < resources.n; i++) {
		struct str role = lint_text(&resources, i);

		while (role.n && !str_starts(role, mark))
			role = str_from(role, 1);
		if (!role.n || lint_has_wildcard(role) ||
		    memchr(role.p, '$', role.n))
			return false;
	}
	return resources.n > 0;
}

void
look_passrole_no_service(struct lint *l, const struct lint_spot *at)
{
	struct lint_place place;

	/* the trust policy of a role that is named limits the services, too */
	if (names_pass_role(at, &place) && !asks_for_service(at))
		lint_say(l, at, roles_are_named(at) ? NOTE : 0, place,
			 "add \"StringEquals\": { \"iam:PassedToService\": "
			 "\"sagemaker.amazonaws.com\" }",
			 "the role may be passed to any service");
}

/* "*", or an ARN whose role is nothing but wildcards. */
static bool
any_role(struct str text)
{
	return str_equal(text, STR("*")) || lint_ends(text, STR(":*")) ||
	       lint_ends(text, STR(":role/*")) ||
	       lint_ends(text, STR(":role*"));
}

void
look_passrole_any_role(struct lint *l, const struct lint_spot *at)
{
	const struct lint_texts resources = lint_texts(at->json, "Resource");
	struct lint_place place;

	if (!names_pass_role(at, &place))
		return;
	for (size_t i = 0; i < resources.n; i++)
		if (any_role(lint_text(&resources, i)))
			lint_say(l, at, asks_for_service(at) ? NOTE : 0,
				 lint_text_place(&resources, i),
				 "name the roles, or the path they are under",
				 "every role of the account may be passed");
}

void
look_passrole_resource_tag(struct lint *l, const struct lint_spot *at)
{
	struct lint_condition c = { 0 };
	struct lint_place place;

	if (!names_pass_role(at, &place))
		return;
	while (lint_condition(at, &c))
		if (lint_key_begins(&c, STR("iam:resourcetag/")) ||
		    lint_key_begins(&c, STR("aws:resourcetag/")))
			lint_say(l, at, 0, lint_key(c.block, c.key),
				 "name the roles in Resource, or give them a "
				 "path",
				 "AWS does not promise that role passing knows "
				 "the tags of the role");
}

/* ---- passrole-self: of the principals of a set ---- */

static void
look_at_role(struct lint *l, const struct lint_spot *at,
	     const struct principal *role)
{
	const struct lint_texts resources = lint_texts(at->json, "Resource");
	const struct statement *st = at->statement;
	struct lint_place place;

	if (!names_pass_role(at, &place))
		return;
	for (size_t i = 0; i < resources.n && i < st->nresources; i++) {
		const struct str text = lint_text(&resources, i);

		/* a role that is named is meant */
		if (any_role(text) || !lint_has_wildcard(text) ||
		    st->resources[i].variable ||
		    match_pattern(NULL, &st->resources[i], role->arn) != YES)
			continue;
		lint_say(l, at, 0, lint_text_place(&resources, i),
			 "name the roles that jobs run as; of the role itself "
			 "only if its steps have no role of their own",
			 "this covers the role that has the policy, too: %.*s",
			 role->name_length, principal_name(role).p);
	}
}

void
look_passrole_self(struct lint *l, const struct lint_spot *nowhere)
{
	const struct list *list = &l->build->principals;

	(void)nowhere;
	for (uint32_t i = 0; i < list->n; i++) {
		const struct build_principal *p = list->items[i];

		if (p->principal.kind != PRINCIPAL_ROLE)
			continue;
		for (size_t k = 0; k < p->identity.n; k++) {
			const struct lint_document *d =
				lint_document(l, p->identity.items[k]);

			for (uint32_t n = 0; n < d->policy->nstatements; n++) {
				const struct lint_spot at =
					lint_statement(d, n);

				look_at_role(l, &at, &p->principal);
			}
		}
	}
}
