/* SPDX-License-Identifier: MIT */
/* check.h - cmocka, and errors compared with what they must say. */
#ifndef TESTS_UNIT_LOAD_CHECK_H
#define TESTS_UNIT_LOAD_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../../plugin/base/str.h"
#include "../../../plugin/portero.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static inline struct str
str_of(const char *s)
{
	return str_make(s, strlen(s));
}

/* Fails with the whole error when its id, line or column is another one. */
static inline void
check_error(const struct portero_error *err, const char *what, const char *id,
	    uint32_t line, uint32_t column)
{
	if (strcmp(err->id, id) == 0 && err->line == line &&
	    err->column == column)
		return;
	fail_msg("%s\nwanted %u:%u [%s]\ngot    %u:%u [%s] %s: %s (%s)\n"
		 "       |%s",
		 what, line, column, id, err->line, err->column, err->id,
		 err->file, err->text, err->hint, err->source);
}

static inline void
check_ok(const struct portero_error *err, const char *what)
{
	if (err->code != PORTERO_OK)
		fail_msg("%s\ngot %s:%u:%u: %s [%s]\n|%s", what, err->file,
			 err->line, err->column, err->text, err->id,
			 err->source);
}

#endif
