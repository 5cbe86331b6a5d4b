/* SPDX-License-Identifier: MIT */
/* simulate.h - one line of `portero simulate`, on its way to an answer. */
#ifndef PORTERO_TOOL_SIMULATE_H
#define PORTERO_TOOL_SIMULATE_H

#include "../lib/jtext.h"
#include "buffer.h"
#include "caller.h"

/*
 * A line that was read. Text points into the line and into JSON; it stays until
 * the next simulate_read. Zero it before the first.
 */
struct simulate_line {
	struct jtext json;
	uint32_t id;	   /* token, or JTEXT_NONE */
	uint32_t policies; /* token of the object */
	struct caller caller;
	struct portero_str role_path; /* of the role behind a session */
	struct portero_str action, resource;
	struct portero_str resource_account, management_account;
	struct portero_str resource_own; /* account in the resource's ARN */
	struct portero_attr attrs[PORTERO_MAX_ATTRS];
	size_t nattrs;
	struct portero_str *values;
	size_t nvalues, values_cap;
	const char *error; /* why the request is invalid */
};

/* False, and line->error, when it is no valid request. */
bool simulate_read(struct simulate_line *line, const char *text, size_t len);
void simulate_line_free(struct simulate_line *line);

/* "service:Name" with one colon. */
bool simulate_is_action(struct portero_str s);
/* The account in an ARN of six fields; false when it is none. */
bool simulate_arn_account(struct portero_str arn, struct portero_str *account);

/* Documents of one type: policies.NAME, or one level of it. */
bool simulate_has(const struct simulate_line *line, const char *name);

/*
 * What the policy set of LINE depends on: lines with equal keys have the same.
 */
void simulate_key(struct buffer *out, const struct simulate_line *line);
/* The account of the resource in that set. */
struct portero_str simulate_owner(const struct simulate_line *line);
/* The policy set of LINE, as open_set takes it. */
void simulate_set(struct buffer *out, const struct simulate_line *line);

/* Opened policy sets, the last ones used. */
struct simulate_cache;

/* What came of opening a policy set; good until the next cache_get. */
struct simulate_opened {
	struct portero *set; /* NULL: error says why */
	struct portero_error error;
};

struct simulate_cache *simulate_cache_new(const struct portero_plugin *plugin,
					  const struct portero_host *host);
void simulate_cache_free(struct simulate_cache *cache);
/* NULL: out of memory */
const struct simulate_opened *
simulate_cache_get(struct simulate_cache *cache,
		   const struct simulate_line *line);

#endif
