/* SPDX-License-Identifier: MIT */
/*
 * The SageMaker operations that create, start or update something, a row each.
 * Members: the API's model (SageMaker API Reference). Condition keys: "Actions,
 * resources, and condition keys for Amazon SageMaker" (Service Authorization
 * Reference); an action has only the keys listed there. A key that ends in
 * KmsKey is given under that deprecated name and with Arn behind it.
 */
#include "sagemaker.h"

#include <string.h>

#define SAGEMAKER "sagemaker.amazonaws.com"

/* clang-format off */

#define ROLE(path)         { FIELD_ROLE, path, SAGEMAKER, FIELD_REQUIRED }
#define MAY_ROLE(path)     { FIELD_ROLE, path, SAGEMAKER, 0 }
#define TEXT(path, key)    { FIELD_TEXT, path, key, 0 }
#define TEXTS(path, key)   { FIELD_TEXT, path, key, FIELD_MANY }
#define NUMBER(path, key)  { FIELD_NUMBER, path, key, 0 }
#define FLAG(path, key)    { FIELD_FLAG, path, key, 0 }
#define KMS(path, key)     { FIELD_KMS, path, key, 0 }
#define S3(path)           { FIELD_S3, path, NULL, 0 }
#define GATED(path)        { FIELD_OPAQUE, path, "DirectGatedModelAccess", 0 }
#define END                { FIELD_END, NULL, NULL, 0 }

#define VPC(at, flags) \
	{ FIELD_TEXT, at "VpcConfig.Subnets[]", \
	  "VpcSubnets", FIELD_MANY | (flags) }, \
	{ FIELD_TEXT, at "VpcConfig.SecurityGroupIds[]", \
	  "VpcSecurityGroupIds", FIELD_MANY | (flags) }

#define CHANNEL "InputDataConfig[].DataSource."
#define CHANNELS(at) \
	TEXT(at CHANNEL "FileSystemDataSource.FileSystemId", "FileSystemId"), \
	TEXT(at CHANNEL "FileSystemDataSource.FileSystemAccessMode", \
	     "FileSystemAccessMode"), \
	TEXT(at CHANNEL "FileSystemDataSource.FileSystemType", \
	     "FileSystemType"), \
	TEXT(at CHANNEL "FileSystemDataSource.DirectoryPath", \
	     "FileSystemDirectoryPath"), \
	S3(at CHANNEL "S3DataSource.S3Uri"), \
	S3(at "OutputDataConfig.S3OutputPath"), \
	S3(at "CheckpointConfig.S3Uri")

/* What a training job and each job of a tuning job have in common. */
#define TRAINING(at, flags) \
	ROLE(at "RoleArn"), \
	TEXTS(at "ResourceConfig.InstanceType", "InstanceTypes"), \
	TEXTS(at "ResourceConfig.InstanceGroups[].InstanceType", \
	      "InstanceTypes"), \
	{ FIELD_KMS, at "ResourceConfig.VolumeKmsKeyId", \
	  "VolumeKmsKey", flags }, \
	{ FIELD_KMS, at "OutputDataConfig.KmsKeyId", "OutputKmsKey", flags }, \
	{ FIELD_FLAG, at "EnableNetworkIsolation", "NetworkIsolation", flags }, \
	{ FIELD_FLAG, at "EnableInterContainerTrafficEncryption", \
	  "InterContainerTrafficEncryption", flags }, \
	{ FIELD_NUMBER, at "StoppingCondition.MaxRuntimeInSeconds", \
	  "MaxRuntimeInSeconds", flags }, \
	VPC(at, flags), \
	CHANNELS(at)

#define TUNED "HyperParameterTuningResourceConfig."
#define TUNING(at, flags) \
	TRAINING(at, flags), \
	TEXTS(at TUNED "InstanceType", "InstanceTypes"), \
	TEXTS(at TUNED "InstanceConfigs[].InstanceType", "InstanceTypes"), \
	{ FIELD_KMS, at TUNED "VolumeKmsKeyId", "VolumeKmsKey", flags }

/* Processing jobs, and the monitoring jobs that are made of them. */
#define PROCESSING(at, resources, output) \
	ROLE(at "RoleArn"), \
	TEXTS(at resources ".ClusterConfig.InstanceType", "InstanceTypes"), \
	KMS(at resources ".ClusterConfig.VolumeKmsKeyId", "VolumeKmsKey"), \
	KMS(at output ".KmsKeyId", "OutputKmsKey"), \
	FLAG(at "NetworkConfig.EnableNetworkIsolation", "NetworkIsolation"), \
	FLAG(at "NetworkConfig.EnableInterContainerTrafficEncryption", \
	     "InterContainerTrafficEncryption"), \
	NUMBER(at "StoppingCondition.MaxRuntimeInSeconds", \
	       "MaxRuntimeInSeconds"), \
	VPC(at "NetworkConfig.", 0)

