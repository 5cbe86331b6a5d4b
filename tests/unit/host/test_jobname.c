/* SPDX-License-Identifier: MIT */
/* Names a pipeline will give: SageMaker's "Build and manage access" page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../../host/lib/jobname.h"

static const struct {
	const char *prefix, *step, *name;
} names[] = {
	{ NULL, "AbaloneTrain",
	  "pipelines-000000000000-AbaloneTrain-AAAAAAAAAA" },
	/* a real run: pipelines-8pk6dxn4cfvl-Rossmann-Model-Train-bPVYsMzUlc */
	{ NULL, "Rossmann-Model-Training",
	  "pipelines-000000000000-Rossmann-Model-Train-AAAAAAAAAA" },
	{ NULL, "ExactlyTwentyLetters",
	  "pipelines-000000000000-ExactlyTwentyLetters-AAAAAAAAAA" },
	/* the cut may leave a hyphen, which is legal */
	{ NULL, "MyModelCreationStep-CreateModel",
	  "pipelines-000000000000-MyModelCreationStep--AAAAAAAAAA" },
	/* no job can have this name: the plugin says so */
	{ NULL, "my_step", "pipelines-000000000000-my_step-AAAAAAAAAA" },
	{ "fraud", "Train", "fraud-000000000000-AAAAAAAAAA" },
};

static void
predicted(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *name = jobname_predict(names[i].prefix, names[i].step);

		assert_string_equal(name, names[i].name);
		free(name);
	}
}

/* a real run: sagemaker-pipeline-<id>-RegisterChallenger-R */
static void
session(void **state)
{
	char *name = jobname_session("RegisterChallenger-RegisterModel");

	(void)state;
	assert_string_equal(name,
			    "sagemaker-pipeline-000000000000-RegisterChallenger"
			    "-R");
	free(name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(predicted),
		cmocka_unit_test(session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
