/* SPDX-License-Identifier: MIT */
/*
 * The members of each operation's input that mean something here. Members: the
 * API's model (SageMaker API Reference). Condition keys: "Actions, resources,
 * and condition keys for Amazon SageMaker" (Service Authorization Reference);
 * an action has only the keys listed there. A key that ends in KmsKey is given
 * under that deprecated name and with Arn behind it.
 */
#include "sagemaker_members.h"

#define SAGEMAKER "sagemaker.amazonaws.com"
#define KEY(name) "sagemaker:" name

/* clang-format off */

#define ROLE(path)         { FIELD_ROLE, path, SAGEMAKER, FIELD_REQUIRED }
#define MAY_ROLE(path)     { FIELD_ROLE, path, SAGEMAKER, 0 }
#define TEXT(path, key)    { FIELD_TEXT, path, KEY(key), 0 }
#define TEXTS(path, key)   { FIELD_TEXT, path, KEY(key), FIELD_MANY }
#define NUMBER(path, key)  { FIELD_NUMBER, path, KEY(key), 0 }
#define FLAG(path, key)    { FIELD_FLAG, path, KEY(key), 0 }
#define DEFAULT_FLAG(path, key) \
	{ FIELD_FLAG, path, KEY(key), FIELD_DEFAULT }
#define KMS(path, key)     { FIELD_KMS, path, KEY(key), 0 }
#define S3(path)           { FIELD_S3, path, NULL, 0 }
#define GATED(path) \
	{ FIELD_OPAQUE, path, KEY("DirectGatedModelAccess"), 0 }
#define END                { FIELD_END, NULL, NULL, 0 }

#define VPC(at, flags) \
	{ FIELD_TEXT, at "VpcConfig.Subnets[]", \
	  KEY("VpcSubnets"), FIELD_MANY | (flags) }, \
	{ FIELD_TEXT, at "VpcConfig.SecurityGroupIds[]", \
	  KEY("VpcSecurityGroupIds"), FIELD_MANY | (flags) }

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
	  KEY("VolumeKmsKey"), flags }, \
	{ FIELD_KMS, at "OutputDataConfig.KmsKeyId", KEY("OutputKmsKey"), flags }, \
	{ FIELD_FLAG, at "EnableNetworkIsolation", \
	  KEY("NetworkIsolation"), FIELD_DEFAULT | (flags) }, \
	{ FIELD_FLAG, at "EnableInterContainerTrafficEncryption", \
	  KEY("InterContainerTrafficEncryption"), FIELD_DEFAULT | (flags) }, \
	{ FIELD_NUMBER, at "StoppingCondition.MaxRuntimeInSeconds", \
	  KEY("MaxRuntimeInSeconds"), FIELD_DEFAULT | (flags) }, \
	VPC(at, flags), \
	CHANNELS(at)

#define TUNED "HyperParameterTuningResourceConfig."
#define TUNING(at, flags) \
	TRAINING(at, flags), \
	TEXTS(at TUNED "InstanceType", "InstanceTypes"), \
	TEXTS(at TUNED "InstanceConfigs[].InstanceType", "InstanceTypes"), \
	{ FIELD_KMS, at TUNED "VolumeKmsKeyId", KEY("VolumeKmsKey"), flags }

/* Processing jobs, and the monitoring jobs that are made of them. */
#define PROCESSING(at, resources, output) \
	ROLE(at "RoleArn"), \
	TEXTS(at resources ".ClusterConfig.InstanceType", "InstanceTypes"), \
	KMS(at resources ".ClusterConfig.VolumeKmsKeyId", "VolumeKmsKey"), \
	KMS(at output ".KmsKeyId", "OutputKmsKey"), \
	DEFAULT_FLAG(at "NetworkConfig.EnableNetworkIsolation", \
		     "NetworkIsolation"), \
	DEFAULT_FLAG(at "NetworkConfig.EnableInterContainerTrafficEncryption", \
		     "InterContainerTrafficEncryption"), \
	{ FIELD_NUMBER, at "StoppingCondition.MaxRuntimeInSeconds", \
	  KEY("MaxRuntimeInSeconds"), FIELD_DEFAULT }, \
	VPC(at "NetworkConfig.", 0)

#define MONITORING(output) \
	PROCESSING("", "JobResources", output), \
	S3(output ".MonitoringOutputs[].S3Output.S3Uri"), \
	END

#define VARIANTS(at) \
	TEXTS(at "[].InstanceType", "InstanceTypes"), \
	TEXTS(at "[].InstancePools[].InstanceType", "InstanceTypes"), \
	TEXTS(at "[].AcceleratorType", "AcceleratorTypes"), \
	{ FIELD_MODEL, at "[].ModelName", KEY("ModelArn"), 0 }, \
	{ FIELD_MODEL, at "[].InstancePools[].ModelNameOverride", \
	  KEY("ModelArn"), 0 }, \
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
	  KEY("CustomerMetadataProperties"), 0 }, \
	TEXT("ModelLifeCycle.Stage", "ModelLifeCycle:Stage"), \
	TEXT("ModelLifeCycle.StageStatus", "ModelLifeCycle:StageStatus")

