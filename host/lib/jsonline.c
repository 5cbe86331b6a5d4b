/* SPDX-License-Identifier: MIT */
/* A line of JSON, built in one piece of memory that grows. */
#include "jsonline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"

static bool
grow(struct jsonline *l, size_t n)
{
	size_t wanted = l->cap ? l->cap : 2048;
	char *more;

	if (l->failed)
		return false;
	while (wanted - l->len < n)
		wanted *= 2;
	more = realloc(l->text, wanted);
	if (!more) {
		l->failed = true;
		return false;
	}
	l->text = more;
	l->cap = wanted;
	return true;
}

static bool
room(struct jsonline *l, size_t n)
{
	return l->cap - l->len >= n || grow(l, n);
}

void
jsonline_put(struct jsonline *l, const char *text, size_t n)
{
	if (!room(l, n))
		return;
	memcpy(l->text + l->len, text, n);
	l->len += n;
}

/* 0 for what JSON and a terminal take as it is. */
static unsigned char
special(char c)
{
	const unsigned char u = (unsigned char)c;

	return (u < ' ') | (u > '~') | (u == '"') | (u == '\\');
}

/* Pieces of one size, and no way out in the middle: compilers make vectors. */
static bool
is_plain(const char *text, size_t n)
{
	enum { PIECE = 16 };
	unsigned char found = 0;

	for (; n >= PIECE; text += PIECE, n -= PIECE)
		for (size_t i = 0; i < PIECE; i++)
			found |= special(text[i]);
	for (size_t i = 0; i < n; i++)
		found |= special(text[i]);
	return found == 0;
}

/* The rare text that has to be escaped takes the long way. */
static void
put_escaped(struct jsonline *l, const char *text, size_t n)
{
	char *escaped = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&escaped, &len);

	if (!out) {
		l->failed = true;
		return;
	}
	escape_json(out, text, n);
	if (fclose(out) != 0)
		l->failed = true;
	else
		jsonline_put(l, escaped, len);
	free(escaped);
}

void
jsonline_string(struct jsonline *l, struct portero_str text)
{
	if (!is_plain(text.ptr, text.len)) {
		put_escaped(l, text.ptr, text.len);
		return;
	}
	if (!room(l, text.len + 2))
		return;
	l->text[l->len++] = '"';
	if (text.len > 0)
		memcpy(l->text + l->len, text.ptr, text.len);
	l->len += text.len;
	l->text[l->len++] = '"';
}

void
jsonline_number(struct jsonline *l, uint64_t n)
{
	char digits[24];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	jsonline_put(l, digits + at, sizeof digits - at);
}

void
jsonline_name(struct jsonline *l, const char *name)
{
	const size_t n = strlen(name);

	if (!room(l, n + 4))
		return;
	l->text[l->len++] = ',';
	l->text[l->len++] = '"';
	memcpy(l->text + l->len, name, n);
	l->len += n;
	l->text[l->len++] = '"';
	l->text[l->len++] = ':';
}

void
jsonline_str(struct jsonline *l, const char *name, struct portero_str text)
{
	if (text.len == 0)
		return;
	jsonline_name(l, name);
	jsonline_string(l, text);
}

void
jsonline_text(struct jsonline *l, const char *name, const char *text)
{
	jsonline_str(l, name, (struct portero_str){ text, strlen(text) });
}

void
jsonline_member(struct jsonline *l, const char *name, uint64_t n)
{
	jsonline_name(l, name);
	jsonline_number(l, n);
}
