/* SPDX-License-Identifier: MIT */
/*
 * A decision in AWS's words (IAM User Guide: "Troubleshoot access denied error
 * messages"; SageMaker API Reference: "Common Errors"). One table: a reason,
 * the error that says it, and the words.
 */
#include "denial.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "jsonline.h"
#include "sagemaker.h"

/* What is made of the words in a row. */
enum form {
	FORM_EXPLICIT, /* with an explicit deny in WORDS */
	FORM_IMPLICIT, /* because no WORDS allows the X action */
	FORM_BECAUSE,  /* because WORDS */
	FORM_NAME,     /* Value 'X' at 'member' ...: WORDS */
	FORM_TRUST,    /* Could not assume role ... */
	FORM_PLAIN,    /* WORDS */
	FORM_UNJUDGED  /* This request could not be judged: WORDS */
};

struct row {
	uint32_t reason;
	const char *name;
	enum form form;
	const char *words;
};

/*
 * What could not be judged is a fault of the service, but the same call would
 * meet it again: SDKs repeat 500, 502, 503 and 504, and do not repeat 501. Only
 * a plugin that is not there may be back at the next try.
 */
static const struct {
	const char *type;
	unsigned status;
} kinds[] = {
	[FORM_EXPLICIT] = { "AccessDeniedException", 400 },
	[FORM_IMPLICIT] = { "AccessDeniedException", 400 },
	[FORM_BECAUSE] = { "AccessDeniedException", 400 },
	[FORM_NAME] = { "ValidationException", 400 },
	[FORM_TRUST] = { "ValidationException", 400 },
	[FORM_PLAIN] = { "ValidationException", 400 },
	[FORM_UNJUDGED] = { "InternalFailure", 501 },
};
#define STATUS_COME_AGAIN 503u

/* clang-format off */
static const struct row rows[] = {
#define R(name, form, words) \
	{ PORTERO_REASON_##name, #name, FORM_##form, words }
#define IDENTITY "identity-based policy"
	R(NONE, UNJUDGED, "nothing was decided"),
	R(ALLOWED, PLAIN, ""),

	R(NAME_SYNTAX, NAME, "Member must satisfy regular expression pattern: "
			     "[a-zA-Z0-9](-*[a-zA-Z0-9])*"),
	R(NAME_TOO_LONG, NAME, "Member is longer than allowed"),
	R(NAME_PREFIX_TOO_LONG, NAME,
	  "Member has a custom prefix that is longer than allowed"),
	R(NAME_RESERVED, NAME,
	  "Member begins with the reserved word pipelines"),
	R(NAME_DEFAULT_FORM, NAME, "Member must have a custom prefix here"),
	R(NAME_NO_PREFIX, NAME, "Member must be a name that a pipeline gives"),

	R(RCP_EXPLICIT_DENY, EXPLICIT, "a resource control policy"),
	R(SCP_EXPLICIT_DENY, EXPLICIT, "a service control policy"),
	R(RESOURCE_EXPLICIT_DENY, EXPLICIT, "a resource-based policy"),
	R(IDENTITY_EXPLICIT_DENY, EXPLICIT, "an identity-based policy"),
	R(BOUNDARY_EXPLICIT_DENY, EXPLICIT, "a permissions boundary"),
	R(SESSION_EXPLICIT_DENY, EXPLICIT, "a session policy"),
	R(TRUST_EXPLICIT_DENY, TRUST, ""),

	R(RCP_NO_ALLOW, IMPLICIT, "resource control policy"),
	R(SCP_NO_ALLOW, IMPLICIT, "service control policy"),
	R(RESOURCE_NO_ALLOW, IMPLICIT, "resource-based policy"),
	R(IDENTITY_NO_ALLOW, IMPLICIT, IDENTITY),
	R(BOUNDARY_NO_ALLOW, IMPLICIT, "permissions boundary"),
	R(SESSION_NO_ALLOW, IMPLICIT, "session policy"),
	R(TRUST_NO_ALLOW, TRUST, ""),
	R(TRUST_NO_SERVICE, TRUST, ""),

	R(ROLE_OTHER_ACCOUNT, PLAIN, "Cross-account pass role is not allowed."),
	R(ROLE_MISSING, PLAIN, "1 validation error detected: Value null at "
			       "'roleArn' failed to satisfy constraint: Member "
			       "must not be null"),
	R(UNKNOWN_ROLE, TRUST, ""),
	/* whom the set knows is nobody's business: the words are those of a
	   caller that it knows and that nothing allows */
	R(UNKNOWN_PRINCIPAL, IMPLICIT, IDENTITY),
	R(UNKNOWN_ACCOUNT, IMPLICIT, IDENTITY),
	R(UNKNOWN_ACTION, IMPLICIT, IDENTITY),
	R(RESOURCE_MISMATCH, IMPLICIT, IDENTITY),

	R(REFUSED, BECAUSE, "a rule of this site does not allow it"),

	R(UNJUDGED, UNJUDGED, "no judgement was possible"),
	R(UNDECIDED, UNJUDGED, "a value that a policy needs is not known"),
	R(BAD_REQUEST, PLAIN, "The request is malformed"),
	R(BAD_HANDLE, UNJUDGED, "there is no policy set"),
	R(BUDGET, UNJUDGED, "the decision would cost more than allowed"),
	R(NO_CLOCK, UNJUDGED, "the time is needed and nobody tells it"),
	R(NO_PLUGIN, UNJUDGED, "no plugin is loaded"),
	R(INTERNAL, UNJUDGED, "internal error"),
#undef IDENTITY
#undef R
};
/* clang-format on */

static const struct row unknown = { 0, "UNKNOWN", FORM_UNJUDGED,
				    "a reason that is not known here" };

static const struct row *
find(uint32_t reason)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].reason == reason)
			return &rows[i];
	return &unknown;
}

