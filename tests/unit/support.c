/* SPDX-License-Identifier: MIT */
/* support.c - from short text to sets and questions. */
#include "support.h"

#include "../../plugin/load/arena.h"

struct str
text_of(const char *s)
{
	return str_make(s, strlen(s));
}

bool
same_text(const char *what, struct str have, const char *want)
{
	if (str_equal(have, text_of(want)))
		return true;
	print_error("%s: have \"%.*s\", want \"%s\"\n", what, (int)have.n,
		    have.n ? have.p : "", want);
	return false;
}

/* ---- sets -------------------------------------------------------------- */

char *
json_text(const char *format, va_list args)
{
	va_list again;
	char *text;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	assert_true(n >= 0);
	text = malloc((size_t)n + 1);
	assert_non_null(text);
	vsnprintf(text, (size_t)n + 1, format, args);
	for (char *p = text; *p; p++)
		if (*p == '\'')
			*p = '"';
		else if (*p == '`')
			*p = '\'';
	return text;
}

const struct policy_set *
make_set(struct loaded *out, const char *format, ...)
{
	struct portero_error err = { .size = sizeof err };
	va_list args;
	char *text;
	int code;

	va_start(args, format);
	text = json_text(format, args);
	va_end(args);
	code = load_set(out, NULL, text_of(text), &err);
	if (code != PORTERO_OK)
		print_error("%s\n%u:%u: [%s] %s (%s)\n", text, err.line,
			    err.column, err.id, err.text, err.hint);
	free(text);
	assert_int_equal(code, PORTERO_OK);
	return out->set;
}

void
forget_set(struct loaded *loaded)
{
	arena_free(loaded->arena);
	*loaded = (struct loaded){ NULL, NULL };
}

void
try_set(struct portero_error *err, const char *format, ...)
{
	struct loaded loaded;
	va_list args;
	char *text;
	int code;

	*err = (struct portero_error){ .size = sizeof *err };
	va_start(args, format);
	text = json_text(format, args);
	va_end(args);
	code = load_set(&loaded, NULL, text_of(text), err);
	assert_int_equal(code, err->code);
	/* all or nothing */
	assert_true((loaded.set != NULL) == (code == PORTERO_OK));
	if (code == PORTERO_OK)
		arena_free(loaded.arena);
	else
		assert_null(loaded.arena);
	free(text);
}

/* ---- questions --------------------------------------------------------- */

/* Cuts the next item off *REST at MARK; false at the end. */
static bool
next_item(char **rest, const char *mark, char **item)
{
	char *end;

	if (!*rest)
		return false;
	*item = *rest;
	end = strstr(*rest, mark);
	if (end)
		*end = 0;
	*rest = end ? end + strlen(mark) : NULL;
	return true;
}

static struct portero_str
given(const char *s)
{
	return (struct portero_str){ s, s ? strlen(s) : 0 };
}

/* A copy of S in q->room, which has space for all. */
static char *
lay_down(char **room, const char *s)
{
	char *copy = *room;
	size_t n = s ? strlen(s) : 0;

	if (!s || !*s)
		return NULL;
	memcpy(copy, s, n + 1);
	*room += n + 1;
	return copy;
}

static void
take_attributes(struct question *q, char *rest)
{
	struct portero_str *value = q->values;
	char *item, *one;

	while (next_item(&rest, " | ", &item)) {
		struct portero_attr *a = &q->attrs[q->request.nattrs++];
		char *values = strchr(item, '=');

		assert_true(q->request.nattrs <= COUNT(q->attrs));
		if (values)
			*values++ = 0;
		a->key = given(item);
		a->values = value;
		if (values && strcmp(values, "??") == 0) {
			a->nvalues = PORTERO_UNKNOWN;
			continue;
		}
		while (next_item(&values, " & ", &one)) {
			assert_true(value < q->values + COUNT(q->values));
			*value++ = given(one);
			a->nvalues++;
		}
	}
}

