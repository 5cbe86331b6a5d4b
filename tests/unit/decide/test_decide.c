/* SPDX-License-Identifier: MIT */
/*
 * The order of the questions, what each of them needs, and every reason a
 * decision can have.
 */
#include "../support.h"

#define JOB	 SAGEMAKER "training-job/"
#define FRAUD	 JOB "fraud-1"
#define CREATE	 "sagemaker:CreateTrainingJob"
#define TRAIN	 ROLES "Train " SERVICE
#define SECOND	 ROLES "Second " SERVICE
#define PLUGGED	 ROLES "Plugged " SERVICE
#define KEPT	 ROLES "Kept " SERVICE
#define MAYBE_	 ROLES "Maybe " SERVICE
#define WHO(who) SESSIONS who "/s"

#define ALLOW(action, resource)                                                \
	"{'Effect':'Allow','Action':" action ",'Resource':'" resource "'}"
#define DENY(action, resource)                                                 \
	"{'Effect':'Deny','Action':" action ",'Resource':'" resource "'}"
#define DOC(statements) "{'Version':'2012-10-17','Statement':[" statements "]}"
#define ROLE_OF(name, statements)                                              \
	"{'name':'" name "','policies':[{'name':'" name                        \
	"','document':" DOC(statements) "}]},"
#define TRUSTED(name, service)                                                 \
	"{'name':'" name                                                       \
	"','trust':" DOC("{'Effect':'Allow','Principal':{'Service':'" service  \
			 "'},'Action':'sts:AssumeRole'}") "}"
#define IF(o, k, v) ",'Condition':{'" o "':{'" k "':'" v "'}}}"

/* clang-format off */
static const char callers[] =
	"{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT "','roles':["
	/* may do all there is to do with jobs */
	ROLE_OF("Author", ALLOW("['sagemaker:*','iam:PassRole']", "*"))
	/* lacks one right each */
	ROLE_OF("NoTag", ALLOW("['sagemaker:Create*','iam:PassRole']", "*"))
	ROLE_OF("NoPass", ALLOW("'sagemaker:*'", "*"))
	ROLE_OF("NoKept", ALLOW("['sagemaker:*','iam:PassRole']", "*") ","
		DENY("'iam:PassRole'", "arn:aws:iam::*:role/Kept"))
	ROLE_OF("Nothing", "")
	ROLE_OF("Denied", ALLOW("'*'", "*") ",{'Sid':'No','Effect':'Deny',"
		"'Action':'sagemaker:Create*','Resource':'*/fraud-*'}")
	/* tags when a training job is created, and only team a */
	ROLE_OF("Tagger", ALLOW("['sagemaker:Create*','iam:PassRole']", "*") ","
		"{'Effect':'Allow','Action':'sagemaker:AddTags','Resource':'*'"
		IF("StringEquals", "sagemaker:TaggingAction", "CreateTrainingJob"))
	/* creates only jobs with a tag, which other questions do not see */
	ROLE_OF("Tagged", ALLOW("['sagemaker:AddTags','iam:PassRole']", "*") ","
		"{'Effect':'Allow','Action':'sagemaker:Create*','Resource':'*'"
		IF("StringEquals", "aws:RequestTag/team", "a"))
	/* whatever hangs on it must not say that it is in production */
	ROLE_OF("Dev", ALLOW("['sagemaker:*','iam:PassRole']", "*") ","
		"{'Effect':'Deny','Action':['sagemaker:Create*','sagemaker:Update*',"
		"'sagemaker:Start*'],'Resource':'*'" IF("StringEquals", "aws:ResourceTag/env", "prod"))
	ROLE_OF("Dev2", ALLOW("['sagemaker:*','iam:PassRole']", "*") ","
		"{'Effect':'Deny','Action':'sagemaker:*','Resource':'*'"
		IF("StringEquals", "sagemaker:ResourceTag/env", "prod"))
	/* may, if he comes from a VPC that nobody knows yet */
	ROLE_OF("Open", ALLOW("['sagemaker:AddTags','iam:PassRole']", "*") ","
		"{'Sid':'FromVpc','Effect':'Allow','Action':'sagemaker:Create*','Resource':'*'"
		IF("StringEquals", "aws:SourceVpc", "v"))
	/* passes to one service only */
	ROLE_OF("Passer", ALLOW("'sagemaker:*'", "*") ","
		"{'Effect':'Allow','Action':'iam:PassRole','Resource':'*'"
		IF("StringEquals", "iam:PassedToService", "glue.amazonaws.com"))
	/* passes where no region is said: a role has none, whatever the job's */
	ROLE_OF("Nowhere", ALLOW("'sagemaker:*'", "*") ","
		"{'Effect':'Allow','Action':'iam:PassRole','Resource':'*'"
		IF("Null", "aws:RequestedRegion", "true"))
	/* patterns that are no range of names */
	ROLE_OF("Loose", ALLOW("['sagemaker:*eTrainingJob','sagemaker:*Tags','iam:*ssRole']", "*"))
	"{'name':'Bound','policies':[" DOC(ALLOW("'*'", "*")) "],"
	"'boundary':" DOC(ALLOW("'sagemaker:*'", "*")) "},"
	"{'name':'Limited','policies':[" DOC(ALLOW("'*'", "*")) "],"
	"'session':" DOC(ALLOW("'sagemaker:*'", "*")) "},";
/* roles to pass, and the rest */
static const char others[] =
	/* tags all but training jobs */
	ROLE_OF("Bare", ALLOW("['sagemaker:*','iam:PassRole']", "*") ","
		"{'Effect':'Deny','Action':'sagemaker:AddTags','Resource':'*'"
		IF("StringEquals", "sagemaker:TaggingAction", "CreateTrainingJob"))
	TRUSTED("Train", SERVICE) "," TRUSTED("Second", SERVICE) ","
	"{'name':'Wild','trust':" DOC("{'Effect':'Allow','Principal':{'Service':'"
		SERVICE "'},'Action':'sts:*umeRole'}") "},"
	TRUSTED("Kept", SERVICE) "," TRUSTED("Plugged", "glue.amazonaws.com") ","
	"{'name':'Wide','trust':" DOC("{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole'}") "},"
	"{'name':'Shut','trust':" DOC("{'Effect':'Deny','Principal':'*','Action':'*'}") "},"
	"{'name':'Maybe','trust':" DOC("{'Effect':'Allow','Principal':{'Service':'"
		SERVICE "'},'Action':'sts:AssumeRole'" IF("StringEquals", "sts:ExternalId", "e")) "}"
	"],'users':[{'name':'Ana','policies':[" DOC(ALLOW("'*'", "*")) "]}]},"
	"{'id':'" OTHER "','roles':[" TRUSTED("Far", SERVICE) "]}],"
	"'resources':[{'arn':'arn:aws:s3:::b','account':'" ACCOUNT "','policy':"
	DOC("{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'}") "},"
	"{'arn':'arn:aws:s3:::theirs','account':'" OTHER "','policy':"
	DOC("{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}") "}],"
	"'names':{'require_prefix':true}}";
/* clang-format on */

static struct loaded loaded;

static int
open_set(void **state)
{
	(void)state;
	make_set(&loaded, "%s%s", callers, others);
	return 0;
}

static int
close_set(void **state)
{
	(void)state;
	forget_set(&loaded);
	return 0;
}

/* ---- one job, one answer ----------------------------------------------- */

struct line {
	const char *who, *action, *resource, *roles, *attrs, *also;
	uint32_t flags;
	uint32_t reason, layer, question, item;
	const char *detail; /* is in the detail; NULL: whatever */
};

#define _     NULL
#define RS(n) PORTERO_REASON_##n
#define Q(n)  PORTERO_QUESTION_##n
#define L(n)  PORTERO_LAYER_##n
#define YES_  RS(ALLOWED), L(NONE), Q(NONE), 0, ""
#define PIPE  PORTERO_FROM_PIPELINE
#define TAGS  "aws:RequestTag/team=a | aws:TagKeys=team"
#define VPC   "aws:SourceVpc=??"

