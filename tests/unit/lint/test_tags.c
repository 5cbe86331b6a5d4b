/* SPDX-License-Identifier: MIT */
/* Tags that open doors. */
#include "findings.h"

#define UNLESS(condition)                                                      \
	"{" DENY ",'Action':'sagemaker:*'," ALL ",'Condition':{" condition "}" \
	"}"
#define FORBID(condition)                                                      \
	"{" DENY ",'Action':['iam:TagRole','iam:TagUser','iam:CreateRole','"   \
	"iam:CreateUser','sts:TagSession']," ALL ",'Condition':{" condition    \
	"}}"
#define TAG(condition)                                                         \
	DENY ",'Action':'iam:TagRole'," ALL ",'Condition':{" condition "}"

/* clang-format off */
static const struct finding_row rows[] = {
	{ SCP, WARNING, "scp-tag-self-grant", MANY(UNLESS("'StringNotEquals':{^'aws:PrincipalTag/runner':'true'}")), "iam:TagRole, iam:TagUser, iam:CreateRole, iam:CreateUser, sts:TagSession can get the tag \"runner\"" },
	{ SCP, WARNING, "scp-tag-self-grant", MANY(UNLESS("'Null':{^'aws:PrincipalTag/runner':'true'}")), NULL },
	{ SCP, WARNING, "scp-tag-self-grant", MANY(UNLESS("'StringNotEquals':{'aws:PrincipalTag/runner':'true'}") "," FORBID("'ForAnyValue:StringEquals':{'aws:TagKeys':'runner'}")), NULL },
	{ SCP, WARNING, "scp-tag-self-grant", MANY(UNLESS("'StringNotEquals':{'aws:PrincipalTag/runner':'true'}") "," FORBID("'Null':{'aws:RequestTag/Runner':'false'}")), NULL },
	/* another tag is denied */
	{ SCP, WARNING, "scp-tag-self-grant", MANY(UNLESS("'StringNotEquals':{^'aws:PrincipalTag/runner':'true'}") "," FORBID("'ForAnyValue:StringEquals':{'aws:TagKeys':'team'}")), NULL },
	/* the Deny is for who has the tag */
	{ SCP, WARNING, "scp-tag-self-grant", MANY(UNLESS("'StringEquals':{'aws:PrincipalTag/guest':'true'}")), NULL },
	{ IDENTITY, WARNING, "scp-tag-self-grant", MANY(UNLESS("'StringNotEquals':{'aws:PrincipalTag/runner':'true'}")), NULL },

	{ SCP, WARNING, "tag-case-bypass", ONE(TAG("'ForAnyValue:StringEquals':{'aws:TagKeys':['1',^'Team']}")), "write ForAnyValue:StringEqualsIgnoreCase" },
	{ SCP, WARNING, "tag-case-bypass", ONE(TAG("'ForAnyValue:StringLike':{'aws:TagKeys':^'dp:*'}")), "each letter case" },
	{ SCP, WARNING, "tag-case-bypass", ONE(TAG("'ForAnyValue:StringEqualsIgnoreCase':{'aws:TagKeys':'Team'}")), NULL },
	{ SCP, WARNING, "tag-case-bypass", ONE(TAG("'ForAnyValue:StringLike':{'aws:TagKeys':'*'}")), NULL },
	{ IDENTITY, WARNING, "tag-case-bypass", ONE(ALLOW ",'Action':'iam:TagRole'," ALL ",'Condition':{'ForAnyValue:StringEquals':{'aws:TagKeys':'Team'}}"), NULL },
	/* tags of resources */
	{ IDENTITY, NOTE, "tag-case-bypass", ONE(DENY ",'Action':'glue:TagResource'," ALL ",'Condition':{'ForAnyValue:StringEquals':{'aws:TagKeys':^'owner'}}"), "aws:ResourceTag" },
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
