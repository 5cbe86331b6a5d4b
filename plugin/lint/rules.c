/* SPDX-License-Identifier: MIT */
/* rules.c - the table of rules: portero-lint(7) has a section for each. */
#include "rules.h"

#define RULE(id, severity, reach, function, what)                              \
	{                                                                      \
		{ sizeof(struct portero_rule), severity, 0, id, what }, reach, \
			function                                               \
	}

/* clang-format off */
const struct lint_rule lint_rules[] = {
	RULE("prefix-collision", WARNING, ONCE, look_prefix_collision,
	     "a prefix of job names covers another one's"),
	RULE("prefix-bypass-default", WARNING, ONCE, look_prefix_bypass_default,
	     "pipelines-* beside a prefix cancels it"),
	RULE("prefix-no-delimiter", WARNING, EACH_STATEMENT, look_prefix_no_delimiter,
	     "a prefix without the hyphen behind it"),
	RULE("prefix-case-trap", NOTE, EACH_STATEMENT, look_prefix_case_trap,
	     "a prefix with capital letters"),
	RULE("prefix-too-long", WARNING, EACH_STATEMENT, look_prefix_too_long,
	     "a prefix that no job name has room for"),
	RULE("deny-matches-nothing", WARNING, EACH_STATEMENT, look_deny_matches_nothing,
	     "a Deny that denies nothing"),
	RULE("unknown-action", WARNING, EACH_STATEMENT, look_unknown_action,
	     "no action has such a name"),
	RULE("forallvalues-vacuous", WARNING, EACH_STATEMENT, look_forallvalues_vacuous,
	     "ForAllValues is true without the key"),
	RULE("null-needed", WARNING, EACH_STATEMENT, look_null_needed,
	     "a condition that an absent key turns over"),
	RULE("wildcard-in-stringequals", WARNING, EACH_STATEMENT, look_wildcard_in_stringequals,
	     "a * that StringEquals takes as it is"),
	RULE("passrole-no-service", WARNING, EACH_STATEMENT, look_passrole_no_service,
	     "a role may be passed to any service"),
	RULE("passrole-any-role", WARNING, EACH_STATEMENT, look_passrole_any_role,
	     "any role may be passed"),
	RULE("passrole-self", WARNING, ONCE, look_passrole_self,
	     "a role may pass itself, by a wildcard"),
	RULE("passrole-resource-tag", WARNING, EACH_STATEMENT, look_passrole_resource_tag,
	     "role passing by tags of the role"),
	RULE("trust-no-source", WARNING, EACH_STATEMENT, look_trust_no_source,
	     "a service may assume the role for anybody"),
	RULE("trust-too-wide", ERROR, EACH_STATEMENT, look_trust_too_wide,
	     "everybody may assume the role"),
	RULE("scp-tag-self-grant", WARNING, EACH_STATEMENT, look_scp_tag_self_grant,
	     "the exempted may set the tag that exempts"),
	RULE("tag-case-bypass", WARNING, EACH_STATEMENT, look_tag_case_bypass,
	     "a tag key that is denied in one letter case"),
	RULE("scp-level-allows-nothing", WARNING, ONCE, look_scp_level_allows_nothing,
	     "a level of the organization denies all"),
	RULE("dead-statement", NOTE, EACH_DOCUMENT, look_dead_statement,
	     "another statement makes this one idle"),
	RULE("short-arn", WARNING, EACH_STATEMENT, look_short_arn,
	     "an ARN with fewer than six fields"),
	RULE("empty-list", WARNING, EACH_STATEMENT, look_empty_list,
	     "an empty list makes the statement say nothing"),
	RULE("duplicate-sid", WARNING, EACH_DOCUMENT, look_duplicate_sid,
	     "two statements have the same Sid"),
	RULE("sid-characters", WARNING, EACH_STATEMENT, look_sid_characters,
	     "a Sid that IAM does not take"),
	RULE("version-2008-variable", WARNING, EACH_STATEMENT, look_version_2008_variable,
	     "variables are text without Version 2012-10-17"),
	RULE("policy-too-large", WARNING, EACH_DOCUMENT, look_policy_too_large,
	     "a document larger than AWS takes"),
};
/* clang-format on */

const size_t nlint_rules = sizeof lint_rules / sizeof *lint_rules;
