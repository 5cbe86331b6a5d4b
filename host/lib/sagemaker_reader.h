/* SPDX-License-Identifier: MIT */
/* sagemaker_reader.h - what the files that read a body share. */
#ifndef PORTERO_HOST_SAGEMAKER_READER_H
#define PORTERO_HOST_SAGEMAKER_READER_H

#include <stdint.h>

#include "sagemaker.h"

/* arn:PARTITION:sagemaker:REGION:ACCOUNT: and what comes behind it. */
#define ARN_HEAD_BYTES 1024u
#define ARN_BYTES      PORTERO_MAX_TEXT

/* A body on its way into a request. */
struct reader {
	struct request *out;
	const struct sagemaker_scope *scope;
	const struct sagemaker_operation *operation;
	const struct jtext *body;
	struct sagemaker_reading *reading;
	bool expressions; /* the body may hold them */
	uint64_t met;	  /* fields that were there, since it was cleared */
	uint64_t omitted; /* fields that the service fills in */
	size_t head;	  /* length of */
	char arn_head[ARN_HEAD_BYTES];
	struct portero_error *err;
};

/* A value in the body is the number of its token. */
static inline enum jtext_kind
body_kind(const struct reader *r, uint32_t value)
{
	return (enum jtext_kind)r->body->tokens[value].kind;
}

/* What comes behind VALUE and all that is in it. */
static inline uint32_t
body_next(const struct reader *r, uint32_t value)
{
	return r->body->tokens[value].next;
}

/*
 * How a value was reached, for messages: kept on the stack on the way in, and
 * made text only when it is needed. NULL is the body itself.
 */
struct way {
	const struct way *up;
	struct portero_str key; /* ptr NULL: an element of a list */
	size_t index;
};

static inline struct way
way_member(const struct way *up, struct portero_str key)
{
	return (struct way){ up, key, 0 };
}

static inline struct way
way_element(const struct way *up, size_t index)
{
	return (struct way){ up, { NULL, 0 }, index };
}

/* Appends the way to AT to PATH. */
void body_path(const struct way *at, struct jsonpath *path);

/*
 * All return false with *err set, which begins with the path of the member;
 * reading->path is left pointing at it.
 */
bool body_fail(struct reader *r, const struct way *at, const char *id,
	       const char *hint, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
bool body_wrong_type(struct reader *r, const struct way *at, const char *wanted,
		     uint32_t value);

/* The text of VALUE: a string that no template left a gap in. */
bool body_text(struct reader *r, const struct way *at, uint32_t value,
	       struct portero_str *text);

/* True for an expression where expressions are allowed. */
bool body_is_open(const struct reader *r, uint32_t value);
/* OUT stays incomplete because of EXPRESSION; the first one is kept. */
void body_open(struct reader *r, const struct way *at, uint32_t expression);

/* KEY cannot be known, because of EXPRESSION. */
void body_unknown(struct reader *r, const char *key, uint32_t expression);

/* sagemaker_resource.c: the ARNs the call is about. */
bool body_arn_head(struct reader *r);
bool body_resource(struct reader *r);
/* NAME, or an ARN of TYPE, as an ARN: NAME itself, or what BUFFER holds. */
bool body_arn(struct reader *r, const struct way *at, const char *type,
	      struct portero_str name, char buffer[ARN_BYTES],
	      struct portero_str *arn);

/* sagemaker_walk.c: all members of the body, each held against the table. */
bool body_members(struct reader *r);

/* sagemaker_fields.c: the value of one member, or that nobody can know it. */
bool body_field(struct reader *r, const struct way *at,
		const struct sagemaker_field *f, uint32_t value);
void body_field_open(struct reader *r, const struct way *at,
		     const struct sagemaker_field *f, uint32_t expression);
void body_field_unknown(struct reader *r, const struct sagemaker_field *f);

/* sagemaker_tags.c */
bool body_tags(struct reader *r);

/* sagemaker_roles.c: a member that could hand over a role, by its name. */
bool body_sounds_like_role(struct portero_str member);
/* Maps with keys of the user's own, whose values are plain text. */
bool body_is_free_map(struct portero_str member);

#endif
