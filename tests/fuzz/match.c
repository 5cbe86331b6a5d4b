/* SPDX-License-Identifier: MIT */
/*
 * match.c - the matcher against the obvious one. The input is a pattern and a
 * text, with a line feed between.
 */
#include "fuzz.h"

#include "../../plugin/decide/match.h"
#include "../../plugin/load/building.h"

/* One row of the table "the first i bytes of P match the first k of T". */
static bool
obvious(struct str p, struct str t)
{
	bool *row = calloc(t.n + 1, sizeof *row), matches;

	HOLDS(row);
	row[0] = true;
	for (size_t i = 0; i < p.n; i++) {
		bool left = row[0]; /* the row above, one to the left */

		row[0] = left && p.p[i] == '*';
		for (size_t k = 1; k <= t.n; k++) {
			bool above = row[k];

			if (p.p[i] == '*')
				row[k] = row[k - 1] || above;
			else
				row[k] = left && (p.p[i] == '?' ||
						  p.p[i] == t.p[k - 1]);
			left = above;
		}
	}
	matches = row[t.n];
	free(row);
	return matches;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = size ? (const char *)data : "";
	const char *feed = size ? memchr(text, '\n', size) : NULL;
	struct portero_error err = { .size = sizeof err };
	struct str p, t;
	struct pattern pattern;
	struct build *b;
	const char *why;

	if (!feed || size > 2000)
		return 0;
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)text[i] >= 0x80)
			return 0; /* '?' is a character, not a byte */
	p = str_make(text, (size_t)(feed - text));
	t = str_make(feed + 1, size - p.n - 1);
	b = build_new(&err);
	HOLDS(b);
	HOLDS(pattern_compile(b, &pattern, p, PATTERN_WILDCARDS, &why));
	HOLDS((match_pattern(NULL, &pattern, t) == YES) == obvious(p, t));
	build_free(b);
	return 0;
}
