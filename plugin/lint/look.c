/* SPDX-License-Identifier: MIT */
/* look.c - the texts, actions and conditions of a statement, for rules. */
#include "../decide/match.h"
#include "rule.h"

/* ---- texts ---- */

struct lint_texts
lint_texts(const struct json *parent, const char *key)
{
	const struct json *value = json_get(parent, key);

	return (struct lint_texts){ parent, value, key,
				    json_is_array(value) ? json_nelements(value)
							 : value != NULL };
}

struct str
lint_text(const struct lint_texts *texts, size_t i)
{
	const struct json *value = json_is_array(texts->value)
					   ? json_at(texts->value, i)
					   : texts->value;

	if (!json_is_string(value))
		return STR("");
	return json_str(value);
}

struct lint_place
lint_text_place(const struct lint_texts *texts, size_t i)
{
	if (json_is_array(texts->value))
		return (struct lint_place){ texts->value, NULL, i, false };
	return lint_value(texts->parent, texts->key);
}

struct lint_texts
lint_actions(const struct lint_spot *at)
{
	return lint_texts(at->json, json_get(at->json, "Action") ? "Action"
								 : "NotAction");
}

struct lint_texts
lint_resources(const struct lint_spot *at)
{
	return lint_texts(at->json, json_get(at->json, "Resource")
					    ? "Resource"
					    : "NotResource");
}

bool
lint_has_wildcard(struct str text)
{
	return text.n && (memchr(text.p, '*', text.n) != NULL ||
			  memchr(text.p, '?', text.n) != NULL);
}

bool
lint_begins_fold(struct str text, struct str folded)
{
	return text.n >= folded.n &&
	       str_is_fold(folded, str_make(text.p, folded.n));
}

bool
lint_ends(struct str text, struct str end)
{
	return text.n >= end.n &&
	       str_equal(str_from(text, text.n - end.n), end);
}

/* ---- statements ---- */

struct lint_spot
lint_statement(const struct lint_document *d, uint32_t i)
{
	const struct json *list = json_get(d->json, "Statement");

	return (struct lint_spot){ d, &d->policy->statements[i],
				   json_is_array(list) ? json_at(list, i)
						       : list };
}

bool
lint_covers(const struct statement *st, struct str folded)
{
	const struct action_set *set = st->actions;
	bool among = false;

	/* patterns of actions have no variables and are folded already */
	for (uint32_t i = 0; i < set->npatterns && !among; i++)
		among = match_pattern(NULL, &set->patterns[i], folded) == YES;
	return among != set->negated;
}

/* ---- conditions ---- */

bool
lint_condition(const struct lint_spot *at, struct lint_condition *c)
{
	struct json *all = json_get(at->json, "Condition"), *block, *value;
	const char *operator, * key;
	uint32_t i = 0;

	/* compiled conditions are in the order of the text */
	json_each(all, operator, block)
	{
		json_each(block, key, value)
		{
			if (i++ < c->next)
				continue;
			if (c->next >= at->statement->nconditions)
				return false;
			c->compiled = &at->statement->conditions[c->next++];
			c->operator= operator;
			c->key = key;
			c->block = block;
			return true;
		}
	}
	return false;
}

bool
lint_key_is(const struct lint_condition *c, struct str key)
{
	return str_equal_fold(key, str_make(c->key, strlen(c->key)));
}

bool
lint_key_begins(const struct lint_condition *c, struct str folded)
{
	return lint_begins_fold(str_make(c->key, strlen(c->key)), folded);
}

bool
lint_requires(const struct lint_spot *at, struct str key)
{
	struct lint_condition c = { 0 };

	while (lint_condition(at, &c)) {
		const struct condition *d = c.compiled;

		if (!lint_key_is(&c, key))
			continue;
		if (d->operator== OP_NULL) {
			if (d->noperands == 1 &&
			    str_is_fold(STR("false"), d->operands[0].text))
				return true;
		} else if (!d->if_exists && !d->negated &&
			   d->quantifier != FOR_ALL_VALUES) {
			return true;
		} else if (!d->if_exists && d->quantifier == FOR_ANY_VALUE) {
			return true;
		}
	}
	return false;
}
