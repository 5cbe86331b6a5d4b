/* SPDX-License-Identifier: MIT */
/*
 * hook.c - the exported functions. Sizes and versions are handled here and
 * nowhere else: what comes in is checked and completed, what goes out is cut to
 * what the caller has room for.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arn.h"
#include "decide/decide.h"
#include "lint/lint.h"
#include "load/load.h"
#include "portero.h"

/* The smallest structs of ABI 1: up to where the first version ended. */
#define REQUEST_MIN  offsetof(struct portero_request, flags)
#define DECISION_MIN offsetof(struct portero_decision, question)

struct portero {
	struct loaded loaded;
	struct portero_host host;
	char *config_path; /* what reload reads again, or */
	char *set;	   /* the document of open_set */
	size_t set_len;
};

static int64_t
system_clock(void *arg)
{
	struct timespec now;

	(void)arg;
	if (clock_gettime(CLOCK_REALTIME, &now) != 0)
		return 0;
	return now.tv_sec;
}

/* ---- what comes in ----------------------------------------------------- */

/*
 * Copies a caller's struct of any version into OUT: a shorter one is completed
 * with zeros, a longer one may only have zeros where we know nothing.
 */
static bool
take_struct(void *out, size_t known, const void *in, size_t size, size_t least)
{
	const unsigned char *bytes = in;

	if (size < least || size > 65536)
		return false;
	for (size_t i = known; i < size; i++)
		if (bytes[i] != 0)
			return false;
	if (size < known)
		memset((char *)out + size, 0, known - size);
	memcpy(out, in, size < known ? size : known);
	return true;
}

static bool
text_ok(struct portero_str s, size_t max)
{
	return s.len <= max &&
	       (s.len == 0 || (s.ptr && !str_has_nul(str_make(s.ptr, s.len))));
}

static bool
account_ok(struct portero_str s)
{
	return text_ok(s, 12) && arn_is_account(str_make(s.ptr, s.len));
}

static const char *
attrs_wrong(const struct portero_request *r)
{
	if (r->nattrs > PORTERO_MAX_ATTRS || (r->nattrs && !r->attrs))
		return "too many attributes";
	for (size_t i = 0; i < r->nattrs; i++) {
		const struct portero_attr *a = &r->attrs[i];

		if (a->key.len == 0 || !text_ok(a->key, PORTERO_MAX_TEXT))
			return "an attribute key is empty, too long or has a "
			       "NUL";
		if (a->nvalues == PORTERO_UNKNOWN)
			continue;
		if (a->nvalues > PORTERO_MAX_VALUES ||
		    (a->nvalues && !a->values))
			return "an attribute has too many values";
		for (size_t k = 0; k < a->nvalues; k++)
			if (!text_ok(a->values[k], PORTERO_MAX_VALUE))
				return "an attribute value is too long or has "
				       "a NUL";
	}
	return NULL;
}

static const char *
request_wrong(const struct portero_request *r)
{
	if (r->principal.len == 0 || !text_ok(r->principal, PORTERO_MAX_TEXT))
		return "the principal is missing, too long or has a NUL";
	if (r->action.len == 0 || !text_ok(r->action, PORTERO_MAX_TEXT))
		return "the action is missing, too long or has a NUL";
	if (r->resource.len == 0 || !text_ok(r->resource, PORTERO_MAX_TEXT))
		return "the resource is missing, too long or has a NUL";
	if (r->resource_account.len && !account_ok(r->resource_account))
		return "the account of the resource is not twelve digits";
	if (r->nalso > PORTERO_MAX_ALSO || (r->nalso && !r->also))
		return "too many further resources";
	for (size_t i = 0; i < r->nalso; i++)
		if (r->also[i].len == 0 ||
		    !text_ok(r->also[i], PORTERO_MAX_TEXT))
			return "a further resource is empty, too long or has a "
			       "NUL";
	if (r->nroles > PORTERO_MAX_ROLES || (r->nroles && !r->roles))
		return "too many roles";
	for (size_t i = 0; i < r->nroles; i++)
		if (r->roles[i].arn.len == 0 ||
		    !text_ok(r->roles[i].arn, PORTERO_MAX_TEXT) ||
		    !text_ok(r->roles[i].service, PORTERO_MAX_TEXT))
			return "a role is empty, too long or has a NUL";
	if (r->flags & ~PORTERO_FROM_PIPELINE || r->reserved)
		return "flags that this plugin does not know";
	if (r->trace && (r->trace->size < sizeof *r->trace || !r->trace->event))
		return "the trace is not of this version";
	return attrs_wrong(r);
}

/* ---- what goes out ----------------------------------------------------- */

static void
say(struct portero_decision *d, uint32_t reason, const char *detail)
{
	size_t n = strlen(detail);

	d->effect = PORTERO_DENY;
	d->reason = reason;
	if (n >= sizeof d->detail)
		n = sizeof d->detail - 1;
	memcpy(d->detail, detail, n);
	d->detail[n] = 0;
}

/* A decision that nobody has made: no. Fixed texts end where they begin. */
static void
clear(struct portero_decision *d)
{
	memset(d, 0, offsetof(struct portero_decision, policy));
	d->policy[0] = d->sid[0] = d->detail[0] = 0;
	memset(&d->question, 0,
	       sizeof *d - offsetof(struct portero_decision, question));
}

