/* SPDX-License-Identifier: MIT */
/*
 * operators.c - condition operators as they are written, and what their values
 * parse to (IAM: "IAM JSON policy elements: Condition operators").
 */
#include "building.h"

#include "../base/near.h"
#include "../base/scan.h"
#include "error.h"

static const struct {
	struct str name;
	enum operator operator;
	bool negated;
} names[] = {
#define O(name, op, negated)                                                   \
	{                                                                      \
		{ #name, sizeof #name - 1 }, op, negated                       \
	}
	O(StringEquals, OP_STRING_EQUALS, false),
	O(StringNotEquals, OP_STRING_EQUALS, true),
	O(StringEqualsIgnoreCase, OP_STRING_EQUALS_IGNORE_CASE, false),
	O(StringNotEqualsIgnoreCase, OP_STRING_EQUALS_IGNORE_CASE, true),
	O(StringLike, OP_STRING_LIKE, false),
	O(StringNotLike, OP_STRING_LIKE, true),
	O(NumericEquals, OP_NUMERIC_EQUALS, false),
	O(NumericNotEquals, OP_NUMERIC_EQUALS, true),
	O(NumericLessThan, OP_NUMERIC_LESS, false),
	O(NumericLessThanEquals, OP_NUMERIC_LESS_EQUALS, false),
	O(NumericGreaterThan, OP_NUMERIC_GREATER, false),
	O(NumericGreaterThanEquals, OP_NUMERIC_GREATER_EQUALS, false),
	O(DateEquals, OP_DATE_EQUALS, false),
	O(DateNotEquals, OP_DATE_EQUALS, true),
	O(DateLessThan, OP_DATE_LESS, false),
	O(DateLessThanEquals, OP_DATE_LESS_EQUALS, false),
	O(DateGreaterThan, OP_DATE_GREATER, false),
	O(DateGreaterThanEquals, OP_DATE_GREATER_EQUALS, false),
	O(Bool, OP_BOOL, false),
	O(BinaryEquals, OP_BINARY_EQUALS, false),
	O(IpAddress, OP_IP_ADDRESS, false),
	O(NotIpAddress, OP_IP_ADDRESS, true),
	O(ArnEquals, OP_ARN_LIKE, false),
	O(ArnNotEquals, OP_ARN_LIKE, true),
	O(ArnLike, OP_ARN_LIKE, false),
	O(ArnNotLike, OP_ARN_LIKE, true),
	O(Null, OP_NULL, false),
#undef O
};

static const struct str any = { "ForAnyValue:", 12 };
static const struct str all = { "ForAllValues:", 13 };

/* The set operator that was meant, with its colon. */
static const char *
nearest_quantifier(struct str name)
{
	const char *colon = name.n ? memchr(name.p, ':', name.n) : NULL;

	if (!colon)
		return NULL;
	name.n = (size_t)(colon - name.p) + 1;
	if (near_text(name, any))
		return any.p;
	return near_text(name, all) ? all.p : NULL;
}

static const char *
nearest(struct str base)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (near_text(base, names[i].name))
			return names[i].name.p;
	return NULL;
}

bool
operators_parse(struct str name, struct condition *out, const char **near)
{
	static const struct str exists = { "IfExists", 8 };
	struct str base = name;

	*near = NULL;
	out->name = name;
	out->quantifier = ONE_VALUE;
	if (str_starts(base, any)) {
		out->quantifier = FOR_ANY_VALUE;
		base = str_from(base, any.n);
	} else if (str_starts(base, all)) {
		out->quantifier = FOR_ALL_VALUES;
		base = str_from(base, all.n);
	}
	out->if_exists = base.n > exists.n &&
			 str_equal(str_from(base, base.n - exists.n), exists);
	if (out->if_exists)
		base.n -= exists.n;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_equal(base, names[i].name)) {
			out->operator=(uint8_t) names[i].operator;
			out->negated = names[i].negated;
			/* Null asks for presence itself: no NullIfExists */
			if (out->operator!= OP_NULL || !out->if_exists)
				return true;
			*near = names[i].name.p;
			return false;
		}
	*near = out->quantifier == ONE_VALUE ? nearest_quantifier(base) : NULL;
	if (!*near)
		*near = nearest(base);
	return false;
}

static bool
refuse(const char **why, const char *sentence)
{
	*why = sentence;
	return false;
}

static void *
keep(struct build *b, const void *value, size_t size)
{
	void *p = build_alloc(b, size);

	if (p)
		memcpy(p, value, size);
	return p;
}

