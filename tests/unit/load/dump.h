/* SPDX-License-Identifier: MIT */
/* dump.h - a value as JSON without blanks; "real" for real numbers. */
#ifndef TESTS_UNIT_LOAD_DUMP_H
#define TESTS_UNIT_LOAD_DUMP_H

#include <inttypes.h>
#include <stdio.h>

#include "../../../plugin/load/json.h"

static inline void
dump_text(FILE *f, struct str text)
{
	static const char bytes[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";

	putc('"', f);
	for (size_t i = 0; i < text.n; i++) {
		const char c = text.p[i];
		const char *special = c ? strchr(bytes, c) : NULL;

		if (special)
			fprintf(f, "\\%c", names[special - bytes]);
		else if ((unsigned char)c < 0x20)
			fprintf(f, "\\u%04X", (unsigned)(unsigned char)c);
		else
			putc(c, f);
	}
	putc('"', f);
}

static inline void
dump_value(FILE *f, const struct json *v)
{
	const char *key;
	struct json *child;
	size_t n = 0;

	switch (json_type(v)) {
	case JSON_OBJECT:
		putc('{', f);
		json_each(v, key, child)
		{
			fputs(n++ ? "," : "", f);
			dump_text(f, str_make(key, strlen(key)));
			putc(':', f);
			dump_value(f, child);
		}
		putc('}', f);
		break;
	case JSON_ARRAY:
		putc('[', f);
		for (; n < json_nelements(v); n++) {
			fputs(n ? "," : "", f);
			dump_value(f, json_at(v, n));
		}
		putc(']', f);
		break;
	case JSON_STRING:
		dump_text(f, json_str(v));
		break;
	case JSON_INTEGER:
		fprintf(f, "%" PRId64, json_integer(v));
		break;
	case JSON_REAL:
		fputs("\"real\"", f);
		break;
	case JSON_TRUE:
		fputs("true", f);
		break;
	case JSON_FALSE:
		fputs("false", f);
		break;
	case JSON_NULL:
		fputs("null", f);
		break;
	}
}

/* To be freed. */
static inline char *
dump(const struct json *v)
{
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	assert_non_null(f);
	dump_value(f, v);
	fclose(f);
	return text;
}

#endif
