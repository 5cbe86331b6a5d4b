/* SPDX-License-Identifier: MIT */
/* Draws a name part by part, with the length of each under it. */
#include <stdio.h>
#include <string.h>

#include "../lib/escape.h"
#include "name.h"

#define EXECUTION "000000000000"
#define TOKEN	  "AAAAAAAAAA"

/* N in the middle of WIDTH columns; a bracket when there is room for one. */
static void
put_length(unsigned n, unsigned width)
{
	char digits[16];
	unsigned len, left, right;

	len = (unsigned)snprintf(digits, sizeof digits, "%u", n);
	if (len > width)
		width = len;
	left = (width - len) / 2;
	right = width - len - left;
	if (width < 8) {
		printf("%*s%s%*s", (int)left, "", digits, (int)right, "");
		return;
	}
	fputs("└", stdout);
	for (unsigned i = 2; i < left; i++)
		fputs("─", stdout);
	printf(" %s ", digits);
	for (unsigned i = 2; i < right; i++)
		fputs("─", stdout);
	fputs("┘", stdout);
}

/* PARTS joined by hyphens, and the sum against LIMIT. */
static void
draw(const struct portero_str *parts, size_t n, unsigned limit)
{
	unsigned sum = 0;

	fputs("  ", stdout);
	for (size_t i = 0; i < n; i++) {
		fputs(i ? " - " : "", stdout);
		escape_print(stdout, parts[i].ptr, parts[i].len);
	}
	fputs("\n  ", stdout);
	for (size_t i = 0; i < n; i++) {
		fputs(i ? " 1 " : "", stdout);
		put_length((unsigned)parts[i].len,
			   (unsigned)escape_width(parts[i].ptr, parts[i].len));
		sum += (unsigned)parts[i].len + (i ? 1 : 0);
	}
	if (limit)
		printf("   = %u %s %u\n", sum, sum > limit ? ">" : "<=", limit);
	else
		printf("   = %u\n", sum);
}

static struct portero_str
str(const char *text)
{
	return (struct portero_str){ text, strlen(text) };
}

/* The prefix cut to N bytes, at a hyphen when there is one. */
static size_t
shorter(const char *prefix, size_t n)
{
	size_t cut = n;

	while (cut > 0 && prefix[cut] != '-')
		cut--;
	return cut > 0 ? cut : n;
}

static void
print_longest(const struct name_plan *plan)
{
	const struct name_kind *k = &plan->kind;

	printf("  longest prefix that survives:  0 retries %u · 1–9 retries %u "
	       "· 10–99 retries %u\n",
	       name_longest(k, 0), name_longest(k, 1), name_longest(k, 2));
}

void
name_draw(const struct name_plan *plan, const struct name_finding *f)
{
	const size_t n = strlen(plan->prefix);
	struct portero_str parts[4] = { str(plan->prefix), str(EXECUTION),
					str(TOKEN) };
	char count[16];

	snprintf(count, sizeof count, "%u", plan->retries);
	parts[3] = str(count);
	printf("%s%s  %s: %s\n", f->code ? "ERROR " : "",
	       f->code ? f->code : "ok", plan->kind.kind, f->text);
	if (plan->kind.prefix == 0)
		return;
	draw(parts, plan->retries ? 4 : 3, plan->kind.name);
	print_longest(plan);
	if (n > f->longest && f->longest > 0)
		printf("  shorten by %zu: e.g. %.*s\n", n - f->longest,
		       (int)shorter(plan->prefix, f->longest), plan->prefix);
}

bool
name_draw_parts(const struct name_plan *plan)
{
	static const char *const forms[] = {
		[NAME_OTHER] = "neither form that pipelines give",
		[NAME_PREFIX] = "PREFIX-EXECUTION-TOKEN",
		[NAME_DEFAULT] = "pipelines-EXECUTION-STEP-TOKEN",
	};
	const struct portero_str name = str(plan->name);
	struct portero_str list[5];
	struct name_parts p;
	size_t n = 0;

	nameform_parse(name, &p);
	if (!nameform_legal(name))
		puts("ERROR NAME_SYNTAX  not a legal name");
	else
		printf("%s\n", forms[p.form]);
	if (p.form == NAME_OTHER)
		list[n++] = name;
	else
		list[n++] = p.form == NAME_PREFIX ? p.prefix : str("pipelines");
	if (p.form != NAME_OTHER)
		list[n++] = p.execution;
	if (p.form == NAME_DEFAULT)
		list[n++] = p.step;
	if (p.form != NAME_OTHER)
		list[n++] = p.token;
	if (p.count.len > 0)
		list[n++] = p.count;
	draw(list, n, plan->step ? plan->kind.name : 0);
	return p.form != NAME_OTHER && nameform_legal(name) &&
	       (!plan->step || name.len <= plan->kind.name);
}

void
name_json(const struct name_plan *plan, const struct name_finding *f)
{
	const struct name_kind *k = &plan->kind;

	printf("{\"schema\":\"portero.name/1\",\"ok\":%s,\"code\":\"%s\","
	       "\"kind\":\"%s\",\"prefix\":",
	       f->code ? "false" : "true", f->code ? f->code : "", k->kind);
	escape_json(stdout, plan->prefix, strlen(plan->prefix));
	printf(",\"retries\":%u,\"length\":%u,\"limit\":%u,"
	       "\"prefix_limit\":%u,\"longest_prefix\":%u}\n",
	       plan->retries, f->length, k->name, k->prefix, f->longest);
}
