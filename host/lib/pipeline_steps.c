/* SPDX-License-Identifier: MIT */
/*
 * The kinds of steps, a row each: which call the step makes, which member holds
 * the job's name and what a name there means, which roles it inherits. Steps
 * without a role of their own run as the pipeline's ("Build and manage access":
 * by default each step takes on the pipeline execution role).
 */
#include "pipeline_plan.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "text.h"

struct step_kind {
	const char *type, *operation, *name_member;
	enum step_naming naming;
	const char *inherits[2]; /* role members that may be left out */
	/* besides that call, or in its place; NULL: nothing */
	bool (*plan)(struct plan *p, struct step *s);
};

static bool plan_automl(struct plan *p, struct step *s);
static bool plan_register(struct plan *p, struct step *s);
static bool plan_condition(struct plan *p, struct step *s);
static bool plan_nothing(struct plan *p, struct step *s);

#define PROCESSING(type)                                                       \
	{                                                                      \
		type, "CreateProcessingJob", "ProcessingJobName", NAME_PREFIX, \
			{ "RoleArn", NULL }, NULL                              \
	}

/* clang-format off */
static const struct step_kind kinds[] = {
	{ "Training", "CreateTrainingJob", "TrainingJobName", NAME_PREFIX,
	  { "RoleArn", NULL }, NULL },
	PROCESSING("Processing"),
	PROCESSING("ClarifyCheck"),
	PROCESSING("QualityCheck"),
	{ "Transform", "CreateTransformJob", "TransformJobName", NAME_PREFIX,
	  { NULL, NULL }, NULL },
	{ "Tuning", "CreateHyperParameterTuningJob",
	  "HyperParameterTuningJobName", NAME_PREFIX,
	  { "TrainingJobDefinition.RoleArn",
	    "TrainingJobDefinitions[].RoleArn" }, NULL },
	{ "AutoML", "CreateAutoMLJob", "AutoMLJobName", NAME_PREFIX,
	  { "RoleArn", NULL }, plan_automl },
	{ "Model", "CreateModel", "ModelName", NAME_PREFIX,
	  { "ExecutionRoleArn", NULL }, NULL },
	{ "RegisterModel", "CreateModelPackage", "ModelPackageName",
	  NAME_PREFIX, { NULL, NULL }, plan_register },
	{ "EndpointConfig", "CreateEndpointConfig", "EndpointConfigName",
	  NAME_GIVEN, { NULL, NULL }, NULL },
	{ "Endpoint", "CreateEndpoint", "EndpointName",
	  NAME_GIVEN, { NULL, NULL }, NULL },
	{ "InferenceComponent", "CreateInferenceComponent",
	  "InferenceComponentName", NAME_GIVEN, { NULL, NULL }, NULL },
	{ "Lambda", NULL, NULL, NAME_NONE, { NULL, NULL }, plan_lambda },
	{ "Callback", NULL, NULL, NAME_NONE, { NULL, NULL }, plan_callback },
	{ "EMR", NULL, NULL, NAME_NONE, { NULL, NULL }, plan_emr },
	{ "EMRServerless", NULL, NULL, NAME_NONE, { NULL, NULL },
	  plan_emr_serverless },
	{ "Condition", NULL, NULL, NAME_NONE, { NULL, NULL }, plan_condition },
	{ "Fail", NULL, NULL, NAME_NONE, { NULL, NULL }, plan_nothing },
	{ "Pass", NULL, NULL, NAME_NONE, { NULL, NULL }, plan_nothing },
	/* lineage calls are the service's own */
	{ "Lineage", NULL, NULL, NAME_NONE, { NULL, NULL }, plan_nothing },
};
/* clang-format on */

static const struct step_kind *
find_kind(const char *type)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_equal(type, kinds[i].type))
			return &kinds[i];
	return NULL;
}

static bool
plan_nothing(struct plan *p, struct step *s)
{
	(void)p;
	(void)s;
	return true;
}

bool
plan_outputs(struct plan *p, struct step *s)
{
	const struct step_kind *kind = find_kind(s->type);

	return !kind || plan_name_output(p, s, kind->naming, kind->name_member);
}

