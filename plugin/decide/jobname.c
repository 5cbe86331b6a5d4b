/* SPDX-License-Identifier: MIT */
/*
 * jobname.c - the names that pipelines give to jobs (SageMaker: "Pipelines
 * Access Management", custom prefixing), read from the right, so that prefix
 * `fraud` and prefix `fraud-detection` are told apart.
 */
#include "jobname.h"

#include "detail.h"
#include "match.h"

static bool
is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

static bool
is_alphanumeric(char c)
{
	/* the cases of an ASCII letter are one bit apart */
	return is_digit(c) || (unsigned char)((c | 0x20) - 'a') < 26;
}

/* Lower-case letters and digits; other letters and '-' come before 'a'. */
static bool
is_execution_id(struct str s, size_t length)
{
	if (s.n != length)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]) && s.p[i] < 'a')
			return false;
	return true;
}

static bool
is_count(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]))
			return false;
	return s.n > 0;
}

/* Takes the last '-' field off TEXT. */
static bool
take_last(struct str *text, struct str *field)
{
	size_t i = text->n;

	while (i > 0 && text->p[i - 1] != '-')
		i--;
	if (i == 0)
		return false;
	*field = str_from(*text, i);
	text->n = i - 1;
	return true;
}

/* <head>-<entityToken>[-<failureCount>] */
static bool
take_tail(const struct name_rules *rules, struct str *head,
	  struct job_name *out)
{
	struct str last, rest = *head;

	if (!take_last(&rest, &last))
		return false;
	if (last.n == rules->entity_token) {
		/* the shorter reading: no failure count */
		out->entity_token = last;
		*head = rest;
		return true;
	}
	if (!is_count(last))
		return false;
	out->failure_count = last;
	if (!take_last(&rest, &last) || last.n != rules->entity_token)
		return false;
	out->entity_token = last;
	*head = rest;
	return true;
}

static bool
parse_default(const struct name_rules *rules, struct str name,
	      struct job_name *out)
{
	const struct str mark = STR("pipelines-");

	if (!str_starts(name, mark) || !take_tail(rules, &name, out) ||
	    name.n <= mark.n)
		return false;
	name = str_from(name, mark.n);
	if (name.n <= (size_t)rules->execution_id + 1 ||
	    name.p[rules->execution_id] != '-')
		return false;
	out->execution_id = str_make(name.p, rules->execution_id);
	out->step = str_from(name, (size_t)rules->execution_id + 1);
	out->form = NAME_DEFAULT;
	return is_execution_id(out->execution_id, rules->execution_id) &&
	       out->step.n <= rules->step_name;
}

static bool
parse_prefix(const struct name_rules *rules, struct str name,
	     struct job_name *out)
{
	struct str head = name;

	if (!take_tail(rules, &head, out) ||
	    !take_last(&head, &out->execution_id) ||
	    !is_execution_id(out->execution_id, rules->execution_id)) {
		/* ten digits may be a failure count after all */
		head = name;
		if (!take_last(&head, &out->failure_count) ||
		    !is_count(out->failure_count) ||
		    !take_last(&head, &out->entity_token) ||
		    out->entity_token.n != rules->entity_token ||
		    !take_last(&head, &out->execution_id) ||
		    !is_execution_id(out->execution_id, rules->execution_id))
			return false;
	}
	out->prefix = head;
	out->form = NAME_PREFIX;
	return head.n > 0;
}

void
jobname_parse(const struct name_rules *rules, struct str name,
	      struct job_name *out)
{
	const struct job_name direct = { .form = NAME_DIRECT };

	*out = direct;
	if (parse_default(rules, name, out))
		return;
	out->step = direct.step;
	if (!parse_prefix(rules, name, out))
		*out = direct;
}

/* Which of the sixteen bytes at P no name has. */
static str_bytes16
illegal16(const char *p)
{
	const str_bytes16 c = str_load16(p), digit = c - '0',
			  letter = (c | 0x20) - 'a';

	return (str_bytes16)((digit > 9) & (letter > 25) & (c != '-'));
}

