/* SPDX-License-Identifier: MIT */
/* error.h - fill a portero_error: what is wrong, where, and what to do. */
#ifndef PORTERO_HOST_ERROR_H
#define PORTERO_HOST_ERROR_H

#include <stdbool.h>

#include "../../plugin/portero.h"

/*
 * Says what is wrong; ID is a short name ("unknown-member"), HINT says what to
 * do and may be NULL. Always returns false, for `return error_set(...)`. ERR
 * may be NULL. The first error is kept: an ERR with a code is not touched.
 */
bool error_set(struct portero_error *err, uint32_t code, const char *id,
	       const char *hint, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/*
 * Says where: FILE, and WIDTH bytes at OFFSET of its TEXT, which gives line,
 * column and the line of the source. TEXT may be NULL: the file as a whole.
 * Call it before error_set.
 */
void error_place(struct portero_error *err, const char *file, const char *text,
		 size_t len, size_t offset, size_t width);

#endif
