/* SPDX-License-Identifier: MIT */
/*
 * diagnose.c - reads a JSON text that the parser has refused once more, slowly,
 * and says where it went wrong and what people usually meant (RFC 8259).
 */
#include "diagnose.h"

#include <jansson.h>
#include <stdio.h>

#include "place.h"
#include "utf8.h"

struct reading {
	struct str text;
	size_t at;
	size_t duplicate;
	struct finding *out;
};

static bool value(struct reading *r, size_t depth);

__attribute__((format(printf, 6, 7))) static bool
found(struct reading *r, const char *id, size_t offset, size_t width,
      const char *hint, const char *format, ...)
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

static bool
syntax(struct reading *r, size_t width, const char *hint, const char *text)
{
	return found(r, "json-syntax", r->at, width, hint, "%s", text);
}

/* The next byte; 0 at the end (a NUL in the text has been refused before). */
static char
peek(const struct reading *r)
{
	return r->at < r->text.n ? r->text.p[r->at] : '\0';
}

static void
blank(struct reading *r)
{
	while (peek(r) == ' ' || peek(r) == '\t' || peek(r) == '\n' ||
	       peek(r) == '\r')
		r->at++;
}

static bool
is_word(char c)
{
	c = str_lower(c);
	return (c >= 'a' && c <= 'z') || c == '_' || c == '$';
}

static bool
is_number(char c)
{
	return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' ||
	       c == 'e' || c == 'E';
}

static size_t
word_width(const struct reading *r)
{
	size_t n = 0;

	while (r->at + n < r->text.n && is_word(r->text.p[r->at + n]))
		n++;
	return n ? n : 1;
}

/* WHAT was expected, and something else is there. */
static bool
unexpected(struct reading *r, const char *what)
{
	const unsigned char c = (unsigned char)peek(r);

	if (r->at >= r->text.n)
		return found(r, "json-syntax", r->at, 1,
			     "is the file complete?",
			     "the text ends where %s should follow", what);
	if (c == '/' || c == '#')
		return syntax(r, 1, "remove it: JSON has no comments",
			      "this is a comment");
	if (c == '\'')
		return syntax(r, 1, "write \" instead of '",
			      "JSON text is quoted with \"");
	if (c < 0x20 || c == 0x7f)
		return found(r, "json-syntax", r->at, 1, "",
			     "control character 0x%02x where %s should be", c,
			     what);
	if (c >= 0x80)
		return found(r, "json-syntax", r->at, 1,
			     "quotes must be plain \", blanks plain spaces",
			     "byte 0x%02x where %s should be", c, what);
	return found(r, "json-syntax", r->at, word_width(r), "",
		     "'%c' where %s should be", c, what);
}

/* Four hex digits at OFFSET, or -1. */
static int
hex4(const struct reading *r, size_t offset)
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
escape(struct reading *r)
{
	const char c = r->at + 1 < r->text.n ? r->text.p[r->at + 1] : ' ';
	int unit, low = -1;

	if (c != 'u') {
		if (c == '\0' || !strchr("\"\\/bfnrt", c))
			return found(r, "json-syntax", r->at, 2,
				     "a backslash itself is written \\\\",
				     "this escape does not exist");
		r->at += 2;
		return true;
	}
	unit = hex4(r, r->at + 2);
	if (unit < 0)
		return found(r, "json-syntax", r->at, 2, "",
			     "\\u needs four hexadecimal digits");
	if (unit == 0)
		return found(r, "nul-character", r->at, 6, "",
			     "a NUL character is not allowed in text");
	if (unit >= 0xd800 && unit <= 0xdbff && r->at + 7 < r->text.n &&
	    r->text.p[r->at + 6] == '\\' && r->text.p[r->at + 7] == 'u')
		low = hex4(r, r->at + 8);
	if (low >= 0xdc00 && low <= 0xdfff) {
		r->at += 12;
		return true;
	}
	if (unit >= 0xd800 && unit <= 0xdfff)
		return found(r, "json-syntax", r->at, 6, "",
			     "this is half of a surrogate pair");
	r->at += 6;
	return true;
}

