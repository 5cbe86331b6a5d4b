/* SPDX-License-Identifier: MIT */
/*
 * sagemaker.h - a call of the SageMaker API, as operation and JSON body, turned
 * into a request: which resource, which roles, which condition keys.
 */
#ifndef PORTERO_HOST_SAGEMAKER_H
#define PORTERO_HOST_SAGEMAKER_H

#include <stdbool.h>
#include <stddef.h>

#include "jsonpath.h"
#include "jtext.h"
#include "request.h"

/* What a member of a body means. */
enum sagemaker_meaning {
	FIELD_END,
	FIELD_ROLE, /* ARN of a role; `to` is who assumes it */
	FIELD_ALSO, /* name or ARN of a further resource of type `to` */
	FIELD_TEXT, /* the others give a value to the condition key `to` */
	FIELD_NUMBER,
	FIELD_FLAG,	 /* true or false */
	FIELD_PRESENT,	 /* "true" when the member is there */
	FIELD_KMS,	 /* key id, alias or ARN; its ARN is the value, also of
			    the key `to`Arn */
	FIELD_MODEL,	 /* name of a model; its ARN is the value */
	FIELD_LIFECYCLE, /* name of a notebook lifecycle configuration */
	FIELD_WORKTEAM,	 /* ARN of a work team; its kind is the value */
	FIELD_MAP,	 /* an object: one key for each member, `to`/NAME */
	FIELD_OPAQUE,	 /* the key depends on it in a way AWS does not tell */
	FIELD_S3	 /* no key: where the job reads or writes */
};

/* sagemaker_field.flags */
#define FIELD_REQUIRED 1u /* must be there wherever its parent is */
#define FIELD_MANY     2u /* the key is a list of values */
/*
 * The key describes each element of the first list on the path: when only some
 * have it, or they differ, the single key says nothing about the call.
 */
#define FIELD_EACH 4u
/* The service has a value for it: when it is not there, the key is unknown. */
#define FIELD_DEFAULT 8u

/* An operation has no more fields than this: they are bits of a word. */
#define FIELDS_MAX 64u

/* PATH: members joined by dots; [] stands for every element of a list. */
struct sagemaker_field {
	enum sagemaker_meaning meaning;
	const char *path, *to;
	unsigned flags;
};

/*
 * RESOURCE is the ARN from its sixth field on, {Member} taken from the body;
 * the second one serves when the body lacks a member of the first. A value of
 * {Member:type} may be an ARN of that type.
 */
struct sagemaker_operation {
	const char *name;
	size_t len; /* of its name */
	const char *resource[2];
	const struct sagemaker_field *fields;
	bool tags; /* takes Tags: aws:RequestTag/KEY, aws:TagKeys */
};

/* NULL when it is not an operation this table knows. */
const struct sagemaker_operation *sagemaker_operation(const char *name,
						      size_t len);
/* The same from the header X-Amz-Target: "SageMaker.CreateTrainingJob". */
const struct sagemaker_operation *sagemaker_target(const char *target,
						   size_t len);
/* All rows; the last one has no name. */
extern const struct sagemaker_operation sagemaker_operations[];

/* Where the call is made and by whom (ARN of the authenticated caller). */
struct sagemaker_scope {
	struct portero_str partition, region, account, principal;
};

/*
 * Fills OUT from BODY, which jtext_read has read: the members of OPERATION's
 * input. False and *err, which names the member, when a name, a role or a list
 * of tags is missing or malformed, or when a member that looks like a role is
 * not known as one.
 */
bool sagemaker_request(struct request *out, const struct sagemaker_scope *scope,
		       const char *operation, const struct jtext *body,
		       struct portero_error *err);

/*
 * The same for a body that may hold pipeline expressions. A key whose value is
 * one is unknown in OUT; a name, a role, a tag's key that is one leaves OUT
 * incomplete, and the first such expression is told in `open`.
 */
struct sagemaker_reading {
	struct jsonpath path; /* begins at BODY; where an error is */
	/* as BODY has it written; NULL: OUT is complete */
	struct portero_str open;
	char open_path[512]; /* its member */
	void *arg;
	/* told of every key that is unknown, and why; may be NULL */
	void (*unknown)(void *arg, const char *key,
			struct portero_str expression);
	/* told of every S3 location that is known; may be NULL */
	void (*location)(void *arg, const char *member, struct portero_str uri);
};

bool sagemaker_pipeline_request(struct request *out,
				const struct sagemaker_scope *scope,
				const char *operation, const struct jtext *body,
				struct sagemaker_reading *reading,
				struct portero_error *err);

/* True for the ARN of an IAM role: arn:aws:iam::ACCOUNT:role/NAME. */
bool sagemaker_is_role(struct portero_str arn);

#endif
