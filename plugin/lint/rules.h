/* SPDX-License-Identifier: MIT */
/* rules.h - the function of every rule, by subject. */
#ifndef PORTERO_LINT_RULES_H
#define PORTERO_LINT_RULES_H

#include "rule.h"

/* actions.c */
lint_look look_unknown_action, look_deny_matches_nothing;
/* arns.c */
lint_look look_short_arn;
/* conditions.c */
lint_look look_forallvalues_vacuous, look_null_needed;
lint_look look_wildcard_in_stringequals;
/* crossing.c */
lint_look look_prefix_collision, look_prefix_bypass_default;
/* dead.c */
lint_look look_dead_statement;
/* levels.c */
lint_look look_scp_level_allows_nothing;
/* lists.c */
lint_look look_empty_list;
/* passrole.c */
lint_look look_passrole_no_service, look_passrole_any_role;
lint_look look_passrole_self, look_passrole_resource_tag;
/* prefixes.c */
lint_look look_prefix_no_delimiter, look_prefix_too_long;
lint_look look_prefix_case_trap;
/* sid.c */
lint_look look_sid_characters, look_duplicate_sid;
/* sizes.c */
lint_look look_policy_too_large;
/* tags.c */
lint_look look_scp_tag_self_grant, look_tag_case_bypass;
/* trust.c */
lint_look look_trust_no_source, look_trust_too_wide;
/* versions.c */
lint_look look_version_2008_variable;

#endif
