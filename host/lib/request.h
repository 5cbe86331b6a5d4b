/* SPDX-License-Identifier: MIT */
/* request.h - a request that owns its text, built piece by piece or from JSON.
 */
#ifndef PORTERO_HOST_REQUEST_H
#define PORTERO_HOST_REQUEST_H

#include <jansson.h>
#include <stdbool.h>

#include "slice.h"

/*
 * Text is UTF-8, and copied. Out of memory is remembered: request_get then
 * returns NULL.
 */
struct request;

struct request *request_new(void); /* NULL: out of memory */
void request_free(struct request *r);

void request_set_principal(struct request *r, struct portero_str arn);
void request_set_action(struct request *r, struct portero_str action);
void request_set_resource(struct request *r, struct portero_str arn);
/* Whose the resource is, when its ARN does not say (a bucket). */
void request_set_resource_account(struct request *r,
				  struct portero_str account);
void request_set_now(struct request *r, int64_t now);
void request_set_flags(struct request *r, uint32_t flags);
void request_set_trace(struct request *r, const struct portero_trace *trace);
void request_add_also(struct request *r, struct portero_str arn);
/* The same role and service twice is one role. */
void request_add_role(struct request *r, struct portero_str arn,
		      const char *service);
/* Appends a value to a condition key (ASCII case of the key is ignored). */
void request_add_attr(struct request *r, const char *key,
		      struct portero_str value);
/*
 * Adds a value that is not there yet. A key that cannot have MANY is unknown
 * when it gets a second one.
 */
void request_add_member(struct request *r, const char *key,
			struct portero_str value, bool many);
/* A key with an empty list of values. */
void request_add_empty(struct request *r, const char *key);
/* A key whose values cannot be known yet; wins over values given before. */
void request_add_unknown(struct request *r, const char *key);

/* Was the key given, in whatever case? */
bool request_has_attr(const struct request *r, const char *key);

/* The plain struct; good until the request is changed or freed. */
const struct portero_request *request_get(struct request *r);

/*
 * Reads the request JSON of portero-request(5) ("portero.request/1"), already
 * parsed from TEXT (for positions; may be NULL). False and *err on anything
 * malformed or unknown.
 */
bool request_from_json(struct request *out, const json_t *json,
		       const char *file, const char *text, size_t len,
		       struct portero_error *err);
/* The same from TEXT: parses it strictly first. */
bool request_parse(struct request *out, const char *file, const char *text,
		   size_t len, struct portero_error *err);

/*
 * The request as the JSON that request_from_json reads, for a log. Bytes that
 * are not UTF-8 are written as \\xff. NULL: out of memory.
 */
json_t *request_to_json(const struct portero_request *request);

#endif
