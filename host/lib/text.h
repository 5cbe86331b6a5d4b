/* SPDX-License-Identifier: MIT */
/* text.h - text built with a format, and what a template left in it. */
#ifndef PORTERO_HOST_TEXT_H
#define PORTERO_HOST_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "../../plugin/portero.h"

/* A new string; NULL: out of memory. */
char *text_format(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* N in decimal: the end of BUFFER, with room for a sign before it. */
#define TEXT_NUMBER 24u
char *text_number(char buffer[TEXT_NUMBER], uint64_t n);

bool text_equal(const char *a, const char *b);
bool text_starts(const char *text, const char *prefix);

/*
 * True when TEXT still has a gap that a template was to fill: "${Role}",
 * "$ROLE", "{{ role }}", "<AccountId>".
 */
bool text_has_placeholder(struct portero_str text);

/* Is all of TEXT printable ASCII, and none of it a blank? */
bool text_is_visible(struct portero_str text);

#endif
