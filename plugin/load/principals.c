/* SPDX-License-Identifier: MIT */
/* principals.c - Principal and NotPrincipal (IAM: "AWS JSON policy elements:
 * Principal"). */
#include "../base/arn.h"
#include "repeated.h"

/* A partition: aws, aws-cn, aws-us-gov, ... */
static bool
is_partition(struct str s)
{
	return str_starts(s, STR("aws"));
}

static bool
unique_id(struct str s)
{
	if (!str_starts(s, STR("AIDA")) && !str_starts(s, STR("AROA")))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = str_lower(s.p[i]);

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
			return false;
	}
	return true;
}

/* Names of users, roles and sessions: no wildcard, no other odd byte. */
static bool
is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = str_lower(s.p[i]);

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		      memchr("_+=,.@-", c, 7)))
			return false;
	}
	return true;
}

static bool
aws_entry(struct str text, struct principal_entry *out)
{
	static const uint8_t forms[] = {
		[ARN_ROOT] = FORM_ACCOUNT,
		[ARN_USER] = FORM_USER,
		[ARN_ROLE] = FORM_ROLE,
		[ARN_SESSION] = FORM_SESSION,
		[ARN_FEDERATED] = FORM_FEDERATED_USER,
	};
	enum arn_identity identity;
	struct arn arn;

	out->form = FORM_NEVER;
	if (str_equal(text, STR("*"))) {
		out->form = FORM_ANY;
		return true;
	}
	if (arn_is_account(text)) {
		out->form = FORM_ACCOUNT;
		out->account = text;
		return true;
	}
	/* who reads a bucket for CloudFront: not a user, not in an account */
	if (unique_id(text) ||
	    str_starts(text, STR("arn:aws:iam::cloudfront:user/CloudFront "
				 "Origin Access Identity ")))
		return true;
	if (!arn_parse(&arn, text) || !is_partition(arn.partition))
		return false;
	identity = arn_identity(&arn, &out->name, &out->session);
	if (identity == ARN_NOT_IDENTITY || !is_name(out->name) ||
	    !is_name(out->session) || memchr(text.p, '*', text.n) ||
	    memchr(text.p, '?', text.n))
		return false;
	out->form = forms[identity];
	out->partition = arn.partition;
	out->account = arn.account;
	return true;
}

static bool
parse_entry(const struct parse *d, const struct texts *texts, size_t i,
	    struct principal_entry *out)
{
	struct str text = build_text(d->b, text_at(texts, i));

	*out = (struct principal_entry){ .form = FORM_NEVER, .text = text };
	if (strcmp(texts->key, "AWS") == 0) {
		if (aws_entry(text, out))
			return true;
		return text_fail(d, texts, i, "bad-principal",
				 "write \"*\", an account id, or the ARN of an "
				 "account's root, a user, a role or a session; "
				 "wildcards inside an ARN do not work here",
				 "\"%.*s\" is not an AWS principal",
				 (int)(text.n < 100 ? text.n : 100), text.p);
	}
	if (text.n == 0 || str_equal(text, STR("*")))
		return text_fail(d, texts, i, "bad-principal",
				 "name it, as sagemaker.amazonaws.com",
				 "\"%s\" cannot be %s", texts->key,
				 text.n ? "\"*\"" : "empty");
	if (strcmp(texts->key, "Service") == 0)
		out->form = FORM_SERVICE;
	return true;
}

static const char *const principal_kinds[] = { "AWS", "Service", "Federated",
					       "CanonicalUser" };

static bool
known_kind(const char *key)
{
	for (size_t i = 0; i < sizeof principal_kinds / sizeof *principal_kinds;
	     i++)
		if (strcmp(key, principal_kinds[i]) == 0)
			return true;
	return false;
}

static bool
parse_object(struct parse *d, const struct json *object, struct statement *st)
{
	struct principal_entry *out;
	struct texts texts;
	size_t most = 0;
	const char *key;
	struct json *value;

	json_each(object, key, value)
	{
		if (!known_kind(key))
			return source_error(
				d->source, object, key, 0, true, d->err,
				PORTERO_ERROR_POLICY, "bad-principal",
				"write AWS, Service, Federated or "
				"CanonicalUser",
				"\"%s\" is not a kind of principal", key);
		if (!texts_of(d, object, key, &texts))
			return false;
		most += texts.n;
	}
	out = build_array(d->b, most ? most : 1, sizeof *out);
	if (!out)
		return false;
	st->principals = out;
	json_each(object, key, value)
	{
		if (!texts_of(d, object, key, &texts))
			return false;
		for (size_t i = 0; i < texts.n; i++)
			if (!parse_entry(d, &texts, i, &out[st->nprincipals++]))
				return false;
	}
	if (most == 0)
		st->inert = true;
	return true;
}

/* As the Principal of each trust policy for one service. */
static bool
parse_object_once(struct parse *d, const struct json *object,
		  struct statement *st)
{
	struct lookup *all = &d->b->principal_elements;
	const struct repeated *same = repeated_find(all, d, object);
	struct repeated kept;

	if (same) {
		st->principals = same->items;
		st->nprincipals = same->n;
		st->inert |= same->n == 0;
		return true;
	}
	if (!parse_object(d, object, st))
		return false;
	kept = (struct repeated){ st->principals, st->nprincipals, false };
	return repeated_add(all, d, object, &kept);
}

static bool
everyone(struct parse *d, struct statement *st)
{
	struct principal_entry *any = build_alloc(d->b, sizeof *any);

	if (!any)
		return false;
	any->form = FORM_ANY;
	any->text = STR("*");
	st->principals = any;
	st->nprincipals = 1;
	return true;
}

bool
principal_element(struct parse *d, const struct json *object,
		  struct statement *st, bool required, const char *kind)
{
	const struct json *yes = json_get(object, "Principal");
	const struct json *no = json_get(object, "NotPrincipal");
	const char *key = no ? "NotPrincipal" : "Principal";
	const struct json *value = no ? no : yes;
	bool any = str_equal(json_str(value), STR("*"));

	if (!required && value)
		return source_error(d->source, object, key, 0, true, d->err,
				    PORTERO_ERROR_POLICY,
				    "principal-not-allowed",
				    "remove it: the policy is about whom it "
				    "is attached to",
				    "%s in %s", key, kind);
	if (!required)
		return true;
	if (yes && no)
		return parse_fail(d, object, "NotPrincipal", 0,
				  "principal-pair", "keep one of the two",
				  "Principal together with NotPrincipal");
	if (!value)
		return parse_fail(d, object, NULL, SIZE_MAX,
				  "missing-principal", "add \"Principal\": ...",
				  "%s needs a Principal", kind);
	if (no && d->type != POLICY_RESOURCE)
		return source_error(
			d->source, object, key, 0, true, d->err,
			PORTERO_ERROR_POLICY, "principal-not-allowed",
			"write Principal instead", "%s in %s", key, kind);
	if (d->type == POLICY_RCP && !any)
		return parse_fail(d, object, key, 0, "bad-principal",
				  "write \"Principal\": \"*\" and use "
				  "conditions",
				  "the Principal of a resource control policy "
				  "is \"*\"");
	st->not_principal = no != NULL;
	if (any)
		return everyone(d, st);
	if (!json_is_object(value))
		return parse_fail(d, object, key, 0, "bad-principal",
				  "write \"*\" or { \"AWS\": ... }",
				  "%s is neither \"*\" nor an object", key);
	return parse_object_once(d, value, st);
}
