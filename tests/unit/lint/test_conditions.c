/* SPDX-License-Identifier: MIT */
/* Conditions that are true, or false, where nobody expects it. */
#include "findings.h"

#define A(condition)                                                           \
	ALLOW ",'Action':'sagemaker:*'," ALL ",'Condition':{" condition "}"
#define D(condition)                                                           \
	DENY ",'Action':'sagemaker:*'," ALL ",'Condition':{" condition "}"

/* clang-format off */
static const struct finding_row rows[] = {
	{ IDENTITY, WARNING, "forallvalues-vacuous", ONE(A("'ForAllValues:StringEquals':\n{^'sagemaker:VpcSubnets':['a','b']}")), "\"Null\": { \"sagemaker:VpcSubnets\": \"false\" }" },
	{ IDENTITY, WARNING, "forallvalues-vacuous", ONE(A("'ForAllValues:StringNotLike':{^'aws:CalledVia':'x'}")), NULL },
	/* a Null that asks for the key; of the key that it is, in any case */
	{ IDENTITY, WARNING, "forallvalues-vacuous", ONE(A("'ForAllValues:StringEquals':{'sagemaker:VpcSubnets':'a'},'Null':{'SageMaker:VpcSubnets':'false'}")), NULL },
	{ IDENTITY, WARNING, "forallvalues-vacuous", ONE(A("'ForAllValues:StringEquals':{^'sagemaker:VpcSubnets':'a'},'Null':{'sagemaker:VpcSubnets':'true'}")), NULL },
	{ IDENTITY, WARNING, "forallvalues-vacuous", ONE(A("'ForAllValues:StringEquals':{^'sagemaker:VpcSubnets':'a'},'Null':{'sagemaker:VpcSecurityGroupIds':'false'}")), NULL },
	/* a Deny errs on the safe side; ForAnyValue is false without the key */
	{ IDENTITY, WARNING, "forallvalues-vacuous", ONE(D("'ForAllValues:StringEquals':{'sagemaker:VpcSubnets':'a'}")), NULL },
	{ IDENTITY, WARNING, "forallvalues-vacuous", ONE(A("'ForAnyValue:StringEquals':{'sagemaker:VpcSubnets':'a'}")), NULL },
	{ IDENTITY, NOTE, "forallvalues-vacuous", ONE(A("'ForAllValues:StringEquals':{^'aws:TagKeys':'team'}")), NULL },
	{ IDENTITY, NOTE, "forallvalues-vacuous", ONE(A("'ForAllValues:StringEquals':{^'kms:GrantOperations':'Decrypt'}")), NULL },

	{ IDENTITY, WARNING, "null-needed", ONE(A("'StringNotEquals':{^'aws:PrincipalTag/team':'red'}")), "StringNotEquals is true when" },
	{ IDENTITY, WARNING, "null-needed", ONE(A("'NotIpAddress':{^'aws:SourceIp':'10.0.0.0/8'}")), NULL },
	{ IDENTITY, WARNING, "null-needed", ONE(A("'StringNotEquals':{'aws:PrincipalTag/team':'red'},'Null':{'aws:principaltag/TEAM':'false'}")), NULL },
	{ IDENTITY, WARNING, "null-needed", ONE(A("'StringNotEquals':{'aws:PrincipalTag/team':'red'},'StringLike':{'aws:PrincipalTag/team':'*'}")), NULL },
	/* IfExists says that this is meant; every request has these keys */
	{ IDENTITY, WARNING, "null-needed", ONE(A("'StringNotEqualsIfExists':{'aws:PrincipalTag/team':'red'}")), NULL },
	{ IDENTITY, WARNING, "null-needed", ONE(A("'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/x'},'StringNotEquals':{'aws:RequestedRegion':'us-east-1'}")), NULL },
	/* a pattern with the key's variable matches nothing without it */
	{ IDENTITY, WARNING, "null-needed", ONE(ALLOW ",'Action':'sagemaker:*','Resource':'arn:aws:sagemaker:*:*:*/${aws:PrincipalTag/team}-*','Condition':{'StringNotEquals':{'aws:PrincipalTag/team':''}}"), NULL },
	{ IDENTITY, WARNING, "null-needed", ONE(D("'Bool':{^'aws:MultiFactorAuthPresent':'false'}")), "write BoolIfExists" },
	{ IDENTITY, WARNING, "null-needed", ONE(D("'BoolIfExists':{'aws:MultiFactorAuthPresent':'false'}")), NULL },
	{ IDENTITY, WARNING, "null-needed", ONE(D("'StringNotEquals':{'aws:PrincipalTag/team':'red'}")), NULL },

	{ IDENTITY, WARNING, "wildcard-in-stringequals", ONE(A("'StringEquals':{'aws:PrincipalTag/team':['a',^'red-*']}")), "write StringLike" },
	{ IDENTITY, WARNING, "wildcard-in-stringequals", ONE(D("'StringNotEquals':{'aws:PrincipalArn':^'arn:aws:iam::*:role/x'}")), "write StringNotLike" },
	{ IDENTITY, WARNING, "wildcard-in-stringequals", ONE(A("'ForAnyValue:StringEqualsIgnoreCase':{'aws:TagKeys':^'*'}")), NULL },
	{ IDENTITY, WARNING, "wildcard-in-stringequals", ONE(A("'StringEquals':{'aws:PrincipalTag/team':'a${*}b'},'StringLike':{'aws:PrincipalTag/x':'*'}")), NULL },
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
