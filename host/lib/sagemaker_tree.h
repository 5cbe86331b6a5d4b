/* SPDX-License-Identifier: MIT */
/*
 * sagemaker_tree.h - the members of an operation's body that mean something, as
 * a tree. The table writes them as paths; a walk wants their common beginnings.
 */
#ifndef PORTERO_HOST_SAGEMAKER_TREE_H
#define PORTERO_HOST_SAGEMAKER_TREE_H

#include <stdint.h>

#include "sagemaker.h"

#define BRANCH_ROWS 8u

/*
 * A member of an object, or what all elements of a list are, or the body. The
 * sets are bits: fields of the operation by their index.
 */
struct branch {
	const char *key; /* not NUL-terminated; NULL: not a member */
	size_t len;
	uint64_t here;	   /* fields whose path ends here */
	uint64_t through;  /* and those whose path goes on */
	uint64_t required; /* FIELD_REQUIRED, and a member of this */
	uint64_t each;	   /* FIELD_EACH; elements of their first list */
	uint64_t defaults; /* FIELD_DEFAULT; in the job that this is, or in */
	struct branch *members[BRANCH_ROWS]; /* each by branch_row of its key */
	struct branch *elements;
	struct branch *next; /* member of the same object in the same row */
	bool object;	     /* has members */
};

/* Keys that only their case tells apart are in one row. */
static inline size_t
branch_row(const char *key, size_t len)
{
	return len == 0 ? 0 : ((*key & 0x1f) + len) % BRANCH_ROWS;
}

/*
 * The tree of O, a row of the table. Members that name the resource, and Tags,
 * are in it without a field. NULL when it does not fit, which a test would see.
 */
const struct branch *sagemaker_tree(const struct sagemaker_operation *o);

#endif
