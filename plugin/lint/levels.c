/* SPDX-License-Identifier: MIT */
/* levels.c - levels of the organization whose SCPs allow nothing
 * (Organizations: "SCP evaluation": every level from the root to the account
 * must allow). */
#include "rules.h"

static bool
allows(const struct policy_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		for (uint32_t k = 0; k < list->items[i]->nstatements; k++)
			if (!list->items[i]->statements[k].deny &&
			    !list->items[i]->statements[k].inert)
				return true;
	return false;
}

/* Any SCP above the account: SCPs are in force, and there is a place. */
static const struct policy *
any_scp(const struct build_level *level)
{
	for (; level; level = level->parent)
		if (level->scps.n)
			return level->scps.items[0];
	return NULL;
}

static void
say(struct lint *l, const struct build_account *account,
    const struct build_level *level, const struct policy *where)
{
	const struct lint_document *d = lint_document(l, where);
	const struct lint_spot at = { d, NULL, d->json };

	if (level->scps.n)
		lint_say(l, &at, 0, lint_node(d->json),
			 "attach FullAWSAccess beside it, or an SCP that "
			 "allows what is meant",
			 "no SCP of this level allows anything: all below it "
			 "is denied");
	else
		lint_say(l, &at, 0, lint_node(d->json),
			 "attach FullAWSAccess to every level",
			 "a level above account %.*s has no SCP at all, while "
			 "this one is in force: all is denied there",
			 (int)account->account.id.n, account->account.id.p);
}

void
look_scp_level_allows_nothing(struct lint *l, const struct lint_spot *nowhere)
{
	const struct list *list = &l->build->accounts;

	(void)nowhere;
	for (uint32_t i = 0; i < list->n; i++) {
		const struct build_account *a = list->items[i];
		const struct policy *where = any_scp(a->level);

		/* SCPs do not reach the management account */
		if (!where || a->account.management)
			continue;
		for (const struct build_level *v = a->level; v; v = v->parent)
			if (!allows(&v->scps))
				say(l, a, v,
				    v->scps.n ? v->scps.items[0] : where);
	}
}
