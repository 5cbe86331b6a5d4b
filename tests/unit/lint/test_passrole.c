/* SPDX-License-Identifier: MIT */
/* Which roles may be handed to which services. */
#include "findings.h"

#define PASS ALLOW ",'Action':'iam:PassRole','Resource':"
#define JOBS "'" ROLES "jobs/*'"
#define SERVED                                                                 \
	",'Condition':{'StringEquals':{'iam:PassedToService':'" SERVICE "'}}"
/* A role with a path and a policy. */
#define HOLDER(policy)                                                         \
	"{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT                \
	"','roles':[{'name':'A','path':'/jobs/','policies':[" policy "]}]}]}"

/* clang-format off */
static const struct finding_row rows[] = {
	{ IDENTITY, WARNING, "passrole-no-service", ONE(ALLOW ",'Action':['sagemaker:*',^'iam:PassRole'],'Resource':" JOBS), "iam:PassedToService" },
	{ IDENTITY, WARNING, "passrole-no-service", ONE(ALLOW ",'Action':^'IAM:pass*','Resource':" JOBS), NULL },
	{ IDENTITY, WARNING, "passrole-no-service", ONE(ALLOW ",'Action':^'iam:PassRole','Resource':" JOBS ",'Condition':{'StringNotEquals':{'iam:PassedToService':'ec2.amazonaws.com'}}"), NULL },
	{ IDENTITY, WARNING, "passrole-no-service", ONE(PASS JOBS SERVED), NULL },
	{ IDENTITY, WARNING, "passrole-no-service", ONE(PASS JOBS ",'Condition':{'StringLikeIfExists':{'iam:passedtoservice':'" SERVICE "'}}"), NULL },
	/* a role that is named; no passing; all; and what only limits */
	{ IDENTITY, NOTE, "passrole-no-service", ONE(ALLOW ",'Action':^'iam:PassRole','Resource':['arn:aws:iam::*:role/x']"), NULL },
	{ IDENTITY, WARNING, "passrole-no-service", ONE(ALLOW ",'Action':'iam:GetRole','Resource':" JOBS), NULL },
	{ IDENTITY, WARNING, "passrole-no-service", ONE(ALLOW ",'Action':'iam:*'," ALL), NULL },
	{ IDENTITY, WARNING, "passrole-no-service", ONE(DENY ",'Action':'iam:PassRole','Resource':" JOBS), NULL },
	{ SCP, WARNING, "passrole-no-service", ONE(PASS JOBS), NULL },

	{ IDENTITY, WARNING, "passrole-any-role", ONE(PASS "^'*'"), "every role of the account" },
	{ IDENTITY, WARNING, "passrole-any-role", ONE(PASS "[" JOBS ",^'arn:aws:iam::" ACCOUNT ":role/*']"), NULL },
	{ IDENTITY, NOTE, "passrole-any-role", ONE(PASS "^'*'" SERVED), NULL },
	{ IDENTITY, WARNING, "passrole-any-role", ONE(PASS JOBS), NULL },

	{ IDENTITY, WARNING, "passrole-resource-tag", ONE(PASS JOBS ",'Condition':{'StringEquals':{^'iam:ResourceTag/team':'red'}}"), "name the roles" },
	{ IDENTITY, WARNING, "passrole-resource-tag", ONE(PASS JOBS ",'Condition':{'StringEquals':{\n^'aws:ResourceTag/team':'red'}}"), NULL },
	{ IDENTITY, WARNING, "passrole-resource-tag", ONE(PASS JOBS SERVED), NULL },
	{ IDENTITY, WARNING, "passrole-resource-tag", ONE(ALLOW ",'Action':'iam:GetRole'," ALL ",'Condition':{'StringEquals':{'iam:ResourceTag/team':'red'}}"), NULL },

	{ SET, WARNING, "passrole-self", HOLDER(ONE(PASS "^" JOBS SERVED)), "covers the role that has the policy, too: A" },
	{ SET, WARNING, "passrole-self", HOLDER(ONE(PASS "['" ROLES "jobs/A','" ROLES "other/*']" SERVED)), NULL },
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
