/* SPDX-License-Identifier: MIT */
/* error.c - the text of errors: bounded, one line each, safe to show. */
#include "error.h"

#include <stdio.h>

#include "utf8.h"

#define EXCERPT_MAX  ((size_t)200)
#define EXCERPT_LEFT ((size_t)80) /* of a long line, before the caret */

/* Control characters of both sets, with which a terminal could be driven. */
static bool
is_control(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	return p[0] < 0x20 || p[0] == 0x7f ||
	       (p[0] == 0xc2 && s.n > 1 && p[1] < 0xa0);
}

void
error_copy(char *out, size_t size, struct str text)
{
	size_t n = 0;

	while (text.n) {
		size_t step = utf8_length(text);

		if (n + (step ? step : 1) >= size)
			break;
		if (text.p[0] == '\t') {
			out[n++] = ' ';
		} else if (step == 0) {
			out[n++] = '?';
			step = 1;
		} else if (is_control(text)) {
			/* as many bytes as it had: carets stay in place */
			for (size_t i = 0; i < step; i++)
				out[n++] = '?';
		} else {
			memcpy(out + n, text.p, step);
			n += step;
		}
		text = str_from(text, step);
	}
	out[n] = '\0';
}

bool
error_vset(struct portero_error *err, uint32_t code, const char *id,
	   struct str file, const char *hint, const char *format,
	   va_list arguments)
{
	char text[1024];
	int n;

	if (err->code != PORTERO_OK)
		return false;
	n = vsnprintf(text, sizeof text, format, arguments);
	if (n < 0)
		n = 0;
	if ((size_t)n >= sizeof text)
		n = (int)sizeof text - 1;
	err->code = code;
	err->line = err->column = err->width = 0;
	err->inner_line = err->inner_column = err->source_column = 0;
	err->source[0] = '\0';
	error_copy(err->id, sizeof err->id, str_make(id, strlen(id)));
	error_copy(err->file, sizeof err->file, file);
	error_copy(err->text, sizeof err->text, str_make(text, (size_t)n));
	error_copy(err->hint, sizeof err->hint,
		   hint ? str_make(hint, strlen(hint)) : STR(""));
	return false;
}

bool
error_set(struct portero_error *err, uint32_t code, const char *id,
	  struct str file, const char *hint, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	error_vset(err, code, id, file, hint, format, arguments);
	va_end(arguments);
	return false;
}

bool
error_memory(struct portero_error *err)
{
	return error_set(err, PORTERO_ERROR_SYSTEM, "out-of-memory", STR(""),
			 NULL, "out of memory");
}

static bool
is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

void
error_excerpt(struct portero_error *err, struct str text, size_t offset,
	      size_t width)
{
	size_t begin, end, left, shown;

	if (offset > text.n)
		offset = text.n;
	for (begin = offset; begin > 0 && text.p[begin - 1] != '\n'; begin--)
		if (offset - begin >= EXCERPT_MAX)
			break;
	for (end = offset; end < text.n && text.p[end] != '\n'; end++)
		if (end - offset >= EXCERPT_MAX)
			break;
	if (end > offset && end < text.n && text.p[end - 1] == '\r')
		end--;
	left = offset - begin;
	if (end - begin > EXCERPT_MAX && left > EXCERPT_LEFT)
		left = end - offset > EXCERPT_MAX - EXCERPT_LEFT
			       ? EXCERPT_LEFT
			       : EXCERPT_MAX - (end - offset);
	begin = offset - left;
	while (begin < offset && is_continuation(text.p[begin]))
		begin++;
	if (end - begin > EXCERPT_MAX)
		end = begin + EXCERPT_MAX;
	while (end > offset && end < text.n && is_continuation(text.p[end]))
		end--;
	error_copy(err->source, sizeof err->source,
		   str_make(text.p + begin, end - begin));
	err->source_column = (uint32_t)(offset - begin + 1);
	shown = strlen(err->source) + 1 - err->source_column;
	if (width > shown)
		width = shown;
	err->width = (uint32_t)(width ? width : 1);
}
