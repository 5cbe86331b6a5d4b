/* SPDX-License-Identifier: MIT */
/*
 * workload.h - a policy set as one JSON document, questions about it, and the
 * answers, which whoever made the set knows without evaluating anything.
 */
#ifndef PORTERO_BENCH_WORKLOAD_H
#define PORTERO_BENCH_WORKLOAD_H

#include <stdbool.h>

#include "dice.h"
#include "writer.h"

enum call {
	CALL_ACCESS, /* check_access */
	CALL_JOB,    /* check_job_creation */
	CALL_BATCH   /* check_job_creations, WORKLOAD_BATCH at a time */
};

#define WORKLOAD_BATCH 50u

struct question {
	struct portero_request request;
	bool expected;
	const char *why; /* it is refused, by construction; or NULL */
};

struct workload {
	char name[64]; /* fleet-10000 */
	enum call call;
	struct writer set;	    /* one JSON document: portero-set(5) */
	struct writer organization; /* then SET is what AWS prints of an
				       account, and this its organization */
	struct question *questions;
	size_t nquestions, wanted;
	size_t statements, principals; /* in the set */
	bool plain;   /* the naive baseline understands all of it */
	bool swapped; /* every other team may do what the others could */
	struct dice dice;
	struct shelf shelf; /* what the questions point to */
};

/*
 * Makes the workload NAME, FAMILY-N, with NQUESTIONS questions. Ends the
 * program when there is no such family.
 */
void workload_make(struct workload *w, const char *name, uint64_t seed,
		   size_t nquestions);
/* The same questions to another set, which answers some of them otherwise. */
void workload_make_swapped(struct workload *w, const char *name, uint64_t seed,
			   size_t nquestions);
/* The families, one a line, to standard output. */
void workload_list(void);
void workload_free(struct workload *w);

/* What most sets begin and end with. */
#define ACCOUNT "111122223333"
#define REGION	"eu-west-1"

/*
 * {"schema", "organization" with three levels of SCPs, "accounts": [{"roles":
 * [ and, after all roles, ]}], "policies": { and, after all documents, }}. The
 * document "boundary" is among the policies already.
 */
void workload_open_roles(struct workload *w);
/* The organization alone, with its documents in place. */
void workload_organization(struct writer *w);
void workload_open_policies(struct workload *w);
extern const char workload_boundary[]; /* its document */
void workload_close(struct workload *w);

/* A new question, so far with the answer yes; or NULL: there are enough. */
struct question *workload_ask(struct workload *w, struct portero_str principal,
			      const char *action, struct portero_str resource);
void workload_attr(struct workload *w, struct question *q, const char *key,
		   const char *value);
void workload_attrs(struct workload *w, struct question *q, const char *key,
		    const char *const values[], size_t n);
void workload_role(struct workload *w, struct question *q,
		   struct portero_str arn, const char *service);
/* The answer is no, and why; the first reason stays. */
void workload_refuse(struct question *q, const char *why);

/* Makes W from families of N. */
void teams_fleet(struct workload *w, uint64_t n);
void teams_fat(struct workload *w, uint64_t n);
void account_details(struct workload *w, uint64_t n);
void jobs_one_role(struct workload *w, uint64_t n);
void jobs_five_roles(struct workload *w, uint64_t n);
void jobs_batch(struct workload *w, uint64_t n);
void crowds_shared(struct workload *w, uint64_t n);
void crowds_scps(struct workload *w, uint64_t n);
void shapes_wild(struct workload *w, uint64_t n);
void shapes_variables(struct workload *w, uint64_t n);
void shapes_long(struct workload *w, uint64_t n);
void shapes_hostile(struct workload *w, uint64_t n);

/* Reads a file of the peers' generator. */
void peerfile_read(struct workload *w, const char *path);

#endif
