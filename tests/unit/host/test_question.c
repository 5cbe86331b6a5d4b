/* SPDX-License-Identifier: MIT */
/* A submission to Slurm becomes a request: host/slurm/question.c. */
#include "../../../host/slurm/question.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render.h"

#define A    "arn:aws:sagemaker:eu-west-1:111122223333:"
#define ROLE "arn:aws:iam::111122223333:role/ml/"
#define SAID "kind=Training role=" ROLE "Job"
#define UNSAID                                                                 \
	"slurm:Account ?\n"                                                    \
	"slurm:Cpus ?\n"                                                       \
	"slurm:Minutes ?\n"                                                    \
	"slurm:Nodes ?\n"                                                      \
	"slurm:Partition = small\n"                                            \
	"slurm:Qos ?\n"
#define UNKNOWN                                                                \
	.cpus = QUESTION_UNKNOWN, .nodes = QUESTION_UNKNOWN,                   \
	.minutes = QUESTION_UNKNOWN

static const char *runs[] = { ROLE "Pipeline" };
static struct conf_user users[] = {
	{ 1, "arn:aws:sts::111122223333:assumed-role/Ana/ana", NULL, 0 },
	{ 2, NULL, runs, 1 },
};
static struct conf_key keys[] = { { "sagemaker:InstanceTypes",
				    "ml.m5.large" } };
static struct conf_partition partitions[] = { { "small", NULL, 0 },
					      { "large", keys, 1 } };
static const struct conf conf = {
	.place = "arn:aws:sagemaker:eu-west-1:111122223333",
	.users = users,
	.nusers = 2,
	.partitions = partitions,
	.npartitions = 2,
};

static void
what_is_said_and_what_is_not(void **state)
{
	static const struct {
		struct submission job;
		const char *expected;
	} rows[] = {
		{ { .uid = 1,
		    .name = "fraud-1",
		    .comment = SAID " tag:team=ml",
		    .partition = "large",
		    .account = "a",
		    .qos = "q",
		    .gres = { "gres:gpu:2" },
		    .array = "0-9",
		    .cpus = 4,
		    .nodes = 2,
		    .minutes = 60 },
		  "aws:RequestTag/team = ml\n"
		  "aws:TagKeys = team\n"
		  "on " A "training-job/fraud-1\n"
		  "role " ROLE "Job for sagemaker.amazonaws.com\n"
		  "sagemaker:InstanceTypes = ml.m5.large\n"
		  "slurm:Account = a\n"
		  "slurm:Array = 0-9\n"
		  "slurm:Cpus = 4\n"
		  "slurm:Gres = gres:gpu:2\n"
		  "slurm:Minutes = 60\n"
		  "slurm:Nodes = 2\n"
		  "slurm:Partition = large\n"
		  "slurm:Qos = q\n" },
		/* bug: no time limit, or one that the partition gives, was an
		   absent key, which no deny of long jobs caught; so were the
		   account and the QOS that Slurm fills in */
		{ { .uid = 1,
		    .name = "fraud-1",
		    .comment = SAID,
		    .partition = "small",
		    UNKNOWN },
		  "on " A "training-job/fraud-1\n"
		  "role " ROLE "Job for sagemaker.amazonaws.com\n" UNSAID },
		/* bug: machines asked for per task or per socket were not seen
		 */
		{ { .uid = 1,
		    .name = "fraud-1",
		    .comment = SAID,
		    .partition = "small",
		    .gres = { NULL, NULL, NULL, "gres:gpu:8" },
		    UNKNOWN },
		  "on " A "training-job/fraud-1\n"
		  "role " ROLE "Job for sagemaker.amazonaws.com\n"
		  "slurm:Account ?\n"
		  "slurm:Cpus ?\n"
		  "slurm:Gres = gres:gpu:8\n"
		  "slurm:Minutes ?\n"
		  "slurm:Nodes ?\n"
		  "slurm:Partition = small\n"
		  "slurm:Qos ?\n" },
		/* two of them: one key cannot tell it */
		{ { .uid = 1,
		    .name = "fraud-1",
		    .comment = SAID,
		    .partition = "small",
		    .gres = { "gres:gpu:1", "gres:disk:1" },
		    UNKNOWN },
		  "on " A "training-job/fraud-1\n"
		  "role " ROLE "Job for sagemaker.amazonaws.com\n"
		  "slurm:Account ?\n"
		  "slurm:Cpus ?\n"
		  "slurm:Gres ?\n"
		  "slurm:Minutes ?\n"
		  "slurm:Nodes ?\n"
		  "slurm:Partition = small\n"
		  "slurm:Qos ?\n" },
		/* bug: an update that renames a job forgot its gres and array
		 */
		{ { .uid = 1,
		    .update = true,
		    .name = "fraud-1",
		    .comment = SAID,
		    .partition = "small",
		    UNKNOWN },
		  "on " A "training-job/fraud-1\n"
		  "role " ROLE "Job for sagemaker.amazonaws.com\n"
		  "slurm:Account ?\n"
		  "slurm:Array ?\n"
		  "slurm:Cpus ?\n"
		  "slurm:Gres ?\n"
		  "slurm:Minutes ?\n"
		  "slurm:Nodes ?\n"
		  "slurm:Partition = small\n"
		  "slurm:Qos ?\n" },
	};
	static struct rendering rendering;
	static struct comment comment;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct request *r = request_new();
		const char *why = NULL;

		if (!question_make(r, &comment, &conf, &rows[i].job, &why))
			fail_msg("row %zu: %s", i, why);
		assert_string_equal(request_get(r)->principal.ptr,
				    users[0].principal);
		assert_int_equal(request_get(r)->flags, 0);
		if (strcmp(render_request(&rendering, r), rows[i].expected) !=
		    0)
			fail_msg("row %zu:\n%s", i, rendering.text);
		request_free(r);
	}
}

