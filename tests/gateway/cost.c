/* SPDX-License-Identifier: MIT */
/*
 * What one call costs a gateway, part by part, in microseconds of processor
 * time: the JSON of the body, the request made of it, the plugin's decision,
 * the line of the log. usage: cost PLUGIN CONFIG BODY.json [COUNT]
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../host/lib/apicall.h"
#include "../../host/lib/decision_log.h"
#include "../../host/lib/textfile.h"

static const char principal[] =
	"arn:aws:sts::111122223333:assumed-role/FraudPipeline/nightly";

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static struct portero_str
str(const char *s)
{
	return (struct portero_str){ s, strlen(s) };
}

static double
cost_json(const struct apicall *call, long count)
{
	const double start = now();

	for (long i = 0; i < count; i++)
		json_decref(json_loadb(call->body.ptr, call->body.len,
				       JSON_REJECT_DUPLICATES, NULL));
	return (now() - start) / (double)count;
}

/* The whole of it; *EVALUATION is the plugin's share. */
static double
cost_judge(const struct stack *s, const struct apicall *call, long count,
	   double *evaluation)
{
	const double start = now();
	uint64_t ns = 0;

	for (long i = 0; i < count; i++) {
		struct apicall_answer a;

		if (!apicall_judge(s, call, &a)) {
			fprintf(stderr, "refused: %s\n", a.decision.detail);
			exit(1);
		}
		ns += a.nanoseconds;
		apicall_free(&a);
	}
	*evaluation = (double)ns / 1e3 / (double)count;
	return (now() - start) / (double)count;
}

static double
cost_log(const struct stack *s, const struct apicall *call, long count)
{
	struct decision_log log = { .fd = -1 };
	struct decision_record record = { .id = NULL };
	char id[DECISION_ID + 1];
	struct apicall_answer a;
	double start;

	apicall_judge(s, call, &a);
	record.decision = &a.decision;
	record.request = a.request;
	if (!decision_log_open(&log, "/dev/null"))
		exit(1);
	start = now();
	for (long i = 0; i < count; i++) {
		decision_id(id);
		record.id = id;
		decision_log_write(&log, &record);
	}
	start = now() - start;
	decision_log_close(&log);
	apicall_free(&a);
	return start / (double)count;
}

int
main(int argc, char **argv)
{
	struct portero_error err = { .size = sizeof err };
	const long count = argc > 4 ? atol(argv[4]) : 100000;
	struct apicall call = { .target = str("SageMaker.CreateTrainingJob"),
				.principal = str(principal),
				.region = str("eu-west-1"),
				.now = 1790000000 };
	double json, all, evaluation, log;
	struct stack_entry entry;
	struct stack *s;
	char *body;
	size_t len;

	if (argc < 4 || count <= 0)
		return 1;
	entry = (struct stack_entry){ argv[1], argv[2] };
	if (!textfile_read(argv[3], TEXTFILE_MAX, &body, &len, &err) ||
	    stack_open(&s, &entry, 1, NULL, &err) != PORTERO_OK) {
		fprintf(stderr, "%s: %s\n", err.file, err.text);
		return 1;
	}
	call.body = (struct portero_str){ body, len };
	cost_judge(s, &call, count / 10 + 1, &evaluation); /* warm */
	json = cost_json(&call, count);
	all = cost_judge(s, &call, count, &evaluation);
	log = cost_log(s, &call, count);
	printf("body %zu bytes, %ld calls, microseconds a call: json %.2f, "
	       "request %.2f, decision %.2f, log line %.2f\n",
	       len, count, json, all - json - evaluation, evaluation, log);
	stack_close(s);
	free(body);
	return 0;
}