/* clang-format off */
static const struct line lines[] = {
	{ WHO("Author"), CREATE, FRAUD, TRAIN, _, _, 0, YES_ },
	{ ROLES "Author", CREATE, FRAUD, TRAIN, _, _, 0, YES_ },
	{ USERS "Ana", CREATE, FRAUD, TRAIN, _, _, 0, YES_ },
	{ "arn:aws:iam::" ACCOUNT ":root", CREATE, FRAUD, TRAIN, _, _, 0, YES_ },
	{ WHO("Author"), "SAGEMAKER:createTRAININGjob", FRAUD, TRAIN, _, _, 0, YES_ },

	/* ---- what is no question at all */
	{ WHO("Author"), "sagemaker", FRAUD, TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, "service:Name" },
	{ WHO("Author"), "sagemaker:", FRAUD, TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), ":CreateTrainingJob", FRAUD, TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), "a:b:c", FRAUD, TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), "sagemaker:Create*", FRAUD, TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), "sagemaker:CreateTrainingJo?", FRAUD, TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), "*", FRAUD, TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), "sagemaker:Create TrainingJob", FRAUD, TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), "sagemaker:Cr\xc3\xa9" "ate", FRAUD, TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), "sagemaker:\x7f", FRAUD, TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), "", FRAUD, TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, _ },
	{ "Ana", CREATE, FRAUD, TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, "principal" },
	{ "arn:aws:s3:::b", CREATE, FRAUD, TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), CREATE, FRAUD, TRAIN, "aws:SourceIp=1.2.3.4 | AWS:sourceip=1.2.3.5", _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, "twice" },
	{ WHO("Author"), CREATE, FRAUD, TRAIN, "never:Heard=1 | Never:heard=1", _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, "twice" },
	{ WHO("Author"), CREATE, FRAUD, TRAIN, "aws:SourceIp=1.2.3.4 | never:Heard=1 | Never:heard=1", _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, "twice" },
	{ WHO("Author"), CREATE, FRAUD, TRAIN, "never:Heard=1 | never:heard2=1", _, 0, YES_ },
	{ WHO("Author"), CREATE, "fraud-1", TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, "not an ARN" },
	{ WHO("Author"), CREATE, "*", TRAIN, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, "not an ARN" },

	/* ---- who and what is unknown */
	{ "arn:aws:sts::777788889999:assumed-role/Author/s", CREATE, FRAUD, TRAIN, _, _, 0, RS(UNKNOWN_ACCOUNT), L(NONE), Q(NONE), 0, "777788889999" },
	{ "arn:aws:iam::777788889999:root", CREATE, FRAUD, TRAIN, _, _, 0, RS(UNKNOWN_ACCOUNT), L(NONE), Q(NONE), 0, _ },
	{ WHO("author"), CREATE, FRAUD, TRAIN, _, _, 0, RS(UNKNOWN_PRINCIPAL), L(NONE), Q(NONE), 0, WHO("author") },
	{ USERS "Author", CREATE, FRAUD, TRAIN, _, _, 0, RS(UNKNOWN_PRINCIPAL), L(NONE), Q(NONE), 0, _ },
	{ ROLES "ml/Author", CREATE, FRAUD, TRAIN, _, _, 0, RS(UNKNOWN_PRINCIPAL), L(NONE), Q(NONE), 0, _ },
	{ SERVICE, CREATE, FRAUD, TRAIN, _, _, 0, RS(UNKNOWN_PRINCIPAL), L(NONE), Q(NONE), 0, "principals of an account" },
	{ "anonymous", CREATE, FRAUD, TRAIN, _, _, 0, RS(UNKNOWN_PRINCIPAL), L(NONE), Q(NONE), 0, "principals of an account" },
	{ WHO("Author"), "sagemaker:DescribeTrainingJob", FRAUD, TRAIN, _, _, 0, RS(UNKNOWN_ACTION), L(NONE), Q(NONE), 0, "sagemaker:DescribeTrainingJob" },
	{ WHO("Author"), "sagemaker:AddTags", FRAUD, TRAIN, _, _, 0, RS(UNKNOWN_ACTION), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), "iam:PassRole", ROLES "Train", _, _, _, 0, RS(UNKNOWN_ACTION), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), "sagemaker:CreateTrainingJobs", FRAUD, TRAIN, _, _, 0, RS(UNKNOWN_ACTION), L(NONE), Q(NONE), 0, _ },

	/* ---- the ARN has to fit the action */
	{ WHO("Author"), CREATE, SAGEMAKER "processing-job/x", TRAIN, _, _, 0, RS(RESOURCE_MISMATCH), L(NONE), Q(NONE), 0, "processing-job/x" },
	{ WHO("Author"), CREATE, SAGEMAKER "training-job/", TRAIN, _, _, 0, RS(RESOURCE_MISMATCH), L(NONE), Q(NONE), 0, _ },
	/* bug: an ARN of another service, which no policy on jobs speaks of */
	{ USERS "Ana", CREATE, "arn:aws:sagemake:eu-west-1:" ACCOUNT ":training-job/x", TRAIN, _, _, 0, RS(RESOURCE_MISMATCH), L(NONE), Q(NONE), 0, _ },
	{ USERS "Ana", CREATE, "arn:aws:sagemaker-x:eu-west-1:" ACCOUNT ":training-job/x", TRAIN, _, _, 0, RS(RESOURCE_MISMATCH), L(NONE), Q(NONE), 0, _ },
	{ USERS "Ana", CREATE, "arn:aws::eu-west-1:" ACCOUNT ":training-job/x", TRAIN, _, _, 0, RS(RESOURCE_MISMATCH), L(NONE), Q(NONE), 0, _ },
	{ USERS "Ana", "sqs:SendMessage", "arn:aws:s3:::b", _, _, _, 0, RS(RESOURCE_MISMATCH), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), CREATE, SAGEMAKER "training-job", TRAIN, _, _, 0, RS(RESOURCE_MISMATCH), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), CREATE, SAGEMAKER "Training-Job/x", TRAIN, _, _, 0, RS(RESOURCE_MISMATCH), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), CREATE, "arn:aws:sagemaker::" ACCOUNT ":training-job/x", TRAIN, _, _, 0, RS(RESOURCE_MISMATCH), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), CREATE, "arn:aws:sagemaker:eu-west-1::training-job/x", TRAIN, _, _, 0, RS(RESOURCE_MISMATCH), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), CREATE, "arn:aws:sagemaker:eu-west-1:*:training-job/x", TRAIN, _, _, 0, RS(RESOURCE_MISMATCH), L(NONE), Q(NONE), 0, _ },
	{ WHO("Author"), CREATE, "arn:aws-cn:sagemaker:cn-north-1:" ACCOUNT ":training-job/x", TRAIN, _, _, 0, RS(RESOURCE_MISMATCH), L(NONE), Q(NONE), 0, _ },

	/* some actions have no type of resource, some no resource at all */
	{ USERS "Ana", "elasticmapreduce:RunJobFlow", "*", _, _, _, 0, YES_ },
	{ WHO("Author"), "elasticmapreduce:RunJobFlow", "*", _, _, _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(CREATE), 0, "on *" },
	{ USERS "Ana", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:" ACCOUNT ":q", _, _, _, 0, YES_ },
	{ USERS "Ana", "sqs:SendMessage", "q", _, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, _ },

	/* ---- the name is asked first */
	{ WHO("Nothing"), CREATE, JOB "fraud_1", ROLES "Gone " SERVICE, _, _, 0, RS(NAME_SYNTAX), L(NAME), Q(NAME), 0, "letters" },
	{ WHO("Author"), CREATE, JOB "fraud/1", TRAIN, _, _, 0, RS(NAME_SYNTAX), L(NAME), Q(NAME), 0, _ },
	{ WHO("Author"), CREATE, JOB "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz01", TRAIN, _, _, 0, RS(NAME_TOO_LONG), L(NAME), Q(NAME), 0, "64" },
	{ WHO("Author"), CREATE, JOB "abcdefghijklmnopqrstuvwxyz0123456789abc-p1gtwhjm9dzt-XEdt5h2gQC", TRAIN, _, _, 0, RS(NAME_PREFIX_TOO_LONG), L(NAME), Q(NAME), 0, "39" },
	{ WHO("Author"), CREATE, JOB "pipelines-x", TRAIN, _, _, 0, RS(NAME_RESERVED), L(NAME), Q(NAME), 0, _ },
	{ WHO("Author"), CREATE, JOB "pipelines-p1gtwhjm9dzt-Train-XEdt5h2gQC", TRAIN, _, _, 0, RS(NAME_DEFAULT_FORM), L(NAME), Q(NAME), 0, _ },
	/* bug: a version in a group was held against the forms of pipelines */
	{ WHO("Author"), "sagemaker:CreateModelPackage", SAGEMAKER "model-package/pipelines-churn/1", _, _, _, 0, YES_ },
	{ WHO("Author"), "sagemaker:CreateModelPackage", SAGEMAKER "model-package/pipelines-churn", _, _, _, 0, RS(NAME_RESERVED), L(NAME), Q(NAME), 0, _ },
	/* of a model package the version is no part of the name */
	{ WHO("Author"), "sagemaker:CreateModelPackage", SAGEMAKER "model-package/group/1", _, _, _, 0, YES_ },
	{ WHO("Author"), "sagemaker:CreateModelPackage", SAGEMAKER "model-package/gr_up/1", _, _, _, 0, RS(NAME_SYNTAX), L(NAME), Q(NAME), 0, _ },
	{ WHO("Author"), "sagemaker:CreateModel", SAGEMAKER "model/group/1", _, _, _, 0, RS(NAME_SYNTAX), L(NAME), Q(NAME), 0, _ },
	/* kinds without rules of their own */
	{ WHO("Author"), "sagemaker:CreateHub", SAGEMAKER "hub/a_b", _, _, _, 0, YES_ },

	/* ---- create, on every resource of the call */
	{ WHO("Nothing"), CREATE, FRAUD, TRAIN, _, _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(CREATE), 0, CREATE " on " FRAUD },
	{ WHO("Denied"), CREATE, FRAUD, TRAIN, _, _, 0, RS(IDENTITY_EXPLICIT_DENY), L(IDENTITY), Q(CREATE), 0, FRAUD },
	{ WHO("Denied"), CREATE, JOB "other-1", TRAIN, _, _, 0, YES_ },
	{ WHO("Denied"), CREATE, JOB "other-1", TRAIN, _, SAGEMAKER "training-plan/p | " SAGEMAKER "x/fraud-2", 0, RS(IDENTITY_EXPLICIT_DENY), L(IDENTITY), Q(CREATE), 2, "x/fraud-2" },
	{ WHO("Author"), CREATE, FRAUD, TRAIN, _, SAGEMAKER "training-plan/p", 0, YES_ },
	{ WHO("Author"), CREATE, FRAUD, TRAIN, _, "*", 0, YES_ },
	{ WHO("Author"), CREATE, FRAUD, TRAIN, _, SAGEMAKER "training-plan/p | nonsense", 0, RS(BAD_REQUEST), L(NONE), Q(CREATE), 2, "not an ARN" },
	/* a further resource may have a policy of its own */
	{ WHO("Author"), CREATE, FRAUD, TRAIN, _, "arn:aws:s3:::b/k", 0, RS(RESOURCE_EXPLICIT_DENY), L(RESOURCE), Q(CREATE), 1, "arn:aws:s3:::b/k" },
	/* ... in an account of its own, which is not that of the tags */
	{ USERS "Ana", CREATE, FRAUD, TRAIN, TAGS, "arn:aws:s3:::theirs/k", 0, YES_ },
	/* ... nor that of the role that is passed after it */
	{ USERS "Ana", CREATE, FRAUD, TRAIN, _, "arn:aws:s3:::theirs/k", 0, YES_ },
	/* a job in another account needs a policy there, which jobs do not have */
	{ WHO("Author"), CREATE, "arn:aws:sagemaker:eu-west-1:" OTHER ":training-job/x", TRAIN, _, _, 0, RS(RESOURCE_NO_ALLOW), L(RESOURCE), Q(CREATE), 0, _ },

	/* ---- tag, when the call carries tags or a pipeline makes it */
	{ WHO("NoTag"), CREATE, FRAUD, TRAIN, _, _, 0, YES_ },
	{ WHO("NoTag"), CREATE, FRAUD, TRAIN, TAGS, _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(TAG), 0, "sagemaker:AddTags on " FRAUD },
	{ WHO("NoTag"), CREATE, FRAUD, TRAIN, "aws:TagKeys=team", _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(TAG), 0, _ },
	{ WHO("NoTag"), CREATE, FRAUD, TRAIN, "AWS:requesttag/team=", _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(TAG), 0, _ },
	{ WHO("NoTag"), CREATE, FRAUD, TRAIN, "aws:TagKeys=??", _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(TAG), 0, _ },
	{ WHO("NoTag"), CREATE, FRAUD, TRAIN, "aws:TagKeys", _, 0, YES_ },
	{ WHO("NoTag"), CREATE, FRAUD, TRAIN, "aws:ResourceTag/team=a", _, 0, YES_ },
	{ WHO("NoTag"), CREATE, FRAUD, TRAIN, "aws:PrincipalTag/team=a", _, 0, YES_ },
	{ WHO("NoTag"), CREATE, FRAUD, TRAIN, _, _, PIPE, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(TAG), 0, _ },
	{ SESSIONS "NoTag/sagemaker-pipeline-p1gtwhjm9dzt-Train", CREATE, FRAUD, TRAIN, _, _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(TAG), 0, _ },
	{ SESSIONS "NoTag/sagemaker-pipelines", CREATE, FRAUD, TRAIN, _, _, 0, YES_ },
	{ WHO("Author"), CREATE, FRAUD, TRAIN, TAGS, _, PIPE, YES_ },
	{ WHO("NoTag"), CREATE, FRAUD, TRAIN, "aws:SourceIp=10.0.0.1 | aws:TagKeys=a", _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(TAG), 0, _ },
	{ WHO("Loose"), CREATE, FRAUD, ROLES "Wild " SERVICE, TAGS, _, PIPE, YES_ },
	{ WHO("Loose"), "sagemaker:CreateModel", SAGEMAKER "model/m", _, _, _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(CREATE), 0, _ },
	/* bug: tags of what is there already were none, whatever they are; a
	   host that tells some tells all; those of a further resource are others */
	{ WHO("Dev"), "sagemaker:StartPipelineExecution", SAGEMAKER "pipeline/p", _, _, _, 0, RS(UNDECIDED), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("Dev2"), "sagemaker:StartPipelineExecution", SAGEMAKER "pipeline/p", _, _, _, 0, RS(UNDECIDED), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("Dev"), "sagemaker:StartPipelineExecution", SAGEMAKER "pipeline/p", _, "aws:ResourceTag/team=a", _, 0, YES_ },
	{ WHO("Dev"), "sagemaker:StartPipelineExecution", SAGEMAKER "pipeline/p", _, "aws:ResourceTag/=a", _, 0, RS(UNDECIDED), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("Dev2"), "sagemaker:StartPipelineExecution", SAGEMAKER "pipeline/p", _, "aws:ResourceTag/team=a", _, 0, YES_ },
	{ WHO("Dev"), "sagemaker:StartPipelineExecution", SAGEMAKER "pipeline/p", _, "aws:ResourceTag/env=prod", _, 0, RS(IDENTITY_EXPLICIT_DENY), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("Dev2"), "sagemaker:StartPipelineExecution", SAGEMAKER "pipeline/p", _, "AWS:resourcetag/Env=prod", _, 0, RS(IDENTITY_EXPLICIT_DENY), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("Dev"), "sagemaker:CreateImageVersion", SAGEMAKER "image/i", _, _, _, 0, RS(UNDECIDED), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("Dev"), "sagemaker:CreateModelCardExportJob", SAGEMAKER "model-card/c", _, _, _, 0, RS(UNDECIDED), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("Dev"), "sagemaker:CreateEdgeDeploymentStage", SAGEMAKER "edge-deployment/p", _, _, _, 0, RS(UNDECIDED), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("Dev"), "sagemaker:CreateApp", SAGEMAKER "app/d/u/JupyterServer/a", _, _, _, 0, YES_ },
	{ WHO("Dev"), CREATE, FRAUD, TRAIN, "sagemaker:ResourceTag/env=prod", _, 0, RS(IDENTITY_EXPLICIT_DENY), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("Dev"), CREATE, FRAUD, TRAIN, "aws:RequestTag/env=prod | sagemaker:ResourceTag/team=a", _, 0, YES_ },
	{ WHO("Dev"), "sagemaker:UpdateEndpoint", SAGEMAKER "endpoint/e", _, "aws:ResourceTag/env=dev", SAGEMAKER "endpoint-config/c", 0, RS(UNDECIDED), L(IDENTITY), Q(CREATE), 1, "endpoint-config/c" },
	{ WHO("Dev"), CREATE, FRAUD, TRAIN, _, _, 0, YES_ },
	{ WHO("Dev"), CREATE, FRAUD, TRAIN, TAGS, _, 0, YES_ },
	{ WHO("Dev"), CREATE, FRAUD, TRAIN, "aws:RequestTag/env=dev", _, 0, RS(UNDECIDED), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("Dev2"), CREATE, FRAUD, TRAIN, "aws:RequestTag/ENV=dev", _, 0, RS(UNDECIDED), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("Author"), "sagemaker:StartPipelineExecution", SAGEMAKER "pipeline/p", _, _, _, 0, YES_ },
	/* sagemaker:TaggingAction is the name of the create operation */
	{ WHO("Tagger"), CREATE, FRAUD, TRAIN, TAGS, _, 0, YES_ },
	{ WHO("Tagger"), "sagemaker:CreateModel", SAGEMAKER "model/m", _, TAGS, _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(TAG), 0, _ },
	/* bug: it was as the host spelled it, and the deny said nothing */
	{ WHO("Bare"), "SageMaker:createtrainingJOB", FRAUD, TRAIN, TAGS, _, 0, RS(IDENTITY_EXPLICIT_DENY), L(IDENTITY), Q(TAG), 0, _ },
	{ WHO("Bare"), CREATE, FRAUD, TRAIN, TAGS, _, 0, RS(IDENTITY_EXPLICIT_DENY), L(IDENTITY), Q(TAG), 0, _ },
	{ WHO("Bare"), "sagemaker:CreateModel", SAGEMAKER "model/m", _, TAGS, _, 0, YES_ },
	{ WHO("Tagger"), "sagemaker:createtrainingjob", FRAUD, TRAIN, TAGS, _, 0, YES_ },
	/* only what is created is tagged so */
	{ WHO("Author"), "sagemaker:UpdateEndpoint", SAGEMAKER "endpoint/e", _, TAGS, _, PIPE, YES_ },
	{ WHO("Bound"), "sqs:SendMessage", "arn:aws:sqs:eu-west-1:" ACCOUNT ":q", _, TAGS, _, PIPE, RS(BOUNDARY_NO_ALLOW), L(BOUNDARY), Q(CREATE), 0, _ },
	/* the tags of the job are seen where it is created and tagged */
	{ WHO("Tagged"), CREATE, FRAUD, TRAIN, TAGS, _, 0, YES_ },
	{ WHO("Tagged"), CREATE, FRAUD, TRAIN, "aws:RequestTag/team=b", _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("Tagged"), CREATE, FRAUD, TRAIN, _, _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(CREATE), 0, _ },

	/* ---- roles, one after another */
	{ WHO("Author"), CREATE, FRAUD, _, _, _, 0, RS(ROLE_MISSING), L(PASSROLE), Q(PASSROLE), 0, "names none" },
	{ WHO("Author"), "sagemaker:CreateModel", SAGEMAKER "model/m", _, _, _, 0, YES_ },
	{ WHO("Author"), CREATE, FRAUD, TRAIN " | " SECOND, _, _, 0, YES_ },
	{ WHO("Author"), CREATE, FRAUD, ROLES "Gone " SERVICE, _, _, 0, RS(UNKNOWN_ROLE), L(PASSROLE), Q(PASSROLE), 0, ROLES "Gone" },
	{ WHO("Author"), CREATE, FRAUD, USERS "Ana " SERVICE, _, _, 0, RS(UNKNOWN_ROLE), L(PASSROLE), Q(PASSROLE), 0, "not the ARN of a role: " USERS "Ana" },
	{ WHO("Author"), CREATE, FRAUD, TRAIN " | " ROLES "Gone " SERVICE, _, _, 0, RS(UNKNOWN_ROLE), L(PASSROLE), Q(PASSROLE), 1, ROLES "Gone" },
	{ WHO("Author"), CREATE, FRAUD, "arn:aws:iam::" OTHER ":role/Far " SERVICE, _, _, 0, RS(ROLE_OTHER_ACCOUNT), L(PASSROLE), Q(PASSROLE), 0, OTHER },
	{ WHO("Author"), CREATE, FRAUD, ROLES "Train", _, _, 0, RS(BAD_REQUEST), L(PASSROLE), Q(PASSROLE), 0, "without the service" },
	{ WHO("Author"), CREATE, FRAUD, TRAIN " | " ROLES "Train", _, _, 0, RS(BAD_REQUEST), L(PASSROLE), Q(PASSROLE), 1, _ },
	{ WHO("Nowhere"), CREATE, FRAUD, TRAIN, _, _, 0, RS(ALLOWED), L(NONE), Q(NONE), 0, "" },
	{ WHO("NoPass"), CREATE, FRAUD, TRAIN, _, _, 0, RS(IDENTITY_NO_ALLOW), L(PASSROLE), Q(PASSROLE), 0, "iam:PassRole on " ROLES "Train" },
	{ WHO("NoKept"), CREATE, FRAUD, KEPT, _, _, 0, RS(IDENTITY_EXPLICIT_DENY), L(PASSROLE), Q(PASSROLE), 0, _ },
	{ WHO("NoKept"), CREATE, FRAUD, TRAIN " | " KEPT, _, _, 0, RS(IDENTITY_EXPLICIT_DENY), L(PASSROLE), Q(PASSROLE), 1, ROLES "Kept" },
	{ WHO("NoKept"), CREATE, FRAUD, TRAIN " | " SECOND " | " KEPT, _, _, 0, RS(IDENTITY_EXPLICIT_DENY), L(PASSROLE), Q(PASSROLE), 2, _ },
	{ WHO("NoKept"), CREATE, FRAUD, KEPT " | " PLUGGED, _, _, 0, RS(IDENTITY_EXPLICIT_DENY), L(PASSROLE), Q(PASSROLE), 0, _ },
	{ WHO("Passer"), CREATE, FRAUD, TRAIN, _, _, 0, RS(IDENTITY_NO_ALLOW), L(PASSROLE), Q(PASSROLE), 0, _ },
	{ WHO("Bound"), CREATE, FRAUD, TRAIN, _, _, 0, RS(BOUNDARY_NO_ALLOW), L(PASSROLE), Q(PASSROLE), 0, _ },
	{ WHO("Limited"), CREATE, FRAUD, TRAIN, _, _, 0, RS(SESSION_NO_ALLOW), L(PASSROLE), Q(PASSROLE), 0, _ },
	{ WHO("Author"), CREATE, FRAUD, PLUGGED, _, _, 0, RS(TRUST_NO_SERVICE), L(TRUST), Q(TRUST), 0, "sts:AssumeRole on " ROLES "Plugged" },
	{ WHO("Author"), CREATE, FRAUD, TRAIN " | " PLUGGED, _, _, 0, RS(TRUST_NO_SERVICE), L(TRUST), Q(TRUST), 1, _ },
	{ WHO("Author"), CREATE, FRAUD, ROLES "Shut " SERVICE, _, _, 0, RS(TRUST_EXPLICIT_DENY), L(TRUST), Q(TRUST), 0, _ },
	/* the caller's other name changes nothing */
	{ "arn:aws:iam::" ACCOUNT ":root", CREATE, FRAUD, PLUGGED, _, _, 0, RS(TRUST_NO_SERVICE), L(TRUST), Q(TRUST), 0, _ },

	/* ---- the first no is told */
	{ WHO("Nothing"), CREATE, FRAUD, _, TAGS, "nonsense", 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("NoTag"), CREATE, FRAUD, PLUGGED, TAGS, _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(TAG), 0, _ },

	/* ---- not known yet: told when nothing is a definite no */
	{ WHO("Open"), CREATE, FRAUD, TRAIN, VPC, _, 0, RS(UNDECIDED), L(IDENTITY), Q(CREATE), 0, FRAUD },
	{ WHO("Open"), CREATE, FRAUD, TRAIN, "aws:SourceVpc=v", _, 0, YES_ },
	{ WHO("Open"), CREATE, FRAUD, TRAIN, _, _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("Open"), CREATE, FRAUD, TRAIN, VPC, SAGEMAKER "training-plan/p", 0, RS(UNDECIDED), L(IDENTITY), Q(CREATE), 0, FRAUD },
	{ WHO("Open"), CREATE, FRAUD, TRAIN, VPC, "nonsense", 0, RS(BAD_REQUEST), L(NONE), Q(CREATE), 1, _ },
	{ WHO("Open"), CREATE, FRAUD, PLUGGED, VPC, _, 0, RS(TRUST_NO_SERVICE), L(TRUST), Q(TRUST), 0, _ },
	{ WHO("Open"), CREATE, FRAUD, _, VPC, _, 0, RS(ROLE_MISSING), L(PASSROLE), Q(PASSROLE), 0, _ },
	{ WHO("Open"), CREATE, FRAUD, MAYBE_, VPC " | sts:ExternalId=??", _, 0, RS(UNDECIDED), L(IDENTITY), Q(CREATE), 0, _ },
	{ WHO("Author"), CREATE, FRAUD, MAYBE_, "sts:ExternalId=??", _, 0, RS(UNDECIDED), L(TRUST), Q(TRUST), 0, _ },
	{ WHO("Author"), CREATE, FRAUD, MAYBE_ " | " SECOND, "sts:ExternalId=??", _, 0, RS(UNDECIDED), L(TRUST), Q(TRUST), 0, _ },
	{ WHO("Author"), CREATE, FRAUD, MAYBE_ " | " PLUGGED, "sts:ExternalId=??", _, 0, RS(TRUST_NO_SERVICE), L(TRUST), Q(TRUST), 1, _ },
	{ WHO("Author"), CREATE, FRAUD, MAYBE_, "sts:ExternalId=e", _, 0, YES_ },
	{ WHO("Author"), CREATE, FRAUD, MAYBE_, _, _, 0, RS(TRUST_NO_SERVICE), L(TRUST), Q(TRUST), 0, _ },
};
/* clang-format on */

