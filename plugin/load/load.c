/* SPDX-License-Identifier: MIT */
/*
 * load.c - all or nothing: reads, builds, and drops what was only needed on the
 * way. The arena of the set holds everything that outlives the load.
 */
#include "load.h"

#include "config.h"
#include "error.h"
#include "file.h"
#include "reading.h"
#include "set.h"

/* A failure that left no error behind could pass for success. */
static int
result(const struct loaded *out, struct portero_error *err)
{
	if (out->set)
		return PORTERO_OK;
	if (err->code == PORTERO_OK)
		error_memory(err);
	return (int)err->code;
}

static bool
open_reading(struct reading *r, const struct portero_host *host,
	     struct portero_error *err)
{
	err->code = PORTERO_OK;
	*r = (struct reading){ .err = err, .host = host, .directory = STR("") };
	r->scratch = arena_new();
	r->digest = digest_new();
	if (!r->scratch || !r->digest)
		return error_memory(err);
	r->build = build_new(err);
	return r->build != NULL;
}

static void
close_reading(struct reading *r)
{
	reading_free_sources(r);
	build_free(r->build);
	digest_free(r->digest);
	arena_free(r->scratch);
}

static void
finish(struct loaded *out, struct reading *r)
{
	uint8_t digest[32];
	const struct policy_set *set;

	if (!digest_finish(r->digest, digest)) {
		error_memory(r->err);
		return;
	}
	set = build_finish(r->build, digest);
	/* build_text and others only note that memory ran out */
	if (!set || r->err->code != PORTERO_OK)
		return;
	out->set = set;
	out->arena = build_release(r->build);
}

static bool
read_config(struct reading *r, const char *path)
{
	const struct str name = str_make(path, strlen(path));
	struct source *s = reading_source(r);
	struct str text;
	bool ok;

	r->directory = reading_directory(name);
	if (!s || !file_read(&text, path, name, FILE_MAX_CONFIG, r->err))
		return false;
	ok = config_parse(s, name, text, r->err);
	s->owned = (char *)(uintptr_t)text.p;
	if (!ok)
		return false;
	/* the last part of the path: a copy elsewhere has the same digest */
	if (!digest_add_file(r->digest, str_from(name, r->directory.n), text))
		return error_memory(r->err);
	return set_read(r, s, true);
}

int
load_config(struct loaded *out, const struct portero_host *host,
	    const char *config_path, struct portero_error *err)
{
	struct reading r;

	*out = (struct loaded){ NULL, NULL };
	if (open_reading(&r, host, err) && read_config(&r, config_path))
		finish(out, &r);
	close_reading(&r);
	return result(out, err);
}

int
load_set(struct loaded *out, const struct portero_host *host, struct str text,
	 struct portero_error *err)
{
	struct reading r;
	struct source *s;

	*out = (struct loaded){ NULL, NULL };
	if (open_reading(&r, host, err) && (s = reading_source(&r)) != NULL &&
	    source_parse(s, STR("set"), text, err)) {
		if (!digest_add(r.digest, text))
			error_memory(err);
		else if (set_read(&r, s, false))
			finish(out, &r);
	}
	close_reading(&r);
	return result(out, err);
}
