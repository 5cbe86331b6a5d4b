/* SPDX-License-Identifier: MIT */
/* Judges a call of the SageMaker API; whatever is in doubt is refused. */
#include "apicall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sagemaker.h"
#include "text.h"

#define SERVICE	      "SageMaker."
#define ACTION	      "sagemaker:"
#define OPERATION_MAX 100u
#define PRINCIPAL_TAG "aws:PrincipalTag/"

struct portero_str
apicall_operation(struct portero_str target)
{
	const size_t skip = sizeof SERVICE - 1;

	if (target.len <= skip || target.len > skip + OPERATION_MAX ||
	    memcmp(target.ptr, SERVICE, skip) != 0)
		return (struct portero_str){ NULL, 0 };
	for (size_t i = skip; i < target.len; i++) {
		const char c = target.ptr[i], lower = (char)(c | 0x20);

		if (!(lower >= 'a' && lower <= 'z') && !(c >= '0' && c <= '9'))
			return (struct portero_str){ NULL, 0 };
	}
	return (struct portero_str){ target.ptr + skip, target.len - skip };
}

/*
 * Verbs whose operations make and change nothing that runs. A verb that is not
 * listed may: the API grows.
 */
static bool
is_harmless(struct portero_str operation)
{
	static const char *const verbs[] = { "Describe", "List",	 "Get",
					     "Search",	 "Query",	 "Stop",
					     "Delete",	 "BatchDescribe" };

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
		const size_t n = strlen(verbs[i]);

		/* the verb ends where the next word begins */
		if (operation.len >= n &&
		    memcmp(operation.ptr, verbs[i], n) == 0 &&
		    (operation.len == n ||
		     (operation.ptr[n] >= 'A' && operation.ptr[n] <= 'Z')))
			return true;
	}
	return false;
}

