/* SPDX-License-Identifier: MIT */
/* filetrust.h - could anybody but root and us change what a path leads to? */
#ifndef PORTERO_HOST_FILETRUST_H
#define PORTERO_HOST_FILETRUST_H

#include <stdbool.h>

#include "../../plugin/portero.h"

/*
 * PATH is absolute and leads to a regular file; the file, every directory on
 * the way and every symbolic link in it belong to root or to the effective
 * user, and nobody else can write there. A directory that others can write is
 * accepted if it is sticky, as /tmp: in it nobody replaces what is not his.
 * False and *err otherwise.
 */
bool filetrust_check(const char *path, struct portero_error *err);

#endif
