/* SPDX-License-Identifier: MIT */
/* rules.c - numbers and switches, each within its range. */
#include "rules.h"

#include "error.h"
#include "member.h"

#define COUNT(a)   (sizeof(a) / sizeof *(a))
#define LENGTH_MAX ((uint64_t)1024) /* no name of AWS is longer */

/* clang-format off */
static const struct member names_members[] = {
	{ "require_prefix", MEMBER_FLAG },
	{ "pipeline_form_only", MEMBER_FLAG },
	{ "default_form_allowed", MEMBER_LIST },
	{ "execution_id", MEMBER_NUMBER },
	{ "entity_token", MEMBER_NUMBER },
	{ "step_name", MEMBER_NUMBER },
	{ "kinds", MEMBER_OBJECT | MEMBER_LIST },
};
static const struct member limits_members[] = {
	{ "statements", MEMBER_NUMBER },
	{ "document_bytes", MEMBER_NUMBER },
	{ "steps", MEMBER_NUMBER },
};
/* of an object "kinds", and of an element of a list of them */
static const struct member limit_members[] = {
	{ "name", MEMBER_NUMBER }, { "prefix", MEMBER_NUMBER },
};
static const struct member kind_members[] = {
	{ "kind", MEMBER_TEXT | MEMBER_REQUIRED },
	{ "name", MEMBER_NUMBER }, { "prefix", MEMBER_NUMBER },
};
static const struct member kinds[] = {
	[JOB_TRAINING] = { "Training", MEMBER_OBJECT },
	[JOB_PROCESSING] = { "Processing", MEMBER_OBJECT },
	[JOB_TRANSFORM] = { "Transform", MEMBER_OBJECT },
	[JOB_TUNING] = { "Tuning", MEMBER_OBJECT },
	[JOB_AUTOML] = { "AutoML", MEMBER_OBJECT },
	[JOB_MODEL] = { "Model", MEMBER_OBJECT },
	[JOB_MODEL_PACKAGE] = { "ModelPackage", MEMBER_OBJECT },
	[JOB_MODEL_PACKAGE_GROUP] = { "ModelPackageGroup", MEMBER_OBJECT },
	[JOB_ENDPOINT_CONFIG] = { "EndpointConfig", MEMBER_OBJECT },
	[JOB_ENDPOINT] = { "Endpoint", MEMBER_OBJECT },
	[JOB_COMPILATION] = { "Compilation", MEMBER_OBJECT },
	[JOB_PIPELINE] = { "Pipeline", MEMBER_OBJECT },
};
/* clang-format on */

/* O's KEY between LEAST and MOST into *OUT, which stays when it is absent. */
static bool
read_number(struct reading *r, struct source *s, const struct json *o,
	    const char *key, uint64_t least, uint64_t most, uint64_t *out)
{
	const struct json *v = json_get(o, key);
	uint64_t n;

	if (!v)
		return true;
	n = (uint64_t)json_integer(v); /* not negative: checked */
	if (n < least || n > most)
		return source_error(s, o, key, 0, false, r->err,
				    PORTERO_ERROR_CONFIG, "number-range", NULL,
				    "\"%s\" must be from %llu to %llu", key,
				    (unsigned long long)least,
				    (unsigned long long)most);
	*out = n;
	return true;
}

static bool
read_length(struct reading *r, struct source *s, const struct json *o,
	    const char *key, uint64_t least, uint16_t *out)
{
	uint64_t n = *out;

	if (!read_number(r, s, o, key, least, LENGTH_MAX, &n))
		return false;
	*out = (uint16_t)n;
	return true;
}

static bool
read_limit(struct reading *r, struct source *s, const struct json *o,
	   struct name_limit *limit)
{
	if (!read_length(r, s, o, "name", 1, &limit->name) ||
	    !read_length(r, s, o, "prefix", 0, &limit->prefix))
		return false;
	if (limit->prefix <= limit->name)
		return true;
	return source_error(s, o, NULL, SIZE_MAX, false, r->err,
			    PORTERO_ERROR_CONFIG, "number-range", NULL,
			    "the prefix is longer than the name");
}