#define MONITORING(output) \
	PROCESSING("", "JobResources", output), \
	S3(output ".MonitoringOutputs[].S3Output.S3Uri"), \
	END

#define VARIANTS(at) \
	TEXTS(at "[].InstanceType", "InstanceTypes"), \
	TEXTS(at "[].InstancePools[].InstanceType", "InstanceTypes"), \
	TEXTS(at "[].AcceleratorType", "AcceleratorTypes"), \
	{ FIELD_MODEL, at "[].ModelName", "ModelArn", 0 }, \
	{ FIELD_MODEL, at "[].InstancePools[].ModelNameOverride", \
	  "ModelArn", 0 }, \
	NUMBER(at "[].ServerlessConfig.MaxConcurrency", \
	       "ServerlessMaxConcurrency"), \
	NUMBER(at "[].ServerlessConfig.MemorySizeInMB", "ServerlessMemorySize")

#define EULA "S3DataSource.ModelAccessConfig.AcceptEula"
#define CONTAINER(at) \
	GATED(at "ModelDataSource." EULA), \
	GATED(at "AdditionalModelDataSources[]." EULA), \
	S3(at "ModelDataUrl"), \
	S3(at "ModelDataSource.S3DataSource.S3Uri")

#define MODEL_PACKAGE \
	TEXT("ModelApprovalStatus", "ModelApprovalStatus"), \
	{ FIELD_MAP, "CustomerMetadataProperties", \
	  "CustomerMetadataProperties", 0 }, \
	TEXT("ModelLifeCycle.Stage", "ModelLifeCycle:Stage"), \
	TEXT("ModelLifeCycle.StageStatus", "ModelLifeCycle:StageStatus")

#define METADATA_SERVICE \
	"InstanceMetadataServiceConfiguration." \
	"MinimumInstanceMetadataServiceVersion"
#define NOTEBOOK \
	TEXTS("InstanceType", "InstanceTypes"), \
	TEXTS("AcceleratorTypes[]", "AcceleratorTypes"), \
	TEXT("RootAccess", "RootAccess"), \
	TEXT(METADATA_SERVICE, "MinimumInstanceMetadataServiceVersion"), \
	{ FIELD_LIFECYCLE, "LifecycleConfigName", \
	  "NotebookInstanceLifecycleConfigArns", FIELD_MANY }

#define WORKTEAM(at) \
	TEXT(at ".WorkteamArn", "WorkteamArn"), \
	{ FIELD_WORKTEAM, at ".WorkteamArn", "WorkteamType", 0 }

static const struct sagemaker_field none[] = { END };
static const struct sagemaker_field role[] = { ROLE("RoleArn"), END };
static const struct sagemaker_field may_role[] = { MAY_ROLE("RoleArn"), END };

static const struct sagemaker_field training[] = {
	TRAINING("", 0),
	NUMBER("ResourceConfig.KeepAlivePeriodInSeconds", "KeepAlivePeriod"),
	FLAG("RemoteDebugConfig.EnableRemoteDebug", "EnableRemoteDebug"),
	GATED(CHANNEL EULA),
	GATED("ServerlessJobConfig.AcceptEula"),
	{ FIELD_ALSO, "ResourceConfig.TrainingPlanArn", "training-plan", 0 },
	S3("DebugHookConfig.S3OutputPath"),
	S3("ProfilerConfig.S3OutputPath"),
	S3("TensorBoardOutputConfig.S3OutputPath"),
	END
};
static const struct sagemaker_field update_training[] = {
	NUMBER("ResourceConfig.KeepAlivePeriodInSeconds", "KeepAlivePeriod"),
	FLAG("RemoteDebugConfig.EnableRemoteDebug", "EnableRemoteDebug"),
	END
};

/* Redshift unloads its data with a role of its cluster that the call names. */
static const struct sagemaker_field processing[] = {
	PROCESSING("", "ProcessingResources", "ProcessingOutputConfig"),
	{ FIELD_ROLE,
	  "ProcessingInputs[].DatasetDefinition.RedshiftDatasetDefinition."
	  "ClusterRoleArn", "redshift.amazonaws.com", FIELD_REQUIRED },
	S3("ProcessingInputs[].S3Input.S3Uri"),
	S3("ProcessingOutputConfig.Outputs[].S3Output.S3Uri"),
	END
};

