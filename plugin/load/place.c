/* SPDX-License-Identifier: MIT */
/* place.c - counts the lines of a text, or finds one among all. */
#include "place.h"

/* Behind the end of the line that P is in; NULL: there is none. */
static const char *
next_line(struct str text, const char *p)
{
	const size_t left = text.n - (size_t)(p - text.p);
	const char *newline = left ? memchr(p, '\n', left) : NULL;

	return newline ? newline + 1 : NULL;
}

struct place
place_count(struct str text, size_t offset, size_t width)
{
	const struct str before = str_make(text.p, offset);
	struct place at = { offset, 1, 1, (uint32_t)width };
	const char *begin = text.p, *next;

	while ((next = next_line(before, begin)) != NULL) {
		at.line++;
		begin = next;
	}
	at.column = (uint32_t)(text.p + offset - begin) + 1;
	return at;
}

bool
lines_find(struct lines *out, struct arena *a, struct str text)
{
	uint32_t *starts, n = 0;

	for (const char *p = text.p; (p = next_line(text, p)) != NULL;)
		n++;
	starts = arena_array(a, n, sizeof *starts);
	if (!starts)
		return false;
	*out = (struct lines){ starts, n };
	for (const char *p = text.p; (p = next_line(text, p)) != NULL;)
		*starts++ = (uint32_t)(p - text.p);
	return true;
}

struct place
lines_place(const struct lines *lines, size_t offset, size_t width)
{
	uint32_t low = 0, high = lines->n;

	/* the lines that begin at OFFSET or before it */
	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (lines->starts[middle] <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return (struct place){
		.offset = offset,
		.line = low + 1,
		.column = (uint32_t)(offset -
				     (low ? lines->starts[low - 1] : 0)) +
			  1,
		.width = (uint32_t)width,
	};
}
