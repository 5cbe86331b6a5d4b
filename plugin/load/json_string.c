/* SPDX-License-Identifier: MIT */
/* json_string.c - strings of JSON: checked, then their escapes are resolved. */
#include "error.h"
#include "json_reader.h"
#include "utf8.h"

/* Four hex digits at OFFSET, or -1. */
static int
hex4(struct str text, size_t offset)
{
	int unit = 0;

	for (size_t i = offset; i < offset + 4; i++) {
		const char c = i < text.n ? str_lower(text.p[i]) : ' ';

		if (json_is_digit(c))
			unit = unit * 16 + (c - '0');
		else if (c >= 'a' && c <= 'f')
			unit = unit * 16 + (c - 'a' + 10);
		else
			return -1;
	}
	return unit;
}

static bool
is_low_half(int unit)
{
	return unit >= 0xdc00 && unit <= 0xdfff;
}

/* The unit of a "\uXXXX" at OFFSET; -1: there is none. */
static int
unit_at(struct str text, size_t offset)
{
	if (offset + 1 >= text.n || text.p[offset] != '\\' ||
	    text.p[offset + 1] != 'u')
		return -1;
	return hex4(text, offset + 2);
}

/* Checks the escape at R->at and moves past it. */
static bool
escape(struct json_reader *r)
{
	const char c = r->at + 1 < r->text.n ? r->text.p[r->at + 1] : '\0';
	int unit;

	if (c != 'u') {
		if (c == '\0' || !strchr("\"\\/bfnrt", c))
			return json_refuse(r, 2,
					   "a backslash itself is written \\\\",
					   "this escape does not exist");
		r->at += 2;
		return true;
	}
	unit = unit_at(r->text, r->at);
	if (unit < 0)
		return json_refuse(r, 2, "as in \\u00e9",
				   "\\u needs four hexadecimal digits");
	if (unit == 0)
		return source_refuse(r->source, r->err, "nul-character",
				     "remove it", r->at, 6,
				     "a NUL character is not allowed in text");
	if (unit >= 0xd800 && unit <= 0xdbff &&
	    is_low_half(unit_at(r->text, r->at + 6)))
		r->at += 12;
	else if (unit >= 0xd800 && unit <= 0xdfff)
		return json_refuse(r, 6,
				   "write both halves, or the character itself",
				   "this is half of a surrogate pair");
	else
		r->at += 6;
	return true;
}

/* What is neither plain ASCII nor the closing quote. */
static bool
special(struct json_reader *r, size_t begin, bool *escaped)
{
	const unsigned char c = (unsigned char)json_peek(r);
	size_t n;

	if (c == '\\') {
		*escaped = true;
		return escape(r);
	}
	if (c == '\n' || c == '\r')
		return source_refuse(r->source, r->err, "json-syntax",
				     "close the quote, or write \\n", begin,
				     r->at - begin,
				     "this text does not end on its line");
	if (c < 0x20)
		return source_refuse(r->source, r->err, "json-syntax",
				     c == '\t' ? "write \\t" : "remove it",
				     r->at, 1,
				     "control character 0x%02x in text", c);
	n = utf8_length(str_from(r->text, r->at));
	if (n == 0)
		return source_refuse(r->source, r->err, "not-utf8",
				     "save the file as UTF-8", r->at, 1,
				     "byte 0x%02x is not UTF-8 here", c);
	r->at += n;
	return true;
}

/* Checks the string at R->at and moves past it. */
static bool
check_string(struct json_reader *r, bool *escaped)
{
	const size_t begin = r->at++;

	*escaped = false;
	for (;;) {
		const char *p = r->text.p + r->at, *end = r->text.p + r->text.n;

		while (p < end && (unsigned char)*p >= 0x20 &&
		       (unsigned char)*p < 0x80 && *p != '"' && *p != '\\')
			p++;
		r->at = (size_t)(p - r->text.p);
		if (p == end)
			return source_refuse(r->source, r->err, "json-syntax",
					     "is the closing quote there?",
					     begin, 1,
					     "this text does not end");
		if (*p == '"') {
			r->at++;
			return true;
		}
		if (!special(r, begin, escaped))
			return false;
	}
}

static size_t
put_utf8(char *out, unsigned c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* Resolves the escape at *I of TEXT, which has been checked. */
static size_t
put_escape(char *out, struct str text, size_t *i)
{
	static const char names[] = "bfnrt", values[] = "\b\f\n\r\t";
	const char c = text.p[*i + 1];
	const char *name = strchr(names, c);
	unsigned unit;

	if (c != 'u') {
		*i += 2;
		out[0] = name ? values[name - names] : c;
		return 1;
	}
	unit = (unsigned)hex4(text, *i + 2);
	*i += 6;
	if (unit >= 0xd800 && unit <= 0xdbff) {
		unit = 0x10000 + ((unit - 0xd800) << 10) +
		       ((unsigned)hex4(text, *i + 2) - 0xdc00);
		*i += 6;
	}
	return put_utf8(out, unit);
}

/* Resolved escapes are shorter than written ones. */
static size_t
resolve(char *out, struct str text)
{
	size_t n = 0, i = 0;

	while (i < text.n) {
		if (text.p[i] == '\\')
			n += put_escape(out + n, text, &i);
		else
			out[n++] = text.p[i++];
	}
	return n;
}

bool
json_read_string(struct json_reader *r, struct json *out)
{
	const size_t begin = r->at + 1;
	struct str text;
	bool escaped;
	char *room;

	if (!check_string(r, &escaped))
		return false;
	text = str_make(r->text.p + begin, r->at - 1 - begin);
	if (escaped) {
		room = arena_chars(r->arena, text.n);
		if (!room)
			return error_memory(r->err);
		text = str_make(room, resolve(room, text));
	}
	out->type = JSON_STRING;
	out->is.text = text.p;
	out->n = (uint32_t)text.n;
	return true;
}
