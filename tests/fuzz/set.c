/* SPDX-License-Identifier: MIT */
/* set.c - a whole policy set as one document. */
#include "ask.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ask_set(size ? (const char *)data : "", size);
	return 0;
}
