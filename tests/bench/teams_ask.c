/* SPDX-License-Identifier: MIT */
/*
 * teams_ask.c - mixed questions to a platform of teams. Each is made with its
 * flaws, so the right answer is known before anybody evaluates a policy.
 */
#include "teams.h"

#include <stdio.h>
#include <string.h>

#define SM   TEAMS_SM
#define ROLE TEAMS_ROLE

/* One question in the making. */
struct draft {
	struct workload *w;
	struct dice *dice;
	struct portero_str who;
	const char *tag; /* his tag "team" */
	bool production, creator;
	const char *region;
	char own[32]; /* the team whose resource it is */
	bool foreign; /* not one of his */
	unsigned number;
};

static struct question *
ask(struct draft *d, const char *action, struct portero_str resource)
{
	struct question *q = workload_ask(d->w, d->who, action, resource);

	workload_attr(d->w, q, "aws:RequestedRegion", d->region);
	if (d->foreign)
		workload_refuse(q, "no statement allows it on this team's "
				   "resources");
	return q;
}

/* What the SCPs say of everything but IAM. */
static void
regional(struct draft *d, struct question *q)
{
	if (strcmp(d->region, REGION) != 0)
		workload_refuse(q, "SCP AtHome denies the region");
}

static void
creating(struct draft *d, struct question *q)
{
	if (!d->creator)
		workload_refuse(q, "SCP CreatorsOnly denies the principal");
	regional(d, q);
}

static void
runtime(struct draft *d, struct question *q)
{
	const bool over = dice_percent(d->dice, 12);

	workload_attr(d->w, q, "sagemaker:MaxRuntimeInSeconds",
		      over ? "172800" : "3600");
	if (over)
		workload_refuse(q, "OneDay denies the run time");
}

static void
training(struct draft *d)
{
	const bool frozen = dice_percent(d->dice, 12);
	struct question *q =
		ask(d, "sagemaker:CreateTrainingJob",
		    shelf_print(&d->w->shelf, SM "training-job/%s-%sjob-%u",
				d->own, frozen ? "frozen-" : "", d->number));

	runtime(d, q);
	workload_attr(d->w, q, "sagemaker:InstanceTypes", "ml.m5.xlarge");
	if (frozen)
		workload_refuse(q, "Frozen denies the job");
	creating(d, q);
}

static void
processing(struct draft *d)
{
	struct question *q =
		ask(d, "sagemaker:CreateProcessingJob",
		    shelf_print(&d->w->shelf, SM "processing-job/%s-etl-%u",
				d->own, d->number));

	runtime(d, q);
	creating(d, q);
}

static void
handover(struct draft *d)
{
	const bool admin = dice_percent(d->dice, 15);
	const bool other = dice_percent(d->dice, 15);
	struct question *q =
		ask(d, "iam:PassRole",
		    shelf_print(&d->w->shelf, ROLE "%s-exec-%s", d->own,
				admin ? "admin" : "train"));

	workload_attr(d->w, q, "iam:PassedToService",
		      other ? "ec2.amazonaws.com" : "sagemaker.amazonaws.com");
	if (admin)
		workload_refuse(q, "SCP NoAdmins denies the role");
	if (other)
		workload_refuse(q, "Handover does not allow the service");
}

static void
transform(struct draft *d)
{
	const bool other = dice_percent(d->dice, 20);
	struct question *q = ask(
		d, "sagemaker:CreateTransformJob",
		shelf_print(&d->w->shelf, SM "transform-job/%s-%s-%u",
			    other ? "somebody" : d->tag, d->own, d->number));

	if (other)
		workload_refuse(q, "Transform allows the tag's team only");
	creating(d, q);
}

static void
queue(struct draft *d)
{
	creating(d, ask(d, "batch:SubmitJob",
			shelf_print(&d->w->shelf,
				    "arn:aws:batch:" REGION ":" ACCOUNT
				    ":job-queue/%s-q%u",
				    d->own, d->number % 4)));
}

static void
etl(struct draft *d)
{
	struct question *q = ask(d, "glue:StartJobRun",
				 shelf_print(&d->w->shelf,
					     "arn:aws:glue:" REGION ":" ACCOUNT
					     ":job/%s-nightly%u",
					     d->own, d->number % 4));

	if (!d->production)
		workload_refuse(q, "Etl allows production only");
	creating(d, q);
}

