/* SPDX-License-Identifier: MIT */
/*
 * Prints the table of operations for check.py, one thing a line:
 *
 *	operation NAME RESOURCE RESOURCE|- tags|-
 *	field MEANING PATH KEY|- FLAGS
 */
#include <stdio.h>

#include "../../host/lib/apicall.h"
#include "../../host/lib/sagemaker.h"

static const char *
meaning(enum sagemaker_meaning meaning)
{
	static const char *const names[] = {
		[FIELD_END] = "end",	     [FIELD_ROLE] = "role",
		[FIELD_ALSO] = "also",	     [FIELD_TEXT] = "text",
		[FIELD_NUMBER] = "number",   [FIELD_FLAG] = "flag",
		[FIELD_PRESENT] = "present", [FIELD_KMS] = "kms",
		[FIELD_MODEL] = "model",     [FIELD_LIFECYCLE] = "lifecycle",
		[FIELD_WORKTEAM] = "team",   [FIELD_MAP] = "map",
		[FIELD_OPAQUE] = "opaque",   [FIELD_S3] = "s3",
	};

	return names[meaning];
}

static void
print(const struct sagemaker_operation *o)
{
	printf("operation %s %s %s %s\n", o->name, o->resource[0],
	       o->resource[1] ? o->resource[1] : "-", o->tags ? "tags" : "-");
	for (const struct sagemaker_field *f = o->fields;
	     f->meaning != FIELD_END; f++)
		printf("field %s %s %s %u\n", meaning(f->meaning), f->path,
		       f->to ? f->to : "-", f->flags);
}

/* Operations as words: "NAME judged|harmless|other|bad" for each. */
static int
screen(char **names)
{
	static const char *const kinds[] = { [APICALL_BAD] = "bad",
					     [APICALL_JUDGED] = "judged",
					     [APICALL_HARMLESS] = "harmless",
					     [APICALL_OTHER] = "other" };
	char target[160];

	for (; *names; names++) {
		const int n =
			snprintf(target, sizeof target, "SageMaker.%s", *names);

		printf("%s %s\n", *names,
		       kinds[apicall_kind((struct portero_str){
			       target, n > 0 ? (size_t)n : 0 })]);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc > 1)
		return screen(argv + 1);
	for (const struct sagemaker_operation *o = sagemaker_operations;
	     o->name; o++)
		print(o);
	return 0;
}
