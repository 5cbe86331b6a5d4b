/* SPDX-License-Identifier: MIT */
/* arn.c - splits an ARN at its first five colons. */
#include "arn.h"

static bool
next_field(struct str *rest, struct str *field)
{
	const char *colon = rest->n ? memchr(rest->p, ':', rest->n) : NULL;

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

bool
arn_is_account(struct str text)
{
	if (text.n != 12)
		return false;
	for (size_t i = 0; i < 12; i++)
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
	return true;
}

static struct str
after_last_slash(struct str s)
{
	size_t i = s.n;

	while (i > 0 && s.p[i - 1] != '/')
		i--;
	return str_from(s, i);
}

enum arn_identity
arn_identity(const struct arn *arn, struct str *name, struct str *session)
{
	static const struct {
		struct str service, prefix;
		enum arn_identity identity;
	} forms[] = {
		{ { "iam", 3 }, { "role/", 5 }, ARN_ROLE },
		{ { "sts", 3 }, { "assumed-role/", 13 }, ARN_SESSION },
		{ { "iam", 3 }, { "user/", 5 }, ARN_USER },
		{ { "sts", 3 }, { "federated-user/", 15 }, ARN_FEDERATED },
	};

	*name = *session = str_make("", 0);
	if (arn->region.n != 0 || !arn_is_account(arn->account))
		return ARN_NOT_IDENTITY;
	if (str_equal(arn->service, STR("iam")) &&
	    str_equal(arn->resource, STR("root")))
		return ARN_ROOT;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct str rest;

		if (!str_equal(arn->service, forms[i].service) ||
		    !str_starts(arn->resource, forms[i].prefix))
			continue;
		rest = str_from(arn->resource, forms[i].prefix.n);
		if (forms[i].identity == ARN_SESSION) {
			const char *slash =
				rest.n ? memchr(rest.p, '/', rest.n) : NULL;

			if (!slash)
				return ARN_NOT_IDENTITY;
			*name = str_make(rest.p, (size_t)(slash - rest.p));
			*session = str_from(rest, name->n + 1);
			if (session->n == 0 ||
			    memchr(session->p, '/', session->n))
				return ARN_NOT_IDENTITY;
		} else {
			*name = after_last_slash(rest);
		}
		return name->n ? forms[i].identity : ARN_NOT_IDENTITY;
	}
	return ARN_NOT_IDENTITY;
}

bool
arn_is_service_linked(const struct arn *arn)
{
	return str_equal(arn->service, STR("iam")) &&
	       str_starts(arn->resource, STR("role/aws-service-role/"));
}
