/* SPDX-License-Identifier: MIT */
/* condition.h - is the Condition of a statement met? */
#ifndef PORTERO_DECIDE_CONDITION_H
#define PORTERO_DECIDE_CONDITION_H

#include "context.h"
#include "truth.h"

/* All operators and keys of ST; none at all is YES. */
enum truth condition_met(const struct context *ctx, const struct statement *st);

#endif
