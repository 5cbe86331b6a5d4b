/* SPDX-License-Identifier: MIT */
/*
 * A call becomes a request. Expected values are worked out by hand from the
 * SageMaker API Reference and the Service Authorization Reference.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../host/lib/sagemaker_reader.h"
#include "../../../host/lib/sagemaker_tree.h"
#include "render.h"

#define A   "arn:aws:sagemaker:eu-west-1:111122223333:"
#define R   "arn:aws:iam::111122223333:role/ml/"
#define SM  " for sagemaker.amazonaws.com\n"
#define KMS "arn:aws:kms:eu-west-1:111122223333:key/"

/* what a job does not say of itself */
#define FILLED_IN                                                              \
	"sagemaker:InterContainerTrafficEncryption ?\n"                        \
	"sagemaker:MaxRuntimeInSeconds ?\n"                                    \
	"sagemaker:NetworkIsolation ?\n"

#define TEXT(literal)                                                          \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}

static const struct sagemaker_scope scope = {
	TEXT("aws"), TEXT("eu-west-1"), TEXT("111122223333"),
	TEXT("arn:aws:sts::111122223333:assumed-role/Ana/s")
};

struct good {
	const char *operation, *body, *expected;
};

/* clang-format off */
static const struct good goods[] = {
/* the least there is: what the service fills in is not known */
{ "CreateTrainingJob",
  "{'TrainingJobName':'fraud-1','RoleArn':'" R "Train'}",
  "on " A "training-job/fraud-1\n"
  "role " R "Train" SM
  FILLED_IN },

/* every key that the action has */
{ "CreateTrainingJob",
  "{'TrainingJobName':'fraud-1','RoleArn':'" R "Train',"
  "'ResourceConfig':{'InstanceType':'ml.m5.large','InstanceCount':1,"
  "  'VolumeSizeInGB':10,'VolumeKmsKeyId':'1234abcd-12ab-34cd-56ef-1234567890ab',"
  "  'KeepAlivePeriodInSeconds':60,"
  "  'InstanceGroups':[{'InstanceType':'ml.p3.2xlarge','InstanceCount':1,"
  "     'InstanceGroupName':'g'},{'InstanceType':'ml.m5.large',"
  "     'InstanceCount':1,'InstanceGroupName':'h'}],"
  "  'TrainingPlanArn':'" A "training-plan/p1'},"
  "'OutputDataConfig':{'S3OutputPath':'s3://b/o','KmsKeyId':'" KMS "out'},"
  "'VpcConfig':{'Subnets':['subnet-1','subnet-2'],'SecurityGroupIds':['sg-1']},"
  "'EnableNetworkIsolation':true,"
  "'EnableInterContainerTrafficEncryption':false,"
  "'StoppingCondition':{'MaxRuntimeInSeconds':86400},"
  "'RemoteDebugConfig':{'EnableRemoteDebug':false},"
  "'InputDataConfig':[{'ChannelName':'c','DataSource':{'FileSystemDataSource':"
  "  {'FileSystemId':'fs-1','FileSystemAccessMode':'ro',"
  "   'FileSystemType':'EFS','DirectoryPath':'/d'}}},"
  "  {'ChannelName':'e','DataSource':{'S3DataSource':{'S3Uri':'s3://b/i',"
  "   'ModelAccessConfig':{'AcceptEula':true}}}}],"
  "'Tags':[{'Key':'Team','Value':'ml'},{'Key':'empty','Value':''}]}",
  "also " A "training-plan/p1\n"
  "aws:RequestTag/Team = ml\n"
  "aws:RequestTag/empty = \n"
  "aws:TagKeys = Team | empty\n"
  "on " A "training-job/fraud-1\n"
  "role " R "Train" SM
  "sagemaker:DirectGatedModelAccess ?\n"
  "sagemaker:EnableRemoteDebug = false\n"
  "sagemaker:FileSystemAccessMode = ro\n"
  "sagemaker:FileSystemDirectoryPath = /d\n"
  "sagemaker:FileSystemId = fs-1\n"
  "sagemaker:FileSystemType = EFS\n"
  "sagemaker:InstanceTypes = ml.m5.large | ml.p3.2xlarge\n"
  "sagemaker:InterContainerTrafficEncryption = false\n"
  "sagemaker:KeepAlivePeriod = 60\n"
  "sagemaker:MaxRuntimeInSeconds = 86400\n"
  "sagemaker:NetworkIsolation = true\n"
  "sagemaker:OutputKmsKey = " KMS "out\n"
  "sagemaker:OutputKmsKeyArn = " KMS "out\n"
  "sagemaker:VolumeKmsKey = " KMS "1234abcd-12ab-34cd-56ef-1234567890ab\n"
  "sagemaker:VolumeKmsKeyArn = " KMS "1234abcd-12ab-34cd-56ef-1234567890ab\n"
  "sagemaker:VpcSecurityGroupIds = sg-1\n"
  "sagemaker:VpcSubnets = subnet-1 | subnet-2\n" },

/* two channels on two file systems: the single key says nothing certain */
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':'" R "T','InputDataConfig':["
  "{'DataSource':{'FileSystemDataSource':{'FileSystemId':'fs-1'}}},"
  "{'DataSource':{'FileSystemDataSource':{'FileSystemId':'fs-2'}}}]}",
  "on " A "training-job/t\n"
  "role " R "T" SM
  "sagemaker:FileSystemId ?\n"
  FILLED_IN },

/* a key with dots is no path, and not one in another case either */
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':'" R "T',"
  "'ResourceConfig.InstanceType':'ml.p5.48xlarge',"
  "'resourceConfig.InstanceType':'ml.p5.48xlarge','inputDataConfig[]':[]}",
  "on " A "training-job/t\n"
  "role " R "T" SM
  FILLED_IN },

