/* SPDX-License-Identifier: MIT */
/* Finds what to show of a refusal, and says in words what it means. */
#include <string.h>

#include "escape.h"
#include "report_parts.h"
#include "slice.h"

static bool
same_statement(const struct portero_event *a, const struct portero_event *b)
{
	return a->statement == b->statement &&
	       slice_equal(a->policy, b->policy);
}

static bool
contains_fold(struct portero_str text, const char *part)
{
	const size_t n = strlen(part);

	for (size_t i = 0; i + n <= text.len; i++) {
		size_t k = 0;

		while (k < n &&
		       slice_lower(text.ptr[i + k]) == slice_lower(part[k]))
			k++;
		if (k == n)
			return true;
	}
	return false;
}

static bool
is_negated(struct portero_str op)
{
	return contains_fold(op, "Not");
}

/*
 * How much a condition tells of why its statement applied, or did not: a value
 * that is there, but above that a key whose absence surprises people.
 */
static int
weight(const struct portero_event *e)
{
	if (e->nactual != 0)
		return 2;
	if (contains_fold(e->text, "IfExists"))
		return 1;
	return e->outcome != PORTERO_OUTCOME_YES || is_negated(e->text) ? 3 : 1;
}

/* The weightiest condition of STATEMENT with OUTCOME; the first of several. */
static const struct portero_event *
find_condition(const struct trace *t, const struct group *g,
	       const struct portero_event *statement, uint32_t outcome)
{
	const struct portero_event *found = NULL;

	for (size_t i = g->first; i < g->end; i++) {
		const struct portero_event *e = trace_event(t, i);

		if (e->kind == PORTERO_EVENT_CONDITION &&
		    e->outcome == outcome && same_statement(e, statement) &&
		    (!found || weight(e) > weight(found)))
			found = e;
	}
	return found;
}

/* How near an allow came to apply. */
static size_t
nearness(const struct portero_event *e, const struct group *g)
{
	static const size_t ranks[] = { [PORTERO_PART_NONE] = 0,
					[PORTERO_PART_ACTION] = 1,
					[PORTERO_PART_PRINCIPAL] = 2,
					[PORTERO_PART_RESOURCE] = 3,
					[PORTERO_PART_CONDITION] = 4 };
	size_t rank = e->part < 5 ? ranks[e->part] : 0;

	if (rank != 3 || !g->asked || !e->expected.ptr)
		return rank * 10000;
	return rank * 10000 +
	       nearest_difference(e->expected, g->asked->target).pattern;
}

static const struct portero_event *
find_nearest(const struct trace *t, const struct group *g,
	     const struct portero_event *layer)
{
	const struct portero_event *found = NULL;

	for (size_t i = g->first; i < g->end; i++) {
		const struct portero_event *e = trace_event(t, i);

		if (e->kind != PORTERO_EVENT_STATEMENT ||
		    e->layer != layer->layer || e->level != layer->level ||
		    e->effect != PORTERO_ALLOW ||
		    e->part == PORTERO_PART_ACTION)
			continue;
		if (!found || nearness(e, g) > nearness(found, g))
			found = e;
	}
	return found;
}

struct why
why_find(const struct trace *t, const struct group *g,
	 const struct portero_event *layer)
{
	struct why why = { NULL, NULL, false };
	uint32_t outcome = PORTERO_OUTCOME_NO;

	if (layer->policy.len > 0) {
		why.statement = layer; /* it names the one that decided */
		outcome = layer->outcome == PORTERO_OUTCOME_UNKNOWN
				  ? PORTERO_OUTCOME_UNKNOWN
				  : PORTERO_OUTCOME_YES;
	} else {
		why.statement = find_nearest(t, g, layer);
		why.nearest = true;
		if (why.statement &&
		    why.statement->outcome == PORTERO_OUTCOME_UNKNOWN)
			outcome = PORTERO_OUTCOME_UNKNOWN;
	}
	if (why.statement)
		why.condition = find_condition(t, g, why.statement, outcome);
	return why;
}

struct place_element
why_element(const struct why *why)
{
	struct place_element e = { .name = "Action" };

	if (why->condition) {
		e.name = "Condition";
		e.op = why->condition->text;
		e.key = why->condition->target;
	} else if (why->nearest &&
		   why->statement->part == PORTERO_PART_PRINCIPAL) {
		e.name = "Principal";
	} else if (why->nearest &&
		   why->statement->part == PORTERO_PART_RESOURCE) {
		e.name = "Resource";
		e.value = why->statement->expected;
	}
	return e;
}

/* ---- notes ---- */

static void
begin(FILE *out)
{
	fputs("      = ", out);
}

static void
print(FILE *out, struct portero_str text)
{
	escape_print(out, text.ptr, text.len);
}

static void
print_quoted(FILE *out, struct portero_str text)
{
	putc('"', out);
	print(out, text);
	putc('"', out);
}

static void
print_values(FILE *out, const struct portero_event *e)
{
	for (size_t i = 0; i < e->nactual; i++) {
		if (i == 4) {
			fprintf(out, " and %zu more", e->nactual - i);
			return;
		}
		fputs(i ? ", " : "", out);
		print_quoted(out, e->actual[i]);
	}
}

