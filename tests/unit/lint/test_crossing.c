/* SPDX-License-Identifier: MIT */
/* Prefixes that reach into each other. */
#include "findings.h"

#define CREATE	  ALLOW ",'Action':'sagemaker:CreateTrainingJob','Resource':"
#define STOP	  ALLOW ",'Action':'sagemaker:StopTrainingJob','Resource':"
#define JOB(name) "'arn:aws:sagemaker:*:" ACCOUNT ":training-job/" name "'"
/* Roles with one policy each. */
#define ROLES2(a, b)                                                           \
	"{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT                \
	"','roles':[\n{'name':'A','policies':[" a                              \
	"]},\n{'name':'B','tags':{'team':'risk'},'policies':[" b "]}]}]}"

/* clang-format off */
static const struct finding_row rows[] = {
	{ SET, WARNING, "prefix-collision", ROLES2(ONE(CREATE "^" JOB("fraud-*")), ONE(CREATE JOB("fraud-detection-*"))), "\"fraud-*\" also covers prefix \"fraud-detection\" of B (team: risk)" },
	{ SET, WARNING, "prefix-collision", ROLES2(ONE(CREATE "'arn:aws:sagemaker:*:*:training-job/red-*'"), ONE(CREATE "[^" JOB("re*") "]")), "of A" },
	{ SET, WARNING, "prefix-collision", ROLES2(ONE(CREATE JOB("fraud-*")), ONE(CREATE JOB("risk-*"))), NULL },
	/* other types of jobs, no creation, and the prefixes of one policy */
	{ SET, WARNING, "prefix-collision", ROLES2(ONE(CREATE JOB("fraud-*")), ONE(STOP JOB("fraud-detection-*"))), NULL },
	{ SET, WARNING, "prefix-collision", ROLES2(ONE(CREATE JOB("fraud-*")), ONE(ALLOW ",'Action':'sagemaker:Create*','Resource':'arn:aws:sagemaker:*:*:model/fraud-detection-*'")), NULL },
	{ SET, WARNING, "prefix-collision", ROLES2(MANY("{" CREATE JOB("fraud-*") "},{" CREATE JOB("fraud-detection-*") "}"), ""), NULL },
	/* who has both is nobody else */
	{ SET, WARNING, "prefix-collision", ROLES2(ONE(CREATE JOB("fraud-*")) "," ONE(CREATE JOB("fraud-detection-*")), ""), NULL },
	/* a name is no prefix */
	{ SET, WARNING, "prefix-collision", ROLES2(ONE(CREATE JOB("fraud-*")), ONE(CREATE JOB("fraud-detection"))), NULL },

	{ IDENTITY, WARNING, "prefix-bypass-default", ONE(CREATE "[" JOB("fraud-*") ",\n^" JOB("pipelines-*") "]"), "leave its prefix \"fraud\" off" },
	{ SET, WARNING, "prefix-bypass-default", ROLES2(ONE(CREATE JOB("fraud-*")) "," ONE(CREATE "^" JOB("pipelines-*")), ""), NULL },
	{ SET, WARNING, "prefix-bypass-default", ROLES2(ONE(CREATE JOB("fraud-*")), ONE(CREATE JOB("pipelines-*"))), NULL },
	{ IDENTITY, WARNING, "prefix-bypass-default", ONE(CREATE JOB("pipelines-*")), NULL },
	{ IDENTITY, WARNING, "prefix-bypass-default", MANY("{" CREATE JOB("fraud-*") "},{" STOP JOB("pipelines-*") "}"), NULL },
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