static void
tuning(struct draft *d)
{
	static const struct {
		const char *types[2];
		size_t n;
		const char *why;
	} choices[] = {
		{ { "ml.m5.large", NULL }, 1, NULL },
		{ { "ml.m5.large", "ml.g5.2xlarge" }, 2, NULL },
		{ { "ml.g5.xlarge", "ml.p5.48xlarge" },
		  2,
		  "boundary NoLargeGpus denies a type" },
		{ { "ml.c6i.large", "ml.m5.large" },
		  2,
		  "Tuning does not allow a type" },
		{ { NULL, NULL }, 0, "Tuning wants the types to be given" },
	};
	const size_t i = dice_below(d->dice, sizeof choices / sizeof *choices);
	struct question *q =
		ask(d, "sagemaker:CreateHyperParameterTuningJob",
		    shelf_print(&d->w->shelf,
				SM "hyper-parameter-tuning-job/%s-hpo-%u",
				d->own, d->number));

	if (choices[i].n)
		workload_attrs(d->w, q, "sagemaker:InstanceTypes",
			       choices[i].types, choices[i].n);
	if (choices[i].why)
		workload_refuse(q, choices[i].why);
	creating(d, q);
}

static void
look(struct draft *d)
{
	static const char *const actions[] = {
		"sagemaker:DescribeTrainingJob",
		"sagemaker:DescribeTrainingJob",
		"sagemaker:StopTrainingJob",
		"sagemaker:DeleteTrainingJob",
	};
	const size_t i = dice_below(d->dice, 4);
	struct question *q =
		ask(d, actions[i],
		    shelf_print(&d->w->shelf, SM "training-job/%s-job-%u",
				d->own, d->number));

	if (i == 3)
		workload_refuse(q, "no statement allows to delete");
	regional(d, q);
}

static void (*const kinds[])(struct draft *) = {
	training,  training, training, processing, handover, handover,
	transform, queue,    etl,      tuning,	   look,
};

/* A mixed question about TEAM, of the TEAMS there are. */
static void
mixed(struct draft *d, uint64_t team, uint64_t teams)
{
	d->foreign = dice_percent(d->dice, 18);
	d->region = dice_percent(d->dice, 6) ? "us-east-1" : REGION;
	d->number = (unsigned)dice_below(d->dice, 1000000);
	/* a team that does not exist owns nothing that anybody may touch */
	snprintf(d->own, sizeof d->own, TEAMS_NAME,
		 d->foreign ? team + 7 * teams + 1 : team);
	kinds[dice_below(d->dice, sizeof kinds / sizeof *kinds)](d);
}

static const struct teams_exec train = { "train", "sagemaker.amazonaws.com" };

uint64_t
teams_of(uint64_t statements)
{
	return statements >= TEAMS_STATEMENTS ? statements / TEAMS_STATEMENTS
					      : 1;
}

void
teams_ask_fleet(struct workload *w, uint64_t teams)
{
	while (w->nquestions < w->wanted) {
		const uint64_t team = dice_below(&w->dice, teams);
		struct portero_str tag =
			shelf_print(&w->shelf, TEAMS_NAME, team);
		struct draft d = {
			.w = w,
			.dice = &w->dice,
			.who = shelf_print(&w->shelf,
					   ROLE TEAMS_NAME "-gateway", team),
			.tag = tag.ptr,
			.production = teams_is_production(team),
			.creator = teams_is_creator(w, team),
		};

		mixed(&d, team, teams);
	}
}

void
teams_fleet(struct workload *w, uint64_t n)
{
	const uint64_t teams = teams_of(n);

	teams_open_fleet(w, teams, &train, 1);
	workload_open_policies(w);
	workload_close(w);
	teams_ask_fleet(w, teams);
}

void
teams_fat(struct workload *w, uint64_t n)
{
	const uint64_t teams = teams_of(n);
	struct draft d = {
		.w = w,
		.dice = &w->dice,
		.who = shelf_print(&w->shelf, ROLE "fat-gateway"),
		.tag = "fat",
		.production = true,
		.creator = true,
	};

	teams_open_fat(w, teams, &train);
	workload_open_policies(w);
	workload_close(w);
	while (w->nquestions < w->wanted)
		mixed(&d, dice_below(&w->dice, teams), teams);
}
