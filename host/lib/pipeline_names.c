/* SPDX-License-Identifier: MIT */
/*
 * What the things a step makes will be called. An absent name is the form
 * without a prefix: the SDK drops the member when custom prefixing is off.
 */
#include "pipeline_plan.h"

#include <stdlib.h>
#include <string.h>

#include "jobname.h"
#include "text.h"

/* A stored name must be one before anything is put behind it. */
static bool
is_name(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	const size_t n = strlen(text);

	for (size_t i = 0; i < n; i++)
		if (!strchr(letters, text[i]) && text[i] != '-')
			return false;
	return n > 0 && text[0] != '-' && text[n - 1] != '-';
}

static bool
check_name(struct plan *p, const char *member, const char *name)
{
	if (is_name(name))
		return true;
	jsonpath_key(&p->path, member);
	if (text_has_placeholder(slice_of(name)))
		return plan_fail(p, "placeholder", "fill the template in first",
				 "unfilled placeholder \"%.160s\"", name);
	return plan_fail(p, "bad-name",
			 "letters, digits and hyphens between them",
			 "\"%.100s\" is not a name", name);
}

static bool
has(const struct step *s, const char *member)
{
	const json_t *value = json_object_get(s->arguments, member);

	return value && !json_is_null(value);
}

/*
 * Names of steps may have a '_', names of jobs may not (API reference:
 * "PipelineExecutionStep", "CreateTrainingJob"): the predicted name is not what
 * the job is going to be called.
 */
static bool
check_step_name(struct plan *p, const struct step *s)
{
	const size_t n = strcspn(s->name, "_");

	if (n >= JOBNAME_STEP || s->name[n] == '\0' || !s->item)
		return true;
	s->item->undecided = text_format(
		"the job's name: AWS does not say what Pipelines puts in place "
		"of the \"_\" in the step's; give the job a custom prefix, or "
		"rename the step");
	return s->item->undecided || plan_memory(p);
}

bool
plan_name(struct plan *p, const struct step *s, enum step_naming naming,
	  const char *member, char **name)
{
	const size_t back = p->path.len;
	char *given;
	json_t *open;

	*name = NULL;
	/* RegisterModel makes a version in a group, or a package with a name */
	if (naming == NAME_NONE ||
	    (!has(s, member) && has(s, "ModelPackageGroupName")))
		return true;
	jsonpath_key(&p->path, "Arguments");
	if (!plan_text(p, s->arguments, member, &given, &open))
		return false;
	if (given && !check_name(p, member, given)) {
		free(given);
		return false;
	}
	jsonpath_back(&p->path, back);
	if (open) {
		/* whoever makes the call of it tells that it is open */
		json_decref(open);
		return true;
	}
	if (naming == NAME_GIVEN && given) {
		*name = given;
		return true;
	}
	if (!given && !check_step_name(p, s))
		return false;
	*name = jobname_predict(given, s->name);
	free(given);
	return *name || plan_memory(p);
}

bool
plan_name_output(struct plan *p, const struct step *s, enum step_naming naming,
		 const char *member)
{
	char *name, *output;
	bool ok;

	if (!plan_name(p, s, naming, member, &name))
		return false;
	if (!name)
		return true;
	output = text_format("Steps.%s.%s", s->name, member);
	ok = output &&
	     json_object_set_new(p->outputs, output, json_string(name)) == 0;
	free(output);
	free(name);
	return ok || plan_memory(p);
}
