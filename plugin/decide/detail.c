/* SPDX-License-Identifier: MIT */
/* detail.c - text into fixed room, without stdio. */
#include "detail.h"

#include "../base/scan.h"

void
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
}

size_t
detail_length(const struct portero_decision *d)
{
	const char *end = memchr(d->detail, 0, sizeof d->detail);

	return end ? (size_t)(end - d->detail) : sizeof d->detail - 1;
}

void
detail_text(struct portero_decision *d, struct str text)
{
	size_t used = detail_length(d);

	detail_copy(d->detail + used, sizeof d->detail - used, text);
}

void
detail_number(struct portero_decision *d, uint64_t n)
{
	char buffer[SCAN_TIME_MAX];

	detail_text(d, str_make(buffer, scan_format_int(buffer, (int64_t)n)));
}
