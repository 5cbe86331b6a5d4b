/* SPDX-License-Identifier: MIT */
/* Statements that another one of the document makes idle. */
#include "findings.h"

#define S(effect, action, resource)                                            \
	"{'Effect':'" effect "','Action':" action ",'Resource':" resource "}"
#define IF ",'Condition':{'Bool':{'aws:SecureTransport':'true'}}"

/* clang-format off */
static const struct finding_row rows[] = {
	{ IDENTITY, NOTE, "dead-statement", MANY(S("Allow", "'s3:*'", "'*'") ",\n^" S("Allow", "'s3:GetObject'", "'arn:aws:s3:::b'")), "statement number 1 says this already" },
	{ IDENTITY, NOTE, "dead-statement", MANY("^" S("Deny", "'s3:Get*'", "'arn:aws:s3:::b/x*'") "," S("Deny", "['ec2:*','s3:*']", "['arn:aws:s3:::c','arn:aws:s3:::b/*']")), "statement number 2" },
	{ IDENTITY, NOTE, "dead-statement", MANY("{'Sid':'One'," ALLOW ",'Action':'s3:*'," ALL "},^{" ALLOW ",'Action':'s3:*'," ALL IF "}"), "\"One\"" },
	/* the same twice: the later one goes */
	{ IDENTITY, NOTE, "dead-statement", MANY(S("Allow", "'s3:*'", "'*'") ",^" S("Allow", "'s3:*'", "'*'")), NULL },
	{ IDENTITY, NOTE, "dead-statement", MANY("{" ALLOW ",'Action':'s3:*'," ALL IF "}," S("Allow", "'s3:GetObject'", "'*'")), NULL },
	{ IDENTITY, NOTE, "dead-statement", MANY("^" S("Allow", "'s3:Get*'", "'*'") "," S("Allow", "'s3:*'", "'*'") ",^" S("Allow", "'s3:GetObject'", "'*'")  ), NULL },
	{ IDENTITY, NOTE, "dead-statement", MANY(S("Allow", "'s3:*'", "'arn:aws:s3:::b'") "," S("Allow", "'s3:GetObject'", "'arn:aws:s3:::c'")), NULL },
	/* an Allow that a Deny swallows; a Deny with a condition swallows nothing */
	{ IDENTITY, WARNING, "dead-statement", MANY("^" S("Allow", "'s3:GetObject'", "'*'") "," S("Deny", "'s3:*'", "'*'")), "denied by statement number 2" },
	{ IDENTITY, WARNING, "dead-statement", MANY(S("Allow", "'s3:GetObject'", "'*'") ",{" DENY ",'Action':'s3:*'," ALL IF "}"), NULL },
	{ IDENTITY, WARNING, "dead-statement", MANY(S("Allow", "'s3:*'", "'*'") "," S("Deny", "'s3:GetObject'", "'*'")), NULL },
	{ IDENTITY, NOTE, "dead-statement", MANY(S("Deny", "'s3:*'", "'*'") "," S("Allow", "'ec2:*'", "'*'")), NULL },
	{ RESOURCE, NOTE, "dead-statement", MANY("{'Principal':{'AWS':'" ACCOUNT "'}," ALLOW ",'Action':'s3:*'," ALL "},{'Principal':{'AWS':'" OTHER "'}," ALLOW ",'Action':'s3:*'," ALL "}"), NULL },
	{ RESOURCE, NOTE, "dead-statement", MANY("{'Principal':'*'," ALLOW ",'Action':'s3:*'," ALL "},^{'Principal':{'AWS':'" OTHER "'}," ALLOW ",'Action':'s3:*'," ALL "}"), NULL },
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
