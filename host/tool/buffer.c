/* SPDX-License-Identifier: MIT */
/* Text that grows, kept from use to use. */
#include "buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/utf8.h"

void
buffer_clear(struct buffer *b)
{
	b->n = 0;
	b->failed = false;
}

void
buffer_free(struct buffer *b)
{
	free(b->p);
	*b = (struct buffer){ 0 };
}

static bool
reserve(struct buffer *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 256;
	char *p;

	if (b->failed)
		return false;
	if (b->cap - b->n >= n)
		return true;
	while (cap - b->n < n)
		cap *= 2;
	p = realloc(b->p, cap);
	if (!p) {
		b->failed = true;
		return false;
	}
	b->p = p;
	b->cap = cap;
	return true;
}

void
buffer_bytes(struct buffer *b, const void *bytes, size_t n)
{
	if (n == 0 || !reserve(b, n))
		return;
	memcpy(b->p + b->n, bytes, n);
	b->n += n;
}

void
buffer_puts(struct buffer *b, const char *text)
{
	buffer_bytes(b, text, strlen(text));
}

void
buffer_putc(struct buffer *b, char c)
{
	buffer_bytes(b, &c, 1);
}

void
buffer_number(struct buffer *b, uint64_t n)
{
	char digits[20];
	size_t i = sizeof digits;

	do
		digits[--i] = (char)('0' + n % 10);
	while (n /= 10);
	buffer_bytes(b, digits + i, sizeof digits - i);
}

/* How a character that cannot stand in a JSON string is written. */
static void
put_escape(struct buffer *b, unsigned char c)
{
	char escape[8];

	if (c == '"' || c == '\\')
		snprintf(escape, sizeof escape, "\\%c", c);
	else if (c < 0x80)
		snprintf(escape, sizeof escape, "\\u%04x", c);
	else /* a message that was cut inside a character */
		snprintf(escape, sizeof escape, "\\ufffd");
	buffer_puts(b, escape);
}

void
buffer_json(struct buffer *b, struct portero_str text)
{
	size_t from = 0, i = 0;

	buffer_putc(b, '"');
	while (i < text.len) {
		const unsigned char *p = (const unsigned char *)text.ptr + i;
		const size_t n = utf8_length(p, text.len - i);

		if (n > 0 && *p >= 0x20 && *p != '"' && *p != '\\' &&
		    *p != 0x7f) {
			i += n;
			continue;
		}
		buffer_bytes(b, text.ptr + from, i - from);
		put_escape(b, *p);
		from = ++i;
	}
	if (i > from)
		buffer_bytes(b, text.ptr + from, i - from);
	buffer_putc(b, '"');
}
