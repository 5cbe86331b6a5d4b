/* SPDX-License-Identifier: MIT */
/* utf8.h - the length of one UTF-8 character (RFC 3629, section 4). */
#ifndef PORTERO_LOAD_UTF8_H
#define PORTERO_LOAD_UTF8_H

#include "../base/str.h"

/* Bytes of the character TEXT begins with; 0: its bytes are not UTF-8. */
static inline size_t
utf8_length(struct str text)
{
	const unsigned char *p = (const unsigned char *)text.p;
	size_t n;

	if (text.n == 0)
		return 0;
	if (p[0] < 0x80)
		return 1;
	n = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	if (p[0] < 0xc2 || p[0] > 0xf4 || text.n < n)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	/* longer than needed, surrogates, beyond U+10FFFF */
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return n;
}

#endif
