/* SPDX-License-Identifier: MIT */
/* parameters.h - the parameters of an execution, with their defaults. */
#ifndef PIPELINED_PARAMETERS_H
#define PIPELINED_PARAMETERS_H

#include <jansson.h>

#include "../../host/lib/pipeline.h"

/* Name -> value, by the rules of a plan; NULL and *err. */
json_t *parameters_read(const json_t *definition,
			const struct pipeline_setting *setting,
			struct portero_error *err);

#endif