/* null is an omitted member */
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':'" R "T','VpcConfig':null,'Tags':null,"
  "'EnableNetworkIsolation':null}",
  "on " A "training-job/t\n"
  "role " R "T" SM
  FILLED_IN },

/* bug: an empty id was the ARN of a key that does not exist, so that a deny of
   jobs without a key let it pass; no page says what the service makes of it */
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':'" R "T','ResourceConfig':"
  "{'VolumeKmsKeyId':''}}",
  "on " A "training-job/t\n"
  "role " R "T" SM
  FILLED_IN
  "sagemaker:VolumeKmsKey ?\n"
  "sagemaker:VolumeKmsKeyArn ?\n" },

/* which key an alias stands for is not in the call */
{ "CreateProcessingJob",
  "{'ProcessingJobName':'p','RoleArn':'" R "P','ProcessingResources':"
  "{'ClusterConfig':{'InstanceType':'ml.m5.large','VolumeKmsKeyId':"
  "'alias/mine'}},'NetworkConfig':{'EnableNetworkIsolation':false,"
  "'EnableInterContainerTrafficEncryption':true,'VpcConfig':{"
  "'Subnets':['subnet-1'],'SecurityGroupIds':['sg-1']}},"
  "'StoppingCondition':{'MaxRuntimeInSeconds':60},"
  "'ProcessingOutputConfig':{'KmsKeyId':'k'},"
  "'Environment':{'RoleArn':'mine','ROLE':'x'}}",
  "on " A "processing-job/p\n"
  "role " R "P" SM
  "sagemaker:InstanceTypes = ml.m5.large\n"
  "sagemaker:InterContainerTrafficEncryption = true\n"
  "sagemaker:MaxRuntimeInSeconds = 60\n"
  "sagemaker:NetworkIsolation = false\n"
  "sagemaker:OutputKmsKey = " KMS "k\n"
  "sagemaker:OutputKmsKeyArn = " KMS "k\n"
  "sagemaker:VolumeKmsKey ?\n"
  "sagemaker:VolumeKmsKeyArn ?\n"
  "sagemaker:VpcSecurityGroupIds = sg-1\n"
  "sagemaker:VpcSubnets = subnet-1\n" },

/* a second role, deep inside a processing input */
{ "CreateProcessingJob",
  "{'ProcessingJobName':'p','RoleArn':'" R "P','ProcessingInputs':["
  "{'InputName':'a'},{'DatasetDefinition':{'RedshiftDatasetDefinition':"
  "{'ClusterRoleArn':'" R "Redshift'}}}]}",
  "on " A "processing-job/p\n"
  "role " R "P" SM
  "role " R "Redshift for redshift.amazonaws.com\n"
  FILLED_IN },

/* Transform has no VPC and no isolation keys (section D), and no role */
{ "CreateTransformJob",
  "{'TransformJobName':'x','ModelName':'m','TransformResources':{"
  "'InstanceType':'ml.m5.large','VolumeKmsKeyId':'v'},"
  "'TransformOutput':{'KmsKeyId':'o'},'VpcConfig':{'Subnets':['subnet-1']},"
  "'EnableNetworkIsolation':true}",
  "on " A "transform-job/x\n"
  "sagemaker:InstanceTypes = ml.m5.large\n"
  "sagemaker:ModelArn = " A "model/m\n"
  "sagemaker:OutputKmsKey = " KMS "o\n"
  "sagemaker:OutputKmsKeyArn = " KMS "o\n"
  "sagemaker:VolumeKmsKey = " KMS "v\n"
  "sagemaker:VolumeKmsKeyArn = " KMS "v\n" },

/* K13: every definition's role; what only one of them has is unknown */
{ "CreateHyperParameterTuningJob",
  "{'HyperParameterTuningJobName':'h','HyperParameterTuningJobConfig':{},"
  "'TrainingJobDefinitions':["
  "{'RoleArn':'" R "One','EnableNetworkIsolation':true,"
  " 'VpcConfig':{'Subnets':['subnet-1'],'SecurityGroupIds':['sg-1']},"
  " 'StoppingCondition':{'MaxRuntimeInSeconds':60},"
  " 'ResourceConfig':{'InstanceType':'ml.m5.large'}},"
  "{'RoleArn':'" R "Two','StoppingCondition':{'MaxRuntimeInSeconds':60},"
  " 'HyperParameterTuningResourceConfig':{'InstanceConfigs':["
  "   {'InstanceType':'ml.c5.large'}]}},"
  "{'RoleArn':'" R "One','StoppingCondition':{'MaxRuntimeInSeconds':60}}]}",
  "on " A "hyper-parameter-tuning-job/h\n"
  "role " R "One" SM
  "role " R "Two" SM
  "sagemaker:InstanceTypes = ml.m5.large | ml.c5.large\n"
  "sagemaker:InterContainerTrafficEncryption ?\n"
  "sagemaker:MaxRuntimeInSeconds = 60\n"
  "sagemaker:NetworkIsolation ?\n"
  "sagemaker:VpcSecurityGroupIds ?\n"
  "sagemaker:VpcSubnets ?\n" },

/* bug: AWS's guardrail denies jobs that are not isolated by Bool "false", and
   a job that says nothing of it was let through. Of two definitions, the one
   that says nothing counts; of the member that is not there, none does. */
{ "CreateHyperParameterTuningJob",
  "{'HyperParameterTuningJobName':'h','TrainingJobDefinition':"
  "{'RoleArn':'" R "One','EnableNetworkIsolation':true,"
  " 'EnableInterContainerTrafficEncryption':true}}",
  "on " A "hyper-parameter-tuning-job/h\n"
  "role " R "One" SM
  "sagemaker:InterContainerTrafficEncryption = true\n"
  "sagemaker:MaxRuntimeInSeconds ?\n"
  "sagemaker:NetworkIsolation = true\n" },
{ "CreateModel", "{'ModelName':'m'}",
  "on " A "model/m\n"
  "sagemaker:NetworkIsolation ?\n" },
