/* SPDX-License-Identifier: MIT */
/* lists.c - empty lists, which make a statement say nothing (IAM: "Access
 * Analyzer policy check reference"). */
#include "rules.h"

static bool
is_empty(const struct json *value)
{
	return (json_is_array(value) && json_nelements(value) == 0) ||
	       (json_is_object(value) && json_nmembers(value) == 0);
}

static void
say(struct lint *l, const struct lint_spot *at, const struct json *parent,
    const char *key)
{
	lint_say(l, at, 0, lint_key(parent, key),
		 "name what is meant, or remove the statement",
		 "\"%s\" is empty: the statement never applies", key);
}

static void
look_conditions(struct lint *l, const struct lint_spot *at)
{
	struct json *all = json_get(at->json, "Condition"), *block, *value;
	const char *operator, * key;

	if (all && json_nmembers(all) == 0)
		lint_say(l, at, NOTE, lint_key(at->json, "Condition"),
			 "remove it", "an empty Condition asks for nothing");
	json_each(all, operator, block)
	{
		if (json_nmembers(block) == 0)
			lint_say(l, at, NOTE, lint_key(all, operator),
				 "remove it",
				 "an operator without a key asks for nothing");
		json_each(block, key, value)
		{
			if (is_empty(value))
				say(l, at, block, key);
		}
	}
}

void
look_empty_list(struct lint *l, const struct lint_spot *at)
{
	static const char *const elements[] = {
		"Principal", "NotPrincipal", "Action",
		"NotAction", "Resource",     "NotResource",
	};

	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
		struct json *value = json_get(at->json, elements[i]);
		const char *key;
		struct json *member;

		if (is_empty(value))
			say(l, at, at->json, elements[i]);
		if (json_is_object(value))
			json_each(value, key, member)
			{
				if (is_empty(member) &&
				    json_nmembers(value) == 1)
					say(l, at, value, key);
			}
	}
	look_conditions(l, at);
}
