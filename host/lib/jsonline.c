/* SPDX-License-Identifier: MIT */
/* A line of JSON, built in one piece of memory that grows. */
#include "jsonline.h"

#include <stdio.h>
#include <stdlib.h>

#include "bytes16.h"
#include "escape.h"
#include "text.h"

#define SPACES 0x2020202020202020

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

/* Not 0 where there is what JSON or a terminal do not take as it is. */
static inline bytes16
special(bytes16 b)
{
	return (bytes16)(((b - ' ') > '~' - ' ') | (b == '"') | (b == '\\'));
}

static inline bytes16
copy16(char *to, const char *from)
{
	const bytes16 b = bytes16_load(from);

	memcpy(to, &b, sizeof b);
	return b;
}

static inline uint64_t
copy8(char *to, const char *from)
{
	uint64_t b;

	memcpy(&b, from, sizeof b);
	memcpy(to, &b, sizeof b);
	return b;
}

static inline uint64_t
copy_less_than_8(char *to, const char *from, size_t n)
{
	uint64_t b = SPACES;

	for (size_t i = 0; i < n; i++) {
		to[i] = from[i];
		b = b << 8 | (unsigned char)from[i];
	}
	return b;
}

/*
 * Copies N bytes and looks at them while they are at hand, in whole pieces: the
 * last one may overlap. True: none of the bytes is special.
 */
static bool
copy_plain(char *to, const char *from, size_t n)
{
	bytes16 found;

	if (n < 8)
		return bytes16_none(special((bytes16)(bytes16_halves){
			copy_less_than_8(to, from, n), SPACES }));
	if (n < 16)
		return bytes16_none(special((bytes16)(bytes16_halves){
			copy8(to, from), copy8(to + n - 8, from + n - 8) }));
	found = special(copy16(to + n - 16, from + n - 16));
	for (size_t at = 0; at < n - 16; at += 16)
		found |= special(copy16(to + at, from + at));
	return bytes16_none(found);
}

/* The rare text that has to be escaped takes the long way, out of line. */
static __attribute__((noinline)) void
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

	if (!jsonline_room(l, text.len + 2))
		return;
	to = l->text + l->len;
	if (!copy_plain(to + 1, text.ptr, text.len)) {
		put_escaped(l, text.ptr, text.len);
		return;
	}
	to[0] = to[text.len + 1] = '"';
	l->len += text.len + 2;
}

void
jsonline_number(struct jsonline *l, uint64_t n)
{
	char buffer[TEXT_NUMBER];
	const char *digits = text_number(buffer, n);
	const char *end = buffer + sizeof buffer - 1;

	jsonline_put(l, digits, (size_t)(end - digits));
}

void
jsonline_pair(struct jsonline *l, struct portero_str name,
	      struct portero_str text)
{
	if (text.len == 0)
		return;
	jsonline_put(l, name.ptr, name.len);
	jsonline_string(l, text);
}
