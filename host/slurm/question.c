/* SPDX-License-Identifier: MIT */
/*
 * Turns a submission into a request. Who asks comes from the user id that munge
 * vouches for; what is asked comes from the job's name and comment, which the
 * submitter wrote; what machines there are comes from the partition.
 */
#include "question.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../lib/nameform.h"
#include "../lib/pipeline.h"
#include "kind.h"

struct maker {
	struct request *out;
	const struct conf *conf;
	const struct conf_user *user;
	const struct submission *job;
	const struct comment *said;
	const struct job_kind *kind;
	const char **why;
};

static bool
fail(struct maker *m, const char *why)
{
	*m->why = why;
	return false;
}

/* The name of the role ARN, and the account it is in. */
static bool
session_of_role(const char *session, const char *role)
{
	static const char middle[] = ":assumed-role/";
	const char *name = strrchr(role, '/');
	const char *account = strstr(role, ":iam::");
	const char *at = strstr(session, middle);

	if (!name || !account || !at || at - session < 12)
		return false;
	if (strncmp(at - 12, account + 6, 12) != 0)
		return false;
	at += sizeof middle - 1;
	name++;
	return strncmp(at, name, strlen(name)) == 0 && at[strlen(name)] == '/';
}

/*
 * sagemaker-pipeline-EXECUTION-STEP of the session and the execution in the
 * job's name are one: a session is not lent to the job of another run.
 */
static bool
same_execution(const struct maker *m)
{
	static const char head[] = "/sagemaker-pipeline-";
	const char *at = strstr(m->said->session, head);
	const struct portero_str name = { m->job->name, strlen(m->job->name) };
	struct name_parts parts;

	if (!at)
		return false;
	at += sizeof head - 1;
	nameform_parse(name, &parts);
	return parts.form != NAME_OTHER &&
	       parts.execution.len == NAMEFORM_EXECUTION &&
	       strncmp(at, parts.execution.ptr, NAMEFORM_EXECUTION) == 0 &&
	       at[NAMEFORM_EXECUTION] == '-';
}

static bool
set_principal(struct maker *m)
{
	const struct conf_user *u = m->user;

	if (u->principal) {
		if (m->said->session)
			return fail(m, "only an orchestrator speaks for a "
				       "pipeline's session");
		request_set_principal(m->out, slice_of(u->principal));
		return true;
	}
	if (!m->said->session)
		return fail(m, "an orchestrator has to say for which session "
			       "it submits");
	for (size_t i = 0; i < u->nroles; i++) {
		if (!session_of_role(m->said->session, u->roles[i]))
			continue;
		if (!same_execution(m))
			return fail(m, "the session and the name are not of "
				       "one execution");
		request_set_principal(m->out, slice_of(m->said->session));
		request_set_flags(m->out, PORTERO_FROM_PIPELINE);
		return true;
	}
	return fail(m, "this orchestrator may not speak for that role");
}

/* What has a name of its own is called as the job is. */
static bool
set_resource(struct maker *m)
{
	char arn[PORTERO_MAX_TEXT];
	int n;

	if (!m->kind->type) {
		if (!m->said->resource)
			return fail(m, "the comment has to name the resource");
		request_set_resource(m->out, slice_of(m->said->resource));
		return true;
	}
	if (m->said->resource && strncmp(m->said->resource, m->conf->place,
					 strlen(m->conf->place)) != 0)
		return fail(m, "the resource is in another place");
	if (m->said->resource && m->kind->own_resource) {
		request_set_resource(m->out, slice_of(m->said->resource));
		return true;
	}
	if (m->said->resource)
		return fail(m, "a job of this kind is named by its name");
	n = snprintf(arn, sizeof arn, "%s:%s/%s", m->conf->place, m->kind->type,
		     m->job->name);
	if (n < 0 || (size_t)n >= sizeof arn)
		return fail(m, "the name is too long");
	request_set_resource(m->out, slice_of(arn));
	return true;
}

