/* SPDX-License-Identifier: MIT */
/* textfile.h - read a whole file, or standard input, up to a limit. */
#ifndef PORTERO_HOST_TEXTFILE_H
#define PORTERO_HOST_TEXTFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "../../plugin/portero.h"

#define TEXTFILE_MAX ((size_t)16 << 20)

/*
 * Reads PATH ("-" is standard input). *TEXT ends in NUL, which *LEN does not
 * count, and is free(3)d by the caller. False and *err otherwise.
 */
bool textfile_read(const char *path, size_t max, char **text, size_t *len,
		   struct portero_error *err);

#endif
