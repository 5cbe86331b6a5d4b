/* SPDX-License-Identifier: MIT */
/*
 * conf_token.c - scans portero.conf before libconfig sees it (libconfig manual:
 * "Configuration Files"), and remembers where each token stands.
 */
#include "conf_token.h"

#include <stdlib.h>

#include "error.h"
#include "utf8.h"

struct scanner {
	const struct source *source;
	struct portero_error *err;
	struct conf_tokens *out;
	struct str text;
	size_t at;
};

static bool
add(struct scanner *s, enum conf_token_kind kind, size_t width, int64_t integer)
{
	struct conf_tokens *t = s->out;

	if (t->n == t->cap) {
		const size_t cap = t->cap ? t->cap * 2 : 64;
		struct conf_token *more = realloc(t->items, cap * sizeof *more);

		if (!more)
			return error_memory(s->err);
		t->items = more;
		t->cap = cap;
	}
	t->items[t->n++] = (struct conf_token){ .offset = (uint32_t)s->at,
						.width = (uint32_t)width,
						.kind = (uint8_t)kind,
						.integer = integer };
	s->at += width;
	return true;
}

static char
peek(const struct scanner *s, size_t ahead)
{
	return s->at + ahead < s->text.n ? s->text.p[s->at + ahead] : '\0';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	c = str_lower(c);
	return (c >= 'a' && c <= 'z') || c == '*';
}

static void
to_end_of_line(struct scanner *s)
{
	while (s->at < s->text.n && s->text.p[s->at] != '\n')
		s->at++;
}

static bool
long_comment(struct scanner *s)
{
	const size_t begin = s->at;

	for (s->at += 2; s->at < s->text.n; s->at++) {
		if (peek(s, 0) == '*' && peek(s, 1) == '/') {
			s->at += 2;
			return true;
		}
	}
	return source_refuse(s->source, s->err, "config-syntax",
			     "close it with */", begin, 2,
			     "this comment does not end");
}