void
make_question(struct question *q, const struct ask *ask)
{
	const char *parts[] = { ask->principal, ask->action, ask->resource,
				ask->attrs,	ask->also,   ask->roles,
				ask->owner };
	char *text[COUNT(parts)], *room, *item;
	size_t n = 1;

	*q = (struct question){ .request = { .size = sizeof q->request,
					     .attrs = q->attrs,
					     .also = q->also,
					     .roles = q->roles,
					     .now = ask->now,
					     .flags = ask->flags } };
	for (size_t i = 0; i < COUNT(parts); i++)
		n += parts[i] ? strlen(parts[i]) + 1 : 0;
	q->room = room = malloc(n);
	assert_non_null(room);
	for (size_t i = 0; i < COUNT(parts); i++)
		text[i] = lay_down(&room, parts[i]);
	q->request.principal = given(text[0]);
	q->request.action = given(text[1]);
	q->request.resource = given(text[2]);
	q->request.resource_account = given(text[6]);
	take_attributes(q, text[3]);
	while (next_item(&text[4], " | ", &item)) {
		assert_true(q->request.nalso < COUNT(q->also));
		q->also[q->request.nalso++] = given(item);
	}
	while (next_item(&text[5], " | ", &item)) {
		char *service = strchr(item, ' ');

		assert_true(q->request.nroles < COUNT(q->roles));
		if (service)
			*service++ = 0;
		q->roles[q->request.nroles++] =
			(struct portero_role){ given(item), given(service) };
	}
}

void
make_context(struct question *q, const struct policy_set *set,
	     const struct ask *ask)
{
	struct context *ctx = &q->context;
	const struct portero_request *r = &q->request;

	make_question(q, ask);
	*ctx = (struct context){ .set = set,
				 .attrs = q->refs,
				 .nattrs = r->nattrs,
				 .now = ask->now,
				 .caller = &q->caller,
				 .action = str_of(r->action),
				 .resource = str_of(r->resource),
				 .job = str_of(r->resource) };
	assert_true(principal_parse(set, str_of(r->principal), &q->caller));
	for (size_t i = 0; i < r->nattrs; i++) {
		q->refs[i].attr = &r->attrs[i];
		q->refs[i].mark = str_mark_fold(str_of(r->attrs[i].key));
		q->refs[i].key = KEY_NONE;
		ctx->given |= context_bit(q->refs[i].mark);
	}
	if (!arn_parse(&ctx->arn, ctx->resource))
		ctx->arn = (struct arn){ 0 };
	ctx->resource_account = r->resource_account.len
					? str_of(r->resource_account)
				: ctx->arn.account.n ? ctx->arn.account
						     : q->caller.account;
	ctx->owner = find_account(set, ctx->resource_account);
}

uint32_t
key_id(const struct policy_set *set, struct str name)
{
	for (uint32_t i = 0; i < set->nkeys; i++)
		if (str_equal_fold(set->keys[i].name, name))
			return i;
	return KEY_NONE;
}

void
forget_question(struct question *q)
{
	free(q->room);
	q->room = NULL;
}

/* ---- decisions --------------------------------------------------------- */

static int64_t
new_year(void *arg)
{
	(void)arg;
	return 1767225600;
}

static void
ignore(void *arg, const struct portero_event *event)
{
	size_t *n = arg;

	assert_int_equal(event->size, sizeof *event);
	(*n)++;
}

void
decide_both(const struct policy_set *set, const struct ask *ask, bool job,
	    struct portero_decision *out)
{
	const struct decide_clock clock = { new_year, NULL };
	struct portero_decision watched = { .size = sizeof watched };
	struct question q;
	size_t events = 0;
	struct portero_trace trace = { .size = sizeof trace,
				       .arg = &events,
				       .event = ignore };
	void (*decide)(const struct policy_set *,
		       const struct portero_request *,
		       const struct decide_clock *, struct portero_decision *) =
		job ? decide_job : decide_access;

	make_question(&q, ask);
	*out = (struct portero_decision){ .size = sizeof *out };
	decide(set, &q.request, &clock, out);
	q.request.trace = &trace;
	decide(set, &q.request, &clock, &watched);
	assert_true(events > 0);
	watched.steps = out->steps;
	assert_memory_equal(out, &watched, sizeof *out);
	forget_question(&q);
}

/* ---- patterns ---------------------------------------------------------- */

bool
slow_match(const char *p, const char *t, int colons)
{
	bool field = colons < 5;
	bool last = field && (p[0] == 0 || p[1] == 0 || p[1] == ':');

	if (*p == 0)
		return *t == 0;
	if (*p == '*') {
		if (slow_match(p + 1, t, colons))
			return true;
		return *t && (!field || last || *t != ':') &&
		       slow_match(p, t + 1, colons);
	}
	if (*t == 0)
		return false;
	if (*p == '?')
		return !(field && *t == ':') &&
		       slow_match(p + 1, t + 1, colons);
	return *p == *t && slow_match(p + 1, t + 1, colons + (*p == ':'));
}

/* ---- chance ------------------------------------------------------------ */

uint32_t
dice(uint64_t *state, uint32_t sides)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((*state >> 33) % sides);
}