#define SESSION                                                                \
	"session=arn:aws:sts::111122223333:assumed-role/Pipeline/"             \
	"sagemaker-pipeline-k2m9x0q7w3ab-Train"
#define NAME "fraud-k2m9x0q7w3ab-Zt81kQm2Ls"

/* Nobody chooses who he is, or where his job is. */
static void
who_asks_for_what(void **state)
{
	static const struct {
		uint32_t uid;
		const char *name, *comment, *partition;
		const char *why; /* NULL: it is a question */
	} rows[] = {
		{ 2, NAME, SAID " " SESSION, "small", NULL },
		{ 3, NAME, SAID, "small", "nobody's principal" },
		{ 0, NAME, SAID, "small", "nobody's principal" },
		{ 1, NAME, SAID " " SESSION, "small", "only an orchestrator" },
		{ 2, NAME, SAID, "small", "has to say for which session" },
		/* another run, another role, another account */
		{ 2, "fraud-aaaaaaaaaaaa-Zt81kQm2Ls", SAID " " SESSION, "small",
		  "not of one execution" },
		{ 2, "fraud", SAID " " SESSION, "small",
		  "not of one execution" },
		{ 2, NAME,
		  SAID " session=arn:aws:sts::111122223333:assumed-role/Admin/"
		       "sagemaker-pipeline-k2m9x0q7w3ab-Train",
		  "small", "may not speak for that role" },
		{ 2, NAME,
		  SAID " session=arn:aws:sts::444455556666:assumed-role/"
		       "Pipeline/sagemaker-pipeline-k2m9x0q7w3ab-Train",
		  "small", "may not speak for that role" },
		{ 2, NAME,
		  SAID " session=arn:aws:sts::111122223333:assumed-role/"
		       "Pipeline2/sagemaker-pipeline-k2m9x0q7w3ab-Train",
		  "small", "may not speak for that role" },
		{ 1, NAME, SAID, "small,large", "not judged for that part" },
		{ 1, NAME, SAID, NULL, "has to name its partition" },
		{ 1, "", SAID, "small", "has no name" },
		{ 1, NAME, SAID " resource=" A "training-job/other", "small",
		  "named by its name" },
		{ 1, NAME,
		  "kind=RegisterModel resource=arn:aws:sagemaker:eu-west-1:"
		  "444455556666:model-package/g/1",
		  "small", "in another place" },
		{ 1, NAME, "kind=Endpoint", "small", "kind that is not known" },
	};
	static struct comment comment;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct submission job = { .uid = rows[i].uid,
						.name = rows[i].name,
						.comment = rows[i].comment,
						.partition = rows[i].partition,
						UNKNOWN };
		struct request *r = request_new();
		const char *why = NULL;
		const bool made = question_make(r, &comment, &conf, &job, &why);

		if (made == (rows[i].why != NULL))
			fail_msg("row %zu: %s", i, made ? "taken" : why);
		if (rows[i].why && !strstr(why, rows[i].why))
			fail_msg("row %zu: %s", i, why);
		request_free(r);
	}
}

/* What Pipelines adds to what it makes, and to nothing else. */
static void
the_tag_of_the_run(void **state)
{
	static const struct {
		const char *comment;
		bool tagged;
	} rows[] = {
		{ SAID " tag:team=ml " SESSION, true },
		{ "kind=Lambda resource=arn:aws:lambda:eu-west-1:111122223333:"
		  "function:f " SESSION,
		  false },
	};
	static struct rendering rendering;
	static struct comment comment;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct submission job = { .uid = 2,
						.name = NAME,
						.comment = rows[i].comment,
						.partition = "small",
						UNKNOWN };
		struct request *r = request_new();
		const char *why = NULL;

		if (!question_make(r, &comment, &conf, &job, &why))
			fail_msg("row %zu: %s", i, why);
		assert_int_equal(request_get(r)->flags, PORTERO_FROM_PIPELINE);
		/* as the orchestrator asks: behind the tags of the job */
		if (rows[i].tagged)
			assert_non_null(
				strstr(render_request(&rendering, r),
				       "aws:TagKeys = team | "
				       "sagemaker:pipeline-execution-arn\n"));
		assert_true(request_has_attr(r, "aws:TagKeys") ==
			    rows[i].tagged);
		assert_true(request_has_attr(
				    r, "aws:RequestTag/"
				       "sagemaker:pipeline-execution-arn") ==
			    rows[i].tagged);
		request_free(r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_said_and_what_is_not),
		cmocka_unit_test(who_asks_for_what),
		cmocka_unit_test(the_tag_of_the_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