/* Gives D to a caller who has less room; never more than he knows. */
static int
hand_out(struct portero_decision *out, size_t size,
	 const struct portero_decision *d)
{
	if (out != d)
		memcpy((char *)out + sizeof size, (const char *)d + sizeof size,
		       size - sizeof size);
	out->size = size;
	return d->effect == PORTERO_ALLOW ? 0 : 1;
}

typedef void decide(const struct policy_set *, const struct portero_request *,
		    const struct decide_clock *, struct portero_decision *);

static int
check(const struct portero *set, const struct portero_request *request,
      struct portero_decision *decision, decide *question)
{
	struct decide_clock clock = { system_clock, NULL };
	struct portero_decision own, *d;
	struct portero_request known;
	const char *wrong;
	size_t size;

	if (!decision)
		return 1;
	size = decision->size;
	if (size < DECISION_MIN || size > 65536) {
		/* no room to say why; what there is says no */
		if (size >= offsetof(struct portero_decision, reason))
			decision->effect = PORTERO_DENY;
		return 1;
	}
	d = size < sizeof own ? &own : decision;
	clear(d);
	if (size > sizeof own)
		memset((char *)decision + sizeof own, 0, size - sizeof own);
	if (!set || !set->loaded.set) {
		say(d, PORTERO_REASON_BAD_HANDLE, "no policy set is open");
		return hand_out(decision, size, d);
	}
	d->generation = set->loaded.set->generation;
	if (request && request->size != sizeof known)
		request = take_struct(&known, sizeof known, request,
				      request->size, REQUEST_MIN)
				  ? &known
				  : NULL;
	if (!request) {
		say(d, PORTERO_REASON_BAD_REQUEST,
		    "the request is of a version this plugin does not know");
		return hand_out(decision, size, d);
	}
	wrong = request_wrong(request);
	if (wrong) {
		say(d, PORTERO_REASON_BAD_REQUEST, wrong);
		return hand_out(decision, size, d);
	}
	if (set->host.clock)
		clock = (struct decide_clock){ set->host.clock, set->host.arg };
	question(set->loaded.set, request, &clock, d);
	return hand_out(decision, size, d);
}

int
check_job_creation(const struct portero *set,
		   const struct portero_request *request,
		   struct portero_decision *decision)
{
	return check(set, request, decision, decide_job);
}

static int
check_access(const struct portero *set, const struct portero_request *request,
	     struct portero_decision *decision)
{
	return check(set, request, decision, decide_access);
}

static size_t
check_job_creations(const struct portero *set,
		    const struct portero_request *const requests[],
		    struct portero_decision *const decisions[], size_t n)
{
	size_t allowed = 0;

	if (!requests || !decisions)
		return 0;
	for (size_t i = 0; i < n; i++)
		allowed +=
			check_job_creation(set, requests[i], decisions[i]) == 0;
	return allowed;
}

/* ---- opening and closing ----------------------------------------------- */

static void
portero_close(struct portero *set)
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
	if (host && !take_struct(&p->host, sizeof p->host, host, host->size,
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
		portero_close(p);
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
		portero_close(p);
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
		portero_close(p);
		return fail(err, PORTERO_ERROR_SYSTEM, "out-of-memory",
			    "out of memory");
	}
	return load(out, p, err);
}

static int
plugin_open(struct portero **out, const struct portero_host *host,
	    const char *config_path, uint32_t flags, struct portero_error *err)
{
	struct portero_error e = { .size = sizeof e };

	if (out)
		*out = NULL;
	return tell(err, &e, open_config(out, host, config_path, flags, &e));
}

static int
plugin_open_set(struct portero **out, const struct portero_host *host,
		const void *set, size_t len, uint32_t flags,
		struct portero_error *err)
{
	struct portero_error e = { .size = sizeof e };

	if (out)
		*out = NULL;
	return tell(err, &e, open_document(out, host, set, len, flags, &e));
}

static int
plugin_reload(struct portero **out, const struct portero *old,
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
	       take_struct(own, sizeof *own, sink, sink->size, sizeof *own) &&
	       own->finding && !own->reserved &&
	       own->document <= PORTERO_DOCUMENT_TRUST &&
	       text_ok(own->name, PORTERO_MAX_TEXT);
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
	if (host && !take_struct(&lent, sizeof lent, host, host->size,
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

static int
plugin_lint(const struct portero_host *host, const char *config_path,
	    const void *set, size_t len, const struct portero_lint *sink,
	    struct portero_error *err)
{
	struct portero_error e = { .size = sizeof e };

	return tell(err, &e, lint(host, config_path, set, len, sink, &e));
}

static const struct portero_plugin table = {
	.size = sizeof table,
	.abi = PORTERO_ABI,
	.name = "portero",
	.version = PORTERO_VERSION,
	.open = plugin_open,
	.open_set = plugin_open_set,
	.reload = plugin_reload,
	.close = portero_close,
	.check_job_creation = check_job_creation,
	.check_access = check_access,
	.check_job_creations = check_job_creations,
	.reason_text = reason_text,
	.lint = plugin_lint,
	.lint_rule = lint_rule,
};

const struct portero_plugin *
portero_plugin(uint32_t host_abi)
{
	return host_abi >= 1 && host_abi <= PORTERO_ABI ? &table : NULL;
}
