/* SPDX-License-Identifier: MIT */
/*
 * Roles in the body of a call: what the ARN of one looks like, and that none is
 * in a place nobody looks at. The API grows; a member that sounds like a role
 * and is not known as one could hand over a role unseen, so it is an error.
 */
#include "sagemaker_reader.h"

#include <string.h>
#include <strings.h>

#include "text.h"

bool
sagemaker_is_role(const char *arn)
{
	static const char role[] = ":role/";
	const char *p;

	/* SageMaker API Reference, RoleArn */
	if (!text_starts(arn, "arn:aws") || strlen(arn) > PORTERO_MAX_TEXT)
		return false;
	p = arn + strlen("arn:aws");
	p += strspn(p, "abcdefghijklmnopqrstuvwxyz-");
	if (!text_starts(p, ":iam::"))
		return false;
	p += strlen(":iam::");
	if (strspn(p, "0123456789") != 12 || !text_starts(p + 12, role))
		return false;
	p += 12 + strlen(role);
	return *p != '\0' && p[strlen(p) - 1] != '/' &&
	       p[strspn(p, "abcdefghijklmnopqrstuvwxyz"
			   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
			   "+=,.@_/-")] == '\0';
}

/* "RoleArn" anywhere, "Role" at the end, in any case. */
static bool
sounds_like_role(const char *member)
{
	const size_t n = strlen(member);

	if (n >= 4 && strcasecmp(member + n - 4, "role") == 0)
		return true;
	for (const char *p = member; *p != '\0'; p++)
		if (strncasecmp(p, "rolearn", 7) == 0)
			return true;
	return false;
}

/* Maps with keys of the user's own, whose values are plain text. */
static bool
is_free_map(const char *member)
{
	static const char *const maps[] = {
		"Environment",
		"HyperParameters",
		"StaticHyperParameters",
		"CustomerMetadataProperties",
		"HookParameters",
		"CollectionParameters",
		"RuleParameters",
		"ProfilingParameters",
		"OptimizationEnvironment",
		"OverrideEnvironment",
		"TextGenerationHyperParameters",
		"ContainerArguments",
	};

	for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
		if (text_equal(member, maps[i]))
			return true;
	return false;
}

/* PATH, with [] for every index. */
static bool
is_known(const struct reader *r, const struct jsonpath *path)
{
	for (const struct sagemaker_field *f = r->operation->fields;
	     f->meaning != FIELD_END; f++)
		if (f->meaning == FIELD_ROLE && text_equal(f->path, path->text))
			return true;
	return false;
}

/* SHAPE is the path from the body with [] for every index. */
static bool
walk(struct reader *r, const json_t *value, struct jsonpath *shape,
     bool free_map, unsigned depth)
{
	struct jsonpath *path = &r->reading->path;
	const size_t path_back = path->len, shape_back = shape->len;
	const char *key;
	json_t *member, *root = jsonpath_iterable(value);
	size_t i;

	if (depth > JSONPATH_DEPTH)
		return body_fail(r, "too-deep", NULL,
				 "nested more than %d levels deep",
				 JSONPATH_DEPTH);
	json_array_foreach(root, i, member)
	{
		jsonpath_index(path, i);
		jsonpath_list(shape);
		if (!walk(r, member, shape, false, depth + 1))
			return false;
		jsonpath_back(path, path_back);
		jsonpath_back(shape, shape_back);
	}
	json_object_foreach(root, key, member)
	{
		const bool text_of_user = free_map && json_is_string(member);

		jsonpath_key(path, key);
		/* a key with a dot is not the path it looks like */
		jsonpath_key(shape, strpbrk(key, ".[") ? "?" : key);
		if (!text_of_user && sounds_like_role(key) &&
		    !json_is_null(member) && !is_known(r, shape))
			return body_fail(r, "unknown-role-member", NULL,
					 "this looks like a role, and %s is "
					 "not known to take one here",
					 r->operation->name);
		if (!walk(r, member, shape, is_free_map(key), depth + 1))
			return false;
		jsonpath_back(path, path_back);
		jsonpath_back(shape, shape_back);
	}
	return true;
}

bool
body_roles_known(struct reader *r)
{
	struct jsonpath shape = { .len = 0 };

	return walk(r, r->body, &shape, false, 0);
}
