/* SPDX-License-Identifier: MIT */
/* utf8.h - the length of one UTF-8 character (RFC 3629, section 4). */
#ifndef PORTERO_HOST_UTF8_H
#define PORTERO_HOST_UTF8_H

#include <stddef.h>

/* Bytes of the character that the LEFT bytes at P begin with; 0: it is none. */
static inline size_t
utf8_length(const unsigned char *p, size_t left)
{
	size_t n;

	if (left == 0)
		return 0;
	n = *p < 0x80 ? 1 : *p >= 0xf0 ? 4 : *p >= 0xe0 ? 3 : 2;
	if (n > left || (n > 1 && (*p < 0xc2 || *p > 0xf4)))
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	/* longer than needed, surrogates, beyond U+10FFFF */
	if ((*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f) ||
	    (*p == 0xf0 && p[1] < 0x90) || (*p == 0xf4 && p[1] > 0x8f))
		return 0;
	return n;
}

#endif