#define METADATA_SERVICE \
	"InstanceMetadataServiceConfiguration." \
	"MinimumInstanceMetadataServiceVersion"
/* An update leaves as it is what it does not name. */
#define NOTEBOOK(flags) \
	TEXTS("InstanceType", "InstanceTypes"), \
	TEXTS("AcceleratorTypes[]", "AcceleratorTypes"), \
	{ FIELD_TEXT, "RootAccess", KEY("RootAccess"), flags }, \
	{ FIELD_TEXT, METADATA_SERVICE, \
	  KEY("MinimumInstanceMetadataServiceVersion"), flags }, \
	{ FIELD_LIFECYCLE, "LifecycleConfigName", \
	  KEY("NotebookInstanceLifecycleConfigArns"), FIELD_MANY }

#define WORKTEAM(at) \
	TEXT(at ".WorkteamArn", "WorkteamArn"), \
	{ FIELD_WORKTEAM, at ".WorkteamArn", KEY("WorkteamType"), 0 }

const struct sagemaker_field members_none[] = { END };
const struct sagemaker_field members_role[] = { ROLE("RoleArn"), END };
const struct sagemaker_field members_may_role[] = { MAY_ROLE("RoleArn"), END };

const struct sagemaker_field members_training[] = {
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
const struct sagemaker_field members_update_training[] = {
	NUMBER("ResourceConfig.KeepAlivePeriodInSeconds", "KeepAlivePeriod"),
	FLAG("RemoteDebugConfig.EnableRemoteDebug", "EnableRemoteDebug"),
	END
};

/* Redshift unloads its data with a role of its cluster that the call names. */
const struct sagemaker_field members_processing[] = {
	PROCESSING("", "ProcessingResources", "ProcessingOutputConfig"),
	{ FIELD_ROLE,
	  "ProcessingInputs[].DatasetDefinition.RedshiftDatasetDefinition."
	  "ClusterRoleArn", "redshift.amazonaws.com", FIELD_REQUIRED },
	S3("ProcessingInputs[].S3Input.S3Uri"),
	S3("ProcessingOutputConfig.Outputs[].S3Output.S3Uri"),
	END
};

const struct sagemaker_field members_transform[] = {
	TEXTS("TransformResources.InstanceType", "InstanceTypes"),
	KMS("TransformResources.VolumeKmsKeyId", "VolumeKmsKey"),
	KMS("TransformOutput.KmsKeyId", "OutputKmsKey"),
	{ FIELD_MODEL, "ModelName", KEY("ModelArn"), FIELD_REQUIRED },
	S3("TransformInput.DataSource.S3DataSource.S3Uri"),
	S3("TransformOutput.S3OutputPath"),
	END
};

const struct sagemaker_field members_tuning[] = {
	TUNING("TrainingJobDefinition.", 0),
	TUNING("TrainingJobDefinitions[].", FIELD_EACH),
	END
};

#define AUTOML(security) \
	ROLE("RoleArn"), \
	VPC(security, 0), \
	KMS(security "VolumeKmsKeyId", "VolumeKmsKey"), \
	DEFAULT_FLAG(security "EnableInterContainerTrafficEncryption", \
		     "InterContainerTrafficEncryption"), \
	KMS("OutputDataConfig.KmsKeyId", "OutputKmsKey"), \
	S3("OutputDataConfig.S3OutputPath")

const struct sagemaker_field members_automl[] = {
	AUTOML("AutoMLJobConfig.SecurityConfig."),
	S3(CHANNEL "S3DataSource.S3Uri"),
	END
};
const struct sagemaker_field members_automl_v2[] = {
	AUTOML("SecurityConfig."),
	{ FIELD_ROLE,
	  "AutoMLComputeConfig.EmrServerlessComputeConfig.ExecutionRoleARN",
	  "emr-serverless.amazonaws.com", FIELD_REQUIRED },
	S3("AutoMLJobInputDataConfig[].DataSource.S3DataSource.S3Uri"),
	END
};

const struct sagemaker_field members_model[] = {
	MAY_ROLE("ExecutionRoleArn"),
	DEFAULT_FLAG("EnableNetworkIsolation", "NetworkIsolation"),
	VPC("", 0),
	CONTAINER("PrimaryContainer."),
	CONTAINER("Containers[]."),
	END
};

const struct sagemaker_field members_model_package[] = {
	ROLE("ValidationSpecification.ValidationRole"),
	MODEL_PACKAGE,
	S3("InferenceSpecification.Containers[].ModelDataUrl"),
	S3("ModelMetrics.ModelQuality.Statistics.S3Uri"),
	END
};
const struct sagemaker_field members_update_model_package[] = {
	MODEL_PACKAGE,
	TEXTS("CustomerMetadataPropertiesToRemove[]",
	      "CustomerMetadataPropertiesToRemove"),
	/* where the package is now, its call does not tell */
	{ FIELD_OPAQUE, "ModelPackageArn",
	  KEY("CurrentModelLifeCycleStage"), 0 },
	{ FIELD_OPAQUE, "ModelPackageArn",
	  KEY("CurrentModelLifeCycleStageStatus"), 0 },
	END
};
const struct sagemaker_field members_algorithm[] = {
	ROLE("ValidationSpecification.ValidationRole"),
	END
};

const struct sagemaker_field members_endpoint_config[] = {
	MAY_ROLE("ExecutionRoleArn"),
	VARIANTS("ProductionVariants"),
	VARIANTS("ShadowProductionVariants"),
	KMS("KmsKeyId", "VolumeKmsKey"),
	DEFAULT_FLAG("EnableNetworkIsolation", "NetworkIsolation"),
	VPC("", 0),
	S3("DataCaptureConfig.DestinationS3Uri"),
	S3("AsyncInferenceConfig.OutputConfig.S3OutputPath"),
	END
};
const struct sagemaker_field members_endpoint[] = {
	{ FIELD_ALSO, "EndpointConfigName", "endpoint-config", FIELD_REQUIRED },
	END
};
const struct sagemaker_field members_inference_component[] = {
	{ FIELD_ALSO, "EndpointName", "endpoint", FIELD_REQUIRED },
	{ FIELD_MODEL, "Specification.ModelName", KEY("ModelArn"), 0 },
	{ FIELD_MODEL, "Specifications[].ModelName", KEY("ModelArn"), 0 },
	END
};

const struct sagemaker_field members_start_pipeline[] = {
	NUMBER("PipelineVersionId", "PipelineVersionId"),
	END
};

const struct sagemaker_field members_job[] = {
	ROLE("RoleArn"),
	KMS("OutputDataConfig.KmsKeyId", "OutputKmsKey"),
	VPC("", 0),
	END
};

const struct sagemaker_field members_labeling[] = {
	ROLE("RoleArn"),
	WORKTEAM("HumanTaskConfig"),
	KMS("LabelingJobAlgorithmsConfig.LabelingJobResourceConfig."
	    "VolumeKmsKeyId", "VolumeKmsKey"),
	KMS("OutputConfig.KmsKeyId", "OutputKmsKey"),
	S3("InputConfig.DataSource.S3DataSource.ManifestS3Uri"),
	S3("OutputConfig.S3OutputPath"),
	END
};
const struct sagemaker_field members_flow_definition[] = {
	ROLE("RoleArn"),
	WORKTEAM("HumanLoopConfig"),
	S3("OutputConfig.S3OutputPath"),
	END
};

/*
 * A schedule has its job inside, or names a job definition ("Configuring
 * service control policies for monitoring schedules" has the key of that).
 */
#define SCHEDULED "MonitoringScheduleConfig.MonitoringJobDefinition."
const struct sagemaker_field members_monitoring_schedule[] = {
	PROCESSING(SCHEDULED, "MonitoringResources", "MonitoringOutputConfig"),
	TEXT("MonitoringScheduleConfig.MonitoringJobDefinitionName",
	     "ModelMonitorJobDefinitionName"),
	S3(SCHEDULED "MonitoringOutputConfig.MonitoringOutputs[].S3Output."
	   "S3Uri"),
	END
};
const struct sagemaker_field members_data_quality[] = {
	MONITORING("DataQualityJobOutputConfig")
};
const struct sagemaker_field members_model_bias[] = {
	MONITORING("ModelBiasJobOutputConfig")
};
const struct sagemaker_field members_model_explainability[] = {
	MONITORING("ModelExplainabilityJobOutputConfig")
};
const struct sagemaker_field members_model_quality[] = {
	MONITORING("ModelQualityJobOutputConfig")
};

const struct sagemaker_field members_notebook[] = {
	ROLE("RoleArn"),
	NOTEBOOK(FIELD_DEFAULT),
	TEXTS("SubnetId", "VpcSubnets"),
	TEXTS("SecurityGroupIds[]", "VpcSecurityGroupIds"),
	KMS("KmsKeyId", "VolumeKmsKey"),
	{ FIELD_TEXT, "DirectInternetAccess", KEY("DirectInternetAccess"),
	  FIELD_DEFAULT },
	END
};
const struct sagemaker_field members_update_notebook[] = {
	MAY_ROLE("RoleArn"),
	NOTEBOOK(0),
	END
};

#define STORAGE "OfflineStoreConfig.S3StorageConfig."
const struct sagemaker_field members_feature_group[] = {
	MAY_ROLE("RoleArn"),
	FLAG("OnlineStoreConfig.EnableOnlineStore",
	     "FeatureGroupEnableOnlineStore"),
	KMS("OnlineStoreConfig.SecurityConfig.KmsKeyId",
	    "FeatureGroupOnlineStoreKmsKey"),
	{ FIELD_PRESENT, "OfflineStoreConfig",
	  KEY("FeatureGroupOfflineStoreConfig"), 0 },
	TEXT(STORAGE "S3Uri", "FeatureGroupOfflineStoreS3Uri"),
	KMS(STORAGE "KmsKeyId", "FeatureGroupOfflineStoreKmsKey"),
	FLAG("OfflineStoreConfig.DisableGlueTableCreation",
	     "FeatureGroupDisableGlueTableCreation"),
	END
};

/* clang-format on */
