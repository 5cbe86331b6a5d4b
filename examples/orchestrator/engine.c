/* SPDX-License-Identifier: MIT */
/*
 * The loop of an execution: starts what is due, sees what ended. All that it
 * knows is in the state, so it can be killed anywhere.
 */
#include "engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "evaluate.h"
#include "slurm.h"
#include "state.h"
#include "task.h"

#define PACE_MS	 30   /* between two looks at results */
#define ASK_MS	 700  /* between two questions to Slurm: is it there? */
#define WATCH_MS 2500 /* is it still there? */
#define MISS_MAX 3    /* answers of Slurm without the job: it is gone */

struct engine {
	struct execution *e;
	char *listed; /* what Slurm answered last, or NULL */
	bool failing; /* a step failed: nothing new begins */
	bool fresh;   /* listed is new in this round */
	int64_t asked;
};

static int64_t
milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Is there a line NAME in what squeue said? */
static bool
is_listed(const struct engine *g, const char *name)
{
	const size_t n = strlen(name);

	for (const char *at = g->listed; at && (at = strstr(at, name)) != NULL;
	     at += n)
		if ((at == g->listed || at[-1] == '\n') &&
		    (at[n] == '\n' || at[n] == '\0'))
			return true;
	return false;
}

/* Does the step's turn come, now or never? */
static enum status
turn(const struct step *s)
{
	const struct step *p = s->parent;

	if (p && p->status == NOT_TAKEN)
		return NOT_TAKEN;
	if (p && p->status != SUCCEEDED)
		return WAITING;
	if (p && json_is_true(json_object_get(p->outputs, "Outcome")) ==
			 s->otherwise)
		return NOT_TAKEN;
	for (size_t i = 0; i < s->nneeds; i++)
		if (s->needs[i]->status == NOT_TAKEN)
			return NOT_TAKEN;
	for (size_t i = 0; i < s->nneeds; i++)
		if (s->needs[i]->status != SUCCEEDED)
			return WAITING;
	return STARTING;
}

static bool
run_condition(struct execution *e, struct step *s)
{
	char why[WHY_MAX] = "";
	bool holds;

	if (!condition_holds(e, s, &holds, why))
		return task_fail(e, s, NULL, why);
	json_decref(s->outputs);
	s->outputs = json_pack("{s:b}", "Outcome", (int)holds);
	snprintf(s->reason, sizeof s->reason, "%s", holds ? "True" : "False");
	s->status = SUCCEEDED;
	return state_save_step(e, s);
}

static bool
run_fail(struct execution *e, struct step *s)
{
	const json_t *arguments = json_object_get(s->json, "Arguments");
	char why[WHY_MAX] = "the pipeline says so";
	json_t *text =
		evaluate(e, s, json_object_get(arguments, "ErrorMessage"), why);

	if (json_is_string(text))
		snprintf(why, sizeof why, "%s", json_string_value(text));
	json_decref(text);
	return task_fail(e, s, NULL, why);
}

static bool
on_waiting(struct engine *g, struct step *s)
{
	const enum status due = turn(s);

	if (due == NOT_TAKEN) {
		s->status = NOT_TAKEN;
		return state_save_step(g->e, s);
	}
	if (due == WAITING || g->failing || s->not_before > (int64_t)time(NULL))
		return true;
	if (strcmp(s->type, "Condition") == 0)
		return run_condition(g->e, s);
	if (strcmp(s->type, "Fail") == 0)
		return run_fail(g->e, s);
	return task_begin(g->e, s);
}

/*
 * We do not know whether the job was submitted: an earlier life of ours, or
 * Slurm, gave no answer. If there is no trace of it, it is submitted again.
 */
static bool
on_starting(struct engine *g, struct step *s)
{
	if (state_has(g->e->dir, "claims", s->job) ||
	    state_has(g->e->dir, "results", s->job) ||
	    (g->fresh && is_listed(g, s->job))) {
		s->status = EXECUTING;
		return state_save_step(g->e, s);
	}
	if (!g->fresh || s->not_before > (int64_t)time(NULL))
		return true;
	return task_begin(g->e, s);
}

