/* SPDX-License-Identifier: MIT */
/*
 * hook.c - the exported functions, and the checks: what comes in is checked and
 * completed, what goes out is cut to what the caller has room for.
 */
#include <time.h>

#include "abi.h"
#include "base/arn.h"
#include "decide/decide.h"
#include "handle.h"
#include "lint/lint.h"

/* The smallest structs of ABI 1: up to where the first version ended. */
#define REQUEST_MIN  offsetof(struct portero_request, flags)
#define DECISION_MIN offsetof(struct portero_decision, question)

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

static bool
account_ok(struct portero_str s)
{
	return abi_text_ok(s, 12) && arn_is_account(str_make(s.ptr, s.len));
}

static const char *
attrs_wrong(const struct portero_request *r)
{
	if (r->nattrs > PORTERO_MAX_ATTRS || (r->nattrs && !r->attrs))
		return "too many attributes";
	for (size_t i = 0; i < r->nattrs; i++) {
		const struct portero_attr *a = &r->attrs[i];

		if (a->key.len == 0 || !abi_text_ok(a->key, PORTERO_MAX_TEXT))
			return "an attribute key is empty, too long or has a "
			       "NUL";
		if (a->nvalues == PORTERO_UNKNOWN)
			continue;
		if (a->nvalues > PORTERO_MAX_VALUES ||
		    (a->nvalues && !a->values))
			return "an attribute has too many values";
		for (size_t k = 0; k < a->nvalues; k++)
			if (!abi_text_ok(a->values[k], PORTERO_MAX_VALUE))
				return "an attribute value is too long or has "
				       "a NUL";
	}
	return NULL;
}

static const char *
request_wrong(const struct portero_request *r)
{
	if (r->principal.len == 0 ||
	    !abi_text_ok(r->principal, PORTERO_MAX_TEXT))
		return "the principal is missing, too long or has a NUL";
	if (r->action.len == 0 || !abi_text_ok(r->action, PORTERO_MAX_TEXT))
		return "the action is missing, too long or has a NUL";
	if (r->resource.len == 0 || !abi_text_ok(r->resource, PORTERO_MAX_TEXT))
		return "the resource is missing, too long or has a NUL";
	if (r->resource_account.len && !account_ok(r->resource_account))
		return "the account of the resource is not twelve digits";
	if (r->nalso > PORTERO_MAX_ALSO || (r->nalso && !r->also))
		return "too many further resources";
	for (size_t i = 0; i < r->nalso; i++)
		if (r->also[i].len == 0 ||
		    !abi_text_ok(r->also[i], PORTERO_MAX_TEXT))
			return "a further resource is empty, too long or has a "
			       "NUL";
	if (r->nroles > PORTERO_MAX_ROLES || (r->nroles && !r->roles))
		return "too many roles";
	for (size_t i = 0; i < r->nroles; i++)
		if (r->roles[i].arn.len == 0 ||
		    !abi_text_ok(r->roles[i].arn, PORTERO_MAX_TEXT) ||
		    !abi_text_ok(r->roles[i].service, PORTERO_MAX_TEXT))
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
		request = abi_take(&known, sizeof known, request, request->size,
				   REQUEST_MIN)
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

static const struct portero_plugin table = {
	.size = sizeof table,
	.abi = PORTERO_ABI,
	.name = "portero",
	.version = PORTERO_VERSION,
	.open = handle_open,
	.open_set = handle_open_set,
	.reload = handle_reload,
	.close = handle_close,
	.check_job_creation = check_job_creation,
	.check_access = check_access,
	.check_job_creations = check_job_creations,
	.reason_text = reason_text,
	.lint = handle_lint,
	.lint_rule = lint_rule,
};

const struct portero_plugin *
portero_plugin(uint32_t host_abi)
{
	return host_abi >= 1 && host_abi <= PORTERO_ABI ? &table : NULL;
}
