/* SPDX-License-Identifier: MIT */
/*
 * What is wrong with a prefix (SageMaker: "Pipelines Access Management"): the
 * name is PREFIX-EXECUTION-TOKEN, and a retry adds its count at the end, so
 * that a name that fits today need not fit after a retry.
 */
#include <stdio.h>
#include <string.h>

#include "name.h"

#define FIXED (1 + NAMEFORM_EXECUTION + 1 + NAMEFORM_TOKEN)

unsigned
name_digits(unsigned retries)
{
	unsigned digits = 0;

	for (; retries > 0; retries /= 10)
		digits++;
	return digits;
}

unsigned
name_longest(const struct name_kind *kind, unsigned digits)
{
	const unsigned rest = FIXED + (digits > 0 ? 1 + digits : 0);
	const unsigned room = kind->name > rest ? kind->name - rest : 0;

	return room < kind->prefix ? room : kind->prefix;
}

/* Letters, digits and hyphens, no hyphen first. One may be last: names take
 * any number of hyphens in a row. */
static bool
is_prefix(const char *p)
{
	static const char legal[] = "-abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

	return *p && *p != '-' && !p[strspn(p, legal)];
}

static bool
is_reserved(const char *p)
{
	return strncmp(p, "pipelines", 9) == 0 && (!p[9] || p[9] == '-');
}

static void
found(struct name_finding *out, const char *code, const char *what)
{
	out->code = code;
	snprintf(out->text, sizeof out->text, "%s", what);
}

void
name_judge(const struct name_plan *plan, struct name_finding *out)
{
	const struct name_kind *kind = &plan->kind;
	const unsigned digits = name_digits(plan->retries);
	const unsigned n = (unsigned)strlen(plan->prefix);

	*out = (struct name_finding){
		.length = n + FIXED + (digits ? 1 + digits : 0),
		.longest = name_longest(kind, digits),
	};
	if (kind->prefix == 0)
		found(out, "NAME_NO_PREFIX",
		      "people name these themselves, a pipeline does not");
	else if (!is_prefix(plan->prefix))
		found(out, "NAME_SYNTAX",
		      "a prefix has letters, digits and hyphens, and begins "
		      "with no hyphen");
	else if (is_reserved(plan->prefix))
		found(out, "NAME_RESERVED",
		      "`pipelines` begins names without a prefix");
	else if (n > kind->prefix)
		snprintf(out->text, sizeof out->text,
			 "prefix is %u characters, limit %u", n, kind->prefix);
	else if (out->length > kind->name)
		snprintf(out->text, sizeof out->text,
			 "name is %u characters, limit %u", out->length,
			 kind->name);
	else
		snprintf(out->text, sizeof out->text,
			 "name is %u of %u characters, prefix %u of %u",
			 out->length, kind->name, n, kind->prefix);
	if (!out->code && n > kind->prefix)
		out->code = "NAME_PREFIX_TOO_LONG";
	else if (!out->code && out->length > kind->name)
		out->code = "NAME_TOO_LONG";
}