static void
jobs_may_be_created(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		const struct line *l = &lines[i];
		struct ask ask = { .principal = l->who,
				   .action = l->action,
				   .resource = l->resource,
				   .roles = l->roles,
				   .attrs = l->attrs,
				   .also = l->also,
				   .flags = l->flags };
		struct portero_decision d;

		decide_both(loaded.set, &ask, true, &d);
		if (d.reason != l->reason || d.layer != l->layer ||
		    d.question != l->question || d.item != l->item ||
		    (l->detail && !strstr(d.detail, l->detail)))
			fail_msg("line %zu, %s %s: have %s (%s), layer %u, "
				 "question %u, item %u",
				 i, l->who, l->resource, reason_text(d.reason),
				 d.detail, d.layer, d.question, d.item);
		assert_int_equal(d.effect, d.reason == RS(ALLOWED)
						   ? PORTERO_ALLOW
						   : PORTERO_DENY);
	}
}

/* ---- one plain question ------------------------------------------------ */

#define KEY	"arn:aws:kms:eu-west-1:" ACCOUNT ":key/1"
#define ASSUMED ROLES "Train"

/* clang-format off */
static const struct line plain_lines[] = {
	{ USERS "Ana", "s3:GetObject", "arn:aws:s3:::c/k", _, _, _, 0, RS(ALLOWED), L(IDENTITY), Q(NONE), 0, "" },
	{ USERS "Ana", "s3:ListAllMyBuckets", "*", _, _, _, 0, RS(ALLOWED), L(IDENTITY), Q(NONE), 0, "" },
	{ USERS "Ana", "s3:GetObject", "arn:aws:s3:::b/k", _, _, _, 0, RS(RESOURCE_EXPLICIT_DENY), L(RESOURCE), Q(NONE), 0, "s3:GetObject on arn:aws:s3:::b/k" },
	{ WHO("Nothing"), "s3:GetObject", "arn:aws:s3:::c/k", _, _, _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(NONE), 0, "s3:GetObject on" },
	{ USERS "Ana", "s3:GetObject", "c", _, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, "neither * nor an ARN" },
	{ USERS "Ana", "s3", "*", _, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, _ },
	{ "x", "s3:GetObject", "*", _, _, _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, _ },
	{ USERS "Bob", "s3:GetObject", "*", _, _, _, 0, RS(UNKNOWN_PRINCIPAL), L(NONE), Q(NONE), 0, USERS "Bob" },
	{ "arn:aws:iam::777788889999:root", "s3:GetObject", "*", _, _, _, 0, RS(UNKNOWN_ACCOUNT), L(NONE), Q(NONE), 0, _ },
	{ SERVICE, "s3:GetObject", "arn:aws:s3:::c/k", _, _, _, 0, RS(RESOURCE_NO_ALLOW), L(RESOURCE), Q(NONE), 0, _ },
	/* nobody who is allowed all may say a thing twice */
	{ USERS "Ana", "s3:GetObject", "arn:aws:s3:::c/k", _, "aws:SourceVpc=a | AWS:sourcevpc=a", _, 0, RS(BAD_REQUEST), L(NONE), Q(NONE), 0, "given twice" },
	/* whoever may be assumed by all is asked in one partition only */
	{ "arn:aws:iam::" ACCOUNT ":root", "sts:AssumeRole", ROLES "Wide", _, _, _, 0, RS(ALLOWED), L(IDENTITY), Q(NONE), 0, "" },
	{ "arn:aws-cn:iam::" ACCOUNT ":root", "sts:AssumeRole", ROLES "Wide", _, _, _, 0, RS(RESOURCE_NO_ALLOW), L(RESOURCE), Q(NONE), 0, _ },
	/* a star stands for nothing, too, and what comes behind all it covers is not covered */
	{ WHO("Denied"), "sagemaker:Create", SAGEMAKER "x/fraud-1", _, _, _, 0, RS(IDENTITY_EXPLICIT_DENY), L(IDENTITY), Q(NONE), 0, _ },
	{ WHO("Denied"), "sagemaker:Creatf", SAGEMAKER "x/fraud-1", _, _, _, 0, RS(ALLOWED), L(IDENTITY), Q(NONE), 0, "" },
	{ WHO("Denied"), "sagemaker:Creat", SAGEMAKER "x/fraud-1", _, _, _, 0, RS(ALLOWED), L(IDENTITY), Q(NONE), 0, "" },
	/* names of jobs are no matter here */
	{ USERS "Ana", CREATE, JOB "not_a_name", _, _, _, 0, RS(ALLOWED), L(IDENTITY), Q(NONE), 0, "" },
	/* iam:PassRole: of one's own account, as of any service */
	{ USERS "Ana", "iam:PassRole", ASSUMED, _, _, _, 0, RS(ALLOWED), L(IDENTITY), Q(NONE), 0, "" },
	{ USERS "Ana", "iam:PassRole", "arn:aws:iam::" OTHER ":role/Far", _, _, _, 0, RS(ROLE_OTHER_ACCOUNT), L(PASSROLE), Q(NONE), 0, _ },
	{ WHO("Passer"), "iam:PassRole", ASSUMED, _, "iam:PassedToService=glue.amazonaws.com", _, 0, RS(ALLOWED), L(IDENTITY), Q(NONE), 0, "" },
	{ WHO("Passer"), "iam:PassRole", ASSUMED, _, "iam:PassedToService=" SERVICE, _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(NONE), 0, _ },
	{ WHO("Passer"), "iam:PassRole", ASSUMED, _, _, _, 0, RS(IDENTITY_NO_ALLOW), L(IDENTITY), Q(NONE), 0, _ },
	/* trust: the policy of the role must allow, whatever the caller's do */
	{ SERVICE, "sts:AssumeRole", ASSUMED, _, _, _, 0, RS(ALLOWED), L(RESOURCE), Q(NONE), 0, "" },
	{ SERVICE, "sts:AssumeRole", ROLES "Plugged", _, _, _, 0, RS(RESOURCE_NO_ALLOW), L(RESOURCE), Q(NONE), 0, _ },
	{ USERS "Ana", "sts:AssumeRole", ASSUMED, _, _, _, 0, RS(RESOURCE_NO_ALLOW), L(RESOURCE), Q(NONE), 0, _ },
	{ USERS "Ana", "sts:AssumeRoleWithSAML", ASSUMED, _, _, _, 0, RS(RESOURCE_NO_ALLOW), L(RESOURCE), Q(NONE), 0, _ },
	{ USERS "Ana", "sts:AssumeRoleWithWebIdentity", ASSUMED, _, _, _, 0, RS(RESOURCE_NO_ALLOW), L(RESOURCE), Q(NONE), 0, _ },
	{ USERS "Ana", "sts:TagSession", ASSUMED, _, _, _, 0, RS(RESOURCE_NO_ALLOW), L(RESOURCE), Q(NONE), 0, _ },
	{ USERS "Ana", "sts:SetSourceIdentity", ASSUMED, _, _, _, 0, RS(RESOURCE_NO_ALLOW), L(RESOURCE), Q(NONE), 0, _ },
	{ USERS "Ana", "sts:GetCallerIdentity", ASSUMED, _, _, _, 0, RS(ALLOWED), L(IDENTITY), Q(NONE), 0, "" },
	{ USERS "Ana", "sts:TagSession", USERS "Ana", _, _, _, 0, RS(ALLOWED), L(IDENTITY), Q(NONE), 0, "" },
	{ USERS "Ana", "sts:TagSession", "arn:aws:sts::" ACCOUNT ":federated-user/F", _, _, _, 0, RS(ALLOWED), L(IDENTITY), Q(NONE), 0, "" },
	{ SERVICE, "sts:AssumeRole", ROLES "ml/Train", _, _, _, 0, RS(RESOURCE_NO_ALLOW), L(RESOURCE), Q(NONE), 0, _ },
	{ SERVICE, "sts:AssumeRole", ROLES "Gone", _, _, _, 0, RS(RESOURCE_NO_ALLOW), L(RESOURCE), Q(NONE), 0, _ },
	{ SERVICE, "sts:AssumeRole", "arn:aws:iam::" OTHER ":role/Far", _, _, _, 0, RS(ALLOWED), L(RESOURCE), Q(NONE), 0, "" },
	{ SERVICE, "sts:AssumeRole", USERS "Train", _, _, _, 0, RS(RESOURCE_NO_ALLOW), L(RESOURCE), Q(NONE), 0, _ },
	/* so must that of a key */
	{ USERS "Ana", "kms:Decrypt", KEY, _, _, _, 0, RS(RESOURCE_NO_ALLOW), L(RESOURCE), Q(NONE), 0, _ },
	{ USERS "Ana", "kms:Decrypt", "arn:aws:kms:eu-west-1:" ACCOUNT ":alias/1", _, _, _, 0, RS(ALLOWED), L(IDENTITY), Q(NONE), 0, "" },
	{ USERS "Ana", "s3:GetObject", KEY, _, _, _, 0, RS(ALLOWED), L(IDENTITY), Q(NONE), 0, "" },
	/* whose it is: the ARN, the set, the caller */
	{ USERS "Ana", "s3:GetObject", "arn:aws:sqs:eu-west-1:" OTHER ":q", _, _, _, 0, RS(RESOURCE_NO_ALLOW), L(RESOURCE), Q(NONE), 0, _ },
	{ WHO("Open"), "sagemaker:CreateModel", "arn:aws:sagemaker:eu-west-1:" ACCOUNT ":model/m", _, VPC, _, 0, RS(UNDECIDED), L(IDENTITY), Q(NONE), 0, _ },
};
/* clang-format on */

