/* SPDX-License-Identifier: MIT */
/*
 * nameform.h - the two forms of names that pipelines give, taken apart, and how
 * long names may be (SageMaker: "Pipelines Access Management"; API reference).
 */
#ifndef PORTERO_HOST_NAMEFORM_H
#define PORTERO_HOST_NAMEFORM_H

#include <stdbool.h>

#include "../../plugin/portero.h"

#define NAMEFORM_EXECUTION 12u /* of a-z0-9 */
#define NAMEFORM_TOKEN	   10u /* of A-Za-z0-9 */
#define NAMEFORM_STEP	   20u

/* A kind of job. PREFIX 0: people name these themselves. */
struct name_kind {
	const char *kind;      /* Training */
	const char *operation; /* CreateTrainingJob */
	const char *type;      /* training-job */
	unsigned name, prefix; /* longest, in bytes */
};

extern const struct name_kind name_kinds[]; /* ends with kind NULL */
/* By kind, in any case; NULL if there is none. */
const struct name_kind *nameform_kind(const char *kind);
const struct name_kind *nameform_operation(struct portero_str operation);

enum name_form {
	NAME_OTHER,  /* in neither form */
	NAME_PREFIX, /* PREFIX-EXECUTION-TOKEN[-COUNT] */
	NAME_DEFAULT /* pipelines-EXECUTION-STEP-TOKEN[-COUNT] */
};

struct name_parts {
	enum name_form form;
	struct portero_str prefix, execution, step, token, count;
};

/* Reads NAME from the right: `fraud` and `fraud-detection` are told apart. */
void nameform_parse(struct portero_str name, struct name_parts *out);
/* [a-zA-Z0-9](-*[a-zA-Z0-9])* */
bool nameform_legal(struct portero_str name);

#endif
