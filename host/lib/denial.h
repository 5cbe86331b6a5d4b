/* SPDX-License-Identifier: MIT */
/*
 * denial.h - a decision, said to the caller in the words AWS uses, so that the
 * SDKs raise the exception that their users know.
 */
#ifndef PORTERO_HOST_DENIAL_H
#define PORTERO_HOST_DENIAL_H

#include <stdbool.h>
#include <stdio.h>

#include "../../plugin/portero.h"

/* Where AWS takes the name of a type, an HTTP header does: "x-amzn-ErrorType".
 */
struct denial {
	unsigned status;  /* HTTP; 0: it is none */
	const char *type; /* AccessDeniedException; static */
	char message[4096];
};

/*
 * What the caller is told of D; a status of 0 when it is an allow. REQUEST may
 * be NULL when none could be made. Which policy decided is told only with
 * SHOW_POLICY. ID is the decision's, and may be NULL.
 */
void denial_make(struct denial *out, const struct portero_request *request,
		 const struct portero_decision *d, bool show_policy,
		 const char *id);

/* A refusal that comes before any decision. */
void denial_say(struct denial *out, unsigned status, const char *type,
		const char *format, ...) __attribute__((format(printf, 4, 5)));

/*
 * The body of the answer, {"__type":...,"message":...}, into OUT, escaped;
 * returns its length, or 0 when SIZE is too small.
 */
size_t denial_json(const struct denial *denial, char *out, size_t size);

/* "IDENTITY_NO_ALLOW", by the same table; never NULL. */
const char *denial_reason(uint32_t reason);
/* The reasons of the table, in order, for whoever counts; NULL past the end. */
const char *denial_reason_at(size_t i, uint32_t *reason);

#endif
