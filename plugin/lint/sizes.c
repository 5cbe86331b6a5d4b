/* SPDX-License-Identifier: MIT */
/*
 * sizes.c - documents that AWS has no room for (IAM: "IAM and AWS STS quotas";
 * Organizations: "Quotas and service limits"). Characters are counted; IAM does
 * not count white space.
 */
#include "rules.h"

static const struct {
	uint32_t most, usual; /* with a raised quota, and without */
	const char *what;
} quotas[] = {
	[POLICY_IDENTITY] = { 10240, 6144, "a managed policy" },
	[POLICY_BOUNDARY] = { 6144, 6144, "a managed policy" },
	[POLICY_SESSION] = { 2048, 2048, "a session policy" },
	[POLICY_SCP] = { 10240, 10240, "a service control policy" },
	[POLICY_RCP] = { 5120, 5120, "a resource control policy" },
	[POLICY_RESOURCE] = { UINT32_MAX, UINT32_MAX, "" },
	[POLICY_TRUST] = { 8192, 2048, "a trust policy" },
};

static bool
is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Characters outside and inside of strings that are not white space. */
static uint64_t
count(struct str text)
{
	uint64_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		const char c = text.p[i];

		n += c != ' ' && c != '\t' && c != '\n' && c != '\r' &&
		     !is_continuation(c);
	}
	return n;
}

void
look_policy_too_large(struct lint *l, const struct lint_spot *at)
{
	const struct source *s = at->document->source;
	const uint8_t type = at->document->policy->type;
	const uint64_t n =
		count(str_make(s->text.p + at->json->offset, at->json->width));

	/* AWS's own managed policies are larger than those of others may be */
	if (n > quotas[type].usual)
		lint_say(l, at,
			 type == POLICY_IDENTITY || type == POLICY_BOUNDARY ||
					 n <= quotas[type].most
				 ? NOTE
				 : 0,
			 lint_node(at->json),
			 "take together what is alike, or split the policy",
			 "%llu characters without white space: more than the "
			 "%u of %s",
			 (unsigned long long)n, quotas[type].usual,
			 quotas[type].what);
}
