/* SPDX-License-Identifier: MIT */
/* run.c - makes a set, loads it, checks every answer, then measures. */
#include "run.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dear.h"
#include "instructions.h"
#include "memory.h"
#include "reload.h"

#define SHORT_MS    300.0 /* loads that are shorter are timed again */
#define LOADS	    5u
#define QUIET_PARTS 2.0

static void
make(struct workload *w, const struct settings *s, const char *name)
{
	if (strchr(name, '/') || strstr(name, ".json"))
		peerfile_read(w, name);
	else
		workload_make(w, name, s->seed, s->questions);
	if (w->organization.n)
		target_write_files(w, s->directory);
}

/* The shorter of several times, on the wall and of the processor. */
struct stopwatch {
	uint64_t wall, processor;
};

static struct stopwatch
start(void)
{
	return (struct stopwatch){ measure_now(), measure_processor() };
}

static void
stop_at_best(struct stopwatch from, double *wall, double *processor)
{
	const double w = (double)(measure_now() - from.wall) / 1e6;
	const double p = (double)(measure_processor() - from.processor) / 1e6;

	if (*wall <= 0 || w < *wall)
		*wall = w;
	if (*processor <= 0 || p < *processor)
		*processor = p;
}

/* What jansson alone needs for the same text, in this process. */
static void
time_jansson(struct row *row, const struct workload *w)
{
	const struct stopwatch from = start();
	json_error_t error;
	json_t *root =
		json_loadb(w->set.p, w->set.n, JSON_REJECT_DUPLICATES, &error);

	if (!root)
		stop("%s: %s", w->name, error.text);
	json_decref(root);
	stop_at_best(from, &row->jansson_ms, &row->jansson_cpu_ms);
}

static struct portero *
time_load(struct row *row, const struct settings *s, const struct workload *w)
{
	const struct stopwatch from = start();
	struct portero *set = target_open(s->plugin, w, s->directory);

	stop_at_best(from, &row->load_ms, &row->load_cpu_ms);
	return set;
}

/* A set that came as a document keeps it, to be loaded again. */
static void
divide(struct row *row, const struct workload *w)
{
	const double text = w->organization.n ? 0 : (double)w->set.n;
	const double bytes = row->resident_bytes - text;

	if (w->principals > w->statements)
		row->bytes_per_principal = bytes / (double)w->principals;
	else
		row->bytes_per_statement = bytes / (double)w->statements;
}

static struct portero *
load(struct row *row, const struct settings *s, const struct workload *w)
{
	struct portero *set;
	size_t before;

	memory_trim();
	before = memory_in_use();
	memory_peak_begin();
	row->peak_bytes = (double)memory_resident();
	set = time_load(row, s, w);
	row->peak_bytes = (double)memory_peak() - row->peak_bytes;
	row->resident_bytes = (double)(memory_in_use() - before);
	row->text_bytes = (double)w->set.n;
	divide(row, w);
	time_jansson(row, w);
	for (unsigned i = 1; i < LOADS && row->load_ms < SHORT_MS; i++) {
		s->plugin->close(set);
		set = time_load(row, s, w);
		time_jansson(row, w);
	}
	return set;
}

static struct row
row_of(const struct workload *w, const char *what, unsigned threads)
{
	struct row row = { .what = what,
			   .threads = threads,
			   .statements = w->statements,
			   .principals = w->principals };

	snprintf(row.workload, sizeof row.workload, "%s", w->name);
	return row;
}

static double
count_instructions(const struct settings *s, const struct target *t,
		   const char *name, double ns)
{
	char command[2048];

	if (!s->instructions || t->workload->set.n > s->instructions_text)
		return 0;
	snprintf(command, sizeof command,
		 "%s --plugin %s --seed %llu --requests %zu --workload %s%s "
		 "--count",
		 s->self, s->plugin_path, (unsigned long long)s->seed,
		 s->questions, name, t->naive ? " --only-naive" : "");
	return instructions_a_call(command, ns) / (double)target_per_call(t);
}

/* First all answers, then the figures. */
static size_t
ask(struct report *report, const struct settings *s, const struct target *t,
    const char *name, const struct row *loaded)
{
	const struct subject subject = target_subject(t);
	const size_t agree = target_agree(t);
	const unsigned most = t->naive ? 1 : s->threads;

	for (unsigned threads = 1; threads <= most; threads++) {
		struct row row = row_of(t->workload, target_what(t), threads);

		row.agree = agree;
		row.of = t->workload->nquestions;
		row.load_ms = t->naive ? 0 : loaded->load_ms;
		row.bytes_per_statement =
			t->naive ? 0 : loaded->bytes_per_statement;
		measure(&row.figures, &subject, threads, &s->effort);
		row.figures.per_s *= (double)target_per_call(t);
		row.figures.best_per_s *= (double)target_per_call(t);
		row.figures.per_cpu_s *= (double)target_per_call(t);
		if (threads == 1)
			row.instructions = count_instructions(
				s, t, name, row.figures.median_ns);
		report_add(report, &row);
	}
	if (s->dear && t->workload->call != CALL_BATCH && !t->naive)
		dear_list(t, s->dear);
	return t->workload->nquestions - agree;
}

static size_t
ask_naive(struct report *report, const struct settings *s,
	  const struct workload *w, const char *name, const struct row *loaded)
{
	struct naive *naive;
	struct target t;
	size_t wrong;

	if (!s->naive || !w->plain || w->statements > s->naive_statements)
		return 0;
	naive = naive_open(w->set.p, w->set.n);
	t = target_of_naive(w, naive);
	wrong = ask(report, s, &t, name, loaded);
	naive_close(naive);
	return wrong;
}

size_t
run_workload(struct report *report, const struct settings *s, const char *name)
{
	struct workload w;
	struct portero *set;
	struct target t;
	struct row row;
	size_t wrong;

	make(&w, s, name);
	row = row_of(&w, "load", 1);
	set = load(&row, s, &w);
	report_add(report, &row);
	t = target_of_plugin(&w, s->plugin, set);
	wrong = ask(report, s, &t, name, &row);
	target_free(&t);
	s->plugin->close(set);
	wrong += ask_naive(report, s, &w, name, &row);
	workload_free(&w);
	memory_trim();
	return wrong;
}

void
run_count(const struct settings *s, const char *name, bool ask_baseline,
	  size_t calls)
{
	struct workload w;
	struct naive *naive = NULL;
	struct portero *set = NULL;
	struct subject subject;
	struct target t;
	void *scratch;

	make(&w, s, name);
	if (ask_baseline) {
		naive = naive_open(w.set.p, w.set.n);
		t = target_of_naive(&w, naive);
	} else {
		set = target_open(s->plugin, &w, s->directory);
		t = target_of_plugin(&w, s->plugin, set);
	}
	subject = target_subject(&t);
	scratch = must_zero(1, subject.scratch);
	for (size_t i = 0; i < calls; i++)
		subject.call(subject.arg, i % subject.ncalls, scratch);
	free(scratch);
	target_free(&t);
	if (naive)
		naive_close(naive);
	else
		s->plugin->close(set);
	workload_free(&w);
}

size_t
run_reload(struct report *report, const struct settings *s,
	   const char *workload, unsigned reloads)
{
	const struct reload_plan plan = {
		.workload = workload,
		.seed = s->seed,
		.questions = s->questions,
		.readers = s->threads,
		.reloads = reloads,
		.quiet_seconds = s->effort.seconds / QUIET_PARTS,
		.directory = s->directory,
	};
	struct row row;

	reload_measure(&row, s->plugin, &plan);
	report_add(report, &row);
	return row.of - row.agree;
}
