/* SPDX-License-Identifier: MIT */
/* arena.h - one list of blocks per policy set, freed in one stroke. */
#ifndef PORTERO_LOAD_ARENA_H
#define PORTERO_LOAD_ARENA_H

#include <stddef.h>

#include "../base/str.h"

struct arena;

struct arena *arena_new(void); /* NULL: out of memory */
/* The same, with less left over at the end. */
struct arena *arena_new_lasting(void);
void arena_free(struct arena *a);
/* Zeroed, aligned for pointers and numbers; NULL when out of memory. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_array(struct arena *a, size_t n, size_t size);
/* The same for text: no byte is lost between two of them. */
char *arena_chars(struct arena *a, size_t n);
/* A copy of TEXT with a NUL behind it; .p is NULL when out of memory. */
struct str arena_text(struct arena *a, struct str text);
size_t arena_bytes(const struct arena *a);

#endif
