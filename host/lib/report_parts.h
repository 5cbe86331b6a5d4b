/* SPDX-License-Identifier: MIT */
/* report_parts.h - a trace cut into questions; what the reports share. */
#ifndef PORTERO_HOST_REPORT_PARTS_H
#define PORTERO_HOST_REPORT_PARTS_H

#include "place.h"
#include "report.h"

/* The events of one question: from FIRST up to END. */
struct group {
	size_t first, end;
	uint32_t question, item;
	const struct portero_event *asked;  /* NULL: not asked, only told */
	const struct portero_event *answer; /* NULL: it has none */
};

/* The group that begins at event FIRST; false behind the last one. */
bool group_next(const struct trace *t, size_t first, struct group *out);

/* The layer of G that decided its answer; NULL when no layer did. */
const struct portero_event *group_layer(const struct trace *t,
					const struct group *g);

/* Why a layer said no or not yet: the statement to look at, and its flaw. */
struct why {
	const struct portero_event *statement; /* NULL: there is none to show */
	const struct portero_event *condition; /* the one that matters */
	bool nearest; /* an allow that nearly applied, not what decided */
};

struct why why_find(const struct trace *t, const struct group *g,
		    const struct portero_event *layer);
struct place_element why_element(const struct why *why);

/* "  = ..." lines about WHY. */
void why_notes(FILE *out, const struct report *r, const struct group *g,
	       const struct why *why);

/* How far a pattern and a text are the same. */
struct difference {
	size_t pattern, text; /* where they part */
	bool matches;
};
struct difference nearest_difference(struct portero_str pattern,
				     struct portero_str text);

/* "IDENTITY_NO_ALLOW" of "IDENTITY_NO_ALLOW: no identity-based policy ..." */
struct portero_str report_reason(const struct report *r, uint32_t reason);
/* What follows the fifth colon of an ARN; all of what is none. */
struct portero_str report_short_arn(struct portero_str arn);
/* "fraud | k2m9x0q7w3ab | Zt81kQm2Ls   29 of 63" */
void report_name(FILE *out, const struct report *r);
/* Every statement that G considered, a line each (explain). */
void report_statements(FILE *out, const struct report *r,
		       const struct group *g);

#endif
