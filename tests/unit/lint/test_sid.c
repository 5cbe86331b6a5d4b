/* SPDX-License-Identifier: MIT */
/* Names of statements. */
#include "findings.h"

#define S(sid) "{'Sid':" sid "," ALLOW ",'Action':'s3:*'," ALL "}"

/* clang-format off */
static const struct finding_row rows[] = {
	{ IDENTITY, WARNING, "sid-characters", MANY(S("^'not letters'") ",\n" S("'Letters9'") "," S("^'under_score'")), "letters and digits" },
	{ SCP, WARNING, "sid-characters", MANY(S("^'a-b'")), NULL },
	{ IDENTITY, WARNING, "sid-characters", MANY(S("''") "," S("'A1'")), NULL },
	/* services have their own rules */
	{ RESOURCE, WARNING, "sid-characters", ONE("'Sid':'not letters','Principal':'*'," ALLOW ",'Action':'s3:*'," ALL), NULL },
	{ IDENTITY, WARNING, "duplicate-sid", MANY(S("'A'") ",\n" S("'B'") ",\n" S("^'A'") ",\n" S("^'A'")), "line 1 has the Sid \"A\"" },
	{ IDENTITY, WARNING, "duplicate-sid", MANY(S("'A'") "," S("'a'") "," S("''") "," S("''")), NULL },
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
