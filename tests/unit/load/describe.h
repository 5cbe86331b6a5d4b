/* SPDX-License-Identifier: MIT */
/* describe.h - loads a set and writes down in lines what is in it. */
#ifndef TESTS_UNIT_LOAD_DESCRIBE_H
#define TESTS_UNIT_LOAD_DESCRIBE_H

#include "check.h"

#include "../../../plugin/bundle.h"
#include "../../../plugin/load/load.h"

static struct portero_error err;
static char described[16384];
static char logged[2048];

static inline void
describe_log(void *arg, uint32_t level, const char *text, size_t len)
{
	size_t n = strlen(logged);

	(void)arg;
	assert_int_equal(level, PORTERO_LOG_WARNING);
	snprintf(logged + n, sizeof logged - n, "%.*s\n", (int)len, text);
}

static const struct portero_host describe_host = {
	.size = sizeof describe_host,
	.log = describe_log,
};

__attribute__((format(printf, 1, 2))) static inline void
describe_add(const char *format, ...)
{
	size_t n = strlen(described);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(described + n, sizeof described - n, format, arguments);
	va_end(arguments);
}

/* "key=a.json,b.json": the policies of a bundle. */
static inline void
describe_bundle(const char *key, const struct bundle *b)
{
	describe_add(" %s=", key);
	for (uint32_t i = 0; b && i < b->npolicies; i++) {
		const struct policy *p = b->policies[i];

		describe_add("%s%.*s", i ? "," : "", (int)p->name.n, p->name.p);
	}
}

static inline void
describe_account(const struct account *a)
{
	describe_add("account %.*s", (int)a->id.n, a->id.p);
	if (a->in_organization)
		describe_add(" %.*s", (int)a->org_path.n, a->org_path.p);
	if (a->management)
		describe_add(" management");
	for (uint32_t i = 0; i < a->scps.n; i++)
		describe_bundle("scp", a->scps.levels[i]);
	for (uint32_t i = 0; i < a->rcps.n; i++)
		describe_bundle("rcp", a->rcps.levels[i]);
	describe_add("\n");
}

static inline void
describe_principal(const struct principal *p)
{
	describe_add("%.*s", (int)p->arn.n, p->arn.p);
	if (p->unique_id_length)
		describe_add(" %s", p->unique_id);
	for (uint32_t i = 0; i < p->ntags; i++)
		describe_add(" %.*s:%.*s", p->tags[i].name_length,
			     p->tags[i].name, p->tags[i].value_length,
			     p->tags[i].value);
	if (p->own)
		describe_bundle("identity", p->own);
	for (uint32_t i = 0; i < p->nshared; i++)
		describe_bundle("identity", p->shared[i]);
	if (p->has_boundary)
		describe_bundle("boundary", p->boundary);
	if (p->has_session)
		describe_bundle("session", p->session);
	if (p->trust)
		describe_bundle("trust", p->trust);
	describe_add("\n");
}

static inline void
describe(const struct policy_set *set)
{
	described[0] = '\0';
	for (uint32_t i = 0; i < set->naccounts; i++)
		describe_account(&set->accounts[i]);
	for (uint32_t i = 0; i < set->nprincipals; i++)
		describe_principal(&set->principals[i]);
	for (uint32_t i = 0; i < set->nresources; i++) {
		const struct resource *r = &set->resources[i];

		describe_add("%.*s of %.*s", (int)r->arn.n, r->arn.p,
			     (int)r->account.n, r->account.p);
		describe_bundle("policy", r->policy);
		describe_add("\n");
	}
}

/*
 * Loads a set of JSON in which ' stands for ", and ALLOW, SCP, TRUST and BUCKET
 * for whole documents.
 */
static inline bool
describe_set(struct loaded *out, const char *text)
{
	static const struct {
		const char *word, *document;
	} words[] = {
		{ "ALLOW", "{\"Version\":\"2012-10-17\",\"Statement\":"
			   "{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
			   "\"Resource\":\"*\"}}" },
		{ "TRUST",
		  "{\"Version\":\"2012-10-17\",\"Statement\":"
		  "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
		  "\"Principal\":{\"Service\":"
		  "\"sagemaker.amazonaws.com\"}}}" },
		{ "BUCKET", "{\"Version\":\"2012-10-17\",\"Statement\":"
			    "{\"Effect\":\"Deny\",\"Action\":\"s3:*\","
			    "\"Principal\":\"*\",\"Resource\":\"*\"}}" },
	};
	static char whole[65536];
	size_t n = 0;
	bool ok;

	while (*text && n < sizeof whole - 400) {
		size_t w = 0;

		while (w < COUNT(words) &&
		       strncmp(text, words[w].word, strlen(words[w].word)) != 0)
			w++;
		if (w < COUNT(words)) {
			n += (size_t)snprintf(whole + n, sizeof whole - n, "%s",
					      words[w].document);
			text += strlen(words[w].word);
		} else {
			whole[n++] = *text == '\'' ? '"' : *text;
			text++;
		}
	}
	logged[0] = '\0';
	err = (struct portero_error){ .size = sizeof err };
	ok = load_set(out, &describe_host, str_make(whole, n), &err) == 0;
	assert_int_equal(ok, out->set != NULL);
	assert_int_equal(ok, out->arena != NULL);
	assert_int_equal(ok, err.code == PORTERO_OK);
	if (ok)
		describe(out->set);
	return ok;
}

static inline void
check_set(const char *text, const char *wanted)
{
	struct loaded l;

	if (!describe_set(&l, text))
		fail_msg("%s\n%u:%u: %s [%s]\n|%s", text, err.line, err.column,
			 err.text, err.id, err.source);
	assert_string_equal(described, wanted);
	arena_free(l.arena);
}

/* A row of a table of sets that are refused. */
struct refused_set {
	const char *text, *id;
	uint32_t line, column;
	const char *says; /* part of the text or hint */
};

static inline void
check_refused(const struct refused_set *row)
{
	struct loaded l;

	if (describe_set(&l, row->text))
		fail_msg("loaded, but must not: %s", row->text);
	check_error(&err, row->text, row->id, row->line, row->column);
	if (!strstr(err.text, row->says) && !strstr(err.hint, row->says))
		fail_msg("%s\nwanted: %s\ngot:    %s (%s)", row->text,
			 row->says, err.text, err.hint);
}

#endif
