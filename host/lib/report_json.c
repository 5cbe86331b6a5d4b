/* SPDX-License-Identifier: MIT */
/* A decision and its trace for programs: "portero.decision/1". */
#include <string.h>

#include "escape.h"
#include "report_parts.h"
#include "word.h"

static void
text(FILE *out, const char *name, struct portero_str value)
{
	fprintf(out, "\"%s\":", name);
	escape_json(out, value.ptr, value.len);
}

static void
c_text(FILE *out, const char *name, const char *value)
{
	text(out, name, (struct portero_str){ value, strlen(value) });
}

static const char *
outcome_word(uint32_t outcome)
{
	static const char *const words[] = { [PORTERO_OUTCOME_NO] = "fail",
					     [PORTERO_OUTCOME_YES] = "ok",
					     [PORTERO_OUTCOME_UNKNOWN] =
						     "unknown",
					     [PORTERO_OUTCOME_ABSENT] =
						     "absent" };

	return outcome < 4 ? words[outcome] : "unknown";
}

static void
put_statement(FILE *out, const struct portero_event *e)
{
	text(out, "file", e->policy);
	fprintf(out, ",\"line\":%u,\"column\":%u,\"statement\":%u,", e->line,
		e->column, e->statement);
	text(out, "sid", e->sid);
}

/* A trust policy is asked as a resource policy, and is its own layer here. */
static const char *
layer_word(const struct group *g, const struct portero_event *layer)
{
	if (g->question == PORTERO_QUESTION_TRUST &&
	    (!layer || layer->layer == PORTERO_LAYER_RESOURCE))
		return "trust";
	return word_layer(layer ? layer->layer : g->answer->layer);
}

/* The statement that decided; of an implicit no, the one that came nearest. */
static void
put_decider(FILE *out, const struct report *r, const struct group *g,
	    const struct portero_event *layer)
{
	struct why why;

	if (!layer)
		return;
	why = why_find(r->trace, g, layer);
	if (!why.statement)
		return;
	fputs(why.nearest ? ",\"nearest\":{" : ",", out);
	put_statement(out, why.statement);
	fputs(why.nearest ? "}" : "", out);
}

/* One question that was not answered with yes. */
static void
put_reason(FILE *out, const struct report *r, const struct group *g)
{
	const struct portero_event *layer = group_layer(r->trace, g);

	putc('{', out);
	text(out, "code", report_reason(r, g->answer->reason));
	putc(',', out);
	c_text(out, "question", word_question(g->question));
	fprintf(out, ",\"item\":%u,", g->item);
	c_text(out, "layer", layer_word(g, layer));
	if (g->asked) {
		putc(',', out);
		text(out, "action", g->asked->text);
		putc(',', out);
		text(out, "resource", g->asked->target);
	}
	put_decider(out, r, g, layer);
	putc('}', out);
}

static void
put_reasons(FILE *out, const struct report *r)
{
	struct group g;
	bool first = true;

	fputs("\"reasons\":[", out);
	for (size_t at = 0; group_next(r->trace, at, &g); at = g.end) {
		if (!g.answer || g.answer->outcome == PORTERO_OUTCOME_YES)
			continue;
		fputs(first ? "" : ",", out);
		put_reason(out, r, &g);
		first = false;
	}
	putc(']', out);
}

