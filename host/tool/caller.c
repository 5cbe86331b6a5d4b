/* SPDX-License-Identifier: MIT */
/* A principal, taken apart (IAM: "IAM identifiers", "IAM and STS quotas"). */
#include "caller.h"

#include <string.h>

#define SERVICE_END   ".amazonaws.com"
#define SERVICE_CHINA ".amazonaws.com.cn"

/* Takes LITERAL off the front of *S. */
static bool
take(struct portero_str *s, const char *literal)
{
	const size_t n = strlen(literal);

	if (s->len < n || memcmp(s->ptr, literal, n) != 0)
		return false;
	s->ptr += n;
	s->len -= n;
	return true;
}

/* Takes what stands before the next END off the front of *S, and END. */
static bool
take_until(struct portero_str *s, char end, struct portero_str *out)
{
	const char *found = s->len ? memchr(s->ptr, end, s->len) : NULL;

	if (!found)
		return false;
	*out = (struct portero_str){ s->ptr, (size_t)(found - s->ptr) };
	s->len -= out->len + 1;
	s->ptr = found + 1;
	return true;
}

static bool
all_in(struct portero_str s, bool (*test)(char c))
{
	for (size_t i = 0; i < s.len; i++)
		if (!test(s.ptr[i]))
			return false;
	return s.len > 0;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_lower(char c)
{
	return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
}

static bool
is_name(char c)
{
	return is_lower(c) || (c >= 'A' && c <= 'Z') ||
	       (c && strchr("_+=,.@", c));
}

/* Printable, but no wildcard. */
static bool
is_path(char c)
{
	return c > ' ' && c < 0x7f && c != '*' && c != '?';
}

bool
caller_is_account(struct portero_str id)
{
	return id.len == 12 && all_in(id, is_digit);
}

/* "ml/Train" or "Train", behind "role/" or "user/" */
static bool
path_and_name(struct caller *out, struct portero_str rest)
{
	size_t slash = rest.len;

	while (slash > 0 && rest.ptr[slash - 1] != '/')
		slash--;
	/* the byte before REST is the slash of "role/" */
	out->path = (struct portero_str){ rest.ptr - 1, slash + 1 };
	out->name = (struct portero_str){ rest.ptr + slash, rest.len - slash };
	return slash != 1 && all_in(out->path, is_path) &&
	       all_in(out->name, is_name);
}

static bool
parse_iam(struct caller *out, struct portero_str rest)
{
	if (rest.len == 4 && memcmp(rest.ptr, "root", 4) == 0) {
		out->kind = CALLER_ROOT;
		return true;
	}
	if (take(&rest, "user/"))
		out->kind = CALLER_USER;
	else if (take(&rest, "role/"))
		out->kind = CALLER_ROLE;
	else
		return false;
	return path_and_name(out, rest);
}

static bool
parse_sts(struct caller *out, struct portero_str rest)
{
	if (take(&rest, "federated-user/")) {
		out->kind = CALLER_FEDERATED;
		out->name = rest;
		return all_in(rest, is_name);
	}
	out->kind = CALLER_SESSION;
	return take(&rest, "assumed-role/") &&
	       take_until(&rest, '/', &out->name) &&
	       all_in(out->name, is_name) && all_in(rest, is_name);
}

static bool
parse_arn(struct caller *out, struct portero_str rest)
{
	struct portero_str service;

	if (!take(&rest, "arn:") || !take_until(&rest, ':', &out->partition) ||
	    !take_until(&rest, ':', &service) || !take(&rest, ":") ||
	    !take_until(&rest, ':', &out->account))
		return false;
	if (out->partition.len < 3 ||
	    memcmp(out->partition.ptr, "aws", 3) != 0 ||
	    !all_in(out->partition, is_lower) ||
	    !caller_is_account(out->account) || service.len != 3)
		return false;
	if (memcmp(service.ptr, "iam", 3) == 0)
		return parse_iam(out, rest);
	return memcmp(service.ptr, "sts", 3) == 0 && parse_sts(out, rest);
}

static bool
ends(struct portero_str *s, const char *end)
{
	const size_t n = strlen(end);

	if (s->len <= n || memcmp(s->ptr + s->len - n, end, n) != 0)
		return false;
	s->len -= n;
	return true;
}

static bool
is_service(struct portero_str s)
{
	struct portero_str label;

	if (!ends(&s, SERVICE_END) && !ends(&s, SERVICE_CHINA))
		return false;
	while (take_until(&s, '.', &label))
		if (!all_in(label, is_lower))
			return false;
	return all_in(s, is_lower);
}

bool
caller_parse(struct caller *out, struct portero_str text)
{
	*out = (struct caller){ .text = text, .kind = CALLER_SERVICE };
	if (is_service(text))
		return true;
	return parse_arn(out, text);
}

bool
caller_has_policies(const struct caller *c)
{
	switch (c->kind) {
	case CALLER_USER:
	case CALLER_ROLE:
	case CALLER_SESSION:
	case CALLER_FEDERATED:
		return true;
	case CALLER_ROOT:
	case CALLER_SERVICE:
	case CALLER_ANONYMOUS:
		break;
	}
	return false;
}