static const struct sagemaker_field transform[] = {
	TEXTS("TransformResources.InstanceType", "InstanceTypes"),
	KMS("TransformResources.VolumeKmsKeyId", "VolumeKmsKey"),
	KMS("TransformOutput.KmsKeyId", "OutputKmsKey"),
	{ FIELD_MODEL, "ModelName", "ModelArn", FIELD_REQUIRED },
	S3("TransformInput.DataSource.S3DataSource.S3Uri"),
	S3("TransformOutput.S3OutputPath"),
	END
};

static const struct sagemaker_field tuning[] = {
	TUNING("TrainingJobDefinition.", 0),
	TUNING("TrainingJobDefinitions[].", FIELD_EACH),
	END
};

#define AUTOML(security) \
	ROLE("RoleArn"), \
	VPC(security, 0), \
	KMS(security "VolumeKmsKeyId", "VolumeKmsKey"), \
	FLAG(security "EnableInterContainerTrafficEncryption", \
	     "InterContainerTrafficEncryption"), \
	KMS("OutputDataConfig.KmsKeyId", "OutputKmsKey"), \
	S3("OutputDataConfig.S3OutputPath")

static const struct sagemaker_field automl[] = {
	AUTOML("AutoMLJobConfig.SecurityConfig."),
	S3(CHANNEL "S3DataSource.S3Uri"),
	END
};
static const struct sagemaker_field automl_v2[] = {
	AUTOML("SecurityConfig."),
	{ FIELD_ROLE,
	  "AutoMLComputeConfig.EmrServerlessComputeConfig.ExecutionRoleARN",
	  "emr-serverless.amazonaws.com", FIELD_REQUIRED },
	S3("AutoMLJobInputDataConfig[].DataSource.S3DataSource.S3Uri"),
	END
};

static const struct sagemaker_field model[] = {
	MAY_ROLE("ExecutionRoleArn"),
	FLAG("EnableNetworkIsolation", "NetworkIsolation"),
	VPC("", 0),
	CONTAINER("PrimaryContainer."),
	CONTAINER("Containers[]."),
	END
};

static const struct sagemaker_field model_package[] = {
	ROLE("ValidationSpecification.ValidationRole"),
	MODEL_PACKAGE,
	S3("InferenceSpecification.Containers[].ModelDataUrl"),
	S3("ModelMetrics.ModelQuality.Statistics.S3Uri"),
	END
};
static const struct sagemaker_field update_model_package[] = {
	MODEL_PACKAGE,
	TEXTS("CustomerMetadataPropertiesToRemove[]",
	      "CustomerMetadataPropertiesToRemove"),
	END
};
static const struct sagemaker_field algorithm[] = {
	ROLE("ValidationSpecification.ValidationRole"),
	END
};

static const struct sagemaker_field endpoint_config[] = {
	MAY_ROLE("ExecutionRoleArn"),
	VARIANTS("ProductionVariants"),
	VARIANTS("ShadowProductionVariants"),
	KMS("KmsKeyId", "VolumeKmsKey"),
	FLAG("EnableNetworkIsolation", "NetworkIsolation"),
	VPC("", 0),
	S3("DataCaptureConfig.DestinationS3Uri"),
	S3("AsyncInferenceConfig.OutputConfig.S3OutputPath"),
	END
};
static const struct sagemaker_field endpoint[] = {
	{ FIELD_ALSO, "EndpointConfigName", "endpoint-config", FIELD_REQUIRED },
	END
};
static const struct sagemaker_field inference_component[] = {
	{ FIELD_ALSO, "EndpointName", "endpoint", FIELD_REQUIRED },
	{ FIELD_MODEL, "Specification.ModelName", "ModelArn", 0 },
	{ FIELD_MODEL, "Specifications[].ModelName", "ModelArn", 0 },
	END
};

static const struct sagemaker_field start_pipeline[] = {
	NUMBER("PipelineVersionId", "PipelineVersionId"),
	END
};

static const struct sagemaker_field job[] = {
	ROLE("RoleArn"),
	KMS("OutputDataConfig.KmsKeyId", "OutputKmsKey"),
	VPC("", 0),
	END
};

