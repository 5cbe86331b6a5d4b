/* SPDX-License-Identifier: MIT */
/* A decision and its trace for people: the verdict, a line a layer, the why. */
#include <string.h>

#include "escape.h"
#include "excerpt.h"
#include "report_parts.h"
#include "word.h"

static const char *
paint(const struct report *r, uint32_t outcome)
{
	if (!r->color)
		return "";
	if (outcome == PORTERO_OUTCOME_YES)
		return "\033[1;32m";
	return outcome == PORTERO_OUTCOME_UNKNOWN ? "\033[1;33m" : "\033[1;31m";
}

static void
print(FILE *out, struct portero_str text)
{
	escape_print(out, text.ptr, text.len);
}

static uint32_t
outcome_of(const struct portero_decision *d)
{
	if (d->effect == PORTERO_ALLOW)
		return PORTERO_OUTCOME_YES;
	return d->reason == PORTERO_REASON_UNDECIDED ? PORTERO_OUTCOME_UNKNOWN
						     : PORTERO_OUTCOME_NO;
}

static void
print_verdict(FILE *out, const struct report *r)
{
	const struct portero_decision *d = r->decision;

	fputs(paint(r, outcome_of(d)), out);
	fputs(report_effect(d), out);
	fputs(r->color ? "\033[0m" : "", out);
	if (d->effect != PORTERO_ALLOW && d->reason != PORTERO_REASON_UNDECIDED)
		fprintf(out, " (%s)", report_kind(d));
	fputs("  ", out);
	print(out, r->request->action);
	fputs("  ", out);
	print(out, report_short_arn(r->request->resource));
	if (r->name) {
		fputs("  (", out);
		escape_puts(out, r->name);
		putc(')', out);
	}
	putc('\n', out);
}

/* ---- one line ---- */

static void
print_head(FILE *out, const struct report *r, const char *name,
	   uint32_t outcome)
{
	static const char *const words[] = { [PORTERO_OUTCOME_NO] = "FAIL",
					     [PORTERO_OUTCOME_YES] = "ok",
					     [PORTERO_OUTCOME_UNKNOWN] = "??" };
	const char *word = outcome < 3 ? words[outcome] : "-";

	fprintf(out, "  %-9s %s%s%s", name, paint(r, outcome), word,
		r->color ? "\033[0m" : "");
	fprintf(out, "%*s", (int)(5 - strlen(word)), "");
}

/* "policy.json:4:5  Sid" */
static void
print_statement(FILE *out, const struct portero_event *e)
{
	print(out, e->policy);
	if (e->line)
		fprintf(out, ":%u:%u", e->line, e->column);
	else
		fprintf(out, " statement %u", e->statement);
	if (e->sid.len > 0) {
		fputs("  ", out);
		print(out, e->sid);
	}
}

/* The role, and to whom it goes. */
static void
print_role(FILE *out, const struct report *r, const struct group *g)
{
	if (g->item >= r->request->nroles)
		return;
	fputs("  ", out);
	print(out, report_short_arn(r->request->roles[g->item].arn));
	fputs(" → ", out);
	print(out, r->request->roles[g->item].service);
}

/* ---- the block under a line that failed ---- */

static void
print_place(FILE *out, const struct report *r, const struct why *why)
{
	const struct place_element element = why_element(why);
	const struct portero_event *e = why->statement;
	struct place place;

	if (!place_find(&place, r->directory, e->policy, e->line, e->column,
			&element))
		return;
	fputs("   --> ", out);
	if (r->directory && *r->directory && e->policy.ptr[0] != '/') {
		escape_puts(out, r->directory);
		putc('/', out);
	}
	print(out, e->policy);
	fprintf(out, ":%u:%u\n", place.number, place.column);
	excerpt_print(out, place.number, place.line, place.len, place.offset,
		      place.width, r->color);
	place_free(&place);
}

static void
print_why(FILE *out, const struct report *r, const struct group *g,
	  const struct portero_event *layer)
{
	struct why why = { NULL, NULL, false };

	if (layer)
		why = why_find(r->trace, g, layer);
	if (why.statement)
		print_place(out, r, &why);
	why_notes(out, r, g, &why);
}

/* "REASON   policy.json:4:5  Sid": who said no, or who nearly said yes. */
static void
print_failure(FILE *out, const struct report *r, const struct group *g,
	      const struct portero_event *layer, uint32_t reason)
{
	struct why why;

	print(out, report_reason(r, reason));
	if (!layer)
		return;
	fputs("   ", out);
	why = why_find(r->trace, g, layer);
	if (why.statement) {
		fputs(why.nearest ? "nearest: " : "", out);
		print_statement(out, why.statement);
	} else {
		fputs("no statement speaks of it", out);
	}
}

/* ---- groups ---- */