static int
hex(char c)
{
	c = str_lower(c);
	if (is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The length of the escape at OFFSET from here. */
static bool
escape(struct scanner *s, size_t offset, size_t *length)
{
	const char c = peek(s, offset + 1);

	*length = 2;
	if (c != '\0' && strchr("\"\\nrtfabv", c))
		return true;
	if ((c == 'x' || c == 'X') && hex(peek(s, offset + 2)) >= 0 &&
	    hex(peek(s, offset + 3)) >= 0) {
		*length = 4;
		if (peek(s, offset + 2) != '0' || peek(s, offset + 3) != '0')
			return true;
		return source_refuse(s->source, s->err, "nul-character",
				     "remove it", s->at + offset, 4,
				     "a NUL character is not allowed in text");
	}
	return source_refuse(s->source, s->err, "config-syntax",
			     "a backslash itself is written \\\\",
			     s->at + offset, 2, "this escape does not exist");
}

static bool
string(struct scanner *s)
{
	const struct conf_tokens *t = s->out;
	size_t n = 1, length;

	if (t->n && t->items[t->n - 1].kind == CONF_STRING)
		return source_refuse(s->source, s->err, "adjacent-strings",
				     "put a comma between them", s->at, 1,
				     "two texts side by side would become one");
	while (peek(s, n) != '"') {
		const char c = peek(s, n);

		if (s->at + n >= s->text.n || c == '\n' || c == '\r')
			return source_refuse(
				s->source, s->err, "config-syntax",
				"close the quote", s->at, n,
				"this text does not end on its line");
		if ((unsigned char)c < 0x20 && c != '\t')
			return source_refuse(s->source, s->err, "config-syntax",
					     "remove it", s->at + n, 1,
					     "control character in text");
		length = 1;
		if (c == '\\' && !escape(s, n, &length))
			return false;
		n += length;
	}
	return add(s, CONF_STRING, n + 1, 0);
}

/* [-]digits[L[L]], without leading zeros and with L if beyond 32 bits. */
static bool
number(struct scanner *s)
{
	const char *digits = s->text.p + s->at, *p;
	const bool negative = *digits == '-';
	size_t width = 0, suffix = 0, n;
	int64_t value = 0;

	while (is_digit(peek(s, width)) || is_letter(peek(s, width)) ||
	       peek(s, width) == '.' || peek(s, width) == '+' ||
	       peek(s, width) == '-' || peek(s, width) == '_')
		width++;
	while (suffix < 2 && suffix < width &&
	       digits[width - suffix - 1] == 'L')
		suffix++;
	p = digits + (negative ? 1 : 0);
	n = width - suffix - (negative && width > suffix ? 1 : 0);
	for (size_t i = 0; i < n; i++) {
		if (!is_digit(p[i]) || (n > 1 && p[0] == '0'))
			n = 0;
		else if (value > (INT64_MAX - (p[i] - '0')) / 10)
			return source_refuse(s->source, s->err, "number-range",
					     "no setting needs so many", s->at,
					     width, "this number is too large");
		else
			value = value * 10 + (p[i] - '0');
	}
	if (n == 0)
		return source_refuse(s->source, s->err, "config-syntax",
				     "text is written in double quotes", s->at,
				     width ? width : 1,
				     "this is not a whole decimal number");
	value = negative ? -value : value;
	if (suffix == 0 && (value > INT32_MAX || value < INT32_MIN))
		return source_refuse(
			s->source, s->err, "number-range",
			"account ids are text: \"111122223333\"; numbers of "
			"more than 32 bits end in L",
			s->at, width, "libconfig would cut this to 32 bits");
	return add(s, CONF_INTEGER, width, value);
}

static bool
name(struct scanner *s)
{
	size_t n = 1;

	while (is_letter(peek(s, n)) || is_digit(peek(s, n)) ||
	       peek(s, n) == '-' || peek(s, n) == '_')
		n++;
	return add(s, CONF_NAME, n, 0);
}

static bool
other(struct scanner *s)
{
	const unsigned char c = (unsigned char)peek(s, 0);

	if (c == '@')
		return source_refuse(
			s->source, s->err, "include",
			"name other files in the settings that take them",
			s->at,
			str_starts(str_from(s->text, s->at), STR("@include"))
				? 8
				: 1,
			"portero.conf cannot include other files");
	if (c == '\'')
		return source_refuse(s->source, s->err, "config-syntax",
				     "write \" instead of '", s->at, 1,
				     "text is quoted with \"");
	return source_refuse(s->source, s->err, "config-syntax", "remove it",
			     s->at, 1, "byte 0x%02x has no meaning here", c);
}

static bool
mark(struct scanner *s, size_t *depth)
{
	const char c = peek(s, 0);

	if (strchr("{([", c)) {
		if (++*depth > SOURCE_DEPTH)
			return source_refuse(
				s->source, s->err, "too-deep",
				"no policy set needs so many", s->at, 1,
				"more than %zu levels of groups and lists",
				SOURCE_DEPTH);
	} else if (strchr("})]", c) && *depth > 0) {
		--*depth;
	}
	return add(s, CONF_MARK, 1, 0);
}

static bool
token(struct scanner *s, size_t *depth)
{
	const char c = peek(s, 0);

	if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f')
		return s->at++, true;
	if (c == '#' || (c == '/' && peek(s, 1) == '/'))
		return to_end_of_line(s), true;
	if (c == '/' && peek(s, 1) == '*')
		return long_comment(s);
	if (c == '"')
		return string(s);
	if (is_digit(c) || c == '-' || c == '+' || c == '.')
		return number(s);
	if (is_letter(c))
		return name(s);
	if (strchr("=:,;{}()[]", c))
		return mark(s, depth);
	return other(s);
}

static bool
check_text(const struct source *s, struct portero_error *err)
{
	const struct str text = s->text;
	size_t at = 0;

	if (str_starts(text, STR("\xef\xbb\xbf")))
		return source_refuse(s, err, "byte-order-mark",
				     "save the file as UTF-8 without a mark", 0,
				     3,
				     "the text begins with a byte order mark");
	while (at < text.n) {
		const size_t n = utf8_length(str_from(text, at));

		if (n == 0)
			return source_refuse(s, err, "not-utf8",
					     "save the file as UTF-8", at, 1,
					     "byte 0x%02x is not UTF-8 here",
					     (unsigned char)text.p[at]);
		if (text.p[at] == '\0')
			return source_refuse(s, err, "nul-character",
					     "remove it", at, 1,
					     "the text contains a NUL byte");
		at += n;
	}
	return true;
}

bool
conf_scan(struct conf_tokens *out, const struct source *source,
	  struct portero_error *err)
{
	struct scanner s = { source, err, out, source->text, 0 };
	size_t depth = 0;

	*out = (struct conf_tokens){ 0 };
	if (source->text.n >= UINT32_MAX)
		return error_set(err, PORTERO_ERROR_LIMIT, "too-large",
				 source->name, NULL, "the text is too large");
	if (!check_text(source, err))
		return false;
	while (s.at < s.text.n)
		if (!token(&s, &depth))
			return false;
	return true;
}
