/* SPDX-License-Identifier: MIT */
/* writer.h - text that grows, and words that stay where they are. */
#ifndef PORTERO_BENCH_WRITER_H
#define PORTERO_BENCH_WRITER_H

#include <stddef.h>

#include "../../plugin/portero.h"

#define WRITER_PRINTF(n) __attribute__((format(printf, n, (n) + 1)))

/* One growing text. All zero is an empty one; free(p) when done. */
struct writer {
	char *p;
	size_t n, room;
};

/* Appends. A benchmark that runs out of memory ends with a message. */
void writer_print(struct writer *w, const char *format, ...) WRITER_PRINTF(2);
void writer_bytes(struct writer *w, const char *bytes, size_t n);

/* Memory in blocks, given back all at once. All zero is an empty one. */
struct shelf {
	struct shelf_block *blocks;
};

void *shelf_take(struct shelf *s, size_t n);
struct portero_str shelf_print(struct shelf *s, const char *format, ...)
	WRITER_PRINTF(2);
struct portero_str shelf_text(struct shelf *s, const char *text);
void shelf_free(struct shelf *s);

/* malloc and calloc that end the program when there is no memory. */
void *must_alloc(size_t n);
void *must_zero(size_t n, size_t size);
void stop(const char *format, ...) WRITER_PRINTF(1) __attribute__((noreturn));

#endif
