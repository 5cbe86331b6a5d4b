/* SPDX-License-Identifier: MIT */
/*
 * Asks the questions of a pipeline. Every question is watched: a yes says in
 * the trace only which statement allowed the call, and a not-yet only there
 * which key it waits for.
 */
#include "pipeline_ask.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void
copy_cut(char *to, size_t size, struct portero_str from)
{
	const size_t n = from.len < size ? from.len : size - 1;

	if (n > 0)
		memcpy(to, from.ptr, n);
	to[n] = '\0';
}

/* The layers that grant; the others only leave a grant standing. */
static void
note_grant(struct ask_answer *a, const struct portero_event *e)
{
	struct portero_decision *d = &a->decision;

	if (e->question != PORTERO_QUESTION_CREATE || e->item != 0 ||
	    e->outcome != PORTERO_OUTCOME_YES || e->policy.len == 0 ||
	    (e->layer != PORTERO_LAYER_IDENTITY &&
	     e->layer != PORTERO_LAYER_RESOURCE))
		return;
	d->layer = e->layer;
	d->statement = e->statement;
	d->line = e->line;
	d->column = e->column;
	copy_cut(d->policy, sizeof d->policy, e->policy);
	copy_cut(d->sid, sizeof d->sid, e->sid);
}

static void
note_key(struct ask_answer *a, const struct portero_event *e)
{
	if (e->nactual != PORTERO_UNKNOWN || a->nkeys == ASK_KEYS ||
	    e->outcome != PORTERO_OUTCOME_UNKNOWN)
		return;
	copy_cut(a->keys[a->nkeys], sizeof a->keys[0], e->target);
	for (size_t i = 0; i < a->nkeys; i++)
		if (strcasecmp(a->keys[i], a->keys[a->nkeys]) == 0)
			return;
	a->nkeys++;
}

static void
watch(void *arg, const struct portero_event *e)
{
	if (e->kind == PORTERO_EVENT_LAYER)
		note_grant(arg, e);
	else if (e->kind == PORTERO_EVENT_CONDITION)
		note_key(arg, e);
}

static void
ask(const struct stack *stack, const struct pipeline_question *q,
    struct ask_answer *out)
{
	struct ask_answer seen = { .nkeys = 0 };
	const struct portero_trace trace = { .size = sizeof trace,
					     .arg = &seen,
					     .event = watch };
	struct portero_decision *d = &out->decision;
	const struct portero_request *r;

	request_set_trace(q->request, &trace);
	r = request_get(q->request);
	*d = (struct portero_decision){ .size = sizeof *d };
	if (q->check == PIPELINE_JOB)
		stack_check_job_creation(stack, r, d);
	else
		stack_check_access(stack, r, d);
	request_set_trace(q->request, NULL);
	memcpy(out->keys, seen.keys, sizeof out->keys);
	out->nkeys = seen.nkeys;
	if (d->effect == PORTERO_ALLOW) {
		out->verdict = VERDICT_ALLOWED;
		if (d->policy[0] == '\0' && seen.decision.policy[0] != '\0') {
			seen.decision.size = d->size;
			seen.decision.effect = d->effect;
			seen.decision.reason = d->reason;
			seen.decision.generation = d->generation;
			*d = seen.decision;
		}
		return;
	}
	out->verdict = d->reason == PORTERO_REASON_UNDECIDED ? VERDICT_UNDECIDED
							     : VERDICT_DENIED;
}

/* The worst answer decides; of equally bad ones, the first. */
static bool
ask_step(const struct stack *stack, const struct pipeline_item *item,
	 struct ask_step *out)
{
	out->answers = calloc(item->nquestions + 1, sizeof *out->answers);
	if (!out->answers)
		return false;
	out->verdict = item->undecided ? VERDICT_UNDECIDED : VERDICT_NOTHING;
	out->decisive = item->nquestions;
	for (size_t i = 0; i < item->nquestions; i++) {
		ask(stack, &item->questions[i], &out->answers[i]);
		if (out->answers[i].verdict > out->verdict) {
			out->verdict = out->answers[i].verdict;
			out->decisive = i;
		}
	}
	return true;
}

bool
ask_pipeline(struct ask_pipeline *out, const struct pipeline *pipeline,
	     const struct stack *stack)
{
	*out = (struct ask_pipeline){ .pipeline = pipeline, .stack = stack };
	out->steps = calloc(pipeline->nitems + 1, sizeof *out->steps);
	if (!out->steps)
		return false;
	for (size_t i = 0; i < pipeline->nitems; i++) {
		struct ask_step *step = &out->steps[i];

		if (!ask_step(stack, &pipeline->items[i], step))
			return false;
		out->counts[step->verdict]++;
		if (step->verdict > out->verdict)
			out->verdict = step->verdict;
	}
	return true;
}

void
ask_free(struct ask_pipeline *asked)
{
	for (size_t i = 0; asked->steps && i < asked->pipeline->nitems; i++)
		free(asked->steps[i].answers);
	free(asked->steps);
}
