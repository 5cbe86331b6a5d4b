/* SPDX-License-Identifier: MIT */
/*
 * apicall.h - a call of the SageMaker API as a gateway receives it, from the
 * header X-Amz-Target and the body to the decision. What the gateways share.
 */
#ifndef PORTERO_HOST_APICALL_H
#define PORTERO_HOST_APICALL_H

#include "denial.h"
#include "request.h"
#include "stack.h"

/* What the header X-Amz-Target asks for. */
enum apicall_kind {
	APICALL_BAD,	/* not an operation of SageMaker at all */
	APICALL_JUDGED, /* in the table of sagemaker.h: it has to be decided */
	APICALL_HARMLESS, /* describes, lists, stops, deletes: makes no job */
	APICALL_OTHER	  /* may make or change something in ways unknown */
};

enum apicall_kind apicall_kind(struct portero_str target);
/* "CreateTrainingJob" of "SageMaker.CreateTrainingJob"; empty if BAD. */
struct portero_str apicall_operation(struct portero_str target);

/* A condition key that the gateway vouches for. */
struct apicall_key {
	const char *key;
	struct portero_str value;
};

/* Text may be empty: then there is none. */
struct apicall {
	struct portero_str target, body;
	struct portero_str principal;	 /* ARN of the authenticated caller */
	struct portero_str session_tags; /* KEY=VALUE&..., percent-encoded */
	struct portero_str account;	 /* empty: that of the principal */
	struct portero_str region;
	const struct apicall_key *keys;
	size_t nkeys;
	int64_t now; /* Unix seconds */
};

/* The answer; apicall_free when done. */
struct apicall_answer {
	struct request *owner;
	const struct portero_request *request; /* NULL: none could be made */
	struct portero_decision decision;
	char action[128];     /* sagemaker:CreateTrainingJob, or empty */
	uint64_t nanoseconds; /* the plugins took */
};

/*
 * Judges CALL; returns true only for an allow. S may be NULL: nothing is
 * allowed then.
 */
bool apicall_judge(const struct stack *s, const struct apicall *call,
		   struct apicall_answer *out);
void apicall_free(struct apicall_answer *answer);

/* What is to be done with a call before its body is looked at. */
enum apicall_next {
	APICALL_PASS,	/* it makes no job */
	APICALL_JUDGE,	/* apicall_judge decides */
	APICALL_REFUSED /* OUT says why for the log, SAY for the caller */
};

/*
 * Operation and caller. PASS_HARMLESS lets operations pass that make nothing;
 * PASSED says that this one shall pass although it may.
 */
enum apicall_next apicall_screen(const struct apicall *call, bool pass_harmless,
				 bool passed, struct apicall_answer *out,
				 struct denial *say);

/* A decision that no plugin made: a refusal for REASON, with DETAIL. */
void apicall_refuse(struct apicall_answer *out, const struct apicall *call,
		    uint32_t reason, const char *detail);

#endif
