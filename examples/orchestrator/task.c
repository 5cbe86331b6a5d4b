/* SPDX-License-Identifier: MIT */
/*
 * Submits steps, exactly once. The name of a job is drawn and recorded before
 * it is submitted, and the job claims its name before it does anything: to
 * submit the same name again is always safe, and a name that is claimed or that
 * Slurm has is not submitted again.
 */
#include "task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../host/lib/jsonpath.h"
#include "../../host/lib/text.h"
#include "../../host/slurm/comment.h"
#include "../../host/slurm/kind.h"
#include "permit.h"
#include "slurm.h"
#include "state.h"

/* How often Slurm may fail to answer before that is the step's failure. */
#define TROUBLES 5

/* The step as it is now: all that its calls are made of. */
static json_t *
evaluate_step(struct execution *e, struct step *s, char why[WHY_MAX])
{
	json_t *plain = json_copy(s->json), *body;

	if (!plain)
		return NULL;
	json_object_del(plain, "DependsOn");
	json_object_del(plain, "RetryPolicies");
	json_object_del(plain, "PropertyFiles");
	json_object_del(plain, "CacheConfig");
	json_object_del(plain, "OutputParameters");
	body = evaluate(e, s, plain, why);
	json_decref(plain);
	return body;
}

/* The first InstanceType that the arguments have. */
static const char *
instance_type(const json_t *value)
{
	json_t *root = jsonpath_iterable(value), *one;
	const char *key, *found;
	size_t i;

	found = json_string_value(json_object_get(value, "InstanceType"));
	if (found)
		return found;
	json_array_foreach(root, i, one)
	{
		found = instance_type(one);
		if (found)
			return found;
	}
	json_object_foreach(root, key, one)
	{
		found = instance_type(one);
		if (found)
			return found;
	}
	return NULL;
}

/* What other steps may name: the call's input, and what is known of its
   output. */
static json_t *
describe(const struct execution *e, const struct step *s,
	 const json_t *arguments)
{
	const struct job_kind *kind = job_kind(s->type);
	json_t *out = json_deep_copy(arguments);
	const char *at;
	char key[64], text[2048];

	if (!json_is_object(out)) {
		json_decref(out);
		out = json_object();
	}
	if (kind && kind->member) {
		json_object_set_new(out, kind->member, json_string(s->job));
		snprintf(key, sizeof key, "%.*sArn",
			 (int)(strlen(kind->member) - 4), kind->member);
		snprintf(text, sizeof text, "%s:%s/%s", e->set->place,
			 kind->type, s->job);
		json_object_set_new(out, key, json_string(text));
	}
	at = json_string_value(path_find(out, "OutputDataConfig.S3OutputPath"));
	if (at) {
		snprintf(text, sizeof text, "%.1500s/%s/output/model.tar.gz",
			 at, s->job);
		json_object_set_new(
			out, "ModelArtifacts",
			json_pack("{s:s}", "S3ModelArtifacts", text));
	}
	return out;
}

static bool
write_task(struct execution *e, const struct step *s,
	   const struct settings_line *run, const json_t *arguments)
{
	json_t *command = json_array(), *task;
	char file[NAME_MAX_BYTES + 8], *text;
	bool ok;

	for (size_t i = 0; run->words[i]; i++)
		json_array_append_new(command, json_string(run->words[i]));
	task = json_pack("{s:o, s:s, s:s, s:s, s:O}", "command", command,
			 "store", e->set->store, "step", s->name, "job", s->job,
			 "arguments", arguments);
	text = task ? json_dumps(task, JSON_INDENT(1)) : NULL;
	snprintf(file, sizeof file, "%s.json", s->job);
	ok = text && (state_has(e->dir, "jobs", file) ||
		      state_once(e->dir, "jobs", file, text));
	free(text);
	json_decref(task);
	return ok;
}

