/* SPDX-License-Identifier: MIT */
/* ask.c - opens, asks with and without a watcher, lints, closes. */
#include "ask.h"

#define ACCOUNT "111122223333"
#define TEXT(s)                                                                \
	{                                                                      \
		(s), sizeof(s) - 1                                             \
	}

static const struct portero_str team[] = { TEXT("fraud") };
static const struct portero_str instances[] = { TEXT("ml.m5.large"),
						TEXT("ml.p5.48xlarge") };
static const struct portero_attr attrs[] = {
	{ TEXT("aws:RequestTag/team"), team, 1 },
	{ TEXT("sagemaker:InstanceTypes"), instances, 2 },
	{ TEXT("aws:SourceVpc"), NULL, PORTERO_UNKNOWN },
};
static const struct portero_role role = { TEXT("arn:aws:iam::" ACCOUNT
					       ":role/R"),
					  TEXT("sagemaker.amazonaws.com") };

static const struct portero_request questions[] = {
	{ .size = sizeof *questions,
	  .principal = TEXT("arn:aws:iam::" ACCOUNT ":user/Ana"),
	  .action = TEXT("sagemaker:CreateTrainingJob"),
	  .resource = TEXT("arn:aws:sagemaker:eu-west-1:" ACCOUNT
			   ":training-job/fraud-n2kb1owfaq6i-bkyvyx0b9u-0"),
	  .roles = &role,
	  .nroles = 1,
	  .attrs = attrs,
	  .nattrs = 3 },
	{ .size = sizeof *questions,
	  .principal = TEXT("arn:aws:sts::" ACCOUNT ":assumed-role/R/s"),
	  .action = TEXT("sagemaker:CreateModel"),
	  .resource = TEXT("arn:aws:sagemaker:eu-west-1:" ACCOUNT ":model/m"),
	  .roles = &role,
	  .nroles = 1 },
	{ .size = sizeof *questions,
	  .principal = TEXT("arn:aws:iam::" ACCOUNT ":role/R"),
	  .action = TEXT("s3:GetObject"),
	  .resource = TEXT("arn:aws:s3:::bucket/key"),
	  .attrs = attrs,
	  .nattrs = 2 },
};

static void
count_event(void *arg, const struct portero_event *event)
{
	HOLDS(event->size == sizeof *event);
	(*(size_t *)arg)++;
}

typedef int ask_it(const struct portero *, const struct portero_request *,
		   struct portero_decision *);

/* Who watches changes nothing; 0 is the only yes; a no has a reason. */
static void
ask(ask_it *check, const struct portero *set,
    const struct portero_request *question)
{
	struct portero_request watched = *question;
	struct portero_decision a = { .size = sizeof a },
				b = { .size = sizeof b };
	size_t events = 0;
	const struct portero_trace trace = { .size = sizeof trace,
					     .arg = &events,
					     .event = count_event };
	int code = check(set, question, &a);

	HOLDS((code == 0) == (a.effect == PORTERO_ALLOW));
	HOLDS((code == 0) == (a.reason == PORTERO_REASON_ALLOWED));
	HOLDS(a.reason != PORTERO_REASON_NONE &&
	      a.reason != PORTERO_REASON_INTERNAL);
	HOLDS(memchr(a.policy, 0, sizeof a.policy) &&
	      memchr(a.sid, 0, sizeof a.sid) &&
	      memchr(a.detail, 0, sizeof a.detail));
	watched.trace = &trace;
	HOLDS(check(set, &watched, &b) == code);
	HOLDS(a.effect == b.effect && a.reason == b.reason &&
	      a.layer == b.layer && a.statement == b.statement &&
	      a.question == b.question && a.level == b.level &&
	      strcmp(a.policy, b.policy) == 0 && strcmp(a.sid, b.sid) == 0);
}

static void
ask_all(const struct portero_plugin *p, struct portero *set)
{
	struct portero *again = NULL;

	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		ask(p->check_job_creation, set, &questions[i]);
		ask(p->check_access, set, &questions[i]);
	}
	/* what could be read once can be read again */
	HOLDS(p->reload(&again, set, NULL) == PORTERO_OK && again);
	p->close(again);
	p->close(set);
}

static void
refused(int code, const struct portero_error *err, const struct portero *set)
{
	HOLDS(code != PORTERO_OK && !set);
	HOLDS(err->code == (uint32_t)code && err->id[0] && err->text[0]);
	HOLDS(memchr(err->text, 0, sizeof err->text) &&
	      memchr(err->hint, 0, sizeof err->hint) &&
	      memchr(err->source, 0, sizeof err->source));
}

static void
a_finding(void *arg, const struct portero_finding *finding)
{
	(void)arg;
	HOLDS(finding->size == sizeof *finding);
}

static void
lint(const char *path, const char *text, size_t n, uint32_t document)
{
	const struct portero_plugin *p = portero_plugin(PORTERO_ABI);
	const struct portero_lint sink = { .size = sizeof sink,
					   .finding = a_finding,
					   .document = document };
	struct portero_error err = { .size = sizeof err };
	int code = p->lint(NULL, path, text, n, &sink, &err);

	if (code != PORTERO_OK)
		refused(code, &err, NULL);
}

void
ask_set(const char *text, size_t n)
{
	const struct portero_plugin *p = portero_plugin(PORTERO_ABI);
	struct portero_error err = { .size = sizeof err };
	struct portero *set = NULL;
	int code = p->open_set(&set, NULL, text, n, 0, &err);

	if (code == PORTERO_OK)
		ask_all(p, set);
	else
		refused(code, &err, set);
	lint(NULL, text, n, PORTERO_DOCUMENT_SET);
}

void
ask_config(const char *path)
{
	const struct portero_plugin *p = portero_plugin(PORTERO_ABI);
	struct portero_error err = { .size = sizeof err };
	struct portero *set = NULL;
	int code = p->open(&set, NULL, path, 0, &err);

	if (code == PORTERO_OK)
		ask_all(p, set);
	else
		refused(code, &err, set);
	lint(path, NULL, 0, PORTERO_DOCUMENT_SET);
}

void
ask_policy(const char *text, size_t n)
{
	for (uint32_t d = PORTERO_DOCUMENT_GUESS; d <= PORTERO_DOCUMENT_TRUST;
	     d++)
		lint(NULL, text, n, d);
}
