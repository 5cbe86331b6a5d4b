/* SPDX-License-Identifier: MIT */
/* principal.h - does the Principal element of a statement name the caller? */
#ifndef PORTERO_DECIDE_PRINCIPAL_H
#define PORTERO_DECIDE_PRINCIPAL_H

#include "context.h"

/*
 * How directly a resource or trust policy names the caller; more is stronger
 * (IAM: "Policy evaluation for requests within a single account").
 */
enum naming {
	NAMED_NOT,
	NAMED_ACCOUNT, /* the account: its own policies must allow too */
	NAMED_ROLE, /* the role of a session: boundary and session limit it */
	NAMED_DIRECTLY /* user, session, service or everyone: final */
};

enum naming principal_named(const struct caller *caller,
			    const struct statement *st);

/* Fills *OUT from a request's principal; false when it is of no known form. */
bool principal_parse(const struct policy_set *set, struct str text,
		     struct caller *out);

#endif
