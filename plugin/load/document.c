/* SPDX-License-Identifier: MIT */
/*
 * document.c - a policy document to statements, strictly (IAM: "Grammar of the
 * IAM JSON policy language"; Access Analyzer: "Policy check reference").
 */
#include "building.h"
#include "elements.h"
#include "error.h"

/* What the types of policies may and must have. */
static const struct document_rules types[] = {
	[POLICY_IDENTITY] = { "an identity policy", false, true, false },
	[POLICY_BOUNDARY] = { "a permissions boundary", false, true, false },
	[POLICY_SESSION] = { "a session policy", false, true, false },
	[POLICY_SCP] = { "a service control policy", false, true, true },
	[POLICY_RCP] = { "a resource control policy", true, true, true },
	[POLICY_RESOURCE] = { "a resource policy", true, true, false },
	[POLICY_TRUST] = { "a trust policy", true, false, false },
};

static const char *const top_elements[] = { "Version", "Id", "Statement" };

static bool
parse_version(struct parse *d)
{
	const struct json *version = json_get(d->doc, "Version");
	const struct str text = json_str(version);
	const bool first = str_equal(text, STR("2008-10-17"));

	if (!version) {
		if (d->rules->version)
			return parse_fail(d, d->doc, NULL, SIZE_MAX,
					  "bad-version",
					  "add \"Version\": \"2012-10-17\"",
					  "%s must have Version 2012-10-17",
					  d->rules->name);
		return true;
	}
	d->variables = str_equal(text, STR("2012-10-17"));
	if (!d->variables && (!first || d->rules->version))
		return parse_fail(d, d->doc, "Version", 0, "bad-version",
				  "use \"2012-10-17\"",
				  "Version \"%.*s\" is not allowed in %s",
				  (int)(text.n < 20 ? text.n : 20), text.p,
				  d->rules->name);
	return true;
}

static bool
parse_statements(struct parse *d, struct policy *policy)
{
	const struct json *list = json_get(d->doc, "Statement");
	size_t n = json_is_array(list) ? json_nelements(list) : 1;
	struct statement *st;

	if (!list)
		return parse_fail(d, d->doc, NULL, SIZE_MAX,
				  "missing-statement", "add \"Statement\": []",
				  "the policy document has no Statement");
	if (!json_is_array(list) && !json_is_object(list))
		return parse_fail(d, d->doc, "Statement", 0, "wrong-type",
				  "write { ... } or [ { ... } ]",
				  "Statement is neither an object nor a list");
	d->b->nstatements += n;
	if (d->b->nstatements > d->b->limits.statements)
		return source_error(
			d->source, d->doc, "Statement", 0, true, d->err,
			PORTERO_ERROR_LIMIT, "too-many-statements",
			"raise limits.statements",
			"with these the set has %llu statements, more than "
			"%llu",
			(unsigned long long)d->b->nstatements,
			(unsigned long long)d->b->limits.statements);
	st = build_array(d->b, n ? n : 1, sizeof *st);
	if (!st)
		return false;
	policy->statements = st;
	policy->nstatements = (uint32_t)n;
	for (size_t i = 0; i < n; i++) {
		const struct json *object =
			json_is_array(list) ? json_at(list, i) : list;

		st[i].policy = policy;
		if (json_is_array(list) && !json_is_object(object))
			return parse_fail(d, list, NULL, i, "wrong-type",
					  "write { \"Effect\": ... }",
					  "a statement is not an object");
		if (!statement_parse(d, object, &st[i]))
			return false;
	}
	return true;
}

static bool
parse_document(struct parse *d, struct policy *policy)
{
	const struct json *id;

	if (!json_is_object(d->doc))
		return error_set(d->err, PORTERO_ERROR_POLICY, "wrong-type",
				 d->name,
				 "write { \"Version\": \"2012-10-17\", "
				 "\"Statement\": [] }",
				 "a policy document is not an object");
	if (d->doc->width > d->b->limits.document_bytes)
		return source_error(
			d->source, d->doc, NULL, SIZE_MAX, false, d->err,
			PORTERO_ERROR_LIMIT, "too-large",
			"split it, or raise limits.document_bytes",
			"the document is longer than %llu bytes",
			(unsigned long long)d->b->limits.document_bytes);
	id = json_get(d->doc, "Id");
	if (id && !json_is_string(id))
		return parse_fail(d, d->doc, "Id", 0, "wrong-type",
				  "write the Id as a string",
				  "Id is not a string");
	return check_elements(d, d->doc, top_elements,
			      sizeof top_elements / sizeof *top_elements) &&
	       parse_version(d) && parse_statements(d, policy);
}

static bool
any_statement_has(const struct json *doc, const char *key)
{
	const struct json *list = json_get(doc, "Statement");

	for (size_t i = 0; i < json_nelements(list); i++)
		if (json_get(json_at(list, i), key))
			return true;
	return json_get(list, key) != NULL;
}

/* Trust policies speak of sts:AssumeRole and its like. */
static bool
speaks_of_sts(const struct json *statement)
{
	const struct json *action = json_get(statement, "Action");
	const struct str text =
		json_str(json_is_array(action) ? json_at(action, 0) : action);

	return text.n > 4 && str_equal_fold(str_make(text.p, 4), STR("sts:"));
}

enum policy_type
build_policy_type(const struct json *doc)
{
	const struct json *list = json_get(doc, "Statement");

	if (!any_statement_has(doc, "Principal") &&
	    !any_statement_has(doc, "NotPrincipal"))
		return POLICY_IDENTITY;
	if (any_statement_has(doc, "Resource") ||
	    any_statement_has(doc, "NotResource"))
		return POLICY_RESOURCE;
	return speaks_of_sts(json_is_array(list) ? json_at(list, 0) : list)
		       ? POLICY_TRUST
		       : POLICY_RESOURCE;
}

const struct policy *
build_policy(struct build *b, enum policy_type type, struct str name,
	     struct source *source, const struct json *doc)
{
	struct built_policy *built = build_scratch(b, 1, sizeof *built);
	struct policy *policy = build_alloc(b, sizeof *policy);
	struct parse d = { .b = b,
			   .err = b->err,
			   .type = type,
			   .rules = &types[type],
			   .name = name,
			   .source = source,
			   .doc = doc };

	if (!built || !policy)
		return NULL;
	policy->name = build_text(b, name);
	policy->type = (uint8_t)type;
	*built = (struct built_policy){ policy, source, doc };
	if (!parse_document(&d, policy) || !list_add(b, &b->policies, built) ||
	    b->err->code != PORTERO_OK)
		return NULL;
	return policy;
}
