/* SPDX-License-Identifier: MIT */
/* prefixes.c - prefixes of job names, one by one. */
#include "prefix.h"
#include "rules.h"

#include <stdio.h>

typedef void look_at_prefix(struct lint *l, const struct lint_prefix *p);

static void
each(struct lint *l, const struct lint_spot *at, look_at_prefix *look)
{
	const struct lint_texts texts = lint_texts(at->json, "Resource");
	struct lint_prefix p;

	for (size_t i = 0; i < texts.n; i++)
		if (lint_prefix(l, at, i, &p))
			look(l, &p);
}

static bool
is_alphanumeric(char c)
{
	c = str_lower(c);
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static void
delimiter(struct lint *l, const struct lint_prefix *p)
{
	const int n = (int)(p->literal.n < 100 ? p->literal.n : 100);
	char hint[160];

	if (!p->open || !is_alphanumeric(p->literal.p[p->literal.n - 1]))
		return;
	snprintf(hint, sizeof hint, "write \"%.*s-*\"", n, p->literal.p);
	lint_say(l, &p->at, 0, p->place, hint,
		 "\"%.*s*\" also covers prefixes that go on, as \"%.*s2\"", n,
		 p->literal.p, n, p->literal.p);
}

void
look_prefix_no_delimiter(struct lint *l, const struct lint_spot *at)
{
	each(l, at, delimiter);
}

/* ---- prefix-case-trap ---- */

static bool
has_capital(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (str_lower(text.p[i]) != text.p[i])
			return true;
	return false;
}

/* Another prefix of the statement that differs from P by letter case only. */
static bool
has_twin(struct lint *l, const struct lint_spot *at,
	 const struct lint_prefix *p)
{
	const struct lint_texts texts = lint_texts(at->json, "Resource");
	struct lint_prefix q;

	for (size_t i = 0; i < texts.n; i++)
		if (lint_prefix(l, at, i, &q) &&
		    str_equal_fold(p->literal, q.literal) &&
		    !str_equal(p->literal, q.literal))
			return true;
	return false;
}

static void
letter_case(struct lint *l, const struct lint_prefix *p)
{
	const struct lint_document *d = p->at.document;

	if (!has_capital(p->literal))
		return;
	for (uint32_t s = 0; s < d->policy->nstatements && s < 100; s++) {
		const struct lint_spot other = lint_statement(d, s);

		if (!has_twin(l, &other, p))
			continue;
		lint_say(l, &p->at, WARNING, p->place,
			 "keep the one that the pipelines use",
			 "a prefix in the statement at line %u differs by "
			 "letter case only",
			 lint_line(&other, other.json));
		return;
	}
	lint_say(l, &p->at, NOTE, p->place,
		 "write prefixes in lower case, here and in the pipelines",
		 "names are compared with their case, and some answers of AWS "
		 "show ARNs in lower case");
}

void
look_prefix_case_trap(struct lint *l, const struct lint_spot *at)
{
	each(l, at, letter_case);
}

/* ---- prefix-too-long ---- */

static const char *const kind_names[JOB_KINDS] = {
	[JOB_TRAINING] = "training",
	[JOB_PROCESSING] = "processing",
	[JOB_TRANSFORM] = "transform",
	[JOB_TUNING] = "tuning",
	[JOB_AUTOML] = "AutoML",
	[JOB_MODEL] = "model",
	[JOB_MODEL_PACKAGE] = "model package",
};

/* The kinds for which N bytes are too long, and the least of their limits. */
static uint32_t
too_long(const struct lint *l, const struct lint_prefix *p, size_t n,
	 char *names, size_t size)
{
	uint32_t kinds = 0;
	size_t used = 0;

	names[0] = '\0';
	for (uint32_t kind = 0; kind < JOB_KINDS; kind++) {
		const uint16_t limit = l->set->names.limits[kind].prefix;

		if (!(p->kinds & 1u << kind) || n <= limit || used >= size)
			continue;
		used += (size_t)snprintf(
			names + used, size - used, "%s%s (%u)",
			kinds ? ", " : "",
			kind_names[kind] ? kind_names[kind] : "others", limit);
		kinds |= 1u << kind;
	}
	return kinds;
}

/* <prefix>-<executionId>-<entityToken>-<one digit>, and it does not fit. */
static bool
no_retry(const struct lint *l, const struct lint_prefix *p, size_t n)
{
	const struct name_rules *names = &l->set->names;

	for (uint32_t kind = 0; kind < JOB_KINDS; kind++)
		if (p->kinds & 1u << kind &&
		    n + 1 + names->execution_id + 1 + names->entity_token + 2 >
			    names->limits[kind].name &&
		    n <= names->limits[kind].prefix)
			return true;
	return false;
}

static void
length(struct lint *l, const struct lint_prefix *p)
{
	const size_t n = lint_prefix_length(p);
	char names[160];
	uint32_t kinds;

	/* the default form has no custom prefix */
	if (str_starts(p->literal, STR("pipelines-")))
		return;
	kinds = too_long(l, p, n, names, sizeof names);
	if (kinds)
		lint_say(l, &p->at, kinds == p->kinds ? 0 : NOTE, p->place,
			 "SageMaker: \"Pipelines Access Management\" has the "
			 "limits",
			 "a prefix of %zu characters is too long for %s", n,
			 names);
	else if (no_retry(l, p, n))
		lint_say(l, &p->at, NOTE, p->place,
			 "shorten it by one or two characters",
			 "a prefix of %zu characters leaves no room for the "
			 "number of a retry",
			 n);
}

void
look_prefix_too_long(struct lint *l, const struct lint_spot *at)
{
	each(l, at, length);
}
