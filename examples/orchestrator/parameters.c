/* SPDX-License-Identifier: MIT */
/* Reads parameters with the same code that plans a pipeline. */
#include "parameters.h"

#include "../../host/lib/pipeline_plan.h"

json_t *
parameters_read(const json_t *definition,
		const struct pipeline_setting *setting,
		struct portero_error *err)
{
	struct plan p = { .setting = setting,
			  .parameters = json_object(),
			  .err = err };

	if (p.parameters && plan_parameters(&p, definition))
		return p.parameters;
	json_decref(p.parameters);
	return NULL;
}
