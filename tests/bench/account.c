/* SPDX-License-Identifier: MIT */
/*
 * account.c - fleet-N in the form `aws iam get-account-authorization-details`
 * prints: indented by four, one inline policy of ten statements a role.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "teams.h"

#define CREATED	 "\"CreateDate\":\"2026-01-02T03:04:05+00:00\""
#define BOUNDARY "arn:aws:iam::" ACCOUNT ":policy/boundary"

static void
new_line(struct writer *w, unsigned depth)
{
	static const char blanks[] = "                                ";

	writer_bytes(w, "\n", 1);
	for (; depth > 8; depth -= 8)
		writer_bytes(w, blanks, 32);
	writer_bytes(w, blanks, (size_t)depth * 4);
}

/* Appends compact JSON, which must be right, at DEPTH. */
static void
put_indented(struct writer *w, const char *p, unsigned depth)
{
	for (; *p; p++) {
		if (*p == '"') {
			const char *end = strchr(p + 1, '"');

			writer_bytes(w, p, (size_t)(end + 1 - p));
			p = end;
		} else if ((*p == '{' && p[1] == '}') ||
			   (*p == '[' && p[1] == ']')) {
			writer_bytes(w, p++, 2);
		} else if (*p == '{' || *p == '[') {
			writer_bytes(w, p, 1);
			new_line(w, ++depth);
		} else if (*p == '}' || *p == ']') {
			new_line(w, --depth);
			writer_bytes(w, p, 1);
		} else if (*p == ',') {
			writer_bytes(w, p, 1);
			new_line(w, depth);
		} else {
			writer_bytes(w, p, 1);
			if (*p == ':')
				writer_bytes(w, " ", 1);
		}
	}
}

static void
put_head(struct writer *w, const char *name, uint64_t number,
	 const char *service)
{
	writer_print(w,
		     "{\"Path\":\"/\",\"RoleName\":\"%s\",\"RoleId\":"
		     "\"AROA%017" PRIu64 "\",\"Arn\":\"" TEAMS_ROLE
		     "%s\"," CREATED ",\"AssumeRolePolicyDocument\":{"
		     "\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":"
		     "\"Allow\",\"Principal\":{\"Service\":\"%s\"},\"Action\":"
		     "\"sts:AssumeRole\"}]},\"InstanceProfileList\":[],",
		     name, number, name, service);
}

static void
put_gateway(struct workload *w, struct writer *out, uint64_t team)
{
	char name[64];

	snprintf(name, sizeof name, TEAMS_NAME "-gateway", team);
	put_head(out, name, 2 * team, "ec2.amazonaws.com");
	writer_print(out, "\"RolePolicyList\":[{\"PolicyName\":\"work\","
			  "\"PolicyDocument\":{\"Version\":\"2012-10-17\","
			  "\"Statement\":[");
	teams_statements(out, team);
	writer_print(out,
		     "]}}],\"AttachedManagedPolicies\":[],"
		     "\"PermissionsBoundary\":{"
		     "\"PermissionsBoundaryType\":\"Policy\","
		     "\"PermissionsBoundaryArn\":\"" BOUNDARY "\"},"
		     "\"Tags\":[{\"Key\":\"team\",\"Value\":\"" TEAMS_NAME
		     "\"},{\"Key\":\"env\",\"Value\":\"%s\"},{\"Key\":"
		     "\"creator\",\"Value\":\"%s\"}],\"RoleLastUsed\":{}}",
		     team, teams_is_production(team) ? "prod-eu" : "dev",
		     teams_is_creator(w, team) ? "yes" : "no");
	w->statements += TEAMS_STATEMENTS + 1;
}

static void
put_exec(struct workload *w, struct writer *out, uint64_t team)
{
	char name[64];

	snprintf(name, sizeof name, TEAMS_NAME "-exec-train", team);
	put_head(out, name, 2 * team + 1, "sagemaker.amazonaws.com");
	writer_print(out, "\"RolePolicyList\":[],"
			  "\"AttachedManagedPolicies\":[],\"Tags\":[],"
			  "\"RoleLastUsed\":{}}");
	w->statements++;
}

static void
put_boundary(struct workload *w, struct writer *out)
{
	writer_print(out,
		     "{\"PolicyName\":\"boundary\",\"PolicyId\":"
		     "\"ANPA00000000000000001\",\"Arn\":\"" BOUNDARY
		     "\",\"Path\":\"/\",\"DefaultVersionId\":\"v1\","
		     "\"AttachmentCount\":0,"
		     "\"PermissionsBoundaryUsageCount\":%zu,"
		     "\"IsAttachable\":true," CREATED
		     ",\"PolicyVersionList\":[{\"Document\":%s,\"VersionId\":"
		     "\"v1\",\"IsDefaultVersion\":true," CREATED "}]}",
		     w->principals / 2, workload_boundary);
	w->statements += 3;
}

void
account_details(struct workload *w, uint64_t n)
{
	const uint64_t teams = teams_of(n);
	struct writer one = { 0 };

	w->plain = false; /* the baseline reads sets only */
	w->principals = (size_t)teams * 2;
	writer_print(&w->set, "{\n    \"UserDetailList\": [],\n"
			      "    \"GroupDetailList\": [],\n"
			      "    \"RoleDetailList\": [");
	for (uint64_t t = 0; t < 2 * teams; t++) {
		one.n = 0;
		if (t % 2)
			put_exec(w, &one, t / 2);
		else
			put_gateway(w, &one, t / 2);
		writer_print(&w->set, t ? ",\n        " : "\n        ");
		put_indented(&w->set, one.p, 2);
	}
	one.n = 0;
	put_boundary(w, &one);
	writer_print(&w->set, "\n    ],\n    \"Policies\": [\n        ");
	put_indented(&w->set, one.p, 2);
	writer_print(&w->set, "\n    ]\n}\n");
	free(one.p);
	workload_organization(&w->organization);
	w->statements += 6;
	teams_ask_fleet(w, teams);
}
