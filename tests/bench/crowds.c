/* SPDX-License-Identifier: MIT */
/*
 * crowds.c - many principals that share few policies, and an organization with
 * very many SCPs.
 */
#include <inttypes.h>
#include <stdio.h>

#include "workload.h"

#define SM	 "arn:aws:sagemaker:" REGION ":" ACCOUNT ":"
#define ROLE	 "arn:aws:iam::" ACCOUNT ":role/"
#define POLICIES 50u

/* ---- one policy for many --------------------------------------------------
 */

/* clang-format off */
static const struct {
	const char *action, *type;
} allowed[] = {
	{ "CreateTrainingJob", "training-job" },
	{ "CreateProcessingJob", "processing-job" },
	{ "CreateTransformJob", "transform-job" },
	{ "CreateModel", "model" },
	{ "CreateEndpoint", "endpoint" },
	{ "CreateEndpointConfig", "endpoint-config" },
	{ "CreateCompilationJob", "compilation-job" },
	{ "StopTrainingJob", "training-job" },
	{ "DescribeTrainingJob", "training-job" },
	{ "DescribeModel", "model" },
};
/* clang-format on */

#define NALLOWED (sizeof allowed / sizeof *allowed)

static uint64_t
team_of(uint64_t user)
{
	return user / POLICIES;
}

static void
ask_shared(struct workload *w, uint64_t users)
{
	const uint64_t user = dice_below(&w->dice, users);
	const size_t i = dice_below(&w->dice, NALLOWED);
	const bool team = dice_percent(&w->dice, 20);
	const bool project = dice_percent(&w->dice, 20);
	const bool abroad = dice_percent(&w->dice, 6);
	struct question *q = workload_ask(
		w, shelf_print(&w->shelf, ROLE "user%07" PRIu64, user),
		shelf_print(&w->shelf, "sagemaker:%s", allowed[i].action).ptr,
		shelf_print(&w->shelf, SM "%s/team%" PRIu64 "-p%" PRIu64 "-%u",
			    allowed[i].type, team_of(user) + team,
			    user % POLICIES + (project ? POLICIES : 0),
			    (unsigned)dice_below(&w->dice, 1000000)));

	workload_attr(w, q, "aws:RequestedRegion",
		      abroad ? "us-east-1" : REGION);
	if (team)
		workload_refuse(q, "the tag names another team");
	if (project)
		workload_refuse(q, "the policy is of another project");
	if (abroad)
		workload_refuse(q, "SCP AtHome denies the region");
}

void
crowds_shared(struct workload *w, uint64_t n)
{
	workload_open_roles(w);
	for (uint64_t i = 0; i < n; i++)
		writer_print(&w->set,
			     "\n{\"name\":\"user%07" PRIu64 "\",\"tags\":{"
			     "\"team\":\"team%" PRIu64
			     "\",\"creator\":\"yes\"},\"boundary\":"
			     "\"boundary\",\"policies\":[\"project%" PRIu64
			     "\"]},",
			     i, team_of(i), i % POLICIES);
	w->principals = (size_t)n;
	workload_open_policies(w);
	for (unsigned p = 0; p < POLICIES; p++) {
		writer_print(&w->set,
			     "\"project%u\":{\"Version\":\"2012-10-17\","
			     "\"Statement\":[",
			     p);
		for (size_t i = 0; i < NALLOWED; i++)
			writer_print(&w->set,
				     "%s{\"Effect\":\"Allow\",\"Action\":"
				     "\"sagemaker:%s\",\"Resource\":\"" SM
				     "%s/${aws:PrincipalTag/team}-p%u-*\"}",
				     i ? "," : "", allowed[i].action,
				     allowed[i].type, p);
		writer_print(&w->set, "]},");
		w->statements += NALLOWED;
	}
	workload_close(w);
	while (w->nquestions < w->wanted)
		ask_shared(w, n);
}

/* ---- many SCPs ------------------------------------------------------------
 */

#define LEVELS 5u

static void
scp_names(struct workload *w, unsigned level, uint64_t n)
{
	writer_print(&w->set, "\"scps\":[");
	for (uint64_t i = 0; i < n; i++)
		writer_print(&w->set, "%s\"scp-%u-%" PRIu64 "\"", i ? "," : "",
			     level, i);
	writer_print(&w->set, "]");
}

