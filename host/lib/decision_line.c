/* SPDX-License-Identifier: MIT */
/*
 * The text of a line: one JSON object, the verdict first. A request comes out
 * as request_to_json writes it, but straight into the line: that is most of
 * what a decision costs.
 */
#include "decision_line.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "denial.h"
#include "escape.h"
#include "request.h"

/* A text in the making; out of memory is remembered. */
struct line {
	char *text;
	size_t len, cap;
	bool failed;
};

static bool
room(struct line *l, size_t n)
{
	size_t wanted = l->cap ? l->cap : 2048;
	char *more;

	if (l->failed)
		return false;
	while (wanted - l->len < n)
		wanted *= 2;
	if (wanted == l->cap)
		return true;
	more = realloc(l->text, wanted);
	if (!more) {
		l->failed = true;
		return false;
	}
	l->text = more;
	l->cap = wanted;
	return true;
}

static void
put(struct line *l, const char *text, size_t n)
{
	if (!room(l, n))
		return;
	memcpy(l->text + l->len, text, n);
	l->len += n;
}

static void
puts_to(struct line *l, const char *text)
{
	put(l, text, strlen(text));
}

/* What JSON and a terminal take as it is. */
static bool
is_plain(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const unsigned char c = (unsigned char)text[i];

		if (c < ' ' || c > '~' || c == '"' || c == '\\')
			return false;
	}
	return true;
}

/* The rare text that has to be escaped takes the long way. */
static void
put_escaped(struct line *l, const char *text, size_t n)
{
	char *escaped = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&escaped, &len);

	if (!out) {
		l->failed = true;
		return;
	}
	escape_json(out, text, n);
	if (fclose(out) != 0)
		l->failed = true;
	else
		put(l, escaped, len);
	free(escaped);
}

static void
put_string(struct line *l, const char *text, size_t n)
{
	if (!is_plain(text, n)) {
		put_escaped(l, text, n);
		return;
	}
	put(l, "\"", 1);
	put(l, text, n);
	put(l, "\"", 1);
}

static void
put_member(struct line *l, const char *name, const char *text, size_t n)
{
	put(l, ",\"", 2);
	puts_to(l, name);
	put(l, "\":", 2);
	put_string(l, text, n);
}

static void
put_text(struct line *l, const char *name, const char *text)
{
	if (text[0])
		put_member(l, name, text, strlen(text));
}

static void
put_str(struct line *l, const char *name, struct portero_str s)
{
	if (s.len)
		put_member(l, name, s.ptr, s.len);
}

static void
put_number(struct line *l, const char *name, uint64_t n)
{
	char text[96];
	const int len =
		snprintf(text, sizeof text, ",\"%s\":%" PRIu64, name, n);

	put(l, text, (size_t)len);
}

void
decision_line_time(char out[DECISION_TIME])
{
	struct timespec now = { 0 };
	struct tm tm;
	size_t n;

	clock_gettime(CLOCK_REALTIME, &now);
	memset(&tm, 0, sizeof tm);
	gmtime_r(&now.tv_sec, &tm);
	n = strftime(out, DECISION_TIME, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(out + n, DECISION_TIME - n, ".%03dZ",
		 (int)(now.tv_nsec / 1000000));
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
put_place(struct line *l, const struct portero_decision *d)
{
	if (d->layer != PORTERO_LAYER_NONE)
		put_text(l, "layer", layer_name(d->layer));
	if (d->question != PORTERO_QUESTION_NONE) {
		put_text(l, "question", question_name(d->question));
		put_number(l, "item", d->item);
	}
	put_text(l, "detail", d->detail);
	if (!d->policy[0])
		return;
	put_text(l, "policy", d->policy);
	put_number(l, "statement", d->statement);
	put_text(l, "sid", d->sid);
	put_number(l, "line", d->line);
	put_number(l, "column", d->column);
	put_number(l, "level", d->level);
}

/* jansson writes ASCII only, so nothing in it can end the line or hide. */
static void
put_request(struct line *l, const struct decision_record *r)
{
	json_t *json;
	char *text;

	if (!r->request) {
		put_str(l, "principal", r->principal);
		put_str(l, "action", r->action);
		return;
	}
	json = request_to_json(r->request);
	text = json ? json_dumps(json, JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;
	json_decref(json);
	if (!text) {
		l->failed = true;
		return;
	}
	puts_to(l, ",\"request\":");
	puts_to(l, text);
	free(text);
}

char *
decision_log_line(const struct decision_record *r, size_t *len)
{
	const struct portero_decision *d = r->decision;
	struct line l = { .text = NULL };
	char now[DECISION_TIME], text[64];
	int n;

	puts_to(&l, d->effect == PORTERO_ALLOW ? "{\"verdict\":\"ALLOW\""
					       : "{\"verdict\":\"DENY\"");
	put_text(&l, "reason", denial_reason(d->reason));
	put_text(&l, "schema", DECISION_SCHEMA);
	decision_line_time(now);
	put_text(&l, "time", now);
	put_text(&l, "id", r->id);
	n = snprintf(text, sizeof text, "%016" PRIx64, d->generation);
	put_member(&l, "generation", text, (size_t)n);
	put_text(&l, "mode", r->audit ? "audit" : "enforce");
	put_str(&l, "client", r->client);
	put_place(&l, d);
	n = snprintf(text, sizeof text,
		     ",\"microseconds\":%" PRIu64 ".%03" PRIu64,
		     r->nanoseconds / 1000, r->nanoseconds % 1000);
	put(&l, text, (size_t)n);
	put_request(&l, r);
	put(&l, "}\n", 2);
	if (l.failed) {
		free(l.text);
		return NULL;
	}
	*len = l.len;
	return l.text;
}
