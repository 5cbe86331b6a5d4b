/* SPDX-License-Identifier: MIT */
/* Who may assume a role. */
#include "findings.h"

#define T(principal)  ALLOW ",'Action':'sts:AssumeRole','Principal':" principal
#define IF(condition) ",'Condition':{" condition "}"
#define OIDC(host)                                                             \
	"{'Federated':^'arn:aws:iam::" ACCOUNT ":oidc-provider/" host "'}"
#define OIDC_(host)                                                            \
	"{'Federated':'arn:aws:iam::" ACCOUNT ":oidc-provider/" host "'}"
#define HUB "token.actions.githubusercontent.com"

/* clang-format off */
static const struct finding_row rows[] = {
	{ TRUST, WARNING, "trust-no-source", ONE(T("{'Service':^'" SERVICE "'}")), "aws:SourceAccount" },
	{ TRUST, NOTE, "trust-no-source", ONE(T("{'Service':[^'ec2.amazonaws.com',\n^'lambda.amazonaws.com']}")), NULL },
	{ TRUST, WARNING, "trust-no-source", ONE(T("{'Service':'" SERVICE "'}") IF("'StringEquals':{'aws:SourceAccount':'" ACCOUNT "'}")), NULL },
	{ TRUST, WARNING, "trust-no-source", ONE(T("{'Service':'" SERVICE "'}") IF("'ArnLike':{'aws:SourceArn':'arn:aws:sagemaker:*:" ACCOUNT ":*'}")), NULL },
	/* true without the key, so it asks for nothing */
	{ TRUST, WARNING, "trust-no-source", ONE(T("{'Service':^'" SERVICE "'}") IF("'StringEqualsIfExists':{'aws:SourceAccount':'" ACCOUNT "'}")), NULL },
	{ TRUST, WARNING, "trust-no-source", ONE(T("{'AWS':'" ACCOUNT "'}")), NULL },
	{ RESOURCE, WARNING, "trust-no-source", ONE(ALLOW ",'Action':'s3:*','Principal':{'Service':'" SERVICE "'}," ALL), NULL },

	{ TRUST, ERROR, "trust-too-wide", ONE(ALLOW ",'Action':'sts:AssumeRole','Principal':^'*'"), "every account" },
	{ TRUST, ERROR, "trust-too-wide", ONE(ALLOW ",'Action':'sts:AssumeRole','Principal':^{'AWS':'*'}"), NULL },
	{ TRUST, WARNING, "trust-too-wide", ONE(ALLOW ",'Action':'sts:AssumeRole','Principal':^'*'" IF("'Bool':{'aws:MultiFactorAuthPresent':'true'}")), NULL },
	{ TRUST, WARNING, "trust-too-wide", ONE(T("'*'") IF("'StringEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}")), NULL },
	{ TRUST, WARNING, "trust-too-wide", ONE(T("{'AWS':'" ACCOUNT "'}")), NULL },
	{ TRUST, WARNING, "trust-too-wide", ONE(DENY ",'Action':'sts:AssumeRole','Principal':'*'"), NULL },
	{ TRUST, WARNING, "trust-too-wide", ONE(T(OIDC(HUB)) IF("'StringEquals':{'" HUB ":aud':'sts.amazonaws.com'}")), HUB },
	{ TRUST, WARNING, "trust-too-wide", ONE(T(OIDC_(HUB)) IF("'StringLike':{'" HUB ":sub':'repo:me/mine:*'}")), NULL },
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