static void
organization(struct workload *w, uint64_t n)
{
	writer_print(&w->set, "{\"schema\":\"portero.set/1\",\n"
			      "\"organization\":{\"id\":\"o-bench00001\","
			      "\"root\":{\"id\":\"r-b001\",");
	scp_names(w, 0, n);
	for (unsigned level = 1; level < LEVELS - 1; level++) {
		writer_print(&w->set,
			     ",\"ous\":[{\"id\":\"ou-b001-level%03u\",", level);
		scp_names(w, level, n);
	}
	writer_print(&w->set, ",\"accounts\":[{\"id\":\"" ACCOUNT "\",");
	scp_names(w, LEVELS - 1, n);
	writer_print(&w->set, "}]");
	for (unsigned level = 1; level < LEVELS - 1; level++)
		writer_print(&w->set, "}]");
	writer_print(&w->set, "}},\n");
}

/* The first SCP of a level allows all; each denies two things of its own. */
static void
scp(struct workload *w, unsigned level, uint64_t i)
{
	writer_print(&w->set,
		     ",\n\"scp-%u-%" PRIu64
		     "\":{\"Version\":\"2012-10-17\",\"Statement\":[",
		     level, i);
	if (i == 0)
		writer_print(&w->set, "{\"Effect\":\"Allow\",\"Action\":\"*\","
				      "\"Resource\":\"*\"},");
	writer_print(&w->set,
		     "{\"Effect\":\"Deny\",\"Action\":\"sagemaker:Create*\","
		     "\"Resource\":\"arn:aws:sagemaker:*:*:*/no-%u-%" PRIu64
		     "-*\",\"Condition\":{\"ArnNotLike\":{"
		     "\"aws:PrincipalArn\":\"arn:aws:iam::*:role/"
		     "emergency-*\"}}},"
		     "{\"Effect\":\"Deny\",\"NotAction\":[\"iam:*\","
		     "\"sts:*\"],\"Resource\":\"*\",\"Condition\":{"
		     "\"StringEquals\":{\"aws:RequestedRegion\":"
		     "\"nowhere-%u-%" PRIu64 "\"}}}]}",
		     level, i, level, i);
	w->statements += i == 0 ? 3 : 2;
}

static void
ask_scps(struct workload *w, uint64_t n)
{
	const unsigned level = (unsigned)dice_below(&w->dice, LEVELS);
	const uint64_t i = dice_below(&w->dice, n);
	const bool name = dice_percent(&w->dice, 30);
	const bool region = dice_percent(&w->dice, 30);
	const unsigned number = (unsigned)dice_below(&w->dice, 1000000);
	struct question *q = workload_ask(
		w, shelf_print(&w->shelf, ROLE "planner"),
		"sagemaker:CreateTrainingJob",
		name ? shelf_print(&w->shelf,
				   SM "training-job/no-%u-%" PRIu64 "-%u",
				   level, i, number)
		     : shelf_print(&w->shelf, SM "training-job/yes-%u",
				   number));

	workload_attr(
		w, q, "aws:RequestedRegion",
		region ? shelf_print(&w->shelf, "nowhere-%u-%" PRIu64, level, i)
				 .ptr
		       : REGION);
	if (name)
		workload_refuse(q, "an SCP denies the name");
	if (region)
		workload_refuse(q, "an SCP denies the region");
}

void
crowds_scps(struct workload *w, uint64_t n)
{
	organization(w, n);
	writer_print(&w->set,
		     "\"accounts\":[{\"id\":\"" ACCOUNT
		     "\",\"roles\":[{\"name\":\"planner\",\"policies\":["
		     "\"work\"]}]}],\n\"policies\":{\"work\":{\"Version\":"
		     "\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
		     "\"Action\":\"sagemaker:*\",\"Resource\":\"" SM "*\"}]}");
	w->principals = 1;
	w->statements = 1;
	for (unsigned level = 0; level < LEVELS; level++)
		for (uint64_t i = 0; i < n; i++)
			scp(w, level, i);
	writer_print(&w->set, "}}\n");
	while (w->nquestions < w->wanted)
		ask_scps(w, n);
}
