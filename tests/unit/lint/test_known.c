/* SPDX-License-Identifier: MIT */
/* Which action patterns match an action that there is. */
#include "../support.h"

#include "../../../plugin/lint/known.h"
#include "../../../plugin/lint/rule.h"

static void
actions(void **state)
{
	static const struct {
		const char *pattern;
		enum lint_knowledge knowledge;
		const char *near;
	} rows[] = {
		{ "sagemaker:CreateTrainingJob", ACTION_KNOWN, "" },
		{ "SAGEMAKER:createtrainingjob", ACTION_KNOWN, "" },
		{ "iam:PassRole", ACTION_KNOWN, "" },
		{ "sts:AssumeRole*", ACTION_KNOWN, "" },
		{ "iam:*", ACTION_KNOWN, "" },
		{ "iam:????Role", ACTION_KNOWN, "" },
		{ "iam:*a*s*R*e", ACTION_KNOWN, "" },
		{ "iam:PassRol", ACTION_UNKNOWN, "PassRole" },
		{ "iam:?", ACTION_UNKNOWN, "" },
		{ "iam:PassRole*x", ACTION_UNKNOWN, "" },
		{ "sagemaker:", ACTION_UNKNOWN, "" },
		{ "s3:Frobnicate", SERVICE_UNKNOWN, "" },
		{ "ia*:PassRole", SERVICE_UNKNOWN, "" },
		{ "*", SERVICE_UNKNOWN, "" },
		{ "", SERVICE_UNKNOWN, "" },
	};
	struct str near;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (lint_known_action(text_of(rows[i].pattern), &near) !=
		    rows[i].knowledge)
			fail_msg("%s", rows[i].pattern);
		if (rows[i].knowledge == ACTION_UNKNOWN)
			assert_true(
				same_text(rows[i].pattern, near, rows[i].near));
	}
}

/* Each list is names with a blank behind each. */
static void
lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < nknown_services; i++) {
		const struct str list = known_services[i].actions;

		assert_true(list.n > 0 && list.p[list.n - 1] == ' ');
		assert_null(memchr(list.p, ':', list.n));
		assert_true(list.p[0] != ' ');
		for (size_t k = 1; k < list.n; k++)
			assert_true(list.p[k] != ' ' || list.p[k - 1] != ' ');
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(actions),
		cmocka_unit_test(lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
