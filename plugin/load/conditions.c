/* SPDX-License-Identifier: MIT */
/* conditions.c - the Condition element (IAM: "IAM JSON policy elements:
 * Condition"). */
#include <stdio.h>

#include "error.h"
#include "repeated.h"

/* Condition keys of one operator that differ only by case (Access Analyzer:
 * "Duplicate keys with different case"). */
static bool
repeated_key(struct parse *d, const struct json *block, const char *key)
{
	const char *other;
	struct json *value;

	json_each(block, other, value)
	{
		if (other == key || strcmp(other, key) == 0)
			return false;
		if (str_equal_fold(str_make(other, strlen(other)),
				   str_make(key, strlen(key))))
			return !source_error(
				d->source, block, key, 0, true, d->err,
				PORTERO_ERROR_POLICY, "duplicate-key",
				"condition keys do not differ by case; merge "
				"the two",
				"\"%s\" is \"%s\" again", key, other);
	}
	return false;
}

static bool
is_plain(const struct condition *c)
{
	bool plain =
		c->operator== OP_STRING_EQUALS || c->operator== OP_STRING_LIKE;

	for (uint32_t i = 0; i < c->noperands; i++)
		plain &= !c->operands[i].value;
	return plain;
}

static bool
parse_key(struct parse *d, const struct json *block, const char *key,
	  struct condition *c, struct statement *st)
{
	struct operand *operands;
	struct texts texts;

	if (!*key)
		return source_error(d->source, block, key, 0, true, d->err,
				    PORTERO_ERROR_POLICY, "bad-condition",
				    "name a condition key, as aws:PrincipalArn",
				    "an empty condition key");
	if (repeated_key(d, block, key) ||
	    !texts_of_values(d, block, key, &texts))
		return false;
	operands = build_array(d->b, texts.n ? texts.n : 1, sizeof *operands);
	c->key = keys_intern(d->b, str_make(key, strlen(key)));
	if (!operands || c->key == KEY_NONE)
		return false;
	for (size_t i = 0; i < texts.n; i++) {
		const char *why;

		if (!operators_operand(d->b, c, text_at(&texts, i),
				       d->variables, &operands[i], &why))
			return why ? text_fail(d, &texts, i, "bad-value",
					       "see IAM: \"Condition "
					       "operators\"",
					       "%s: %s", c->name.p, why)
				   : false;
	}
	if (texts.n == 0)
		st->inert = true;
	c->operands = operands;
	c->noperands = (uint32_t)texts.n;
	c->plain = is_plain(c);
	return true;
}

/* The operator's name, kept once for all policies. */
static bool
keep_name(struct parse *d, struct condition *c)
{
	struct list *list = &d->b->operator_names;
	struct str *kept;

	for (uint32_t i = 0; i < list->n; i++) {
		kept = list->items[i];
		if (str_equal(*kept, c->name)) {
			c->name = *kept;
			return true;
		}
	}
	kept = build_scratch(d->b, 1, sizeof *kept);
	if (!kept)
		return false;
	*kept = build_text(d->b, str_make(c->name.p, c->name.n + 1));
	kept->n = c->name.n;
	c->name = *kept;
	return list_add(d->b, list, kept);
}

static bool
parse_operator(struct parse *d, const struct json *conditions, const char *name,
	       const struct json *block, struct condition *out, uint32_t *n,
	       struct statement *st)
{
	struct condition c = { 0 };
	const char *near, *key;
	char hint[96] = "see IAM: \"Condition operators\"";
	struct json *value;

	if (!operators_parse(str_make(name, strlen(name)), &c, &near)) {
		if (near)
			snprintf(hint, sizeof hint, "did you mean \"%s\"?",
				 near);
		return source_error(d->source, conditions, name, 0, true,
				    d->err, PORTERO_ERROR_POLICY,
				    "unknown-operator", hint,
				    "\"%s\" is not a condition operator", name);
	}
	if (!json_is_object(block))
		return parse_fail(d, conditions, name, 0, "wrong-type",
				  "write { \"key\": \"value\" }",
				  "the value of a condition operator is not "
				  "an object");
	if (!keep_name(d, &c))
		return false;
	json_each(block, key, value)
	{
		out[*n] = c;
		if (!parse_key(d, block, key, &out[*n], st))
			return false;
		(*n)++;
	}
	return true;
}

static bool
parse_conditions(struct parse *d, const struct json *conditions,
		 struct statement *st)
{
	struct condition *out;
	size_t most = 0;
	const char *name;
	struct json *block;

	json_each(conditions, name, block) most += json_nmembers(block);
	out = build_array(d->b, most ? most : 1, sizeof *out);
	if (!out)
		return false;
	st->conditions = out;
	json_each(conditions, name,
		  block) if (!parse_operator(d, conditions, name, block, out,
					     &st->nconditions,
					     st)) return false;
	return true;
}

bool
condition_element(struct parse *d, const struct json *object,
		  struct statement *st)
{
	const struct json *conditions = json_get(object, "Condition");
	struct lookup *all = &d->b->condition_elements[d->variables];
	const bool inert = st->inert;
	const struct repeated *same;
	struct repeated kept;

	if (!conditions)
		return true;
	if (!json_is_object(conditions))
		return parse_fail(d, object, "Condition", 0, "wrong-type",
				  "write { \"Operator\": { \"key\": "
				  "\"value\" } }",
				  "Condition is not an object");
	same = repeated_find(all, d, conditions);
	if (same) {
		st->conditions = same->items;
		st->nconditions = same->n;
		st->inert |= same->inert;
		return true;
	}
	st->inert = false;
	if (!parse_conditions(d, conditions, st))
		return false;
	kept = (struct repeated){ st->conditions, st->nconditions, st->inert };
	st->inert |= inert;
	return repeated_add(all, d, conditions, &kept);
}
