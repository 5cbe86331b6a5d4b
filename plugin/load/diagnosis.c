/* SPDX-License-Identifier: MIT */
/* diagnosis.c - what can be wrong with strings, numbers and words of JSON. */
#include "diagnosis.h"

#include <stdarg.h>
#include <stdio.h>

#include "utf8.h"

bool
diagnosis_found(struct diagnosis *r, const char *id, size_t offset,
		size_t width, const char *hint, const char *format, ...)
{
	struct finding *f = r->out;
	va_list arguments;

	f->id = id;
	f->offset = offset;
	f->width = width;
	snprintf(f->hint, sizeof f->hint, "%s", hint);
	va_start(arguments, format);
	vsnprintf(f->text, sizeof f->text, format, arguments);
	va_end(arguments);
	return false;
}

bool
diagnosis_syntax(struct diagnosis *r, size_t width, const char *hint,
		 const char *text)
{
	return diagnosis_found(r, "json-syntax", r->at, width, hint, "%s",
			       text);
}

char
diagnosis_peek(const struct diagnosis *r)
{
	return r->at < r->text.n ? r->text.p[r->at] : '\0';
}

void
diagnosis_blank(struct diagnosis *r)
{
	while (diagnosis_peek(r) == ' ' || diagnosis_peek(r) == '\t' ||
	       diagnosis_peek(r) == '\n' || diagnosis_peek(r) == '\r')
		r->at++;
}

bool
diagnosis_is_word(char c)
{
	c = str_lower(c);
	return (c >= 'a' && c <= 'z') || c == '_' || c == '$';
}

bool
diagnosis_is_number(char c)
{
	return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' ||
	       c == 'e' || c == 'E';
}

size_t
diagnosis_word_width(const struct diagnosis *r)
{
	size_t n = 0;

	while (r->at + n < r->text.n && diagnosis_is_word(r->text.p[r->at + n]))
		n++;
	return n ? n : 1;
}

/* Four hex digits at OFFSET, or -1. */
static int
hex4(const struct diagnosis *r, size_t offset)
{
	int unit = 0;

	for (size_t i = offset; i < offset + 4; i++) {
		char c = i < r->text.n ? str_lower(r->text.p[i]) : ' ';

		if (c >= '0' && c <= '9')
			unit = unit * 16 + (c - '0');
		else if (c >= 'a' && c <= 'f')
			unit = unit * 16 + (c - 'a' + 10);
		else
			return -1;
	}
	return unit;
}

/* At the backslash of an escape: moves past it. */
static bool
escape(struct diagnosis *r)
{
	const char c = r->at + 1 < r->text.n ? r->text.p[r->at + 1] : ' ';
	int unit, low = -1;

	if (c != 'u') {
		if (c == '\0' || !strchr("\"\\/bfnrt", c))
			return diagnosis_found(
				r, "json-syntax", r->at, 2,
				"a backslash itself is written \\\\",
				"this escape does not exist");
		r->at += 2;
		return true;
	}
	unit = hex4(r, r->at + 2);
	if (unit < 0)
		return diagnosis_found(r, "json-syntax", r->at, 2, "",
				       "\\u needs four hexadecimal digits");
	if (unit == 0)
		return diagnosis_found(
			r, "nul-character", r->at, 6, "",
			"a NUL character is not allowed in text");
	if (unit >= 0xd800 && unit <= 0xdbff && r->at + 7 < r->text.n &&
	    r->text.p[r->at + 6] == '\\' && r->text.p[r->at + 7] == 'u')
		low = hex4(r, r->at + 8);
	if (low >= 0xdc00 && low <= 0xdfff) {
		r->at += 12;
		return true;
	}
	if (unit >= 0xd800 && unit <= 0xdfff)
		return diagnosis_found(r, "json-syntax", r->at, 6, "",
				       "this is half of a surrogate pair");
	r->at += 6;
	return true;
}

/* At an opening quote: moves past the string. */
bool
diagnosis_string(struct diagnosis *r)
{
	const size_t begin = r->at++;

	for (;;) {
		const unsigned char c = (unsigned char)diagnosis_peek(r);
		size_t n;

		if (r->at >= r->text.n)
			return diagnosis_found(r, "json-syntax", begin, 1,
					       "is the closing quote there?",
					       "this text does not end");
		if (c == '"') {
			r->at++;
			return true;
		}
		if (c == '\n' || c == '\r')
			return diagnosis_found(
				r, "json-syntax", begin, r->at - begin,
				"close the quote, or write \\n",
				"this text does not end on its line");
		if (c < 0x20)
			return diagnosis_found(
				r, "json-syntax", r->at, 1,
				c == '\t' ? "write \\t" : "",
				"control character 0x%02x in text", c);
		if (c == '\\') {
			if (!escape(r))
				return false;
			continue;
		}
		n = utf8_length(str_from(r->text, r->at));
		if (n == 0)
			return diagnosis_found(r, "not-utf8", r->at, 1,
					       "save the file as UTF-8",
					       "byte 0x%02x is not UTF-8 here",
					       c);
		r->at += n;
	}
}

static size_t
digits(struct diagnosis *r)
{
	size_t n = 0;

	for (; diagnosis_peek(r) >= '0' && diagnosis_peek(r) <= '9'; n++)
		r->at++;
	return n;
}

bool
diagnosis_number(struct diagnosis *r)
{
	const size_t begin = r->at;
	size_t width = 0;
	bool ok;

	while (begin + width < r->text.n &&
	       (diagnosis_is_number(r->text.p[begin + width]) ||
		diagnosis_is_word(r->text.p[begin + width])))
		width++;
	if (diagnosis_peek(r) == '-')
		r->at++;
	ok = diagnosis_peek(r) == '0' ? (r->at++, true) : digits(r) > 0;
	if (ok && diagnosis_peek(r) == '.')
		r->at++, ok = digits(r) > 0;
	if (ok && (diagnosis_peek(r) == 'e' || diagnosis_peek(r) == 'E')) {
		r->at++;
		if (diagnosis_peek(r) == '+' || diagnosis_peek(r) == '-')
			r->at++;
		ok = digits(r) > 0;
	}
	if (ok && r->at == begin + width)
		return true;
	return diagnosis_found(
		r, "json-syntax", begin, width,
		"no leading zeros or plus sign; or write it as text, in \"",
		"this is not a JSON number");
}

bool
diagnosis_word(struct diagnosis *r)
{
	static const char *const words[] = { "true", "false", "null" };
	const struct str w =
		str_make(r->text.p + r->at, diagnosis_word_width(r));

	for (size_t i = 0; i < 3; i++) {
		const struct str known = str_make(words[i], strlen(words[i]));

		if (str_equal(w, known)) {
			r->at += w.n;
			return true;
		}
		if (str_equal_fold(w, known))
			return diagnosis_syntax(
				r, w.n, "write it in lower case",
				"true, false and null are lower case");
	}
	return diagnosis_syntax(r, w.n, "write it in double quotes",
				"text must be in double quotes");
}