static void
note_absent(FILE *out, const struct portero_event *e)
{
	const bool yes = e->outcome == PORTERO_OUTCOME_YES;
	const bool tag = contains_fold(e->target, "aws:principaltag/");

	if (tag) {
		fputs("the caller has no tag ", out);
		print_quoted(out, (struct portero_str){ e->target.ptr + 17,
							e->target.len - 17 });
	} else {
		fputs("the request has no ", out);
		print(out, e->target);
	}
	if (yes && contains_fold(e->text, "IfExists"))
		fputs("; with IfExists that is TRUE", out);
	else if (yes && is_negated(e->text))
		fputs("; a negated operator on an absent key is TRUE", out);
	else if (yes)
		fputs("; and the condition is TRUE without it", out);
	else
		fputs("; so the condition is FALSE", out);
	if (yes && e->effect == PORTERO_DENY)
		fputs(", so the Deny applies", out);
	putc('\n', out);
}

static void
note_condition(FILE *out, const struct portero_event *e)
{
	begin(out);
	if (e->nactual == 0) {
		note_absent(out, e);
		return;
	}
	print(out, e->text);
	putc(' ', out);
	print(out, e->target);
	fputs(": the policy says ", out);
	print_quoted(out, e->expected);
	if (e->nactual == PORTERO_UNKNOWN) {
		fputs(", the value is not known yet\n", out);
		return;
	}
	fputs(", the value is ", out);
	print_values(out, e);
	putc('\n', out);
}

/* What of TEXT stands at AT: up to a separator, or CAP bytes. */
static struct portero_str
piece_at(struct portero_str text, size_t at, const char *stop, bool with)
{
	const size_t cap = 30;
	size_t end = at;

	while (end < text.len && end - at < cap && !strchr(stop, text.ptr[end]))
		end++;
	if (with && end < text.len && end - at < cap)
		end++;
	return (struct portero_str){ text.ptr + at, end - at };
}

/* What both have before they part: the last field of it. */
static struct portero_str
last_field(struct portero_str text, size_t end)
{
	size_t begin = end;

	if (begin > 0 && text.ptr[begin - 1] == ':')
		begin--;
	while (begin > 0 && text.ptr[begin - 1] != ':' && end - begin < 60)
		begin--;
	return (struct portero_str){ text.ptr + begin, end - begin };
}

static bool
case_only(struct portero_str pattern, struct portero_str text,
	  const struct difference *d)
{
	return d->pattern < pattern.len && d->text < text.len &&
	       slice_lower(pattern.ptr[d->pattern]) ==
		       slice_lower(text.ptr[d->text]);
}

/* Whole words part, not letters: "kiwi-" and "kaki-", not "iwi-" and "aki-". */
static void
back_to_word(struct portero_str pattern, struct difference *d)
{
	while (d->pattern > 0 && d->text > 0 &&
	       !strchr(":/-*?", pattern.ptr[d->pattern - 1])) {
		d->pattern--;
		d->text--;
	}
}

static void
note_resource(FILE *out, struct portero_str pattern, struct portero_str text)
{
	struct difference d = nearest_difference(pattern, text);
	const bool letter_case = case_only(pattern, text, &d);
	struct portero_str has, wants;

	if (d.matches)
		return; /* another pattern, or NotResource */
	back_to_word(pattern, &d);
	wants = piece_at(pattern, d.pattern, "*", false);
	has = piece_at(text, d.text, "-/", true);
	begin(out);
	if (d.text > 0) {
		fputs("same up to `", out);
		print(out, last_field(text, d.text));
		fputs("`; then ", out);
	}
	fputs("the pattern ", out);
	if (wants.len == 0) {
		fputs("ends", out);
	} else {
		fputs("has ", out);
		print_quoted(out, wants);
	}
	fputs(" and the name ", out);
	if (has.len == 0) {
		fputs("ends", out);
	} else {
		fputs("has ", out);
		print_quoted(out, has);
	}
	putc('\n', out);
	if (letter_case) {
		begin(out);
		fputs("they differ in letter case, and names are matched "
		      "exactly\n",
		      out);
	}
}

/* What usually helps, by reason. */
static const char *
hint(uint32_t reason)
{
	static const struct {
		uint32_t reason;
		const char *text;
	} hints[] = {
		{ PORTERO_REASON_NAME_DEFAULT_FORM,
		  "the form without prefix, `pipelines-...`: was the pipeline "
		  "built with use_custom_job_prefix=True?" },
		{ PORTERO_REASON_NAME_TOO_LONG,
		  "`portero name` shows what fits" },
		{ PORTERO_REASON_NAME_PREFIX_TOO_LONG,
		  "`portero name` shows what fits" },
		{ PORTERO_REASON_TRUST_NO_SERVICE,
		  "AWS would accept the call and fail the job later; portero "
		  "refuses now" },
		{ PORTERO_REASON_UNKNOWN_ROLE,
		  "the policy set must hold every role that jobs run as" },
		{ PORTERO_REASON_UNKNOWN_PRINCIPAL,
		  "the policy set must hold the caller; is it up to date?" },
		{ PORTERO_REASON_ROLE_MISSING,
		  "say which role in \"roles\" of \"job\"" },
		{ PORTERO_REASON_UNDECIDED,
		  "what cannot be decided is refused: give the value" },
	};

	for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
		if (hints[i].reason == reason)
			return hints[i].text;
	return NULL;
}

void
why_notes(FILE *out, const struct report *r, const struct group *g,
	  const struct why *why)
{
	const uint32_t reason = g->answer ? g->answer->reason : 0;
	const char *text = hint(reason);

	(void)r;
	if (why->condition)
		note_condition(out, why->condition);
	else if (why->nearest && why->statement && g->asked &&
		 why->statement->part == PORTERO_PART_RESOURCE)
		note_resource(out, why->statement->expected, g->asked->target);
	if (text) {
		begin(out);
		fprintf(out, "%s\n", text);
	}
}
