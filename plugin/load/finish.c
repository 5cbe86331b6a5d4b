/* SPDX-License-Identifier: MIT */
/* finish.c - from what was read to the const policy set. */
#include <stdlib.h>

#include "building.h"

/* Present but empty lists are no bundle: nothing there allows. */
static bool
bundle_of(struct build *b, const struct policy_list *list,
	  const struct bundle **out)
{
	*out = NULL;
	if (list->n == 0)
		return true;
	*out = bundle_make(b, list);
	return *out != NULL;
}

/* ---- accounts and their levels ---------------------------------------------
 */

static bool
keep_chain(struct build *b, const struct build_level *const *path, size_t n,
	   bool scps, struct chain *out)
{
	const struct policy_list *lists[LEVELS_MAX];
	const struct bundle **levels =
		build_array(b, n ? n : 1, sizeof *levels);

	if (!levels)
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct build_level *l = path[i];

		/* RCPFullAWSAccess stands where nothing is said */
		if (!scps && !l->has_rcps)
			continue;
		lists[out->n] = scps ? &l->scps : &l->rcps;
		if (!bundle_of(b, lists[out->n], &levels[out->n]))
			return false;
		out->n++;
	}
	out->levels = levels;
	out->all = out->n ? bundle_of_levels(b, lists, out->n) : NULL;
	return out->n == 0 || out->all;
}

static bool
finish_account(struct build *b, const struct build_account *from,
	       struct account *to)
{
	const struct build_level *path[LEVELS_MAX];
	bool scps = false;
	size_t n = 0;

	*to = from->account;
	for (const struct build_level *l = from->level; l; l = l->parent) {
		if (n == LEVELS_MAX)
			return false;
		path[n++] = l;
		scps |= l->has_scps;
	}
	for (size_t i = 0; i < n / 2; i++) {
		const struct build_level *swap = path[i];

		path[i] = path[n - 1 - i];
		path[n - 1 - i] = swap;
	}
	return (!scps || keep_chain(b, path, n, true, &to->scps)) &&
	       keep_chain(b, path, n, false, &to->rcps);
}

/* ---- principals
 * -------------------------------------------------------------- */

/*
 * Policies of one principal alone are asked as one bundle; those of several
 * each have their own, made once for all.
 */
static bool
finish_identity(struct build *b, const struct policy_list *all,
		struct principal *to)
{
	struct policy_list own = { NULL, 0, 0 };
	const struct bundle **bundles;
	uint32_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (!all->items[i]->shared &&
		    !policy_list_add(b, &own, all->items[i]))
			return false;
	if (!bundle_of(b, &own, &to->own))
		return false;
	if (own.n == all->n)
		return true;
	bundles = build_array(b, all->n - own.n, sizeof *bundles);
	if (!bundles)
		return false;
	for (size_t i = 0; i < all->n; i++) {
		struct policy_list one = { &all->items[i], 1, 1 };

		if (all->items[i]->shared && !bundle_of(b, &one, &bundles[n++]))
			return false;
	}
	to->shared = bundles;
	to->nshared = n;
	return true;
}

static bool
finish_principal(struct build *b, const struct build_principal *from,
		 const struct account *accounts, struct principal *to)
{
	*to = from->principal;
	to->account = &accounts[from->account->index];
	return finish_identity(b, &from->identity, to) &&
	       bundle_of(b, &from->boundary, &to->boundary) &&
	       bundle_of(b, &from->session, &to->session) &&
	       bundle_of(b, &from->trust, &to->trust);
}

/* ---- all
 * ---------------------------------------------------------------------- */

static bool
finish_accounts(struct build *b, struct policy_set *set)
{
	struct account *accounts =
		build_array(b, (size_t)b->accounts.n + 1, sizeof *accounts);

	if (!accounts)
		return false;
	for (uint32_t i = 0; i < b->accounts.n; i++)
		if (!finish_account(b, b->accounts.items[i], &accounts[i]))
			return false;
	set->accounts = accounts;
	set->naccounts = b->accounts.n;
	return table_keep(b, &b->account_table, &set->account_table);
}

static bool
finish_arns(struct build *b, struct policy_set *set)
{
	struct growing_table arns = { NULL, 0, 0 };
	bool ok = true;

	for (uint32_t i = 0; ok && i < set->nprincipals; i++)
		ok = table_add(b, &arns, str_hash(set->principals[i].arn), i);
	ok = ok && table_keep(b, &arns, &set->arn_table);
	free(arns.slots);
	return ok;
}

static bool
finish_principals(struct build *b, struct policy_set *set)
{
	struct principal *principals =
		build_array(b, (size_t)b->principals.n + 1, sizeof *principals);

	if (!principals)
		return false;
	for (uint32_t i = 0; i < b->principals.n; i++)
		if (!finish_principal(b, b->principals.items[i], set->accounts,
				      &principals[i]))
			return false;
	set->principals = principals;
	set->nprincipals = b->principals.n;
	return table_keep(b, &b->principal_table, &set->principal_table) &&
	       finish_arns(b, set);
}

static bool
finish_resources(struct build *b, struct policy_set *set)
{
	struct resource *resources =
		build_array(b, (size_t)b->resources.n + 1, sizeof *resources);

	if (!resources)
		return false;
	for (uint32_t i = 0; i < b->resources.n; i++) {
		const struct build_resource *from = b->resources.items[i];

		resources[i] = from->resource;
		set->resource_lengths |= UINT64_C(1)
					 << from->resource.arn.n % 64;
		if (!bundle_of(b, &from->policies, &resources[i].policy))
			return false;
	}
	set->resources = resources;
	set->nresources = b->resources.n;
	return table_keep(b, &b->resource_table, &set->resource_table);
}

static bool
finish_keys(struct build *b, struct policy_set *set)
{
	struct key *keys;

	keys = build_array(b, (size_t)b->keys.n + 1, sizeof *keys);
	if (!keys)
		return false;
	for (uint32_t i = 0; i < b->keys.n; i++)
		keys[i] = *(const struct key *)b->keys.items[i];
	set->keys = keys;
	set->nkeys = b->keys.n;
	return true;
}

static bool
finish_names(struct build *b, struct policy_set *set)
{
	struct pattern *forms =
		build_array(b, (size_t)b->default_form.n + 1, sizeof *forms);

	if (!forms)
		return false;
	for (uint32_t i = 0; i < b->default_form.n; i++)
		forms[i] = *(const struct pattern *)b->default_form.items[i];
	set->names = b->names;
	set->names.default_form = forms;
	set->names.ndefault_form = b->default_form.n;
	return true;
}

const struct policy_set *
build_finish(struct build *b, const uint8_t digest[32])
{
	struct policy_set *set = build_alloc(b, sizeof *set);

	if (!set)
		return NULL;
	memcpy(set->digest, digest, sizeof set->digest);
	for (int i = 0; i < 8; i++)
		set->generation = set->generation << 8 | digest[i];
	set->org_id = b->org_id;
	set->nstatements = (uint32_t)b->nstatements;
	tags_finish(b);
	if (!actions_finish(b, set) || !finish_keys(b, set) ||
	    !finish_accounts(b, set) || !finish_principals(b, set) ||
	    !finish_resources(b, set) || !finish_names(b, set) ||
	    b->err->code != PORTERO_OK)
		return NULL;
	return set;
}
