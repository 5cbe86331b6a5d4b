/* SPDX-License-Identifier: MIT */
/* Empty lists. */
#include "findings.h"

/* clang-format off */
static const struct finding_row rows[] = {
	{ IDENTITY, WARNING, "empty-list", ONE(ALLOW ",^'Action':[]," ALL), "\"Action\" is empty" },
	{ IDENTITY, WARNING, "empty-list", ONE(DENY ",'NotAction':'s3:*',\n  ^'NotResource':[]"), "the statement never applies" },
	{ RESOURCE, WARNING, "empty-list", ONE(ALLOW ",'Principal':{^'AWS':[]},'Action':'s3:*'," ALL), NULL },
	{ RESOURCE, WARNING, "empty-list", ONE(ALLOW ",^'Principal':{},'Action':'s3:*'," ALL), NULL },
	{ RESOURCE, WARNING, "empty-list", ONE(ALLOW ",'Principal':{'AWS':[],'Service':'s3.amazonaws.com'},'Action':'s3:*'," ALL), NULL },
	{ IDENTITY, WARNING, "empty-list", ONE(DENY ",'Action':'s3:*'," ALL ",'Condition':{'StringEquals':{^'aws:SourceVpc':[]}}"), NULL },
	{ IDENTITY, NOTE, "empty-list", ONE(DENY ",'Action':'s3:*'," ALL ",^'Condition':{}"), "asks for nothing" },
	{ IDENTITY, NOTE, "empty-list", ONE(DENY ",'Action':'s3:*'," ALL ",'Condition':{^'Bool':{}}"), NULL },
	{ IDENTITY, WARNING, "empty-list", ONE(ALLOW ",'Action':['s3:*']," ALL), NULL },
};
/* clang-format on */

static void
findings(void **state)
{
	(void)state;
	check_rows(rows, COUNT(rows));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(findings) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
