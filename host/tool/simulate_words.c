/* SPDX-License-Identifier: MIT */
/* What the words of a simulate request must look like. */
#include <string.h>

#include "simulate.h"

bool
simulate_is_action(struct portero_str s)
{
	const char *colon = s.len ? memchr(s.ptr, ':', s.len) : NULL;
	const char *end = s.ptr + s.len;

	return colon && colon > s.ptr && colon + 1 < end &&
	       !memchr(colon + 1, ':', (size_t)(end - colon - 1));
}

bool
simulate_arn_account(struct portero_str arn, struct portero_str *account)
{
	const char *p = arn.ptr, *end = arn.ptr + arn.len, *colon;

	if (arn.len < 4 || memcmp(p, "arn:", 4) != 0)
		return false;
	for (int i = 0; i < 5; i++) {
		colon = memchr(p, ':', (size_t)(end - p));
		if (!colon)
			return false;
		if (i == 4)
			*account =
				(struct portero_str){ p, (size_t)(colon - p) };
		p = colon + 1;
	}
	return true;
}