/* the object that would hold the member is not there either */
{ "CreateProcessingJob",
  "{'ProcessingJobName':'p','RoleArn':'" R "P','StoppingCondition':{}}",
  "on " A "processing-job/p\n"
  "role " R "P" SM
  FILLED_IN },
{ "CreateAutoMLJob",
  "{'AutoMLJobName':'a','RoleArn':'" R "A','AutoMLJobConfig':{}}",
  "on " A "automl-job/a\n"
  "role " R "A" SM
  "sagemaker:InterContainerTrafficEncryption ?\n" },
/* a schedule that names its definition describes no job */
{ "CreateMonitoringSchedule",
  "{'MonitoringScheduleName':'s','MonitoringScheduleConfig':{"
  "'MonitoringJobDefinitionName':'d'}}",
  "on " A "monitoring-schedule/s\n"
  "sagemaker:ModelMonitorJobDefinitionName = d\n" },
/* bug: an update takes no tags, and what a body calls so were some */
{ "UpdateMonitoringSchedule",
  "{'MonitoringScheduleName':'s','MonitoringScheduleConfig':{"
  "'MonitoringJobDefinitionName':'d'},'Tags':[{'Key':'k','Value':'v'}]}",
  "on " A "monitoring-schedule/s\n"
  "sagemaker:ModelMonitorJobDefinitionName = d\n" },
/* bug: the stage that the package is in was taken for none */
{ "UpdateModelPackage",
  "{'ModelPackageArn':'" A "model-package/g/1',"
  "'ModelLifeCycle':{'Stage':'Dev','StageStatus':'Open'}}",
  "on " A "model-package/g/1\n"
  "sagemaker:CurrentModelLifeCycleStage ?\n"
  "sagemaker:CurrentModelLifeCycleStageStatus ?\n"
  "sagemaker:ModelLifeCycle:Stage = Dev\n"
  "sagemaker:ModelLifeCycle:StageStatus = Open\n" },
/* by default a notebook has root access and the internet; an update changes
   what it names */
{ "CreateNotebookInstance",
  "{'NotebookInstanceName':'n','RoleArn':'" R "N'}",
  "on " A "notebook-instance/n\n"
  "role " R "N" SM
  "sagemaker:DirectInternetAccess ?\n"
  "sagemaker:MinimumInstanceMetadataServiceVersion ?\n"
  "sagemaker:RootAccess ?\n" },
{ "UpdateNotebookInstance", "{'NotebookInstanceName':'n'}",
  "on " A "notebook-instance/n\n" },

/* AutoML has no InstanceTypes key */
{ "CreateAutoMLJob",
  "{'AutoMLJobName':'a','RoleArn':'" R "A','OutputDataConfig':{"
  "'S3OutputPath':'s3://b/o'},'AutoMLJobConfig':{'SecurityConfig':{"
  "'VolumeKmsKeyId':'v','EnableInterContainerTrafficEncryption':true,"
  "'VpcConfig':{'Subnets':['subnet-1'],'SecurityGroupIds':['sg-1']}}}}",
  "on " A "automl-job/a\n"
  "role " R "A" SM
  "sagemaker:InterContainerTrafficEncryption = true\n"
  "sagemaker:VolumeKmsKey = " KMS "v\n"
  "sagemaker:VolumeKmsKeyArn = " KMS "v\n"
  "sagemaker:VpcSecurityGroupIds = sg-1\n"
  "sagemaker:VpcSubnets = subnet-1\n" },
{ "CreateAutoMLJobV2",
  "{'AutoMLJobName':'a','RoleArn':'" R "A','SecurityConfig':{'VpcConfig':{"
  "'Subnets':['subnet-1'],'SecurityGroupIds':['sg-1']}},"
  "'AutoMLComputeConfig':{'EmrServerlessComputeConfig':"
  "{'ExecutionRoleARN':'" R "Emr'}}}",
  "on " A "automl-job/a\n"
  "role " R "A" SM
  "role " R "Emr for emr-serverless.amazonaws.com\n"
  "sagemaker:InterContainerTrafficEncryption ?\n"
  "sagemaker:VpcSecurityGroupIds = sg-1\n"
  "sagemaker:VpcSubnets = subnet-1\n" },

/* CreateModel has neither instance types nor KMS keys */
{ "CreateModel",
  "{'ModelName':'m','ExecutionRoleArn':'" R "M','EnableNetworkIsolation':true,"
  "'PrimaryContainer':{'ModelDataUrl':'s3://b/m.tar.gz','Environment':{}}}",
  "on " A "model/m\n"
  "role " R "M" SM
  "sagemaker:NetworkIsolation = true\n" },

/* versioned: the service counts the versions */
{ "CreateModelPackage",
  "{'ModelPackageGroupName':'group','ModelApprovalStatus':'Approved',"
  "'CustomerMetadataProperties':{'a/b':'c'},"
  "'ModelLifeCycle':{'Stage':'Dev','StageStatus':'Open'},"
  "'ValidationSpecification':{'ValidationRole':'" R "V'}}",
  "on " A "model-package/group/1\n"
  "role " R "V" SM
  "sagemaker:CustomerMetadataProperties/a/b = c\n"
  "sagemaker:ModelApprovalStatus = Approved\n"
  "sagemaker:ModelLifeCycle:Stage = Dev\n"
  "sagemaker:ModelLifeCycle:StageStatus = Open\n" },
{ "CreateModelPackage", "{'ModelPackageName':'single'}",
  "on " A "model-package/single\n" },