/* {"Training": {"name": 63, "prefix": 38}} */
static bool
read_kinds_object(struct reading *r, struct source *s, const struct json *o)
{
	if (!member_check(s, o, "\"kinds\"", kinds, COUNT(kinds), r->err))
		return false;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		const struct json *v = json_get(o, kinds[i].name);

		if (v &&
		    (!member_check(s, v, kinds[i].name, limit_members,
				   COUNT(limit_members), r->err) ||
		     !read_limit(r, s, v, &build_names(r->build)->limits[i])))
			return false;
	}
	return true;
}

/* ( { kind = "Training"; name = 63; prefix = 38; } ) */
static bool
read_kinds_list(struct reading *r, struct source *s, const struct json *list)
{
	bool seen[COUNT(kinds)] = { false };

	for (size_t i = 0; i < json_nelements(list); i++) {
		const struct json *o = json_at(list, i);
		struct str kind;
		size_t k = 0;

		if (!member_check_type(s, list, NULL, i, MEMBER_OBJECT,
				       r->err) ||
		    !member_check(s, o, "a kind", kind_members,
				  COUNT(kind_members), r->err))
			return false;
		kind = member_text(o, "kind");
		while (k < COUNT(kinds) &&
		       !str_equal(
			       str_make(kinds[k].name, strlen(kinds[k].name)),
			       kind))
			k++;
		if (k == COUNT(kinds) || seen[k])
			return source_error(
				s, o, "kind", 0, false, r->err,
				PORTERO_ERROR_CONFIG,
				k == COUNT(kinds) ? "unknown-kind" : "repeated",
				k == COUNT(kinds)
					? "Training, Processing, Transform, "
					  "Tuning, AutoML, Model, ..."
					: NULL,
				"%s",
				k == COUNT(kinds)
					? "there is no such kind of job"
					: "this kind is there twice");
		seen[k] = true;
		if (!read_limit(r, s, o, &build_names(r->build)->limits[k]))
			return false;
	}
	return true;
}

static bool
read_default_form(struct reading *r, struct source *s, const struct json *list)
{
	for (size_t i = 0; i < json_nelements(list); i++) {
		const struct str pattern = member_string(json_at(list, i));

		if (!member_check_type(s, list, NULL, i, MEMBER_TEXT, r->err))
			return false;
		if (pattern.n == 0 || !build_default_form(r->build, pattern))
			return source_error(s, list, NULL, i, false, r->err,
					    PORTERO_ERROR_CONFIG, "bad-pattern",
					    NULL,
					    "this is no pattern of an ARN");
	}
	return true;
}

bool
rules_read_names(struct reading *r, struct source *s, const struct json *o)
{
	struct name_rules *names = build_names(r->build);
	const struct json *by_kind = json_get(o, "kinds");

	if (!o)
		return true;
	if (!member_check(s, o, "\"names\"", names_members,
			  COUNT(names_members), r->err) ||
	    !read_length(r, s, o, "execution_id", 1, &names->execution_id) ||
	    !read_length(r, s, o, "entity_token", 1, &names->entity_token) ||
	    !read_length(r, s, o, "step_name", 1, &names->step_name) ||
	    !read_default_form(r, s, json_get(o, "default_form_allowed")))
		return false;
	names->require_prefix = json_is_true(json_get(o, "require_prefix"));
	names->pipeline_form_only =
		json_is_true(json_get(o, "pipeline_form_only"));
	if (!by_kind)
		return true;
	return json_is_object(by_kind) ? read_kinds_object(r, s, by_kind)
				       : read_kinds_list(r, s, by_kind);
}

bool
rules_read_limits(struct reading *r, struct source *s, const struct json *o)
{
	struct build_limits *limits = build_limits(r->build);
	const uint64_t most = INT64_MAX;

	if (!o)
		return true;
	return member_check(s, o, "\"limits\"", limits_members,
			    COUNT(limits_members), r->err) &&
	       read_number(r, s, o, "statements", 1, most,
			   &limits->statements) &&
	       read_number(r, s, o, "document_bytes", 1, most,
			   &limits->document_bytes) &&
	       read_number(r, s, o, "steps", 1, most, &limits->steps);
}
