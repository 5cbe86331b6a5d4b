/* SPDX-License-Identifier: MIT */
/*
 * What a JsonGet reads: an object in S3, which the execution role must be
 * allowed to get ("Property Files and JsonGet", "Build and manage access").
 */
#include "pipeline_plan.h"

#include <stdlib.h>
#include <string.h>

#include "jobname.h"
#include "text.h"

/* An object of S3, as far as its place is known. */
struct place {
	char *uri;    /* s3://bucket/key; NULL: not known */
	json_t *open; /* what it depends on; NULL: the service chooses it */
};

static const json_t *
find_named(const json_t *list, const char *member, const char *name)
{
	const json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		const char *other =
			json_string_value(json_object_get(one, member));

		if (other && text_equal(other, name))
			return one;
	}
	return NULL;
}

/*
 * The execution's id stands in nearly all such places. Job names have a sample
 * in its stead, so it has here.
 */
static bool
locate(struct plan *p, const json_t *value, const char *file,
       struct place *place)
{
	struct expression_scope scope = p->scope;
	json_t *known;
	const char *uri;

	scope.execution_id = JOBNAME_EXECUTION;
	known = expression_evaluate(&scope, value, &p->path, p->err);
	if (!known)
		return false;
	if (expression_is(known)) {
		place->open = known;
		return true;
	}
	uri = json_string_value(known);
	if (!uri || !text_starts(uri, "s3://") || !uri[5] ||
	    text_has_placeholder(slice_of(uri))) {
		plan_fail(p, "bad-uri", "s3://BUCKET/KEY",
			  "\"%.160s\" is not an S3 URI", uri ? uri : "");
		json_decref(known);
		return false;
	}
	if (file)
		place->uri = text_format("%s%s%s", uri,
					 uri[strlen(uri) - 1] == '/' ? "" : "/",
					 file);
	else
		place->uri = text_format("%s", uri);
	json_decref(known);
	return place->uri || plan_memory(p);
}

/* The output of STEP that its property file NAME is in. */
static bool
locate_property_file(struct plan *p, const json_t *step, const char *name,
		     struct place *place)
{
	const json_t *file = find_named(json_object_get(step, "PropertyFiles"),
					"PropertyFileName", name);
	const char *output =
		json_string_value(json_object_get(file, "OutputName"));
	const char *path = json_string_value(json_object_get(file, "FilePath"));
	const json_t *config, *at, *uri;

	if (!file)
		return plan_fail(p, "unknown-property-file", NULL,
				 "the step has no property file \"%.100s\"",
				 name);
	if (!output || !path)
		return plan_fail(p, "bad-property-file", NULL,
				 "property file \"%.100s\" lacks OutputName "
				 "or FilePath",
				 name);
	config = json_object_get(json_object_get(step, "Arguments"),
				 "ProcessingOutputConfig");
	at = find_named(json_object_get(config, "Outputs"), "OutputName",
			output);
	uri = json_object_get(json_object_get(at, "S3Output"), "S3Uri");
	if (!at)
		return plan_fail(p, "bad-property-file", NULL,
				 "the step has no output \"%.100s\"", output);
	return !uri || locate(p, uri, path, place);
}

/* {"Get": "Steps.NAME.PropertyFiles.FILE"} */
static bool
locate_get(struct plan *p, const json_t *reference, struct place *place)
{
	static const char middle[] = ".PropertyFiles.";
	const char *what = json_string_value(json_object_get(reference, "Get"));
	const char *dot = what ? strstr(what, middle) : NULL;
	const json_t *step;
	char *name;
	bool ok;

	if (!dot || !text_starts(what, "Steps."))
		return plan_fail(p, "bad-expression", NULL,
				 "PropertyFile wants "
				 "Steps.NAME.PropertyFiles.FILE");
	name = text_format("%.*s", (int)(dot - what - 6), what + 6);
	if (!name)
		return plan_memory(p);
	step = json_object_get(p->steps, name);
	ok = step ? locate_property_file(p, step, dot + strlen(middle), place)
		  : plan_fail(p, "unknown-step", NULL,
			      "there is no step \"%.100s\"", name);
	free(name);
	return ok;
}

static bool
is_asked(const struct step *s, const char *arn)
{
	for (size_t i = 0; i < s->item->nquestions; i++) {
		const struct portero_request *r =
			request_get(s->item->questions[i].request);

		if (r && text_equal(r->action.ptr, "s3:GetObject") &&
		    text_equal(r->resource.ptr, arn))
			return true;
	}
	return false;
}

static bool
ask(struct plan *p, struct step *s, const char *uri)
{
	char *arn = text_format("arn:%s:s3:::%s", p->partition,
				uri + strlen("s3://"));
	struct request *request;

	if (!arn)
		return plan_memory(p);
	if (!is_asked(s, arn)) {
		request = plan_question(p, s, PIPELINE_ACCESS);
		if (!request) {
			free(arn);
			return false;
		}
		request_set_action(request, slice_of("s3:GetObject"));
		request_set_resource(request, slice_of(arn));
	}
	free(arn);
	return true;
}

static bool
plan_json_get(struct plan *p, struct step *s, const json_t *argument)
{
	const json_t *file = json_object_get(argument, "PropertyFile");
	struct place place = { NULL, NULL };
	bool ok = file ? locate_get(p, file, &place)
		       : locate(p, json_object_get(argument, "S3Uri"), NULL,
				&place);

	if (ok && place.uri)
		ok = ask(p, s, place.uri);
	else if (ok && place.open)
		ok = plan_undecided(p, s, "the S3Uri of JsonGet", place.open);
	else if (ok) /* no S3Uri in the output: the service chooses one */
		ok = plan_undecided(p, s, "the S3Uri of JsonGet", argument);
	json_decref(place.open);
	free(place.uri);
	return ok;
}

static bool
walk(struct plan *p, struct step *s, const json_t *value, unsigned depth)
{
	json_t *root = jsonpath_iterable(value), *member;
	const json_t *function = json_object_get(value, "Std:JsonGet");
	const char *key;
	size_t i;

	if (depth > JSONPATH_DEPTH)
		return plan_fail(p, "too-deep", NULL,
				 "nested more than %d levels deep",
				 JSONPATH_DEPTH);
	if (expression_is(value) && function)
		return plan_json_get(p, s, function);
	json_array_foreach(root, i, member)
	{
		if (!walk(p, s, member, depth + 1))
			return false;
	}
	json_object_foreach(root, key, member)
	{
		if (!walk(p, s, member, depth + 1))
			return false;
	}
	return true;
}

bool
plan_json_gets(struct plan *p, struct step *s, const json_t *value)
{
	return walk(p, s, value, 0);
}
