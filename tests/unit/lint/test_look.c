/* SPDX-License-Identifier: MIT */
/* Texts that are nearly the same. */
#include "../support.h"

#include "../../../plugin/lint/rule.h"

static void
one_edit(void **state)
{
	static const struct {
		const char *a, *b;
		bool near;
	} rows[] = {
		{ "GetRole", "GetRole", true },
		{ "getrole", "GetRole", true },
		{ "GetRol", "GetRole", true },	 /* left out */
		{ "GetRoles", "GetRole", true }, /* added */
		{ "GetRule", "GetRole", true },	 /* changed */
		{ "GteRole", "GetRole", true },	 /* swapped */
		{ "xGetRole", "GetRole", true },
		{ "aa", "aaa", true },
		{ "", "a", true },
		{ "", "ab", false },
		{ "GetRoless", "GetRole", false },
		{ "GtRoles", "GetRole", false },
		{ "ab", "cd", false },
		{ "abba", "baab", false },
		{ "eGtRole", "GetRole", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct str a = text_of(rows[i].a), b = text_of(rows[i].b);

		if (lint_one_edit(a, b) != rows[i].near ||
		    lint_one_edit(b, a) != rows[i].near)
			fail_msg("%s %s", rows[i].a, rows[i].b);
	}
}

static void
ends(void **state)
{
	(void)state;
	assert_true(lint_has_wildcard(text_of("a?")));
	assert_true(lint_has_wildcard(text_of("*")));
	assert_false(lint_has_wildcard(text_of("")));
	assert_false(lint_has_wildcard(text_of("abc")));
	assert_true(lint_ends(text_of("a:role/*"), text_of(":role/*")));
	assert_false(lint_ends(text_of("*"), text_of(":*")));
	assert_true(
		lint_begins_fold(text_of("IAM:PassRole"), text_of("iam:pass")));
	assert_false(lint_begins_fold(text_of("iam"), text_of("iam:")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_edit),
		cmocka_unit_test(ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