/* The policy types of the job itself, and the worst of each other question. */
static void
put_layers(FILE *out, const struct report *r)
{
	uint32_t worst[] = { [PORTERO_QUESTION_NAME] = PORTERO_OUTCOME_ABSENT,
			     [PORTERO_QUESTION_TAG] = PORTERO_OUTCOME_ABSENT,
			     [PORTERO_QUESTION_PASSROLE] =
				     PORTERO_OUTCOME_ABSENT,
			     [PORTERO_QUESTION_TRUST] =
				     PORTERO_OUTCOME_ABSENT };
	const size_t n = sizeof worst / sizeof *worst;
	bool first = true, seen = false;
	struct group g;

	fputs("\"layers\":{", out);
	for (size_t at = 0; group_next(r->trace, at, &g); at = g.end) {
		if (g.answer && g.question < n &&
		    g.question != PORTERO_QUESTION_CREATE &&
		    (worst[g.question] == PORTERO_OUTCOME_ABSENT ||
		     worst[g.question] == PORTERO_OUTCOME_YES ||
		     g.answer->outcome == PORTERO_OUTCOME_NO))
			worst[g.question] = g.answer->outcome;
		/* a stack of plugins asks more than once: the first counts */
		if (g.question != PORTERO_QUESTION_CREATE || g.item != 0 ||
		    seen)
			continue;
		seen = true;
		for (size_t i = g.first; i < g.end; i++) {
			const struct portero_event *e =
				trace_event(r->trace, i);

			if (e->kind != PORTERO_EVENT_LAYER)
				continue;
			fputs(first ? "" : ",", out);
			c_text(out, word_layer(e->layer),
			       outcome_word(e->outcome));
			first = false;
		}
	}
	for (uint32_t i = 0; i < n; i++) {
		if (i == PORTERO_QUESTION_NONE || i == PORTERO_QUESTION_CREATE)
			continue;
		fputs(first ? "" : ",", out);
		c_text(out, word_question(i), outcome_word(worst[i]));
		first = false;
	}
	putc('}', out);
}

static bool
told_before(const struct trace *t, size_t i, bool unknown)
{
	const struct portero_event *e = trace_event(t, i);

	for (size_t k = 0; k < i; k++) {
		const struct portero_event *o = trace_event(t, k);

		if (o->kind == PORTERO_EVENT_CONDITION &&
		    (unknown ? o->nactual == PORTERO_UNKNOWN
			     : o->nactual == 0) &&
		    o->target.len == e->target.len &&
		    memcmp(o->target.ptr, e->target.ptr, e->target.len) == 0)
			return true;
	}
	return false;
}

/* Condition keys that policies asked for and that were absent, or unknown. */
static void
put_keys(FILE *out, const struct report *r, const char *name, bool unknown)
{
	const size_t n = r->trace ? trace_count(r->trace) : 0;
	bool first = true;

	fprintf(out, "\"%s\":[", name);
	for (size_t i = 0; i < n; i++) {
		const struct portero_event *e = trace_event(r->trace, i);

		if (e->kind != PORTERO_EVENT_CONDITION ||
		    (unknown ? e->nactual != PORTERO_UNKNOWN
			     : e->nactual != 0) ||
		    told_before(r->trace, i, unknown))
			continue;
		fputs(first ? "" : ",", out);
		escape_json(out, e->target.ptr, e->target.len);
		first = false;
	}
	putc(']', out);
}

void
report_json(FILE *out, const struct report *r)
{
	const struct portero_decision *d = r->decision;

	fprintf(out,
		"{\"schema\":\"portero.decision/1\",\"decision\":%s,"
		"\"context\":{",
		d->effect == PORTERO_ALLOW ? "true" : "false");
	if (r->name) {
		c_text(out, "request", r->name);
		putc(',', out);
	}
	c_text(out, "effect", report_effect(d));
	putc(',', out);
	c_text(out, "kind", report_kind(d));
	putc(',', out);
	text(out, "reason", report_reason(r, d->reason));
	putc(',', out);
	c_text(out, "question",
	       d->effect == PORTERO_ALLOW ? "none"
					  : word_question(d->question));
	putc(',', out);
	c_text(out, "layer", word_layer(d->layer));
	putc(',', out);
	c_text(out, "detail", d->detail);
	putc(',', out);
	put_reasons(out, r);
	putc(',', out);
	put_layers(out, r);
	putc(',', out);
	put_keys(out, r, "missing", false);
	putc(',', out);
	put_keys(out, r, "unevaluated", true);
	fprintf(out, ",\"set\":\"%016llx\",\"steps\":%u}}\n",
		(unsigned long long)d->generation, d->steps);
}
