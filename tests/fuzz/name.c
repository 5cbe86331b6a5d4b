/* SPDX-License-Identifier: MIT */
/* name.c - a name is its parts with hyphens between, or it has no parts. */
#include "fuzz.h"

#include "../../plugin/decide/jobname.h"

static size_t
add(char *out, size_t n, struct str part, bool hyphen)
{
	if (hyphen)
		out[n++] = '-';
	if (part.n)
		memcpy(out + n, part.p, part.n);
	return n + part.n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* SageMaker: "Pipelines Access Management": 12, 10, at most 20 */
	const struct name_rules rules = { .execution_id = 12,
					  .entity_token = 10,
					  .step_name = 20 };
	struct str name = str_make(size ? (const char *)data : "", size);
	struct job_name parts;
	char *again;
	size_t n = 0;

	jobname_parse(&rules, name, &parts);
	if (parts.form == NAME_DIRECT)
		return 0;
	again = malloc(size + 64);
	if (!again)
		return 0;
	if (parts.form == NAME_PREFIX)
		n = add(again, n, parts.prefix, false);
	else
		n = add(again, n, STR("pipelines"), false);
	n = add(again, n, parts.execution_id, true);
	if (parts.form == NAME_DEFAULT)
		n = add(again, n, parts.step, true);
	n = add(again, n, parts.entity_token, true);
	if (parts.failure_count.n)
		n = add(again, n, parts.failure_count, true);
	HOLDS(str_equal(str_make(again, n), name));
	HOLDS(parts.execution_id.n == 12 && parts.entity_token.n == 10);
	HOLDS(parts.form == NAME_DEFAULT ? parts.step.n <= 20
					 : parts.prefix.n > 0);
	free(again);
	return 0;
}
