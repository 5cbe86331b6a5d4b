/* SPDX-License-Identifier: MIT */
/* handle.c - open policy sets: opening, reading again, closing, and lint. */
#include "handle.h"

#include <stdlib.h>
#include <string.h>

#include "abi.h"
#include "lint/lint.h"

void
handle_close(struct portero *set)
{
	if (!set)
		return;
	arena_free(set->loaded.arena);
	free(set->config_path);
	free(set->set);
	free(set);
}

static int
fail(struct portero_error *err, uint32_t code, const char *id, const char *text)
{
	if (err->code == PORTERO_OK) {
		err->code = code;
		strncpy(err->id, id, sizeof err->id - 1);
		strncpy(err->text, text, sizeof err->text - 1);
	}
	return (int)err->code;
}

/* Gives the error to the caller, who may have an older, shorter struct. */
static int
tell(struct portero_error *out, const struct portero_error *err, int code)
{
	size_t n;

	if (!out || out->size < offsetof(struct portero_error, line) ||
	    out->size > 65536)
		return code;
	n = out->size < sizeof *err ? out->size : sizeof *err;
	memcpy((char *)out + sizeof out->size,
	       (const char *)err + sizeof out->size, n - sizeof out->size);
	return code;
}

static struct portero *
new_handle(const struct portero_host *host, struct portero_error *err)
{
	struct portero *p = calloc(1, sizeof *p);

	if (!p) {
		fail(err, PORTERO_ERROR_SYSTEM, "out-of-memory",
		     "out of memory");
		return NULL;
	}
	p->host.size = sizeof p->host;
	if (host && !abi_take(&p->host, sizeof p->host, host, host->size,
			      offsetof(struct portero_host, clock))) {
		fail(err, PORTERO_ERROR_USAGE, "host-version",
		     "the host struct is of a version this plugin does not "
		     "know");
		free(p);
		return NULL;
	}
	return p;
}

static char *
copy_bytes(const void *bytes, size_t n)
{
	char *copy = malloc(n + 1);

	if (!copy)
		return NULL;
	if (n)
		memcpy(copy, bytes, n);
	copy[n] = 0;
	return copy;
}

/* Loads what P names; P is closed when that fails. */
static int
load(struct portero **out, struct portero *p, struct portero_error *err)
{
	int code;

	if (p->config_path)
		code = load_config(&p->loaded, &p->host, p->config_path, err);
	else
		code = load_set(&p->loaded, &p->host,
				(struct str){ p->set, p->set_len }, err);
	if (code != PORTERO_OK) {
		handle_close(p);
		return fail(err, (uint32_t)code, "load",
			    "the policy set cannot be loaded");
	}
	*out = p;
	return PORTERO_OK;
}

static int
open_config(struct portero **out, const struct portero_host *host,
	    const char *config_path, uint32_t flags, struct portero_error *err)
{
	struct portero *p;

	if (!out || !config_path || !*config_path || flags)
		return fail(err, PORTERO_ERROR_USAGE, "usage",
			    "open needs a place for the handle, a path, and "
			    "no flags");
	p = new_handle(host, err);
	if (!p)
		return (int)err->code;
	p->config_path = copy_bytes(config_path, strlen(config_path));
	if (!p->config_path) {
		handle_close(p);
		return fail(err, PORTERO_ERROR_SYSTEM, "out-of-memory",
			    "out of memory");
	}
	return load(out, p, err);
}

static int
open_document(struct portero **out, const struct portero_host *host,
	      const void *set, size_t len, uint32_t flags,
	      struct portero_error *err)
{
	struct portero *p;

	if (!out || !set || flags)
		return fail(err, PORTERO_ERROR_USAGE, "usage",
			    "open_set needs a place for the handle, a "
			    "document, and no flags");
	p = new_handle(host, err);
	if (!p)
		return (int)err->code;
	p->set_len = len;
	p->set = copy_bytes(set, len);
	if (!p->set) {
		handle_close(p);
		return fail(err, PORTERO_ERROR_SYSTEM, "out-of-memory",
			    "out of memory");
	}
	return load(out, p, err);
}

