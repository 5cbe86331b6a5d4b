/* SPDX-License-Identifier: MIT */
/* account.h - what `aws iam get-account-authorization-details` prints. */
#ifndef PORTERO_LOAD_ACCOUNT_H
#define PORTERO_LOAD_ACCOUNT_H

#include "identity.h"

/*
 * Reads DETAILS, an object of S, into account A. PREFIX is what policies are
 * named after: "account.json" gives account.json#role/R/P.
 */
bool account_read(struct account_reading *a, struct source *s,
		  const struct json *details, struct str prefix);

#endif
