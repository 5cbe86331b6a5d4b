/* SPDX-License-Identifier: MIT */
/*
 * stack.h - the stack of plugins a host asks. All must allow, the first refusal
 * decides, an empty stack denies. There are no flags: "sufficient" and "ignore"
 * are how PAM stacks fail open.
 */
#ifndef PORTERO_HOST_STACK_H
#define PORTERO_HOST_STACK_H

#include "../../plugin/portero.h"

/* One line of a host's configuration. */
struct stack_entry {
	const char *plugin; /* absolute path of the .so */
	const char *config; /* absolute path of its configuration */
};

struct stack;

/*
 * Loads and opens all N entries, or none: returns PORTERO_OK or an error code,
 * and *out is NULL then. HOST is what the host lends; it and what it points to
 * must stay while the stack is open. NULL is a stack, an empty one.
 */
int stack_open(struct stack **out, const struct stack_entry *entries, size_t n,
	       const struct portero_host *host, struct portero_error *err);
/* The same policy sets, read again. OLD stays good; swap, then close it. */
int stack_reload(struct stack **out, const struct stack *old,
		 struct portero_error *err);
/* When nobody is inside a check any more. NULL is allowed. */
void stack_close(struct stack *s);

/*
 * Ask all plugins; return 0 when DECISION says PORTERO_ALLOW, 1 otherwise. S
 * may be NULL (PORTERO_REASON_NO_PLUGIN), REQUEST too (PORTERO_REASON_INTERNAL:
 * it could not be made). The decision is that of the plugin that refused, or of
 * the first when all allow.
 */
int stack_check_job_creation(const struct stack *s,
			     const struct portero_request *request,
			     struct portero_decision *decision);
int stack_check_access(const struct stack *s,
		       const struct portero_request *request,
		       struct portero_decision *decision);

/* "IDENTITY_NO_ALLOW: no identity-based policy allows it"; never NULL. */
const char *stack_reason_text(const struct stack *s, uint32_t reason);
size_t stack_size(const struct stack *s);
const struct portero_plugin *stack_plugin(const struct stack *s, size_t i);

#endif
