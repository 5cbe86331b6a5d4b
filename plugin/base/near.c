/* SPDX-License-Identifier: MIT */
/* near.c - one edit between two texts: what is left between the beginning and
 * the end that they share. */
#include "near.h"

static bool
same_at(struct str a, size_t i, struct str b, size_t k)
{
	return str_lower(a.p[i]) == str_lower(b.p[k]);
}

bool
near_text(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	while (i < a.n && i < b.n && same_at(a, i, b, i))
		i++;
	while (k + i < a.n && k + i < b.n &&
	       same_at(a, a.n - 1 - k, b, b.n - 1 - k))
		k++;
	if (a.n == b.n && i + k + 2 == a.n && same_at(a, i, b, i + 1) &&
	    same_at(a, i + 1, b, i))
		return true;
	return a.n - i - k <= 1 && b.n - i - k <= 1;
}
