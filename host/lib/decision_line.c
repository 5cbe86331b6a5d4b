/* SPDX-License-Identifier: MIT */
/*
 * The text of a line: one JSON object, the verdict first. A request comes out
 * as request_to_json writes it, but straight into the line: that is most of
 * what a decision costs.
 */
#include "decision_line.h"

#include <string.h>
#include <time.h>

#include "decision_request.h"
#include "denial.h"

const char *
decision_clock_now(struct decision_clock *clock)
{
	struct timespec now = { 0 };
	struct tm tm;
	int ms;

	clock_gettime(CLOCK_REALTIME, &now);
	if (clock->text[0] == '\0' || clock->second != now.tv_sec) {
		memset(&tm, 0, sizeof tm);
		gmtime_r(&now.tv_sec, &tm);
		clock->len = strftime(clock->text, sizeof clock->text,
				      "%Y-%m-%dT%H:%M:%S.000Z", &tm);
		clock->second = now.tv_sec;
	}
	ms = (int)(now.tv_nsec / 1000000);
	clock->text[clock->len - 4] = (char)('0' + ms / 100);
	clock->text[clock->len - 3] = (char)('0' + ms / 10 % 10);
	clock->text[clock->len - 2] = (char)('0' + ms % 10);
	return clock->text;
}

static const char *
name_of(const char *const names[], size_t n, uint32_t i)
{
	return i < n ? names[i] : "unknown";
}

static const char *
layer_name(uint32_t layer)
{
	static const char *const names[] = { "none",	 "name",     "rcp",
					     "scp",	 "resource", "identity",
					     "boundary", "session",  "passrole",
					     "trust" };

	return name_of(names, sizeof names / sizeof *names, layer);
}

static const char *
question_name(uint32_t question)
{
	static const char *const names[] = { "none", "name",	 "create",
					     "tag",  "passrole", "trust" };

	return name_of(names, sizeof names / sizeof *names, question);
}

static void
put_place(struct jsonline *l, const struct portero_decision *d)
{
	if (d->layer != PORTERO_LAYER_NONE)
		jsonline_text(l, "layer", layer_name(d->layer));
	if (d->question != PORTERO_QUESTION_NONE) {
		jsonline_text(l, "question", question_name(d->question));
		jsonline_member(l, "item", d->item);
	}
	jsonline_text(l, "detail", d->detail);
	if (!d->policy[0])
		return;
	jsonline_text(l, "policy", d->policy);
	jsonline_member(l, "statement", d->statement);
	jsonline_text(l, "sid", d->sid);
	jsonline_member(l, "line", d->line);
	jsonline_member(l, "column", d->column);
	jsonline_member(l, "level", d->level);
}

/* What there is of the request when none could be made of the call. */
static void
put_request(struct jsonline *l, const struct decision_record *r)
{
	if (!r->request) {
		jsonline_str(l, "principal", r->principal);
		jsonline_str(l, "action", r->action);
		return;
	}
	jsonline_puts(l, ",\"request\":");
	decision_request_put(l, r->request);
}

static void
put_microseconds(struct jsonline *l, uint64_t ns)
{
	const char fraction[] = { '.', (char)('0' + ns / 100 % 10),
				  (char)('0' + ns / 10 % 10),
				  (char)('0' + ns % 10) };

	jsonline_member(l, "microseconds", ns / 1000);
	jsonline_put(l, fraction, sizeof fraction);
}

void
decision_generation(uint64_t generation, char hex[DECISION_GENERATION + 1])
{
	for (int i = 0; i < DECISION_GENERATION; i++)
		hex[i] = "0123456789abcdef"[generation >> (60 - 4 * i) & 15];
	hex[DECISION_GENERATION] = '\0';
}

void
decision_line_put(struct jsonline *l, struct decision_clock *clock,
		  const struct decision_record *r)
{
	const struct portero_decision *d = r->decision;
	const char *now = decision_clock_now(clock);
	char generation[DECISION_GENERATION + 1];

	decision_generation(d->generation, generation);
	if (d->effect == PORTERO_ALLOW)
		jsonline_puts(l, "{\"verdict\":\"ALLOW\"");
	else
		jsonline_puts(l, "{\"verdict\":\"DENY\"");
	jsonline_text(l, "reason", denial_reason(d->reason));
	jsonline_puts(l, ",\"schema\":\"" DECISION_SCHEMA "\",\"time\":\"");
	jsonline_put(l, now, clock->len);
	jsonline_puts(l, "\"");
	jsonline_text(l, "id", r->id);
	jsonline_puts(l, ",\"generation\":\"");
	jsonline_put(l, generation, DECISION_GENERATION);
	if (r->audit)
		jsonline_puts(l, "\",\"mode\":\"audit\"");
	else
		jsonline_puts(l, "\",\"mode\":\"enforce\"");
	jsonline_str(l, "client", r->client);
	put_place(l, d);
	put_microseconds(l, r->nanoseconds);
	put_request(l, r);
	jsonline_puts(l, "}\n");
}