const char *
denial_reason(uint32_t reason)
{
	return find(reason)->name;
}

const char *
denial_reason_at(size_t i, uint32_t *reason)
{
	if (i >= sizeof rows / sizeof *rows)
		return NULL;
	*reason = rows[i].reason;
	return rows[i].name;
}

/* The question that was answered with no: not always that of the call. */
struct asked {
	struct portero_str user, action, resource;
};

static struct portero_str
text(const char *s)
{
	return (struct portero_str){ s, strlen(s) };
}

static struct asked
what_was_asked(const struct portero_request *r,
	       const struct portero_decision *d)
{
	struct asked a = { text("unknown"), text("unknown"), text("unknown") };

	if (!r)
		return a;
	a = (struct asked){ r->principal, r->action, r->resource };
	if (d->question == PORTERO_QUESTION_TAG)
		a.action = text("sagemaker:AddTags");
	else if (d->question == PORTERO_QUESTION_CREATE && d->item > 0 &&
		 d->item <= r->nalso)
		a.resource = r->also[d->item - 1];
	else if ((d->question == PORTERO_QUESTION_PASSROLE ||
		  d->question == PORTERO_QUESTION_TRUST) &&
		 d->item < r->nroles) {
		a.action = text("iam:PassRole");
		a.resource = r->roles[d->item].arn;
	}
	return a;
}

/* "trainingJobName" for sagemaker:CreateTrainingJob: AWS names it so. */
static void
name_member(const struct portero_request *r, char out[64])
{
	const struct sagemaker_operation *o = NULL;
	const char *open;

	snprintf(out, 64, "name");
	if (!r || r->action.len <= 10)
		return;
	o = sagemaker_operation(r->action.ptr + 10, r->action.len - 10);
	open = o ? strrchr(o->resource[0], '{') : NULL;
	if (!open || sscanf(open, "{%63[A-Za-z]", out) != 1)
		return;
	out[0] = (char)tolower((unsigned char)out[0]);
}

#define ARG(s) (int)((s).len), (s).ptr ? (s).ptr : ""

static void
say_name(struct denial *out, const struct asked *a,
	 const struct portero_request *r, const struct portero_decision *d,
	 const char *words)
{
	struct portero_str name = a->resource;
	char member[64];

	while (name.len && *name.ptr != '/') {
		name.ptr++;
		name.len--;
	}
	if (name.len) {
		name.ptr++;
		name.len--;
	}
	name_member(r, member);
	denial_say(out, out->status, out->type,
		   "1 validation error detected: Value '%.*s' at '%s' failed "
		   "to satisfy constraint: %s%s%s",
		   ARG(name), member, words, d->detail[0] ? ": " : "",
		   d->detail);
}

static void
say_trust(struct denial *out, const struct asked *a,
	  const struct portero_request *r, const struct portero_decision *d)
{
	struct portero_str service = text("sagemaker.amazonaws.com");

	if (r && d->item < r->nroles)
		service = r->roles[d->item].service;
	denial_say(out, out->status, out->type,
		   "Could not assume role %.*s. Please ensure that the role "
		   "exists and allows principal '%.*s' to assume the role.",
		   ARG(a->resource), ARG(service));
}

