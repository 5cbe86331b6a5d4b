/* SPDX-License-Identifier: MIT */
/* Text built with a format, and what a template left in it. */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes16.h"
#include "slice.h"

char *
text_format(const char *format, ...)
{
	va_list args;
	char *text;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		return NULL;
	text = malloc((size_t)n + 1);
	if (!text)
		return NULL;
	va_start(args, format);
	vsnprintf(text, (size_t)n + 1, format, args);
	va_end(args);
	return text;
}

char *
text_number(char buffer[TEXT_NUMBER], uint64_t n)
{
	char *p = buffer + TEXT_NUMBER - 1;

	*p = '\0';
	do
		*--p = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	return p;
}

bool
text_equal(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

bool
text_starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Has TEXT a character that a gap begins with? Most have none. */
static bool
has_opening(struct portero_str text)
{
	bytes16 found = { 0 };

	for (size_t at = 0; at < text.len; at += sizeof(bytes16)) {
		const bytes16 b = bytes16_of(text.ptr, text.len, at);

		found |= (bytes16)((b == '$') | (b == '{') | (b == '<'));
	}
	return !bytes16_none(found);
}

bool
text_has_placeholder(struct portero_str text)
{
	struct portero_str angle;

	if (!has_opening(text))
		return false;
	angle = slice_behind(text, slice_until(text, '<'));
	return slice_has(text, "${") || slice_has(text, "{{") ||
	       (text.ptr[0] == '$' && text.len > 1) ||
	       slice_until(angle, '>') < angle.len;
}

bool
text_is_visible(struct portero_str text)
{
	bytes16 found = { 0 };

	for (size_t at = 0; at < text.len; at += sizeof(bytes16)) {
		const bytes16 b = bytes16_of(text.ptr, text.len, at);

		found |= (bytes16)((b - '!') > '~' - '!');
	}
	return bytes16_none(found);
}