static const struct sagemaker_field labeling[] = {
	ROLE("RoleArn"),
	WORKTEAM("HumanTaskConfig"),
	KMS("LabelingJobAlgorithmsConfig.LabelingJobResourceConfig."
	    "VolumeKmsKeyId", "VolumeKmsKey"),
	KMS("OutputConfig.KmsKeyId", "OutputKmsKey"),
	S3("InputConfig.DataSource.S3DataSource.ManifestS3Uri"),
	S3("OutputConfig.S3OutputPath"),
	END
};
static const struct sagemaker_field flow_definition[] = {
	ROLE("RoleArn"),
	WORKTEAM("HumanLoopConfig"),
	S3("OutputConfig.S3OutputPath"),
	END
};

/* A schedule has its job inside, or names a job definition. */
#define SCHEDULED "MonitoringScheduleConfig.MonitoringJobDefinition."
static const struct sagemaker_field monitoring_schedule[] = {
	PROCESSING(SCHEDULED, "MonitoringResources", "MonitoringOutputConfig"),
	S3(SCHEDULED "MonitoringOutputConfig.MonitoringOutputs[].S3Output."
	   "S3Uri"),
	END
};
static const struct sagemaker_field data_quality[] = {
	MONITORING("DataQualityJobOutputConfig")
};
static const struct sagemaker_field model_bias[] = {
	MONITORING("ModelBiasJobOutputConfig")
};
static const struct sagemaker_field model_explainability[] = {
	MONITORING("ModelExplainabilityJobOutputConfig")
};
static const struct sagemaker_field model_quality[] = {
	MONITORING("ModelQualityJobOutputConfig")
};

static const struct sagemaker_field notebook[] = {
	ROLE("RoleArn"),
	NOTEBOOK,
	TEXTS("SubnetId", "VpcSubnets"),
	TEXTS("SecurityGroupIds[]", "VpcSecurityGroupIds"),
	KMS("KmsKeyId", "VolumeKmsKey"),
	TEXT("DirectInternetAccess", "DirectInternetAccess"),
	END
};
static const struct sagemaker_field update_notebook[] = {
	MAY_ROLE("RoleArn"),
	NOTEBOOK,
	END
};

#define STORAGE "OfflineStoreConfig.S3StorageConfig."
static const struct sagemaker_field feature_group[] = {
	MAY_ROLE("RoleArn"),
	FLAG("OnlineStoreConfig.EnableOnlineStore",
	     "FeatureGroupEnableOnlineStore"),
	KMS("OnlineStoreConfig.SecurityConfig.KmsKeyId",
	    "FeatureGroupOnlineStoreKmsKey"),
	{ FIELD_PRESENT, "OfflineStoreConfig",
	  "FeatureGroupOfflineStoreConfig", 0 },
	TEXT(STORAGE "S3Uri", "FeatureGroupOfflineStoreS3Uri"),
	KMS(STORAGE "KmsKeyId", "FeatureGroupOfflineStoreKmsKey"),
	FLAG("OfflineStoreConfig.DisableGlueTableCreation",
	     "FeatureGroupDisableGlueTableCreation"),
	END
};

#define TAGS true
#define NO_TAGS false
#define ON(resource) { resource, NULL }

