/* SPDX-License-Identifier: MIT */
/*
 * How far a pattern and a text are the same: the literal pieces of the pattern
 * are looked for from the left, and where the first one is missing, the place
 * where most of it is there is where the two part.
 */
#include "report_parts.h"

/* Bytes of PIECE that stand at TEXT; '?' is any byte. */
static size_t
common(struct portero_str piece, struct portero_str text)
{
	size_t n = 0;

	while (n < piece.len && n < text.len &&
	       (piece.ptr[n] == '?' || piece.ptr[n] == text.ptr[n]))
		n++;
	return n;
}

static struct portero_str
from(struct portero_str s, size_t offset)
{
	return (struct portero_str){ s.ptr + offset, s.len - offset };
}

/* Where PIECE begins in TEXT, or most of it; *LENGTH is how much. */
static size_t
find_piece(struct portero_str piece, struct portero_str text, bool at_end,
	   size_t *length)
{
	size_t best = 0;

	*length = 0;
	for (size_t i = 0; i <= text.len; i++) {
		const size_t n = common(piece, from(text, i));
		const bool whole =
			n == piece.len && (!at_end || i + n == text.len);

		if (n > *length || whole) {
			best = i;
			*length = n;
		}
		if (whole)
			break;
	}
	return best;
}

struct difference
nearest_difference(struct portero_str pattern, struct portero_str text)
{
	size_t p = 0, t = 0;
	bool star = false;

	for (;;) {
		struct portero_str piece;
		size_t end = p, at = t, n;

		while (end < pattern.len && pattern.ptr[end] != '*')
			end++;
		piece = (struct portero_str){ pattern.ptr + p, end - p };
		if (star)
			at += find_piece(piece, from(text, t),
					 end == pattern.len, &n);
		else
			n = common(piece, from(text, t));
		if (n < piece.len)
			return (struct difference){ p + n, at + n, false };
		t = at + n;
		p = end;
		if (p == pattern.len)
			break;
		star = true;
		p++;
	}
	/* nothing is left to match; a star at the end takes the rest */
	return (struct difference){
		p, t, t == text.len || (p > 0 && pattern.ptr[p - 1] == '*')
	};
}
