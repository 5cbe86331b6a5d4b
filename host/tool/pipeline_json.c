/* SPDX-License-Identifier: MIT */
/* The answers to a pipeline for programs: "portero.pipeline/1". */
#include <stdio.h>
#include <string.h>

#include "../lib/escape.h"
#include "../lib/word.h"
#include "pipeline_report.h"

static const char *
effect_of(enum verdict verdict)
{
	static const char *const names[VERDICTS] = {
		[VERDICT_NOTHING] = "NONE",
		[VERDICT_ALLOWED] = "ALLOW",
		[VERDICT_UNDECIDED] = "INDETERMINATE",
		[VERDICT_DENIED] = "DENY",
	};

	return names[verdict];
}

/* ,"NAME":"TEXT", or null when there is none. */
static void
put_text(const char *name, const char *text)
{
	printf(",\"%s\":", name);
	if (text)
		escape_json(stdout, text, strlen(text));
	else
		fputs("null", stdout);
}

static void
put_str(const char *name, struct portero_str text)
{
	printf(",\"%s\":", name);
	escape_json(stdout, text.ptr ? text.ptr : "", text.len);
}

/* jansson wrote it: ASCII, and nothing a terminal would act on. */
static void
put_json(const char *name, const json_t *value)
{
	printf(",\"%s\":", name);
	json_dumpf(value, stdout,
		   JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII);
}

/* The keys that have to be known first, each with what it is. */
static void
put_unknown(const struct pipeline_item *item, const struct ask_answer *a)
{
	fputs(",\"unknown\":{", stdout);
	for (size_t i = 0; a->verdict == VERDICT_UNDECIDED && i < a->nkeys;
	     i++) {
		const char *key = a->keys[i];
		const char *what = pipeline_report_expression(item, &key);

		if (i)
			putchar(',');
		escape_json(stdout, key, strlen(key));
		putchar(':');
		if (what)
			escape_json(stdout, what, strlen(what));
		else
			fputs("null", stdout);
	}
	putchar('}');
}

static void
put_roles(const struct portero_request *r)
{
	fputs(",\"roles\":[", stdout);
	for (size_t i = 0; i < r->nroles; i++) {
		fputs(i ? ",{\"arn\":" : "{\"arn\":", stdout);
		escape_json(stdout, r->roles[i].arn.ptr, r->roles[i].arn.len);
		put_str("service", r->roles[i].service);
		putchar('}');
	}
	putchar(']');
}

static void
put_check(const struct ask_pipeline *asked, const struct pipeline_item *item,
	  size_t i, const struct ask_answer *a)
{
	const struct pipeline_question *q = &item->questions[i];
	const struct portero_request *r = request_get(q->request);
	const struct portero_decision *d = &a->decision;
	const char *reason = stack_reason_text(asked->stack, d->reason);

	printf("{\"check\":\"%s\",\"effect\":\"%s\",\"reason\":\"%.*s\"",
	       q->check == PIPELINE_JOB ? "job" : "access",
	       effect_of(a->verdict), (int)strcspn(reason, ":"), reason);
	printf(",\"layer\":\"%s\"", word_layer(d->layer));
	if (r) {
		put_str("principal", r->principal);
		put_str("action", r->action);
		put_str("resource", r->resource);
		put_roles(r);
	}
	put_text("policy", d->policy[0] ? d->policy : NULL);
	put_text("sid", d->sid[0] ? d->sid : NULL);
	printf(",\"statement\":%u,\"line\":%u,\"column\":%u", d->statement,
	       d->line, d->column);
	put_text("detail", d->detail[0] ? d->detail : NULL);
	put_unknown(item, a);
	putchar('}');
}

static void
put_step(const struct ask_pipeline *asked, size_t i)
{
	const struct pipeline_item *item = &asked->pipeline->items[i];
	const struct ask_step *step = &asked->steps[i];

	fputs("{\"step\":", stdout);
	escape_json(stdout, item->step, strlen(item->step));
	put_text("type", item->kind);
	put_text("path", item->path);
	printf(",\"depth\":%u", item->depth);
	put_text("job", item->job);
	printf(",\"inherited\":%s", item->inherited ? "true" : "false");
	put_json("dependsOn", item->depends_on);
	put_text("effect", effect_of(step->verdict));
	put_text("undecided", item->undecided);
	fputs(",\"checks\":[", stdout);
	for (size_t k = 0; k < item->nquestions; k++) {
		if (k)
			putchar(',');
		put_check(asked, item, k, &step->answers[k]);
	}
	putchar(']');
	put_json("locations", item->locations);
	putchar('}');
}

void
pipeline_report_json(const struct ask_pipeline *asked)
{
	const size_t *counts = asked->counts;

	printf("{\"schema\":\"portero.pipeline/1\",\"decision\":%s,"
	       "\"effect\":\"%s\",\"steps\":[",
	       asked->verdict <= VERDICT_ALLOWED ? "true" : "false",
	       effect_of(asked->verdict));
	for (size_t i = 0; i < asked->pipeline->nitems; i++) {
		if (i)
			putchar(',');
		put_step(asked, i);
	}
	printf("],\"summary\":{\"allowed\":%zu,\"denied\":%zu,"
	       "\"undecided\":%zu,\"nothing\":%zu}}\n",
	       counts[VERDICT_ALLOWED], counts[VERDICT_DENIED],
	       counts[VERDICT_UNDECIDED], counts[VERDICT_NOTHING]);
}
