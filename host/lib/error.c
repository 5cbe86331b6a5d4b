/* SPDX-License-Identifier: MIT */
/* Fills a portero_error: what is wrong, where, and what to do. */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Bytes kept before the caret when the line is too long to show whole. */
#define BEFORE_CARET 80

static void
copy_cut(char *to, size_t size, const char *from)
{
	size_t n = strlen(from);

	if (n >= size)
		n = size - 1;
	memcpy(to, from, n);
	to[n] = '\0';
}

bool
error_set(struct portero_error *err, uint32_t code, const char *id,
	  const char *hint, const char *format, ...)
{
	va_list args;

	if (!err || err->code != PORTERO_OK)
		return false;
	err->code = code;
	copy_cut(err->id, sizeof err->id, id);
	copy_cut(err->hint, sizeof err->hint, hint ? hint : "");
	va_start(args, format);
	vsnprintf(err->text, sizeof err->text, format, args);
	va_end(args);
	return false;
}

static bool
is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The line [BEGIN, END) of TEXT, cut to fit around the caret at OFFSET. */
static void
copy_source(struct portero_error *err, const char *text, size_t begin,
	    size_t end, size_t offset)
{
	size_t n;

	if (end - begin >= sizeof err->source &&
	    offset - begin > BEFORE_CARET) {
		begin = offset - BEFORE_CARET;
		while (begin < offset && is_continuation(text[begin]))
			begin++;
	}
	if (end - begin >= sizeof err->source) {
		end = begin + sizeof err->source - 1;
		while (end > begin && is_continuation(text[end]))
			end--;
	}
	n = end - begin;
	memcpy(err->source, text + begin, n);
	err->source[n] = '\0';
	for (size_t i = 0; i < n; i++)
		if (err->source[i] == '\t')
			err->source[i] = ' ';
	err->source_column = (uint32_t)(offset - begin + 1);
}

void
error_place(struct portero_error *err, const char *file, const char *text,
	    size_t len, size_t offset, size_t width)
{
	size_t begin = 0, end;
	uint32_t line = 1;

	if (!err || err->code != PORTERO_OK)
		return;
	copy_cut(err->file, sizeof err->file, file ? file : "");
	if (!text)
		return;
	if (offset > len)
		offset = len;
	for (size_t i = 0; i < offset; i++) {
		if (text[i] == '\n') {
			line++;
			begin = i + 1;
		}
	}
	end = offset;
	while (end < len && text[end] != '\n')
		end++;
	if (width > end - offset)
		width = end - offset;
	err->line = line;
	err->column = (uint32_t)(offset - begin + 1);
	err->width = (uint32_t)width;
	copy_source(err, text, begin, end, offset);
}
