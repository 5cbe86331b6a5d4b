/* SPDX-License-Identifier: MIT */
/*
 * teams.c - a platform of teams: ten statements a team, for its own role
 * (fleet) or all for one (fat).
 */
#include "teams.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SM   TEAMS_SM
#define ROLE TEAMS_ROLE

/* clang-format off */
static const char *const ten[] = {
	/* %s is the team, everywhere */
	"{\"Sid\":\"Training%s\",\"Effect\":\"Allow\",\"Action\":["
	"\"sagemaker:CreateTrainingJob\",\"sagemaker:StopTrainingJob\"],"
	"\"Resource\":\"" SM "training-job/%s-*\"}",

	"{\"Sid\":\"Processing%s\",\"Effect\":\"Allow\",\"Action\":"
	"\"sagemaker:CreateProcessingJob\",\"Resource\":[\"" SM
	"processing-job/%s-*\"],\"Condition\":{\"StringEquals\":{"
	"\"aws:RequestedRegion\":\"" REGION "\"}}}",

	"{\"Sid\":\"Handover%s\",\"Effect\":\"Allow\",\"Action\":"
	"\"iam:PassRole\",\"Resource\":\"" ROLE "%s-exec-*\",\"Condition\":{"
	"\"StringEquals\":{\"iam:PassedToService\":"
	"\"sagemaker.amazonaws.com\"}}}",

	"{\"Sid\":\"OneDay%s\",\"Effect\":\"Deny\",\"Action\":"
	"\"sagemaker:Create*\",\"Resource\":[\"" SM "training-job/%s-*\",\""
	SM "processing-job/%s-*\"],\"Condition\":{\"NumericGreaterThan\":{"
	"\"sagemaker:MaxRuntimeInSeconds\":\"86400\"}}}",

	"{\"Sid\":\"Transform%s\",\"Effect\":\"Allow\",\"Action\":"
	"\"sagemaker:CreateTransformJob\",\"Resource\":\"" SM
	"transform-job/${aws:PrincipalTag/team}-%s-*\"}",

	"{\"Sid\":\"Look%s\",\"Effect\":\"Allow\",\"Action\":["
	"\"sagemaker:Describe*\",\"sagemaker:List*\",\"sagemaker:AddTags\"],"
	"\"Resource\":[\"" SM "training-job/%s-*\",\"" SM
	"processing-job/%s-*\"]}",

	"{\"Sid\":\"Frozen%s\",\"Effect\":\"Deny\",\"Action\":\"sagemaker:*\","
	"\"Resource\":\"" SM "training-job/%s-frozen-*\"}",

	"{\"Sid\":\"Queue%s\",\"Effect\":\"Allow\",\"Action\":"
	"\"batch:SubmitJob\",\"Resource\":\"arn:aws:batch:" REGION ":" ACCOUNT
	":job-queue/%s-*\"}",

	"{\"Sid\":\"Etl%s\",\"Effect\":\"Allow\",\"Action\":"
	"\"glue:StartJobRun\",\"Resource\":\"arn:aws:glue:" REGION ":" ACCOUNT
	":job/%s-*\",\"Condition\":{\"StringLike\":{\"aws:PrincipalTag/env\":"
	"\"prod*\"}}}",

	"{\"Sid\":\"Tuning%s\",\"Effect\":\"Allow\",\"Action\":"
	"\"sagemaker:CreateHyperParameterTuningJob\",\"Resource\":\"" SM
	"hyper-parameter-tuning-job/%s-*\",\"Condition\":{"
	"\"ForAllValues:StringLike\":{\"sagemaker:InstanceTypes\":["
	"\"ml.m5.*\",\"ml.g5.*\",\"ml.p5.*\"]},\"Null\":{"
	"\"sagemaker:InstanceTypes\":\"false\"}}}",
};
/* clang-format on */

/* Copies TEMPLATE with every %s replaced. */
static void
fill(struct writer *w, const char *template, const char *team)
{
	const char *mark;

	while ((mark = strstr(template, "%s")) != NULL) {
		writer_bytes(w, template, (size_t)(mark - template));
		writer_bytes(w, team, strlen(team));
		template = mark + 2;
	}
	writer_bytes(w, template, strlen(template));
}

void
teams_statements(struct writer *w, uint64_t team)
{
	char name[32];

	snprintf(name, sizeof name, TEAMS_NAME, team);
	for (size_t i = 0; i < TEAMS_STATEMENTS; i++) {
		if (i)
			writer_bytes(w, ",", 1);
		fill(w, ten[i], name);
	}
}

/* What is known of the role that asks: no dice needed later. */
bool
teams_is_production(uint64_t team)
{
	return team % 10 < 7;
}

bool
teams_is_creator(const struct workload *w, uint64_t team)
{
	return (team % 11 != 5) != (w->swapped && team % 2);
}

static void
gateway_role(struct workload *w, const char *name, const char *team,
	     bool production, bool creator)
{
	writer_print(&w->set,
		     "\n{\"name\":\"%s-gateway\",\"tags\":{\"team\":\"%s\","
		     "\"env\":\"%s\",\"creator\":\"%s\"},"
		     "\"boundary\":\"boundary\",\"policies\":[",
		     name, team, production ? "prod-eu" : "dev",
		     creator ? "yes" : "no");
	w->principals++;
}

static void
exec_role(struct workload *w, uint64_t team, const struct teams_exec *exec)
{
	writer_print(&w->set,
		     "\n{\"name\":\"" TEAMS_NAME "-exec-%s\",\"trust\":{"
		     "\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":"
		     "\"Allow\",\"Principal\":{\"Service\":[\"%s\"]},"
		     "\"Action\":\"sts:AssumeRole\",\"Condition\":{"
		     "\"StringEquals\":{\"aws:SourceAccount\":\"" ACCOUNT
		     "\"}}}]}},",
		     team, exec->suffix, exec->service);
	w->principals++;
	w->statements++;
}

static void
policy(struct workload *w, uint64_t from, uint64_t to)
{
	writer_print(&w->set, "{\"Version\":\"2012-10-17\",\"Statement\":[");
	for (uint64_t team = from; team < to; team++) {
		if (team > from)
			writer_bytes(&w->set, ",", 1);
		teams_statements(&w->set, team);
		w->statements += TEAMS_STATEMENTS;
	}
	writer_print(&w->set, "]},");
}

void
teams_open_fleet(struct workload *w, uint64_t teams,
		 const struct teams_exec *exec, size_t nexec)
{
	char name[32];

	workload_open_roles(w);
	for (uint64_t t = 0; t < teams; t++) {
		snprintf(name, sizeof name, TEAMS_NAME, t);
		gateway_role(w, name, name, teams_is_production(t),
			     teams_is_creator(w, t));
		policy(w, t, t + 1);
		w->set.n--;
		writer_print(&w->set, "]},");
		for (size_t i = 0; i < nexec; i++)
			exec_role(w, t, &exec[i]);
	}
}

void
teams_open_fat(struct workload *w, uint64_t teams,
	       const struct teams_exec *exec)
{
	workload_open_roles(w);
	gateway_role(w, "fat", "fat", true, true);
	for (uint64_t t = 0; t < teams; t += 5)
		policy(w, t, t + 5 < teams ? t + 5 : teams);
	w->set.n--;
	writer_print(&w->set, "]},");
	for (uint64_t t = 0; t < teams; t++)
		exec_role(w, t, exec);
}
