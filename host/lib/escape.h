/* SPDX-License-Identifier: MIT */
/* escape.h - print text that others wrote: one line, nothing hidden in it. */
#ifndef PORTERO_HOST_ESCAPE_H
#define PORTERO_HOST_ESCAPE_H

#include <stddef.h>
#include <stdio.h>

/*
 * Prints TEXT. Control characters, line separators, bidirectional controls,
 * invisible characters and bytes that are not UTF-8 come out as \n, \x1b or
 * \u{202e}, a backslash as \\.
 */
void escape_print(FILE *out, const char *text, size_t len);
/* The same for text that ends in NUL. */
void escape_puts(FILE *out, const char *text);
/* The same as a JSON string, with its quotes. */
void escape_json(FILE *out, const char *text, size_t len);
/* Columns that escape_print needs on a terminal. */
size_t escape_width(const char *text, size_t len);

#endif
