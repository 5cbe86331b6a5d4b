/* SPDX-License-Identifier: MIT */
/* arns.c - ARNs with fewer than six fields (IAM: "Grammar of the IAM JSON
 * policy language", "Condition operators"). */
#include "rules.h"

/* Fields; the colon of ${aws:username} ends none. */
static size_t
count_fields(struct str text)
{
	bool inside = false;
	size_t n = 1;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '{' && i && text.p[i - 1] == '$')
			inside = true;
		else if (text.p[i] == '}')
			inside = false;
		n += text.p[i] == ':' && !inside;
	}
	return n;
}

static void
look_at_resource(struct lint *l, const struct lint_spot *at, struct str text,
		 struct lint_place place)
{
	const uint8_t type = at->document->policy->type;
	const size_t fields = count_fields(text);
	const bool star = text.p[text.n - 1] == '*';

	if (fields >= 6)
		return;
	if (type == POLICY_IDENTITY || type == POLICY_BOUNDARY)
		lint_say(l, at, star ? NOTE : 0, place,
			 "write arn:partition:service:region:account:resource",
			 "%zu of the six fields of an ARN: the others are "
			 "read as *",
			 fields);
	else if (!star)
		lint_say(l, at, 0, place,
			 "write arn:partition:service:region:account:resource",
			 "%zu of the six fields of an ARN: it matches nothing",
			 fields);
}

void
look_short_arn(struct lint *l, const struct lint_spot *at)
{
	const struct lint_texts resources = lint_resources(at);
	struct lint_condition c = { 0 };

	for (size_t i = 0; i < resources.n; i++) {
		const struct str text = lint_text(&resources, i);

		if (str_starts(text, STR("arn:")))
			look_at_resource(l, at, text,
					 lint_text_place(&resources, i));
	}
	while (lint_condition(at, &c)) {
		const struct lint_texts values = lint_texts(c.block, c.key);

		if (c.compiled->operator!= OP_ARN_LIKE)
			continue;
		for (size_t i = 0; i < values.n; i++) {
			const struct arn_pattern *arn =
				c.compiled->operands[i].value;

			if (!arn->whole)
				lint_say(l, at, 0, lint_text_place(&values, i),
					 "write all six fields, or use "
					 "StringLike",
					 "%s compares the six fields of an "
					 "ARN: this %s",
					 c.operator,
					 c.compiled->negated
						 ? "is always true"
						 : "matches nothing");
		}
	}
}
