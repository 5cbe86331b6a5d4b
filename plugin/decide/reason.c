/* SPDX-License-Identifier: MIT */
/* reason.c - a name and a sentence for each reason. */
#include "decide.h"

static const struct {
	uint32_t reason;
	const char *text;
} reasons[] = {
#define R(name, text)                                                          \
	{                                                                      \
		PORTERO_REASON_##name, #name ": " text                         \
	}
	R(NONE, "nothing was decided, so the answer is no"),
	R(ALLOWED, "every question was answered with yes"),
	R(NAME_SYNTAX,
	  "the job name has a character or form that is not legal"),
	R(NAME_TOO_LONG, "the job name is longer than its kind allows"),
	R(NAME_PREFIX_TOO_LONG, "the custom prefix is longer than allowed"),
	R(NAME_RESERVED,
	  "the job name begins with the reserved word pipelines"),
	R(NAME_DEFAULT_FORM, "the job name has no custom prefix, which is "
			     "required here"),
	R(NAME_NO_PREFIX, "the job name is not one that a pipeline gives"),
	R(RCP_EXPLICIT_DENY, "a resource control policy denies it"),
	R(SCP_EXPLICIT_DENY, "a service control policy denies it"),
	R(RESOURCE_EXPLICIT_DENY, "a resource-based policy denies it"),
	R(IDENTITY_EXPLICIT_DENY, "an identity-based policy denies it"),
	R(BOUNDARY_EXPLICIT_DENY, "the permissions boundary denies it"),
	R(SESSION_EXPLICIT_DENY, "the session policy denies it"),
	R(TRUST_EXPLICIT_DENY, "the trust policy of the role denies it"),
	R(RCP_NO_ALLOW, "no resource control policy of one level allows it"),
	R(SCP_NO_ALLOW, "no service control policy of one level allows it"),
	R(RESOURCE_NO_ALLOW, "no resource-based policy allows it"),
	R(IDENTITY_NO_ALLOW, "no identity-based policy allows it"),
	R(BOUNDARY_NO_ALLOW, "the permissions boundary does not allow it"),
	R(SESSION_NO_ALLOW, "the session policy does not allow it"),
	R(TRUST_NO_ALLOW, "the trust policy of the role does not allow it"),
	R(TRUST_NO_SERVICE, "the trust policy of the role does not let the "
			    "service assume it"),
	R(ROLE_OTHER_ACCOUNT, "a role of another account cannot be passed"),
	R(ROLE_MISSING, "this action needs a role and the call has none"),
	R(UNKNOWN_ROLE, "the policy set has no such role"),
	R(UNKNOWN_PRINCIPAL, "the policy set has no such principal"),
	R(UNKNOWN_ACCOUNT, "the policy set has no such account"),
	R(UNKNOWN_ACTION, "this is not an action that creates a job"),
	R(RESOURCE_MISMATCH, "the resource does not fit the action"),
	R(REFUSED, "a plugin refused it by a rule of its own"),
	R(UNJUDGED, "no judgement was possible"),
	R(UNDECIDED, "a value that a policy needs is not known yet"),
	R(BAD_REQUEST, "the request is malformed"),
	R(BAD_HANDLE, "there is no policy set"),
	R(BUDGET, "the decision would cost more than allowed"),
	R(NO_CLOCK, "the time is needed and nobody tells it"),
	R(NO_PLUGIN, "no plugin is loaded that could allow it"),
	R(INTERNAL, "the plugin contradicts itself; please report it"),
#undef R
};

const char *
reason_text(uint32_t reason)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (reasons[i].reason == reason)
			return reasons[i].text;
	return "UNKNOWN: a reason this plugin does not know, so no";
}
