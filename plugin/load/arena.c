/* SPDX-License-Identifier: MIT */
/*
 * arena.c - blocks that double in size up to a megabyte, in one list.  A small
 * policy set stays within one page; what does not fit a block gets its own.
 */
#include "arena.h"

#include <stdalign.h>
#include <stdlib.h>

#define FIRST_BLOCK ((size_t)4000)
#define LAST_BLOCK  ((size_t)1 << 20)

struct block {
	struct block *next;
	size_t size, used; /* of data */
	alignas(max_align_t) unsigned char data[];
};

struct arena {
	struct block *blocks; /* the first one is filled */
	size_t next_size;
	size_t bytes;
};

struct arena *
arena_new(void)
{
	struct arena *a = calloc(1, sizeof *a);

	if (a)
		a->next_size = FIRST_BLOCK;
	return a;
}

void
arena_free(struct arena *a)
{
	if (!a)
		return;
	while (a->blocks) {
		struct block *next = a->blocks->next;

		free(a->blocks);
		a->blocks = next;
	}
	free(a);
}

/* calloc, so that what is handed out is zero without touching it again */
static struct block *
block_new(struct arena *a, size_t size)
{
	struct block *b;

	if (size > (size_t)PTRDIFF_MAX - sizeof *b)
		return NULL;
	b = calloc(1, sizeof *b + size);
	if (!b)
		return NULL;
	b->size = size;
	a->bytes += sizeof *b + size;
	return b;
}

/* A large piece gets a block behind the first, which stays open. */
static void *
alloc_alone(struct arena *a, size_t size)
{
	struct block *b = block_new(a, size);

	if (!b)
		return NULL;
	b->used = size;
	if (a->blocks) {
		b->next = a->blocks->next;
		a->blocks->next = b;
	} else {
		a->blocks = b;
	}
	return b->data;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct block *b = a->blocks;
	void *p;

	if (size > SIZE_MAX - align)
		return NULL;
	size = size ? (size + align - 1) / align * align : align;
	if (!b || b->size - b->used < size) {
		if (size > a->next_size / 4)
			return alloc_alone(a, size);
		b = block_new(a, a->next_size);
		if (!b)
			return NULL;
		b->next = a->blocks;
		a->blocks = b;
		if (a->next_size < LAST_BLOCK)
			a->next_size *= 2;
	}
	p = b->data + b->used;
	b->used += size;
	return p;
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		return NULL;
	return arena_alloc(a, n * size);
}

struct str
arena_text(struct arena *a, struct str text)
{
	char *p;

	if (text.n == SIZE_MAX)
		return str_make(NULL, 0);
	/* a NUL behind it serves the few callers that need a C string */
	p = arena_alloc(a, text.n + 1);
	if (!p)
		return str_make(NULL, 0);
	if (text.n)
		memcpy(p, text.p, text.n);
	return str_make(p, text.n);
}

size_t
arena_bytes(const struct arena *a)
{
	return a->bytes;
}
