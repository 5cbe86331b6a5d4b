/* SPDX-License-Identifier: MIT */
/*
 * document.c - a policy document to statements, strictly (IAM: "Grammar of the
 * IAM JSON policy language"; Access Analyzer: "Policy check reference").
 */
#include <stdlib.h>

#include "building.h"
#include "error.h"
#include "elements.h"

/* What the types of policies may and must have. */
static const struct {
	const char *name;
	bool principal; /* must have one; the others may not */
	bool resource;	/* must have one; trust policies may not */
	bool version;	/* must be 2012-10-17 */
} types[] = {
	[POLICY_IDENTITY] = { "an identity policy", false, true, false },
	[POLICY_BOUNDARY] = { "a permissions boundary", false, true, false },
	[POLICY_SESSION] = { "a session policy", false, true, false },
	[POLICY_SCP] = { "a service control policy", false, true, true },
	[POLICY_RCP] = { "a resource control policy", true, true, true },
	[POLICY_RESOURCE] = { "a resource policy", true, true, false },
	[POLICY_TRUST] = { "a trust policy", true, false, false },
};

static const char *const top_elements[] = { "Version", "Id", "Statement" };
static const char *const elements[] = {
	"Sid",	     "Effect",	 "Principal",	"NotPrincipal", "Action",
	"NotAction", "Resource", "NotResource", "Condition",
};

static bool
among(const char *key, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(key, names[i]) == 0)
			return true;
	return false;
}

/* The name a misspelt element was meant to be: equal but for letter case, a
 * final s, or one letter. */
static const char *
meant(const char *key, const char *const *names, size_t n)
{
	size_t length = strlen(key);

	for (size_t i = 0; i < n; i++) {
		size_t have = strlen(names[i]), same = 0, tail = 0;

		while (same < length && same < have &&
		       str_lower(key[same]) == str_lower(names[i][same]))
			same++;
		while (same + tail < length && same + tail < have &&
		       str_lower(key[length - 1 - tail]) ==
			       str_lower(names[i][have - 1 - tail]))
			tail++;
		if (length - same - tail <= 1 && have - same - tail <= 1)
			return names[i];
	}
	return NULL;
}

static bool
unknown_element(const struct parse *d, const json_t *object, const char *key,
		const char *const *names, size_t n)
{
	const char *near = meant(key, names, n);
	char hint[96];

	snprintf(hint, sizeof hint, near ? "did you mean \"%s\"?" : "%s",
		 near ? near : "remove it, or correct its name");
	return source_error(
		d->source, object, key, 0, true, d->err, PORTERO_ERROR_POLICY,
		"unknown-element", hint, "\"%s\" is not an element of %s", key,
		object == d->doc ? "a policy document" : "a statement");
}

static bool
check_elements(const struct parse *d, const json_t *object,
	       const char *const *names, size_t n)
{
	const char *key;
	json_t *value;

	json_object_foreach(
		(json_t *)(uintptr_t)object, key,
		value) if (!among(key, names,
				  n)) return unknown_element(d, object, key,
							     names, n);
	return true;
}

static bool
parse_version(struct parse *d)
{
	const json_t *version = json_object_get(d->doc, "Version");
	const char *text = json_string_value(version);

	if (!version) {
		if (types[d->type].version)
			return parse_fail(d, d->doc, NULL, SIZE_MAX,
					  "bad-version",
					  "add \"Version\": \"2012-10-17\"",
					  "%s must have Version 2012-10-17",
					  types[d->type].name);
		return true;
	}
	d->variables = text && strcmp(text, "2012-10-17") == 0;
	if (!text || (!d->variables && (strcmp(text, "2008-10-17") != 0 ||
					types[d->type].version)))
		return parse_fail(d, d->doc, "Version", 0, "bad-version",
				  "use \"2012-10-17\"",
				  "this Version is not allowed in %s",
				  types[d->type].name);
	return true;
}

/* ---- the parts of a statement -------------------------------------------- */

static bool
parse_effect(struct parse *d, const json_t *object, struct statement *st)
{
	const json_t *effect = json_object_get(object, "Effect");
	const char *text = json_string_value(effect);

	if (!effect)
		return parse_fail(d, object, NULL, SIZE_MAX, "missing-effect",
				  "add \"Effect\": \"Allow\" or \"Deny\"",
				  "the statement has no Effect");
	if (text && strcmp(text, "Deny") == 0)
		st->deny = true;
	else if (!text || strcmp(text, "Allow") != 0)
		return parse_fail(d, object, "Effect", 0, "bad-effect",
				  "write Allow or Deny, exactly so",
				  "Effect is neither Allow nor Deny");
	return true;
}

