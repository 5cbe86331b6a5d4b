/* SPDX-License-Identifier: MIT */
/* Prints text that others wrote: one line, and nothing hidden in it. */
#include "escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct character {
	uint32_t code;
	size_t length; /* bytes */
	bool bad;      /* not UTF-8: one byte */
};

static struct character
decode(const unsigned char *p, size_t left)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	struct character c = { .code = *p, .length = 1 };
	size_t n = *p < 0x80   ? 1
		   : *p < 0xc0 ? 0
		   : *p < 0xe0 ? 2
		   : *p < 0xf0 ? 3
		   : *p < 0xf8 ? 4
			       : 0;

	if (n == 1)
		return c;
	c.bad = true;
	if (n == 0 || n > left)
		return c;
	uint32_t code = *p & (0xffu >> (n + 1));

	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return c;
		code = code << 6 | (p[i] & 0x3f);
	}
	if (code < least[n] || code > 0x10ffff ||
	    (code >= 0xd800 && code <= 0xdfff))
		return c;
	return (struct character){ .code = code, .length = n };
}

/* Characters that do not show, or that move what shows (Trojan Source). */
static bool
is_hidden(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x00, 0x1f },	    { 0x7f, 0x9f },	  { 0xad, 0xad },
		{ 0x61c, 0x61c },   { 0x115f, 0x1160 },	  { 0x180e, 0x180e },
		{ 0x200b, 0x200f }, { 0x2028, 0x202e },	  { 0x2060, 0x206f },
		{ 0x3164, 0x3164 }, { 0xfe00, 0xfe0f },	  { 0xfeff, 0xfeff },
		{ 0xfff9, 0xfffb }, { 0xe0000, 0xe0fff },
	};

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

/* Writes the printable form of C into OUT; returns its length. */
static size_t
show(struct character c, const unsigned char *p, char out[16])
{
	static const char from[] = "\\\b\f\n\r\t", to[] = "\\bfnrt";
	const char *known;

	if (c.bad)
		return (size_t)snprintf(out, 16, "\\x%02x", (unsigned)*p);
	if (c.code && c.code < 0x80 &&
	    (known = strchr(from, (int)c.code)) != NULL) {
		out[0] = '\\';
		out[1] = to[known - from];
		return 2;
	}
	if (is_hidden(c.code))
		return (size_t)snprintf(out, 16,
					c.code < 0x100 ? "\\x%02x" : "\\u{%x}",
					(unsigned)c.code);
	memcpy(out, p, c.length);
	return c.length;
}

void
escape_print(FILE *out, const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;

	while (len > 0) {
		struct character c = decode(p, len);
		char shown[16];

		fwrite(shown, 1, show(c, p, shown), out);
		p += c.length;
		len -= c.length;
	}
}

void
escape_puts(FILE *out, const char *text)
{
	escape_print(out, text, strlen(text));
}

size_t
escape_width(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t width = 0;

	while (len > 0) {
		struct character c = decode(p, len);
		char shown[16];
		size_t n = show(c, p, shown);

		/* a character shown as it is takes one column */
		width += !c.bad && n == c.length && c.length > 1 ? 1 : n;
		p += c.length;
		len -= c.length;
	}
	return width;
}

static void
json_character(FILE *out, struct character c, const unsigned char *p)
{
	if (c.bad) { /* JSON has no bytes: say which one it was */
		fprintf(out, "\\\\x%02x", (unsigned)*p);
	} else if (c.code == '"' || c.code == '\\') {
		fprintf(out, "\\%c", (int)c.code);
	} else if (!is_hidden(c.code)) {
		fwrite(p, 1, c.length, out);
	} else if (c.code < 0x10000) {
		fprintf(out, "\\u%04x", (unsigned)c.code);
	} else {
		fprintf(out, "\\u%04x\\u%04x",
			(unsigned)(0xd800 + ((c.code - 0x10000) >> 10)),
			(unsigned)(0xdc00 + ((c.code - 0x10000) & 0x3ff)));
	}
}

void
escape_json(FILE *out, const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;

	putc('"', out);
	while (len > 0) {
		struct character c = decode(p, len);

		json_character(out, c, p);
		p += c.length;
		len -= c.length;
	}
	putc('"', out);
}
