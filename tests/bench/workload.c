/* SPDX-License-Identifier: MIT */
/* workload.c - families by name, and the pieces that all of them share. */
#include "workload.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ATTRS 8u
#define MAX_ROLES 8u

/* clang-format off */
static const struct family {
	const char *name;
	enum call call;
	void (*make)(struct workload *, uint64_t n);
	const char *what;
} families[] = {
	{ "fleet", CALL_ACCESS, teams_fleet,
	  "N statements, ten each on N/10 principals" },
	{ "fat", CALL_ACCESS, teams_fat,
	  "N statements, all on one principal" },
	{ "details", CALL_ACCESS, account_details,
	  "fleet-N as the file of an account that AWS prints" },
	{ "shared", CALL_ACCESS, crowds_shared,
	  "N principals that share 50 policies of ten statements" },
	{ "scps", CALL_ACCESS, crowds_scps,
	  "five SCP levels with N SCPs each" },
	{ "wild", CALL_ACCESS, shapes_wild,
	  "N statements whose resources begin with wildcards" },
	{ "variables", CALL_ACCESS, shapes_variables,
	  "N statements with variables in their resources" },
	{ "long", CALL_ACCESS, shapes_long,
	  "N statements with resources of some 900 bytes" },
	{ "hostile", CALL_ACCESS, shapes_hostile,
	  "N statements with *a*a*a*...b, asked about aaa..." },
	{ "job", CALL_JOB, jobs_one_role,
	  "fleet-N, whole job creations with one role" },
	{ "job5", CALL_JOB, jobs_five_roles,
	  "fleet-N, whole job creations with five roles" },
	{ "batch", CALL_BATCH, jobs_batch,
	  "fleet-N, pipelines of fifty jobs with one role each" },
};
/* clang-format on */

#define NFAMILIES (sizeof families / sizeof *families)

void
workload_list(void)
{
	for (size_t i = 0; i < NFAMILIES; i++)
		printf("%-12s %s\n", families[i].name, families[i].what);
}

static const struct family *
find_family(const char *name, size_t n)
{
	for (size_t i = 0; i < NFAMILIES; i++)
		if (strlen(families[i].name) == n &&
		    memcmp(families[i].name, name, n) == 0)
			return &families[i];
	return NULL;
}

static void
make(struct workload *w, const char *name, uint64_t seed, size_t nquestions,
     bool swapped)
{
	const char *dash = strrchr(name, '-');
	const struct family *family =
		dash ? find_family(name, (size_t)(dash - name)) : NULL;
	const uint64_t n = family ? strtoull(dash + 1, NULL, 10) : 0;

	if (!family || n == 0 || n > 10000000)
		stop("%s: not a workload; --list shows the families", name);
	*w = (struct workload){ .call = family->call,
				.wanted = nquestions,
				.plain = true,
				.swapped = swapped,
				.dice = { seed } };
	snprintf(w->name, sizeof w->name, "%s", name);
	w->questions = must_zero(nquestions, sizeof *w->questions);
	family->make(w, n);
}

void
workload_make(struct workload *w, const char *name, uint64_t seed,
	      size_t nquestions)
{
	make(w, name, seed, nquestions, false);
}

void
workload_make_swapped(struct workload *w, const char *name, uint64_t seed,
		      size_t nquestions)
{
	make(w, name, seed, nquestions, true);
}

void
workload_free(struct workload *w)
{
	free(w->set.p);
	free(w->organization.p);
	free(w->questions);
	shelf_free(&w->shelf);
	*w = (struct workload){ 0 };
}

/* ---- what all sets have ------------------------------------------------- */

/* ---- questions ------------------------------------------------------------
 */

struct question *
workload_ask(struct workload *w, struct portero_str principal,
	     const char *action, struct portero_str resource)
{
	struct question *q = &w->questions[w->nquestions++];
	struct portero_attr *attrs =
		shelf_take(&w->shelf, MAX_ATTRS * sizeof *attrs);
	struct portero_role *roles =
		shelf_take(&w->shelf, MAX_ROLES * sizeof *roles);

	*q = (struct question){
		.request = { .size = sizeof q->request,
			     .principal = principal,
			     .action = shelf_text(&w->shelf, action),
			     .resource = resource,
			     .attrs = attrs,
			     .roles = roles,
			     .now = 1790000000 },
		.expected = true,
	};
	return q;
}

/* The arrays are our own: only the interface calls them const. */
#define MINE(type, p) ((type *)(uintptr_t)(p))

void
workload_attrs(struct workload *w, struct question *q, const char *key,
	       const char *const values[], size_t n)
{
	struct portero_request *r = &q->request;
	struct portero_str *texts = shelf_take(&w->shelf, n * sizeof *texts);

	if (r->nattrs == MAX_ATTRS)
		stop("too many attributes");
	for (size_t i = 0; i < n; i++)
		texts[i] = shelf_text(&w->shelf, values[i]);
	MINE(struct portero_attr, r->attrs)
	[r->nattrs++] =
		(struct portero_attr){ shelf_text(&w->shelf, key), texts, n };
}

void
workload_attr(struct workload *w, struct question *q, const char *key,
	      const char *value)
{
	workload_attrs(w, q, key, &value, 1);
}

void
workload_role(struct workload *w, struct question *q, struct portero_str arn,
	      const char *service)
{
	struct portero_request *r = &q->request;

	if (r->nroles == MAX_ROLES)
		stop("too many roles");
	MINE(struct portero_role, r->roles)
	[r->nroles++] =
		(struct portero_role){ arn, shelf_text(&w->shelf, service) };
}

void
workload_refuse(struct question *q, const char *why)
{
	q->expected = false;
	if (!q->why)
		q->why = why;
}
