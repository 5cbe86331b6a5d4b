/* SPDX-License-Identifier: MIT */
/* config.c - portero.conf. */
#include "ask.h"
#include "files.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ask_config(files_write("portero.conf", data, size));
	return 0;
}
