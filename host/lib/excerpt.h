/* SPDX-License-Identifier: MIT */
/* excerpt.h - a line of a file with a caret under what is meant. */
#ifndef PORTERO_HOST_EXCERPT_H
#define PORTERO_HOST_EXCERPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Prints the LEN bytes of LINE, numbered NUMBER, and a caret under the WIDTH
 * bytes at OFFSET (from 0). Blanks at the end are dropped.
 */
void excerpt_print(FILE *out, uint32_t number, const char *line, size_t len,
		   size_t offset, size_t width, bool color);

#endif
