/* SPDX-License-Identifier: MIT */
/* How texts begin and end. */
#include "../support.h"

#include "../../../plugin/lint/rule.h"

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
		cmocka_unit_test(ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