const struct sagemaker_operation sagemaker_operations[] = {
	{ "CreateTrainingJob",
	  ON("training-job/{TrainingJobName}"), training, TAGS },
	{ "UpdateTrainingJob",
	  ON("training-job/{TrainingJobName}"), update_training, NO_TAGS },
	{ "CreateProcessingJob",
	  ON("processing-job/{ProcessingJobName}"), processing, TAGS },
	{ "CreateTransformJob",
	  ON("transform-job/{TransformJobName}"), transform, TAGS },
	{ "CreateHyperParameterTuningJob",
	  ON("hyper-parameter-tuning-job/{HyperParameterTuningJobName}"),
	  tuning, TAGS },
	{ "CreateAutoMLJob", ON("automl-job/{AutoMLJobName}"), automl, TAGS },
	{ "CreateAutoMLJobV2",
	  ON("automl-job/{AutoMLJobName}"), automl_v2, TAGS },
	{ "CreateModel", ON("model/{ModelName}"), model, TAGS },
	/* the service counts the versions: this is the first */
	{ "CreateModelPackage",
	  { "model-package/{ModelPackageGroupName:model-package-group}/1",
	    "model-package/{ModelPackageName}" }, model_package, TAGS },
	{ "UpdateModelPackage",
	  ON("{ModelPackageArn:model-package}"), update_model_package,
	  NO_TAGS },
	{ "CreateModelPackageGroup",
	  ON("model-package-group/{ModelPackageGroupName}"), none, TAGS },
	{ "CreateEndpointConfig",
	  ON("endpoint-config/{EndpointConfigName}"), endpoint_config, TAGS },
	{ "CreateEndpoint", ON("endpoint/{EndpointName}"), endpoint, TAGS },
	{ "UpdateEndpoint", ON("endpoint/{EndpointName}"), endpoint, NO_TAGS },
	{ "CreateInferenceComponent",
	  ON("inference-component/{InferenceComponentName}"),
	  inference_component, TAGS },
	{ "UpdateInferenceComponent",
	  ON("inference-component/{InferenceComponentName}"), none, NO_TAGS },
	{ "CreateInferenceExperiment",
	  ON("inference-experiment/{Name}"), role, TAGS },
	{ "CreateInferenceRecommendationsJob",
	  ON("inference-recommendations-job/{JobName}"), role, TAGS },
	{ "CreatePipeline", ON("pipeline/{PipelineName}"), role, TAGS },
	/* without RoleArn the stored role stays in use, so it must be named */
	{ "UpdatePipeline", ON("pipeline/{PipelineName}"), role, NO_TAGS },
	{ "StartPipelineExecution",
	  ON("pipeline/{PipelineName:pipeline}"), start_pipeline, NO_TAGS },
	{ "RetryPipelineExecution",
	  ON("{PipelineExecutionArn:pipeline}"), none, NO_TAGS },
	{ "CreateJob", ON("job/{JobCategory}/{JobName}"), job, TAGS },
	{ "CreateCompilationJob",
	  ON("compilation-job/{CompilationJobName}"), role, TAGS },
	{ "CreateOptimizationJob",
	  ON("optimization-job/{OptimizationJobName}"), role, TAGS },
	{ "CreateAIBenchmarkJob",
	  ON("ai-benchmark-job/{AIBenchmarkJobName}"), role, TAGS },
	{ "CreateAIRecommendationJob",
	  ON("ai-recommendation-job/{AIRecommendationJobName}"), role, TAGS },
	{ "CreateEdgePackagingJob",
	  ON("edge-packaging-job/{EdgePackagingJobName}"), role, TAGS },
	{ "CreateModelCardExportJob",
	  ON("model-card/{ModelCardName:model-card}"), none, NO_TAGS },
	{ "CreateLabelingJob",
	  ON("labeling-job/{LabelingJobName}"), labeling, TAGS },
	{ "CreateFlowDefinition",
	  ON("flow-definition/{FlowDefinitionName}"), flow_definition, TAGS },
	{ "CreateMonitoringSchedule",
	  ON("monitoring-schedule/{MonitoringScheduleName}"),
	  monitoring_schedule, TAGS },
	{ "UpdateMonitoringSchedule",
	  ON("monitoring-schedule/{MonitoringScheduleName}"),
	  monitoring_schedule, TAGS },
	{ "StartMonitoringSchedule",
	  ON("monitoring-schedule/{MonitoringScheduleName}"), none, NO_TAGS },
	{ "CreateDataQualityJobDefinition",
	  ON("data-quality-job-definition/{JobDefinitionName}"),
	  data_quality, TAGS },
	{ "CreateModelBiasJobDefinition",
	  ON("model-bias-job-definition/{JobDefinitionName}"),
	  model_bias, TAGS },
	{ "CreateModelExplainabilityJobDefinition",
	  ON("model-explainability-job-definition/{JobDefinitionName}"),
	  model_explainability, TAGS },
	{ "CreateModelQualityJobDefinition",
	  ON("model-quality-job-definition/{JobDefinitionName}"),
	  model_quality, TAGS },
	{ "CreateAlgorithm", ON("algorithm/{AlgorithmName}"), algorithm, TAGS },
	{ "CreateNotebookInstance",
	  ON("notebook-instance/{NotebookInstanceName}"), notebook, TAGS },
	{ "UpdateNotebookInstance",
	  ON("notebook-instance/{NotebookInstanceName}"), update_notebook,
	  NO_TAGS },
	{ "StartNotebookInstance",
	  ON("notebook-instance/{NotebookInstanceName}"), none, NO_TAGS },
	{ "CreateFeatureGroup",
	  ON("feature-group/{FeatureGroupName}"), feature_group, TAGS },
	{ "CreateImage", ON("image/{ImageName}"), role, TAGS },
	{ "UpdateImage", ON("image/{ImageName}"), may_role, NO_TAGS },
	{ "CreateImageVersion", ON("image/{ImageName}"), none, NO_TAGS },
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