/* a group of another account says where the package is */
{ "CreateModelPackage",
  "{'ModelPackageGroupName':"
  "'arn:aws:sagemaker:us-east-1:444455556666:model-package-group/g'}",
  "on arn:aws:sagemaker:us-east-1:444455556666:model-package/g/1\n" },
/* both ways at once: which one counts is not known, so both do */
{ "CreateModelPackage",
  "{'ModelPackageGroupName':'g','ModelPackageName':'n'}",
  "also " A "model-package/n\n"
  "on " A "model-package/g/1\n" },
{ "CreateModelPackageGroup", "{'ModelPackageGroupName':'g'}",
  "on " A "model-package-group/g\n" },

{ "CreateEndpointConfig",
  "{'EndpointConfigName':'c','ExecutionRoleArn':'" R "E','KmsKeyId':'v',"
  "'ProductionVariants':[{'VariantName':'a','ModelName':'m',"
  "'InstanceType':'ml.m5.large','AcceleratorType':'ml.eia2.medium'}],"
  "'ShadowProductionVariants':[{'VariantName':'b','ModelName':'m',"
  "'ServerlessConfig':{'MemorySizeInMB':2048,'MaxConcurrency':5}}]}",
  "on " A "endpoint-config/c\n"
  "role " R "E" SM
  "sagemaker:AcceleratorTypes = ml.eia2.medium\n"
  "sagemaker:InstanceTypes = ml.m5.large\n"
  "sagemaker:ModelArn = " A "model/m\n"
  "sagemaker:NetworkIsolation ?\n"
  "sagemaker:ServerlessMaxConcurrency = 5\n"
  "sagemaker:ServerlessMemorySize = 2048\n"
  "sagemaker:VolumeKmsKey = " KMS "v\n"
  "sagemaker:VolumeKmsKeyArn = " KMS "v\n" },
{ "CreateEndpoint", "{'EndpointName':'e','EndpointConfigName':'c'}",
  "also " A "endpoint-config/c\n"
  "on " A "endpoint/e\n" },
{ "UpdateEndpoint", "{'EndpointName':'e','EndpointConfigName':'c'}",
  "also " A "endpoint-config/c\n"
  "on " A "endpoint/e\n" },
{ "CreateInferenceComponent",
  "{'InferenceComponentName':'i','EndpointName':'e',"
  "'Specification':{'ModelName':'m'}}",
  "also " A "endpoint/e\n"
  "on " A "inference-component/i\n"
  "sagemaker:ModelArn = " A "model/m\n" },

{ "CreatePipeline",
  "{'PipelineName':'p','RoleArn':'" R "Run','ClientRequestToken':'t',"
  "'PipelineDefinition':'{}','Tags':[{'Key':'k','Value':'v'}]}",
  "aws:RequestTag/k = v\n"
  "aws:TagKeys = k\n"
  "on " A "pipeline/p\n"
  "role " R "Run" SM },
{ "StartPipelineExecution", "{'PipelineName':'p','PipelineVersionId':6}",
  "on " A "pipeline/p\n"
  "sagemaker:PipelineVersionId = 6\n" },
{ "StartPipelineExecution",
  "{'PipelineName':'arn:aws:sagemaker:us-east-1:444455556666:pipeline/p'}",
  "on arn:aws:sagemaker:us-east-1:444455556666:pipeline/p\n" },
{ "RetryPipelineExecution",
  "{'PipelineExecutionArn':'" A "pipeline/p/execution/cfvy1tjuxdq8'}",
  "on " A "pipeline/p/execution/cfvy1tjuxdq8\n" },

{ "CreateJob",
  "{'JobCategory':'Research','JobName':'j','RoleArn':'" R "J'}",
  "on " A "job/Research/j\n"
  "role " R "J" SM },
{ "CreateLabelingJob",
  "{'LabelingJobName':'l','RoleArn':'" R "L','HumanTaskConfig':{'WorkteamArn':"
  "'" A "workteam/private-crowd/w'}}",
  "on " A "labeling-job/l\n"
  "role " R "L" SM
  "sagemaker:WorkteamArn = " A "workteam/private-crowd/w\n"
  "sagemaker:WorkteamType = private-crowd\n" },
{ "CreateMonitoringSchedule",
  "{'MonitoringScheduleName':'s','MonitoringScheduleConfig':{"
  "'MonitoringJobDefinition':{'RoleArn':'" R "S','MonitoringResources':{"
  "'ClusterConfig':{'InstanceType':'ml.m5.large'}}}}}",
  "on " A "monitoring-schedule/s\n"
  "role " R "S" SM
  "sagemaker:InstanceTypes = ml.m5.large\n"
  FILLED_IN },
{ "CreateNotebookInstance",
  "{'NotebookInstanceName':'n','RoleArn':'" R "N','InstanceType':"
  "'ml.t3.medium','SubnetId':'subnet-1','SecurityGroupIds':['sg-1'],"
  "'RootAccess':'Disabled','DirectInternetAccess':'Enabled',"
  "'KmsKeyId':'v','LifecycleConfigName':'start',"
  "'AcceleratorTypes':['ml.eia2.medium'],"
  "'InstanceMetadataServiceConfiguration':"
  "{'MinimumInstanceMetadataServiceVersion':'2'}}",
  "on " A "notebook-instance/n\n"
  "role " R "N" SM
  "sagemaker:AcceleratorTypes = ml.eia2.medium\n"
  "sagemaker:DirectInternetAccess = Enabled\n"
  "sagemaker:InstanceTypes = ml.t3.medium\n"
  "sagemaker:MinimumInstanceMetadataServiceVersion = 2\n"
  "sagemaker:NotebookInstanceLifecycleConfigArns = "
	A "notebook-instance-lifecycle-config/start\n"
  "sagemaker:RootAccess = Disabled\n"
  "sagemaker:VolumeKmsKey = " KMS "v\n"
  "sagemaker:VolumeKmsKeyArn = " KMS "v\n"
  "sagemaker:VpcSecurityGroupIds = sg-1\n"
  "sagemaker:VpcSubnets = subnet-1\n" },
{ "CreateFeatureGroup",
  "{'FeatureGroupName':'f','OnlineStoreConfig':{'EnableOnlineStore':true},"
  "'OfflineStoreConfig':{'S3StorageConfig':{'S3Uri':'s3://b/f',"
  "'KmsKeyId':'k'},'DisableGlueTableCreation':false}}",
  "on " A "feature-group/f\n"
  "sagemaker:FeatureGroupDisableGlueTableCreation = false\n"
  "sagemaker:FeatureGroupEnableOnlineStore = true\n"
  "sagemaker:FeatureGroupOfflineStoreConfig = true\n"
  "sagemaker:FeatureGroupOfflineStoreKmsKey = " KMS "k\n"
  "sagemaker:FeatureGroupOfflineStoreKmsKeyArn = " KMS "k\n"
  "sagemaker:FeatureGroupOfflineStoreS3Uri = s3://b/f\n" },
{ "CreateImageVersion", "{'ImageName':'i','BaseImage':'b'}",
  "on " A "image/i\n" },
};

