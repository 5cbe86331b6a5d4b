/* SPDX-License-Identifier: MIT */
/* Every statement that a question considered, and why it applied or not. */
#include "escape.h"
#include "report_parts.h"
#include "word.h"

static void
print(FILE *out, struct portero_str text)
{
	escape_print(out, text.ptr, text.len);
}

static void
print_condition(FILE *out, const struct portero_event *e)
{
	static const char *const words[] = { [PORTERO_OUTCOME_NO] = "false",
					     [PORTERO_OUTCOME_YES] = "true",
					     [PORTERO_OUTCOME_UNKNOWN] =
						     "not known" };

	fprintf(out, "               %s: ",
		e->outcome < 3 ? words[e->outcome] : "?");
	print(out, e->text);
	putc(' ', out);
	print(out, e->target);
	fputs(" \"", out);
	print(out, e->expected);
	fputs("\", ", out);
	if (e->nactual == PORTERO_UNKNOWN) {
		fputs("the value is not known yet\n", out);
		return;
	}
	if (e->nactual == 0) {
		fputs("the key is absent\n", out);
		return;
	}
	fputs("the value is", out);
	for (size_t i = 0; i < e->nactual && i < 8; i++) {
		fputs(i ? ", \"" : " \"", out);
		print(out, e->actual[i]);
		putc('"', out);
	}
	fputs(e->nactual > 8 ? ", ...\n" : "\n", out);
}

static const char *
why_not(uint32_t part)
{
	static const char *const words[] = {
		[PORTERO_PART_NONE] = "",
		[PORTERO_PART_PRINCIPAL] = "another principal",
		[PORTERO_PART_ACTION] = "another action",
		[PORTERO_PART_RESOURCE] = "another resource",
		[PORTERO_PART_CONDITION] = "a condition",
	};

	return part < sizeof words / sizeof *words ? words[part] : "?";
}

/* SCPs and RCPs have levels; a trust policy is asked as a resource policy. */
static void
print_layer(FILE *out, const struct portero_event *e)
{
	if (e->layer == PORTERO_LAYER_SCP || e->layer == PORTERO_LAYER_RCP)
		fprintf(out, "%s[%u] ", word_layer(e->layer), e->level);
	else if (e->question == PORTERO_QUESTION_TRUST &&
		 e->layer == PORTERO_LAYER_RESOURCE)
		fputs("trust ", out);
	else
		fprintf(out, "%s ", word_layer(e->layer));
}

static void
print_statement(FILE *out, const struct portero_event *e)
{
	static const char *const words[] = {
		[PORTERO_OUTCOME_NO] = "no",
		[PORTERO_OUTCOME_YES] = "applies",
		[PORTERO_OUTCOME_UNKNOWN] = "not known",
	};

	fprintf(out, "      %-9s%-6s", e->outcome < 3 ? words[e->outcome] : "?",
		e->effect == PORTERO_ALLOW ? "Allow" : "Deny");
	print_layer(out, e);
	print(out, e->policy);
	if (e->line)
		fprintf(out, ":%u:%u", e->line, e->column);
	else
		fprintf(out, " statement %u", e->statement);
	if (e->sid.len > 0) {
		fputs("  ", out);
		print(out, e->sid);
	}
	if (e->outcome != PORTERO_OUTCOME_YES && e->part) {
		fprintf(out, "  (%s", why_not(e->part));
		if (e->part == PORTERO_PART_RESOURCE && e->expected.len > 0) {
			fputs(": ", out);
			print(out, e->expected);
		}
		putc(')', out);
	}
	putc('\n', out);
}

void
report_statements(FILE *out, const struct report *r, const struct group *g)
{
	size_t conditions = g->first;

	/* conditions are told before the statement they belong to */
	for (size_t i = g->first; i < g->end; i++) {
		const struct portero_event *e = trace_event(r->trace, i);

		if (e->kind == PORTERO_EVENT_CONDITION)
			continue;
		if (e->kind == PORTERO_EVENT_STATEMENT) {
			print_statement(out, e);
			for (; conditions < i; conditions++)
				print_condition(
					out, trace_event(r->trace, conditions));
		}
		conditions = i + 1;
	}
}