/* At an opening quote: moves past the string. */
static bool
string(struct reading *r)
{
	const size_t begin = r->at++;

	for (;;) {
		const unsigned char c = (unsigned char)peek(r);
		size_t n;

		if (r->at >= r->text.n)
			return found(r, "json-syntax", begin, 1,
				     "is the closing quote there?",
				     "this text does not end");
		if (c == '"') {
			r->at++;
			return true;
		}
		if (c == '\n' || c == '\r')
			return found(r, "json-syntax", begin, r->at - begin,
				     "close the quote, or write \\n",
				     "this text does not end on its line");
		if (c < 0x20)
			return found(r, "json-syntax", r->at, 1,
				     c == '\t' ? "write \\t" : "",
				     "control character 0x%02x in text", c);
		if (c == '\\') {
			if (!escape(r))
				return false;
			continue;
		}
		n = utf8_length(str_from(r->text, r->at));
		if (n == 0)
			return found(r, "not-utf8", r->at, 1,
				     "save the file as UTF-8",
				     "byte 0x%02x is not UTF-8 here", c);
		r->at += n;
	}
}

static size_t
digits(struct reading *r)
{
	size_t n = 0;

	for (; peek(r) >= '0' && peek(r) <= '9'; n++)
		r->at++;
	return n;
}

static bool
number(struct reading *r)
{
	const size_t begin = r->at;
	size_t width = 0;
	bool ok;

	while (begin + width < r->text.n && is_number(r->text.p[begin + width]))
		width++;
	if (peek(r) == '-')
		r->at++;
	ok = peek(r) == '0' ? (r->at++, true) : digits(r) > 0;
	if (ok && peek(r) == '.')
		r->at++, ok = digits(r) > 0;
	if (ok && (peek(r) == 'e' || peek(r) == 'E')) {
		r->at++;
		if (peek(r) == '+' || peek(r) == '-')
			r->at++;
		ok = digits(r) > 0;
	}
	if (ok && r->at == begin + width)
		return true;
	return found(
		r, "json-syntax", begin, width,
		"no leading zeros or plus sign; or write it as text, in \"",
		"this is not a JSON number");
}

static bool
word(struct reading *r)
{
	static const char *const words[] = { "true", "false", "null" };
	const struct str w = str_make(r->text.p + r->at, word_width(r));

	for (size_t i = 0; i < 3; i++) {
		const struct str known = str_make(words[i], strlen(words[i]));

		if (str_equal(w, known)) {
			r->at += w.n;
			return true;
		}
		if (str_equal_fold(w, known))
			return syntax(r, w.n, "write it in lower case",
				      "true, false and null are lower case");
	}
	return syntax(r, w.n, "write it in double quotes",
		      "text must be in double quotes");
}

/* Are two keys the same once their escapes are resolved? */
static bool
same_key(struct str a, struct str b)
{
	json_t *x, *y;
	bool same;

	if (str_equal(a, b))
		return true;
	if (!memchr(a.p, '\\', a.n) && !memchr(b.p, '\\', b.n))
		return false;
	x = json_loadb(a.p, a.n, JSON_DECODE_ANY, NULL);
	y = json_loadb(b.p, b.n, JSON_DECODE_ANY, NULL);
	same = x && y && json_equal(x, y);
	json_decref(x);
	json_decref(y);
	return same;
}

