/* SPDX-License-Identifier: MIT */
/*
 * cost.c - how dear a statement can be. A pattern with a wildcard inside may
 * compare each of its bytes with each byte of the text; another one looks at
 * each of its own bytes once.
 */
#include "building.h"

#define RESOURCE_BYTES PORTERO_MAX_TEXT /* the longest resource */
#define VALUE_BYTES    256u /* a value as long as a tag's (IAM: "Tagging") */

uint64_t
cost_add(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* "literal", "beginning*" and "*" are read once. */
static bool
simple(const struct pattern *p)
{
	for (uint32_t i = 0; i + 1 < p->ntokens; i++)
		if (p->tokens[i].kind == TOKEN_ANY ||
		    p->tokens[i].kind == TOKEN_ANY_IN_FIELD)
			return false;
	return true;
}

static uint64_t
pattern_cost(const struct pattern *p, uint64_t text)
{
	uint64_t bytes = (uint64_t)p->length + 1;

	return simple(p) ? bytes : bytes * text;
}

static uint64_t
operand_cost(const struct condition *c, const struct operand *o)
{
	const struct arn_pattern *arn;
	uint64_t cost = 0;

	switch ((enum operator)c->operator) {
	case OP_STRING_LIKE:
	case OP_STRING_EQUALS:
	case OP_STRING_EQUALS_IGNORE_CASE:
		return o->value ? pattern_cost(o->value, VALUE_BYTES)
				: o->text.n + 1;
	case OP_ARN_LIKE:
		arn = o->value;
		for (int i = 0; arn->whole && i < 6; i++)
			cost += pattern_cost(&arn->part[i], VALUE_BYTES);
		return cost;
	case OP_NUMERIC_EQUALS:
	case OP_NUMERIC_LESS:
	case OP_NUMERIC_LESS_EQUALS:
	case OP_NUMERIC_GREATER:
	case OP_NUMERIC_GREATER_EQUALS:
	case OP_DATE_EQUALS:
	case OP_DATE_LESS:
	case OP_DATE_LESS_EQUALS:
	case OP_DATE_GREATER:
	case OP_DATE_GREATER_EQUALS:
	case OP_BOOL:
	case OP_BINARY_EQUALS:
	case OP_IP_ADDRESS:
	case OP_NULL:
	case OP_COUNT:
		break;
	}
	return o->text.n + 1;
}

uint64_t
cost_of(const struct candidate *candidate)
{
	const struct statement *st = candidate->statement;
	uint64_t cost = 1;

	for (uint32_t i = 0; i < st->nresources; i++)
		if (candidate->test == TEST_ASK &&
		    (!candidate->resource.pattern ||
		     candidate->resource.pattern == &st->resources[i]))
			cost = cost_add(cost, pattern_cost(&st->resources[i],
							   RESOURCE_BYTES));
	for (uint32_t i = 0; i < st->nconditions; i++)
		for (uint32_t k = 0; k < st->conditions[i].noperands; k++)
			cost = cost_add(
				cost,
				operand_cost(&st->conditions[i],
					     &st->conditions[i].operands[k]));
	return cost;
}
