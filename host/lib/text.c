/* SPDX-License-Identifier: MIT */
/* Text built with a format, and what a template left in it. */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

bool
text_has_placeholder(struct portero_str text)
{
	const size_t dollar = slice_until(text, '$'),
		     brace = slice_until(text, '{'),
		     angle = slice_until(text, '<');

	/* where a text has none of them, each is at its end */
	return (dollar == 0 && text.len > 1) ||
	       (brace < text.len &&
		(slice_has(text, "${") || slice_has(text, "{{"))) ||
	       (angle < text.len &&
		slice_until(slice_behind(text, angle), '>') < text.len - angle);
}
