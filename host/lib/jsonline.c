/* SPDX-License-Identifier: MIT */
/* A line of JSON, built in one piece of memory that grows. */
#include "jsonline.h"

#include <stdio.h>
#include <stdlib.h>

#include "escape.h"
#include "text.h"

/* A string is looked at in pieces of one size; what is behind it is room. */
#define PIECE 16u

bool
jsonline_grow(struct jsonline *l, size_t n)
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

/* 0 for what JSON and a terminal take as it is. */
static unsigned char
special(char c)
{
	const unsigned char u = (unsigned char)c;

	return (u < ' ') | (u > '~') | (u == '"') | (u == '\\');
}

/* Whole pieces, and no way out in the middle: compilers make vectors. */
static bool
is_plain(const char *text, size_t n)
{
	unsigned char found = 0;

	for (size_t at = 0; at < n; at += PIECE)
		for (size_t i = 0; i < PIECE; i++)
			found |= special(text[at + i]);
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
	char *to;

	if (!jsonline_room(l, text.len + 2 + PIECE))
		return;
	to = l->text + l->len;
	*to++ = '"';
	if (text.len > 0)
		memcpy(to, text.ptr, text.len);
	memset(to + text.len, ' ', PIECE);
	if (!is_plain(to, text.len)) {
		put_escaped(l, text.ptr, text.len);
		return;
	}
	to[text.len] = '"';
	l->len += text.len + 2;
}

void
jsonline_number(struct jsonline *l, uint64_t n)
{
	char buffer[TEXT_NUMBER];
	const char *digits = text_number(buffer, n);

	jsonline_put(l, digits, strlen(digits));
}

void
jsonline_pair(struct jsonline *l, const char *name, struct portero_str text)
{
	if (text.len == 0)
		return;
	jsonline_put(l, name, strlen(name));
	jsonline_string(l, text);
}