int
handle_open(struct portero **out, const struct portero_host *host,
	    const char *config_path, uint32_t flags, struct portero_error *err)
{
	struct portero_error e = { .size = sizeof e };

	if (out)
		*out = NULL;
	return tell(err, &e, open_config(out, host, config_path, flags, &e));
}

int
handle_open_set(struct portero **out, const struct portero_host *host,
		const void *set, size_t len, uint32_t flags,
		struct portero_error *err)
{
	struct portero_error e = { .size = sizeof e };

	if (out)
		*out = NULL;
	return tell(err, &e, open_document(out, host, set, len, flags, &e));
}

int
handle_reload(struct portero **out, const struct portero *old,
	      struct portero_error *err)
{
	struct portero_error e = { .size = sizeof e };
	int code;

	if (out)
		*out = NULL;
	if (!out || !old)
		code = fail(&e, PORTERO_ERROR_USAGE, "usage",
			    "reload needs a place for the handle and an open "
			    "policy set");
	else if (old->config_path)
		code = open_config(out, &old->host, old->config_path, 0, &e);
	else
		code = open_document(out, &old->host, old->set, old->set_len, 0,
				     &e);
	return tell(err, &e, code);
}

/* ---- lint ---------------------------------------------------------------- */

static const enum policy_type document_types[] = {
	[PORTERO_DOCUMENT_IDENTITY] = POLICY_IDENTITY,
	[PORTERO_DOCUMENT_BOUNDARY] = POLICY_BOUNDARY,
	[PORTERO_DOCUMENT_SESSION] = POLICY_SESSION,
	[PORTERO_DOCUMENT_SCP] = POLICY_SCP,
	[PORTERO_DOCUMENT_RCP] = POLICY_RCP,
	[PORTERO_DOCUMENT_RESOURCE] = POLICY_RESOURCE,
	[PORTERO_DOCUMENT_TRUST] = POLICY_TRUST,
};

static bool
sink_ok(struct portero_lint *own, const struct portero_lint *sink)
{
	return sink &&
	       abi_take(own, sizeof *own, sink, sink->size, sizeof *own) &&
	       own->finding && !own->reserved &&
	       own->document <= PORTERO_DOCUMENT_TRUST &&
	       abi_text_ok(own->name, PORTERO_MAX_TEXT);
}

static int
lint(const struct portero_host *host, const char *config_path, const void *set,
     size_t len, const struct portero_lint *sink, struct portero_error *err)
{
	struct portero_host lent = { .size = sizeof lent };
	struct portero_lint own;
	struct load_input input = { .config_path = config_path,
				    .text = { set, len } };

	if (!sink_ok(&own, sink) || (!config_path) == (!set))
		return fail(err, PORTERO_ERROR_USAGE, "usage",
			    "lint needs a path or a document, and a sink of "
			    "this version");
	if (host && !abi_take(&lent, sizeof lent, host, host->size,
			      offsetof(struct portero_host, clock)))
		return fail(err, PORTERO_ERROR_USAGE, "host-version",
			    "the host struct is of a version this plugin does "
			    "not know");
	input.document = own.document != PORTERO_DOCUMENT_SET;
	input.guess = own.document == PORTERO_DOCUMENT_GUESS;
	input.type = document_types[own.document];
	input.name = own.name.len ? str_make(own.name.ptr, own.name.len)
				  : str_make("policy", 6);
	return lint_input(&input, &lent, &own, err);
}

int
handle_lint(const struct portero_host *host, const char *config_path,
	    const void *set, size_t len, const struct portero_lint *sink,
	    struct portero_error *err)
{
	struct portero_error e = { .size = sizeof e };

	return tell(err, &e, lint(host, config_path, set, len, sink, &e));
}