struct bad {
	const char *operation, *body, *id, *text;
};

static const struct bad bads[] = {
{ "CreateTrainingJobs", "{}", "unknown-operation",
  "no such operation: CreateTrainingJobs" },
{ "CreateTrainingJob", "[]", "wrong-type", "an object is due here, not a list" },
{ "CreateTrainingJob", "{'RoleArn':'" R "T'}", "missing-member",
  "TrainingJobName: CreateTrainingJob needs this member and it is not there" },
{ "CreateTrainingJob", "{'TrainingJobName':7,'RoleArn':'" R "T'}",
  "wrong-type", "TrainingJobName: a string is due here, not a number" },
{ "CreateTrainingJob", "{'TrainingJobName':'','RoleArn':'" R "T'}",
  "bad-name", "TrainingJobName: the name is empty" },
/* these would make another ARN of it, or match more than one */
{ "CreateTrainingJob", "{'TrainingJobName':'a/b','RoleArn':'" R "T'}",
  "bad-name", "TrainingJobName: \"a/b\" is not a name" },
{ "CreateTrainingJob", "{'TrainingJobName':'a*','RoleArn':'" R "T'}",
  "bad-name", "TrainingJobName: \"a*\" is not a name" },
{ "CreateTrainingJob", "{'TrainingJobName':'a:b','RoleArn':'" R "T'}",
  "bad-name", "TrainingJobName: \"a:b\" is not a name" },
{ "CreateTrainingJob", "{'TrainingJobName':'t'}", "missing-member",
  "RoleArn: CreateTrainingJob needs this member and it is not there" },
{ "CreateTrainingJob", "{'TrainingJobName':'t','RoleArn':null}",
  "missing-member",
  "RoleArn: CreateTrainingJob needs this member and it is not there" },
{ "CreateTrainingJob", "{'TrainingJobName':'t','RoleArn':'Train'}",
  "bad-role", "RoleArn: \"Train\" is not the ARN of a role" },
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':'arn:aws:iam::123:role/T'}",
  "bad-role", "RoleArn: \"arn:aws:iam::123:role/T\" is not the ARN of a role" },
{ "CreateTrainingJob", "{'TrainingJobName':'t','RoleArn':'${Role}'}",
  "placeholder", "RoleArn: unfilled placeholder \"${Role}\"" },
/* an expression is only one where a pipeline is read */
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':{'Get':'Parameters.Role'}}",
  "wrong-type", "RoleArn: a string is due here, not an object" },
/* threat: a role where nobody looks */
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':'" R "T','SecondRoleArn':'" R "X'}",
  "unknown-role-member",
  "SecondRoleArn: this looks like a role, and CreateTrainingJob is not known "
  "to take one here" },
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':'" R "T','rolearn':'" R "X'}",
  "wrong-case", "rolearn: this is written RoleArn" },
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':'" R "T','otherrolearn':'" R "X'}",
  "unknown-role-member",
  "otherrolearn: this looks like a role, and CreateTrainingJob is not known to "
  "take one here" },
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':'" R "T','New':[{'Deep':"
  "{'ServiceRole':'X'}}]}",
  "unknown-role-member",
  "New[0].Deep.ServiceRole: this looks like a role, and CreateTrainingJob is "
  "not known to take one here" },
/* a key with dots is not the path it looks like */
{ "CreateHyperParameterTuningJob",
  "{'HyperParameterTuningJobName':'h','TrainingJobDefinition.RoleArn':'x'}",
  "unknown-role-member",
  "TrainingJobDefinition.RoleArn: this looks like a role, and "
  "CreateHyperParameterTuningJob is not known to take one here" },
/* only texts are free in a free map */
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':'" R "T','Environment':{'Role':{}}}",
  "unknown-role-member",
  "Environment.Role: this looks like a role, and CreateTrainingJob is not known "
  "to take one here" },
{ "CreateHyperParameterTuningJob",
  "{'HyperParameterTuningJobName':'h','TrainingJobDefinitions':["
  "{'RoleArn':'" R "T'},{}]}",
  "missing-member",
  "TrainingJobDefinitions[1].RoleArn: CreateHyperParameterTuningJob needs this "
  "member and it is not there" },