static void
plain_questions(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(plain_lines); i++) {
		const struct line *l = &plain_lines[i];
		struct ask ask = { .principal = l->who,
				   .action = l->action,
				   .resource = l->resource,
				   .attrs = l->attrs };
		struct portero_decision d;

		decide_both(loaded.set, &ask, false, &d);
		if (d.reason != l->reason || d.layer != l->layer ||
		    d.question != l->question ||
		    (l->detail && !strstr(d.detail, l->detail)))
			fail_msg("line %zu, %s %s on %s: have %s (%s), layer "
				 "%u",
				 i, l->who, l->action, l->resource,
				 reason_text(d.reason), d.detail, d.layer);
	}
}

/* ---- owners, places, clocks -------------------------------------------- */

static void
whose_the_resource_is(void **state)
{
	struct ask ask = { .principal = USERS "Ana",
			   .action = "s3:GetObject",
			   .resource = "arn:aws:s3:::c/k" };
	struct portero_decision d;

	(void)state;
	decide_both(loaded.set, &ask, false, &d);
	assert_int_equal(d.reason, RS(ALLOWED));
	ask.owner = ACCOUNT;
	decide_both(loaded.set, &ask, false, &d);
	assert_int_equal(d.reason, RS(ALLOWED));
	ask.owner = OTHER;
	decide_both(loaded.set, &ask, false, &d);
	assert_int_equal(d.reason, RS(RESOURCE_NO_ALLOW));
	/* what the host says stands over the ARN, for the job itself */
	ask.resource = FRAUD;
	ask.action = CREATE;
	ask.roles = TRAIN;
	decide_both(loaded.set, &ask, true, &d);
	assert_int_equal(d.reason, RS(RESOURCE_NO_ALLOW));
	assert_int_equal(d.question, Q(CREATE));
	/* ... and not for further resources */
	ask.owner = ACCOUNT;
	ask.also = "arn:aws:sagemaker:eu-west-1:" OTHER ":training-plan/p";
	decide_both(loaded.set, &ask, true, &d);
	assert_int_equal(d.reason, RS(RESOURCE_NO_ALLOW));
	assert_int_equal(d.item, 1);
}

