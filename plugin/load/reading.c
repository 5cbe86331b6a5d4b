/* SPDX-License-Identifier: MIT */
/* reading.c - keeps the sources of a set until it is built, and reads files. */
#include "reading.h"

#include <stdio.h>

#include "error.h"
#include "file.h"

struct kept_source {
	struct source source; /* first */
	struct kept_source *next;
};

struct source *
reading_source(struct reading *r)
{
	struct kept_source *k = arena_alloc(r->scratch, sizeof *k);

	if (!k) {
		error_memory(r->err);
		return NULL;
	}
	k->next = r->kept;
	r->kept = k;
	return &k->source;
}

void
reading_free_sources(struct reading *r)
{
	/* an inner source borrows from its outer one, which came first */
	for (; r->kept; r->kept = r->kept->next)
		source_free(&r->kept->source);
}

struct str
reading_path(struct reading *r, struct str directory, struct str path)
{
	struct str whole = { NULL, directory.n + path.n };
	char *p;

	if (path.n && path.p[0] == '/')
		directory.n = 0, whole.n = path.n;
	p = arena_alloc(r->scratch, whole.n + 1);
	if (!p) {
		error_memory(r->err);
		return whole;
	}
	if (directory.n)
		memcpy(p, directory.p, directory.n);
	if (path.n)
		memcpy(p + directory.n, path.p, path.n);
	whole.p = p;
	return whole;
}

struct str
reading_directory(struct str path)
{
	while (path.n && path.p[path.n - 1] != '/')
		path.n--;
	return path;
}

struct source *
reading_file(struct reading *r, struct str name, size_t max, uint32_t code)
{
	const struct str whole = reading_path(r, r->directory, name);
	struct source *s = whole.p ? reading_source(r) : NULL;
	struct str text;
	bool ok;

	if (!s || !file_read(&text, whole.p, whole, max, r->err))
		return NULL;
	ok = source_parse(s, whole, text, r->err);
	s->owned = (char *)(uintptr_t)text.p;
	if (!ok && r->err->code == PORTERO_ERROR_CONFIG)
		r->err->code = code;
	if (ok && !digest_add_file(r->digest, name, text))
		ok = error_memory(r->err);
	return ok ? s : NULL;
}

void
reading_warn(struct reading *r, const char *format, ...)
{
	char text[512], clean[512];
	va_list arguments;

	if (!r->host || !r->host->log)
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	error_copy(clean, sizeof clean, str_make(text, strlen(text)));
	r->host->log(r->host->arg, PORTERO_LOG_WARNING, clean, strlen(clean));
}