/* Gives OBJECT the execution role when it has none; PATH ends in a member. */
static bool
inherit(struct plan *p, struct step *s, json_t *object, const char *path)
{
	const size_t n = strcspn(path, ".[");
	char member[64];
	json_t *value, *element;
	size_t i;

	if (!json_is_object(object) || expression_is(object))
		return true;
	memcpy(member, path, n);
	member[n] = '\0';
	value = json_object_get(object, member);
	if (path[n] == '[') {
		json_array_foreach(value, i, element)
		{
			if (!inherit(p, s, element, path + n + 3))
				return false;
		}
		return true;
	}
	if (path[n] == '.')
		return inherit(p, s, value, path + n + 1);
	if (value && !json_is_null(value))
		return true;
	s->item->inherited = true;
	return json_object_set_new(object, member,
				   json_string(p->setting->execution_role)) ==
		       0 ||
	       plan_memory(p);
}

static void
note_location(void *arg, const char *member, struct portero_str uri)
{
	struct pipeline_item *item = arg;

	/* only told to people: a lost one changes no answer */
	(void)json_object_set_new(item->locations, member,
				  json_stringn(uri.ptr, uri.len));
}

static void
note_unknown(void *arg, const char *key, struct portero_str expression)
{
	struct pipeline_item *item = arg;

	/* as above: the request itself has the key as unknown */
	(void)json_object_set_new(item->unknown, key,
				  json_stringn(expression.ptr, expression.len));
}

/*
 * Pipelines tags what it makes with the run it was made in (the SDK's lineage
 * finds runs by that tag), which counts among the keys of the call.
 */
static void
add_tag_of_run(struct request *request)
{
	request_add_member(request, "aws:TagKeys", slice_of(PIPELINE_TAG),
			   true);
	request_add_unknown(request, "aws:RequestTag/" PIPELINE_TAG);
}

/* A request with the gap OPEN in it is not asked: the step is undecided. */
static bool
leave_undecided(struct plan *p, struct step *s, const char *member,
		struct portero_str open)
{
	json_t *expression =
		json_loadb(open.ptr, open.len, JSON_DECODE_ANY, NULL);
	const bool ok = expression ? plan_undecided(p, s, member, expression)
				   : plan_memory(p);

	json_decref(expression);
	return ok;
}

static bool
ask_body(struct plan *p, struct step *s, const char *operation,
	 const struct jtext *body)
{
	const struct sagemaker_scope scope = plan_scope(p, s->principal);
	struct sagemaker_reading reading = { .path = p->path,
					     .arg = s->item,
					     .unknown = note_unknown,
					     .location = note_location };
	struct request *request = plan_question(p, s, PIPELINE_JOB);

	if (!request)
		return false;
	if (!sagemaker_pipeline_request(request, &scope, operation, body,
					&reading, p->err)) {
		p->path = reading.path;
		return false;
	}
	if (!reading.open.ptr) {
		if (sagemaker_operation(operation, strlen(operation))->tags)
			add_tag_of_run(request);
		return true;
	}
	s->item->nquestions--;
	request_free(request);
	return leave_undecided(
		p, s, reading.open_path + p->path.len + (p->path.len ? 1 : 0),
		reading.open);
}

/* One SageMaker call of the step with BODY for its input. */
static bool
ask(struct plan *p, struct step *s, const char *operation, const json_t *body)
{
	struct jtext tokens;
	char *text;
	const bool ok = plan_cut(p, body, &text, &tokens) &&
			ask_body(p, s, operation, &tokens);

	jtext_free(&tokens);
	free(text);
	return ok;
}

/* AutoMLJobV2 has other members for the same things. */
static const char *
operation_of(const struct step_kind *kind, const json_t *body)
{
	if (text_equal(kind->type, "AutoML") &&
	    (json_object_get(body, "AutoMLJobInputDataConfig") ||
	     json_object_get(body, "AutoMLProblemTypeConfig")))
		return "CreateAutoMLJobV2";
	return kind->operation;
}

/* The step's arguments as the call's input: name and roles filled in. */
static bool
complete(struct plan *p, const struct step_kind *kind, struct step *s,
	 json_t *body)
{
	for (size_t i = 0; i < 2 && kind->inherits[i]; i++)
		if (!inherit(p, s, body, kind->inherits[i]))
			return false;
	if (!s->item->job)
		return true;
	return json_object_set_new(body, kind->name_member,
				   json_string(s->item->job)) == 0 ||
	       plan_memory(p);
}

