/* SPDX-License-Identifier: MIT */
/* pipeline.c - a pipeline definition is a row for each step, or an error. */
#include "fuzz.h"

#include "../../host/lib/pipeline.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct pipeline_setting setting = {
		.execution_role = "arn:aws:iam::111122223333:role/R",
		.region = "eu-west-1",
		.name = "nightly",
		.caller = "arn:aws:iam::111122223333:user/Ana",
	};
	struct portero_error err = { .size = sizeof err };
	const char *text = size ? (const char *)data : "";
	struct pipeline *plan = NULL;

	if (pipeline_plan(&plan, "input", text, size, &setting, &err)) {
		HOLDS(plan);
		for (size_t i = 0; i < plan->nitems; i++)
			HOLDS(plan->items[i].step && plan->items[i].kind);
	} else {
		HOLDS(!plan && err.code != PORTERO_OK && err.text[0]);
	}
	pipeline_free(plan);
	return 0;
}
