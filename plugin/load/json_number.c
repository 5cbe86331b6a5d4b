/* SPDX-License-Identifier: MIT */
/* json_number.c - numbers and words of JSON. */
#include <math.h>

#include "error.h"
#include "json_reader.h"

static bool
digits(struct json_reader *r)
{
	const size_t begin = r->at;

	while (json_is_digit(json_peek(r)))
		r->at++;
	return r->at > begin;
}

/* Moves past what the grammar of numbers allows; *REAL: not an integer. */
static bool
check_number(struct json_reader *r, bool *real)
{
	*real = false;
	if (json_peek(r) == '-')
		r->at++;
	if (json_peek(r) == '0')
		r->at++;
	else if (!digits(r))
		return false;
	if (json_peek(r) == '.') {
		*real = true;
		r->at++;
		if (!digits(r))
			return false;
	}
	if (json_peek(r) == 'e' || json_peek(r) == 'E') {
		*real = true;
		r->at++;
		if (json_peek(r) == '+' || json_peek(r) == '-')
			r->at++;
		return digits(r);
	}
	return true;
}

static bool
to_integer(struct str text, int64_t *out)
{
	const bool negative = text.p[0] == '-';
	int64_t v = 0;

	/* counted downwards: negative numbers reach one further */
	for (size_t i = negative; i < text.n; i++) {
		const int d = text.p[i] - '0';

		if (v < (INT64_MIN + d) / 10)
			return false;
		v = v * 10 - d;
	}
	if (!negative && v == INT64_MIN)
		return false;
	*out = negative ? v : -v;
	return true;
}

/*
 * Nearly the value: strtod depends on the locale, and whoever compares numbers
 * takes them as they are written, from source_text.
 */
static double
to_real(struct str text)
{
	double v = 0;
	long exponent = 0, scale = 0;
	bool point = false, negative = false;
	size_t i = text.p[0] == '-';

	for (; i < text.n && text.p[i] != 'e' && text.p[i] != 'E'; i++) {
		if (text.p[i] == '.') {
			point = true;
			continue;
		}
		v = v * 10 + (text.p[i] - '0');
		scale -= point;
	}
	for (; i < text.n; i++) {
		negative |= text.p[i] == '-';
		if (json_is_digit(text.p[i]) && exponent < 100000)
			exponent = exponent * 10 + (text.p[i] - '0');
	}
	exponent = (negative ? -exponent : exponent) + scale;
	for (; exponent > 0 && v != 0 && v < HUGE_VAL; exponent--)
		v *= 10;
	for (; exponent < 0 && v != 0; exponent++)
		v /= 10;
	return text.p[0] == '-' ? -v : v;
}

/* The number TEXT; false when it is too large. */
static bool
to_number(struct json_reader *r, struct str text, bool real, struct json *out)
{
	bool fits;

	out->type = real ? JSON_REAL : JSON_INTEGER;
	if (real) {
		out->is.real = to_real(text);
		fits = out->is.real > -HUGE_VAL && out->is.real < HUGE_VAL;
	} else {
		fits = to_integer(text, &out->is.integer);
	}
	return fits || source_refuse(r->source, r->err, "number-range",
				     "write it as text, in double quotes",
				     r->at - text.n, text.n,
				     "this number is too large");
}

bool
json_read_number(struct json_reader *r, struct json *out)
{
	const size_t begin = r->at;
	size_t end = begin;
	bool real;

	while (end < r->text.n &&
	       (json_is_word(r->text.p[end]) || json_is_digit(r->text.p[end]) ||
		strchr("+-.", r->text.p[end])))
		end++;
	if (check_number(r, &real) && r->at == end)
		return to_number(r, str_make(r->text.p + begin, end - begin),
				 real, out);
	r->at = begin;
	return json_refuse(
		r, end - begin,
		"no leading zeros or plus sign; or write it as text, in \"",
		"this is not a JSON number");
}

size_t
json_word_width(const struct json_reader *r)
{
	size_t n = 0;

	while (r->at + n < r->text.n && json_is_word(r->text.p[r->at + n]))
		n++;
	return n ? n : 1;
}

bool
json_read_word(struct json_reader *r, struct json *out)
{
	static const struct {
		const char *text;
		enum json_type type;
	} words[] = {
		{ "true", JSON_TRUE },
		{ "false", JSON_FALSE },
		{ "null", JSON_NULL },
	};
	const struct str w = str_make(r->text.p + r->at, json_word_width(r));

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const struct str known =
			str_make(words[i].text, strlen(words[i].text));

		if (str_equal(w, known)) {
			r->at += w.n;
			out->type = (uint8_t)words[i].type;
			return true;
		}
		if (str_equal_fold(w, known))
			return json_refuse(
				r, w.n, "write it in lower case",
				"true, false and null are lower case");
	}
	return json_refuse(r, w.n, "write it in double quotes",
			   "text must be in double quotes");
}
