/* SPDX-License-Identifier: MIT */
/*
 * Steps that call other services: Lambda, SQS (Callback), EMR, EMR Serverless
 * ("AWS managed policies for SageMaker Pipelines" has the actions and the
 * services that the roles are passed to).
 */
#include "pipeline_plan.h"

#include <stdlib.h>
#include <string.h>

#include "sagemaker_reader.h"

#include "text.h"

#define EC2	       "ec2.amazonaws.com"
#define EMR	       "elasticmapreduce.amazonaws.com"
#define EMR_SERVERLESS "emr-serverless.amazonaws.com"
#define AUTO_SCALING   "application-autoscaling.amazonaws.com"

static struct request *
ask(struct plan *p, struct step *s, const char *action, const char *resource)
{
	struct request *request = plan_question(p, s, PIPELINE_JOB);

	if (request) {
		request_set_action(request, slice_of(action));
		request_set_resource(request, slice_of(resource));
	}
	return request;
}

/* A member the step cannot do without; *TEXT is NULL when it is undecided. */
static bool
need(struct plan *p, struct step *s, const json_t *object, const char *member,
     char **text)
{
	json_t *open;
	bool ok = true;

	if (!plan_text(p, object, member, text, &open))
		return false;
	if (open)
		ok = plan_undecided(p, s, member, open);
	else if (!*text)
		ok = plan_fail(p, "missing-member", NULL, "a %s step needs %s",
			       s->type, member);
	json_decref(open);
	return ok;
}

static bool
check_filled(struct plan *p, const char *text)
{
	return !text_has_placeholder(slice_of(text)) ||
	       plan_fail(p, "placeholder", "fill the template in first",
			 "unfilled placeholder \"%.160s\"", text);
}

bool
plan_lambda(struct plan *p, struct step *s)
{
	const size_t back = p->path.len;
	char *function;
	bool ok;

	if (!need(p, s, s->json, "FunctionArn", &function))
		return false;
	if (!function)
		return true;
	jsonpath_key(&p->path, "FunctionArn");
	ok = check_filled(p, function) &&
	     ((text_starts(function, "arn:") &&
	       strstr(function, ":function:")) ||
	      plan_fail(p, "bad-arn", NULL,
			"\"%.160s\" is not the ARN of a function", function)) &&
	     ask(p, s, "lambda:InvokeFunction", function);
	free(function);
	if (ok)
		jsonpath_back(&p->path, back);
	return ok;
}

/*
 * https://sqs.REGION.amazonaws.com/ACCOUNT/QUEUE as an ARN; NULL with *err.
 */
static char *
queue_arn(struct plan *p, const char *url)
{
	static const char head[] = "https://sqs.";
	const char *region, *path;

	if (text_starts(url, head)) {
		region = url + strlen(head);
		path = strchr(region, '/');
		if (path && strcspn(region, "./") > 0 &&
		    strspn(path + 1, "0123456789") == 12 && path[13] == '/' &&
		    path[14] != '\0' && !strpbrk(path + 14, "/:*?$ "))
			return text_format("arn:%s:sqs:%.*s:%.12s:%s",
					   p->partition,
					   (int)strcspn(region, "./"), region,
					   path + 1, path + 14);
	}
	plan_fail(p, "bad-queue", "https://sqs.REGION.amazonaws.com/ACCOUNT/Q",
		  "\"%.160s\" is not the URL of a queue", url);
	return NULL;
}

bool
plan_callback(struct plan *p, struct step *s)
{
	const size_t back = p->path.len;
	char *url, *arn;
	bool ok;

	if (!need(p, s, s->json, "SqsQueueUrl", &url))
		return false;
	if (!url)
		return true;
	jsonpath_key(&p->path, "SqsQueueUrl");
	arn = check_filled(p, url) ? queue_arn(p, url) : NULL;
	ok = arn && ask(p, s, "sqs:SendMessage", arn);
	free(arn);
	free(url);
	if (ok)
		jsonpath_back(&p->path, back);
	else
		plan_memory(p);
	return ok;
}

/*
 * A role of OBJECT for SERVICE. EMR takes names as well as ARNs; a name is at
 * the path "/".
 */