/* A decision says which statement, and where it stands. */
static void
where_it_was_decided(void **state)
{
	static const char text[] =
		"{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
		"','users':[{'name':'Ana','policies':[{'name':'rules',"
		"'document':{'Version':'2012-10-17','Statement':[\n"
		"  {'Effect':'Allow','Action':'*','Resource':'*'},\n"
		"\t\t{'Sid':'NoFraud','Effect':'Deny','Action':'*',\n"
		"'Resource':'*/fraud-*'}\n]}}]}]}]}";
	struct ask ask = { .principal = USERS "Ana",
			   .action = "sagemaker:CreateModel",
			   .resource = SAGEMAKER "model/fraud-1" };
	struct portero_decision d;
	struct loaded own;
	uint64_t generation;

	(void)state;
	make_set(&own, "%s", text);
	generation = own.set->generation;
	assert_true(generation != 0);
	for (int job = 0; job < 2; job++) {
		decide_both(own.set, &ask, job, &d);
		assert_int_equal(d.reason, RS(IDENTITY_EXPLICIT_DENY));
		assert_string_equal(d.policy, "rules");
		assert_string_equal(d.sid, "NoFraud");
		assert_int_equal(d.statement, 1);
		assert_int_equal(d.line, 3);
		assert_int_equal(d.column, 3);
		assert_true(d.steps > 0);
	}
	ask.resource = SAGEMAKER "model/other-1";
	decide_both(own.set, &ask, false, &d);
	assert_int_equal(d.reason, RS(ALLOWED));
	assert_int_equal(d.statement, 0);
	assert_int_equal(d.line, 2);
	assert_int_equal(d.column, 3);
	assert_string_equal(d.sid, "");
	forget_set(&own);
}

