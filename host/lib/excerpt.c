/* SPDX-License-Identifier: MIT */
/* Prints a line of a file with a caret under what is meant. */
#include "excerpt.h"

#include "escape.h"

/* Longer lines are cut on both sides, so that the caret is in sight. */
#define LINE_MAX_SHOWN 160
#define BEFORE_CARET   60

static bool
is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static void
print_blank_tabs(FILE *out, const char *text, size_t len)
{
	size_t from = 0;

	for (size_t i = 0; i <= len; i++) {
		if (i < len && text[i] != '\t')
			continue;
		escape_print(out, text + from, i - from);
		if (i < len)
			putc(' ', out);
		from = i + 1;
	}
}

static size_t
width_of(const char *text, size_t len)
{
	size_t width = 0;

	/* a tab is printed as one blank, and escape_width would say two */
	for (size_t i = 0, from = 0; i <= len; i++) {
		if (i < len && text[i] != '\t')
			continue;
		width += escape_width(text + from, i - from) + (i < len);
		from = i + 1;
	}
	return width;
}

void
excerpt_print(FILE *out, uint32_t number, const char *line, size_t len,
	      size_t offset, size_t width, bool color)
{
	size_t columns;

	while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t' ||
			   line[len - 1] == '\r'))
		len--;
	if (offset > len)
		offset = len;
	if (len > LINE_MAX_SHOWN && offset > BEFORE_CARET) {
		size_t cut = offset - BEFORE_CARET;

		while (cut < offset && is_continuation(line[cut]))
			cut++;
		line += cut;
		len -= cut;
		offset -= cut;
	}
	if (len > LINE_MAX_SHOWN) {
		len = LINE_MAX_SHOWN;
		while (len > offset && is_continuation(line[len]))
			len--;
	}
	if (width > len - offset)
		width = len - offset;
	fprintf(out, "%5u | ", number);
	print_blank_tabs(out, line, len);
	fputs("\n      | ", out);
	columns = width_of(line, offset);
	for (size_t i = 0; i < columns; i++)
		putc(' ', out);
	fputs(color ? "\033[1;31m^" : "^", out);
	columns = width_of(line + offset, width);
	for (size_t i = 1; i < columns; i++)
		putc('~', out);
	fputs(color ? "\033[0m\n" : "\n", out);
}
