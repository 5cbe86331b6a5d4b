/* SPDX-License-Identifier: MIT */
/* detail.c - text into fixed room, without stdio. */
#include "detail.h"

#include "../base/scan.h"

char *
detail_copy(char *out, size_t cap, struct str text)
{
	size_t n = text.n < cap ? text.n : cap - 1;

	/* do not end inside a UTF-8 sequence */
	if (n < text.n)
		while (n > 0 && ((unsigned char)text.p[n] & 0xc0) == 0x80)
			n--;
	if (n)
		memcpy(out, text.p, n);
	out[n] = 0;
	return out + n;
}

size_t
detail_length(const struct portero_decision *d)
{
	const char *end = memchr(d->detail, 0, sizeof d->detail);

	return end ? (size_t)(end - d->detail) : sizeof d->detail - 1;
}

void
detail_texts(struct portero_decision *d, const struct str *texts, size_t n)
{
	char *at = d->detail + detail_length(d);

	for (size_t i = 0; i < n; i++)
		at = detail_copy(at,
				 (size_t)(d->detail + sizeof d->detail - at),
				 texts[i]);
}

void
detail_text(struct portero_decision *d, struct str text)
{
	detail_texts(d, &text, 1);
}

void
detail_number(struct portero_decision *d, uint64_t n)
{
	char buffer[SCAN_TIME_MAX];

	detail_text(d, str_make(buffer, scan_format_int(buffer, (int64_t)n)));
}