/* What no statement said names none, and its detail is all there is. */
static void
nobody_decided_it(void **state)
{
	struct ask ask = { .principal = WHO("Nothing"),
			   .action = "s3:GetObject",
			   .resource = "arn:aws:s3:::c/k" };
	struct portero_decision d;

	(void)state;
	decide_both(loaded.set, &ask, false, &d);
	assert_int_equal(d.reason, RS(IDENTITY_NO_ALLOW));
	assert_string_equal(d.policy, "");
	assert_string_equal(d.sid, "");
	assert_string_equal(d.detail, "s3:GetObject on arn:aws:s3:::c/k");
}

/* Whoever asks twice hears the same, and once. */
static void
asked_again(void **state)
{
	struct ask ask = { .principal = WHO("Author"),
			   .action = CREATE,
			   .resource = FRAUD,
			   .roles =
				   "arn:aws:iam::" OTHER ":role/Far " SERVICE };
	const struct decide_clock clock = { NULL, NULL };
	struct question q;

	(void)state;
	make_question(&q, &ask);
	for (int i = 0; i < 2; i++) {
		struct portero_decision d = { .size = sizeof d };

		decide_job(loaded.set, &q.request, &clock, &d);
		assert_int_equal(d.reason, RS(ROLE_OTHER_ACCOUNT));
		assert_string_equal(d.detail,
				    "only roles of the caller's account can be "
				    "passed: arn:aws:iam::" OTHER ":role/Far");
	}
	forget_question(&q);
}