static bool
add_role(struct plan *p, struct step *s, struct request *request,
	 const json_t *object, const char *member, const char *service)
{
	char *role, *arn;
	json_t *open;
	bool ok = true;

	if (!plan_text(p, object, member, &role, &open))
		return false;
	if (open)
		ok = plan_undecided(p, s, member, open);
	json_decref(open);
	if (!role)
		return ok;
	arn = text_starts(role, "arn:")
		      ? text_format("%s", role)
		      : text_format("arn:%s:iam::%s:role/%s", p->partition,
				    p->account, role);
	if (!arn)
		ok = plan_memory(p);
	else if (!sagemaker_is_role(slice_of(arn))) {
		jsonpath_key(&p->path, member);
		ok = check_filled(p, role) &&
		     plan_fail(p, "bad-role", NULL,
			       "\"%.160s\" is neither the ARN nor the name "
			       "of a role",
			       role);
	} else {
		request_add_role(request, slice_of(arn), service);
	}
	free(arn);
	free(role);
	return ok;
}

/*
 * Nothing in VALUE but the members of it that are KNOWN may sound like a role:
 * one that nobody asks about would be handed over unseen.
 */
static bool
check_roles(struct plan *p, struct step *s, const json_t *value,
	    const char *const *known, unsigned depth)
{
	const size_t back = p->path.len;
	json_t *root = jsonpath_iterable(value), *member;
	const char *key;
	size_t i;

	if (depth > JSONPATH_DEPTH)
		return plan_fail(p, "too-deep", NULL,
				 "nested more than %d levels deep",
				 JSONPATH_DEPTH);
	json_array_foreach(root, i, member)
	{
		jsonpath_index(&p->path, i);
		if (!check_roles(p, s, member, NULL, depth + 1))
			return false;
		jsonpath_back(&p->path, back);
	}
	json_object_foreach(root, key, member)
	{
		const char *const *k = known;

		while (k && *k && !text_equal(*k, key))
			k++;
		jsonpath_key(&p->path, key);
		if ((!k || !*k) && body_sounds_like_role(slice_of(key)))
			return plan_fail(p, "unknown-role-member", NULL,
					 "this looks like a role, and a step "
					 "of type %s is not known to take one "
					 "here",
					 s->type);
		if (!check_roles(p, s, member, NULL, depth + 1))
			return false;
		jsonpath_back(&p->path, back);
	}
	return true;
}

/* What an argument that is an object may be. */
enum argument { ARGUMENT_NONE, ARGUMENT_OPEN, ARGUMENT_THERE, ARGUMENT_WRONG };

/* Argument MEMBER, which has the roles KNOWN and no others. */
static enum argument
take_object(struct plan *p, struct step *s, const char *member,
	    const char *const *known, const json_t **object)
{
	const size_t back = jsonpath_key(&p->path, member);
	bool ok;

	*object = json_object_get(s->arguments, member);
	if (!*object || json_is_null(*object)) {
		jsonpath_back(&p->path, back);
		return ARGUMENT_NONE;
	}
	if (expression_is(*object)) {
		jsonpath_back(&p->path, back);
		return plan_undecided(p, s, member, *object) ? ARGUMENT_OPEN
							     : ARGUMENT_WRONG;
	}
	ok = json_is_object(*object) ? check_roles(p, s, *object, known, 0)
				     : plan_fail(p, "wrong-type", NULL,
						 "an object is due here");
	if (!ok)
		return ARGUMENT_WRONG;
	jsonpath_back(&p->path, back);
	return ARGUMENT_THERE;
}

/* A cluster of the step's own. */
static bool
plan_run_job_flow(struct plan *p, struct step *s, const json_t *config)
{
	const size_t back = jsonpath_key(&p->path, "ClusterConfig");
	struct request *request = ask(p, s, "elasticmapreduce:RunJobFlow", "*");

	if (!request || !add_role(p, s, request, config, "JobFlowRole", EC2) ||
	    !add_role(p, s, request, config, "ServiceRole", EMR) ||
	    !add_role(p, s, request, config, "AutoScalingRole", AUTO_SCALING))
		return false;
	jsonpath_back(&p->path, back);
	return true;
}

/*
 * A step on a running cluster. Its ExecutionRoleArn is not passed, it is
 * allowed by the key elasticmapreduce:ExecutionRoleArn.
 */
