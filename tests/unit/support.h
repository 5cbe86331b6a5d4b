/* SPDX-License-Identifier: MIT */
/* support.h - policy sets and questions as short text, for the unit tests. */
#ifndef PORTERO_TEST_SUPPORT_H
#define PORTERO_TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../plugin/bundle.h"
#include "../../plugin/decide/access.h"
#include "../../plugin/decide/context.h"
#include "../../plugin/decide/decide.h"
#include "../../plugin/decide/find.h"
#include "../../plugin/decide/principal.h"
#include "../../plugin/load/load.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define ACCOUNT	  "111122223333"
#define OTHER	  "444455556666"
#define ROLES	  "arn:aws:iam::" ACCOUNT ":role/"
#define USERS	  "arn:aws:iam::" ACCOUNT ":user/"
#define SESSIONS  "arn:aws:sts::" ACCOUNT ":assumed-role/"
#define SAGEMAKER "arn:aws:sagemaker:eu-west-1:" ACCOUNT ":"
#define SERVICE	  "sagemaker.amazonaws.com"

struct str text_of(const char *s);

/* True when A and B are the same text; otherwise prints both beside WHAT. */
bool same_text(const char *what, struct str have, const char *want);

/* JSON is written with ' for " and ` for '. The result is freed by free(). */
char *json_text(const char *format, va_list args)
	__attribute__((format(printf, 1, 0)));

/* A policy set; the test fails when it is refused. forget_set frees it. */
const struct policy_set *make_set(struct loaded *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void forget_set(struct loaded *loaded);
/* The error of a set; code 0 when it was taken. */
void try_set(struct portero_error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * A question. Lists are written with " | " between their items:
 *
 *	attrs	"aws:SourceIp=10.0.0.1 | aws:TagKeys=a & b | aws:SourceVpc=??"
 *		where "k=??" is not known yet, "k=" one empty text and "k"
 *		a list without values
 *	also	"arn:... | arn:..."
 *	roles	"arn:... service | arn:... service"
 */
struct ask {
	const char *principal, *action, *resource, *attrs, *also, *roles;
	const char *owner; /* resource_account */
	int64_t now;
	uint32_t flags;
};

struct question {
	char *room; /* what the texts below point into */
	struct portero_request request;
	struct portero_attr attrs[16];
	struct portero_str values[64];
	struct portero_str also[16];
	struct portero_role roles[16];
	/* for what is asked below decide.c */
	struct context context;
	struct caller caller;
	struct attr_ref refs[16];
};

void make_question(struct question *q, const struct ask *ask);
/* The same with a context for SET, for what does not look at the action. */
void make_context(struct question *q, const struct policy_set *set,
		  const struct ask *ask);
void forget_question(struct question *q);
/* The id of a condition key; KEY_NONE: the set does not speak of it. */
uint32_t key_id(const struct policy_set *set, struct str name);

/*
 * Decides with and without a trace, with a clock that says 1767225600 (2026
 * begins), and fails when the two differ in anything but steps.
 */
void decide_both(const struct policy_set *set, const struct ask *ask, bool job,
		 struct portero_decision *out);

/*
 * The obvious matcher: P against T, both ending in NUL, '*' and '?' in P.
 * COLONS is how many of P are behind us when P is an ARN, whose stars stay
 * inside their field unless they are last in it; 5 or more: no fields.
 */
bool slow_match(const char *p, const char *t, int colons);

/* A small generator: the same numbers on every machine. */
uint32_t dice(uint64_t *state, uint32_t sides);

#endif
