/* SPDX-License-Identifier: MIT */
/* statement.c - one statement: Effect, Sid, Action and Resource (IAM: "IAM JSON
 * policy element reference"). */
#include "elements.h"

#include <stdio.h>

#include "error.h"

/* The arguments for "%.*s" of a value that is named in a message. */
#define SHOWN(s) (int)((s).n < 100 ? (s).n : 100), ((s).n ? (s).p : "")

static const char *const elements[] = {
	"Sid",	     "Effect",	 "Principal",	"NotPrincipal", "Action",
	"NotAction", "Resource", "NotResource", "Condition",
};

static bool
parse_effect(struct parse *d, const struct json *object, struct statement *st)
{
	static const char *const effects[] = { "Allow", "Deny" };
	const struct json *effect = json_get(object, "Effect");
	const struct str text = json_str(effect);
	char hint[32] = "write \"Allow\" or \"Deny\"";
	const char *near;

	if (!effect)
		return parse_fail(d, object, NULL, SIZE_MAX, "missing-effect",
				  "add \"Effect\": \"Allow\" or \"Deny\"",
				  "the statement has no Effect");
	if (str_equal(text, STR("Deny")))
		st->deny = true;
	if (st->deny || str_equal(text, STR("Allow")))
		return true;
	near = word_meant(text, effects, 2);
	if (near)
		snprintf(hint, sizeof hint, "did you mean \"%s\"?", near);
	return parse_fail(d, object, "Effect", 0, "bad-effect", hint,
			  "Effect \"%.*s\" is neither Allow nor Deny",
			  SHOWN(text));
}

static bool
parse_sid(struct parse *d, const struct json *object, struct statement *st)
{
	const struct json *sid = json_get(object, "Sid");
	struct str text;

	if (!sid)
		return true;
	if (!json_is_string(sid))
		return parse_fail(d, object, "Sid", 0, "wrong-type",
				  "write the Sid as a string",
				  "Sid is not a string");
	text = json_str(sid);
	if (text.n > UINT16_MAX)
		return parse_fail(d, object, "Sid", 0, "long-sid",
				  "name the statement in a few words",
				  "the Sid is longer than 65,535 bytes");
	text = build_text(d->b, text);
	st->sid = text.p;
	st->sid_length = (uint16_t)text.n;
	return true;
}

/* Which of the two elements is there; NULL and an error when not exactly one.
 */
static const char *
one_of(struct parse *d, const struct json *object, const char *yes,
       const char *no, const char *id)
{
	bool has = json_get(object, yes) != NULL;
	bool has_not = json_get(object, no) != NULL;

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
parse_action(struct parse *d, const struct json *object, struct statement *st)
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
				"\"%.*s\" is not an action",
				SHOWN(patterns[i]));
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
				 "\"%.*s\" is not an ARN", SHOWN(text));
	if (!pattern_compile(d->b, out, text, flags, &why))
		return why ? text_fail(d, texts, i, "bad-variable",
				       "see IAM: \"Policy variables\"", "%s",
				       why)
			   : false;
	if (text.p != written.p)
		pattern_name(d->b, out, written);
	return true;
}

static bool
parse_resource(struct parse *d, const struct json *object, struct statement *st)
{
	struct pattern *patterns;
	struct texts texts;
	const char *key;

	if (!d->rules->resource) {
		key = json_get(object, "Resource")	? "Resource"
		      : json_get(object, "NotResource") ? "NotResource"
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
	/* as in repositories of ECR, where the policy is about its own resource
	 */
	if (d->type == POLICY_RESOURCE && !json_get(object, "Resource") &&
	    !json_get(object, "NotResource")) {
		st->every_resource = true;
		return true;
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

bool
statement_parse(struct parse *d, const struct json *object,
		struct statement *st)
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
	       principal_element(d, object, st, d->rules->principal,
				 d->rules->name) &&
	       parse_action(d, object, st) && parse_resource(d, object, st) &&
	       condition_element(d, object, st);
}
