/* SPDX-License-Identifier: MIT */
/* context.h - who asks what, and the values of condition keys for it. */
#ifndef PORTERO_DECIDE_CONTEXT_H
#define PORTERO_DECIDE_CONTEXT_H

#include "../base/arn.h"
#include "../base/scan.h"
#include "../policy.h"
#include "../portero.h"

static inline struct str
str_of(struct portero_str s)
{
	return str_make(s.ptr, s.len);
}

static inline struct portero_str
portero_str_of(struct str s)
{
	return (struct portero_str){ s.p, s.n };
}

enum caller_kind {
	CALLER_USER,
	CALLER_ROLE,	/* arn:aws:iam::A:role/R: a session without a name */
	CALLER_SESSION, /* arn:aws:sts::A:assumed-role/R/S */
	CALLER_FEDERATED,
	CALLER_ROOT,
	CALLER_SERVICE,	 /* sagemaker.amazonaws.com */
	CALLER_ANONYMOUS /* "anonymous": an unsigned request */
};

struct caller {
	enum caller_kind kind;
	struct str text;
	struct str partition, account, name, session;
	const struct principal *principal; /* users, roles, sessions */
	const struct account *in;	   /* NULL: not an account of the set */
};

/* Room for a value that is made up on the way. */
struct derived {
	struct portero_str value;
	char buffer[160];
};

struct attr_ref {
	uint64_t mark; /* str_mark_fold() of its key */
	const struct portero_attr *attr;
	uint32_t key; /* whose name that is; KEY_NONE until somebody asked */
};

/*
 * Everything one question knows. attrs are those of the request; the rest
 * changes from question to question of one job.
 */
struct context {
	const struct policy_set *set;
	struct attr_ref *attrs;
	size_t nattrs;
	uint64_t given; /* context_bit() of each of attrs */
	const struct portero_trace *trace;
	int64_t (*clock)(void *arg); /* when now is 0 */
	void *clock_arg;
	int64_t now;

	enum portero_question question; /* NONE: one plain IAM question */
	uint32_t item;
	const struct caller *caller;
	struct str action; /* as asked */
	uint32_t place;	   /* of the action: see policy.h */
	struct str folded; /* action in lower case */
	struct str resource;
	struct arn arn; /* of resource; empty fields when it is "*" */
	struct str resource_account;
	const struct account *owner; /* account of the resource, if known */
	struct str job;		     /* ARN of the job the question is about */
	struct str passed_to;	     /* service of iam:PassRole */
	uint32_t steps;
};

/* One of 64 bits, by which most keys that nobody gave are told from those that
 * somebody did; MARK is str_mark_fold() of the key. */
static inline uint64_t
context_bit(uint64_t mark)
{
	return UINT64_C(1) << (mark * 0x9e3779b97f4a7c15u >> 58);
}

enum presence { KEY_ABSENT, KEY_PRESENT, KEY_UNKNOWN };

struct values {
	enum presence presence;
	bool many; /* multivalued: needs a set operator */
	const struct portero_str *v;
	size_t n;
};

/* The values of KEY; DERIVED lends room and must outlive *OUT. */
void context_values(const struct context *ctx, uint32_t key, struct values *out,
		    struct derived *derived);

/* The one value of KEY as a policy variable; false when it has none. */
enum presence context_variable(const struct context *ctx, uint32_t key,
			       struct str *out, struct derived *derived);

#endif
