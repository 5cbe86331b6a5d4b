/* SPDX-License-Identifier: MIT */
/* Cuts a trace into questions; the words that reports share. */
#include "report_parts.h"

#include <string.h>

const char *
report_effect(const struct portero_decision *d)
{
	if (d->effect == PORTERO_ALLOW)
		return "ALLOW";
	return d->reason == PORTERO_REASON_UNDECIDED ? "INDETERMINATE" : "DENY";
}

const char *
report_kind(const struct portero_decision *d)
{
	if (d->effect == PORTERO_ALLOW)
		return "";
	if (d->reason >= PORTERO_REASON_RCP_EXPLICIT_DENY &&
	    d->reason <= PORTERO_REASON_TRUST_EXPLICIT_DENY)
		return "explicit";
	return d->reason >= PORTERO_REASON_UNJUDGED ? "unjudged" : "implicit";
}

struct portero_str
report_reason(const struct report *r, uint32_t reason)
{
	const char *text = stack_reason_text(r->stack, reason);

	return (struct portero_str){ text, strcspn(text, ":") };
}

bool
group_next(const struct trace *t, size_t first, struct group *out)
{
	const struct portero_event *e;

	if (!t || first >= trace_count(t))
		return false;
	e = trace_event(t, first);
	*out = (struct group){ .first = first,
			       .question = e->question,
			       .item = e->item };
	for (out->end = first; out->end < trace_count(t); out->end++) {
		e = trace_event(t, out->end);
		if (e->question != out->question || e->item != out->item)
			break;
		if (e->kind == PORTERO_EVENT_QUESTION)
			out->asked = e;
		if (e->kind == PORTERO_EVENT_ANSWER)
			out->answer = e;
	}
	return true;
}

const struct portero_event *
group_layer(const struct trace *t, const struct group *g)
{
	const struct portero_event *found = NULL;

	for (size_t i = g->first; i < g->end; i++) {
		const struct portero_event *e = trace_event(t, i);

		if (e->kind != PORTERO_EVENT_LAYER ||
		    e->outcome == PORTERO_OUTCOME_ABSENT)
			continue;
		if (g->answer && e->reason == g->answer->reason &&
		    (!found || found->reason != e->reason ||
		     e->layer == g->answer->layer))
			found = e;
		if (!found && e->outcome == PORTERO_OUTCOME_NO)
			found = e;
	}
	return found;
}
