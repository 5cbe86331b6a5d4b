/* SPDX-License-Identifier: MIT */
/*
 * shapes.c - sets that are unlike most: one principal whose resource patterns
 * begin with wildcards, hold variables, are very long, or are made to be slow.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "workload.h"

#define SM   "arn:aws:sagemaker:" REGION ":" ACCOUNT ":"
#define ROLE "arn:aws:iam::" ACCOUNT ":role/"
#define NAME "team%" PRIu64

#define DOCUMENT_STATEMENTS 50u

/* Begins the statement number N of one long list, in documents of fifty. */
static void
statement(struct workload *w, uint64_t n, const char *effect,
	  const char *action)
{
	if (n % DOCUMENT_STATEMENTS == 0)
		writer_print(&w->set,
			     "%s{\"Version\":\"2012-10-17\",\"Statement\":[",
			     n ? "]}," : "");
	else
		writer_print(&w->set, ",");
	writer_print(&w->set,
		     "{\"Effect\":\"%s\",\"Action\":\"%s\",\"Resource\":",
		     effect, action);
	w->statements++;
}

/* The role all statements are for. PATH begins and ends with a slash. */
static void
open_role(struct workload *w, const char *path, const char *name)
{
	workload_open_roles(w);
	writer_print(&w->set,
		     "\n{\"name\":\"%s\",\"path\":\"%s\",\"tags\":{\"team\":"
		     "\"fraud\",\"creator\":\"yes\"},\"boundary\":"
		     "\"boundary\",\"policies\":[",
		     name, path);
	w->principals = 1;
}

static void
close_role(struct workload *w)
{
	writer_print(&w->set, "]}]},");
	workload_open_policies(w);
	workload_close(w);
}

/* All questions say the region; some the wrong one. */
static void
region(struct workload *w, struct question *q)
{
	const bool abroad = dice_percent(&w->dice, 6);

	workload_attr(w, q, "aws:RequestedRegion",
		      abroad ? "us-east-1" : REGION);
	if (abroad)
		workload_refuse(q, "SCP AtHome denies the region");
}

/* ---- wildcards first ------------------------------------------------------
 */

static void
ask_wild(struct workload *w, struct portero_str who, uint64_t teams)
{
	static const char *const actions[] = {
		"sagemaker:CreateTrainingJob",
		"sagemaker:CreateProcessingJob",
		"sagemaker:CreateTransformJob",
	};
	static const char *const types[] = { "training-job", "processing-job",
					     "transform-job" };
	const size_t kind = dice_below(&w->dice, 3);
	const bool foreign = dice_percent(&w->dice, 25);
	const bool frozen = dice_percent(&w->dice, 25);
	const uint64_t team =
		dice_below(&w->dice, teams) + (foreign ? teams : 0);
	const unsigned n = (unsigned)dice_below(&w->dice, 1000000);
	struct question *q = workload_ask(
		w, who, actions[kind],
		shelf_print(&w->shelf, SM "%s/" NAME "-%s%u%s" NAME,
			    types[kind], team, frozen ? "frozen-" : "", n,
			    kind == 2 ? "-" : "-of-", team));

	region(w, q);
	if (foreign)
		workload_refuse(q, "no statement allows this team");
	if (frozen)
		workload_refuse(q, "the team's frozen jobs are denied");
}

/* Four statements a team. */
void
shapes_wild(struct workload *w, uint64_t n)
{
	const uint64_t teams = n / 4 ? n / 4 : 1;
	const struct portero_str who =
		shelf_print(&w->shelf, ROLE "wild-gateway");

	open_role(w, "/", "wild-gateway");
	for (uint64_t t = 0; t < teams; t++) {
		statement(w, 4 * t, "Allow", "sagemaker:CreateTrainingJob");
		writer_print(&w->set, "\"*:training-job/" NAME "-*\"}", t);
		statement(w, 4 * t + 1, "Allow",
			  "sagemaker:CreateProcessingJob");
		writer_print(&w->set,
			     "\"arn:aws:sagemaker:*:*:processing-job/" NAME
			     "-*\"}",
			     t);
		statement(w, 4 * t + 2, "Allow",
			  "sagemaker:CreateTransformJob");
		writer_print(&w->set, "\"*-" NAME "\"}", t);
		statement(w, 4 * t + 3, "Deny", "sagemaker:Create*");
		writer_print(&w->set, "\"*:*-job/" NAME "-frozen-*\"}", t);
	}
	close_role(w);
	while (w->nquestions < w->wanted)
		ask_wild(w, who, teams);
}

/* ---- variables ------------------------------------------------------------
 */

