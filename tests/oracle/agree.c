/* SPDX-License-Identifier: MIT */
/*
 * agree.c - one question has one answer, however it is asked: of a policy set
 * and of the same set loaded again, watched and unwatched, alone and among
 * others. And a value that is not known yet allows nothing, and forbids
 * nothing for good, that it would not with every value.
 *
 * usage: agree PLUGIN <LINES, as `portero simulate` reads them
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../host/lib/loader.h"
#include "../../host/tool/lines.h"
#include "../../host/tool/simulate.h"

#define VARIANTS 8u /* of a line: as it is, and with something unknown */

static const struct portero_plugin *plugin;

/* The question of a line, also with one attribute unknown or left out. */
struct variant {
	struct portero_request request;
	struct portero_attr attrs[PORTERO_MAX_ATTRS];
};

struct asking {
	struct simulate_line line;
	struct buffer document;
	struct portero *set, *again;
	struct variant variants[VARIANTS];
	size_t n;
	const char *wrong; /* what did not agree; NULL: nothing */
	struct portero_decision one, other; /* the two, if it was decisions */
	unsigned long passed, failed;
};

static void
ignore(void *arg, const struct portero_event *event)
{
	(void)arg;
	(void)event;
}

static const struct portero_trace watcher = { .size = sizeof watcher,
					      .event = ignore };

typedef int check(const struct portero *, const struct portero_request *,
		  struct portero_decision *);

static struct portero_decision
decide(check *ask, const struct portero *set, struct portero_request request,
       const struct portero_trace *trace)
{
	struct portero_decision d = { .size = sizeof d };

	request.trace = trace;
	ask(set, &request, &d);
	return d;
}

/* All but how many statements were looked at. */
static bool
same(const struct portero_decision *a, const struct portero_decision *b)
{
	return a->effect == b->effect && a->reason == b->reason &&
	       a->layer == b->layer && a->level == b->level &&
	       a->statement == b->statement && a->line == b->line &&
	       a->column == b->column && a->generation == b->generation &&
	       a->question == b->question && a->item == b->item &&
	       strcmp(a->policy, b->policy) == 0 &&
	       strcmp(a->sid, b->sid) == 0 && strcmp(a->detail, b->detail) == 0;
}

static void
expect(struct asking *a, bool truth, const char *what)
{
	if (!truth && !a->wrong)
		a->wrong = what;
}

static void
expect_same(struct asking *a, const struct portero_decision *one,
	    const struct portero_decision *other, const char *what)
{
	if (a->wrong || same(one, other))
		return;
	a->wrong = what;
	a->one = *one;
	a->other = *other;
}

/* ---- the ways to ask --------------------------------------------------- */

static struct portero_decision
ask_all_ways(struct asking *a, check *ask, const struct portero_request *r)
{
	struct portero_decision plain = decide(ask, a->set, *r, NULL);
	struct portero_decision other = decide(ask, a->again, *r, NULL);
	struct portero_decision watched = decide(ask, a->set, *r, &watcher);

	expect_same(a, &plain, &other, "loaded again");
	expect_same(a, &plain, &watched, "watched");
	return plain;
}

static bool
is_judged(const struct portero_decision *d)
{
	return d->reason < PORTERO_REASON_UNJUDGED;
}

/* UNKNOWN is the answer without a value that KNOWN was given with. */
static void
expect_no_more(struct asking *a, const struct portero_decision *unknown,
	       const struct portero_decision *known)
{
	if (unknown->effect == PORTERO_ALLOW)
		expect(a, known->effect == PORTERO_ALLOW,
		       "allowed, although a value is unknown");
	else if (is_judged(unknown))
		expect(a, known->effect != PORTERO_ALLOW,
		       "denied for good, although a value is unknown");
}

static void
ask_accesses(struct asking *a)
{
	const struct portero_decision plain =
		ask_all_ways(a, plugin->check_access, &a->variants[0].request);

	for (size_t i = 1; i < a->n; i++) {
		struct variant *v = &a->variants[i];
		struct portero_attr *last = &v->attrs[v->request.nattrs - 1];
		struct portero_decision unknown =
			ask_all_ways(a, plugin->check_access, &v->request);
		struct portero_decision absent;

		expect_no_more(a, &unknown, &plain);
		last->nvalues = 0;
		absent = decide(plugin->check_access, a->set, v->request, NULL);
		expect_no_more(a, &unknown, &absent);
		last->nvalues = PORTERO_UNKNOWN;
	}
}

