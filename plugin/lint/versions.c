/* SPDX-License-Identifier: MIT */
/* versions.c - variables in a document whose Version does not know them (IAM:
 * "IAM JSON policy elements: Version"). */
#include "rules.h"

static bool
has_variable(struct str text)
{
	for (size_t i = 0; i + 1 < text.n; i++)
		if (text.p[i] == '$' && text.p[i + 1] == '{')
			return memchr(text.p + i, '}', text.n - i) != NULL;
	return false;
}

static void
look_at(struct lint *l, const struct lint_spot *at,
	const struct lint_texts *texts)
{
	for (size_t i = 0; i < texts->n; i++)
		if (has_variable(lint_text(texts, i)))
			lint_say(l, at, 0, lint_text_place(texts, i),
				 "write \"Version\": \"2012-10-17\"",
				 "without Version 2012-10-17 this is plain "
				 "text, not a variable");
}

void
look_version_2008_variable(struct lint *l, const struct lint_spot *at)
{
	const struct str version =
		json_str(json_get(at->document->json, "Version"));
	const struct lint_texts resources = lint_resources(at);
	struct lint_condition c = { 0 };

	if (str_equal(version, STR("2012-10-17")))
		return;
	look_at(l, at, &resources);
	while (lint_condition(at, &c)) {
		const struct lint_texts values = lint_texts(c.block, c.key);

		look_at(l, at, &values);
	}
}
