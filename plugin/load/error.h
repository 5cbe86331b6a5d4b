/* SPDX-License-Identifier: MIT */
/* error.h - fills a portero_error; the first error of a load is kept. */
#ifndef PORTERO_LOAD_ERROR_H
#define PORTERO_LOAD_ERROR_H

#include <stdarg.h>

#include "../base/str.h"
#include "../portero.h"

/* One error without a place in a text. HINT may be NULL. Returns false. */
bool error_set(struct portero_error *err, uint32_t code, const char *id,
	       struct str file, const char *hint, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
bool error_vset(struct portero_error *err, uint32_t code, const char *id,
		struct str file, const char *hint, const char *format,
		va_list arguments) __attribute__((format(printf, 6, 0)));
bool error_memory(struct portero_error *err);

/* Puts the line of TEXT with byte OFFSET into err->source, caret and all. */
void error_excerpt(struct portero_error *err, struct str text, size_t offset,
		   size_t width);

/*
 * Copies TEXT to OUT (SIZE bytes, NUL at the end): blanks for tabs, '?' for
 * control characters and bytes that are not UTF-8, cut between characters.
 */
void error_copy(char *out, size_t size, struct str text);

/* The arguments for "%.*s", at most as long as a message can show. */
#define ERROR_STR(s) (int)((s).n < 300 ? (s).n : 300), ((s).n ? (s).p : "")

#endif