/* Letters, digits and hyphens; the last sixteen bytes are read again. */
static bool
legal_bytes(struct str name)
{
	str_bytes16 illegal = { 0 };

	if (name.n < 16) {
		for (size_t i = 0; i < name.n; i++)
			if (!is_alphanumeric(name.p[i]) && name.p[i] != '-')
				return false;
		return true;
	}
	for (size_t i = 0; i + 16 < name.n; i += 16)
		illegal |= illegal16(name.p + i);
	return !str_any16(illegal | illegal16(name.p + name.n - 16));
}

/* [a-zA-Z0-9](-*[a-zA-Z0-9])*: no hyphen at the ends, nothing else inside. */
static bool
legal(struct str name)
{
	return name.n && is_alphanumeric(name.p[0]) &&
	       is_alphanumeric(name.p[name.n - 1]) && legal_bytes(name);
}

static void
too_long(struct portero_decision *d, struct str what, size_t n, size_t limit)
{
	detail_text(d, what);
	detail_text(d, STR(" has "));
	detail_number(d, n);
	detail_text(d, STR(" characters, at most "));
	detail_number(d, limit);
	detail_text(d, STR(" are allowed"));
}

static bool
may_use_default_form(const struct context *ctx)
{
	const struct name_rules *rules = &ctx->set->names;
	const struct caller *c = ctx->caller;
	struct str arn = c->principal ? c->principal->arn : c->text;

	if (!rules->require_prefix)
		return true;
	for (uint32_t i = 0; i < rules->ndefault_form; i++)
		if (match_pattern(ctx, &rules->default_form[i], arn) == YES)
			return true;
	return false;
}

static bool
reserved(struct str name)
{
	const struct str mark = STR("pipelines");

	return str_starts(name, mark) &&
	       (name.n == mark.n || name.p[mark.n] == '-');
}

static enum portero_reason
check_form(const struct context *ctx, const struct name_limit *limit,
	   struct str name, struct portero_decision *d)
{
	const struct name_rules *rules = &ctx->set->names;
	struct job_name parts;

	jobname_parse(rules, name, &parts);
	switch (parts.form) {
	case NAME_DEFAULT:
		if (may_use_default_form(ctx))
			break;
		detail_text(d, STR("this is the un-prefixed form pipelines-...;"
				   " was the pipeline built without "
				   "use_custom_job_prefix=True?"));
		return PORTERO_REASON_NAME_DEFAULT_FORM;
	case NAME_PREFIX:
		if (reserved(name))
			break;
		if (parts.prefix.n > limit->prefix) {
			too_long(d, STR("the prefix"), parts.prefix.n,
				 limit->prefix);
			return PORTERO_REASON_NAME_PREFIX_TOO_LONG;
		}
		return PORTERO_REASON_ALLOWED;
	case NAME_DIRECT:
		if (!rules->pipeline_form_only || reserved(name))
			break;
		detail_text(d, STR("the name is not <prefix>-<executionId>-"
				   "<entityToken>[-<failureCount>]"));
		return PORTERO_REASON_NAME_NO_PREFIX;
	}
	if (parts.form != NAME_DEFAULT && reserved(name)) {
		detail_text(d, STR("names that begin with pipelines are kept "
				   "for pipelines without a custom prefix"));
		return PORTERO_REASON_NAME_RESERVED;
	}
	return PORTERO_REASON_ALLOWED;
}

enum portero_reason
jobname_check(const struct context *ctx, enum job_kind kind, struct str name,
	      struct portero_decision *decision)
{
	const struct name_limit *limit = &ctx->set->names.limits[kind];

	if (kind == JOB_OTHER)
		return PORTERO_REASON_ALLOWED;
	if (!legal(name)) {
		detail_text(decision,
			    STR("a name is letters, digits and hyphens, and "
				"begins and ends with a letter or digit"));
		return PORTERO_REASON_NAME_SYNTAX;
	}
	if (name.n > limit->name) {
		too_long(decision, STR("the name"), name.n, limit->name);
		return PORTERO_REASON_NAME_TOO_LONG;
	}
	/* names of pipelines, endpoints and groups are given by people */
	if (limit->prefix == 0)
		return PORTERO_REASON_ALLOWED;
	return check_form(ctx, limit, name, decision);
}
