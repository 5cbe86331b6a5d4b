/* SPDX-License-Identifier: MIT */
/* The answers to a pipeline for people: a row a step, then each refusal. */
#include "pipeline_report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "../lib/escape.h"
#include "../lib/word.h"

enum column { STEP, KIND, JOB, ROLE, VERDICT, DECIDED, COLUMNS };

/* What a row shows; longer text is cut, the JSON form has it whole. */
struct row {
	char cells[COLUMNS][200];
};

static const char *
layer_text(uint32_t layer)
{
	return layer == PORTERO_LAYER_NONE ? "-" : word_layer(layer);
}

const char *
pipeline_report_expression(const struct pipeline_item *item, const char **key)
{
	void *i = json_object_iter(item->unknown);

	/* condition keys compare without regard to case */
	while (i && strcasecmp(json_object_iter_key(i), *key) != 0)
		i = json_object_iter_next(item->unknown, i);
	if (!i)
		return NULL;
	*key = json_object_iter_key(i);
	return json_string_value(json_object_iter_value(i));
}

static const char *
verdict_text(enum verdict verdict)
{
	static const char *const names[VERDICTS] = {
		[VERDICT_NOTHING] = "-",
		[VERDICT_ALLOWED] = "ALLOW",
		[VERDICT_UNDECIDED] = "UNDECIDED",
		[VERDICT_DENIED] = "DENY",
	};

	return names[verdict];
}

/* Appends to a cell; what does not fit is cut. */
__attribute__((format(printf, 2, 3))) static void
put(char cell[200], const char *format, ...)
{
	const size_t n = strlen(cell);
	va_list args;

	va_start(args, format);
	vsnprintf(cell + n, 200 - n, format, args);
	va_end(args);
}

/* " policy.json:4:5 Sid", or nothing when no statement decided. */
static void
put_place(char cell[200], const struct portero_decision *d)
{
	if (d->policy[0] == '\0')
		return;
	put(cell, " %s", d->policy);
	if (d->line)
		put(cell, ":%u:%u", d->line, d->column);
	else
		put(cell, "[%u]", d->statement);
	if (d->sid[0])
		put(cell, " %s", d->sid);
}

static void
put_decided(char cell[200], const struct ask_pipeline *asked,
	    const struct pipeline_item *item, const struct ask_step *step)
{
	const struct portero_decision *d;
	const char *reason;

	if (step->decisive == item->nquestions) {
		if (item->undecided)
			put(cell, "not known before a run");
		return;
	}
	d = &step->answers[step->decisive].decision;
	if (d->effect != PORTERO_ALLOW) {
		/* "IDENTITY_NO_ALLOW: no identity-based ..." */
		reason = stack_reason_text(asked->stack, d->reason);
		put(cell, "%s %.*s", layer_text(d->layer),
		    (int)strcspn(reason, ":"), reason);
	} else if (d->policy[0] != '\0') {
		put(cell, "%s", layer_text(d->layer));
	}
	put_place(cell, d);
}

/* The role's path and name, and how many there are besides. */
static void
put_role(char cell[200], const struct pipeline_item *item)
{
	static const char mark[] = ":role/";
	const struct portero_request *r =
		item->nquestions ? request_get(item->questions[0].request)
				 : NULL;
	const char *role;

	if (!r || r->nroles == 0)
		return;
	role = strstr(r->roles[0].arn.ptr, mark);
	put(cell, "%s",
	    role ? role + strlen(mark) : (const char *)r->roles[0].arn.ptr);
	if (r->nroles > 1)
		put(cell, " and %zu more", r->nroles - 1);
	if (item->inherited)
		put(cell, " (inherited)");
}

static void
make_row(const struct ask_pipeline *asked, size_t i, struct row *row)
{
	const struct pipeline_item *item = &asked->pipeline->items[i];
	const struct ask_step *step = &asked->steps[i];

	memset(row, 0, sizeof *row);
	put(row->cells[STEP], "%*s%s",
	    (int)(item->depth < 20 ? 2 * item->depth : 40), "", item->step);
	put(row->cells[KIND], "%s", item->kind);
	put(row->cells[JOB], "%s", item->job ? item->job : "");
	put_role(row->cells[ROLE], item);
	put(row->cells[VERDICT], "%s", verdict_text(step->verdict));
	put_decided(row->cells[DECIDED], asked, item, step);
}

static const struct row header = { { "STEP", "KIND", "JOB NAME", "ROLE",
				     "VERDICT", "DECIDED BY" } };

static void
widen(size_t widths[COLUMNS], const struct row *row)
{
	for (int c = 0; c < COLUMNS; c++) {
		const size_t n =
			escape_width(row->cells[c], strlen(row->cells[c]));

		if (n > widths[c])
			widths[c] = n;
	}
}