static bool
submit(struct execution *e, struct step *s, const struct settings_line *machine,
       const char *comment)
{
	char why[WHY_MAX];

	switch (slurm_submit(e, s, machine, comment, why, sizeof why)) {
	case SUBMIT_DONE:
		s->status = EXECUTING;
		s->missed = 0;
		return state_save_step(e, s);
	case SUBMIT_REFUSED:
		/* what an earlier life of ours submitted must not begin now;
		   if it has begun, it was allowed then, and is waited for */
		if (state_once(e->dir, "claims", s->job, "refused\n") ||
		    !state_has(e->dir, "claims", s->job))
			return task_fail(e, s, NULL, why);
		s->status = EXECUTING;
		return state_save_step(e, s);
	case SUBMIT_TROUBLE:
		break;
	}
	snprintf(s->reason, sizeof s->reason, "%s", why);
	s->not_before = (int64_t)time(NULL) + 1;
	if (++s->missed < TROUBLES)
		return state_save_step(e, s);
	return task_give_up(e, s, why);
}

static bool
begin(struct execution *e, struct step *s, const json_t *body)
{
	const json_t *arguments = json_object_get(body, "Arguments");
	const struct settings_line *machine, *run;
	char comment[COMMENT_BYTES], why[WHY_MAX];

	run = settings_run(e->set, s->type, s->name);
	machine = settings_machine(e->set, instance_type(arguments));
	if (!run || !machine) {
		snprintf(why, sizeof why, "no %s is configured for %.100s",
			 run ? "machine" : "command",
			 run ? instance_type(arguments) : s->type);
		return task_fail(e, s, NULL, why);
	}
	if (!permit_step(e, s, body, comment, sizeof comment, why))
		return task_fail(e, s, NULL, why);
	if (!arguments)
		arguments = body;
	if (!write_task(e, s, run, arguments))
		return false;
	json_decref(s->outputs);
	s->outputs = describe(e, s, arguments);
	s->status = STARTING;
	s->reason[0] = '\0';
	/* from here on the name is never forgotten */
	return state_save_step(e, s) && submit(e, s, machine, comment);
}

bool
task_begin(struct execution *e, struct step *s)
{
	char why[WHY_MAX] = "out of memory";
	json_t *body = evaluate_step(e, s, why);
	bool ok;

	ok = body ? begin(e, s, body) : task_fail(e, s, NULL, why);
	json_decref(body);
	return ok;
}

/* outputs/NAME.json: what the command says it made. */
static void
merge_outputs(struct execution *e, struct step *s)
{
	char file[NAME_MAX_BYTES + 8], *text;
	json_t *made;

	snprintf(file, sizeof file, "%s.json", s->job);
	text = state_read(e->dir, "outputs", file);
	made = text ? json_loads(text, 0, NULL) : NULL;
	free(text);
	if (!json_is_object(made)) {
		json_decref(made);
		return;
	}
	if (!s->outputs)
		s->outputs = json_object();
	json_object_update(s->outputs, made);
	json_object_set_new(s->outputs, "OutputParameters", made);
}

bool
task_result(struct execution *e, struct step *s, bool *changed)
{
	char *text = state_read(e->dir, "results", s->job);
	const char *colon;
	char why[WHY_MAX];
	int code = -1;

	*changed = text != NULL;
	if (!text)
		return true;
	if (text_starts(text, "exit "))
		code = atoi(text + 5);
	if (code == 0) {
		s->status = SUCCEEDED;
		s->reason[0] = '\0';
		merge_outputs(e, s);
		free(text);
		return state_save_step(e, s);
	}
	colon = text_starts(text, "lost: ") ? text + 6 : text;
	snprintf(why, sizeof why, "%.*s", (int)strcspn(colon, "\n"), colon);
	free(text);
	/* EX_TEMPFAIL of sysexits.h: the command asks to be run again */
	return task_fail(e, s,
			 code == 75 || code < 0 ? "SageMaker.JOB_INTERNAL_ERROR"
						: NULL,
			 why);
}

bool
task_give_up(struct execution *e, struct step *s, const char *why)
{
	char text[WHY_MAX + 16];
	bool changed;

	snprintf(text, sizeof text, "lost: %.480s\n", why);
	/* it shall not begin any more, and if it did, it shall not end any
	   more; when it did end, that counts */
	state_once(e->dir, "claims", s->job, text);
	state_once(e->dir, "results", s->job, text);
	return task_result(e, s, &changed) && changed;
}
