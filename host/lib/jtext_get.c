/* SPDX-License-Identifier: MIT */
/* Looks into a JSON text that jtext_scan has cut: members, strings, flaws. */
#include "jtext.h"

#include <string.h>

static uint32_t
hex4(const char *p)
{
	uint32_t value = 0;

	for (int i = 0; i < 4; i++) {
		uint32_t c = (unsigned char)p[i];

		value = value * 16 + (c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
	}
	return value;
}

static size_t
utf8_put(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 63));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 63));
		out[2] = (char)(0x80 | (c & 63));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 63));
	out[2] = (char)(0x80 | (c >> 6 & 63));
	out[3] = (char)(0x80 | (c & 63));
	return 4;
}

/* The character at *P of a scanned string; moves *P behind it. */
static size_t
next_character(const char **p, char out[4])
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *known;
	uint32_t c;

	if (**p != '\\') {
		out[0] = *(*p)++;
		return 1;
	}
	++*p;
	if (**p != 'u') {
		known = strchr(from, **p);
		out[0] = known ? to[known - from] : **p;
		++*p;
		return 1;
	}
	c = hex4(*p + 1);
	*p += 5;
	if (c >= 0xd800 && c <= 0xdbff) {
		c = 0x10000 + ((c - 0xd800) << 10) + (hex4(*p + 2) - 0xdc00);
		*p += 6;
	}
	return utf8_put(c, out);
}

size_t
jtext_string(const struct jtext *j, uint32_t string, char *buffer, size_t size)
{
	const struct jtoken *t = &j->tokens[string];
	const char *p = j->text + t->begin + 1, *end = j->text + t->end - 1;
	size_t length = 0;

	if (!t->escaped) {
		length = (size_t)(end - p);
		memcpy(buffer, p, length < size ? length : size);
		return length;
	}
	while (p < end) {
		char c[4];
		size_t n = next_character(&p, c);

		if (length + n <= size)
			memcpy(buffer + length, c, n);
		length += n;
	}
	return length;
}

bool
jtext_equals(const struct jtext *j, uint32_t string, const char *text)
{
	const struct jtoken *t = &j->tokens[string];
	const char *p = j->text + t->begin + 1, *end = j->text + t->end - 1;

	if (!t->escaped)
		return strlen(text) == (size_t)(end - p) &&
		       memcmp(text, p, (size_t)(end - p)) == 0;
	while (p < end) {
		char c[4];
		size_t n = next_character(&p, c);

		if (strncmp(text, c, n) != 0 || memchr(c, 0, n))
			return false;
		text += n;
	}
	return *text == '\0';
}

uint32_t
jtext_member(const struct jtext *j, uint32_t object, const char *key)
{
	const struct jtoken *t = &j->tokens[object];

	if (t->kind != JTEXT_OBJECT)
		return JTEXT_NONE;
	for (uint32_t i = object + 1; i < t->next; i = j->tokens[i + 1].next)
		if (jtext_equals(j, i, key))
			return i + 1;
	return JTEXT_NONE;
}

static bool
same_string(const struct jtext *j, uint32_t a, uint32_t b)
{
	const struct jtoken *x = &j->tokens[a], *y = &j->tokens[b];
	const char *p = j->text + x->begin + 1, *p_end = j->text + x->end - 1;
	const char *q = j->text + y->begin + 1, *q_end = j->text + y->end - 1;

	if (!x->escaped && !y->escaped)
		return p_end - p == q_end - q &&
		       memcmp(p, q, (size_t)(p_end - p)) == 0;
	while (p < p_end && q < q_end) {
		char c[4], d[4];
		size_t n = 0, m = 0;

		/* whole characters: one side may be escaped, the other not */
		do
			n += next_character(&p, c + n);
		while (n < 4 && p < p_end &&
		       ((unsigned char)*p & 0xc0) == 0x80);
		do
			m += next_character(&q, d + m);
		while (m < 4 && q < q_end &&
		       ((unsigned char)*q & 0xc0) == 0x80);
		if (n != m || memcmp(c, d, n) != 0)
			return false;
	}
	return p == p_end && q == q_end;
}

uint32_t
jtext_repeated(const struct jtext *j, uint32_t object)
{
	const struct jtoken *t = &j->tokens[object];

	for (uint32_t i = object + 1; i < t->next; i = j->tokens[i + 1].next)
		for (uint32_t k = object + 1; k < i; k = j->tokens[k + 1].next)
			if (same_string(j, i, k))
				return i;
	return JTEXT_NONE;
}

uint32_t
jtext_repeated_within(const struct jtext *j, uint32_t value)
{
	const uint32_t end = j->tokens[value].next;

	for (uint32_t i = value; i < end; i++) {
		uint32_t found;

		if (j->tokens[i].kind != JTEXT_OBJECT)
			continue;
		found = jtext_repeated(j, i);
		if (found != JTEXT_NONE)
			return found;
	}
	return JTEXT_NONE;
}

static bool
has_nul(const struct jtext *j, const struct jtoken *t)
{
	const char *p = j->text + t->begin + 1, *end = j->text + t->end - 1;

	while (p < end) {
		char c[4];

		next_character(&p, c);
		if (c[0] == '\0')
			return true;
	}
	return false;
}

uint32_t
jtext_nul_within(const struct jtext *j, uint32_t value)
{
	const uint32_t end = j->tokens[value].next;

	for (uint32_t i = value; i < end; i++)
		if (j->tokens[i].kind == JTEXT_STRING && j->tokens[i].escaped &&
		    has_nul(j, &j->tokens[i]))
			return i;
	return JTEXT_NONE;
}
