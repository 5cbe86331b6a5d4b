/* SPDX-License-Identifier: MIT */
/*
 * rcp.c - what RCPs cover (Organizations: "Resource control policies", list of
 * services and what is not restricted, as of October 2026).
 */
#include "rcp.h"

#define S(name)                                                                \
	{                                                                      \
		name, sizeof name - 1                                          \
	}

/* Sorted. */
static const struct str services[] = {
	S("aoss"),
	S("appconfig"),
	S("appstream"),
	S("autoscaling"),
	S("autoscaling-plans"),
	S("budgets"),
	S("clouddirectory"),
	S("cloudfront"),
	S("cloudsearch"),
	S("cloudtrail-data"),
	S("codeartifact"),
	S("codebuild"),
	S("codecommit"),
	S("codepipeline"),
	S("cognito-identity"),
	S("cognito-idp"),
	S("comprehend"),
	S("comprehendmedical"),
	S("compute-optimizer"),
	S("cost-optimization-hub"),
	S("dax"),
	S("dsql"),
	S("dynamodb"),
	S("ecr"),
	S("ecr-public"),
	S("events"),
	S("firehose"),
	S("fis"),
	S("fms"),
	S("gamelift"),
	S("health"),
	S("inspector-scan"),
	S("kendra"),
	S("kinesisvideo"),
	S("kms"),
	S("logs"),
	S("memorydb"),
	S("networkmonitor"),
	S("notifications"),
	S("opensearch"),
	S("pca-connector-ad"),
	S("personalize"),
	S("polly"),
	S("pricing"),
	S("resource-groups"),
	S("rolesanywhere"),
	S("s3"),
	S("secretsmanager"),
	S("servicediscovery"),
	S("signin"),
	S("sqs"),
	S("sts"),
	S("support"),
	S("swf"),
	S("textract"),
	S("timestream-influxdb"),
	S("transcribe"),
	S("transfer"),
	S("translate"),
	S("wafv2"),
	S("workspaces"),
	S("xray"),
};

static bool
is_listed(struct str service)
{
	size_t low = 0, high = sizeof services / sizeof *services;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = str_compare(services[mid], service);

		if (order == 0)
			return true;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

/* Grants are retired, and service-linked roles assumed, in any case. */
static bool
is_exempt(const struct context *ctx)
{
	return str_equal(ctx->folded, STR("kms:retiregrant")) ||
	       (str_equal(ctx->arn.service, STR("iam")) &&
		str_starts(ctx->arn.resource, STR("role/aws-service-role/")));
}

bool
rcp_covers(const struct context *ctx)
{
	const struct str action = ctx->folded;
	const char *colon = memchr(action.p, ':', action.n);

	return colon &&
	       is_listed(str_make(action.p, (size_t)(colon - action.p))) &&
	       !is_exempt(ctx);
}
