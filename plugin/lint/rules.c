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
	RULE("unknown-action", WARNING, EACH_STATEMENT, look_unknown_action,
	     "no action has such a name"),
	RULE("deny-matches-nothing", WARNING, EACH_STATEMENT, look_deny_matches_nothing,
	     "a Deny that denies nothing"),
	RULE("duplicate-sid", WARNING, EACH_DOCUMENT, look_duplicate_sid,
	     "two statements have the same Sid"),
	RULE("sid-characters", WARNING, EACH_STATEMENT, look_sid_characters,
	     "a Sid that IAM does not take"),
	RULE("empty-list", WARNING, EACH_STATEMENT, look_empty_list,
	     "an empty list makes the statement say nothing"),
};
/* clang-format on */

const size_t nlint_rules = sizeof lint_rules / sizeof *lint_rules;
