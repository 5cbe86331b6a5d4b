/* SPDX-License-Identifier: MIT */
/*
 * Asks Portero. The questions of a step are those that `portero pipeline` asks:
 * a definition of this one step, its arguments evaluated, is planned by the
 * same library, and what is a sample in a plan (execution, token) is replaced
 * by what it really is.
 */
#include "permit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../host/lib/jobname.h"
#include "../../host/lib/pipeline.h"
#include "../../host/lib/text.h"
#include "../../host/slurm/comment.h"
#include "../../host/slurm/kind.h"
#include "identity.h"

static uint64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static bool
deny(struct execution *e, const struct portero_decision *d, const char *id,
     char why[WHY_MAX])
{
	snprintf(why, WHY_MAX, "%.160s%s%.160s; decision %s",
		 stack_reason_text(e->stack, d->reason),
		 d->detail[0] ? ": " : "", d->detail, id);
	return false;
}

/* Asks one question and records it; ID becomes the decision's. */
static bool
ask(struct execution *e, struct request *request, enum pipeline_check check,
    char id[DECISION_ID + 1], char why[WHY_MAX])
{
	const struct portero_request *plain = request_get(request);
	struct portero_decision d = { .size = sizeof d };
	const uint64_t begin = now();
	struct decision_record record = { .id = id, .decision = &d };

	if (!plain || !decision_id(id)) {
		snprintf(why, WHY_MAX, "out of memory or random bytes");
		return false;
	}
	if (check == PIPELINE_JOB)
		stack_check_job_creation(e->stack, plain, &d);
	else
		stack_check_access(e->stack, plain, &d);
	record.request = plain;
	record.nanoseconds = now() - begin;
	if (!decision_log_write(&e->log, &record)) {
		snprintf(why, WHY_MAX, "the decision could not be recorded");
		return false;
	}
	return d.effect == PORTERO_ALLOW || deny(e, &d, id, why);
}

static bool
ask_access(struct execution *e, const char *principal, const char *action,
	   const char *resource, char why[WHY_MAX])
{
	struct request *request = request_new();
	char id[DECISION_ID + 1];
	bool ok = false;

	if (request) {
		request_set_principal(request, slice_of(principal));
		request_set_action(request, slice_of(action));
		request_set_resource(request, slice_of(resource));
		ok = ask(e, request, PIPELINE_ACCESS, id, why);
	}
	request_free(request);
	return ok;
}

bool
permit_read(struct execution *e, struct step *s, const char *uri,
	    char why[WHY_MAX])
{
	char session[2100], arn[2100];

	if (!execution_session(e, s->name, session, sizeof session))
		return false;
	snprintf(arn, sizeof arn, "arn:%.*s:s3:::%.1024s",
		 (int)strcspn(e->role + 4, ":"), e->role + 4,
		 text_starts(uri, "s3://") ? uri + 5 : uri);
	return ask_access(e, session, "s3:GetObject", arn, why);
}

bool
permit_creation(struct execution *e, const char *text, size_t len,
		const char *const *parameters, size_t nparameters,
		char why[WHY_MAX])
{
	const struct pipeline_setting setting = {
		.execution_role = e->role,
		.region = e->set->region,
		.account = e->set->account,
		.name = e->pipeline,
		.caller = e->caller,
		.parameters = parameters,
		.nparameters = nparameters,
	};
	struct portero_error err = { .size = sizeof err };
	struct pipeline *plan;
	char id[DECISION_ID + 1], arn[400];
	bool ok;

	if (!pipeline_plan(&plan, "definition", text, len, &setting, &err)) {
		snprintf(why, WHY_MAX, "%u:%u: %s", err.line, err.column,
			 err.text);
		return false;
	}
	/* the first item is the creation of the pipeline itself */
	ok = plan->nitems > 0 && plan->items[0].nquestions > 0;
	for (size_t i = 0; ok && i < plan->items[0].nquestions; i++)
		ok = ask(e, plan->items[0].questions[i].request,
			 plan->items[0].questions[i].check, id, why);
	pipeline_free(plan);
	snprintf(arn, sizeof arn, "%s:pipeline/%s", e->set->place, e->pipeline);
	return ok && ask_access(e, e->caller,
				"sagemaker:StartPipelineExecution", arn, why);
}

/* A definition with nothing but this step, or NULL. */
static char *
definition_of(const json_t *body)
{
	json_t *definition = json_pack("{s:s, s:[O]}", "Version", "2020-12-01",
				       "Steps", body);
	char *text = definition ? json_dumps(definition, JSON_COMPACT) : NULL;

	json_decref(definition);
	return text;
}

/* TEXT with SAMPLE, which ends it or is followed by '/', made REAL. */
static char *
replaced(const char *text, const char *sample, const char *real)
{
	const char *at = strstr(text, sample);

	if (!at)
		return text_format("%s", text);
	return text_format("%.*s%s%s", (int)(at - text), text, real,
			   at + strlen(sample));
}