static void
ask_jobs(struct asking *a)
{
	const struct portero_request *requests[VARIANTS];
	struct portero_decision alone[VARIANTS], among[VARIANTS];
	struct portero_decision *decisions[VARIANTS];
	size_t allowed = 0;

	for (size_t i = 0; i < a->n; i++) {
		requests[i] = &a->variants[i].request;
		among[i] = (struct portero_decision){ .size = sizeof *among };
		decisions[i] = &among[i];
		alone[i] = ask_all_ways(a, plugin->check_job_creation,
					requests[i]);
		allowed += alone[i].effect == PORTERO_ALLOW;
	}
	expect(a,
	       plugin->check_job_creations(a->set, requests, decisions, a->n) ==
		       allowed,
	       "how many of a batch are allowed");
	for (size_t i = 0; i < a->n; i++)
		expect_same(a, &alone[i], &among[i], "in a batch");
}

/* ---- a line ------------------------------------------------------------ */

/* The question of the line; attribute UNKNOWN goes last, without a value. */
static void
add_variant(struct asking *a, size_t unknown)
{
	const struct simulate_line *l = &a->line;
	struct variant *v = &a->variants[a->n++];
	size_t n = 0;

	for (size_t i = 0; i < l->nattrs; i++)
		if (i != unknown)
			v->attrs[n++] = l->attrs[i];
	if (unknown < l->nattrs)
		v->attrs[n++] =
			(struct portero_attr){ .key = l->attrs[unknown].key,
					       .nvalues = PORTERO_UNKNOWN };
	v->request = (struct portero_request){
		.size = sizeof v->request,
		.principal = l->caller.text,
		.action = l->action,
		.resource = l->resource,
		.attrs = v->attrs,
		.nattrs = n,
		.now = 1900000000,
		.resource_account = simulate_owner(l),
	};
}

static void
make_variants(struct asking *a)
{
	const size_t n = a->line.nattrs;

	a->n = 0;
	add_variant(a, n);
	for (size_t i = 0; i < n && a->n < VARIANTS; i++)
		add_variant(a, (a->passed + i) % n);
}

static int
load(struct asking *a, struct portero **out, struct portero_error *err)
{
	*err = (struct portero_error){ .size = sizeof *err };
	*out = NULL;
	return plugin->open_set(out, NULL, a->document.p, a->document.n, 0,
				err);
}

/* Twice from the text, or once and then again from what was loaded. */
static bool
load_twice(struct asking *a)
{
	struct portero_error one, two;
	const int code = load(a, &a->set, &one);

	if (code == PORTERO_OK && a->passed % 2) {
		two = (struct portero_error){ .size = sizeof two };
		a->again = NULL;
		expect(a, plugin->reload(&a->again, a->set, &two) == code,
		       "reloaded");
	} else {
		expect(a, load(a, &a->again, &two) == code, "opened twice");
		expect(a,
		       one.line == two.line && one.column == two.column &&
			       strcmp(one.text, two.text) == 0,
		       "two errors of one set");
	}
	return a->set && a->again;
}

static void
show(const struct portero_decision *d)
{
	printf("#   %s %s at statement %u, level %u, question %u, item %u: "
	       "%s\n",
	       plugin->reason_text(d->reason), d->policy, d->statement,
	       d->level, d->question, d->item, d->detail);
}

static void
ask_line(struct asking *a, const char *text, size_t len)
{
	a->wrong = NULL;
	a->one.size = 0;
	a->set = a->again = NULL;
	if (simulate_read(&a->line, text, len)) {
		simulate_set(&a->document, &a->line);
		make_variants(a);
		if (load_twice(a)) {
			ask_accesses(a);
			ask_jobs(a);
		}
		plugin->close(a->set);
		plugin->close(a->again);
	}
	if (!a->wrong) {
		a->passed++;
		return;
	}
	a->failed++;
	printf("# does not agree: %s\n", a->wrong);
	if (a->one.size) {
		show(&a->one);
		show(&a->other);
	}
	printf("%.*s\n", (int)len, text);
}

int
main(int argc, char **argv)
{
	static struct asking asking;
	struct portero_error err = { .size = sizeof err };
	enum line_result result;
	struct lines lines;
	char *text;
	size_t len;

	if (argc != 2 || !(plugin = loader_load(argv[1], &err))) {
		fprintf(stderr, "usage: agree PLUGIN <LINES\n%s\n", err.text);
		return 1;
	}
	lines_begin(&lines, STDIN_FILENO);
	while ((result = lines_next(&lines, &text, &len)) == LINE_READ)
		ask_line(&asking, text, len);
	lines_free(&lines);
	simulate_line_free(&asking.line);
	buffer_free(&asking.document);
	printf("%lu passed, %lu failed\n", asking.passed, asking.failed);
	return asking.failed || result != LINE_END || !asking.passed ? 3 : 0;
}
