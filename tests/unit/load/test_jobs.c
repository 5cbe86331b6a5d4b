/* SPDX-License-Identifier: MIT */
/*
 * The table of actions that create something (Service Authorization Reference;
 * SageMaker: "SageMaker Roles").
 */
#include <strings.h>

#include "../support.h"

#include "../../../plugin/load/building.h"

/* Of names in lower case, as the line of actions has them. */
static int
order(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = strncasecmp(a.p, b.p, n);

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static void
sorted_and_well_formed(void **state)
{
	(void)state;
	assert_in_range(njobs, 50, 200);
	for (uint32_t i = 0; i < njobs; i++) {
		struct str action = jobs[i].action, type = jobs[i].type;
		size_t colons = 0;

		/* sorted, so each once */
		if (i && order(jobs[i - 1].action, action) >= 0)
			fail_msg("%.*s", (int)action.n, action.p);
		for (size_t k = 0; k < action.n; k++) {
			colons += action.p[k] == ':';
			assert_true(action.p[k] > ' ' && action.p[k] < 0x7f);
			/* AWS writes "service:Operation" */
			if (k && action.p[k - 1] == ':')
				assert_in_range(action.p[k], 'A', 'Z');
		}
		assert_int_equal(colons, 1);
		/* a type is whole: "training-job/", "function:", or none */
		if (type.n && type.p[type.n - 1] != '/' &&
		    type.p[type.n - 1] != ':')
			fail_msg("%.*s", (int)type.n, type.p);
		assert_true(jobs[i].kind < JOB_KINDS);
		/* rules on names need to know where the name begins */
		assert_true(jobs[i].kind == JOB_OTHER || type.n > 0);
	}
}

struct line {
	const char *action, *type;
	enum job_kind kind;
	bool role;
};

/* clang-format off */
static const struct line lines[] = {
	{ "sagemaker:CreateTrainingJob", "training-job/", JOB_TRAINING, true },
	{ "sagemaker:CreateProcessingJob", "processing-job/", JOB_PROCESSING, true },
	/* transform jobs, endpoints and model packages hand over no role */
	{ "sagemaker:CreateTransformJob", "transform-job/", JOB_TRANSFORM, false },
	{ "sagemaker:CreateHyperParameterTuningJob", "hyper-parameter-tuning-job/", JOB_TUNING, true },
	{ "sagemaker:CreateAutoMLJob", "automl-job/", JOB_AUTOML, true },
	{ "sagemaker:CreateAutoMLJobV2", "automl-job/", JOB_AUTOML, true },
	{ "sagemaker:CreateModel", "model/", JOB_MODEL, false },
	{ "sagemaker:CreateModelPackage", "model-package/", JOB_MODEL_PACKAGE, false },
	{ "sagemaker:CreateModelPackageGroup", "model-package-group/", JOB_MODEL_PACKAGE_GROUP, false },
	{ "sagemaker:CreateEndpointConfig", "endpoint-config/", JOB_ENDPOINT_CONFIG, false },
	{ "sagemaker:CreateEndpoint", "endpoint/", JOB_ENDPOINT, false },
	{ "sagemaker:UpdateEndpoint", "endpoint/", JOB_ENDPOINT, false },
	{ "sagemaker:CreateCompilationJob", "compilation-job/", JOB_COMPILATION, true },
	{ "sagemaker:CreateLabelingJob", "labeling-job/", JOB_OTHER, true },
	{ "sagemaker:CreateNotebookInstance", "notebook-instance/", JOB_OTHER, true },
	{ "sagemaker:CreateFlowDefinition", "flow-definition/", JOB_OTHER, true },
	{ "sagemaker:CreateImage", "image/", JOB_OTHER, true },
	/* bug: with a role that the API requires, they were allowed without one */
	{ "sagemaker:CreateMlflowApp", "mlflow-app/", JOB_OTHER, true },
	{ "sagemaker:CreatePartnerApp", "partner-app/", JOB_OTHER, true },
	/* an update without a role would use the stored one unasked */
	{ "sagemaker:CreatePipeline", "pipeline/", JOB_PIPELINE, true },
	{ "sagemaker:UpdatePipeline", "pipeline/", JOB_PIPELINE, true },
	{ "sagemaker:StartPipelineExecution", "pipeline/", JOB_OTHER, false },
	{ "sagemaker:RetryPipelineExecution", "pipeline/", JOB_OTHER, false },
	/* what pipelines call beside SageMaker */
	{ "lambda:InvokeFunction", "function:", JOB_OTHER, false },
	{ "lambda:CreateFunction", "function:", JOB_OTHER, true },
	{ "sqs:SendMessage", "", JOB_OTHER, false },
	{ "elasticmapreduce:RunJobFlow", "", JOB_OTHER, false },
	{ "elasticmapreduce:AddJobFlowSteps", "cluster/", JOB_OTHER, false },
	{ "emr-serverless:StartJobRun", "", JOB_OTHER, true },
};
/* clang-format on */

static void
rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		const struct job *found = NULL;

		for (uint32_t k = 0; k < njobs; k++)
			if (str_equal(jobs[k].action, text_of(lines[i].action)))
				found = &jobs[k];
		if (!found)
			fail_msg("%s", lines[i].action);
		assert_true(
			same_text(lines[i].action, found->type, lines[i].type));
		if (found->kind != lines[i].kind ||
		    found->needs_role != lines[i].role)
			fail_msg("%s", lines[i].action);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorted_and_well_formed),
		cmocka_unit_test(rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