static bool
plan_call(struct plan *p, const struct step_kind *kind, struct step *s)
{
	const size_t back = jsonpath_key(&p->path, "Arguments");
	json_t *body;
	bool ok;

	if (!s->arguments || json_is_null(s->arguments))
		return plan_fail(p, "missing-member", NULL,
				 "a %s step needs Arguments", kind->type);
	body = expression_evaluate(&p->scope, s->arguments, &p->path, p->err);
	if (!body)
		return false;
	ok = complete(p, kind, s, body) &&
	     ask(p, s, operation_of(kind, body), body);
	json_decref(body);
	if (ok)
		jsonpath_back(&p->path, back);
	return ok;
}

/* Arguments that are no call's input are still checked for gaps. */
static bool
check_arguments(struct plan *p, struct step *s)
{
	const size_t back = jsonpath_key(&p->path, "Arguments");
	json_t *evaluated;

	/* the steps in a condition are checked one by one */
	if (s->arguments && !text_equal(s->type, "Condition")) {
		evaluated = expression_evaluate(&p->scope, s->arguments,
						&p->path, p->err);
		if (!evaluated)
			return false;
		json_decref(evaluated);
	}
	jsonpath_back(&p->path, back);
	return true;
}

bool
plan_step(struct plan *p, struct step *s)
{
	const struct step_kind *kind = find_kind(s->type);

	if (!kind) {
		s->item->undecided = text_format(
			"what a step of type %s asks for is not known",
			s->type);
		return s->item->undecided || plan_memory(p);
	}
	if (!plan_name(p, s, kind->naming, kind->name_member, &s->item->job))
		return false;
	if (kind->operation ? !plan_call(p, kind, s) : !check_arguments(p, s))
		return false;
	if (kind->plan && !kind->plan(p, s))
		return false;
	/* what is in a condition's branches belongs to the steps there */
	return text_equal(kind->type, "Condition") ||
	       plan_json_gets(p, s, s->arguments);
}

static bool
plan_condition(struct plan *p, struct step *s)
{
	const json_t *conditions = json_object_get(s->arguments, "Conditions");
	const size_t back = jsonpath_key(&p->path, "Arguments");
	json_t *evaluated;

	jsonpath_key(&p->path, "Conditions");
	if (conditions) {
		evaluated = expression_evaluate(&p->scope, conditions, &p->path,
						p->err);
		if (!evaluated)
			return false;
		json_decref(evaluated);
		if (!plan_json_gets(p, s, conditions))
			return false;
	}
	jsonpath_back(&p->path, back);
	return true;
}

/*
 * The job passes its own role on to the models and endpoints it makes
 * ("SageMaker Roles", AutoML: the execution role needs iam:PassRole itself).
 */
static bool
plan_automl(struct plan *p, struct step *s)
{
	const struct portero_request *create;
	struct request *request;
	char *role, *principal;
	const char *account;

	if (s->item->nquestions == 0)
		return true;
	create = request_get(s->item->questions[0].request);
	if (!create || create->nroles == 0)
		return create || plan_memory(p);
	role = text_format("%s", create->roles[0].arn.ptr);
	account = role ? strstr(role, "::") : NULL;
	principal = account ? text_format("arn:%s:sts::%.12s:assumed-role/%s/"
					  "SageMaker",
					  p->partition, account + 2,
					  strrchr(role, '/') + 1)
			    : NULL;
	request = principal ? plan_question(p, s, PIPELINE_ACCESS) : NULL;
	if (request) {
		request_set_principal(request, slice_of(principal));
		request_set_flags(request, 0);
		request_set_action(request, slice_of("iam:PassRole"));
		request_set_resource(request, slice_of(role));
		request_add_attr(request, "iam:PassedToService",
				 slice_of("sagemaker.amazonaws.com"));
	}
	free(principal);
	free(role);
	return request || plan_memory(p);
}

/* The group is created in any case; the call fails when it exists. */
static bool
plan_register(struct plan *p, struct step *s)
{
	const size_t back = jsonpath_key(&p->path, "Arguments");
	char *group;
	json_t *open, *body;
	bool ok = true;

	if (!plan_text(p, s->arguments, "ModelPackageGroupName", &group, &open))
		return false;
	json_decref(open); /* told by the call itself */
	if (group && !text_starts(group, "arn:")) {
		free(s->item->job);
		s->item->job = text_format("%s/1", group);
		body = json_pack("{s:s}", "ModelPackageGroupName", group);
		ok = s->item->job && body
			     ? ask(p, s, "CreateModelPackageGroup", body)
			     : plan_memory(p);
		json_decref(body);
	}
	free(group);
	if (ok)
		jsonpath_back(&p->path, back);
	return ok;
}
