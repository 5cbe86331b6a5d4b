/* SPDX-License-Identifier: MIT */
/* rules.h - the members "names" and "limits" of a policy set. */
#ifndef PORTERO_LOAD_RULES_H
#define PORTERO_LOAD_RULES_H

#include "reading.h"

/* NAMES and LIMITS are objects of S, or NULL: the defaults. */
bool rules_read_names(struct reading *r, struct source *s,
		      const struct json *names);
bool rules_read_limits(struct reading *r, struct source *s,
		       const struct json *limits);

#endif
