/* SPDX-License-Identifier: MIT */
/*
 * jobs.c - whole job creations on a platform of teams: name, create, role
 * passing and trust; and pipelines of fifty jobs, which are tagged, too.
 */
#include <stdio.h>

#include "teams.h"

#define SAGEMAKER "sagemaker.amazonaws.com"

/* the last one is for jobs of another service */
static const struct teams_exec exec[] = {
	{ "train", SAGEMAKER },	 { "score", SAGEMAKER },
	{ "deploy", SAGEMAKER }, { "watch", SAGEMAKER },
	{ "label", SAGEMAKER },	 { "etl", "glue.amazonaws.com" },
};

#define NEXEC (sizeof exec / sizeof *exec)
#define ETL   (NEXEC - 1)

struct plan {
	struct workload *w;
	struct dice *dice;
	uint64_t team, teams;
	size_t nroles;
	bool pipeline;
};

/* Lower-case letters and digits, as in execution ids. */
static struct portero_str
token(struct plan *p, size_t n)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	char buffer[32] = { 0 };

	for (size_t i = 0; i < n; i++)
		buffer[i] = letters[dice_below(p->dice, 36)];
	return shelf_text(&p->w->shelf, buffer);
}

static struct portero_str
job_arn(struct plan *p, const char *type, uint64_t team, const char *infix)
{
	struct shelf *shelf = &p->w->shelf;

	if (p->pipeline)
		return shelf_print(shelf, TEAMS_SM "%s/" TEAMS_NAME "-%s%s-%s",
				   type, team, infix, token(p, 12).ptr,
				   token(p, 10).ptr);
	return shelf_print(shelf, TEAMS_SM "%s/" TEAMS_NAME "-%sjob-%u", type,
			   team, infix, (unsigned)dice_below(p->dice, 1000000));
}

/* One role is wrong, or none. */
static void
roles(struct plan *p, struct question *q)
{
	const size_t wrong = dice_below(p->dice, p->nroles);
	const uint64_t flaw = dice_below(p->dice, 20);

	for (size_t i = 0; i < p->nroles; i++) {
		const bool here = i == wrong;
		uint64_t team = p->team;
		size_t kind = i % ETL;
		const char *service = SAGEMAKER;

		if (here && flaw == 0) {
			team = p->team + p->teams;
			workload_refuse(q, "the role is not known");
		} else if (here && flaw == 1 && p->teams > 1) {
			team = (p->team + 1) % p->teams;
			workload_refuse(q, "Handover does not allow the role");
		} else if (here && flaw == 2) {
			kind = ETL;
			workload_refuse(q, "the role trusts another service");
		} else if (here && flaw == 3) {
			service = "ec2.amazonaws.com";
			workload_refuse(q, "Handover does not allow the "
					   "service");
		}
		workload_role(p->w, q,
			      shelf_print(&p->w->shelf,
					  TEAMS_ROLE TEAMS_NAME "-exec-%s",
					  team, exec[kind].suffix),
			      service);
	}
}

static void
runtime(struct plan *p, struct question *q)
{
	const bool over = dice_percent(p->dice, 8);

	workload_attr(p->w, q, "sagemaker:MaxRuntimeInSeconds",
		      over ? "172800" : "3600");
	if (over)
		workload_refuse(q, "OneDay denies the run time");
}

static void
ask_job(struct plan *p)
{
	static const char long_infix[] = "a-name-that-goes-on-and-on-until-it-"
					 "is-longer-than-any-job-may-be-";
	const bool train = dice_percent(p->dice, 60);
	const uint64_t flaw = dice_below(p->dice, 20);
	const char *infix = "";
	uint64_t team = p->team;
	struct question *q;

	if (flaw == 0)
		team += p->teams;
	if (flaw == 1)
		infix = "frozen-";
	if (flaw == 2)
		infix = long_infix;
	q = workload_ask(p->w,
			 shelf_print(&p->w->shelf,
				     TEAMS_ROLE TEAMS_NAME "-gateway", p->team),
			 train ? "sagemaker:CreateTrainingJob"
			       : "sagemaker:CreateProcessingJob",
			 job_arn(p, train ? "training-job" : "processing-job",
				 team, infix));
	workload_attr(p->w, q, "aws:RequestedRegion", REGION);
	if (p->pipeline)
		q->request.flags = PORTERO_FROM_PIPELINE;
	if (flaw == 0)
		workload_refuse(q, "no statement allows another team's jobs");
	if (flaw == 1 && train)
		workload_refuse(q, "Frozen denies the job");
	if (flaw == 2)
		workload_refuse(q, "the name is too long");
	if (!teams_is_creator(p->w, p->team))
		workload_refuse(q, "SCP CreatorsOnly denies the principal");
	runtime(p, q);
	roles(p, q);
}

static void
make(struct workload *w, uint64_t n, size_t nroles, bool pipeline)
{
	struct plan p = {
		.w = w,
		.dice = &w->dice,
		.teams = teams_of(n),
		.nroles = nroles,
		.pipeline = pipeline,
	};

	w->plain = false; /* the baseline answers plain questions only */
	teams_open_fleet(w, p.teams, exec, NEXEC);
	workload_open_policies(w);
	workload_close(w);
	while (w->nquestions < w->wanted) {
		/* one pipeline is of one team */
		if (!pipeline || w->nquestions % WORKLOAD_BATCH == 0)
			p.team = dice_below(&w->dice, p.teams);
		ask_job(&p);
	}
}

void
jobs_one_role(struct workload *w, uint64_t n)
{
	make(w, n, 1, false);
}

void
jobs_five_roles(struct workload *w, uint64_t n)
{
	make(w, n, 5, false);
}

void
jobs_batch(struct workload *w, uint64_t n)
{
	make(w, n, 1, true);
}
