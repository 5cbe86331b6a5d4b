/* SPDX-License-Identifier: MIT */
/* Prints the name of a job, part by part, and its length. */
#include <string.h>

#include "escape.h"
#include "nameform.h"
#include "report_parts.h"

struct portero_str
report_short_arn(struct portero_str arn)
{
	int colons = 0;

	for (size_t i = 0; i < arn.len; i++)
		if (arn.ptr[i] == ':' && ++colons == 5)
			return (struct portero_str){ arn.ptr + i + 1,
						     arn.len - i - 1 };
	return arn;
}

static void
put(FILE *out, struct portero_str text)
{
	escape_print(out, text.ptr, text.len);
}

static void
print_part(FILE *out, const char *before, struct portero_str part)
{
	if (part.len == 0)
		return;
	fputs(before, out);
	put(out, part);
}

void
report_name(FILE *out, const struct report *r)
{
	struct portero_str operation = r->request->action;
	struct portero_str name = report_short_arn(r->request->resource);
	const struct name_kind *kind;
	struct name_parts parts;
	const char *cut;

	cut = name.len ? memchr(name.ptr, '/', name.len) : NULL;
	if (cut) {
		name.len -= (size_t)(cut + 1 - name.ptr);
		name.ptr = cut + 1;
	}
	cut = operation.len ? memchr(operation.ptr, ':', operation.len) : NULL;
	if (cut) {
		operation.len -= (size_t)(cut + 1 - operation.ptr);
		operation.ptr = cut + 1;
	}
	nameform_parse(name, &parts);
	if (parts.form == NAME_OTHER)
		put(out, name);
	else if (parts.form == NAME_DEFAULT)
		fputs("pipelines", out);
	else
		put(out, parts.prefix);
	print_part(out, " | ", parts.execution);
	print_part(out, " | ", parts.step);
	print_part(out, " | ", parts.token);
	print_part(out, " | retry ", parts.count);
	kind = nameform_operation(operation);
	if (kind)
		fprintf(out, "   %zu of %u", name.len, kind->name);
}