/* What a plan has samples for, as it is in this run. */
static bool
make_real(struct execution *e, struct step *s, struct request *request,
	  const char *sample)
{
	const struct portero_request *r = request_get(request);
	char session[2100], *resource;

	if (!r || !execution_session(e, s->name, session, sizeof session))
		return false;
	resource = sample ? replaced(r->resource.ptr, sample, s->job)
			  : text_format("%s", r->resource.ptr);
	if (!resource)
		return false;
	request_set_resource(request, slice_of(resource));
	/* an AutoML job passes roles as itself, not as the pipeline */
	if (strstr(r->principal.ptr, "/sagemaker-pipeline-" JOBNAME_EXECUTION))
		request_set_principal(request, slice_of(session));
	free(resource);
	return true;
}

/*
 * The name: what the plan predicted, less its samples, is the prefix. A version
 * in a group ("group/1") or no name at all leaves the job the default form.
 */
static bool
name_job(struct execution *e, struct step *s, const struct pipeline_item *item,
	 bool *named)
{
	static const char tail[] = "-" JOBNAME_EXECUTION "-" JOBNAME_TOKEN;
	const size_t n = item->job ? strlen(item->job) : 0;
	char prefix[NAME_MAX_BYTES];

	if (s->token[0] == '\0' && !identity_token(s->token))
		return false;
	*named = item->job && !strchr(item->job, '/');
	if (!*named || text_starts(item->job, "pipelines-") ||
	    n < sizeof tail - 1 || n >= sizeof prefix ||
	    strcmp(item->job + n - (sizeof tail - 1), tail) != 0)
		return identity_name(e, s, NULL);
	snprintf(prefix, sizeof prefix, "%.*s", (int)(n - (sizeof tail - 1)),
		 item->job);
	return identity_name(e, s, prefix);
}

static bool
add_tags(const struct portero_request *r, char *comment, size_t size)
{
	static const char head[] = "aws:RequestTag/";
	char key[160];

	for (size_t i = 0; i < r->nattrs; i++) {
		if (!text_starts(r->attrs[i].key.ptr, head) ||
		    r->attrs[i].nvalues != 1)
			continue;
		snprintf(key, sizeof key, "tag:%.140s",
			 r->attrs[i].key.ptr + sizeof head - 1);
		if (!comment_add(comment, size, key, r->attrs[i].values[0].ptr))
			return false;
	}
	return true;
}

/* What slurmctld's hook is told, so that it can ask the same. */
static bool
write_comment(struct execution *e, const struct step *s,
	      const struct job_kind *kind, const struct portero_request *r,
	      bool named, char *comment, size_t size)
{
	comment[0] = '\0';
	if (!comment_add(comment, size, "kind", kind->kind) ||
	    !comment_add(comment, size, "session", r->principal.ptr) ||
	    !comment_add(comment, size, "pipeline", e->arn) ||
	    !comment_add(comment, size, "decision", s->decision))
		return false;
	if ((!kind->type || (kind->own_resource && !named)) &&
	    !comment_add(comment, size, "resource", r->resource.ptr))
		return false;
	for (size_t i = 0; i < r->nroles; i++)
		if (!comment_add(comment, size, "role", r->roles[i].arn.ptr))
			return false;
	return add_tags(r, comment, size);
}

static bool
ask_item(struct execution *e, struct step *s, struct pipeline_item *item,
	 char *comment, size_t size, char why[WHY_MAX])
{
	const struct job_kind *kind = job_kind(s->type);
	bool named, told = false;

	if (!kind) {
		snprintf(why, WHY_MAX, "steps of type %.60s cannot be run",
			 s->type);
		return false;
	}
	if (item->undecided || item->nquestions == 0) {
		snprintf(why, WHY_MAX, "undecided: %.300s",
			 item->undecided ? item->undecided : "no question");
		return false;
	}
	if (!name_job(e, s, item, &named))
		return false;
	for (size_t i = 0; i < item->nquestions; i++) {
		struct pipeline_question *q = &item->questions[i];
		char id[DECISION_ID + 1];
		const struct portero_request *r;

		if (!make_real(e, s, q->request, named ? item->job : NULL) ||
		    !ask(e, q->request, q->check, id, why))
			return false;
		r = request_get(q->request);
		if (told || strcmp(r->action.ptr, kind->action) != 0)
			continue;
		told = true;
		memcpy(s->decision, id, sizeof id);
		if (!write_comment(e, s, kind, r, named, comment, size)) {
			snprintf(why, WHY_MAX, "the comment is too long");
			return false;
		}
	}
	return told;
}

bool
permit_step(struct execution *e, struct step *s, const json_t *body,
	    char *comment, size_t size, char why[WHY_MAX])
{
	const struct pipeline_setting setting = {
		.execution_role = e->role,
		.region = e->set->region,
		.account = e->set->account,
		.name = e->pipeline,
	};
	struct portero_error err = { .size = sizeof err };
	struct pipeline *plan = NULL;
	char *text = definition_of(body);
	bool ok;

	snprintf(why, WHY_MAX, "this step asks for nothing that is known");
	ok = text &&
	     pipeline_plan(&plan, s->name, text, strlen(text), &setting, &err);
	if (!ok)
		snprintf(why, WHY_MAX, "%s", err.text);
	ok = ok && plan->nitems == 1 &&
	     ask_item(e, s, &plan->items[0], comment, size, why);
	pipeline_free(plan);
	free(text);
	return ok;
}
