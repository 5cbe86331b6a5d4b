/* SPDX-License-Identifier: MIT */
/* Actions that do not exist. */
#include "findings.h"

#define A(action) ALLOW ",'Action':" action "," ALL
#define D(action) DENY ",'Action':" action "," ALL

/* clang-format off */
static const struct finding_row rows[] = {
	{ IDENTITY, WARNING, "unknown-action", ONE(A("^'sagemaker:CreateTraningJob'")), "did you mean \"sagemaker:CreateTrainingJob\"?" },
	{ IDENTITY, WARNING, "unknown-action", ONE(A("['iam:GetRole',\n ^'IAM:GetRol','sts:*',^'sts:Frobnicate*']")), NULL },
	{ IDENTITY, WARNING, "unknown-action", ONE(DENY ",'NotAction':['iam:*',^'sagemaker:CreateJobs']," ALL), "exempts nothing" },
	{ SCP, WARNING, "unknown-action", ONE(A("^'sagemaker:UpdateApp'")), NULL },
	/* all letter cases, wildcards, and services whose actions we do not know */
	{ IDENTITY, WARNING, "unknown-action", ONE(A("['*','sagemaker:createtrainingjob','SageMaker:Create*','iam:*Role?','iam:PassRole','s3:Frobnicate','new:Thing']")), NULL },
	/* of a Deny the other rule speaks */
	{ IDENTITY, WARNING, "unknown-action", ONE(D("'sagemaker:CreateJobs'")), NULL },
	{ SCP, WARNING, "deny-matches-nothing", ONE(D("['sagemaker:DeletePipeline',^'sagemaker:CreateTrainingJobs']")), "sagemaker:CreateTrainingJobs" },
	{ SCP, WARNING, "deny-matches-nothing", ONE(D("^'iam:PassRoles'")), "did you mean \"iam:PassRole\"?" },
	{ SCP, WARNING, "deny-matches-nothing", ONE(DENY ",'Action':'sagemaker:CreateTrainingJob','Resource':^'arn:aws:s3:::bucket'"), "no SageMaker action" },
	{ SCP, WARNING, "deny-matches-nothing", ONE(D("['sagemaker:Create*','iam:PassRole','s3:Frobnicate']")), NULL },
	{ SCP, WARNING, "deny-matches-nothing", ONE(DENY ",'Action':'sagemaker:CreateTrainingJob','Resource':['arn:aws:s3:::bucket','arn:aws:sagemaker:*:*:training-job/*']"), NULL },
	{ SCP, WARNING, "deny-matches-nothing", ONE(DENY ",'Action':['sagemaker:CreateTrainingJob','s3:*'],'Resource':'arn:aws:s3:::bucket'"), NULL },
	{ SCP, WARNING, "deny-matches-nothing", ONE(DENY ",'NotAction':'sagemaker:CreateTrainingJobs'," ALL), NULL },
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