enum apicall_kind
apicall_kind(struct portero_str target)
{
	const struct portero_str operation = apicall_operation(target);

	if (operation.len == 0)
		return APICALL_BAD;
	if (sagemaker_target(target.ptr, target.len))
		return APICALL_JUDGED;
	return is_harmless(operation) ? APICALL_HARMLESS : APICALL_OTHER;
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Up to one of END, decoded into OUT of SIZE bytes; false when malformed. */
static bool
take_word(struct portero_str *s, const char *end, char *out, size_t size)
{
	size_t n = 0;

	while (s->len > 0 && !strchr(end, *s->ptr)) {
		int c = (unsigned char)*s->ptr;
		size_t used = 1;

		if (c == '%') {
			if (s->len < 3 || hex(s->ptr[1]) < 0 ||
			    hex(s->ptr[2]) < 0)
				return false;
			c = hex(s->ptr[1]) * 16 + hex(s->ptr[2]);
			used = 3;
		}
		if (c < ' ' || c == 0x7f || n + 1 >= size)
			return false;
		out[n++] = (char)c;
		s->ptr += used;
		s->len -= used;
	}
	out[n] = '\0';
	return true;
}

/* IAM: "Pass session tags in AWS STS": keys 128 characters, values 256. */
static bool
add_session_tags(struct request *r, struct portero_str tags)
{
	char key[sizeof PRINCIPAL_TAG + 4 * 128];
	char *name = key + sizeof PRINCIPAL_TAG - 1;
	char value[4 * 256 + 1];

	memcpy(key, PRINCIPAL_TAG, sizeof PRINCIPAL_TAG);
	while (tags.len > 0) {
		if (!take_word(&tags, "=&", name,
			       sizeof key - (size_t)(name - key)) ||
		    *name == '\0' || tags.len == 0 || *tags.ptr != '=' ||
		    request_has_attr(r, key))
			return false;
		tags.ptr++;
		tags.len--;
		if (!take_word(&tags, "&", value, sizeof value))
			return false;
		request_add_attr(r, key, slice_of(value));
		if (tags.len == 0)
			return true;
		tags.ptr++; /* the & must have something behind it */
		tags.len--;
		if (tags.len == 0)
			return false;
	}
	return true;
}

/* It becomes a field of an ARN. */
static bool
is_of_region(char c)
{
	return slice_is_digit(c) || (c >= 'a' && c <= 'z') || c == '-';
}

/* NULL, or what is wrong. */
static const char *
make_scope(struct sagemaker_scope *s, const struct apicall *call)
{
	*s = (struct sagemaker_scope){
		.partition = slice_field(call->principal, ':', 1),
		.region = call->region,
		.account = call->account.len
				   ? call->account
				   : slice_field(call->principal, ':', 4),
		.principal = call->principal,
	};
	/* no blank and nothing beyond ASCII, also in a session's name */
	if (s->principal.len > PORTERO_MAX_TEXT ||
	    !text_is_visible(s->principal) || s->partition.len == 0)
		return "the caller is not the ARN of a principal";
	if (s->region.len == 0 ||
	    slice_span(s->region, is_of_region) < s->region.len)
		return "the gateway knows no region";
	if (s->account.len != 12 || slice_span(s->account, slice_is_digit) < 12)
		return "the gateway knows no account";
	return NULL;
}

static bool
add_keys(struct request *r, const struct apicall *call)
{
	for (size_t i = 0; i < call->nkeys; i++) {
		const struct apicall_key *k = &call->keys[i];

		/* what the body says may not stand beside what we say */
		if (request_has_attr(r, k->key) ||
		    (k->value.len > 0 && memchr(k->value.ptr, 0, k->value.len)))
			return false;
		request_add_attr(r, k->key, k->value);
	}
	return true;
}

static void
refuse(struct apicall_answer *out, uint32_t reason, const char *detail)
{
	out->decision = (struct portero_decision){ .size = sizeof out->decision,
						   .effect = PORTERO_DENY,
						   .reason = reason };
	/* what does not fit is cut */
	snprintf(out->decision.detail, sizeof out->decision.detail, "%.255s",
		 detail);
}

static void
begin(struct apicall_answer *out, const struct apicall *call)
{
	const struct portero_str operation = apicall_operation(call->target);

	*out = (struct apicall_answer){ .owner = NULL };
	if (operation.len == 0)
		return;
	/* an operation has at most OPERATION_MAX characters */
	memcpy(out->action, ACTION, strlen(ACTION));
	memcpy(out->action + strlen(ACTION), operation.ptr, operation.len);
}

void
apicall_refuse(struct apicall_answer *out, const struct apicall *call,
	       uint32_t reason, const char *detail)
{
	begin(out, call);
	refuse(out, reason, detail);
}

static enum apicall_next
screen_other(const struct apicall *call, struct apicall_answer *out,
	     struct denial *say)
{
	const struct portero_str operation = apicall_operation(call->target);

	denial_say(say, 400, "AccessDeniedException",
		   "User: %.*s is not authorized to perform: sagemaker:%.*s "
		   "because this gateway does not pass that action",
		   (int)call->principal.len, call->principal.ptr,
		   (int)operation.len, operation.ptr);
	apicall_refuse(out, call, PORTERO_REASON_UNKNOWN_ACTION,
		       "not an operation that can be judged");
	return APICALL_REFUSED;
}

enum apicall_next
apicall_screen(const struct apicall *call, bool pass_harmless, bool passed,
	       struct apicall_answer *out, struct denial *say)
{
	const enum apicall_kind kind = apicall_kind(call->target);

	if (kind == APICALL_BAD) {
		denial_say(say, 400, "UnknownOperationException",
			   "X-Amz-Target names no operation of SageMaker");
		apicall_refuse(out, call, PORTERO_REASON_BAD_REQUEST,
			       say->message);
		return APICALL_REFUSED;
	}
	if (call->principal.len == 0) {
		denial_say(say, 400, "MissingAuthenticationTokenException",
			   "The gateway does not know who the caller is");
		apicall_refuse(out, call, PORTERO_REASON_UNKNOWN_PRINCIPAL,
			       "no caller was given, or not by whom it may be");
		return APICALL_REFUSED;
	}
	if (kind == APICALL_JUDGED)
		return APICALL_JUDGE;
	if (passed || (pass_harmless && kind == APICALL_HARMLESS))
		return APICALL_PASS;
	return screen_other(call, out, say);
}

/* The body as JSON; false after a refusal. */
static bool
read_body(struct apicall_answer *out, const struct apicall *call,
	  struct jtext *body)
{
	const char *start = call->body.len ? call->body.ptr : "";
	char text[200];

	if (jtext_read(body, start, call->body.len))
		return true;
	if (body->error == JTEXT_NO_MEMORY) {
		refuse(out, PORTERO_REASON_INTERNAL, body->error);
		return false;
	}
	snprintf(text, sizeof text, "the body is not JSON: %.120s, at byte %zu",
		 body->error, body->error_offset);
	refuse(out, PORTERO_REASON_BAD_REQUEST, text);
	return false;
}

/* The request for CALL in OUT; false after a refusal. */
static bool
build(struct apicall_answer *out, const struct apicall *call,
      const struct jtext *body)
{
	struct portero_error err;
	struct sagemaker_scope where;
	const char *wrong = out->action[0] == '\0'
				    ? "not an operation of SageMaker"
				    : make_scope(&where, call);

	if (wrong) {
		refuse(out, PORTERO_REASON_BAD_REQUEST, wrong);
		return false;
	}
	/* its large arrays need no zeros */
	err.size = sizeof err;
	err.code = 0;
	if (!sagemaker_request(out->owner, &where, out->action + strlen(ACTION),
			       body, &err)) {
		refuse(out,
		       err.code == PORTERO_ERROR_SYSTEM
			       ? PORTERO_REASON_INTERNAL
			       : PORTERO_REASON_BAD_REQUEST,
		       err.text);
		return false;
	}
	if (!add_session_tags(out->owner, call->session_tags)) {
		refuse(out, PORTERO_REASON_BAD_REQUEST,
		       "the session tags are not KEY=VALUE&KEY=VALUE");
		return false;
	}
	if (!add_keys(out->owner, call)) {
		refuse(out, PORTERO_REASON_BAD_REQUEST,
		       "a condition key of the gateway is given twice");
		return false;
	}
	request_set_now(out->owner, call->now);
	return true;
}

static uint64_t
clock_now(void)
{
	struct timespec t = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

bool
apicall_judge(const struct stack *s, const struct apicall *call,
	      struct apicall_answer *out)
{
	struct jtext body = { .text = NULL };
	uint64_t start;
	bool made;

	begin(out, call);
	out->owner = request_new();
	if (!out->owner) {
		refuse(out, PORTERO_REASON_INTERNAL, "out of memory");
		return false;
	}
	made = read_body(out, call, &body) && build(out, call, &body);
	jtext_free(&body);
	if (!made)
		return false;
	out->request = request_get(out->owner);
	start = clock_now();
	out->decision.size = sizeof out->decision;
	/* a missing stack or request is refused there */
	stack_check_job_creation(s, out->request, &out->decision);
	out->nanoseconds = clock_now() - start;
	return out->decision.effect == PORTERO_ALLOW;
}

void
apicall_free(struct apicall_answer *answer)
{
	request_free(answer->owner);
	answer->owner = NULL;
	answer->request = NULL;
}
