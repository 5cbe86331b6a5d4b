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

static bool
read_set(struct reading *r, struct str text)
{
	struct source *s = reading_source(r);

	if (!s || !source_parse(s, STR("set"), text, r->err))
		return false;
	if (!digest_add(r->digest, text))
		return error_memory(r->err);
	return set_read(r, s, false);
}

int
load_set(struct loaded *out, const struct portero_host *host, struct str text,
	 struct portero_error *err)
{
	struct reading r;

	*out = (struct loaded){ NULL, NULL };
	if (open_reading(&r, host, err) && read_set(&r, text))
		finish(out, &r);
	close_reading(&r);
	return result(out, err);
}

/* A policy that belongs to nobody: it is read, and that is all. */
static bool
read_document(struct reading *r, const struct load_input *input)
{
	struct source *s = reading_source(r);

	if (!s || !source_parse(s, input->name, input->text, r->err)) {
		if (r->err->code == PORTERO_ERROR_CONFIG)
			r->err->code = PORTERO_ERROR_POLICY;
		return false;
	}
	return build_policy(r->build,
			    input->guess ? build_policy_type(s->root)
					 : input->type,
			    input->name, s, s->root) != NULL;
}

int
load_lint(const struct load_input *input, const struct portero_host *host,
	  load_look *look, void *arg, struct portero_error *err)
{
	struct loaded out = { NULL, NULL };
	struct reading r;
	bool ok = open_reading(&r, host, err);

	if (ok && input->config_path)
		ok = read_config(&r, input->config_path);
	else if (ok && input->document)
		ok = read_document(&r, input);
	else if (ok)
		ok = read_set(&r, input->text);
	if (ok)
		finish(&out, &r);
	if (out.set)
		look(arg, r.build, out.set);
	close_reading(&r);
	arena_free(out.arena);
	return result(&out, err);
}
