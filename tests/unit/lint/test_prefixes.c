/* SPDX-License-Identifier: MIT */
/* Prefixes of job names, one by one. */
#include "findings.h"

#define CREATE(kind) ALLOW ",'Action':'sagemaker:Create" kind "','Resource':"
#define ARN(name)    "'arn:aws:sagemaker:*:" ACCOUNT ":" name "'"
/* 36 characters, and 6 */
#define LONG "fraud-detector-quarterly-retrain-euw"

/* clang-format off */
static const struct finding_row rows[] = {
	{ IDENTITY, WARNING, "prefix-no-delimiter", ONE(CREATE("TrainingJob") "^" ARN("training-job/Alpha*")), "write \"Alpha-*\"" },
	{ IDENTITY, WARNING, "prefix-no-delimiter", ONE(CREATE("*") "['arn:aws:s3:::b',\n ^" ARN("*/alpha2*") "]"), NULL },
	{ IDENTITY, WARNING, "prefix-no-delimiter", ONE(CREATE("TrainingJob") ARN("training-job/alpha-*")), NULL },
	/* no creation, another type, a whole name, everything, a Deny, a group */
	{ IDENTITY, WARNING, "prefix-no-delimiter", ONE(ALLOW ",'Action':'sagemaker:StopTrainingJob','Resource':" ARN("training-job/alpha*")), NULL },
	{ IDENTITY, WARNING, "prefix-no-delimiter", ONE(CREATE("TrainingJob") ARN("processing-job/alpha*")), NULL },
	{ IDENTITY, WARNING, "prefix-no-delimiter", ONE(CREATE("TrainingJob") "[" ARN("training-job/alpha") "," ARN("training-job/*") "]"), NULL },
	{ IDENTITY, WARNING, "prefix-no-delimiter", ONE(DENY ",'Action':'sagemaker:CreateTrainingJob','Resource':" ARN("training-job/alpha*")), NULL },
	{ IDENTITY, WARNING, "prefix-no-delimiter", ONE(CREATE("ModelPackage") ARN("model-package/group/*")), NULL },

	{ IDENTITY, NOTE, "prefix-case-trap", ONE(CREATE("TrainingJob") "^" ARN("training-job/Alpha-*")), NULL },
	{ IDENTITY, NOTE, "prefix-case-trap", ONE(CREATE("TrainingJob") ARN("training-job/alpha-*")), NULL },
	{ IDENTITY, NOTE, "prefix-case-trap", MANY("{" CREATE("TrainingJob") ARN("training-job/alpha-*") "},\n{" CREATE("TransformJob") ARN("transform-job/alpha-*") "}"), NULL },
	{ IDENTITY, WARNING, "prefix-case-trap", MANY("{" CREATE("TrainingJob") "[" ARN("training-job/b-*") "," ARN("training-job/alpha-*") "]},\n{" CREATE("TransformJob") "^" ARN("transform-job/Alpha-*") "}"), "line 1 differs" },
	{ IDENTITY, WARNING, "prefix-case-trap", ONE(CREATE("TrainingJob") "[" ARN("training-job/alpha-*") ",^" ARN("training-job/ALPHA-*") "]"), NULL },

	/* the limits: 38 characters, and 6 for tuning */
	{ IDENTITY, WARNING, "prefix-too-long", ONE(CREATE("TrainingJob") "^" ARN("training-job/" LONG "est-*")), "a prefix of 39 characters is too long for training (38)" },
	{ IDENTITY, WARNING, "prefix-too-long", ONE(CREATE("HyperParameterTuningJob") "^" ARN("hyper-parameter-tuning-job/seven77-*")), "tuning (6)" },
	{ IDENTITY, WARNING, "prefix-too-long", ONE(CREATE("HyperParameterTuningJob") ARN("hyper-parameter-tuning-job/sixsix-*")), NULL },
	/* of several kinds only some are too long for it */
	{ IDENTITY, NOTE, "prefix-too-long", ONE(CREATE("*") "^" ARN("*/fraud-detection-*")), "tuning (6), AutoML (6)" },
	/* 38 and a retry are 64 of 63 */
	{ IDENTITY, NOTE, "prefix-too-long", ONE(CREATE("TrainingJob") "^" ARN("training-job/" LONG "es-*")), "number of a retry" },
	{ IDENTITY, NOTE, "prefix-too-long", ONE(CREATE("TrainingJob") ARN("training-job/" LONG "e-*")), NULL },
	{ IDENTITY, NOTE, "prefix-too-long", ONE(CREATE("ModelPackage") ARN("model-package/" LONG LONG "/*")), NULL },
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