static bool
on_executing(struct engine *g, struct step *s)
{
	bool changed;

	if (!task_result(g->e, s, &changed))
		return false;
	if (changed || !g->fresh)
		return true;
	s->missed = is_listed(g, s->job) ? 0 : s->missed + 1;
	if (s->missed < MISS_MAX)
		return true;
	return task_give_up(g->e, s, "Slurm ended the job without a result");
}

static bool
advance(struct engine *g, struct step *s)
{
	const enum status before = s->status;
	const unsigned failures = s->failures;
	bool ok = true;

	if (s->status == WAITING)
		ok = on_waiting(g, s);
	else if (s->status == STARTING)
		ok = on_starting(g, s);
	else if (s->status == EXECUTING)
		ok = on_executing(g, s);
	if (s->status == FAILED)
		g->failing = true;
	if (s->status != before || s->failures != failures)
		progress_step(g->e, s);
	return ok;
}

/* Asks Slurm when it is time and there is something to ask for. */
static void
list(struct engine *g)
{
	const int64_t since = milliseconds() - g->asked;
	bool starting = false, executing = false;

	g->fresh = false;
	for (size_t i = 0; i < g->e->nsteps; i++) {
		starting = starting || g->e->steps[i].status == STARTING;
		executing = executing || g->e->steps[i].status == EXECUTING;
	}
	if (!(starting && since >= ASK_MS) && !(executing && since >= WATCH_MS))
		return;
	free(g->listed);
	g->fresh = slurm_list(g->e, &g->listed);
	g->asked = milliseconds();
}

static bool
stop_all(struct engine *g)
{
	bool ok = true;

	for (size_t i = 0; ok && i < g->e->nsteps; i++) {
		struct step *s = &g->e->steps[i];

		if (status_final(s->status))
			continue;
		if (s->status != WAITING) {
			slurm_cancel(s);
			ok = task_give_up(g->e, s, "stopped");
		}
		if (s->status == SUCCEEDED)
			continue;
		s->status = STOPPED;
		ok = ok && state_save_step(g->e, s);
		progress_step(g->e, s);
	}
	return ok;
}

/* Nothing runs, and nothing will. */
static bool
is_over(const struct engine *g)
{
	for (size_t i = 0; i < g->e->nsteps; i++) {
		const enum status status = g->e->steps[i].status;

		if (status == STARTING || status == EXECUTING)
			return false;
		if (status == WAITING && !g->failing)
			return false;
	}
	return true;
}

static bool
finish(struct engine *g)
{
	struct execution *e = g->e;

	e->status = e->stopping ? STOPPED : g->failing ? FAILED : SUCCEEDED;
	for (size_t i = 0; i < e->nsteps; i++)
		if (e->steps[i].status == FAILED && e->reason[0] == '\0')
			snprintf(e->reason, sizeof e->reason, "%.64s: %.440s",
				 e->steps[i].name, e->steps[i].reason);
	return state_save(e);
}

static bool
round_of(struct engine *g)
{
	list(g);
	for (size_t i = 0; i < g->e->nsteps; i++)
		if (!advance(g, &g->e->steps[i]))
			return false;
	return !state_read_stop(g->e) || stop_all(g);
}

bool
engine_run(struct execution *e)
{
	const struct timespec pace = { .tv_nsec = PACE_MS * 1000000L };
	struct engine g = { .e = e };
	bool ok;

	e->status = EXECUTING;
	ok = state_save(e);
	for (size_t i = 0; i < e->nsteps; i++)
		g.failing = g.failing || e->steps[i].status == FAILED;
	while (ok && !is_over(&g)) {
		ok = round_of(&g);
		progress_draw(e, false);
		if (ok && !is_over(&g))
			nanosleep(&pace, NULL);
	}
	ok = ok && finish(&g);
	progress_draw(e, true);
	free(g.listed);
	return ok;
}
