/* SPDX-License-Identifier: MIT */
/* naive.c - the baseline answers: hash lookup, then a scan of everything. */
#include "naive.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct scan {
	const struct portero_request *request;
	const struct naive_principal *principal;
	struct portero_str action; /* folded */
};

uint64_t
naive_hash(struct portero_str text)
{
	uint64_t h = 0xcbf29ce484222325u; /* FNV-1a */

	for (size_t i = 0; i < text.len; i++)
		h = (h ^ (unsigned char)text.ptr[i]) * 0x100000001b3u;
	return h;
}

static bool
equal(struct portero_str a, struct portero_str b)
{
	return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static const struct naive_principal *
find(const struct naive *n, struct portero_str arn)
{
	size_t i = (size_t)naive_hash(arn) & n->mask;

	for (; n->slots[i]; i = (i + 1) & n->mask)
		if (equal(n->principals[n->slots[i] - 1].arn, arn))
			return &n->principals[n->slots[i] - 1];
	return NULL;
}

/* The plain wildcard match: on a mismatch, back to the last star. */
static bool
glob(struct portero_str pattern, struct portero_str text)
{
	size_t p = 0, t = 0, star = SIZE_MAX, mark = 0;

	while (t < text.len) {
		if (p < pattern.len && pattern.ptr[p] == '*') {
			star = p++;
			mark = t;
		} else if (p < pattern.len && (pattern.ptr[p] == '?' ||
					       pattern.ptr[p] == text.ptr[t])) {
			p++;
			t++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			t = ++mark;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.ptr[p] == '*')
		p++;
	return p == pattern.len;
}

/* ---- values ---------------------------------------------------------------
 */

/* The values of KEY: what the request says, else what is known of him. */
static const struct portero_str *
lookup(const struct scan *s, struct portero_str key, size_t *n)
{
	static const char arn[] = "aws:PrincipalArn";
	const struct portero_request *r = s->request;

	for (size_t i = 0; i < r->nattrs; i++)
		if (r->attrs[i].key.len == key.len &&
		    strncasecmp(r->attrs[i].key.ptr, key.ptr, key.len) == 0) {
			*n = r->attrs[i].nvalues;
			return r->attrs[i].values;
		}
	*n = 1;
	for (size_t i = 0; i < s->principal->ntags; i++)
		if (s->principal->tags[i].key.len == key.len &&
		    strncasecmp(s->principal->tags[i].key.ptr, key.ptr,
				key.len) == 0)
			return &s->principal->tags[i].value;
	if (key.len == sizeof arn - 1 &&
	    strncasecmp(key.ptr, arn, key.len) == 0)
		return &s->principal->arn;
	*n = 0;
	return NULL;
}

/* TEMPLATE with its variables replaced, in BUFFER. */
static bool
substitute(const struct scan *s, struct portero_str template, char *buffer,
	   size_t room, struct portero_str *out)
{
	size_t used = 0;

	for (size_t i = 0; i < template.len;) {
		struct portero_str part = { template.ptr + i, 1 };
		const char *end;

		if (i + 1 < template.len && template.ptr[i] == '$' &&
		    template.ptr[i + 1] == '{' &&
		    (end = memchr(template.ptr + i, '}', template.len - i))) {
			struct portero_str key = { template.ptr + i + 2, 0 };
			const struct portero_str *value;
			size_t n;

			key.len = (size_t)(end - key.ptr);
			value = lookup(s, key, &n);
			if (n != 1)
				return false;
			part = *value;
			i += key.len + 3;
		} else {
			i++;
		}
		if (used + part.len > room)
			return false;
		memcpy(buffer + used, part.ptr, part.len);
		used += part.len;
	}
	*out = (struct portero_str){ buffer, used };
	return true;
}

static bool
like(const struct scan *s, struct portero_str pattern, struct portero_str text)
{
	char buffer[4096];

	if (memchr(pattern.ptr, '$', pattern.len) &&
	    !substitute(s, pattern, buffer, sizeof buffer, &pattern))
		return false;
	return glob(pattern, text);
}

/* ---- conditions -----------------------------------------------------------
 */

/* One value against all of the condition's: any of them will do. */
static bool
test(const struct scan *s, const struct naive_condition *c,
     struct portero_str value)
{
	double number = 0;

	if (c->numbers)
		number = strtod(value.ptr, NULL);
	for (size_t i = 0; i < c->values.n; i++) {
		bool yes = false;

		switch (c->test) {
		case NAIVE_EQUALS:
			yes = equal(c->values.items[i], value);
			break;
		case NAIVE_LIKE:
			yes = like(s, c->values.items[i], value);
			break;
		case NAIVE_GREATER:
			yes = number > c->numbers[i];
			break;
		case NAIVE_LESS:
			yes = number < c->numbers[i];
			break;
		case NAIVE_NULL:
			break;
		}
		if (yes)
			return !c->negated;
	}
	return c->negated;
}

static bool
holds(const struct scan *s, const struct naive_condition *c)
{
	size_t n;
	const struct portero_str *values = lookup(s, c->key, &n);

	if (c->test == NAIVE_NULL)
		return (c->values.items[0].ptr[0] == 't') == (n == 0);
	for (size_t i = 0; i < n; i++) {
		const bool yes = test(s, c, values[i]);

		if (c->quantifier == NAIVE_ANY ? yes : !yes)
			return yes;
	}
	if (n == 0)
		return c->negated || c->quantifier == NAIVE_ALL;
	return c->quantifier != NAIVE_ANY;
}

/* ---- statements -----------------------------------------------------------
 */

static bool
matches(const struct scan *s, const struct naive_statement *st)
{
	bool found = false;

	for (size_t i = 0; i < st->actions.n && !found; i++)
		found = glob(st->actions.items[i], s->action);
	if (found == st->not_action)
		return false;
	found = false;
	for (size_t i = 0; i < st->resources.n && !found; i++)
		found = like(s, st->resources.items[i], s->request->resource);
	if (!found)
		return false;
	for (size_t i = 0; i < st->nconditions; i++)
		if (!holds(s, &st->conditions[i]))
			return false;
	return true;
}

/* Allowed, and not denied, by these documents. */
static bool
allows(const struct scan *s, const struct naive_layer *layer)
{
	bool allowed = false;

	for (size_t d = 0; d < layer->n; d++) {
		const struct naive_document *document = layer->documents[d];

		for (size_t i = 0; i < document->n; i++) {
			const struct naive_statement *st =
				&document->statements[i];

			/* an allow is enough: only a deny can matter now */
			if (allowed && !st->deny)
				continue;
			if (!matches(s, st))
				continue;
			if (st->deny)
				return false;
			allowed = true;
		}
	}
	return allowed;
}

bool
naive_allows(const struct naive *naive, const struct portero_request *request)
{
	struct scan s = { request, find(naive, request->principal), { 0 } };
	char folded[256];

	if (!s.principal || request->action.len > sizeof folded)
		return false;
	for (size_t i = 0; i < request->action.len; i++) {
		const char c = request->action.ptr[i];

		folded[i] = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
	}
	s.action = (struct portero_str){ folded, request->action.len };
	for (size_t i = 0; i < naive->nscps; i++)
		if (!allows(&s, &naive->scps[i]))
			return false;
	if (!allows(&s, &s.principal->identity))
		return false;
	return !s.principal->has_boundary || allows(&s, &s.principal->boundary);
}