/* A no takes the place of a not yet, and nothing of that is left. */
static void
no_after_not_yet(void **state)
{
	struct ask ask = { .principal = WHO("Open"),
			   .action = CREATE,
			   .resource = FRAUD,
			   .attrs = "aws:SourceVpc=??",
			   .roles =
				   "arn:aws:iam::" OTHER ":role/Far " SERVICE };
	struct portero_decision d;

	(void)state;
	decide_both(loaded.set, &ask, true, &d);
	assert_int_equal(d.reason, RS(ROLE_OTHER_ACCOUNT));
	assert_string_equal(d.policy, "");
	assert_int_equal(d.statement, 0);
	assert_int_equal(d.line, 0);
	assert_string_equal(d.detail,
			    "only roles of the caller's account can be "
			    "passed: arn:aws:iam::" OTHER ":role/Far");
	assert_int_equal(d.level, 0);
	/* without the role it is a not yet, by a statement */
	ask.roles = TRAIN;
	decide_both(loaded.set, &ask, true, &d);
	assert_int_equal(d.reason, RS(UNDECIDED));
	assert_string_equal(d.policy, "Open");
	assert_string_equal(d.sid, "FromVpc");
	assert_int_equal(d.statement, 1);
	/* by no statement: of a role that trusts another service */
	ask.roles = PLUGGED;
	decide_both(loaded.set, &ask, true, &d);
	assert_int_equal(d.reason, RS(TRUST_NO_SERVICE));
	assert_string_equal(d.policy, "");
	assert_string_equal(d.sid, "");
	assert_int_equal(d.statement, 0);
	assert_int_equal(d.line, 0);
	assert_string_equal(d.detail, "sts:AssumeRole on " ROLES "Plugged");
}

/* What is open to all is not open to who cannot be told or is not known. */
static void
open_to_all(void **state)
{
	static const struct {
		const char *principal;
		uint32_t reason;
	} who[] = {
		{ "anonymous", RS(ALLOWED) },
		{ SERVICE, RS(ALLOWED) },
		{ USERS "Ana", RS(ALLOWED) },
		{ "x", RS(BAD_REQUEST) },
		{ "Anonymous", RS(BAD_REQUEST) },
		{ SERVICE "/", RS(BAD_REQUEST) },
		{ "arn:aws:iam::" ACCOUNT ":group/g", RS(BAD_REQUEST) },
		{ "arn:aws:iam::" ACCOUNT ":role/", RS(BAD_REQUEST) },
		{ "arn:aws:iam::" ACCOUNT ":user/", RS(BAD_REQUEST) },
		{ "arn:aws:iam::" ACCOUNT ":roots", RS(BAD_REQUEST) },
		{ "arn:aws:iam::1:root", RS(BAD_REQUEST) },
		{ "arn:aws:sts::" ACCOUNT ":assumed-role/R", RS(BAD_REQUEST) },
		{ USERS "Bob", RS(UNKNOWN_PRINCIPAL) },
		{ SESSIONS "Gone/s", RS(UNKNOWN_PRINCIPAL) },
		{ "arn:aws:iam::" OTHER ":root", RS(UNKNOWN_ACCOUNT) },
		{ "arn:aws:iam::" OTHER ":user/Ana", RS(UNKNOWN_ACCOUNT) },
	};
	struct loaded own;

	(void)state;
	make_set(&own, "%s",
		 "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
		 "','users':[{'name':'Ana'}]}],'resources':[{'arn':"
		 "'arn:aws:s3:::open','account':'" ACCOUNT
		 "','policy':{'Statement':{'Effect':'Allow','Principal':'*',"
		 "'Action':'*','Resource':'*'}}}]}");
	for (size_t i = 0; i < COUNT(who); i++) {
		struct ask ask = { .principal = who[i].principal,
				   .action = "s3:GetObject",
				   .resource = "arn:aws:s3:::open/k" };
		struct portero_decision d;

		decide_both(own.set, &ask, false, &d);
		if (d.reason != who[i].reason ||
		    (d.effect == PORTERO_ALLOW) != (d.reason == RS(ALLOWED)))
			fail_msg("%s: %s", who[i].principal,
				 reason_text(d.reason));
	}
	forget_set(&own);
}

/* Texts longer than the decision's room are cut, on a character. */
static void
long_texts_are_cut(void **state)
{
	struct ask ask = { .principal = USERS "Ana",
			   .action = "sagemaker:CreateModel",
			   .resource = SAGEMAKER "model/x" };
	char sid[131], name[300];
	struct portero_decision d;
	struct loaded own;

	(void)state;
	memset(sid, 'S', 130);
	sid[130] = 0;
	memset(name, 'n', 254);
	strcpy(name + 254, "\xc3\xa9tail");
	make_set(&own,
		 "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
		 "','users':[{'name':'Ana','policies':[{'name':'%s',"
		 "'document':{'Statement':{'Sid':'%s','Effect':'Deny',"
		 "'Action':'*','Resource':'*'}}}]}]}]}",
		 name, sid);
	decide_both(own.set, &ask, true, &d);
	assert_int_equal(d.reason, RS(IDENTITY_EXPLICIT_DENY));
	assert_int_equal(strlen(d.sid), 127);
	/* byte 255 is the middle of a character */
	assert_int_equal(strlen(d.policy), 254);
	forget_set(&own);
}

/* An action longer than any is refused, not cut. */
static void
long_actions(void **state)
{
	char action[300];
	struct ask ask = { .principal = USERS "Ana",
			   .action = action,
			   .resource = "arn:aws:s3:::c" };
	struct portero_decision d;

	(void)state;
	memset(action, 'a', sizeof action);
	memcpy(action, "s3:", 3);
	action[256] = 0;
	decide_both(loaded.set, &ask, false, &d);
	assert_int_equal(d.reason, RS(ALLOWED));
	action[256] = 'a';
	action[257] = 0;
	decide_both(loaded.set, &ask, false, &d);
	assert_int_equal(d.reason, RS(BAD_REQUEST));
}

static int64_t
no_time(void *arg)
{
	(void)arg;
	return 0;
}

/* What depends on a time that nobody tells is not decided. */
static void
without_a_clock(void **state)
{
	const struct decide_clock clocks[] = { { no_time, NULL },
					       { NULL, NULL } };
	struct ask ask = { .principal = USERS "Ana",
			   .action = "s3:GetObject",
			   .resource = "arn:aws:s3:::c/k" };
	struct loaded own;

	(void)state;
	make_set(&own,
		 "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
		 "','users':[{'name':'Ana','policies':[" DOC(
			 "{'Effect':'Allow','Action':'*','Resource':'*'" IF(
				 "DateLessThan", "aws:CurrentTime",
				 "2020-01-01")) "]}]}]}");
	for (size_t i = 0; i < COUNT(clocks); i++) {
		struct portero_decision d = { .size = sizeof d };
		struct question q;

		make_question(&q, &ask);
		decide_access(own.set, &q.request, &clocks[i], &d);
		assert_int_equal(d.reason, RS(UNDECIDED));
		forget_question(&q);
	}
	forget_set(&own);
}

/* ---- what a watcher is told -------------------------------------------- */

struct log {
	char text[2048];
	size_t n;
};

static void
note(void *arg, const struct portero_event *e)
{
	struct log *log = arg;
	char *out = log->text + log->n;
	size_t room = sizeof log->text - log->n;

	if (e->kind == PORTERO_EVENT_QUESTION)
		log->n += (size_t)snprintf(out, room, "? %u.%u %.*s %.*s\n",
					   e->question, e->item,
					   (int)e->text.len, e->text.ptr,
					   (int)e->target.len, e->target.ptr);
	else if (e->kind == PORTERO_EVENT_LAYER &&
		 e->outcome != PORTERO_OUTCOME_ABSENT)
		log->n += (size_t)snprintf(out, room, "  layer %u: %u %u\n",
					   e->layer, e->outcome, e->reason);
	else if (e->kind == PORTERO_EVENT_ANSWER)
		log->n += (size_t)snprintf(
			out, room, "= %u.%u %u %u by %u%s\n", e->question,
			e->item, e->outcome, e->reason, e->layer,
			e->effect == PORTERO_ALLOW ? " allow" : "");
}

