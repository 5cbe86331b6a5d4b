/* SPDX-License-Identifier: MIT */
/* find.h - what a policy set has under a name; NULL: nothing. */
#ifndef PORTERO_DECIDE_FIND_H
#define PORTERO_DECIDE_FIND_H

#include "../policy.h"

const struct account *find_account(const struct policy_set *set, struct str id);
const struct principal *find_principal(const struct policy_set *set,
				       enum principal_kind kind,
				       struct str account, struct str name);
const struct principal *find_by_arn(const struct policy_set *set,
				    struct str arn);
const struct resource *find_resource(const struct policy_set *set,
				     struct str arn);
#define ACTION_UNNAMED UINT32_MAX

/* The place of an action in any letter case, and its row; ACTION_UNNAMED and
 * NULL when it is not on the line. */
uint32_t find_action(const struct policy_set *set, struct str name,
		     const struct action **out);
/* The place of such an action, FOLDED to lower case. */
uint32_t find_action_between(const struct policy_set *set, struct str folded);

#endif
