/* SPDX-License-Identifier: MIT */
/* Variables in a document whose Version does not know them. */
#include "findings.h"

#define OLD(text)  "{'Version':'2008-10-17','Statement':{" text "}}"
#define NONE(text) "{'Statement':{" text "}}"
#define HOME	   "'arn:aws:s3:::b/${aws:username}'"

/* clang-format off */
static const struct finding_row rows[] = {
	{ IDENTITY, WARNING, "version-2008-variable", OLD(ALLOW ",'Action':'s3:*','Resource':^" HOME), "\"Version\": \"2012-10-17\"" },
	{ IDENTITY, WARNING, "version-2008-variable", NONE(ALLOW ",'Action':'s3:*',\n'Resource':['*',^" HOME "]"), NULL },
	{ IDENTITY, WARNING, "version-2008-variable", NONE(ALLOW ",'Action':'s3:*'," ALL ",'Condition':{'StringLike':{'s3:prefix':^'${aws:username}/*'}}"), NULL },
	{ IDENTITY, WARNING, "version-2008-variable", ONE(ALLOW ",'Action':'s3:*','Resource':" HOME), NULL },
	{ IDENTITY, WARNING, "version-2008-variable", NONE(ALLOW ",'Action':'s3:*','Resource':['arn:aws:s3:::b/$','*']"), NULL },
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
