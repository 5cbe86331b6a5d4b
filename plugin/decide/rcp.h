/* SPDX-License-Identifier: MIT */
/* rcp.h - which questions RCPs have a say in. */
#ifndef PORTERO_DECIDE_RCP_H
#define PORTERO_DECIDE_RCP_H

#include "context.h"

/* By the action and the resource; whose that is is not looked at. */
bool rcp_covers(const struct context *ctx);

#endif
