/* SPDX-License-Identifier: MIT */
/* pipeline_report.h - the answers to a pipeline, for people and programs. */
#ifndef PORTERO_TOOL_PIPELINE_REPORT_H
#define PORTERO_TOOL_PIPELINE_REPORT_H

#include "options.h"
#include "pipeline_ask.h"

void pipeline_report_text(const struct ask_pipeline *asked,
			  const struct options *o);
void pipeline_report_json(const struct ask_pipeline *asked);

/*
 * What the key of an answer waits for, as JSON text; NULL when untold. *KEY
 * becomes the key as people write it: the plugin tells it in lower case.
 */
const char *pipeline_report_expression(const struct pipeline_item *item,
				       const char **key);

#endif
