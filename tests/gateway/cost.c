/* SPDX-License-Identifier: MIT */
/*
 * What a call costs a gateway beside nginx, part by part: instructions, counted
 * by callgrind, and nanoseconds of processor time, the least of some rounds.
 * usage: cost PLUGIN CONFIG BODY.json [PART COUNT]
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../host/lib/apicall.h"
#include "../../host/lib/decision_log.h"
#include "../../host/lib/jtext.h"
#include "../../host/lib/metrics.h"
#include "../../host/lib/textfile.h"
#include "../bench/instructions.h"

#define SESSIONS "arn:aws:sts::111122223333:assumed-role/"
#define ROUNDS	 40
#define CALLS	 1000u

static struct {
	struct stack *stack;
	struct apicall call, refused;
	struct apicall_answer answer, no; /* of these two */
	struct decision_log log;
	struct metrics metrics;
} all;

static void
jansson(void)
{
	json_decref(json_loadb(all.call.body.ptr, all.call.body.len,
			       JSON_REJECT_DUPLICATES, NULL));
}

static void
json(void)
{
	struct jtext body = { .text = NULL };

	if (!jtext_read(&body, all.call.body.ptr, all.call.body.len))
		exit(1);
	jtext_free(&body);
}

static void
judge(void)
{
	struct apicall_answer a;

	if (!apicall_judge(all.stack, &all.call, &a))
		exit(1);
	apicall_free(&a);
}

static void
decide(void)
{
	struct portero_decision d = { .size = sizeof d };

	if (stack_check_job_creation(all.stack, all.answer.request, &d) != 0)
		exit(1);
}

static void
say(void)
{
	struct denial denial;
	char text[8192];

	denial_make(&denial, all.no.request, &all.no.decision, false, "ID");
	if (denial_json(&denial, text, sizeof text) == 0)
		exit(1);
}

static void
write_line(void)
{
	const struct decision_record record = {
		.id = "0123456789ABCDEFGHJKMNPQRS",
		.decision = &all.answer.decision,
		.request = all.answer.request,
		.client = { "127.0.0.1", 9 },
		.nanoseconds = all.answer.nanoseconds,
	};

	if (!decision_log_write(&all.log, &record))
		exit(1);
}

static void
count(void)
{
	metrics_count(&all.metrics, all.answer.request->action,
		      &all.answer.decision, 1234);
}

static void
draw_id(void)
{
	char id[DECISION_ID + 1];

	if (!decision_id(id))
		exit(1);
}

/* Of a judgement, the JSON and the decision are taken off: the request is left.
 */
static const struct part {
	const char *name, *what;
	void (*run)(void);
	bool ours, allowed; /* is a part of every call that is allowed */
} parts[] = {
	/* for scale: a tree of the body, made by a library */
	{ "jansson", "JSON of the body, by jansson", jansson, false, false },
	{ "json", "JSON of the body", json, false, true },
	{ "judge", "request made of it", judge, true, true },
	{ "decide", "decision", decide, true, true },
	{ "id", "id", draw_id, true, true },
	{ "line", "line of the log, to /dev/null", write_line, true, true },
	{ "count", "counters", count, true, true },
	{ "say", "answer, when it is no", say, true, false },
};
enum { JANSSON, JSON, JUDGE, DECIDE, PARTS = sizeof parts / sizeof *parts };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* All parts in every round, so that noise meets all of them. */
static void
time_parts(double least[PARTS])
{
	for (int round = 0; round < ROUNDS; round++)
		for (size_t p = 0; p < PARTS; p++) {
			const double start = now();
			double ns;

			for (unsigned i = 0; i < CALLS; i++)
				parts[p].run();
			ns = (now() - start) / CALLS;
			if (round == 0 || ns < least[p])
				least[p] = ns;
		}
}

static void
print(char **argv)
{
	const bool counted = instructions_available();
	double ir[PARTS] = { 0 }, ns[PARTS], sum_ir = 0, sum_ns = 0;
	char command[4096];

	time_parts(ns);
	for (size_t i = 0; i < PARTS; i++) {
		snprintf(command, sizeof command, "'%s' '%s' '%s' '%s' %s",
			 argv[0], argv[1], argv[2], argv[3], parts[i].name);
		if (counted)
			ir[i] = instructions_a_call(command, ns[i]);
	}
	ir[JUDGE] -= ir[JSON] + ir[DECIDE];
	ns[JUDGE] -= ns[JSON] + ns[DECIDE];
	printf("one call with a body of %zu bytes, one thread, without nginx\n"
	       "%-32s %12s %8s\n",
	       all.call.body.len, "", "instructions", "ns");
	for (size_t i = 0; i < PARTS; i++) {
		printf("%-32s %12.0f %8.0f\n", parts[i].what, ir[i], ns[i]);
		if (!parts[i].ours || !parts[i].allowed)
			continue;
		sum_ir += ir[i];
		sum_ns += ns[i];
	}
	printf("%-32s %12.0f %8.0f\n", "ours beside the JSON, if allowed",
	       sum_ir, sum_ns);
	if (!counted)
		printf("skipped: instructions: no valgrind\n");
}

static struct portero_str
str(const char *s)
{
	return (struct portero_str){ s, strlen(s) };
}

static bool
prepare(char **argv, char **body)
{
	struct portero_error err = { .size = sizeof err };
	struct stack_entry entry = { argv[1], argv[2] };
	size_t len;

	if (!textfile_read(argv[3], TEXTFILE_MAX, body, &len, &err) ||
	    stack_open(&all.stack, &entry, 1, NULL, &err) != PORTERO_OK) {
		fprintf(stderr, "%s: %s\n", err.file, err.text);
		return false;
	}
	all.log.fd = -1;
	all.call = (struct apicall){
		.target = str("SageMaker.CreateTrainingJob"),
		.body = { *body, len },
		.principal = str(SESSIONS "FraudPipeline/nightly"),
		.region = str("eu-west-1"),
		.now = 1790000000,
	};
	all.refused = all.call;
	all.refused.principal = str(SESSIONS "ChurnPipeline/nightly");
	return apicall_judge(all.stack, &all.call, &all.answer) &&
	       !apicall_judge(all.stack, &all.refused, &all.no) &&
	       all.no.request && decision_log_open(&all.log, "/dev/null");
}

int
main(int argc, char **argv)
{
	char *body = NULL;

	if (argc < 4 || argc == 5 || !prepare(argv, &body))
		return 1;
	if (argc == 4) {
		print(argv);
	} else {
		const unsigned long n = strtoul(argv[5], NULL, 10);

		for (size_t i = 0; i < PARTS; i++)
			if (strcmp(parts[i].name, argv[4]) == 0)
				for (unsigned long k = 0; k < n; k++)
					parts[i].run();
	}
	apicall_free(&all.answer);
	apicall_free(&all.no);
	decision_log_close(&all.log);
	stack_close(all.stack);
	free(body);
	return 0;
}
