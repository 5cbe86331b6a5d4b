/* SPDX-License-Identifier: MIT */
/*
 * Cuts a JSON text into tokens, strictly (RFC 8259), without recursion: the
 * open objects and arrays are a list threaded through their own tokens.
 */
#include "jtext.h"

#include <stdlib.h>
#include <string.h>

#include "bytes16.h"
#include "utf8.h"

const char JTEXT_NO_MEMORY[] = "out of memory";

struct scan {
	struct jtext *j;
	const unsigned char *at, *end, *begin;
	uint32_t open; /* innermost open object or array */
	uint32_t depth;
};

static bool
fail(struct scan *s, const char *what)
{
	s->j->error = what;
	s->j->error_offset = (size_t)(s->at - s->begin);
	return false;
}

static void
skip_blanks(struct scan *s)
{
	while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' ||
				  *s->at == '\n' || *s->at == '\r'))
		s->at++;
}

static __attribute__((noinline)) bool
grow(struct scan *s)
{
	struct jtext *j = s->j;
	/* of a usual text, a token has more than eight bytes */
	const uint32_t cap = j->cap ? j->cap * 2 : 32 + (uint32_t)(j->len / 8);
	struct jtoken *tokens = NULL;

	if (cap > j->cap)
		tokens = realloc(j->tokens, (size_t)cap * sizeof *tokens);
	if (!tokens)
		return fail(s, JTEXT_NO_MEMORY);
	j->tokens = tokens;
	j->cap = cap;
	return true;
}

/* A new token that begins here; JTEXT_NONE when out of memory. */
static inline uint32_t
push(struct scan *s, enum jtext_kind kind)
{
	struct jtext *j = s->j;

	if (j->n == j->cap && !grow(s))
		return JTEXT_NONE;
	j->tokens[j->n] =
		(struct jtoken){ .begin = (uint32_t)(s->at - s->begin),
				 .kind = (uint8_t)kind };
	return j->n++;
}

static bool
finish(struct scan *s, uint32_t token)
{
	s->j->tokens[token].end = (uint32_t)(s->at - s->begin);
	s->j->tokens[token].next = s->j->n;
	return true;
}