static bool
parse_sid(struct parse *d, const json_t *object, struct statement *st)
{
	const json_t *sid = json_object_get(object, "Sid");

	if (!sid)
		return true;
	if (!json_is_string(sid))
		return parse_fail(d, object, "Sid", 0, "wrong-type",
				  "write the Sid as a string",
				  "Sid is not a string");
	st->sid = build_text(d->b, str_make(json_string_value(sid),
					    json_string_length(sid)));
	return true;
}

/* Which of the two elements is there; NULL and an error when not exactly one.
 */
static const char *
one_of(struct parse *d, const json_t *object, const char *yes, const char *no,
       const char *id)
{
	bool has = json_object_get(object, yes) != NULL;
	bool has_not = json_object_get(object, no) != NULL;

	if (has && has_not) {
		parse_fail(d, object, no, 0, id, "keep one of the two",
			   "%s together with %s", yes, no);
		return NULL;
	}
	if (!has && !has_not) {
		char hint[80];

		snprintf(hint, sizeof hint, "add %s", yes);
		parse_fail(d, object, NULL, SIZE_MAX, id, hint,
			   "the statement has neither %s nor %s", yes, no);
		return NULL;
	}
	return has ? yes : no;
}

static bool
parse_action(struct parse *d, const json_t *object, struct statement *st)
{
	const char *key =
		one_of(d, object, "Action", "NotAction", "action-pair");
	struct str few[16], *patterns = few;
	struct texts texts;

	if (!key || !texts_of(d, object, key, &texts))
		return false;
	if (texts.n > sizeof few / sizeof *few)
		patterns = build_scratch(d->b, texts.n, sizeof *patterns);
	if (!patterns)
		return false;
	for (size_t i = 0; i < texts.n; i++) {
		patterns[i] = text_at(&texts, i);
		if (!action_legal(patterns[i]))
			return text_fail(
				d, &texts, i, "bad-action",
				"write service:Name, where * and ? may stand "
				"for characters",
				"this is not an action");
	}
	if (texts.n == 0)
		st->inert = true;
	st->actions = actions_intern(d->b, key[0] == 'N', patterns, texts.n);
	return st->actions != NULL;
}

/* The fields of an ARN; the colon of ${aws:username} ends none. */
static size_t
count_fields(struct str text, bool variables)
{
	bool inside = false;
	size_t n = 1;

	for (size_t i = 0; i < text.n; i++) {
		if (variables && text.p[i] == '{' && i && text.p[i - 1] == '$')
			inside = true;
		else if (text.p[i] == '}')
			inside = false;
		n += text.p[i] == ':' && !inside;
	}
	return n;
}

/* How a type treats a Resource that has fewer than six fields. */
static const char *
pad_short(struct parse *d, struct str *text, char *room, size_t size)
{
	size_t fields = count_fields(*text, d->variables), n = text->n;
	bool star = n && text->p[n - 1] == '*';

	if (!str_starts(*text, STR("arn:")))
		return NULL;
	if (fields >= 6)
		return NULL;
	switch (d->type) {
	case POLICY_SESSION:
		return "a session policy needs whole ARNs";
	case POLICY_SCP:
		return star ? NULL
			    : "a service control policy needs whole "
			      "ARNs, or a * at the end";
	case POLICY_IDENTITY:
	case POLICY_BOUNDARY:
		break;
	case POLICY_RCP:
	case POLICY_RESOURCE:
	case POLICY_TRUST:
		return NULL;
	}
	if (n + 12 > size)
		return "too long";
	memcpy(room, text->p, n);
	for (; fields < 6; fields++) {
		room[n++] = ':';
		room[n++] = '*';
	}
	*text = str_make(room, n);
	return NULL;
}

static bool
compile_resource(struct parse *d, const struct texts *texts, size_t i,
		 struct pattern *out)
{
	unsigned flags = PATTERN_WILDCARDS | PATTERN_ARN |
			 (d->variables ? PATTERN_VARIABLES_ON : 0u);
	struct str text = text_at(texts, i), written = text;
	char room[512];
	const char *why = pad_short(d, &text, room, sizeof room);

	if (why)
		return text_fail(
			d, texts, i, "short-arn",
			"write all six fields: "
			"arn:partition:service:region:account:resource",
			"%s", why);
	if (!resource_legal(text, d->variables))
		return text_fail(d, texts, i, "bad-resource",
				 "write an ARN, or \"*\"",
				 "a Resource is an ARN or \"*\"");
	if (!pattern_compile(d->b, out, text, flags, &why))
		return why ? text_fail(d, texts, i, "bad-variable",
				       "see IAM: \"Policy variables\"", "%s",
				       why)
			   : false;
	if (text.p != written.p)
		out->source = build_text(d->b, written);
	return true;
}

