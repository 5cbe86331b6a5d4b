/* SPDX-License-Identifier: MIT */
/*
 * arena.c - blocks of up to a megabyte, in one list.  A small policy set stays
 * within one page; what does not fit a block gets its own. Structs fill a block
 * from below and texts from above, so that neither leaves gaps for the other.
 *
 * Each block is as large as all before it, so that they are few.  What lasts
 * must not be half empty in the end: there it is a thirtieth of that.
 */
#include "arena.h"

#include <stdlib.h>

#define FIRST_BLOCK ((size_t)4000)
#define LAST_BLOCK  (((size_t)1 << 18) - 64) /* and what malloc adds */
#define LASTING	    32u
#define ALIGN	    sizeof(uint64_t)

struct block {
	struct block *next;
	size_t used, end; /* what is free, in data */
	uint64_t data[];
};

struct arena {
	struct block *blocks; /* the first one is filled */
	size_t share;	      /* a block is this part of all before it */
	size_t bytes;
};

static struct arena *
with_share(size_t share)
{
	struct arena *a = calloc(1, sizeof *a);

	if (a)
		a->share = share;
	return a;
}

struct arena *
arena_new(void)
{
	return with_share(1);
}

struct arena *
arena_new_lasting(void)
{
	return with_share(LASTING);
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
	b->end = size;
	a->bytes += sizeof *b + size;
	return b;
}

static size_t
next_size(const struct arena *a)
{
	const size_t size = a->bytes / a->share / ALIGN * ALIGN;

	return size < FIRST_BLOCK  ? FIRST_BLOCK
	       : size > LAST_BLOCK ? LAST_BLOCK
				   : size;
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

static bool
fits(const struct arena *a, size_t size)
{
	return a->blocks && a->blocks->end - a->blocks->used >= size;
}

/* A new first block. */
static bool
open_block(struct arena *a)
{
	struct block *b = block_new(a, next_size(a));

	if (!b)
		return false;
	b->next = a->blocks;
	a->blocks = b;
	return true;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	void *p;

	if (size > SIZE_MAX - ALIGN)
		return NULL;
	size = size ? (size + ALIGN - 1) / ALIGN * ALIGN : ALIGN;
	if (!fits(a, size)) {
		if (size > next_size(a) / 4)
			return alloc_alone(a, size);
		if (!open_block(a))
			return NULL;
	}
	p = (char *)a->blocks->data + a->blocks->used;
	a->blocks->used += size;
	return p;
}

char *
arena_chars(struct arena *a, size_t n)
{
	n = n ? n : 1;
	if (!fits(a, n)) {
		if (n > next_size(a) / 4)
			return alloc_alone(a, n);
		if (!open_block(a))
			return NULL;
	}
	a->blocks->end -= n;
	return (char *)a->blocks->data + a->blocks->end;
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
	p = arena_chars(a, text.n + 1);
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
