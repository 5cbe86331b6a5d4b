/* SPDX-License-Identifier: MIT */
/* dry.h - what a run would be allowed, without running anything. */
#ifndef PIPELINED_DRY_H
#define PIPELINED_DRY_H

#include "../../host/lib/pipeline.h"
#include "../../host/lib/stack.h"

/* One line a step: verdict, name, job. Returns what to exit with. */
int dry_run(const struct stack *stack, const struct pipeline_setting *setting,
	    const char *file, const char *text, size_t len);

#endif
