/* SPDX-License-Identifier: MIT */
/*
 * The SageMaker operations that create, start or update something, a row each:
 * its resource, the members that matter, and whether it takes tags (SageMaker
 * API Reference; Service Authorization Reference).
 */
#include <string.h>

#include "sagemaker_members.h"

/* clang-format off */

#define TAGS true
#define NO_TAGS false
#define ON(resource) { resource, NULL }

const struct sagemaker_operation sagemaker_operations[] = {
	{ "CreateTrainingJob",
	  ON("training-job/{TrainingJobName}"), members_training, TAGS },
	{ "UpdateTrainingJob",
	  ON("training-job/{TrainingJobName}"),
	  members_update_training, NO_TAGS },
	{ "CreateProcessingJob",
	  ON("processing-job/{ProcessingJobName}"), members_processing, TAGS },
	{ "CreateTransformJob",
	  ON("transform-job/{TransformJobName}"), members_transform, TAGS },
	{ "CreateHyperParameterTuningJob",
	  ON("hyper-parameter-tuning-job/{HyperParameterTuningJobName}"),
	  members_tuning, TAGS },
	{ "CreateAutoMLJob",
	  ON("automl-job/{AutoMLJobName}"), members_automl, TAGS },
	{ "CreateAutoMLJobV2",
	  ON("automl-job/{AutoMLJobName}"), members_automl_v2, TAGS },
	{ "CreateModel", ON("model/{ModelName}"), members_model, TAGS },
	/* the service counts the versions: this is the first */
	{ "CreateModelPackage",
	  { "model-package/{ModelPackageGroupName:model-package-group}/1",
	    "model-package/{ModelPackageName}" }, members_model_package, TAGS },
	{ "UpdateModelPackage",
	  ON("{ModelPackageArn:model-package}"), members_update_model_package,
	  NO_TAGS },
	{ "CreateModelPackageGroup",
	  ON("model-package-group/{ModelPackageGroupName}"),
	  members_none, TAGS },
	{ "CreateEndpointConfig",
	  ON("endpoint-config/{EndpointConfigName}"),
	  members_endpoint_config, TAGS },
	{ "CreateEndpoint",
	  ON("endpoint/{EndpointName}"), members_endpoint, TAGS },
	{ "UpdateEndpoint",
	  ON("endpoint/{EndpointName}"), members_endpoint, NO_TAGS },
	{ "CreateInferenceComponent",
	  ON("inference-component/{InferenceComponentName}"),
	  members_inference_component, TAGS },
	{ "UpdateInferenceComponent",
	  ON("inference-component/{InferenceComponentName}"),
	  members_none, NO_TAGS },
	{ "CreateInferenceExperiment",
	  ON("inference-experiment/{Name}"), members_role, TAGS },
	{ "CreateInferenceRecommendationsJob",
	  ON("inference-recommendations-job/{JobName}"), members_role, TAGS },
	{ "CreatePipeline", ON("pipeline/{PipelineName}"), members_role, TAGS },
	/* without RoleArn the stored role stays in use, so it must be named */
	{ "UpdatePipeline",
	  ON("pipeline/{PipelineName}"), members_role, NO_TAGS },
	{ "StartPipelineExecution",
	  ON("pipeline/{PipelineName:pipeline}"),
	  members_start_pipeline, NO_TAGS },
	{ "RetryPipelineExecution",
	  ON("{PipelineExecutionArn:pipeline}"), members_none, NO_TAGS },
	{ "CreateJob", ON("job/{JobCategory}/{JobName}"), members_job, TAGS },
	{ "CreateCompilationJob",
	  ON("compilation-job/{CompilationJobName}"), members_role, TAGS },
	{ "CreateOptimizationJob",
	  ON("optimization-job/{OptimizationJobName}"), members_role, TAGS },
	{ "CreateAIBenchmarkJob",
	  ON("ai-benchmark-job/{AIBenchmarkJobName}"), members_role, TAGS },
	{ "CreateAIRecommendationJob",
	  ON("ai-recommendation-job/{AIRecommendationJobName}"),
	  members_role, TAGS },
	{ "CreateEdgePackagingJob",
	  ON("edge-packaging-job/{EdgePackagingJobName}"), members_role, TAGS },
	{ "CreateModelCardExportJob",
	  ON("model-card/{ModelCardName:model-card}"), members_none, NO_TAGS },
	{ "CreateLabelingJob",
	  ON("labeling-job/{LabelingJobName}"), members_labeling, TAGS },
	{ "CreateFlowDefinition",
	  ON("flow-definition/{FlowDefinitionName}"),
	  members_flow_definition, TAGS },
	{ "CreateMonitoringSchedule",
	  ON("monitoring-schedule/{MonitoringScheduleName}"),
	  members_monitoring_schedule, TAGS },
	{ "UpdateMonitoringSchedule",
	  ON("monitoring-schedule/{MonitoringScheduleName}"),
	  members_monitoring_schedule, NO_TAGS },
	{ "StartMonitoringSchedule",
	  ON("monitoring-schedule/{MonitoringScheduleName}"),
	  members_none, NO_TAGS },
	{ "CreateDataQualityJobDefinition",
	  ON("data-quality-job-definition/{JobDefinitionName}"),
	  members_data_quality, TAGS },
	{ "CreateModelBiasJobDefinition",
	  ON("model-bias-job-definition/{JobDefinitionName}"),
	  members_model_bias, TAGS },
	{ "CreateModelExplainabilityJobDefinition",
	  ON("model-explainability-job-definition/{JobDefinitionName}"),
	  members_model_explainability, TAGS },
	{ "CreateModelQualityJobDefinition",
	  ON("model-quality-job-definition/{JobDefinitionName}"),
	  members_model_quality, TAGS },
	{ "CreateAlgorithm",
	  ON("algorithm/{AlgorithmName}"), members_algorithm, TAGS },
	{ "CreateNotebookInstance",
	  ON("notebook-instance/{NotebookInstanceName}"),
	  members_notebook, TAGS },
	{ "UpdateNotebookInstance",
	  ON("notebook-instance/{NotebookInstanceName}"),
	  members_update_notebook,
	  NO_TAGS },
	{ "StartNotebookInstance",
	  ON("notebook-instance/{NotebookInstanceName}"),
	  members_none, NO_TAGS },
	{ "CreateFeatureGroup",
	  ON("feature-group/{FeatureGroupName}"), members_feature_group, TAGS },
	{ "CreateImage", ON("image/{ImageName}"), members_role, TAGS },
	{ "UpdateImage", ON("image/{ImageName}"), members_may_role, NO_TAGS },
	{ "CreateImageVersion",
	  ON("image/{ImageName}"), members_none, NO_TAGS },
	{ NULL, { NULL, NULL }, NULL, false }
};

/* clang-format on */

const struct sagemaker_operation *
sagemaker_operation(const char *name)
{
	const struct sagemaker_operation *o = sagemaker_operations;

	while (o->name && strcmp(o->name, name) != 0)
		o++;
	return o->name ? o : NULL;
}

const struct sagemaker_operation *
sagemaker_target(const char *target, size_t len)
{
	static const char service[] = "SageMaker.";
	const size_t skip = sizeof service - 1;
	const struct sagemaker_operation *o = sagemaker_operations;

	if (len <= skip || memcmp(target, service, skip) != 0)
		return NULL;
	while (o->name && (strlen(o->name) != len - skip ||
			   memcmp(o->name, target + skip, len - skip) != 0))
		o++;
	return o->name ? o : NULL;
}