/* The key at BEGIN is in the object that begins at OPEN for the second time. */
static bool
repeated(struct reading *r, size_t open, size_t begin, size_t depth)
{
	const struct str key = str_make(r->text.p + begin, r->at - begin);
	struct reading again = *r;
	struct finding ignored;

	again.at = open + 1;
	again.out = &ignored;
	again.duplicate = 0;
	while (again.at < begin) {
		struct place first;
		size_t from;

		blank(&again);
		from = again.at;
		if (!string(&again))
			return true;
		if (from < begin &&
		    same_key(str_make(r->text.p + from, again.at - from),
			     key)) {
			char hint[80];

			first = place_count(r->text, from, 1);
			snprintf(hint, sizeof hint,
				 "the first one is at line %u, column %u",
				 first.line, first.column);
			return found(r, "duplicate-key", begin, key.n, hint,
				     "%.*s is there twice in one object",
				     (int)(key.n < 120 ? key.n : 120), key.p);
		}
		blank(&again);
		again.at++;
		if (!value(&again, depth))
			return true;
		blank(&again);
		again.at++;
	}
	return true;
}

/* Behind a value: true for a comma, false with *END for the closing bracket. */
static bool
separator(struct reading *r, char close, bool *end)
{
	const size_t comma = r->at;

	*end = peek(r) == close;
	if (*end) {
		r->at++;
		return true;
	}
	if (peek(r) != ',') {
		if (peek(r) == '"' || peek(r) == '{' || peek(r) == '[' ||
		    is_word(peek(r)) || is_number(peek(r)))
			return syntax(r, 1, "put a comma before it",
				      "a comma is missing before this");
		return unexpected(r,
				  close == '}' ? "',' or '}'" : "',' or ']'");
	}
	r->at++;
	blank(r);
	if (peek(r) == close)
		return found(r, "json-syntax", comma, 1, "remove the comma",
			     "nothing follows this comma");
	return true;
}

static bool
object(struct reading *r, size_t depth)
{
	const size_t open = r->at++;
	bool end = false;

	blank(r);
	if (peek(r) == '}')
		return r->at++, true;
	while (!end) {
		const size_t key = r->at;

		if (peek(r) != '"')
			return is_word(peek(r))
				       ? syntax(r, word_width(r),
						"put it in double quotes",
						"a name must be quoted")
				       : unexpected(r, "a quoted name");
		if (!string(r))
			return false;
		if (r->duplicate && r->at >= r->duplicate)
			return repeated(r, open, key, depth);
		blank(r);
		if (peek(r) != ':')
			return unexpected(r, "':'");
		r->at++;
		if (!value(r, depth))
			return false;
		blank(r);
		if (!separator(r, '}', &end))
			return false;
	}
	return true;
}

static bool
array(struct reading *r, size_t depth)
{
	bool end = false;

	r->at++;
	blank(r);
	if (peek(r) == ']')
		return r->at++, true;
	while (!end) {
		if (!value(r, depth))
			return false;
		blank(r);
		if (!separator(r, ']', &end))
			return false;
	}
	return true;
}

static bool
value(struct reading *r, size_t depth)
{
	blank(r);
	if (peek(r) == '{' || peek(r) == '[') {
		if (depth == 0)
			return false; /* refused before: never this deep */
		return peek(r) == '{' ? object(r, depth - 1)
				      : array(r, depth - 1);
	}
	if (peek(r) == '"')
		return string(r);
	if (is_number(peek(r)) && !is_word(peek(r)))
		return number(r);
	return is_word(peek(r)) ? word(r) : unexpected(r, "a value");
}

bool
diagnose(struct finding *out, struct str text, size_t depth, size_t duplicate)
{
	struct reading r = { text, 0, duplicate, out };

	*out = (struct finding){ 0 };
	blank(&r);
	if (r.at >= text.n)
		return !syntax(&r, 1, "", "the text is empty");
	if (peek(&r) != '{' && peek(&r) != '[')
		return !syntax(&r, word_width(&r), "",
			       "the text must begin with '{'");
	if (!value(&r, depth) || out->id)
		return out->id != NULL;
	blank(&r);
	if (r.at < text.n)
		return !syntax(&r, 1, "one JSON value a file",
			       "something follows the end of the JSON value");
	return false;
}