/* Text with variables, wildcards or escapes becomes a pattern; other text is
 * compared as it is. */
static bool
string_operand(struct build *b, struct operand *out, bool like, bool variables,
	       const char **why)
{
	unsigned flags = (like ? PATTERN_WILDCARDS : 0u) |
			 (variables ? PATTERN_VARIABLES_ON : 0u);
	bool plain = true;
	struct pattern *p;

	for (size_t i = 0; i < out->text.n; i++)
		if ((like && strchr("*?", out->text.p[i])) ||
		    (variables && out->text.p[i] == '$'))
			plain = false;
	if (plain)
		return true;
	p = build_alloc(b, sizeof *p);
	if (!p)
		return false;
	out->value = p;
	return pattern_compile(b, p, out->text, flags, why);
}

/* Splits at the first five colons outside ${...}. */
static bool
arn_operand(struct build *b, struct operand *out, bool variables,
	    const char **why)
{
	struct arn_pattern *arn = build_alloc(b, sizeof *arn);
	unsigned flags =
		PATTERN_WILDCARDS | (variables ? PATTERN_VARIABLES_ON : 0u);
	size_t begin = 0, part = 0, depth = 0;
	struct str text = out->text;

	if (!arn)
		return false;
	out->value = arn;
	for (size_t i = 0; i <= text.n; i++) {
		bool end = i == text.n;

		if (!end && variables && text.p[i] == '$' && i + 1 < text.n &&
		    text.p[i + 1] == '{')
			depth = 1;
		else if (!end && text.p[i] == '}')
			depth = 0;
		if (!end && (text.p[i] != ':' || depth || part == 5))
			continue;
		if (!pattern_compile(b, &arn->part[part],
				     str_make(text.p + begin, i - begin), flags,
				     why))
			return false;
		part++;
		begin = i + 1;
	}
	arn->whole = part == 6;
	return true;
}

static bool
binary_operand(struct build *b, struct operand *out, const char **why)
{
	unsigned char *bytes = build_array(b, out->text.n ? out->text.n : 1, 1);
	struct binary binary = { bytes, 0 };

	if (!bytes)
		return false;
	if (!scan_base64(bytes, out->text.n, &binary.n, out->text))
		return refuse(why, "not base64");
	out->value = keep(b, &binary, sizeof binary);
	return out->value != NULL;
}

bool
operators_operand(struct build *b, const struct condition *c, struct str text,
		  bool variables, struct operand *out, const char **why)
{
	struct decimal decimal;
	struct moment moment;
	struct address address;
	bool boolean;

	*why = NULL;
	out->text = build_text(b, text);
	out->value = NULL;
	switch ((enum operator)c->operator) {
	case OP_STRING_EQUALS:
	case OP_STRING_EQUALS_IGNORE_CASE:
		return string_operand(b, out, false, variables, why);
	case OP_STRING_LIKE:
		return string_operand(b, out, true, variables, why);
	case OP_ARN_LIKE:
		return arn_operand(b, out, variables, why);
	case OP_BINARY_EQUALS:
		return binary_operand(b, out, why);
	case OP_NUMERIC_EQUALS:
	case OP_NUMERIC_LESS:
	case OP_NUMERIC_LESS_EQUALS:
	case OP_NUMERIC_GREATER:
	case OP_NUMERIC_GREATER_EQUALS:
		if (!scan_decimal(&decimal, text))
			return refuse(why, "not a number of at most 30 digits");
		out->value = keep(b, &decimal, sizeof decimal);
		break;
	case OP_DATE_EQUALS:
	case OP_DATE_LESS:
	case OP_DATE_LESS_EQUALS:
	case OP_DATE_GREATER:
	case OP_DATE_GREATER_EQUALS:
		if (!scan_moment(&moment, text))
			return refuse(why, "not a date as "
					   "2026-01-31T12:00:00Z, nor epoch "
					   "seconds");
		out->value = keep(b, &moment, sizeof moment);
		break;
	case OP_BOOL:
	case OP_NULL:
		if (!scan_bool(&boolean, text))
			return refuse(why, "neither true nor false");
		out->value = keep(b, &boolean, sizeof boolean);
		break;
	case OP_IP_ADDRESS:
		if (!scan_address(&address, text, true))
			return refuse(why, "not an IP address or CIDR block");
		out->value = keep(b, &address, sizeof address);
		break;
	case OP_COUNT:
		return false;
	}
	return out->value != NULL;
}
