/* SPDX-License-Identifier: MIT */
/*
 * The SageMaker operations that create, start or update something, a row each:
 * its resource, the members that matter, and whether it takes tags (SageMaker
 * API Reference; Service Authorization Reference).
 */
#include <string.h>

#include "sagemaker_members.h"

/* clang-format off */

#define CALL(name) name, sizeof(name) - 1
#define TAGS true
#define NO_TAGS false
#define ON(resource) { resource, NULL }

const struct sagemaker_operation sagemaker_operations[] = {
	{ CALL("CreateTrainingJob"),
	  ON("training-job/{TrainingJobName}"), members_training, TAGS },
	{ CALL("UpdateTrainingJob"),
	  ON("training-job/{TrainingJobName}"),
	  members_update_training, NO_TAGS },
	{ CALL("CreateProcessingJob"),
	  ON("processing-job/{ProcessingJobName}"), members_processing, TAGS },
	{ CALL("CreateTransformJob"),
	  ON("transform-job/{TransformJobName}"), members_transform, TAGS },
	{ CALL("CreateHyperParameterTuningJob"),
	  ON("hyper-parameter-tuning-job/{HyperParameterTuningJobName}"),
	  members_tuning, TAGS },
	{ CALL("CreateAutoMLJob"),
	  ON("automl-job/{AutoMLJobName}"), members_automl, TAGS },
	{ CALL("CreateAutoMLJobV2"),
	  ON("automl-job/{AutoMLJobName}"), members_automl_v2, TAGS },
	{ CALL("CreateModel"), ON("model/{ModelName}"), members_model, TAGS },
	/* the service counts the versions: this is the first */
	{ CALL("CreateModelPackage"),
	  { "model-package/{ModelPackageGroupName:model-package-group}/1",
	    "model-package/{ModelPackageName}" }, members_model_package, TAGS },
	{ CALL("UpdateModelPackage"),
	  ON("{ModelPackageArn:model-package}"), members_update_model_package,
	  NO_TAGS },
	{ CALL("CreateModelPackageGroup"),
	  ON("model-package-group/{ModelPackageGroupName}"),
	  members_none, TAGS },
	{ CALL("CreateEndpointConfig"),
	  ON("endpoint-config/{EndpointConfigName}"),
	  members_endpoint_config, TAGS },
	{ CALL("CreateEndpoint"),
	  ON("endpoint/{EndpointName}"), members_endpoint, TAGS },
	{ CALL("UpdateEndpoint"),
	  ON("endpoint/{EndpointName}"), members_endpoint, NO_TAGS },
	{ CALL("CreateInferenceComponent"),
	  ON("inference-component/{InferenceComponentName}"),
	  members_inference_component, TAGS },
	{ CALL("UpdateInferenceComponent"),
	  ON("inference-component/{InferenceComponentName}"),
	  members_none, NO_TAGS },
	{ CALL("CreateInferenceExperiment"),
	  ON("inference-experiment/{Name}"), members_role, TAGS },
	{ CALL("CreateInferenceRecommendationsJob"),
	  ON("inference-recommendations-job/{JobName}"), members_role, TAGS },
	{ CALL("CreatePipeline"), ON("pipeline/{PipelineName}"), members_role, TAGS },
	/* without RoleArn the stored role stays in use, so it must be named */
	{ CALL("UpdatePipeline"),
	  ON("pipeline/{PipelineName}"), members_role, NO_TAGS },
	{ CALL("StartPipelineExecution"),
	  ON("pipeline/{PipelineName:pipeline}"),
	  members_start_pipeline, NO_TAGS },
	{ CALL("RetryPipelineExecution"),
	  ON("{PipelineExecutionArn:pipeline}"), members_none, NO_TAGS },
	{ CALL("CreateJob"), ON("job/{JobCategory}/{JobName}"), members_job, TAGS },
	{ CALL("CreateCompilationJob"),
	  ON("compilation-job/{CompilationJobName}"), members_role, TAGS },
	{ CALL("CreateOptimizationJob"),
	  ON("optimization-job/{OptimizationJobName}"), members_role, TAGS },
	{ CALL("CreateAIBenchmarkJob"),
	  ON("ai-benchmark-job/{AIBenchmarkJobName}"), members_role, TAGS },
	{ CALL("CreateAIRecommendationJob"),
	  ON("ai-recommendation-job/{AIRecommendationJobName}"),
	  members_role, TAGS },
	{ CALL("CreateEdgePackagingJob"),
	  ON("edge-packaging-job/{EdgePackagingJobName}"), members_role, TAGS },
	{ CALL("CreateModelCardExportJob"),
	  ON("model-card/{ModelCardName:model-card}"), members_none, NO_TAGS },
	{ CALL("CreateLabelingJob"),
	  ON("labeling-job/{LabelingJobName}"), members_labeling, TAGS },
	{ CALL("CreateFlowDefinition"),
	  ON("flow-definition/{FlowDefinitionName}"),
	  members_flow_definition, TAGS },
	{ CALL("CreateMonitoringSchedule"),
	  ON("monitoring-schedule/{MonitoringScheduleName}"),
	  members_monitoring_schedule, TAGS },
	{ CALL("UpdateMonitoringSchedule"),
	  ON("monitoring-schedule/{MonitoringScheduleName}"),
	  members_monitoring_schedule, NO_TAGS },
	{ CALL("StartMonitoringSchedule"),
	  ON("monitoring-schedule/{MonitoringScheduleName}"),
	  members_none, NO_TAGS },
	{ CALL("CreateDataQualityJobDefinition"),
	  ON("data-quality-job-definition/{JobDefinitionName}"),
	  members_data_quality, TAGS },
	{ CALL("CreateModelBiasJobDefinition"),
	  ON("model-bias-job-definition/{JobDefinitionName}"),
	  members_model_bias, TAGS },
	{ CALL("CreateModelExplainabilityJobDefinition"),
	  ON("model-explainability-job-definition/{JobDefinitionName}"),
	  members_model_explainability, TAGS },
	{ CALL("CreateModelQualityJobDefinition"),
	  ON("model-quality-job-definition/{JobDefinitionName}"),
	  members_model_quality, TAGS },
	{ CALL("CreateAlgorithm"),
	  ON("algorithm/{AlgorithmName}"), members_algorithm, TAGS },
	{ CALL("CreateNotebookInstance"),
	  ON("notebook-instance/{NotebookInstanceName}"),
	  members_notebook, TAGS },
	{ CALL("UpdateNotebookInstance"),
	  ON("notebook-instance/{NotebookInstanceName}"),
	  members_update_notebook,
	  NO_TAGS },
	{ CALL("StartNotebookInstance"),
	  ON("notebook-instance/{NotebookInstanceName}"),
	  members_none, NO_TAGS },
	{ CALL("CreateFeatureGroup"),
	  ON("feature-group/{FeatureGroupName}"), members_feature_group, TAGS },
	{ CALL("CreateImage"), ON("image/{ImageName}"), members_role, TAGS },
	{ CALL("UpdateImage"), ON("image/{ImageName}"), members_may_role, NO_TAGS },
	{ CALL("CreateImageVersion"),
	  ON("image/{ImageName}"), members_none, NO_TAGS },
	{ NULL, 0, { NULL, NULL }, NULL, false }
};

/* clang-format on */

const struct sagemaker_operation *
sagemaker_operation(const char *name, size_t len)
{
	const struct sagemaker_operation *o = sagemaker_operations;

	while (o->name && (o->len != len || memcmp(o->name, name, len) != 0))
		o++;
	return o->name ? o : NULL;
}

const struct sagemaker_operation *
sagemaker_target(const char *target, size_t len)
{
	static const char service[] = "SageMaker.";
	const size_t skip = sizeof service - 1;

	if (len <= skip || memcmp(target, service, skip) != 0)
		return NULL;
	return sagemaker_operation(target + skip, len - skip);
}
