/* SPDX-License-Identifier: MIT */
/* prefix.h - patterns of job names that begin with a custom prefix. */
#ifndef PORTERO_LINT_PREFIX_H
#define PORTERO_LINT_PREFIX_H

#include "rule.h"

/* "arn:aws:sagemaker:*:111122223333:training-job/fraud-*" */
struct lint_prefix {
	struct lint_spot at;
	struct lint_place place;
	struct str literal; /* "fraud-" */
	uint32_t kinds;	    /* 1 << enum job_kind: those that it lets create */
	bool open;	    /* a single * follows, and no more */
	bool any_type;	    /* the type is a wildcard */
};

/* Prefix I of the statement's Resource; false: it is none. */
bool lint_prefix(const struct lint *l, const struct lint_spot *at, size_t i,
		 struct lint_prefix *out);

/* All of a set, sorted by literal; NULL: none, or no memory. */
struct lint_prefix *lint_prefixes(struct lint *l, size_t *n);

/* Length of the prefix itself: without the hyphen behind it. */
static inline size_t
lint_prefix_length(const struct lint_prefix *p)
{
	return p->literal.n -
	       (p->literal.n && p->literal.p[p->literal.n - 1] == '-');
}

#endif
