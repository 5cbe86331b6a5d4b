/* SPDX-License-Identifier: MIT */
/* writer.c - text that grows, and words that stay where they are. */
#include "writer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
stop(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("bench: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	exit(1);
}

void *
must_alloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		stop("out of memory");
	return p;
}

void *
must_zero(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size);

	if (!p)
		stop("out of memory");
	return p;
}

static void
make_room(struct writer *w, size_t n)
{
	size_t room = w->room ? w->room : 4096;
	char *p;

	while (room - w->n < n)
		room *= 2;
	if (room == w->room)
		return;
	p = realloc(w->p, room);
	if (!p)
		stop("out of memory");
	w->p = p;
	w->room = room;
}

void
writer_bytes(struct writer *w, const char *bytes, size_t n)
{
	make_room(w, n + 1);
	memcpy(w->p + w->n, bytes, n);
	w->n += n;
	w->p[w->n] = 0;
}

void
writer_print(struct writer *w, const char *format, ...)
{
	va_list arguments;
	int n;

	make_room(w, 1024);
	va_start(arguments, format);
	n = vsnprintf(w->p + w->n, w->room - w->n, format, arguments);
	va_end(arguments);
	if (n < 0)
		stop("a text cannot be written");
	if ((size_t)n >= w->room - w->n) {
		make_room(w, (size_t)n + 1);
		va_start(arguments, format);
		vsnprintf(w->p + w->n, w->room - w->n, format, arguments);
		va_end(arguments);
	}
	w->n += (size_t)n;
}

/* ---- the shelf ------------------------------------------------------------
 */

#define BLOCK ((size_t)64 << 10)

struct shelf_block {
	struct shelf_block *next;
	size_t used, size;
	max_align_t bytes[];
};

void *
shelf_take(struct shelf *s, size_t n)
{
	const size_t unit = sizeof(max_align_t);
	struct shelf_block *b = s->blocks;
	void *p;

	n = (n + unit - 1) / unit * unit;
	if (!b || b->size - b->used < n) {
		const size_t size = n > BLOCK ? n : BLOCK;

		b = must_alloc(sizeof *b + size);
		*b = (struct shelf_block){ s->blocks, 0, size };
		s->blocks = b;
	}
	p = (char *)b->bytes + b->used;
	b->used += n;
	return p;
}

struct portero_str
shelf_print(struct shelf *s, const char *format, ...)
{
	char buffer[4096];
	va_list arguments;
	int n;

	va_start(arguments, format);
	n = vsnprintf(buffer, sizeof buffer, format, arguments);
	va_end(arguments);
	if (n < 0 || (size_t)n >= sizeof buffer)
		stop("a text of the workload is too long");
	return shelf_text(s, buffer);
}

struct portero_str
shelf_text(struct shelf *s, const char *text)
{
	const size_t n = strlen(text);
	char *p = shelf_take(s, n + 1);

	memcpy(p, text, n + 1);
	return (struct portero_str){ p, n };
}

void
shelf_free(struct shelf *s)
{
	while (s->blocks) {
		struct shelf_block *next = s->blocks->next;

		free(s->blocks);
		s->blocks = next;
	}
}