static void
add_number(struct request *r, const char *key, uint64_t n)
{
	char text[24];

	if (n == QUESTION_UNKNOWN) {
		request_add_unknown(r, key);
		return;
	}
	snprintf(text, sizeof text, "%" PRIu64, n);
	request_add_attr(r, key, slice_of(text));
}

/* IS_FILLED_IN: Slurm has a value for what is not said. */
static void
add_text(struct request *r, const char *key, const char *text,
	 bool is_filled_in)
{
	if (text && *text)
		request_add_member(r, key, slice_of(text), false);
	else if (is_filled_in)
		request_add_unknown(r, key);
}

static bool
add_partition(struct maker *m)
{
	const struct conf_partition *p;

	if (!m->job->partition)
		return fail(m, "a job has to name its partition");
	p = conf_partition(m->conf, m->job->partition);
	if (!p)
		return fail(m, "jobs are not judged for that partition");
	request_add_attr(m->out, "slurm:Partition", slice_of(p->name));
	for (size_t i = 0; i < p->nkeys; i++)
		request_add_attr(m->out, p->keys[i].key,
				 slice_of(p->keys[i].value));
	return true;
}

static void
add_tags(struct maker *m)
{
	for (size_t i = 0; i < m->said->ntags; i++) {
		char key[160];

		snprintf(key, sizeof key, "aws:RequestTag/%.128s",
			 m->said->tags[i].key);
		request_add_member(m->out, key,
				   slice_of(m->said->tags[i].value), false);
		request_add_attr(m->out, "aws:TagKeys",
				 slice_of(m->said->tags[i].key));
	}
	if (!m->said->session || !m->kind->member)
		return;
	request_add_member(m->out, "aws:TagKeys", slice_of(PIPELINE_TAG), true);
	request_add_unknown(m->out, "aws:RequestTag/" PIPELINE_TAG);
}

static bool
add_keys(struct maker *m)
{
	if (!add_partition(m))
		return false;
	add_tags(m);
	/* users have an account and a QOS by default */
	add_text(m->out, "slurm:Account", m->job->account, true);
	add_text(m->out, "slurm:Qos", m->job->qos, true);
	for (size_t i = 0; i < QUESTION_GRES; i++)
		add_text(m->out, "slurm:Gres", m->job->gres[i], m->job->update);
	add_text(m->out, "slurm:Array", m->job->array, m->job->update);
	add_text(m->out, "slurm:Pipeline", m->said->pipeline, false);
	add_number(m->out, "slurm:Cpus", m->job->cpus);
	add_number(m->out, "slurm:Nodes", m->job->nodes);
	add_number(m->out, "slurm:Minutes", m->job->minutes);
	for (size_t i = 0; i < m->conf->nunknown; i++)
		if (!request_has_attr(m->out, m->conf->unknown[i]))
			request_add_unknown(m->out, m->conf->unknown[i]);
	return true;
}

bool
question_make(struct request *out, struct comment *comment,
	      const struct conf *conf, const struct submission *s,
	      const char **why)
{
	struct maker m = { .out = out,
			   .conf = conf,
			   .user = conf_user(conf, s->uid),
			   .job = s,
			   .said = comment,
			   .why = why };

	if (!comment_parse(comment, s->comment, why))
		return false;
	if (!m.user)
		return fail(&m, "this user is nobody's principal");
	if (!comment->kind)
		return fail(&m, "the comment does not say what kind of job it "
				"is");
	m.kind = job_kind(comment->kind);
	if (!m.kind)
		return fail(&m, "the comment names a kind that is not known");
	if (!s->name || !*s->name)
		return fail(&m, "the job has no name");
	request_set_action(out, slice_of(m.kind->action));
	for (size_t i = 0; i < comment->nroles; i++)
		request_add_role(out, slice_of(comment->roles[i]),
				 "sagemaker.amazonaws.com");
	return set_principal(&m) && set_resource(&m) && add_keys(&m);
}