/* the stored role would stay in use unseen */
{ "UpdatePipeline", "{'PipelineName':'p'}", "missing-member",
  "RoleArn: UpdatePipeline needs this member and it is not there" },
{ "CreateEndpoint", "{'EndpointName':'e'}", "missing-member",
  "EndpointConfigName: CreateEndpoint needs this member and it is not there" },
{ "CreateModelPackage", "{}", "missing-member",
  "ModelPackageGroupName: CreateModelPackage needs this member and it is not "
  "there" },
{ "StartPipelineExecution", "{'PipelineName':'" A "model/p'}", "bad-arn",
  "PipelineName: \"" A "model/p\" is not the ARN of a pipeline" },
{ "RetryPipelineExecution", "{'PipelineExecutionArn':'p'}", "bad-arn",
  "PipelineExecutionArn: \"p\" is not the ARN of a pipeline" },
{ "RetryPipelineExecution",
  "{'PipelineExecutionArn':'" A "pipeline/p/execution/'}", "bad-arn",
  "PipelineExecutionArn: \"" A "pipeline/p/execution/\" is not the ARN of a "
  "pipeline" },
/* tags */
{ "CreatePipeline", "{'PipelineName':'p','RoleArn':'" R "R','Tags':{}}",
  "wrong-type", "Tags: a list is due here, not an object" },
{ "CreatePipeline", "{'PipelineName':'p','RoleArn':'" R "R','Tags':['k']}",
  "wrong-type", "Tags[0]: an object is due here, not a string" },
{ "CreatePipeline",
  "{'PipelineName':'p','RoleArn':'" R "R','Tags':[{'Key':'k'}]}",
  "missing-member", "Tags[0].Value: a tag needs a Value" },
{ "CreatePipeline",
  "{'PipelineName':'p','RoleArn':'" R "R','Tags':[{'Key':'k','Value':1}]}",
  "wrong-type", "Tags[0].Value: a string is due here, not a number" },
{ "CreatePipeline",
  "{'PipelineName':'p','RoleArn':'" R "R','Tags':[{'Key':'Team','Value':'a'},"
  "{'Key':'team','Value':'b'}]}",
  "repeated-tag", "Tags[1]: the tag \"team\" is there already" },
{ "CreatePipeline",
  "{'PipelineName':'p','RoleArn':'" R "R','Tags':[{'Key':'a','Value':'b',"
  "'key':'c'}]}",
  "bad-tag", "Tags[0]: a tag has a Key and a Value, and nothing else" },
/* what a service that does not mind the case would take for the member */
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':'" R "T','resourceConfig':{}}",
  "wrong-case", "resourceConfig: this is written ResourceConfig" },
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':'" R "T','ResourceConfig':"
  "{'InstanceType':'ml.m5.large','INSTANCETYPE':'ml.p5.48xlarge'}}",
  "wrong-case", "ResourceConfig.INSTANCETYPE: this is written InstanceType" },
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','trainingjobname':'u','RoleArn':'" R "T'}",
  "wrong-case", "trainingjobname: this is written TrainingJobName" },
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':'" R "T','tags':[]}",
  "wrong-case", "tags: this is written Tags" },
{ "StartPipelineExecution", "{'PipelineName':'p','pipelinename':'q'}",
  "wrong-case", "pipelinename: this is written PipelineName" },
/* ill-typed members that decide */
{ "CreateModel",
  "{'ModelName':'m','EnableNetworkIsolation':'true'}",
  "wrong-type",
  "EnableNetworkIsolation: true or false is due here, not a string" },
{ "CreateModel", "{'ModelName':'m','VpcConfig':[]}", "wrong-type",
  "VpcConfig: an object is due here, not a list" },
{ "CreateModel", "{'ModelName':'m','VpcConfig':{'Subnets':'subnet-1'}}",
  "wrong-type", "VpcConfig.Subnets: a list is due here, not a string" },
{ "CreateModel", "{'ModelName':'m','VpcConfig':{'Subnets':[null]}}",
  "wrong-type", "VpcConfig.Subnets[0]: a value is due here, not null" },
{ "CreateTrainingJob",
  "{'TrainingJobName':'t','RoleArn':'" R "T','StoppingCondition':"
  "{'MaxRuntimeInSeconds':1.5}}",
  "wrong-type",
  "StoppingCondition.MaxRuntimeInSeconds: a number is due here, not a "
  "fraction" },
};
/* clang-format on */

/* A body, and the text it is cut from. */
struct body {
	char *text;
	struct jtext tokens;
};

/* Takes TEXT. */
static struct body
body_of(char *text)
{
	struct body b = { .text = text };

	assert_non_null(text);
	if (!jtext_read(&b.tokens, text, strlen(text)))
		fail_msg("%s: %s", text, b.tokens.error);
	return b;
}

/* JSON written with ' for ". */
static struct body
body_read(const char *text)
{
	return body_of(render_quotes(text));
}

static void
body_free(struct body *b)
{
	jtext_free(&b->tokens);
	free(b->text);
}

static void
good_calls(void **state)
{
	static struct rendering rendering;

	(void)state;
	for (size_t i = 0; i < sizeof goods / sizeof *goods; i++) {
		struct portero_error err = { .size = sizeof err };
		struct request *r = request_new();
		struct body body = body_read(goods[i].body);

		if (!sagemaker_request(r, &scope, goods[i].operation,
				       &body.tokens, &err))
			fail_msg("row %zu %s: %s", i, goods[i].operation,
				 err.text);
		if (strcmp(render_request(&rendering, r), goods[i].expected) !=
		    0)
			fail_msg("row %zu %s:\n%s", i, goods[i].operation,
				 rendering.text);
		body_free(&body);
		request_free(r);
	}
}

