/* SPDX-License-Identifier: MIT */
/* buffer.h - text that grows, kept from use to use. */
#ifndef PORTERO_TOOL_BUFFER_H
#define PORTERO_TOOL_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../plugin/portero.h"

/* Zero it before use. Out of memory is remembered until buffer_clear. */
struct buffer {
	char *p;
	size_t n, cap;
	bool failed;
};

void buffer_clear(struct buffer *b); /* keeps the memory */
void buffer_free(struct buffer *b);
void buffer_bytes(struct buffer *b, const void *bytes, size_t n);
void buffer_puts(struct buffer *b, const char *text);
void buffer_putc(struct buffer *b, char c);
void buffer_number(struct buffer *b, uint64_t n);
/* TEXT as a JSON string; bytes that are not UTF-8 become U+FFFD. */
void buffer_json(struct buffer *b, struct portero_str text);

#endif
