/* SPDX-License-Identifier: MIT */
/* inquiry.h - one request on its way through the questions, and its answer. */
#ifndef PORTERO_DECIDE_INQUIRY_H
#define PORTERO_DECIDE_INQUIRY_H

#include "access.h"
#include "decide.h"

#define ACTION_MAX 256u

/* One job on its way through the questions. */
struct inquiry {
	struct context ctx;
	struct caller caller;
	struct attr_ref attrs[PORTERO_MAX_ATTRS];
	char folded[ACTION_MAX];
	const struct action *known; /* the action's row, if it has one */
	const struct portero_request *request;
	struct portero_decision *decision; /* the answer so far */
};

/* Who asks what: false when that is refused already. */
bool inquiry_begin(struct inquiry *q, const struct policy_set *set,
		   const struct portero_request *request,
		   const struct decide_clock *clock,
		   struct portero_decision *decision);
/* The set must know the caller, or it is refused; roots need no entry. */
bool inquiry_knows_caller(struct inquiry *q);

/* Points the question at RESOURCE; false when that is no ARN. */
bool inquiry_aim(struct context *ctx, struct str resource);
/* Whose the resource is: SAID by the host, or the ARN, or KNOWN to the set;
 * else it is taken for the caller's own. */
void inquiry_find_owner(struct inquiry *q, const struct resource *known,
			struct str said);

/* Nothing so far, or only what is not known yet, or somebody watches. */
bool inquiry_goes_on(const struct inquiry *q);
/* Takes one answer: the first definite no is kept. LAYER: instead of its own.
 */
void inquiry_take(struct inquiry *q, enum portero_layer layer,
		  const struct answer *a);
/* A no that no policy said. */
void inquiry_refuse(struct inquiry *q, enum portero_reason reason,
		    enum portero_layer layer, const char *detail, size_t n);
#define INQUIRY_REFUSE(q, reason, layer, text)                                 \
	inquiry_refuse(q, reason, layer, text, sizeof(text) - 1)
/* Writes REASON, and where A says it was decided, to the decision. */
void inquiry_settle(struct inquiry *q, enum portero_reason reason,
		    enum portero_layer layer, const struct answer *a);

#endif
