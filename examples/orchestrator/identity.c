/* SPDX-License-Identifier: MIT */
/* Ids from OpenSSL's random source, and names of jobs. */
#include "identity.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

#include "../../host/lib/jobname.h"

/* Every letter as likely as any other: what does not fit evenly is drawn again.
 */
static bool
draw(char *out, size_t n, const char *letters)
{
	const unsigned kinds = (unsigned)strlen(letters);
	const unsigned even = 256 - 256 % kinds;
	unsigned char byte;

	for (size_t i = 0; i < n;) {
		if (RAND_bytes(&byte, 1) != 1)
			return complain("no random bytes");
		if (byte < even)
			out[i++] = letters[byte % kinds];
	}
	out[n] = '\0';
	return true;
}

bool
identity_execution(char out[13])
{
	return draw(out, 12, "abcdefghijklmnopqrstuvwxyz0123456789");
}

bool
identity_token(char out[11])
{
	return draw(out, 10,
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		    "abcdefghijklmnopqrstuvwxyz0123456789");
}

bool
identity_name(const struct execution *e, struct step *s, const char *prefix)
{
	char count[16] = "";
	int n;

	if (s->failures > 0)
		snprintf(count, sizeof count, "-%u", s->failures);
	if (prefix)
		n = snprintf(s->job, sizeof s->job, "%s-%s-%s%s", prefix, e->id,
			     s->token, count);
	else
		n = snprintf(s->job, sizeof s->job, "pipelines-%s-%.*s-%s%s",
			     e->id, JOBNAME_STEP, s->name, s->token, count);
	return n > 0 && (size_t)n < sizeof s->job;
}