/* A variable first, so that all patterns begin alike. */
void
shapes_variables(struct workload *w, uint64_t n)
{
	const struct portero_str who =
		shelf_print(&w->shelf, ROLE "variable-gateway");

	open_role(w, "/", "variable-gateway");
	for (uint64_t i = 0; i < n; i++) {
		statement(w, i, "Allow",
			  i % 2 ? "s3:GetObject"
				: "sagemaker:CreateTrainingJob");
		writer_print(
			&w->set,
			i % 2 ? "\"arn:aws:s3:::artifacts/"
				"${aws:PrincipalTag/team}/p%" PRIu64 "/*\"}"
			      : "\"" SM "training-job/"
				"${aws:PrincipalTag/team}-p%" PRIu64 "-*\"}",
			i / 2);
	}
	close_role(w);
	while (w->nquestions < w->wanted) {
		const bool other = dice_percent(&w->dice, 25);
		const bool unknown = dice_percent(&w->dice, 25);
		const uint64_t i = dice_below(&w->dice, n);
		const uint64_t p = i / 2 + (unknown ? n : 0);
		const char *team = other ? "churn" : "fraud";
		struct portero_str resource =
			i % 2 ? shelf_print(
					&w->shelf,
					"arn:aws:s3:::artifacts/%s/p%" PRIu64
					"/model.tar.gz",
					team, p)
			      : shelf_print(&w->shelf,
					    SM "training-job/%s-p%" PRIu64
					       "-job",
					    team, p);
		struct question *q = workload_ask(
			w, who,
			i % 2 ? "s3:GetObject" : "sagemaker:CreateTrainingJob",
			resource);

		region(w, q);
		if (other)
			workload_refuse(q, "the tag names another team");
		if (unknown)
			workload_refuse(q, "no statement allows the project");
	}
}

/* ---- long names -----------------------------------------------------------
 */

/* LENGTH bytes that many names have in common: /level-of-a-path/level-... */
static void
long_path(char *buffer, size_t length)
{
	static const char level[] = "level-of-a-path/";

	for (size_t i = 0; i < length; i++)
		buffer[i] = level[i % (sizeof level - 1)];
	buffer[length] = 0;
}

void
shapes_long(struct workload *w, uint64_t n)
{
	static const char name[] = "a-role-whose-name-has-the-sixty-four-"
				   "characters-that-iam-allows-it";
	char path[512] = "/", key[900];
	struct portero_str who;

	long_path(path + 1, 480);
	path[480] = '/';
	path[481] = 0;
	long_path(key, 850);
	open_role(w, path, name);
	for (uint64_t i = 0; i < n; i++) {
		statement(w, i, "Allow", "s3:GetObject");
		writer_print(&w->set,
			     "\"arn:aws:s3:::artifacts/%s/item%" PRIu64 "/*\"}",
			     key, i);
	}
	close_role(w);
	who = shelf_print(&w->shelf, "arn:aws:iam::" ACCOUNT ":role%s%s", path,
			  name);
	while (w->nquestions < w->wanted) {
		const bool unknown = dice_percent(&w->dice, 45);
		const uint64_t i = dice_below(&w->dice, n) + (unknown ? n : 0);
		struct question *q = workload_ask(
			w, who, "s3:GetObject",
			shelf_print(&w->shelf,
				    "arn:aws:s3:::artifacts/%s/item%" PRIu64
				    "/weights",
				    key, i));

		region(w, q);
		if (unknown)
			workload_refuse(q, "no statement allows the item");
	}
}

/* ---- made to be slow ------------------------------------------------------
 */

#define HOSTILE_KEY 400u

/*
 * Star after star that could match anywhere, then a text that nearly matches
 * at every place, and a star at the end, so that no literal part can be looked
 * up. A matcher that goes back to every star does not come to an end.
 */
void
shapes_hostile(struct workload *w, uint64_t n)
{
	const struct portero_str who =
		shelf_print(&w->shelf, ROLE "hostile-gateway");
	char key[HOSTILE_KEY + 1];

	memset(key, 'a', HOSTILE_KEY);
	key[HOSTILE_KEY] = 0;
	open_role(w, "/", "hostile-gateway");
	for (uint64_t i = 0; i < n; i++) {
		statement(w, i, "Allow", "s3:GetObject");
		writer_print(&w->set,
			     "\"arn:aws:s3:::hostile/*a*a*a*a*a*a*a*a*a*a*a*"
			     "aaaaaaaaaaaaaaaaaaaab%" PRIu64 "z*\"}",
			     i);
	}
	close_role(w);
	while (w->nquestions < w->wanted) {
		const bool unknown = dice_percent(&w->dice, 50);
		const uint64_t i = dice_below(&w->dice, n) + (unknown ? n : 0);
		struct question *q = workload_ask(
			w, who, "s3:GetObject",
			shelf_print(&w->shelf,
				    "arn:aws:s3:::hostile/%sb%" PRIu64 "z", key,
				    i));

		region(w, q);
		if (unknown)
			workload_refuse(q, "the key ends otherwise");
	}
}
