/* SPDX-License-Identifier: MIT */
/* decision_request.h - a request as part of a line of the decision log. */
#ifndef PORTERO_HOST_DECISION_REQUEST_H
#define PORTERO_HOST_DECISION_REQUEST_H

#include "jsonline.h"

/*
 * REQUEST as portero-request(5) reads it: what request_to_json makes, straight
 * into the line. A log is written for every call, and the detour over a tree
 * costs more than the decision.
 */
void decision_request_put(struct jsonline *l,
			  const struct portero_request *request);

#endif
