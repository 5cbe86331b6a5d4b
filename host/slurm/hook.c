/* SPDX-License-Identifier: MIT */
/*
 * job_submit/portero: slurmctld asks here before it takes or changes a job.
 * Built from slurm/slurm.h alone; what slurmctld lends is declared below.
 */
#include <inttypes.h>
#include <slurm/slurm.h>
#include <slurm/slurm_errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "gate.h"
#include "question.h"
#include "update.h"
#include "warm.h"

#define EXPORT __attribute__((visibility("default")))

/* of slurmctld; no header of libslurm-dev has them */
extern slurm_conf_t slurm_conf;
extern char *slurm_xstrdup(const char *text);
extern void slurm_info(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
extern int slurm_error(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

EXPORT extern const char plugin_name[], plugin_type[];
EXPORT extern const uint32_t plugin_version;
const char plugin_name[] = "Portero: may this job be created?";
const char plugin_type[] = "job_submit/portero";
const uint32_t plugin_version = SLURM_VERSION_NUMBER;

EXPORT int init(void);
EXPORT int fini(void);
EXPORT int job_submit(job_desc_msg_t *job, uint32_t uid, char **message);
EXPORT int job_modify(job_desc_msg_t *job, void *record, uint32_t uid,
		      char **message);

struct verdict {
	struct portero_decision decision;
	struct comment comment;
	char id[DECISION_ID + 1];
	char text[1024]; /* what the user is told */
};

static void
say(bool good, const char *text)
{
	if (good)
		slurm_info("%s: %s", plugin_type, text);
	else
		slurm_error("%s: %s", plugin_type, text);
}

/* portero-slurm.conf beside the slurm.conf that slurmctld was started with. */
int
init(void)
{
	const char *path = slurm_conf.slurm_conf;
	const char *slash = path ? strrchr(path, '/') : NULL;
	char own[4096];

	if (slash)
		snprintf(own, sizeof own, "%.*s/portero-slurm.conf",
			 (int)(slash - path), path);
	else
		snprintf(own, sizeof own, "/etc/slurm/portero-slurm.conf");
	/* no gate is a closed gate, but without its thread it stays closed */
	return warm_open() && gate_start(own, say) ? SLURM_SUCCESS
						   : SLURM_ERROR;
}

int
fini(void)
{
	gate_stop();
	warm_close();
	return SLURM_SUCCESS;
}

/* A refusal that no plugin had to be asked for. */
static void
refuse(struct verdict *v, uint32_t reason, const char *why)
{
	v->decision = (struct portero_decision){ .size = sizeof v->decision,
						 .effect = PORTERO_DENY,
						 .reason = reason };
	snprintf(v->decision.detail, sizeof v->decision.detail, "%s", why);
}

/* Text that others wrote, on one line of a terminal. */
static void
clean(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			*text = '?';
}

static void
explain(struct verdict *v, const struct gate *gate)
{
	const struct portero_decision *d = &v->decision;

	snprintf(v->text, sizeof v->text, "portero: %s%s%s%s%s; decision %s",
		 stack_reason_text(gate ? gate->stack : NULL, d->reason),
		 d->detail[0] ? ": " : "", d->detail,
		 d->policy[0] ? ", by " : "", d->policy, v->id);
	clean(v->text);
}

static bool
record(struct gate *gate, const struct verdict *v,
       const struct portero_request *request, uint64_t nanoseconds)
{
	const struct decision_record r = { .id = v->id,
					   .decision = &v->decision,
					   .request = request,
					   .nanoseconds = nanoseconds };

	return decision_log_write(&gate->log, &r);
}

static uint64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void
ask(struct gate *gate, const struct submission *s, struct verdict *v)
{
	struct request *request = request_new();
	const struct portero_request *plain = NULL;
	const uint64_t begin = now();
	const char *why = "out of memory";

	if (request &&
	    question_make(request, &v->comment, gate->conf, s, &why)) {
		plain = request_get(request);
		stack_check_job_creation(gate->stack, plain, &v->decision);
	} else {
		refuse(v, PORTERO_REASON_BAD_REQUEST, why);
	}
	/* a job without a record of its decision does not run */
	if (!record(gate, v, plain, now() - begin) &&
	    v->decision.effect == PORTERO_ALLOW)
		refuse(v, PORTERO_REASON_INTERNAL,
		       "the decision could not be recorded");
	explain(v, gate);
	request_free(request);
}

static void
judge(const struct submission *s, struct verdict *v)
{
	struct snapshot_guard guard = gate_enter();

	if (!decision_id(v->id)) {
		refuse(v, PORTERO_REASON_INTERNAL, "no random bytes");
		explain(v, NULL);
	} else if (!guard.value) {
		refuse(v, PORTERO_REASON_NO_PLUGIN,
		       "no policy set could be opened");
		explain(v, NULL);
	} else {
		ask(guard.value, s, v);
	}
	gate_leave(guard);
}

/* One call of the hook. */
struct call {
	const struct submission *submission;
	const char *what;
	char **message;
	uint64_t begin;
	int result;
};

static void
tell(const struct call *c, const struct verdict *v, bool allowed)
{
	const struct submission *s = c->submission;
	char name[160];

	snprintf(name, sizeof name, "%s", s->name ? s->name : "");
	clean(name);
	slurm_info("%s: %s %s uid=%u job=%s decision=%s asked=%s "
		   "hook_ns=%" PRIu64 "%s%s",
		   plugin_type, c->what, allowed ? "ALLOW" : "DENY", s->uid,
		   name, v->id, v->comment.decision ? v->comment.decision : "-",
		   now() - c->begin, allowed ? "" : " ",
		   allowed ? "" : v->text);
}

static void
answer(void *arg)
{
	struct call *c = arg;
	struct verdict v;
	bool allowed;

	v.decision = (struct portero_decision){ .size = sizeof v.decision };
	v.comment.decision = NULL;
	v.id[0] = v.text[0] = '\0';
	judge(c->submission, &v);
	allowed = v.decision.effect == PORTERO_ALLOW;
	if (!allowed && c->message)
		*c->message = slurm_xstrdup(v.text);
	c->result = allowed ? SLURM_SUCCESS : ESLURM_ACCESS_DENIED;
	tell(c, &v, allowed);
}

static int
call(const struct submission *s, const char *what, char **message)
{
	struct call c = { s, what, message, now(), ESLURM_ACCESS_DENIED };

	warm_call(answer, &c);
	return c.result;
}

static int
refuse_at_once(const char *what, uint32_t uid, const char *text, char **message)
{
	if (message)
		*message = slurm_xstrdup(text);
	slurm_info("%s: %s DENY uid=%u job=- decision=- %s", plugin_type, what,
		   uid, text);
	return ESLURM_ACCESS_DENIED;
}

int
job_submit(job_desc_msg_t *job, uint32_t uid, char **message)
{
	struct submission s;

	/* a job for somebody else has no principal that could be vouched for */
	if (job->user_id != uid && job->user_id != NO_VAL)
		return refuse_at_once("submit", uid,
				      "portero: a job is submitted as the user "
				      "who it is for",
				      message);
	update_read(job, uid, &s);
	return call(&s, "submit", message);
}

int
job_modify(job_desc_msg_t *job, void *job_record, uint32_t uid, char **message)
{
	struct submission s;

	(void)job_record;
	switch (update_kind(job)) {
	case UPDATE_HARMLESS:
		return SLURM_SUCCESS;
	case UPDATE_PARTIAL:
		return refuse_at_once(
			"update", uid,
			"portero: this changes what was judged: give name, "
			"comment and partition in one update, or submit again",
			message);
	case UPDATE_NEVER:
		return refuse_at_once("update", uid,
				      "portero: this of a job is not changed "
				      "after it was judged",
				      message);
	case UPDATE_WHOLE:
		break;
	}
	update_read(job, uid, &s);
	return call(&s, "update", message);
}
