/* SPDX-License-Identifier: MIT */
/* file.h - reads a file that decisions may rest on, or says why not. */
#ifndef PORTERO_LOAD_FILE_H
#define PORTERO_LOAD_FILE_H

#include "../base/str.h"
#include "../portero.h"

#define FILE_MAX_CONFIG	 ((size_t)4 << 20)   /* portero.conf */
#define FILE_MAX_POLICY	 ((size_t)4 << 20)   /* one policy document */
#define FILE_MAX_ACCOUNT ((size_t)512 << 20) /* account, organization */

/*
 * Reads the whole file at PATH (a C string). It must be a regular file of at
 * most MAX bytes; it and every directory above it must belong to root or to the
 * user of the process and be writable by nobody else, but for sticky
 * directories of root, as /tmp. TEXT is malloc'ed. NAME is what errors call it.
 */
bool file_read(struct str *text, const char *path, struct str name, size_t max,
	       struct portero_error *err);

#endif
