/* SPDX-License-Identifier: MIT */
/*
 * expression.h - the values of a pipeline definition that are computed:
 * {"Get": "Parameters.X"}, {"Std:Join": ...}, {"Std:JsonGet": ...}.
 */
#ifndef PORTERO_HOST_EXPRESSION_H
#define PORTERO_HOST_EXPRESSION_H

#include <jansson.h>
#include <stdbool.h>

#include "jsonpath.h"

/* What is known before a run. Texts may be NULL: not known. */
struct expression_scope {
	const json_t *parameters; /* name -> value, null when it has none */
	const json_t *outputs;	  /* "Steps.Train.TrainingJobName" -> value */
	const char *pipeline_name, *pipeline_arn;
	const char *execution_id, *execution_arn;
};

/* An object with one member that is a function. */
bool expression_is(const json_t *value);
/* "Get" or "Std:..." */
bool expression_is_function(struct portero_str name);

/*
 * A new value like VALUE in which every expression that can be known is
 * replaced by what it is. What cannot be known stays an expression, with the
 * parts that are known filled in. NULL and *err, which begins with the path,
 * when one is malformed or names a parameter that is not declared; PATH then
 * points at it.
 */
json_t *expression_evaluate(const struct expression_scope *scope,
			    const json_t *value, struct jsonpath *path,
			    struct portero_error *err);

/* An expression, or any value, as JSON on one line; the caller frees it. */
char *expression_text(const json_t *expression);

/*
 * What the text of an evaluated expression is known to begin with, into BUFFER;
 * "" when nothing is known.
 */
void expression_prefix(const json_t *expression, char *buffer, size_t size);

#endif