static void
print_row(const size_t widths[COLUMNS], const struct row *row,
	  const char *color)
{
	int last = COLUMNS - 1;

	while (last > 0 && row->cells[last][0] == '\0')
		last--;
	for (int c = 0; c <= last; c++) {
		const size_t n =
			escape_width(row->cells[c], strlen(row->cells[c]));

		if (c == VERDICT)
			fputs(color, stdout);
		escape_puts(stdout, row->cells[c]);
		if (c == VERDICT && *color)
			fputs("\033[0m", stdout);
		if (c < last)
			printf("%*s", (int)(widths[c] - n + 2), "");
	}
	putchar('\n');
}

static const char *
color_of(enum verdict verdict, const struct options *o)
{
	static const char *const colors[VERDICTS] = {
		[VERDICT_NOTHING] = "",
		[VERDICT_ALLOWED] = "\033[32m",
		[VERDICT_UNDECIDED] = "\033[33m",
		[VERDICT_DENIED] = "\033[31m",
	};

	return o->color ? colors[verdict] : "";
}

static void
print_table(const struct ask_pipeline *asked, const struct options *o)
{
	size_t widths[COLUMNS] = { 0 };
	struct row row;

	widen(widths, &header);
	for (size_t i = 0; i < asked->pipeline->nitems; i++) {
		make_row(asked, i, &row);
		widen(widths, &row);
	}
	print_row(widths, &header, "");
	for (size_t i = 0; i < asked->pipeline->nitems; i++) {
		make_row(asked, i, &row);
		print_row(widths, &row, color_of(asked->steps[i].verdict, o));
	}
}

static void
print_line(const char *before, const char *text)
{
	fputs(before, stdout);
	escape_puts(stdout, text);
	putchar('\n');
}

/* The detail often only repeats what was asked. */
static bool
repeats(const char *detail, const struct portero_request *r)
{
	return strncmp(detail, r->action.ptr, r->action.len) == 0 &&
	       strncmp(detail + r->action.len, " on ", 4) == 0 &&
	       strcmp(detail + r->action.len + 4, r->resource.ptr) == 0;
}

static void
print_unknown(const struct pipeline_item *item, const char *key)
{
	const char *what = pipeline_report_expression(item, &key);

	fputs("    ", stdout);
	escape_puts(stdout, key);
	print_line(" is ", what ? what : "not known before a run");
}

/* One question that was not answered with yes. */
static void
print_refusal(const struct ask_pipeline *asked,
	      const struct pipeline_item *item, size_t question,
	      const struct ask_answer *a)
{
	const struct portero_request *r =
		request_get(item->questions[question].request);
	const struct portero_decision *d = &a->decision;
	char place[200] = "";

	if (!r)
		return;
	fputs("  ", stdout);
	escape_print(stdout, r->action.ptr, r->action.len);
	print_line(" on ", r->resource.ptr);
	printf("    %s: %s\n", layer_text(d->layer),
	       stack_reason_text(asked->stack, d->reason));
	if (d->detail[0] && !repeats(d->detail, r))
		print_line("    ", d->detail);
	for (size_t i = 0; a->verdict == VERDICT_UNDECIDED && i < a->nkeys; i++)
		print_unknown(item, a->keys[i]);
	put_place(place, d);
	if (place[0])
		print_line("    at", place);
}

static void
print_reasons(const struct ask_pipeline *asked, size_t i)
{
	const struct pipeline_item *item = &asked->pipeline->items[i];
	const struct ask_step *step = &asked->steps[i];

	printf("\n%s  ", verdict_text(step->verdict));
	escape_puts(stdout, item->step);
	if (item->path[0])
		printf("  (%s)", item->path);
	putchar('\n');
	if (item->undecided)
		print_line("  ", item->undecided);
	for (size_t k = 0; k < item->nquestions; k++)
		if (step->answers[k].verdict != VERDICT_ALLOWED)
			print_refusal(asked, item, k, &step->answers[k]);
}

void
pipeline_report_text(const struct ask_pipeline *asked, const struct options *o)
{
	const size_t *counts = asked->counts;

	if (o->verbose >= 0) {
		print_table(asked, o);
		for (size_t i = 0; i < asked->pipeline->nitems; i++)
			if (asked->steps[i].verdict > VERDICT_ALLOWED)
				print_reasons(asked, i);
		putchar('\n');
	}
	printf("%s: %zu allowed, %zu denied, %zu undecided",
	       verdict_text(asked->verdict), counts[VERDICT_ALLOWED],
	       counts[VERDICT_DENIED], counts[VERDICT_UNDECIDED]);
	if (counts[VERDICT_NOTHING])
		printf(", %zu with nothing to ask", counts[VERDICT_NOTHING]);
	putchar('\n');
}
