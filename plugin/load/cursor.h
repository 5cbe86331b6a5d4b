/* SPDX-License-Identifier: MIT */
/* cursor.h - walks over a JSON text that is known to be well formed. */
#ifndef PORTERO_LOAD_CURSOR_H
#define PORTERO_LOAD_CURSOR_H

#include "../base/str.h"

struct cursor {
	const char *p, *end;
	const char *line_start;
	uint32_t line; /* from 1 */
};

static inline struct cursor
cursor_at(struct str text)
{
	return (struct cursor){ text.p, text.p + text.n, text.p, 1 };
}

/* Past blanks. Only they can hold an end of line: strings must escape it. */
static inline void
cursor_blank(struct cursor *c)
{
	for (; c->p < c->end; c->p++) {
		if (*c->p == '\n') {
			c->line++;
			c->line_start = c->p + 1;
		} else if (*c->p != ' ' && *c->p != '\t' && *c->p != '\r') {
			return;
		}
	}
}

/*
 * P is behind the opening quote of a string; returns the closing quote, or END.
 * A quote is escaped when an odd number of backslashes stands before it.
 */
static inline const char *
cursor_quote(const char *p, const char *end)
{
	const char *from = p;

	while (p < end) {
		const char *quote = memchr(p, '"', (size_t)(end - p));
		const char *back = quote;

		if (!quote)
			return end;
		while (back > from && back[-1] == '\\')
			back--;
		if ((quote - back) % 2 == 0)
			return quote;
		p = quote + 1;
	}
	return end;
}

/* Past a string, number or word. */
static inline void
cursor_scalar(struct cursor *c)
{
	if (c->p < c->end && *c->p == '"') {
		c->p = cursor_quote(c->p + 1, c->end);
		if (c->p < c->end)
			c->p++;
		return;
	}
	while (c->p < c->end && *c->p != ',' && *c->p != ']' && *c->p != '}' &&
	       (unsigned char)*c->p > ' ')
		c->p++;
}

/* Past any value, however deep. */
static inline void
cursor_value(struct cursor *c)
{
	size_t depth = 0;

	do {
		cursor_blank(c);
		if (c->p >= c->end)
			return;
		switch (*c->p) {
		case '{':
		case '[':
			depth++;
			c->p++;
			break;
		case '}':
		case ']':
			depth--;
			c->p++;
			break;
		case ',':
		case ':':
			c->p++;
			break;
		default:
			cursor_scalar(c);
		}
	} while (depth > 0);
}

/* Past the ':' behind a key, or the ',' behind a value, and blanks. */
static inline void
cursor_mark(struct cursor *c, char mark)
{
	cursor_blank(c);
	if (c->p < c->end && *c->p == mark)
		c->p++;
	cursor_blank(c);
}

#endif