static void
action_and_principal(void **state)
{
	struct body body = body_read("{'ImageName':'i'}");
	struct request *r = request_new();
	const struct portero_request *p;

	(void)state;
	assert_true(sagemaker_request(r, &scope, "CreateImageVersion",
				      &body.tokens, NULL));
	p = request_get(r);
	assert_string_equal(p->action.ptr, "sagemaker:CreateImageVersion");
	assert_string_equal(p->principal.ptr,
			    "arn:aws:sts::111122223333:assumed-role/Ana/s");
	assert_int_equal(p->flags, 0);
	body_free(&body);
	request_free(r);
}

static void
bad_calls(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
		struct portero_error err = { .size = sizeof err };
		struct request *r = request_new();
		struct body body = body_read(bads[i].body);

		if (sagemaker_request(r, &scope, bads[i].operation,
				      &body.tokens, &err))
			fail_msg("row %zu was accepted: %s", i, bads[i].body);
		assert_string_equal(err.text, bads[i].text);
		assert_string_equal(err.id, bads[i].id);
		body_free(&body);
		request_free(r);
	}
}

/* One hundred levels, of which 64 are walked. */
static void
depth_is_bounded(void **state)
{
	struct portero_error err = { .size = sizeof err };
	struct request *r = request_new();
	struct body body;
	json_t *json = json_pack("{s:s, s:s}", "TrainingJobName", "t",
				 "RoleArn", R "T");
	json_t *inner = json_object();

	(void)state;
	for (int i = 0; i < 100; i++)
		inner = json_pack("{s:o}", "a", inner);
	json_object_set_new(json, "New", inner);
	body = body_of(json_dumps(json, 0));
	assert_false(sagemaker_request(r, &scope, "CreateTrainingJob",
				       &body.tokens, &err));
	assert_string_equal(err.id, "too-deep");
	body_free(&body);
	json_decref(json);
	request_free(r);
}

static void
too_many_tags(void **state)
{
	struct portero_error err = { .size = sizeof err };
	struct request *r = request_new();
	struct body body;
	json_t *tags = json_array();
	json_t *json = json_pack("{s:s, s:s, s:o}", "PipelineName", "p",
				 "RoleArn", R "T", "Tags", tags);
	char key[16];

	(void)state;
	for (int i = 0; i < 51; i++) {
		snprintf(key, sizeof key, "k%d", i);
		json_array_append_new(
			tags, json_pack("{s:s, s:s}", "Key", key, "Value", ""));
	}
	body = body_of(json_dumps(json, 0));
	assert_false(sagemaker_request(r, &scope, "CreatePipeline",
				       &body.tokens, &err));
	assert_string_equal(err.text, "Tags: more than 50 tags");
	body_free(&body);
	json_decref(json);
	request_free(r);
}

/* What a pipeline leaves open: unknown keys, and what is not asked at all. */
static void
expressions(void **state)
{
	static const struct {
		const char *operation, *body, *open, *expected;
	} rows[] = {
		{ "CreateTrainingJob",
		  "{'TrainingJobName':'t','RoleArn':'" R "T','ResourceConfig':"
		  "{'InstanceType':{'Get':'Parameters.I'},"
		  "'VolumeKmsKeyId':{'Get':'Parameters.K'}},"
		  "'VpcConfig':{'Get':'Parameters.V'},"
		  "'Tags':[{'Key':'k','Value':{'Get':'Parameters.T'}}]}",
		  NULL,
		  "aws:RequestTag/k ?\n"
		  "aws:TagKeys = k\n"
		  "on " A "training-job/t\n"
		  "role " R "T" SM "sagemaker:InstanceTypes ?\n" FILLED_IN
		  "sagemaker:VolumeKmsKey ?\n"
		  "sagemaker:VolumeKmsKeyArn ?\n"
		  "sagemaker:VpcSecurityGroupIds ?\n"
		  "sagemaker:VpcSubnets ?\n" },
		{ "CreateTrainingJob",
		  "{'TrainingJobName':{'Get':'Parameters.N'},'RoleArn':"
		  "{'Get':'Parameters.R'}}",
		  "TrainingJobName", FILLED_IN },
		{ "CreateTrainingJob",
		  "{'TrainingJobName':'t','RoleArn':{'Get':'Parameters.R'}}",
		  "RoleArn", "on " A "training-job/t\n" FILLED_IN },
		{ "CreateEndpoint",
		  "{'EndpointName':'e','EndpointConfigName':"
		  "{'Get':'Steps.X.EndpointConfigName'}}",
		  "EndpointConfigName", "on " A "endpoint/e\n" },
		{ "CreatePipeline",
		  "{'PipelineName':'p','RoleArn':'" R "T','Tags':"
		  "{'Get':'Parameters.T'}}",
		  "Tags", "on " A "pipeline/p\nrole " R "T" SM },
		{ "CreatePipeline",
		  "{'PipelineName':'p','RoleArn':'" R "T','Tags':[{'Key':"
		  "{'Get':'Parameters.T'},'Value':'v'}]}",
		  "Tags[0].Key", "on " A "pipeline/p\nrole " R "T" SM },
	};
	static struct rendering rendering;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sagemaker_reading reading = { .arg = NULL };
		struct portero_error err = { .size = sizeof err };
		struct request *r = request_new();
		struct body body = body_read(rows[i].body);

		if (!sagemaker_pipeline_request(r, &scope, rows[i].operation,
						&body.tokens, &reading, &err))
			fail_msg("row %zu: %s", i, err.text);
		if (rows[i].open) {
			assert_non_null(reading.open.ptr);
			assert_string_equal(reading.open_path, rows[i].open);
		} else {
			assert_null(reading.open.ptr);
		}
		assert_string_equal(render_request(&rendering, r),
				    rows[i].expected);
		body_free(&body);
		request_free(r);
	}
}

