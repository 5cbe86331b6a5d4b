/* SPDX-License-Identifier: MIT */
/*
 * Members that the service fills in when a call leaves them out. AWS's own
 * guardrails deny by the value that is filled in ("Build a Secure Enterprise
 * Machine Learning Platform", governance: a Deny when NetworkIsolation is
 * false), but no page says whether the key then has that value or is absent.
 */
#include "sagemaker_defaults.h"

#include <string.h>

/* How much of PATH leads to the object that it ends in. */
static size_t
parent(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot ? (size_t)(dot - path) + 1 : 0;
}

/*
 * How much of PATH leads to the job: it is where its role is. A call that does
 * not describe the job (a schedule that names a definition) fills in nothing.
 */
static size_t
job_of(const struct reader *r, const char *path)
{
	size_t best = 0;

	for (const struct sagemaker_field *f = r->operation->fields;
	     f->meaning != FIELD_END; f++) {
		const size_t n = f->meaning == FIELD_ROLE ? parent(f->path) : 0;

		if (n > best && strncmp(path, f->path, n) == 0)
			best = n;
	}
	return best;
}

/* Is what PATH leads to from VALUE left out, at JOB or behind it? */
static bool
is_omitted(const struct reader *r, const json_t *value, const char *path,
	   const char *job)
{
	char key[64];
	size_t n;

	if (!value || json_is_null(value))
		return path > job;
	if (*path == '\0' || body_is_open(r, value))
		return false;
	if (*path == '[') {
		path += path[2] == '.' ? 3 : 2;
		for (size_t i = 0; i < json_array_size(value); i++)
			if (is_omitted(r, json_array_get(value, i), path, job))
				return true;
		return false;
	}
	n = strcspn(path, ".[");
	/* cannot happen: members of the table are shorter */
	if (n >= sizeof key)
		return true;
	memcpy(key, path, n);
	key[n] = '\0';
	path += n + (path[n] == '.');
	return is_omitted(r, json_object_get(value, key), path, job);
}

void
body_defaults(struct reader *r)
{
	for (const struct sagemaker_field *f = r->operation->fields;
	     f->meaning != FIELD_END; f++)
		if (f->flags & FIELD_DEFAULT &&
		    is_omitted(r, r->body, f->path,
			       f->path + job_of(r, f->path)))
			body_field_unknown(r, f);
}