static bool
parse_resource(struct parse *d, const json_t *object, struct statement *st)
{
	struct pattern *patterns;
	struct texts texts;
	const char *key;

	if (!types[d->type].resource) {
		key = json_object_get(object, "Resource")      ? "Resource"
		      : json_object_get(object, "NotResource") ? "NotResource"
							       : NULL;
		st->every_resource = true;
		if (!key)
			return true;
		return source_error(d->source, object, key, 0, true, d->err,
				    PORTERO_ERROR_POLICY,
				    "resource-not-allowed",
				    "remove it: a trust policy is about its "
				    "own role",
				    "%s in a trust policy", key);
	}
	key = one_of(d, object, "Resource", "NotResource", "resource-pair");
	if (!key || !texts_of(d, object, key, &texts))
		return false;
	patterns = build_array(d->b, texts.n ? texts.n : 1, sizeof *patterns);
	if (!patterns)
		return false;
	st->not_resource = key[0] == 'N';
	for (size_t i = 0; i < texts.n; i++) {
		if (!compile_resource(d, &texts, i, &patterns[i]))
			return false;
		if (patterns[i].ntokens == 1 &&
		    patterns[i].tokens[0].kind == TOKEN_ANY &&
		    !st->not_resource)
			st->every_resource = true;
	}
	if (texts.n == 0)
		st->inert = true;
	st->resources = patterns;
	st->nresources = (uint32_t)texts.n;
	return true;
}

/* Condition keys of one operator that differ only by case (Access Analyzer:
 * "Duplicate keys with different case"). */
static bool
repeated_key(struct parse *d, const json_t *block, const char *key)
{
	const char *other;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)block, other, value)
	{
		if (other == key || strcmp(other, key) == 0)
			return false;
		if (str_equal_fold(str_make(other, strlen(other)),
				   str_make(key, strlen(key))))
			return !source_error(
				d->source, block, key, 0, true, d->err,
				PORTERO_ERROR_POLICY, "duplicate-key",
				"condition keys do not differ by case; merge "
				"the two",
				"\"%s\" is \"%s\" again", key, other);
	}
	return false;
}

static bool
parse_key(struct parse *d, const json_t *block, const char *key,
	  struct condition *c, struct statement *st)
{
	struct operand *operands;
	struct texts texts;

	if (!*key)
		return source_error(d->source, block, key, 0, true, d->err,
				    PORTERO_ERROR_POLICY, "bad-condition",
				    "name a condition key, as aws:PrincipalArn",
				    "an empty condition key");
	if (repeated_key(d, block, key) ||
	    !texts_of_values(d, block, key, &texts))
		return false;
	operands = build_array(d->b, texts.n ? texts.n : 1, sizeof *operands);
	c->key = keys_intern(d->b, str_make(key, strlen(key)));
	if (!operands || c->key == KEY_NONE)
		return false;
	for (size_t i = 0; i < texts.n; i++) {
		const char *why;

		if (!operators_operand(d->b, c, text_at(&texts, i),
				       d->variables, &operands[i], &why))
			return why ? text_fail(d, &texts, i, "bad-value",
					       "see IAM: \"Condition "
					       "operators\"",
					       "%s: %s", c->name.p, why)
				   : false;
	}
	if (texts.n == 0)
		st->inert = true;
	c->operands = operands;
	c->noperands = (uint32_t)texts.n;
	return true;
}

/* The operator's name, kept once for all policies. */
static bool
keep_name(struct parse *d, struct condition *c)
{
	struct list *list = &d->b->operator_names;
	struct str *kept;

	for (uint32_t i = 0; i < list->n; i++) {
		kept = list->items[i];
		if (str_equal(*kept, c->name)) {
			c->name = *kept;
			return true;
		}
	}
	kept = build_scratch(d->b, 1, sizeof *kept);
	if (!kept)
		return false;
	*kept = build_text(d->b, str_make(c->name.p, c->name.n + 1));
	kept->n = c->name.n;
	c->name = *kept;
	return list_add(d->b, list, kept);
}

static bool
parse_operator(struct parse *d, const json_t *conditions, const char *name,
	       const json_t *block, struct condition *out, uint32_t *n,
	       struct statement *st)
{
	struct condition c = { 0 };
	const char *near, *key;
	char hint[96] = "see IAM: \"Condition operators\"";
	json_t *value;

