/* SPDX-License-Identifier: MIT */
/* member.h - which members an object may have, and of what type they are. */
#ifndef PORTERO_LOAD_MEMBER_H
#define PORTERO_LOAD_MEMBER_H

#include "source.h"

enum member_type {
	MEMBER_TEXT = 1,
	MEMBER_OBJECT = 2,
	MEMBER_LIST = 4,
	MEMBER_NUMBER = 8, /* whole, 0 or more */
	MEMBER_FLAG = 16,
	MEMBER_ANY = 31, /* read by nobody */
	MEMBER_REQUIRED = 32
};

struct member {
	const char *name;
	unsigned type; /* of enum member_type, or-ed */
};

/*
 * Checks that OBJECT (WHAT it is: "role") is an object with these members only.
 */
bool member_check(const struct source *s, const struct json *object,
		  const char *what, const struct member *members, size_t n,
		  struct portero_error *err);
/*
 * The same for what AWS prints, to which AWS adds members: an unknown one is
 * ignored, unless it is so much like a known one that it must be a misprint.
 */
bool member_check_aws(const struct source *s, const struct json *object,
		      const char *what, const struct member *members, size_t n,
		      struct portero_error *err);
/* The type of PARENT[INDEX], or of PARENT's KEY. */
bool member_check_type(const struct source *s, const struct json *parent,
		       const char *key, size_t index, unsigned type,
		       struct portero_error *err);

/* The text of a string; "" when V is not one. */
struct str member_string(const struct json *v);
/* The text of member KEY; "" when it is absent. */
struct str member_text(const struct json *object, const char *key);

#endif