/* "User: X is not authorized to perform: Y on resource: Z" and why. */
static void
say_denied(struct denial *out, const struct asked *a, const struct row *row,
	   const struct portero_decision *d)
{
	char why[512];

	if (row->form == FORM_EXPLICIT)
		snprintf(why, sizeof why, "with an explicit deny in %s",
			 row->words);
	else if (row->form == FORM_IMPLICIT)
		snprintf(why, sizeof why,
			 "because no %s allows the %.*s action", row->words,
			 ARG(a->action));
	else /* another plugin's own words are meant for the caller */
		snprintf(why, sizeof why, "because %s%s%s", row->words,
			 d->detail[0] ? ": " : "", d->detail);
	denial_say(out, out->status, out->type,
		   "User: %.*s is not authorized to perform: %.*s on resource: "
		   "%.*s %s",
		   ARG(a->user), ARG(a->action), ARG(a->resource), why);
}

/* Which keys the call leaves open: who makes it can say most of them. */
static void
list_unknown(const struct portero_request *r, char *out, size_t size)
{
	const char *between = " Not known of this call: ";
	size_t len = 0;

	for (size_t i = 0; r && i < r->nattrs; i++) {
		const struct portero_attr *a = &r->attrs[i];

		if (a->nvalues != PORTERO_UNKNOWN)
			continue;
		if (strlen(between) + a->key.len + 2 >= size - len)
			break;
		len += (size_t)snprintf(out + len, size - len, "%s%.*s",
					between, ARG(a->key));
		between = ", ";
	}
	snprintf(out + len, size - len, "%s", len ? "." : "");
}

static void
say_unjudged(struct denial *out, const struct row *row,
	     const struct portero_request *r, const char *id)
{
	char unknown_keys[2048] = "";

	if (row->reason == PORTERO_REASON_NO_PLUGIN ||
	    row->reason == PORTERO_REASON_BAD_HANDLE)
		out->status = STATUS_COME_AGAIN;
	if (row->reason == PORTERO_REASON_UNDECIDED)
		list_unknown(r, unknown_keys, sizeof unknown_keys);
	denial_say(out, out->status, out->type,
		   "This request could not be judged: %s (%s).%s Decision %s.",
		   row->words, row->name, unknown_keys, id ? id : "unknown");
}

static void
add_policy(struct denial *out, const struct portero_decision *d)
{
	const size_t n = strlen(out->message);

	if (d->policy[0])
		snprintf(out->message + n, sizeof out->message - n,
			 " [%s %s:%u:%u %s]", denial_reason(d->reason),
			 d->policy, d->line, d->column, d->sid);
	else
		snprintf(out->message + n, sizeof out->message - n, " [%s]",
			 denial_reason(d->reason));
}

void
denial_make(struct denial *out, const struct portero_request *request,
	    const struct portero_decision *d, bool show_policy, const char *id)
{
	const struct row *row = find(d->reason);
	const struct asked a = what_was_asked(request, d);

	out->status = 0;
	out->message[0] = '\0';
	if (d->effect == PORTERO_ALLOW)
		return;
	out->status = kinds[row->form].status;
	out->type = kinds[row->form].type;
	switch (row->form) {
	case FORM_NAME:
		say_name(out, &a, request, d, row->words);
		break;
	case FORM_TRUST:
		say_trust(out, &a, request, d);
		break;
	case FORM_PLAIN:
		denial_say(out, out->status, out->type, "%s%s%s", row->words,
			   d->reason == PORTERO_REASON_BAD_REQUEST ? ": " : "",
			   d->reason == PORTERO_REASON_BAD_REQUEST ? d->detail
								   : "");
		break;
	case FORM_UNJUDGED:
		say_unjudged(out, row, request, id);
		break;
	case FORM_EXPLICIT:
	case FORM_IMPLICIT:
	case FORM_BECAUSE:
		say_denied(out, &a, row, d);
		break;
	}
	if (show_policy)
		add_policy(out, d);
}

void
denial_say(struct denial *out, unsigned status, const char *type,
	   const char *format, ...)
{
	va_list args;

	out->status = status;
	out->type = type;
	va_start(args, format);
	vsnprintf(out->message, sizeof out->message, format, args);
	va_end(args);
}

size_t
denial_json(const struct denial *denial, char *out, size_t size)
{
	struct jsonline l = { .text = NULL };
	size_t n = 0;

	jsonline_puts(&l, "{\"__type\":");
	jsonline_string(&l, text(denial->type));
	jsonline_text(&l, "message", denial->message);
	jsonline_puts(&l, "}\n");
	if (!l.failed && l.len <= size) {
		n = l.len;
		memcpy(out, l.text, n);
	}
	free(l.text);
	return n;
}