static bool
plan_add_steps(struct plan *p, struct step *s, const char *cluster)
{
	char *arn = text_format("arn:%s:elasticmapreduce:%s:%s:cluster/%s",
				p->partition, p->setting->region, p->account,
				cluster);
	struct request *request =
		arn ? ask(p, s, "elasticmapreduce:AddJobFlowSteps", arn) : NULL;
	char *role;
	json_t *open;

	free(arn);
	if (!request)
		return plan_memory(p);
	if (!plan_text(p, s->arguments, "ExecutionRoleArn", &role, &open))
		return false;
	if (open)
		request_add_unknown(request,
				    "elasticmapreduce:ExecutionRoleArn");
	else if (role)
		request_add_attr(request, "elasticmapreduce:ExecutionRoleArn",
				 slice_of(role));
	json_decref(open);
	free(role);
	return true;
}

/* An id that may stand in an ARN. */
static bool
check_id(struct plan *p, const char *member, const char *id)
{
	if (*id != '\0' && id[strspn(id, "abcdefghijklmnopqrstuvwxyz"
					 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					 "0123456789-_")] == '\0')
		return true;
	jsonpath_key(&p->path, member);
	return check_filled(p, id) &&
	       plan_fail(p, "bad-id", NULL, "\"%.100s\" is not an id", id);
}

bool
plan_emr(struct plan *p, struct step *s)
{
	static const char *const roles[] = { "JobFlowRole", "ServiceRole",
					     "AutoScalingRole", NULL };
	const size_t back = jsonpath_key(&p->path, "Arguments");
	const json_t *config;
	char *cluster = NULL;
	bool ok = false;

	switch (take_object(p, s, "ClusterConfig", roles, &config)) {
	case ARGUMENT_THERE:
		/* its id is known when it runs; this is a sample */
		ok = plan_run_job_flow(p, s, config) &&
		     plan_add_steps(p, s, "j-0000000000000");
		break;
	case ARGUMENT_NONE:
		if (!need(p, s, s->arguments, "ClusterId", &cluster))
			return false;
		ok = !cluster || (check_id(p, "ClusterId", cluster) &&
				  plan_add_steps(p, s, cluster));
		break;
	case ARGUMENT_OPEN:
		ok = true;
		break;
	case ARGUMENT_WRONG:
		break;
	}
	free(cluster);
	if (ok)
		jsonpath_back(&p->path, back);
	return ok;
}

/* An application of the step's own is created and started first. */
static bool
plan_application(struct plan *p, struct step *s, const char *arn)
{
	return (ask(p, s, "emr-serverless:CreateApplication", "*") &&
		ask(p, s, "emr-serverless:StartApplication", arn)) ||
	       plan_memory(p);
}

static bool
plan_job_run(struct plan *p, struct step *s, const char *arn)
{
	static const char *const roles[] = { "executionRoleArn", NULL };
	const json_t *job;
	const enum argument config =
		take_object(p, s, "JobConfig", roles, &job);
	struct request *request;

	if (config == ARGUMENT_WRONG || config == ARGUMENT_OPEN)
		return config == ARGUMENT_OPEN;
	request = ask(p, s, "emr-serverless:StartJobRun", arn);
	return request &&
	       add_role(p, s, request, s->arguments, "ExecutionRoleArn",
			EMR_SERVERLESS) &&
	       add_role(p, s, request, job, "executionRoleArn", EMR_SERVERLESS);
}

bool
plan_emr_serverless(struct plan *p, struct step *s)
{
	const size_t back = jsonpath_key(&p->path, "Arguments");
	const json_t *config;
	const enum argument application =
		take_object(p, s, "ApplicationConfig", NULL, &config);
	const bool own = application == ARGUMENT_THERE;
	char *id = NULL, *arn;
	bool ok;

	if (application == ARGUMENT_WRONG)
		return false;
	if (application == ARGUMENT_OPEN) {
		jsonpath_back(&p->path, back);
		return true;
	}
	if (!own && !need(p, s, s->arguments, "ApplicationId", &id))
		return false;
	if (!own && !id) {
		jsonpath_back(&p->path, back);
		return true;
	}
	arn = text_format("arn:%s:emr-serverless:%s:%s:/applications/%s",
			  p->partition, p->setting->region, p->account,
			  own ? "0000000000000000" : id);
	ok = arn ? (own || check_id(p, "ApplicationId", id)) &&
			     (!own || plan_application(p, s, arn)) &&
			     plan_job_run(p, s, arn)
		 : plan_memory(p);
	free(arn);
	free(id);
	if (ok)
		jsonpath_back(&p->path, back);
	return ok;
}
