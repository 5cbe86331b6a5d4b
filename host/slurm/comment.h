/* SPDX-License-Identifier: MIT */
/*
 * comment.h - what a job says of itself in its comment, words of KEY=VALUE:
 *
 *	kind=Training role=ARN session=ARN pipeline=ARN decision=ID
 *	resource=ARN tag:cost-center=7421
 *
 * Blanks, '%' and control characters of a value are written %20. It is a claim:
 * whoever submits may write anything, and what is written is judged.
 */
#ifndef PORTERO_SLURM_COMMENT_H
#define PORTERO_SLURM_COMMENT_H

#include <stdbool.h>
#include <stddef.h>

#define COMMENT_BYTES 8192
#define COMMENT_ROLES 16
/* of one job (SageMaker API Reference, "Tag") */
#define COMMENT_TAGS 50
#define COMMENT_KEY  128 /* bytes */

struct comment_tag {
	const char *key, *value;
};

/* Text is NULL when it is not there. */
struct comment {
	const char *kind, *session, *pipeline, *decision, *resource;
	const char *roles[COMMENT_ROLES];
	size_t nroles;
	struct comment_tag tags[COMMENT_TAGS];
	size_t ntags;
	char text[COMMENT_BYTES]; /* what the others point into */
};

/* False: *WHY says, in a text that stays, what is wrong. */
bool comment_parse(struct comment *out, const char *text, const char **why);

/* Appends KEY=VALUE; false when it does not fit into SIZE bytes. */
bool comment_add(char *text, size_t size, const char *key, const char *value);

#endif
