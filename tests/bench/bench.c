/* SPDX-License-Identifier: MIT */
/* bench.c - what a check costs, and a load, and a reload; see
 * docs/performance.md. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "instructions.h"
#include "run.h"

static const char *const quick[] = {
	"fleet-100", "fleet-10000", "fat-1000",
	"fat-10000", "job-10000",   "job5-10000",
};

static const char *const full[] = {
	"fleet-100",	 "fleet-1000",	    "fleet-10000",    "fleet-100000",
	"fleet-1000000", "fat-10",	    "fat-100",	      "fat-1000",
	"fat-10000",	 "fat-100000",	    "shared-1000000", "scps-10",
	"wild-10000",	 "variables-10000", "long-1000",      "hostile-20",
	"job-10000",	 "job5-10000",	    "batch-10000",    "details-100000",
};

#define MAX_NAMES 64u

struct wanted {
	const char *names[MAX_NAMES];
	size_t n;
	const char *reload; /* workload */
	unsigned reloads;
	const char *json;
	bool only_naive;
	size_t count; /* calls; SIZE_MAX: measure */
};

static const struct option options[] = {
	{ "plugin", required_argument, NULL, 'p' },
	{ "workload", required_argument, NULL, 'w' },
	{ "file", required_argument, NULL, 'w' },
	{ "quick", no_argument, NULL, 'q' },
	{ "full", no_argument, NULL, 'f' },
	{ "reload", required_argument, NULL, 'r' },
	{ "reloads", required_argument, NULL, 'R' },
	{ "seed", required_argument, NULL, 's' },
	{ "requests", required_argument, NULL, 'n' },
	{ "seconds", required_argument, NULL, 't' },
	{ "threads", required_argument, NULL, 'T' },
	{ "instructions", no_argument, NULL, 'i' },
	{ "no-naive", no_argument, NULL, 'N' },
	{ "only-naive", no_argument, NULL, 'O' },
	{ "dear", required_argument, NULL, 'D' },
	{ "directory", required_argument, NULL, 'd' },
	{ "json", required_argument, NULL, 'j' },
	{ "count", required_argument, NULL, 'c' },
	{ "list", no_argument, NULL, 'l' },
	{ NULL, 0, NULL, 0 },
};

static void
usage(void)
{
	fputs("usage: bench [--quick | --full] [--workload FAMILY-N]... "
	      "[--file PATH]...\n"
	      "             [--reload details-N [--reloads N]] [--seed N] "
	      "[--requests N]\n"
	      "             [--seconds S] [--threads N] [--instructions] "
	      "[--no-naive]\n"
	      "             [--dear N] [--plugin PATH] [--directory DIR] "
	      "[--json PATH] "
	      "[--list]\n"
	      "       bench --workload FAMILY-N [--only-naive] --count N\n",
	      stderr);
	exit(1);
}

static void
want(struct wanted *w, const char *name)
{
	if (w->n == MAX_NAMES)
		stop("too many workloads");
	w->names[w->n++] = name;
}

static void
want_all(struct wanted *w, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		want(w, names[i]);
}

static size_t
number(const char *text)
{
	char *end;
	const unsigned long long n = strtoull(text, &end, 10);

	if (*end || end == text)
		usage();
	return n;
}

static void
be_quick(struct settings *s, struct wanted *w)
{
	want_all(w, quick, sizeof quick / sizeof *quick);
	w->reload = "details-1000";
	w->reloads = 20;
	s->effort.seconds = 0.3;
}

static void
be_thorough(struct settings *s, struct wanted *w)
{
	want_all(w, full, sizeof full / sizeof *full);
	w->reload = "details-100000";
	w->reloads = 6;
	s->instructions = true;
}

static void
take_option(int c, struct settings *s, struct wanted *w)
{
	switch (c) {
	case 'p':
		s->plugin_path = optarg;
		break;
	case 'w':
		want(w, optarg);
		break;
	case 'q':
		be_quick(s, w);
		break;
	case 'f':
		be_thorough(s, w);
		break;
	case 'r':
		w->reload = optarg;
		break;
	case 'R':
		w->reloads = (unsigned)number(optarg);
		break;
	case 's':
		s->seed = number(optarg);
		break;
	case 'n':
		s->questions = number(optarg);
		break;
	case 't':
		s->effort.seconds = strtod(optarg, NULL);
		break;
	case 'T':
		s->threads = (unsigned)number(optarg);
		break;
	case 'i':
		s->instructions = true;
		break;
	case 'N':
		s->naive = false;
		break;
	case 'O':
		w->only_naive = true;
		break;
	case 'D':
		s->dear = number(optarg);
		break;
	case 'd':
		s->directory = optarg;
		break;
	case 'j':
		w->json = optarg;
		break;
	case 'c':
		w->count = number(optarg);
		break;
	case 'l':
		workload_list();
		exit(0);
	default:
		usage();
	}
}

int
main(int argc, char **argv)
{
	struct settings s = {
		.self = argv[0],
		.plugin_path = "build/portero.so",
		.seed = 20261124,
		.questions = 1000,
		.effort = { .seconds = 1.0, .samples = 1000000, .rounds = 5 },
		.threads = 2,
		.naive = true,
		.naive_statements = 2000000,
		.instructions_text = (size_t)8 << 20,
		.directory = "build/tests/bench/account",
	};
	struct wanted w = { .reloads = 6, .count = SIZE_MAX };
	struct report report = { 0 };
	size_t wrong = 0;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		take_option(c, &s, &w);
	if (optind < argc)
		usage();
	if (s.questions < WORKLOAD_BATCH || s.effort.seconds <= 0)
		stop("at least %u requests, and some time", WORKLOAD_BATCH);
	s.plugin = target_load(s.plugin_path);
	if (w.count != SIZE_MAX) {
		if (w.n != 1)
			usage();
		run_count(&s, w.names[0], w.only_naive, w.count);
		return 0;
	}
	if (w.n == 0 && !w.reload)
		be_quick(&s, &w);
	s.instructions = s.instructions && instructions_available();
	report_explain();
	report_heads();
	for (size_t i = 0; i < w.n; i++)
		wrong += run_workload(&report, &s, w.names[i]);
	if (w.reload)
		wrong += run_reload(&report, &s, w.reload, w.reloads);
	report_write(&report, w.json);
	report_free(&report);
	if (wrong)
		fprintf(stderr, "%zu answers are wrong\n", wrong);
	return wrong != 0;
}