static void
note(void *arg, const char *member, struct portero_str uri)
{
	char *text = arg;

	sprintf(text + strlen(text), "%s=%.*s;", member, (int)uri.len, uri.ptr);
}

static void
locations(void **state)
{
	char text[512] = "";
	struct sagemaker_reading reading = { .arg = text, .location = note };
	struct request *r = request_new();
	struct body body = body_read(
		"{'TransformJobName':'t','ModelName':'m','TransformInput':"
		"{'DataSource':{'S3DataSource':{'S3Uri':'s3://b/in'}}},"
		"'TransformOutput':{'S3OutputPath':{'Get':'Parameters.O'}}}");

	(void)state;
	assert_true(sagemaker_pipeline_request(r, &scope, "CreateTransformJob",
					       &body.tokens, &reading, NULL));
	assert_string_equal(text, "TransformInput.DataSource.S3DataSource."
				  "S3Uri=s3://b/in;");
	body_free(&body);
	request_free(r);
}

static void
targets(void **state)
{
	static const struct {
		const char *target, *name;
	} rows[] = {
		{ "SageMaker.CreateTrainingJob", "CreateTrainingJob" },
		{ "SageMaker.CreateAutoMLJob", "CreateAutoMLJob" },
		{ "SageMaker.CreateAutoMLJobV2", "CreateAutoMLJobV2" },
		{ "SageMaker.", NULL },
		{ "SageMaker.createtrainingjob", NULL },
		{ "Sagemaker.CreateTrainingJob", NULL },
		{ "CreateTrainingJob", NULL },
		{ "SageMaker.CreateTrainingJobs", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct sagemaker_operation *o = sagemaker_target(
			rows[i].target, strlen(rows[i].target));

		assert_int_equal(o != NULL, rows[i].name != NULL);
		if (o)
			assert_string_equal(o->name, rows[i].name);
	}
	/* a length is a length */
	assert_null(sagemaker_target("SageMaker.CreateTrainingJob", 15));
}

static void
roles(void **state)
{
	static const struct {
		const char *arn;
		bool good;
	} rows[] = {
		{ "arn:aws:iam::111122223333:role/T", true },
		{ "arn:aws-cn:iam::111122223333:role/a/b/T+=,.@_-", true },
		{ "arn:aws-us-gov:iam::111122223333:role/T", true },
		{ "arn:aws:iam::111122223333:role/", false },
		{ "arn:aws:iam::111122223333:role/a/", false },
		{ "arn:aws:iam::111122223333:roleT", false },
		{ "arn:aws:iam::111122223333:user/T", false },
		{ "arn:aws:iam::11112222333:role/T", false },
		{ "arn:aws:iam::1111222233334:role/T", false },
		{ "arn:aws:iam:eu-west-1:111122223333:role/T", false },
		{ "arn:aws:iam::111122223333:role/T*", false },
		{ "arn:aws:iam::111122223333:role/T ", false },
		{ "arn:aws:sts::111122223333:assumed-role/T/s", false },
		{ "ARN:aws:iam::111122223333:role/T", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (sagemaker_is_role(slice_of(rows[i].arn)) != rows[i].good)
			fail_msg("%s", rows[i].arn);
}

/* What the walk takes for known must not hide a role: see walk_member. */
static void
check_no_hidden_role(const struct sagemaker_field *f)
{
	char path[256], *p = path, *name;

	assert_true(strlen(f->path) < sizeof path);
	strcpy(path, f->path);
	while ((name = strtok_r(p, ".[]", &p)) != NULL)
		if (body_sounds_like_role(slice_of(name)))
			assert_true(f->meaning == FIELD_ROLE && *p == '\0');
}

/* The bits of the fields that end in B or in what hangs on it. */
static uint64_t
ends_in(const struct branch *b)
{
	uint64_t ends = b->here;

	assert_int_equal(b->here & ~b->through, 0);
	if (b->elements)
		ends |= ends_in(b->elements);
	for (size_t row = 0; row < BRANCH_ROWS; row++)
		for (const struct branch *m = b->members[row]; m; m = m->next) {
			assert_int_equal(branch_row(m->key, m->len), row);
			ends |= ends_in(m);
		}
	assert_int_equal(ends, b->through);
	return ends;
}

/* Rows of the table itself: unique, and every path can be followed. */
static void
table_is_sound(void **state)
{
	(void)state;
	for (const struct sagemaker_operation *o = sagemaker_operations;
	     o->name; o++) {
		assert_ptr_equal(sagemaker_operation(o->name, o->len), o);
		assert_int_equal(o->len, strlen(o->name));
		assert_non_null(o->resource[0]);
		assert_non_null(strchr(o->resource[0], '{'));
		size_t n = 0;

		for (const struct sagemaker_field *f = o->fields;
		     f->meaning != FIELD_END; f++) {
			assert_non_null(f->path);
			assert_int_equal(f->to != NULL, f->meaning != FIELD_S3);
			assert_true(!f->to || strlen(f->to) < 256);
			assert_null(strstr(f->path, ".."));
			assert_null(strstr(f->path, "[]["));
			check_no_hidden_role(f);
			n++;
		}
		assert_in_range(n, 0, FIELDS_MAX - 1);
		assert_non_null(sagemaker_tree(o));
		assert_int_equal(ends_in(sagemaker_tree(o)),
				 (UINT64_C(1) << n) - 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_calls),
		cmocka_unit_test(action_and_principal),
		cmocka_unit_test(bad_calls),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(too_many_tags),
		cmocka_unit_test(expressions),
		cmocka_unit_test(locations),
		cmocka_unit_test(targets),
		cmocka_unit_test(roles),
		cmocka_unit_test(table_is_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
