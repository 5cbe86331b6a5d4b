/* SPDX-License-Identifier: MIT */
/*
 * The policy sets that lines used last, opened. A set that cannot be opened is
 * kept too: it would fail again.
 */
#include <stdlib.h>
#include <string.h>

#include "simulate.h"

/* A key has its place among the WAYS entries of one bucket. */
#define WAYS	8
#define BUCKETS 64
#define ENTRIES (WAYS * BUCKETS)

struct entry {
	uint64_t hash, used;
	char *key;
	size_t len;
	struct simulate_opened opened;
};

struct simulate_cache {
	const struct portero_plugin *plugin;
	const struct portero_host *host;
	struct entry entries[ENTRIES];
	uint64_t now; /* counts questions */
	struct buffer key, set;
};

struct simulate_cache *
simulate_cache_new(const struct portero_plugin *plugin,
		   const struct portero_host *host)
{
	struct simulate_cache *c = calloc(1, sizeof *c);

	if (c) {
		c->plugin = plugin;
		c->host = host;
	}
	return c;
}

static void
drop(struct simulate_cache *c, struct entry *e)
{
	if (e->opened.set)
		c->plugin->close(e->opened.set);
	free(e->key);
	*e = (struct entry){ 0 };
}

void
simulate_cache_free(struct simulate_cache *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < ENTRIES; i++)
		drop(c, &c->entries[i]);
	buffer_free(&c->key);
	buffer_free(&c->set);
	free(c);
}

/* Eight bytes a step; whole keys are compared, so it need not be a good one. */
static uint64_t
hash(const char *p, size_t n)
{
	const uint64_t odd = 0x9e3779b97f4a7c15u;
	uint64_t h = n * odd, word;

	for (; n >= 8; n -= 8, p += 8) {
		memcpy(&word, p, 8);
		h = (h ^ word) * odd;
		h ^= h >> 29;
	}
	for (; n > 0; n--)
		h = (h ^ (unsigned char)*p++) * odd;
	return h ^ h >> 32;
}

/* The entry with the key, or the one to give up for it. */
static struct entry *
find(struct simulate_cache *c, uint64_t h, bool *found)
{
	struct entry *bucket = &c->entries[h % BUCKETS * WAYS];
	struct entry *oldest = bucket;

	for (struct entry *e = bucket; e < bucket + WAYS; e++) {
		if (e->key && e->hash == h && e->len == c->key.n &&
		    memcmp(e->key, c->key.p, e->len) == 0) {
			*found = true;
			return e;
		}
		if (e->used < oldest->used)
			oldest = e;
	}
	*found = false;
	return oldest;
}

/*
 * The plugin knows a set, the line has documents: the place of the error says
 * in which one it is, by its name as simulate_set wrote it.
 */
static void
name_document(const struct buffer *set, struct portero_error *err)
{
	static const char begin[] = "{\"name\":\"", end[] = "\",\"document\":";
	const size_t n = sizeof begin - 1, m = sizeof end - 1;
	size_t i = err->column, length = 0;

	if (err->line != 1 || i == 0 || i > set->n)
		return;
	while (i > 0) {
		i--;
		if (i + n + m > set->n || memcmp(set->p + i, begin, n) != 0)
			continue;
		while (i + n + length + m < set->n && length < 24 &&
		       set->p[i + n + length] != '"')
			length++;
		if (i + n + length + m > set->n ||
		    memcmp(set->p + i + n + length, end, m) != 0)
			continue;
		memcpy(err->file, set->p + i + n, length);
		err->file[length] = '\0';
		return;
	}
}

static void
open_set(struct simulate_cache *c, struct simulate_opened *opened)
{
	int code;

	opened->error.size = sizeof opened->error;
	code = c->plugin->open_set(&opened->set, c->host, c->set.p, c->set.n, 0,
				   &opened->error);
	if (code == PORTERO_OK && opened->set)
		return;
	opened->set = NULL;
	if (opened->error.code == PORTERO_OK)
		opened->error.code = PORTERO_ERROR_SYSTEM;
	name_document(&c->set, &opened->error);
}

const struct simulate_opened *
simulate_cache_get(struct simulate_cache *c, const struct simulate_line *line)
{
	struct entry *e;
	uint64_t h;
	bool found;

	simulate_key(&c->key, line);
	if (c->key.failed)
		return NULL;
	h = hash(c->key.p, c->key.n);
	e = find(c, h, &found);
	e->used = ++c->now;
	if (found)
		return &e->opened;
	drop(c, e);
	simulate_set(&c->set, line);
	e->key = malloc(c->key.n);
	if (c->set.failed || !e->key)
		return NULL;
	memcpy(e->key, c->key.p, c->key.n);
	e->len = c->key.n;
	e->hash = h;
	e->used = c->now;
	open_set(c, &e->opened);
	return &e->opened;
}
