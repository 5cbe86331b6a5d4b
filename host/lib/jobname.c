/* SPDX-License-Identifier: MIT */
/*
 * The names a pipeline will give. Forms: "Custom Prefixing" in SageMaker's
 * "Build and manage access" page; real names show that the failure count at
 * the end is there only after a retry, so a first run has none.
 */
#include "jobname.h"

#include "text.h"

char *
jobname_predict(const char *prefix, const char *step)
{
	if (prefix)
		return text_format("%s-%s-%s", prefix, JOBNAME_EXECUTION,
				   JOBNAME_TOKEN);
	return text_format("pipelines-%s-%.*s-%s", JOBNAME_EXECUTION,
			   JOBNAME_STEP, step, JOBNAME_TOKEN);
}

char *
jobname_session(const char *step)
{
	return text_format("sagemaker-pipeline-%s-%.*s", JOBNAME_EXECUTION,
			   JOBNAME_STEP, step);
}
