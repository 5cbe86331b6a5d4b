/* SPDX-License-Identifier: MIT */
/* known.c - does an action pattern match any action that there is? */
#include "known.h"

#include "../base/near.h"
#include "rule.h"

/* '*' and '?', without regard to case: two pointers, no recursion. */
static bool
matches(struct str pattern, struct str text)
{
	size_t p = 0, t = 0, star = SIZE_MAX, mark = 0;

	while (t < text.n) {
		if (p < pattern.n && pattern.p[p] == '*') {
			star = p++;
			mark = t;
		} else if (p < pattern.n &&
			   (pattern.p[p] == '?' ||
			    str_lower(pattern.p[p]) == str_lower(text.p[t]))) {
			p++;
			t++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			t = ++mark;
		} else {
			return false;
		}
	}
	while (p < pattern.n && pattern.p[p] == '*')
		p++;
	return p == pattern.n;
}

/* The next name of a list; empty at its end. */
static struct str
next_name(struct str *list)
{
	const char *blank = list->n ? memchr(list->p, ' ', list->n) : NULL;
	struct str name = { list->p, blank ? (size_t)(blank - list->p) : 0 };

	*list = str_from(*list, blank ? name.n + 1 : list->n);
	return name;
}

static bool
among(struct str list, struct str pattern, struct str *near)
{
	struct str name;

	while ((name = next_name(&list)).n) {
		if (matches(pattern, name))
			return true;
		if (!near->n && near_text(pattern, name))
			*near = name;
	}
	return false;
}

enum lint_knowledge
lint_known_action(struct str pattern, struct str *near)
{
	const char *colon =
		pattern.n ? memchr(pattern.p, ':', pattern.n) : NULL;
	enum lint_knowledge knowledge = SERVICE_UNKNOWN;
	struct str service, name;

	*near = STR("");
	if (!colon)
		return SERVICE_UNKNOWN;
	service = str_make(pattern.p, (size_t)(colon - pattern.p));
	name = str_from(pattern, service.n + 1);
	for (size_t i = 0; i < nknown_services; i++) {
		if (!str_is_fold(known_services[i].name, service))
			continue;
		if (among(known_services[i].actions, name, near))
			return ACTION_KNOWN;
		knowledge = ACTION_UNKNOWN;
	}
	return knowledge;
}