	if (!operators_parse(str_make(name, strlen(name)), &c, &near)) {
		if (near)
			snprintf(hint, sizeof hint, "did you mean \"%s\"?",
				 near);
		return source_error(d->source, conditions, name, 0, true,
				    d->err, PORTERO_ERROR_POLICY,
				    "unknown-operator", hint,
				    "\"%s\" is not a condition operator", name);
	}
	if (!json_is_object(block))
		return parse_fail(d, conditions, name, 0, "wrong-type",
				  "write { \"key\": \"value\" }",
				  "the value of a condition operator is not "
				  "an object");
	if (!keep_name(d, &c))
		return false;
	json_object_foreach((json_t *)(uintptr_t)block, key, value)
	{
		out[*n] = c;
		if (!parse_key(d, block, key, &out[*n], st))
			return false;
		(*n)++;
	}
	return true;
}

static bool
parse_condition(struct parse *d, const json_t *object, struct statement *st)
{
	const json_t *conditions = json_object_get(object, "Condition");
	struct condition *out;
	size_t most = 0;
	const char *name;
	json_t *block;

	if (!conditions)
		return true;
	if (!json_is_object(conditions))
		return parse_fail(d, object, "Condition", 0, "wrong-type",
				  "write { \"Operator\": { \"key\": "
				  "\"value\" } }",
				  "Condition is not an object");
	json_object_foreach((json_t *)(uintptr_t)conditions, name, block)
		most += json_object_size(block);
	out = build_array(d->b, most ? most : 1, sizeof *out);
	if (!out)
		return false;
	st->conditions = out;
	json_object_foreach(
		(json_t *)(uintptr_t)conditions, name,
		block) if (!parse_operator(d, conditions, name, block, out,
					   &st->nconditions, st)) return false;
	return true;
}

static bool
parse_statement(struct parse *d, const json_t *object, struct statement *st)
{
	struct position at;

	if (!json_is_object(object))
		return parse_fail(d, d->doc, "Statement", 0, "wrong-type",
				  "write { ... } or [ { ... } ]",
				  "a statement is not an object");
	at = source_position(d->source, object);
	st->line = d->source->outer ? at.inner_line : at.line;
	st->column = d->source->outer ? at.inner_column : at.column;
	return check_elements(d, object, elements,
			      sizeof elements / sizeof *elements) &&
	       parse_effect(d, object, st) && parse_sid(d, object, st) &&
	       principal_element(d, object, st, types[d->type].principal,
				 types[d->type].name) &&
	       parse_action(d, object, st) && parse_resource(d, object, st) &&
	       parse_condition(d, object, st);
}

static bool
parse_statements(struct parse *d, struct policy *policy)
{
	const json_t *list = json_object_get(d->doc, "Statement");
	size_t n = json_is_array(list) ? json_array_size(list) : 1;
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
		return error_set(d->err, PORTERO_ERROR_LIMIT,
				 "too-many-statements", policy->name,
				 "raise limits.statements",
				 "the set has more than %llu statements",
				 (unsigned long long)d->b->limits.statements);
	st = build_array(d->b, n ? n : 1, sizeof *st);
	if (!st)
		return false;
	policy->statements = st;
	policy->nstatements = (uint32_t)n;
	for (size_t i = 0; i < n; i++) {
		const json_t *object =
			json_is_array(list) ? json_array_get(list, i) : list;

		st[i].policy = policy;
		st[i].index = (uint32_t)i;
		if (json_is_array(list) && !json_is_object(object))
			return parse_fail(d, list, NULL, i, "wrong-type",
					  "write { \"Effect\": ... }",
					  "a statement is not an object");
		if (!parse_statement(d, object, &st[i]))
			return false;
	}
	return true;
}

static bool
parse_document(struct parse *d, struct policy *policy)
{
	const json_t *id;

	if (!json_is_object(d->doc))
		return error_set(d->err, PORTERO_ERROR_POLICY, "wrong-type",
				 d->name,
				 "write { \"Version\": \"2012-10-17\", "
				 "\"Statement\": [] }",
				 "a policy document is not an object");
	id = json_object_get(d->doc, "Id");
	if (id && !json_is_string(id))
		return parse_fail(d, d->doc, "Id", 0, "wrong-type",
				  "write the Id as a string",
				  "Id is not a string");
	return check_elements(d, d->doc, top_elements,
			      sizeof top_elements / sizeof *top_elements) &&
	       parse_version(d) && parse_statements(d, policy);
}

const struct policy *
build_policy(struct build *b, enum policy_type type, struct str name,
	     struct source *source, const json_t *doc)
{
	struct built_policy *built = build_alloc(b, sizeof *built);
	struct parse d = { .b = b,
			   .err = b->err,
			   .type = type,
			   .name = name,
			   .source = source,
			   .doc = doc };

	if (!built)
		return NULL;
	built->policy.name = build_text(b, name);
	built->policy.type = (uint8_t)type;
	if (!parse_document(&d, &built->policy) ||
	    !list_add(b, &b->policies, built) || b->err->code != PORTERO_OK)
		return NULL;
	return &built->policy;
}
