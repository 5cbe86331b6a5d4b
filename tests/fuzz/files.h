/* SPDX-License-Identifier: MIT */
/* files.h - a folder for what is read from files; gone when the program ends.
 */
#ifndef PORTERO_TESTS_FUZZ_FILES_H
#define PORTERO_TESTS_FUZZ_FILES_H

#include <stddef.h>

/* Writes NAME in the folder; its path is good until the next call. */
const char *files_write(const char *name, const void *bytes, size_t n);

#endif