/* A dry run asks everything, also after a no; the first no is the answer. */
static void
a_watcher_hears_all_questions(void **state)
{
	struct ask ask = { .principal = WHO("NoTag"),
			   .action = CREATE,
			   .resource = JOB "pipelines-x",
			   .attrs = TAGS,
			   .also = SAGEMAKER "training-plan/p",
			   .roles = TRAIN " | " PLUGGED " | " ROLES
					  "Nothing " SERVICE " | " ROLES
					  "Gone " SERVICE };
	const struct decide_clock clock = { NULL, NULL };
	struct portero_decision d = { .size = sizeof d };
	struct log log = { "", 0 };
	struct portero_trace trace = { sizeof trace, &log, note };
	struct question q;

	(void)state;
	make_question(&q, &ask);
	q.request.trace = &trace;
	decide_job(loaded.set, &q.request, &clock, &d);
	assert_int_equal(d.reason, RS(NAME_RESERVED));
	assert_true(d.steps > 0);
	/* questions 1 name, 2 create, 3 tag, 4 pass, 5 trust; layers 1 name,
	 * 4 resource, 5 identity, 8 pass, 9 trust; outcomes 0 no, 1 yes */
	assert_string_equal(log.text,
			    "? 1.0 " CREATE " " JOB "pipelines-x\n"
			    "= 1.0 0 13 by 1\n"
			    "? 2.0 " CREATE " " JOB "pipelines-x\n"
			    "  layer 5: 1 1\n"
			    "= 2.0 1 1 by 5 allow\n"
			    "? 2.1 " CREATE " " SAGEMAKER "training-plan/p\n"
			    "  layer 5: 1 1\n"
			    "= 2.1 1 1 by 5 allow\n"
			    "? 3.0 sagemaker:AddTags " JOB "pipelines-x\n"
			    "  layer 5: 0 33\n"
			    "= 3.0 0 33 by 5\n"
			    "? 4.0 iam:PassRole " ROLES "Train\n"
			    "  layer 5: 1 1\n"
			    "= 4.0 1 1 by 8 allow\n"
			    "? 5.0 sts:AssumeRole " ROLES "Train\n"
			    "  layer 4: 1 1\n"
			    "= 5.0 1 1 by 9 allow\n"
			    "? 4.1 iam:PassRole " ROLES "Plugged\n"
			    "  layer 5: 1 1\n"
			    "= 4.1 1 1 by 8 allow\n"
			    "? 5.1 sts:AssumeRole " ROLES "Plugged\n"
			    "  layer 4: 0 32\n"
			    "= 5.1 0 37 by 9\n"
			    /* a role without a trust policy trusts nobody */
			    "? 4.2 iam:PassRole " ROLES "Nothing\n"
			    "  layer 5: 1 1\n"
			    "= 4.2 1 1 by 8 allow\n"
			    "? 5.2 sts:AssumeRole " ROLES "Nothing\n"
			    "  layer 4: 0 32\n"
			    "= 5.2 0 37 by 9\n"
			    "? 4.3 iam:PassRole " ROLES "Gone\n"
			    "= 4.3 0 52 by 8\n");
	forget_question(&q);
}

/* And of every yes. */
static void
a_watcher_hears_every_yes(void **state)
{
	struct ask ask = { .principal = WHO("Author"),
			   .action = "sagemaker:CreateModel",
			   .resource = SAGEMAKER "model/m" };
	const struct decide_clock clock = { NULL, NULL };
	struct portero_decision d = { .size = sizeof d };
	struct log log = { "", 0 };
	struct portero_trace trace = { sizeof trace, &log, note };
	struct question q;

	(void)state;
	make_question(&q, &ask);
	q.request.trace = &trace;
	decide_job(loaded.set, &q.request, &clock, &d);
	assert_int_equal(d.reason, RS(ALLOWED));
	assert_string_equal(log.text,
			    "? 1.0 sagemaker:CreateModel " SAGEMAKER "model/m\n"
			    "= 1.0 1 1 by 1 allow\n"
			    "? 2.0 sagemaker:CreateModel " SAGEMAKER "model/m\n"
			    "  layer 5: 1 1\n"
			    "= 2.0 1 1 by 5 allow\n");
	forget_question(&q);
	/* one plain question, undecided: outcome 2 */
	log.n = 0;
	ask = (struct ask){ .principal = WHO("Open"),
			    .action = "sagemaker:CreateModel",
			    .resource = SAGEMAKER "model/m",
			    .attrs = VPC };
	make_question(&q, &ask);
	q.request.trace = &trace;
	d = (struct portero_decision){ .size = sizeof d };
	decide_access(loaded.set, &q.request, &clock, &d);
	assert_string_equal(log.text,
			    "? 0.0 sagemaker:CreateModel " SAGEMAKER "model/m\n"
			    "  layer 5: 2 101\n"
			    "= 0.0 2 101 by 5\n");
	forget_question(&q);
	/* and one with a yes */
	log.n = 0;
	ask.attrs = "aws:SourceVpc=v";
	make_question(&q, &ask);
	q.request.trace = &trace;
	d = (struct portero_decision){ .size = sizeof d };
	decide_access(loaded.set, &q.request, &clock, &d);
	assert_string_equal(log.text,
			    "? 0.0 sagemaker:CreateModel " SAGEMAKER "model/m\n"
			    "  layer 5: 1 1\n"
			    "= 0.0 1 1 by 5 allow\n");
	forget_question(&q);
}

static void
keep_answer(void *arg, const struct portero_event *e)
{
	if (e->kind == PORTERO_EVENT_ANSWER)
		*(struct portero_event *)arg = *e;
}

/* And where it was decided: which level of SCPs, which statement. */
static void
a_watcher_hears_where(void **state)
{
	struct ask ask = { .principal = USERS "Ana",
			   .action = "s3:GetObject",
			   .resource = "arn:aws:s3:::c/k" };
	const struct decide_clock clock = { NULL, NULL };
	struct portero_decision d = { .size = sizeof d };
	struct portero_event heard = { .kind = PORTERO_EVENT_ANSWER };
	struct portero_trace trace = { sizeof trace, &heard, keep_answer };
	struct question q;
	struct loaded own;

	(void)state;
	make_set(&own, "%s",
		 "{'schema':'portero.set/1','organization':{'id':"
		 "'o-abcdefghij','root':{'id':'r-ab12','ous':[{'id':"
		 "'ou-ab12-11111111','scps':[{'Version':'2012-10-17',"
		 "'Statement':[\n"
		 "{'Effect':'Allow','Action':'*','Resource':'*'},\n"
		 "  {'Effect':'Deny','Action':'s3:*','Resource':'*'}]}],"
		 "'accounts':['" ACCOUNT "']}]}},'accounts':[{'id':'" ACCOUNT
		 "','users':[{'name':'Ana'}]}]}");
	make_question(&q, &ask);
	q.request.trace = &trace;
	decide_access(own.set, &q.request, &clock, &d);
	assert_int_equal(d.reason, RS(SCP_EXPLICIT_DENY));
	assert_int_equal(heard.reason, RS(SCP_EXPLICIT_DENY));
	assert_int_equal(heard.layer, L(SCP));
	assert_int_equal(heard.level, 1);
	assert_int_equal(heard.statement, 1);
	assert_int_equal(heard.line, 3);
	assert_int_equal(heard.column, 3);
	forget_question(&q);
	forget_set(&own);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jobs_may_be_created),
		cmocka_unit_test(plain_questions),
		cmocka_unit_test(whose_the_resource_is),
		cmocka_unit_test(where_it_was_decided),
		cmocka_unit_test(nobody_decided_it),
		cmocka_unit_test(asked_again),
		cmocka_unit_test(no_after_not_yet),
		cmocka_unit_test(open_to_all),
		cmocka_unit_test(long_texts_are_cut),
		cmocka_unit_test(long_actions),
		cmocka_unit_test(without_a_clock),
		cmocka_unit_test(a_watcher_hears_all_questions),
		cmocka_unit_test(a_watcher_hears_every_yes),
		cmocka_unit_test(a_watcher_hears_where),
	};

	return cmocka_run_group_tests(tests, open_set, close_set);
}
