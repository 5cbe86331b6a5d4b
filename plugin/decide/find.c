/* SPDX-License-Identifier: MIT */
/* find.c - accounts, principals, resources and actions of a set, by name. */
#include "find.h"

const struct account *
find_account(const struct policy_set *set, struct str id)
{
	uint32_t probe = 0, i;
	uint64_t hash = str_hash(id);

	while ((i = table_next(&set->account_table, hash, &probe)) !=
	       UINT32_MAX)
		if (str_equal(set->accounts[i].id, id))
			return &set->accounts[i];
	return NULL;
}

const struct principal *
find_principal(const struct policy_set *set, enum principal_kind kind,
	       struct str account, struct str name)
{
	uint32_t probe = 0, i;
	uint64_t hash = principal_hash((uint8_t)kind, account, name);

	while ((i = table_next(&set->principal_table, hash, &probe)) !=
	       UINT32_MAX) {
		const struct principal *p = &set->principals[i];

		if (p->kind == kind && str_equal(principal_name(p), name) &&
		    str_equal(p->account->id, account))
			return p;
	}
	return NULL;
}

const struct principal *
find_by_arn(const struct policy_set *set, struct str arn)
{
	uint32_t probe = 0, i;
	uint64_t hash = str_hash(arn);

	while ((i = table_next(&set->arn_table, hash, &probe)) != UINT32_MAX)
		if (str_equal(set->principals[i].arn, arn))
			return &set->principals[i];
	return NULL;
}

static const struct resource *
resource_called(const struct policy_set *set, struct str arn)
{
	uint32_t probe = 0, i;
	uint64_t hash;

	if (!(set->resource_lengths & UINT64_C(1) << arn.n % 64))
		return NULL; /* most resources have no policy */
	hash = str_hash(arn);
	while ((i = table_next(&set->resource_table, hash, &probe)) !=
	       UINT32_MAX)
		if (str_equal(set->resources[i].arn, arn))
			return &set->resources[i];
	return NULL;
}

/* The resource itself, else what its name is in: the bucket of an object. */
const struct resource *
find_resource(const struct policy_set *set, struct str arn)
{
	const struct resource *found;
	const char *slash;

	if (set->nresources == 0)
		return NULL;
	found = resource_called(set, arn);
	slash = arn.n ? memchr(arn.p, '/', arn.n) : NULL;
	if (!found && slash)
		found = resource_called(
			set, str_make(arn.p, (size_t)(slash - arn.p)));
	return found;
}

/* Between which names a name stands that is not on the line itself. */
uint32_t
find_action_between(const struct policy_set *set, struct str folded)
{
	uint32_t low = 0, high = set->nactions;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (str_compare(set->actions[mid].name, folded) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return 2 * low;
}

/* Most hosts spell an action as policies do. */
static bool
is_action(const struct action *a, struct str name)
{
	return str_equal(a->spelling, name) || str_is_fold(a->name, name);
}

uint32_t
find_action(const struct policy_set *set, struct str name,
	    const struct action **out)
{
	uint32_t probe = 0, i;
	uint64_t hash = str_hash_fold(name);

	while ((i = table_next(&set->action_table, hash, &probe)) != UINT32_MAX)
		if (is_action(&set->actions[i], name)) {
			*out = &set->actions[i];
			return 2 * i + 1;
		}
	*out = NULL;
	return ACTION_UNNAMED;
}
