/* SPDX-License-Identifier: MIT */
/* caller.h - a principal, taken apart: what kind, whose, which name. */
#ifndef PORTERO_TOOL_CALLER_H
#define PORTERO_TOOL_CALLER_H

#include <stdbool.h>

#include "../../plugin/portero.h"

enum caller_kind {
	CALLER_ROOT,
	CALLER_USER,
	CALLER_ROLE,
	CALLER_SESSION,
	CALLER_FEDERATED,
	CALLER_SERVICE,
	CALLER_ANONYMOUS
};

/* Text points into what was parsed. */
struct caller {
	enum caller_kind kind;
	struct portero_str text;
	struct portero_str partition, account;
	struct portero_str path; /* of users and roles: "/ml/", or "/" */
	struct portero_str name;
};

/* An ARN, or a service as sagemaker.amazonaws.com. */
bool caller_parse(struct caller *out, struct portero_str text);
bool caller_is_account(struct portero_str id); /* twelve digits */
bool caller_has_policies(const struct caller *c);

#endif
