/* SPDX-License-Identifier: MIT */
/* decide.h - the two questions a host may ask. */
#ifndef PORTERO_DECIDE_DECIDE_H
#define PORTERO_DECIDE_DECIDE_H

#include "../policy.h"
#include "../portero.h"

/* Who tells the time when a request does not. */
struct decide_clock {
	int64_t (*now)(void *arg);
	void *arg;
};

/*
 * REQUEST and DECISION are whole structs of this version; decision has been
 * zeroed but for size and generation. Nothing is allocated, no lock is taken.
 */
void decide_job(const struct policy_set *set,
		const struct portero_request *request,
		const struct decide_clock *clock,
		struct portero_decision *decision);
void decide_access(const struct policy_set *set,
		   const struct portero_request *request,
		   const struct decide_clock *clock,
		   struct portero_decision *decision);

/* reason.c: "IDENTITY_NO_ALLOW: no identity-based policy allows it". */
const char *reason_text(uint32_t reason);

#endif
