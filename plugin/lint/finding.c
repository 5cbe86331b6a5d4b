/* SPDX-License-Identifier: MIT */
/* finding.c - findings are kept short, sorted, and told with their place. */
#include "rule.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "../load/error.h"

struct lint_finding {
	const struct lint_document *document;
	const struct lint_rule *rule;
	struct lint_place place;
	struct str text, hint;
	struct position at;
	uint32_t severity, statement;
};

static struct str
keep(struct lint *l, const char *text)
{
	const struct str kept =
		arena_text(l->arena, str_make(text, strlen(text)));

	l->failed |= !kept.p;
	return kept;
}

static bool
make_room(struct lint *l)
{
	const size_t more = l->room ? l->room * 2 : 64;
	struct lint_finding **bigger;

	if (l->nfindings < l->room)
		return true;
	bigger = realloc(l->findings, more * sizeof *bigger);
	if (!bigger) {
		l->failed = true;
		return false;
	}
	l->findings = bigger;
	l->room = more;
	return true;
}

/* Fills *E with the place, the line and the caret; the text is not ours. */
static void
locate(const struct lint_finding *f, struct portero_error *e)
{
	const struct lint_place *p = &f->place;

	*e = (struct portero_error){ .size = sizeof *e };
	source_error(f->document->source, p->parent, p->key, p->index,
		     p->at_key, e, PORTERO_ERROR_POLICY, f->rule->rule.id,
		     f->hint.p, "%s", f->text.p);
}

void
lint_say(struct lint *l, const struct lint_spot *at, uint32_t severity,
	 struct lint_place place, const char *hint, const char *format, ...)
{
	struct lint_finding *f = arena_alloc(l->arena, sizeof *f);
	struct portero_error e;
	char text[384];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	if (!f || !make_room(l)) {
		l->failed = true;
		return;
	}
	f->document = at->document;
	f->rule = l->rule;
	f->place = place;
	f->severity = severity ? severity : l->rule->rule.severity;
	f->statement =
		at->statement ? statement_index(at->statement) : UINT32_MAX;
	f->text = keep(l, text);
	f->hint = keep(l, hint ? hint : "");
	if (l->failed)
		return;
	locate(f, &e);
	f->at = (struct position){ e.line, e.column, e.inner_line,
				   e.inner_column, 0 };
	l->findings[l->nfindings++] = f;
}

uint32_t
lint_line(const struct lint_spot *at, const struct json *node)
{
	const struct position p = source_position(at->document->source, node);

	return p.inner_line ? p.inner_line : p.line;
}

/* The order of the documents, then of the text, then of the rules. */
static int
compare(const void *left, const void *right)
{
	const struct lint_finding *a =
		*(const struct lint_finding *const *)left;
	const struct lint_finding *b =
		*(const struct lint_finding *const *)right;
	const uint32_t keys[][2] = {
		{ a->document->index, b->document->index },
		{ a->at.line, b->at.line },
		{ a->at.column, b->at.column },
		{ a->at.inner_line, b->at.inner_line },
		{ a->at.inner_column, b->at.inner_column },
	};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (keys[i][0] != keys[i][1])
			return keys[i][0] < keys[i][1] ? -1 : 1;
	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	return str_compare(a->text, b->text);
}

void
lint_sort(struct lint *l)
{
	if (l->nfindings)
		qsort(l->findings, l->nfindings, sizeof(struct lint_finding *),
		      compare);
}

static void
tell(struct lint *l, const struct lint_finding *f)
{
	struct portero_finding out = { .size = sizeof out };
	struct portero_error e;

	locate(f, &e);
	out.severity = f->severity;
	out.line = e.line;
	out.column = e.column;
	out.width = e.width;
	out.inner_line = e.inner_line;
	out.inner_column = e.inner_column;
	out.source_column = e.source_column;
	out.statement = f->statement;
	memcpy(out.id, e.id, sizeof out.id);
	memcpy(out.file, e.file, sizeof out.file);
	error_copy(out.policy, sizeof out.policy, f->document->policy->name);
	memcpy(out.text, e.text, sizeof out.text);
	memcpy(out.hint, e.hint, sizeof out.hint);
	memcpy(out.source, e.source, sizeof out.source);
	l->sink->finding(l->sink->arg, &out);
}

void
lint_tell(struct lint *l)
{
	/* a document that is used as two types would be told of twice */
	for (size_t i = 0; i < l->nfindings; i++)
		if (i == 0 ||
		    compare(&l->findings[i - 1], &l->findings[i]) != 0)
			tell(l, l->findings[i]);
}
