/* SPDX-License-Identifier: MIT */
/* roster.h - roles, users and groups written by hand (portero-set(5)). */
#ifndef PORTERO_LOAD_ROSTER_H
#define PORTERO_LOAD_ROSTER_H

#include "identity.h"

/* PATH is where ACCOUNT, an object of SCOPE's source, stands. */
bool roster_read(struct account_reading *a, const struct scope *scope,
		 const struct json *account, const struct path *path);

#endif
