/* SPDX-License-Identifier: MIT */
/*
 * frame.c - what most sets have around their roles: an account in an
 * organization with SCPs at three levels, and a permissions boundary.
 */
#include <string.h>

#include "workload.h"

/* Six statements at three levels: what an organization often has. */
/* clang-format off */
static const char scp_root[] =
	"{\"Version\":\"2012-10-17\",\"Statement\":["
	"{\"Sid\":\"Everything\",\"Effect\":\"Allow\",\"Action\":\"*\","
	"\"Resource\":\"*\"},"
	"{\"Sid\":\"CreatorsOnly\",\"Effect\":\"Deny\",\"Action\":["
	"\"sagemaker:CreateTrainingJob\",\"sagemaker:CreateProcessingJob\","
	"\"sagemaker:CreateTransformJob\","
	"\"sagemaker:CreateHyperParameterTuningJob\",\"batch:SubmitJob\","
	"\"glue:StartJobRun\"],\"Resource\":\"*\",\"Condition\":{"
	"\"StringNotEquals\":{\"aws:PrincipalTag/creator\":\"yes\"}}}]}";
static const char scp_ou[] =
	"{\"Version\":\"2012-10-17\",\"Statement\":["
	"{\"Sid\":\"Services\",\"Effect\":\"Allow\",\"Action\":["
	"\"sagemaker:*\",\"batch:*\",\"glue:*\",\"s3:GetObject\","
	"\"iam:PassRole\"],\"Resource\":\"*\"},"
	"{\"Sid\":\"AtHome\",\"Effect\":\"Deny\",\"NotAction\":["
	"\"iam:*\",\"sts:*\"],\"Resource\":\"*\",\"Condition\":{"
	"\"StringNotEquals\":{\"aws:RequestedRegion\":[\"" REGION
	"\",\"eu-north-1\"]},\"ArnNotLike\":{\"aws:PrincipalArn\":"
	"\"arn:aws:iam::*:role/emergency-*\"}}}]}";
static const char scp_account[] =
	"{\"Version\":\"2012-10-17\",\"Statement\":["
	"{\"Sid\":\"Everything\",\"Effect\":\"Allow\",\"Action\":\"*\","
	"\"Resource\":\"*\"},"
	"{\"Sid\":\"NoAdmins\",\"Effect\":\"Deny\",\"Action\":"
	"\"iam:PassRole\",\"Resource\":[\"arn:aws:iam::" ACCOUNT
	":role/admin-*\",\"arn:aws:iam::" ACCOUNT
	":role/*-exec-admin\"]}]}";
const char workload_boundary[] =
	"{\"Version\":\"2012-10-17\",\"Statement\":["
	"{\"Sid\":\"Jobs\",\"Effect\":\"Allow\",\"Action\":[\"sagemaker:*\","
	"\"batch:*\",\"glue:*\",\"s3:GetObject\"],\"Resource\":\"*\"},"
	"{\"Sid\":\"Handover\",\"Effect\":\"Allow\",\"Action\":"
	"\"iam:PassRole\",\"Resource\":\"arn:aws:iam::" ACCOUNT
	":role/*-exec-*\",\"Condition\":{\"StringEquals\":{"
	"\"iam:PassedToService\":[\"sagemaker.amazonaws.com\","
	"\"batch.amazonaws.com\",\"glue.amazonaws.com\"]}}},"
	"{\"Sid\":\"NoLargeGpus\",\"Effect\":\"Deny\",\"Action\":"
	"\"sagemaker:CreateHyperParameterTuningJob\",\"Resource\":\"*\","
	"\"Condition\":{\"ForAnyValue:StringLike\":{"
	"\"sagemaker:InstanceTypes\":[\"ml.p4*\",\"ml.p5*\"]}}}]}";
/* clang-format on */

static void
organization(struct writer *w, const char *root, const char *ou,
	     const char *account)
{
	writer_print(w,
		     "{\"id\":\"o-bench00001\",\"root\":{\"id\":\"r-b001\","
		     "\"scps\":[%s],\"ous\":[{\"id\":"
		     "\"ou-b001-ml000000\",\"scps\":[%s],\"accounts\":[{"
		     "\"id\":\"" ACCOUNT "\",\"scps\":[%s]}]}]}}",
		     root, ou, account);
}

void
workload_organization(struct writer *w)
{
	organization(w, scp_root, scp_ou, scp_account);
}

void
workload_open_roles(struct workload *w)
{
	writer_print(&w->set, "{\"schema\":\"portero.set/1\",\n"
			      "\"organization\":");
	organization(&w->set, "\"scp-root\"", "\"scp-ou\"", "\"scp-account\"");
	writer_print(&w->set,
		     ",\n\"accounts\":[{\"id\":\"" ACCOUNT "\",\"roles\":[");
}

/* The comma behind the last element of a list becomes what ends it. */
static void
close_list(struct writer *w, const char *end)
{
	if (w->p[w->n - 1] == ',')
		w->n--;
	writer_print(w, "%s", end);
}

static void
put_policy(struct workload *w, const char *name, const char *document)
{
	writer_print(&w->set, "\"%s\":%s,", name, document);
}

void
workload_open_policies(struct workload *w)
{
	close_list(&w->set, "]}],\n\"policies\":{");
	put_policy(w, "scp-root", scp_root);
	put_policy(w, "scp-ou", scp_ou);
	put_policy(w, "scp-account", scp_account);
	put_policy(w, "boundary", workload_boundary);
	w->statements += 9;
}

void
workload_close(struct workload *w)
{
	close_list(&w->set, "}}\n");
}