/* The create question of the job itself: a line for each policy type. */
static void
print_layers(FILE *out, const struct report *r, const struct group *g)
{
	for (size_t i = g->first; i < g->end; i++) {
		const struct portero_event *e = trace_event(r->trace, i);
		struct group of_layer = *g;
		struct portero_event answer = *e;

		if (e->kind != PORTERO_EVENT_LAYER ||
		    e->outcome == PORTERO_OUTCOME_ABSENT)
			continue;
		print_head(out, r, word_layer(e->layer), e->outcome);
		if (e->outcome == PORTERO_OUTCOME_YES) {
			if (e->layer == PORTERO_LAYER_SCP ||
			    e->layer == PORTERO_LAYER_RCP)
				fputs("every level allows, no Deny applies",
				      out);
			else if (e->policy.len > 0)
				print_statement(out, e);
			putc('\n', out);
			continue;
		}
		of_layer.answer = &answer; /* the hints are the layer's own */
		print_failure(out, r, &of_layer, e, e->reason);
		putc('\n', out);
		print_why(out, r, &of_layer, e);
	}
}

/* The layer that said yes, when one statement stands for it. */
static const struct portero_event *
allowing(const struct report *r, const struct group *g)
{
	const struct portero_event *found = NULL;

	for (size_t i = g->first; i < g->end; i++) {
		const struct portero_event *e = trace_event(r->trace, i);

		if (e->kind == PORTERO_EVENT_LAYER &&
		    e->outcome == PORTERO_OUTCOME_YES && e->policy.len > 0 &&
		    (e->layer == PORTERO_LAYER_IDENTITY || !found ||
		     found->layer < PORTERO_LAYER_RESOURCE))
			found = e;
	}
	return found;
}

/* What the question was about, when the line's name does not say it. */
static void
print_about(FILE *out, const struct report *r, const struct group *g)
{
	if (g->question == PORTERO_QUESTION_PASSROLE ||
	    g->question == PORTERO_QUESTION_TRUST) {
		print_role(out, r, g);
	} else if (g->asked && g->question != PORTERO_QUESTION_NAME) {
		fputs("  ", out);
		print(out, g->asked->text);
		fputs(" on ", out);
		print(out, report_short_arn(g->asked->target));
	}
}

static void
print_detail(FILE *out, const struct report *r, const struct group *g)
{
	const struct portero_decision *d = r->decision;

	/* only the decision has a detail, and it is about one question */
	if (d->question != g->question || d->item != g->item ||
	    d->reason != g->answer->reason || !d->detail[0])
		return;
	fputs("      = ", out);
	escape_puts(out, d->detail);
	putc('\n', out);
}

static void
print_one(FILE *out, const struct report *r, const struct group *g)
{
	const struct portero_event *layer;

	if (!g->answer)
		return;
	print_head(out, r, word_question(g->question), g->answer->outcome);
	if (g->answer->outcome == PORTERO_OUTCOME_YES) {
		layer = allowing(r, g);
		if (g->question == PORTERO_QUESTION_NAME)
			report_name(out, r);
		else if (layer)
			print_statement(out, layer);
		print_about(out, r, g);
		putc('\n', out);
		return;
	}
	layer = group_layer(r->trace, g);
	print_failure(out, r, g, layer, g->answer->reason);
	print_about(out, r, g);
	putc('\n', out);
	if (!layer)
		print_detail(out, r, g);
	print_why(out, r, g, layer);
}

static void
print_group(FILE *out, const struct report *r, const struct group *g)
{
	bool layers = false;

	for (size_t i = g->first; i < g->end; i++)
		layers |= trace_event(r->trace, i)->kind == PORTERO_EVENT_LAYER;
	if (g->question == PORTERO_QUESTION_CREATE && g->item == 0 && layers)
		print_layers(out, r, g);
	else
		print_one(out, r, g);
	if (r->every_statement)
		report_statements(out, r, g);
}

/* Did an event say why it is refused? */
static bool
is_told(const struct report *r)
{
	const size_t n = r->trace ? trace_count(r->trace) : 0;

	for (size_t i = 0; i < n; i++) {
		const struct portero_event *e = trace_event(r->trace, i);

		if (e->kind == PORTERO_EVENT_ANSWER &&
		    e->outcome != PORTERO_OUTCOME_YES)
			return true;
	}
	return false;
}

/* A refusal without events, as another plugin of the stack may make it. */
static void
print_untraced(FILE *out, const struct report *r)
{
	const struct portero_decision *d = r->decision;

	if (d->effect == PORTERO_ALLOW || is_told(r))
		return;
	print_head(out, r, d->layer ? word_layer(d->layer) : "request",
		   outcome_of(d));
	escape_puts(out, stack_reason_text(r->stack, d->reason));
	putc('\n', out);
	if (d->detail[0]) {
		fputs("      = ", out);
		escape_puts(out, d->detail);
		putc('\n', out);
	}
}

void
report_text(FILE *out, const struct report *r)
{
	struct group g;

	print_verdict(out, r);
	if (r->verdict_only)
		return;
	for (size_t at = 0; group_next(r->trace, at, &g); at = g.end)
		print_group(out, r, &g);
	print_untraced(out, r);
	if (r->trace && trace_incomplete(r->trace))
		fputs("  (out of memory: the trace is not complete)\n", out);
	fprintf(out, "set %016llx  statements looked at: %u\n",
		(unsigned long long)r->decision->generation,
		r->decision->steps);
}
