/* SPDX-License-Identifier: MIT */
/* abi.h - taking in what a host of an older or newer version hands over. */
#ifndef PORTERO_ABI_H
#define PORTERO_ABI_H

#include "base/str.h"
#include "portero.h"

/*
 * Copies a caller's struct of any version into OUT: a shorter one is completed
 * with zeros, a longer one may only have zeros where we know nothing.
 */
static inline bool
abi_take(void *out, size_t known, const void *in, size_t size, size_t least)
{
	const unsigned char *bytes = in;

	if (size < least || size > 65536)
		return false;
	for (size_t i = known; i < size; i++)
		if (bytes[i] != 0)
			return false;
	if (size < known)
		memset((char *)out + size, 0, known - size);
	memcpy(out, in, size < known ? size : known);
	return true;
}

/* At most MAX bytes, and none of them NUL. */
static inline bool
abi_text_ok(struct portero_str s, size_t max)
{
	return s.len <= max &&
	       (s.len == 0 || (s.ptr && !str_has_nul(str_make(s.ptr, s.len))));
}

#endif
