/* SPDX-License-Identifier: MIT */
/* ARNs with fewer than six fields. */
#include "findings.h"

#define R(resource) ALLOW ",'Action':'s3:*','Resource':" resource
#define C(condition)                                                           \
	ALLOW ",'Action':'s3:*'," ALL ",'Condition':{" condition "}"

/* clang-format off */
static const struct finding_row rows[] = {
	{ IDENTITY, WARNING, "short-arn", ONE(R("['*',^'arn:aws:s3','arn:aws:s3:::bucket']")), "3 of the six fields" },
	{ BOUNDARY, WARNING, "short-arn", ONE(R("^'arn:aws:iam::111122223333'")), "5 of the six fields" },
	{ IDENTITY, NOTE, "short-arn", ONE(R("^'arn:aws:logs:*'")), "are read as *" },
	{ RESOURCE, WARNING, "short-arn", ONE("'Principal':'*'," R("^'arn:aws:s3'")), "it matches nothing" },
	{ SCP, WARNING, "short-arn", ONE(R("'arn:aws:logs:*'")), NULL },
	{ IDENTITY, WARNING, "short-arn", ONE(R("['*','?','arn:aws:s3:::','arn:aws:iam::111122223333:role/a:b']")), NULL },
	/* the colon of a variable ends no field */
	{ IDENTITY, WARNING, "short-arn", ONE(R("^'arn:aws:s3:${aws:username}'")), "4 of the six fields" },
	{ IDENTITY, WARNING, "short-arn", ONE(C("'ArnLike':{'aws:SourceArn':[^'arn:aws:sns:*:1','arn:aws:sns:*:*:t']}")), "this matches nothing" },
	{ IDENTITY, WARNING, "short-arn", ONE(C("'ArnNotEquals':{'aws:PrincipalArn':^'admin'}")), "is always true" },
	{ IDENTITY, WARNING, "short-arn", ONE(C("'StringLike':{'aws:SourceArn':'arn:aws:sns:*'},'ArnEquals':{'aws:PrincipalArn':'arn:*:iam::*:role/*'}")), NULL },
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
