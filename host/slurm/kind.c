/* SPDX-License-Identifier: MIT */
/* The table of kinds of jobs (SageMaker: "Pipeline steps"). */
#include "kind.h"

#include <stddef.h>
#include <string.h>

/* clang-format off */
static const struct job_kind kinds[] = {
	{ "Training", "sagemaker:CreateTrainingJob", "training-job",
	  "TrainingJobName", false },
	{ "Processing", "sagemaker:CreateProcessingJob", "processing-job",
	  "ProcessingJobName", false },
	{ "ClarifyCheck", "sagemaker:CreateProcessingJob", "processing-job",
	  "ProcessingJobName", false },
	{ "QualityCheck", "sagemaker:CreateProcessingJob", "processing-job",
	  "ProcessingJobName", false },
	{ "Transform", "sagemaker:CreateTransformJob", "transform-job",
	  "TransformJobName", false },
	{ "Tuning", "sagemaker:CreateHyperParameterTuningJob",
	  "hyper-parameter-tuning-job", "HyperParameterTuningJobName", false },
	{ "AutoML", "sagemaker:CreateAutoMLJob", "automl-job",
	  "AutoMLJobName", false },
	{ "Model", "sagemaker:CreateModel", "model", "ModelName", false },
	/* a version in a group has the group's name */
	{ "RegisterModel", "sagemaker:CreateModelPackage", "model-package",
	  "ModelPackageName", true },
	{ "Lambda", "lambda:InvokeFunction", NULL, NULL, false },
	{ "Callback", "sqs:SendMessage", NULL, NULL, false },
};
/* clang-format on */

const struct job_kind *
job_kind(const char *kind)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			return &kinds[i];
	return NULL;
}
