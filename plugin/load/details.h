/* SPDX-License-Identifier: MIT */
/* details.h - one file of account details, and the managed policies in it. */
#ifndef PORTERO_LOAD_DETAILS_H
#define PORTERO_LOAD_DETAILS_H

#include "identity.h"
#include "member.h"

struct details {
	struct account_reading *a;
	struct source *source;
	struct str prefix;     /* of the names of policies */
	struct lookup managed; /* ARN -> struct document */
};

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define ANY(name)                                                              \
	{                                                                      \
		name, MEMBER_ANY                                               \
	}
#define TEXT(name)                                                             \
	{                                                                      \
		name, MEMBER_TEXT | MEMBER_REQUIRED                            \
	}

/* An error about O's KEY. Returns false. */
bool details_refuse(struct details *d, const struct json *o, const char *key,
		    const char *id, const char *hint, const char *text);
/* Element I of a list, an object with these members; NULL with err filled. */
const struct json *details_element(struct details *d, const struct json *list,
				   size_t i, const char *what,
				   const struct member *members, size_t n);
/* "PREFIX#role/R/P"; .p is NULL when out of memory. */
struct str details_name(struct details *d, const char *type, struct str owner,
			struct str name);

/* Element I of "Policies". */
bool details_policy(struct details *d, const struct json *list, size_t i);
/* The managed policy whose ARN is O's KEY, which WHAT NAME has. */
const struct policy *details_managed(struct details *d, const struct json *o,
				     const char *key, const char *what,
				     struct str name, enum policy_type type);

#endif
