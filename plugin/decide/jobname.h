/* SPDX-License-Identifier: MIT */
/* jobname.h - the grammar of job names, per kind. */
#ifndef PORTERO_DECIDE_JOBNAME_H
#define PORTERO_DECIDE_JOBNAME_H

#include "context.h"

enum name_form {
	NAME_DIRECT, /* made by hand or by an SDK */
	NAME_PREFIX, /* <prefix>-<executionId>-<entityToken>[-<failureCount>] */
	NAME_DEFAULT /* pipelines-<executionId>-<step>-<entityToken>[-<...>] */
};

struct job_name {
	enum name_form form;
	struct str prefix, execution_id, step, entity_token, failure_count;
};

/* Reads NAME, of letters, digits and hyphens, from the right. */
void jobname_parse(const struct name_rules *rules, struct str name,
		   struct job_name *out);

/*
 * Is NAME a legal name for a job of KIND? Otherwise the reason is returned and
 * decision->detail says what a person needs. PRINCIPAL is who creates it: some
 * may use the default form where others may not.
 */
enum portero_reason jobname_check(const struct context *ctx, enum job_kind kind,
				  struct str name,
				  struct portero_decision *decision);

#endif