static int
hex_digit(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The unit \uXXXX at P, or -1. */
static int32_t
unit_at(const unsigned char *p, const unsigned char *end)
{
	int32_t value = 0;

	if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
		return -1;
	for (int i = 2; i < 6; i++) {
		int digit = hex_digit(p[i]);

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

/* Appends C to TO as UTF-8; returns the end. */
static char *
put_utf8(char *to, uint32_t c)
{
	/* what the first byte begins with, by the number of those behind it */
	static const unsigned char first[] = { 0, 0xc0, 0xe0, 0xf0 };
	const int behind = (c >= 0x80) + (c >= 0x800) + (c >= 0x10000);

	*to++ = (char)(first[behind] | c >> 6 * behind);
	for (int i = behind; i-- > 0;)
		*to++ = (char)(0x80 | (c >> 6 * i & 63));
	return to;
}

/* At the backslash of \uXXXX; the character goes to *TO. */
static bool
scan_unit(struct scan *s, char **to)
{
	const int32_t unit = unit_at(s->at, s->end);
	uint32_t c = (uint32_t)unit;
	int32_t low;

	s->at++;
	if (unit < 0)
		return fail(s, "\\u needs four hexadecimal digits");
	if (unit >= 0xdc00 && unit <= 0xdfff)
		return fail(s, "half a surrogate pair");
	if (unit >= 0xd800 && unit <= 0xdbff) {
		low = unit_at(s->at + 5, s->end);
		if (low < 0xdc00 || low > 0xdfff)
			return fail(s, "half a surrogate pair");
		c = 0x10000 + ((c - 0xd800) << 10) + ((uint32_t)low - 0xdc00);
		s->at += 6;
	}
	s->at += 5;
	*to = put_utf8(*to, c);
	return true;
}

/* At a backslash; the character goes to *TO. */
static bool
scan_escape(struct scan *s, char **to)
{
	static const char from[] = "\"\\/bfnrt", plain[] = "\"\\/\b\f\n\r\t";
	const unsigned char c = s->end - s->at < 2 ? 0 : s->at[1];
	const char *known = c ? strchr(from, c) : NULL;

	if (c == 'u')
		return scan_unit(s, to);
	if (!known) {
		s->at++;
		return fail(s, "unknown escape");
	}
	s->at += 2;
	*(*to)++ = plain[known - from];
	return true;
}

/* Room for the plain text of a string, wherever it is. */
static bool
make_plain(struct jtext *j)
{
	if (j->plain_cap < j->len) {
		free(j->plain);
		j->plain = malloc(j->len);
		j->plain_cap = j->plain ? j->len : 0;
	}
	return j->plain;
}

/* How many of the sixteen bytes at P come before one that is not plain. */
static inline size_t
plain16(const unsigned char *p)
{
	const bytes16 b = bytes16_load(p);

	return bytes16_before((bytes16)(((b - ' ') >= 0x80 - ' ') | (b == '"') |
					(b == '\\')));
}

/* Bytes that a string takes as they are, but for those above ASCII. */
static inline bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

static inline void
skip_plain(struct scan *s)
{
	while (s->end - s->at >= 16) {
		const size_t n = plain16(s->at);

		s->at += n;
		if (n < 16)
			return;
	}
	while (s->at < s->end && is_plain(*s->at))
		s->at++;
}

/* To the quote or the backslash that comes next. */
static inline bool
scan_plain(struct scan *s)
{
	for (;;) {
		size_t n;

		skip_plain(s);
		if (s->at == s->end)
			return fail(s, "the text ends inside a string");
		if (*s->at == '"' || *s->at == '\\')
			return true;
		if (*s->at < 0x20)
			return fail(s, "a control character in a string");
		n = utf8_length(s->at, (size_t)(s->end - s->at));
		if (n == 0)
			return fail(s, "not UTF-8");
		s->at += n;
	}
}

/*
 * At the first backslash of the string that TOKEN begins. No escape is shorter
 * than what it stands for, so the plain text has room where the string is.
 */
static bool
scan_escaped(struct scan *s, struct jtoken *token)
{
	const unsigned char *from = s->begin + token->begin + 1;
	char *first, *to;

	if (!make_plain(s->j))
		return fail(s, JTEXT_NO_MEMORY);
	token->escaped = true;
	first = to = s->j->plain + token->begin + 1;
	for (;;) {
		memcpy(to, from, (size_t)(s->at - from));
		to += s->at - from;
		if (*s->at == '"')
			break;
		if (!scan_escape(s, &to))
			return false;
		from = s->at;
		if (!scan_plain(s))
			return false;
	}
	token->size = (uint32_t)(to - first);
	return true;
}

static bool
scan_string(struct scan *s)
{
	const uint32_t token = push(s, JTEXT_STRING);
	struct jtoken *t;

	if (token == JTEXT_NONE)
		return false;
	t = &s->j->tokens[token];
	s->at++;
	if (!scan_plain(s))
		return false;
	t->size = (uint32_t)(s->at - s->begin) - t->begin - 1;
	if (*s->at == '\\' && !scan_escaped(s, t))
		return false;
	s->at++;
	return finish(s, token);
}

static bool
scan_digits(struct scan *s)
{
	const unsigned char *first = s->at;

	while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
		s->at++;
	return s->at > first || fail(s, "a number lacks a digit");
}

static bool
scan_number(struct scan *s)
{
	uint32_t token = push(s, JTEXT_NUMBER);

	if (token == JTEXT_NONE)
		return false;
	if (*s->at == '-')
		s->at++;
	if (s->at < s->end && *s->at == '0')
		s->at++;
	else if (!scan_digits(s))
		return false;
	if (s->at < s->end && *s->at == '.') {
		s->at++;
		if (!scan_digits(s))
			return false;
	}
	if (s->at < s->end && (*s->at == 'e' || *s->at == 'E')) {
		s->at++;
		if (s->at < s->end && (*s->at == '+' || *s->at == '-'))
			s->at++;
		if (!scan_digits(s))
			return false;
	}
	return finish(s, token);
}

static bool
scan_word(struct scan *s, const char *word, enum jtext_kind kind)
{
	size_t n = strlen(word);
	uint32_t token;

	if ((size_t)(s->end - s->at) < n || memcmp(s->at, word, n) != 0)
		return fail(s, "not a JSON value");
	token = push(s, kind);
	if (token == JTEXT_NONE)
		return false;
	s->at += n;
	return finish(s, token);
}

/* Begins an object or array; until it ends, `next` is its parent. */
static bool
scan_open(struct scan *s, enum jtext_kind kind)
{
	uint32_t token;

	if (s->depth == JTEXT_DEPTH)
		return fail(s, "nested too deeply");
	token = push(s, kind);
	if (token == JTEXT_NONE)
		return false;
	s->j->tokens[token].next = s->open;
	s->open = token;
	s->depth++;
	s->at++;
	return true;
}

static bool
scan_close(struct scan *s)
{
	uint32_t token = s->open;

	s->open = s->j->tokens[token].next;
	s->depth--;
	s->at++;
	return finish(s, token);
}

static bool
scan_value(struct scan *s)
{
	if (s->at == s->end)
		return fail(s, "the text ends where a value is due");
	switch (*s->at) {
	case '{':
		return scan_open(s, JTEXT_OBJECT);
	case '[':
		return scan_open(s, JTEXT_ARRAY);
	case '"':
		return scan_string(s);
	case 't':
		return scan_word(s, "true", JTEXT_TRUE);
	case 'f':
		return scan_word(s, "false", JTEXT_FALSE);
	case 'n':
		return scan_word(s, "null", JTEXT_NULL);
	default:
		if (*s->at != '-' && (*s->at < '0' || *s->at > '9'))
			return fail(s, "not a JSON value");
		return scan_number(s);
	}
}

/* Inside the innermost object or array: its next member, or its end. */
static bool
scan_inside(struct scan *s)
{
	struct jtoken *open = &s->j->tokens[s->open];
	const bool object = open->kind == JTEXT_OBJECT;
	const unsigned char close = object ? '}' : ']';

	skip_blanks(s);
	if (s->at < s->end && *s->at == close)
		return scan_close(s);
	if (open->size > 0) {
		if (s->at == s->end || *s->at != ',')
			return fail(s, object ? "expected , or }"
					      : "expected , or ]");
		s->at++;
		skip_blanks(s);
	}
	open->size++;
	if (!object)
		return scan_value(s);
	if (open->size > JTEXT_MEMBERS)
		return fail(s, "an object has too many members");
	if (s->at == s->end || *s->at != '"')
		return fail(s, "expected a key in double quotes");
	if (!scan_string(s))
		return false;
	skip_blanks(s);
	if (s->at == s->end || *s->at != ':')
		return fail(s, "expected : after the key");
	s->at++;
	skip_blanks(s);
	return scan_value(s);
}

bool
jtext_scan(struct jtext *j, const char *text, size_t len)
{
	struct scan s = { .j = j, .open = JTEXT_NONE };

	j->text = text;
	j->len = len;
	j->n = 0;
	j->error = NULL;
	j->error_offset = j->error_width = 0;
	s.begin = s.at = (const unsigned char *)text;
	s.end = s.begin + len;
	if (len >= UINT32_MAX / 2)
		return fail(&s, "the text is too long");
	skip_blanks(&s);
	if (!scan_value(&s))
		return false;
	while (s.open != JTEXT_NONE)
		if (!scan_inside(&s))
			return false;
	skip_blanks(&s);
	return s.at == s.end || fail(&s, "more text after the value");
}

void
jtext_free(struct jtext *j)
{
	free(j->tokens);
	free(j->plain);
	*j = (struct jtext){ .text = NULL };
}
