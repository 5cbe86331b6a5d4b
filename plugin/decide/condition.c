/* SPDX-License-Identifier: MIT */
/*
 * condition.c - the condition operators, one function each, and how several
 * values combine (IAM: "IAM JSON policy elements: Condition operators" and
 * "Single-valued vs. multivalued context keys").
 */
#include "condition.h"

#include "match.h"
#include "trace.h"

/* One value against one operand; *BAD when the value cannot be read. */
typedef enum truth compare(const struct context *ctx, struct str value,
			   const struct operand *operand, bool *bad);

static enum truth
of(bool b)
{
	return b ? YES : NO;
}

static enum truth
string_equals(const struct context *ctx, struct str value,
	      const struct operand *o, bool *bad)
{
	(void)bad;
	if (!o->value)
		return of(str_equal(value, o->text));
	return match_pattern(ctx, o->value, value);
}

static enum truth
string_equals_ignore_case(const struct context *ctx, struct str value,
			  const struct operand *o, bool *bad)
{
	(void)bad;
	if (!o->value)
		return of(str_equal_fold(value, o->text));
	return match_pattern_fold(ctx, o->value, value);
}

/* StringLike: the operand's pattern has the wildcards already. */
static enum truth
string_like(const struct context *ctx, struct str value,
	    const struct operand *o, bool *bad)
{
	return string_equals(ctx, value, o, bad);
}

static int
numeric_order(struct str value, const struct operand *o, bool *bad)
{
	struct decimal number;

	if (!scan_decimal(&number, value)) {
		*bad = true;
		return 0;
	}
	return decimal_compare(&number, o->value);
}

static int
date_order(struct str value, const struct operand *o, bool *bad)
{
	struct moment moment;

	if (!scan_moment(&moment, value)) {
		*bad = true;
		return 0;
	}
	return moment_compare(&moment, o->value);
}

#define ORDER(name, order, test)                                               \
	static enum truth name(const struct context *ctx, struct str value,    \
			       const struct operand *o, bool *bad)             \
	{                                                                      \
		int c = order(value, o, bad);                                  \
                                                                               \
		(void)ctx;                                                     \
		return of(!*bad && (test));                                    \
	}

ORDER(numeric_equals, numeric_order, c == 0)
ORDER(numeric_less, numeric_order, c < 0)
ORDER(numeric_less_equals, numeric_order, c <= 0)
ORDER(numeric_greater, numeric_order, c > 0)
ORDER(numeric_greater_equals, numeric_order, c >= 0)
ORDER(date_equals, date_order, c == 0)
ORDER(date_less, date_order, c < 0)
ORDER(date_less_equals, date_order, c <= 0)
ORDER(date_greater, date_order, c > 0)
ORDER(date_greater_equals, date_order, c >= 0)

static enum truth
boolean(const struct context *ctx, struct str value, const struct operand *o,
	bool *bad)
{
	const bool *want = o->value;
	bool have;

	(void)ctx;
	if (!scan_bool(&have, value)) {
		*bad = true;
		return NO;
	}
	return of(have == *want);
}

static enum truth
binary_equals(const struct context *ctx, struct str value,
	      const struct operand *o, bool *bad)
{
	unsigned char bytes[PORTERO_MAX_VALUE];
	const struct binary *want = o->value;
	size_t n;

	(void)ctx;
	if (!scan_base64(bytes, sizeof bytes, &n, value)) {
		*bad = true;
		return NO;
	}
	return of(n == want->n &&
		  (n == 0 || memcmp(bytes, want->bytes, n) == 0));
}

static enum truth
ip_address(const struct context *ctx, struct str value, const struct operand *o,
	   bool *bad)
{
	struct address address;

	(void)ctx;
	if (!scan_address(&address, value, false)) {
		*bad = true;
		return NO;
	}
	return of(address_contains(o->value, &address));
}

/* Six parts, one by one; what has fewer never matches. */
static enum truth
arn_like(const struct context *ctx, struct str value, const struct operand *o,
	 bool *bad)
{
	const struct arn_pattern *want = o->value;
	enum truth all = YES;

	(void)bad;
	if (!want->whole)
		return NO;
	for (int i = 0; i < 6 && all != NO; i++) {
		const char *colon =
			value.n ? memchr(value.p, ':', value.n) : NULL;
		struct str part = value;

		if (i < 5) {
			if (!colon)
				return NO;
			part.n = (size_t)(colon - value.p);
			value = str_from(value, part.n + 1);
		}
		all = both(all, match_pattern(ctx, &want->part[i], part));
	}
	return all;
}

