/* SPDX-License-Identifier: MIT */
/* sagemaker_reader.h - what the files that read a body share. */
#ifndef PORTERO_HOST_SAGEMAKER_READER_H
#define PORTERO_HOST_SAGEMAKER_READER_H

#include "sagemaker.h"

/* A body on its way into a request. */
struct reader {
	struct request *out;
	const struct sagemaker_scope *scope;
	const struct sagemaker_operation *operation;
	const json_t *body;
	struct sagemaker_reading *reading;
	bool expressions; /* the body may hold them */
	json_t *seen;	  /* condition key -> its values so far */
	size_t found;	  /* members met, of the field being read */
	struct portero_error *err;
};

/*
 * All return false with *err set, which begins with the path of the member;
 * reading->path is left pointing at it.
 */
bool body_fail(struct reader *r, const char *id, const char *hint,
	       const char *format, ...) __attribute__((format(printf, 4, 5)));
bool body_wrong_type(struct reader *r, const char *wanted, const json_t *value);

/* The text of VALUE: a string that no template left a gap in. */
bool body_text(struct reader *r, const json_t *value, const char **text);

/* True for an expression where expressions are allowed. */
bool body_is_open(const struct reader *r, const json_t *value);
/* OUT stays incomplete because of EXPRESSION; the first one is kept. */
void body_open(struct reader *r, const json_t *expression);

/* KEY cannot be known, because of EXPRESSION. */
void body_unknown(struct reader *r, const char *key, const json_t *expression);

/* sagemaker_resource.c: the ARNs the call is about. */
bool body_resource(struct reader *r);
/* NAME, or an ARN of TYPE, as an ARN; true and NULL when out of memory. */
bool body_arn(struct reader *r, const char *type, const char *name, char **arn);

/* sagemaker_fields.c: roles, further resources, condition keys. */
bool body_field(struct reader *r, const struct sagemaker_field *field);
bool body_tags(struct reader *r);

/* sagemaker_roles.c: no member that looks like a role is unknown. */
bool body_roles_known(struct reader *r);

#endif
