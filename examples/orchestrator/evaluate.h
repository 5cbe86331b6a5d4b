/* SPDX-License-Identifier: MIT */
/* evaluate.h - the values of a definition, now that steps have really run. */
#ifndef PIPELINED_EVALUATE_H
#define PIPELINED_EVALUATE_H

#include "execution.h"

#define WHY_MAX 512

/*
 * VALUE with every expression replaced by what it is; NULL, and WHY, when one
 * cannot be known. What a JsonGet reads is asked for first, as the step's
 * session.
 */
json_t *evaluate(struct execution *e, struct step *s, const json_t *value,
		 char why[WHY_MAX]);

/* Is the list of conditions true? */
bool condition_holds(struct execution *e, struct step *s, bool *holds,
		     char why[WHY_MAX]);

/* a.b['c'][0] in VALUE; NULL when there is no such thing. Borrowed. */
const json_t *path_find(const json_t *value, const char *path);

/* The JSON that s3://BUCKET/KEY holds in the store; NULL and WHY. */
json_t *store_read(const struct execution *e, const char *uri,
		   char why[WHY_MAX]);

#endif
