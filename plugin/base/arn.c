/* SPDX-License-Identifier: MIT */
/* arn.c - splits an ARN at its first five colons. */
#include "arn.h"

static bool
next_field(struct str *rest, struct str *field)
{
	const char *colon = memchr(rest->p, ':', rest->n);

	if (!colon)
		return false;
	*field = str_make(rest->p, (size_t)(colon - rest->p));
	*rest = str_from(*rest, field->n + 1);
	return true;
}

bool
arn_parse(struct arn *out, struct str text)
{
	if (!str_starts(text, STR("arn:")))
		return false;
	text = str_from(text, 4);
	if (!next_field(&text, &out->partition) ||
	    !next_field(&text, &out->service) ||
	    !next_field(&text, &out->region) ||
	    !next_field(&text, &out->account))
		return false;
	out->resource = text;
	return true;
}

/* Eight digits: 0x30 to 0x39, and six more is still 0x3. */
static bool
digits8(const char *p)
{
	const uint64_t high = 0xf0f0f0f0f0f0f0f0u, threes = 0x3030303030303030u;
	uint64_t w = str_load8(p);

	return (w & high) == threes &&
	       ((w + 0x0606060606060606u) & high) == threes;
}

bool
arn_is_account(struct str text)
{
	return text.n == 12 && digits8(text.p) && digits8(text.p + 4);
}

static struct str
after_last_slash(struct str s)
{
	size_t i = s.n;

	while (i > 0 && s.p[i - 1] != '/')
		i--;
	return str_from(s, i);
}

/* "assumed-role/R/S" after its prefix. */
static bool
split_session(struct str rest, struct str *name, struct str *session)
{
	const char *slash = rest.n ? memchr(rest.p, '/', rest.n) : NULL;

	if (!slash)
		return false;
	*name = str_make(rest.p, (size_t)(slash - rest.p));
	*session = str_from(rest, name->n + 1);
	return session->n && !memchr(session->p, '/', session->n);
}

enum arn_identity
arn_identity(const struct arn *arn, struct str *name, struct str *session)
{
	const struct str role = STR("role/"), user = STR("user/"),
			 assumed = STR("assumed-role/"),
			 federated = STR("federated-user/");
	enum arn_identity identity = ARN_NOT_IDENTITY;
	struct str r = arn->resource;

	*name = *session = str_make("", 0);
	if (arn->region.n != 0 || !arn_is_account(arn->account))
		return ARN_NOT_IDENTITY;
	if (str_equal(arn->service, STR("iam"))) {
		if (str_equal(r, STR("root")))
			return ARN_ROOT;
		if (str_starts(r, role))
			identity = ARN_ROLE;
		else if (str_starts(r, user))
			identity = ARN_USER;
		*name = after_last_slash(r);
	} else if (str_equal(arn->service, STR("sts"))) {
		if (str_starts(r, assumed)) {
			if (split_session(str_from(r, assumed.n), name,
					  session))
				identity = ARN_SESSION;
		} else if (str_starts(r, federated)) {
			identity = ARN_FEDERATED;
			*name = after_last_slash(r);
		}
	}
	return name->n ? identity : ARN_NOT_IDENTITY;
}

bool
arn_is_service_linked(const struct arn *arn)
{
	return str_equal(arn->service, STR("iam")) &&
	       str_starts(arn->resource, STR("role/aws-service-role/"));
}