static compare *const operators[OP_COUNT] = {
	[OP_STRING_EQUALS] = string_equals,
	[OP_STRING_EQUALS_IGNORE_CASE] = string_equals_ignore_case,
	[OP_STRING_LIKE] = string_like,
	[OP_NUMERIC_EQUALS] = numeric_equals,
	[OP_NUMERIC_LESS] = numeric_less,
	[OP_NUMERIC_LESS_EQUALS] = numeric_less_equals,
	[OP_NUMERIC_GREATER] = numeric_greater,
	[OP_NUMERIC_GREATER_EQUALS] = numeric_greater_equals,
	[OP_DATE_EQUALS] = date_equals,
	[OP_DATE_LESS] = date_less,
	[OP_DATE_LESS_EQUALS] = date_less_equals,
	[OP_DATE_GREATER] = date_greater,
	[OP_DATE_GREATER_EQUALS] = date_greater_equals,
	[OP_BOOL] = boolean,
	[OP_BINARY_EQUALS] = binary_equals,
	[OP_IP_ADDRESS] = ip_address,
	[OP_ARN_LIKE] = arn_like,
	[OP_NULL] = NULL, /* about presence, see null_met */
};

static bool
is_one_of(const struct condition *c, struct str value)
{
	for (uint32_t i = 0; i < c->noperands; i++)
		if (str_equal(value, c->operands[i].text))
			return true;
	return false;
}

/* One value satisfies the operator: it equals any operand, or, negated, none.
 * A value that cannot be read satisfies neither. */
static enum truth
satisfied(const struct context *ctx, const struct condition *c,
	  struct str value)
{
	compare *const test = operators[c->operator];
	enum truth any = NO;
	bool bad = false;

	if (c->plain)
		return is_one_of(c, value) != c->negated ? YES : NO;
	for (uint32_t i = 0; i < c->noperands && any != YES; i++)
		any = either(any, test(ctx, value, &c->operands[i], &bad));
	if (bad)
		return NO;
	return c->negated ? negate(any) : any;
}

static bool
all_empty(const struct values *values)
{
	for (size_t i = 0; i < values->n; i++)
		if (values->v[i].len)
			return false;
	return true;
}

/* Null: "true" when the key is absent or its value empty. */
static enum truth
null_met(const struct condition *c, const struct values *values)
{
	bool absent = values->presence == KEY_ABSENT || all_empty(values);

	if (c->quantifier == FOR_ANY_VALUE)
		return NO;
	if (c->quantifier == FOR_ALL_VALUES)
		return YES;
	if (values->presence == KEY_UNKNOWN)
		return MAYBE;
	for (uint32_t i = 0; i < c->noperands; i++)
		if (*(const bool *)c->operands[i].value == absent)
			return YES;
	return NO;
}

static enum truth
missing(const struct condition *c)
{
	if (c->if_exists || c->quantifier == FOR_ALL_VALUES)
		return YES;
	return c->quantifier == ONE_VALUE ? of(c->negated) : NO;
}

static enum truth
values_met(const struct context *ctx, const struct condition *c,
	   const struct values *values)
{
	const bool every = c->quantifier == FOR_ALL_VALUES;
	const enum truth final = every ? NO : YES;
	enum truth met = negate(final);

	if (c->quantifier == ONE_VALUE && values->many)
		return NO;
	if (every && all_empty(values))
		return YES;
	for (size_t i = 0; i < values->n; i++) {
		enum truth one = satisfied(ctx, c, str_of(values->v[i]));

		if (one == final)
			return final;
		if (one == MAYBE)
			met = MAYBE;
	}
	return met;
}

static enum truth
one_met(const struct context *ctx, const struct condition *c,
	const struct statement *st)
{
	struct derived derived;
	struct values values;
	enum truth met;

	context_values(ctx, c->key, &values, &derived);
	if (c->operator== OP_NULL)
		met = null_met(c, &values);
	else if (values.presence == KEY_UNKNOWN)
		met = MAYBE;
	else if (values.presence == KEY_ABSENT)
		met = missing(c);
	else
		met = values_met(ctx, c, &values);
	if (ctx->trace)
		trace_condition(ctx, st, c, &values, met);
	return met;
}

enum truth
condition_met(const struct context *ctx, const struct statement *st)
{
	enum truth all = YES;

	/* a dry run looks at every key, so that it can tell about each */
	for (uint32_t i = 0; i < st->nconditions && (all != NO || ctx->trace);
	     i++)
		all = both(all, one_met(ctx, &st->conditions[i], st));
	return all;
}
