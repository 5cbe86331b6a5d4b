/* SPDX-License-Identifier: MIT */
/*
 * call.c - a call as a gateway gets it: a line with the operation, a line with
 * session tags, the body. Whatever it is, nothing is allowed without a plugin,
 * the answer is JSON, and the line of the log has the request that was made.
 */
#include "fuzz.h"

#include <jansson.h>

#include "../../host/lib/apicall.h"
#include "../../host/lib/decision_line.h"

/* Takes a line off the text at DATA; all of it when there is no end. */
static struct portero_str
take_line(const char **data, size_t *size)
{
	const char *end = *size ? memchr(*data, '\n', *size) : NULL;
	const struct portero_str line = { *data,
					  end ? (size_t)(end - *data) : *size };
	const size_t taken = end ? line.len + 1 : line.len;

	*data += taken;
	*size -= taken;
	return line;
}

static void
answer_is_json(const struct apicall_answer *a)
{
	struct denial denial;
	char text[8192];
	json_t *json;
	size_t n;

	denial_make(&denial, a->request, &a->decision, true, "ID");
	HOLDS(denial.status >= 400 && denial.status <= 599);
	n = denial_json(&denial, text, sizeof text);
	HOLDS(n > 0);
	json = json_loadb(text, n, JSON_REJECT_DUPLICATES, NULL);
	HOLDS(json_is_string(json_object_get(json, "__type")));
	json_decref(json);
}

static void
line_has_the_request(const struct apicall_answer *a)
{
	const struct decision_record record = {
		.id = "0123456789ABCDEFGHJKMNPQRS",
		.decision = &a->decision,
		.request = a->request,
		.action = { a->action, strlen(a->action) },
	};
	struct decision_clock clock = { 0 };
	struct jsonline line = { 0 };
	json_t *json, *request;

	decision_line_put(&line, &clock, &record);
	HOLDS(!line.failed && line.len > 1);
	/* one line, with its end */
	HOLDS(memchr(line.text, '\n', line.len) == line.text + line.len - 1);
	json = json_loadb(line.text, line.len, JSON_REJECT_DUPLICATES, NULL);
	HOLDS(json);
	if (a->request) {
		request = request_to_json(a->request);
		HOLDS(json_equal(json_object_get(json, "request"), request));
		json_decref(request);
	}
	json_decref(json);
	free(line.text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *at = size ? (const char *)data : "";
	const struct portero_str operation = take_line(&at, &size);
	const struct portero_str tags = take_line(&at, &size);
	struct apicall_answer answer;
	char target[256];
	struct apicall call = {
		.session_tags = tags,
		.body = { at, size },
		.principal = { "arn:aws:sts::111122223333:assumed-role/R/s",
			       42 },
		.region = { "eu-west-1", 9 },
		.now = 1790000000,
	};
	const int n = snprintf(target, sizeof target, "SageMaker.%.*s",
			       operation.len < 200 ? (int)operation.len : 200,
			       operation.ptr);

	call.target = (struct portero_str){ target, (size_t)n };
	HOLDS(!apicall_judge(NULL, &call, &answer));
	HOLDS(answer.decision.effect == PORTERO_DENY);
	answer_is_json(&answer);
	line_has_the_request(&answer);
	apicall_free(&answer);
	return 0;
}
