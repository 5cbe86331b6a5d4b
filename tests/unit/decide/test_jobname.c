/* SPDX-License-Identifier: MIT */
/*
 * Job names (SageMaker: "Pipelines Access Management", custom prefixing; API
 * reference for the lengths): the two forms that pipelines give, and the rules.
 */
#include "../support.h"

#include "../../../plugin/decide/jobname.h"

#define ID  "p1gtwhjm9dzt" /* executionId: 12 of [a-z0-9] */
#define TOK "XEdt5h2gQC"   /* entityToken: 10 of [A-Za-z0-9] */
#define NUM "1234567890"   /* a token that could be a count */

static const struct name_rules usual = {
	.execution_id = 12,
	.entity_token = 10,
	.step_name = 20,
};

/* ---- reading ----------------------------------------------------------- */

struct parse_line {
	const char *name;
	enum name_form form;
	const char *parts; /* prefix|executionId|step|token|count */
};

/* clang-format off */
static const struct parse_line parse_lines[] = {
	/* names that were seen */
	{ "pipelines-p1gtwhjm9dzt-EvaluateCustomModel-XEdt5h2gQC", NAME_DEFAULT, "|p1gtwhjm9dzt|EvaluateCustomModel|XEdt5h2gQC|" },
	{ "pipelines-8pk6dxn4cfvl-Rossmann-Model-Train-bPVYsMzUlc", NAME_DEFAULT, "|8pk6dxn4cfvl|Rossmann-Model-Train|bPVYsMzUlc|" },
	{ "pipelines-cfvy1tjuxdq8-abalonetrain-tavd6f3wdf", NAME_DEFAULT, "|cfvy1tjuxdq8|abalonetrain|tavd6f3wdf|" },
	{ "pipelines-7qjz5e7zwzvd-fashionmnist-2021-06-93egbiyqvl", NAME_DEFAULT, "|7qjz5e7zwzvd|fashionmnist-2021-06|93egbiyqvl|" },
	{ "MyBaseJobName-p1gtwhjm9dzt-XEdt5h2gQC", NAME_PREFIX, "MyBaseJobName|p1gtwhjm9dzt||XEdt5h2gQC|" },
	/* a retry */
	{ "pipelines-" ID "-Train-" TOK "-1", NAME_DEFAULT, "|" ID "|Train|" TOK "|1" },
	{ "fraud-" ID "-" TOK "-3", NAME_PREFIX, "fraud|" ID "||" TOK "|3" },
	{ "fraud-" ID "-" TOK "-12", NAME_PREFIX, "fraud|" ID "||" TOK "|12" },
	/* prefixes with hyphens are told apart */
	{ "fraud-detection-" ID "-" TOK, NAME_PREFIX, "fraud-detection|" ID "||" TOK "|" },
	{ "fraud-detection-" ID "-" TOK "-2", NAME_PREFIX, "fraud-detection|" ID "||" TOK "|2" },
	{ "a-" ID "-" TOK, NAME_PREFIX, "a|" ID "||" TOK "|" },
	{ "a--" ID "-" TOK, NAME_PREFIX, "a-|" ID "||" TOK "|" },
	{ ID "-" ID "-" TOK, NAME_PREFIX, ID "|" ID "||" TOK "|" },
	/* ten digits are a token where they can be, else a count */
	{ "fraud-" ID "-" NUM, NAME_PREFIX, "fraud|" ID "||" NUM "|" },
	{ "fraud-" ID "-" TOK "-" NUM, NAME_PREFIX, "fraud|" ID "||" TOK "|" NUM },
	{ "fraud-" ID "-" NUM "-" NUM, NAME_PREFIX, "fraud|" ID "||" NUM "|" NUM },
	{ "fraud-" ID "-" NUM "-1", NAME_PREFIX, "fraud|" ID "||" NUM "|1" },
	/* a prefix that looks like the end of a name: the right end counts */
	{ "fraud-" ID "-" TOK "-" ID "-" TOK, NAME_PREFIX, "fraud-" ID "-" TOK "|" ID "||" TOK "|" },
	/* the default form wins where both fit */
	{ "pipelines-" ID "-" ID "-" TOK, NAME_DEFAULT, "|" ID "|" ID "|" TOK "|" },
	/* no executionId, no token, no prefix: by hand */
	{ "", NAME_DIRECT, "||||" },
	{ "-", NAME_DIRECT, "||||" },
	{ "fraud", NAME_DIRECT, "||||" },
	{ "fraud-2026-01-01", NAME_DIRECT, "||||" },
	{ ID "-" TOK, NAME_DIRECT, "||||" },
	{ "-" ID "-" TOK, NAME_DIRECT, "||||" },
	{ "fraud-" ID, NAME_DIRECT, "||||" },
	{ "fraud-" ID "-", NAME_DIRECT, "||||" },
	{ "fraud-" ID "-" TOK "-", NAME_DIRECT, "||||" },
	{ "fraud-" ID "-" TOK "-x", NAME_DIRECT, "||||" },
	{ "fraud-" ID "-" TOK "-1-1", NAME_DIRECT, "||||" },
	{ "fraud-" ID "-" TOK "x", NAME_DIRECT, "||||" },
	{ "fraud-" ID "-XEdt5h2gQ", NAME_DIRECT, "||||" },
	{ "fraud-" ID "x-" TOK, NAME_DIRECT, "||||" },
	{ "fraud-p1gtwhjm9dz-" TOK, NAME_DIRECT, "||||" },
	{ "fraud-P1gtwhjm9dzt-" TOK, NAME_DIRECT, "||||" },
	{ "fraud-p1gtwhjm9dZt-" TOK, NAME_DIRECT, "||||" },
	{ "fraud" ID "-" TOK, NAME_DIRECT, "||||" },
	/* a step name of 20 characters, and one of 21, which leaves a prefix */
	{ "pipelines-" ID "-a2345678901234567890-" TOK, NAME_DEFAULT, "|" ID "|a2345678901234567890|" TOK "|" },
	{ "pipelines-" ID "-a23456789012345678901-" TOK, NAME_DIRECT, "||||" },
	{ "pipelines-" ID "-" TOK, NAME_PREFIX, "pipelines|" ID "||" TOK "|" },
	{ "pipelines-" ID "-a2345678-" ID "-" TOK, NAME_PREFIX, "pipelines-" ID "-a2345678|" ID "||" TOK "|" },
	{ "pipelines-" ID "--" TOK, NAME_DIRECT, "||||" },
	{ "pipelines--p1gtwhjm9dz-s-" TOK, NAME_DIRECT, "||||" },
	{ "pipelines-" ID "-s-" TOK "-", NAME_DIRECT, "||||" },
	{ "pipelines-short-s-" TOK, NAME_DIRECT, "||||" },
	{ "pipelines-P1GTWHJM9DZT-s-" TOK, NAME_DIRECT, "||||" },
	{ "pipelinesx-" ID "-" TOK, NAME_PREFIX, "pipelinesx|" ID "||" TOK "|" },
};
/* clang-format on */

static void
reads_from_the_right(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(parse_lines); i++) {
		const struct parse_line *l = &parse_lines[i];
		struct job_name n;
		char have[256];

		jobname_parse(&usual, text_of(l->name), &n);
		if (n.form != l->form)
			fail_msg("%s: form %d", l->name, n.form);
		snprintf(have, sizeof have, "%.*s|%.*s|%.*s|%.*s|%.*s",
			 (int)n.prefix.n, n.prefix.n ? n.prefix.p : "",
			 (int)n.execution_id.n,
			 n.execution_id.n ? n.execution_id.p : "",
			 (int)n.step.n, n.step.n ? n.step.p : "",
			 (int)n.entity_token.n,
			 n.entity_token.n ? n.entity_token.p : "",
			 (int)n.failure_count.n,
			 n.failure_count.n ? n.failure_count.p : "");
		assert_string_equal(have, l->parts);
	}
}

/* ---- no name has two prefixes ------------------------------------------- */

/*
 * Short rules make the world small: <prefix>-<2>-<1>[-<digits>] over the
 * letters 'a', '1' and '-'. The slow way tries every prefix of the name, finds
 * at most one, and that is the one that is parsed.
 */
static bool
fits(const char *rest, size_t n)
{
	if (n < 5 || rest[0] != '-' || rest[3] != '-' || rest[1] == '-' ||
	    rest[2] == '-' || rest[4] == '-')
		return false;
	if (n == 5)
		return true;
	if (n < 7 || rest[5] != '-')
		return false;
	for (size_t i = 6; i < n; i++)
		if (rest[i] != '1')
			return false;
	return true;
}

static void
every_short_name(void **state)
{
	const struct name_rules small = { .execution_id = 2,
					  .entity_token = 1,
					  .step_name = 3 };
	char name[16];
	size_t prefixed = 0;

	(void)state;
	for (size_t n = 0; n <= 11; n++) {
		size_t all = 1;

		for (size_t i = 0; i < n; i++)
			all *= 3;
		for (size_t code = 0; code < all; code++) {
			size_t rest = code, found = 0, at = 0;
			struct job_name parts;

			for (size_t i = 0; i < n; i++, rest /= 3)
				name[i] = "a1-"[rest % 3];
			for (size_t p = 1; p < n; p++)
				if (fits(name + p, n - p)) {
					found++;
					at = p;
				}
			jobname_parse(&small, str_make(name, n), &parts);
			if ((parts.form == NAME_PREFIX) != (found > 0))
				fail_msg("%.*s", (int)n, name);
			if (!found)
				continue;
			prefixed++;
			assert_int_equal(found, 1);
			if (parts.prefix.n != at)
				fail_msg("%.*s: prefix %zu, want %zu", (int)n,
					 name, parts.prefix.n, at);
			/* the parts, put together, are the name */
			assert_int_equal(
				parts.prefix.n + 5 +
					(parts.failure_count.n
						 ? 1 + parts.failure_count.n
						 : 0),
				n);
		}
	}
	assert_true(prefixed > 1000);
}

/* With the real lengths no name has two prefixes: a token has ten characters,
 * an executionId twelve, so one cannot stand for the other. */
static void
no_name_has_two_prefixes(void **state)
{
	static const char *const fields[] = {
		ID, TOK, NUM, "1", "a", "fraud", "", "123456789012"
	};
	enum { FIELDS = 5 };
	char name[128];

	(void)state;
	for (size_t code = 0; code < 8 * 8 * 8 * 8 * 8; code++)
		for (int used = 1; used <= FIELDS; used++) {
			size_t rest = code, found = 0, at = 0;
			struct job_name parts;
			char *p = name;

			for (int i = 0; i < used; i++, rest /= 8)
				p += sprintf(p, "%s%s", i ? "-" : "",
					     fields[rest % 8]);
			/* all prefixes that leave -<12>-<10>[-<digits>] */
			for (size_t k = 1; name[0] && name[k]; k++) {
				int end = 0;

				if (name[k] != '-' || strlen(name + k) < 24 ||
				    name[k + 13] != '-' ||
				    strspn(name + k + 1, "abcdefghijklmnop"
							 "qrstuvwxyz"
							 "0123456789") != 12)
					continue;
				if (strspn(name + k + 14,
					   "abcdefghijklmnopqrstuvwxyzABCDEFG"
					   "HIJKLMNOPQRSTUVWXYZ0123456789") !=
				    10)
					continue;
				if (name[k + 24])
					sscanf(name + k + 24, "-%*[0-9]%n",
					       &end);
				if (name[k + 24 + (size_t)end])
					continue;
				found++;
				at = k;
			}
			assert_true(found <= 1);
			jobname_parse(&usual, text_of(name), &parts);
			if ((parts.form == NAME_PREFIX) != (found == 1) ||
			    (found && parts.prefix.n != at))
				fail_msg("%s", name);
		}
}

/* ---- rules ------------------------------------------------------------- */

enum { REQUIRE = 1, ONLY = 2 };

struct check_line {
	enum job_kind kind;
	int rules; /* REQUIRE: require_prefix; ONLY: pipeline_form_only */
	const char *name;
	enum portero_reason want;
	const char *detail; /* is in the detail; NULL: whatever */
};

#define OK	 PORTERO_REASON_ALLOWED
#define SYNTAX	 PORTERO_REASON_NAME_SYNTAX
#define LONG	 PORTERO_REASON_NAME_TOO_LONG
#define PREFIX	 PORTERO_REASON_NAME_PREFIX_TOO_LONG
#define RESERVED PORTERO_REASON_NAME_RESERVED
#define FORM	 PORTERO_REASON_NAME_DEFAULT_FORM
#define BYHAND	 PORTERO_REASON_NAME_NO_PREFIX

#define X30 "abcdefghijklmnopqrstuvwxyz0123"
#define X32 X30 "45"
#define X60 X30 X30

/* clang-format off */
static const struct check_line check_lines[] = {
	/* K01: MyBaseJobName has 13 characters, tuning allows 6; so has K03 */
	{ JOB_TUNING, 0, "MyBaseJobName-p1gtwhjm9dzt", OK, NULL },
	{ JOB_TUNING, 0, "Mybase-" ID "-" TOK, OK, NULL },
	{ JOB_TUNING, 0, "Mybasej-" ID "-" TOK, PREFIX, "the prefix has 7 characters, at most 6 are allowed" },
	{ JOB_AUTOML, 0, "Mybase-" ID "-" TOK, OK, NULL },
	{ JOB_AUTOML, 0, "Abcdefgh-" ID "-" TOK, PREFIX, "the prefix has 8 characters, at most 6 are allowed" },
	{ JOB_TUNING, 0, "MyBaseJobName-" ID "-" TOK, LONG, "at most 32" },
	/* K02: 37, 38 and 39 characters of prefix */
	{ JOB_TRAINING, 0, X30 "4567890-" ID "-" TOK, OK, NULL },
	{ JOB_TRAINING, 0, X30 "45678901-" ID "-" TOK, OK, NULL },
	{ JOB_TRAINING, 0, X30 "456789012-" ID "-" TOK, PREFIX, "the prefix has 39 characters, at most 38 are allowed" },
	{ JOB_PROCESSING, 0, X30 "45678901-" ID "-" TOK, OK, NULL },
	{ JOB_PROCESSING, 0, X30 "456789012-" ID "-" TOK, PREFIX, "39" },
	{ JOB_TRANSFORM, 0, X30 "456789012-" ID "-" TOK, PREFIX, "39" },
	{ JOB_MODEL, 0, X30 "456789012-" ID "-" TOK, PREFIX, "39" },
	{ JOB_MODEL_PACKAGE, 0, X30 "456789012-" ID "-" TOK, PREFIX, "39" },
	/* 37 and a retry are 63; 38 and a retry are one too many */
	{ JOB_TRAINING, 0, X30 "4567890-" ID "-" TOK "-1", OK, NULL },
	{ JOB_TRAINING, 0, X30 "45678901-" ID "-" TOK "-1", LONG, "the name has 64 characters, at most 63 are allowed" },
	/* 62, 63 and 64 characters by hand; 32 and 33 for tuning */
	{ JOB_TRAINING, 0, X60 "ab", OK, NULL },
	{ JOB_TRAINING, 0, X60 "abc", OK, NULL },
	{ JOB_TRAINING, 0, X60 "abcd", LONG, "64" },
	{ JOB_COMPILATION, 0, X60 "abc", OK, NULL },
	{ JOB_COMPILATION, 0, X60 "abcd", LONG, "64" },
	{ JOB_ENDPOINT, 0, X60 "abcd", LONG, "64" },
	{ JOB_ENDPOINT_CONFIG, 0, X60 "abcd", LONG, "64" },
	{ JOB_MODEL_PACKAGE_GROUP, 0, X60 "abcd", LONG, "64" },
	{ JOB_TUNING, 0, X32, OK, NULL },
	{ JOB_TUNING, 0, X32 "6", LONG, "33" },
	{ JOB_AUTOML, 0, X32, OK, NULL },
	{ JOB_AUTOML, 0, X32 "6", LONG, "33" },
	{ JOB_PIPELINE, 0, X60 X60 X60 X60 "0123456789abcdef", OK, NULL },
	{ JOB_PIPELINE, 0, X60 X60 X60 X60 "0123456789abcdefg", LONG, "257" },
	/* tuning: 6 + 1 + 12 + 1 + 10 + 2 are 32; ten or more retries are not */
	{ JOB_TUNING, 0, "Mybase-" ID "-" TOK "-1", OK, NULL },
	{ JOB_TUNING, 0, "Mybase-" ID "-" TOK "-10", LONG, "33" },
	/* K04, K09: pipelines without prefixes, where they may be */
	{ JOB_TRAINING, 0, "pipelines-" ID "-EvaluateCustomModel-" TOK, OK, NULL },
	{ JOB_TRAINING, REQUIRE, "pipelines-" ID "-EvaluateCustomModel-" TOK, FORM, "use_custom_job_prefix" },
	{ JOB_TRAINING, ONLY, "pipelines-" ID "-EvaluateCustomModel-" TOK, OK, NULL },
	{ JOB_TRAINING, REQUIRE, "pipelines-" ID "-Train-" TOK "-2", FORM, NULL },
	/* K05: a step name is cut after 20 characters */
	{ JOB_TRAINING, 0, "pipelines-8pk6dxn4cfvl-Rossmann-Model-Train-bPVYsMzUlc", OK, NULL },
	{ JOB_TRAINING, 0, "pipelines-8pk6dxn4cfvl-Rossmann-Model-Traini-bPVYsMzUlc", RESERVED, NULL },
	/* K07: what is no name */
	{ JOB_TRAINING, 0, "", SYNTAX, "begins and ends with a letter or digit" },
	{ JOB_TRAINING, 0, "Alpha-", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "-Alpha", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "_Alpha", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "Al_pha", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "Al.pha", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "Al pha", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "Al/pha", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "Alpha*", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "Alph\xc3\xa9", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "fraud-" ID "-XEdt5h2gQ_", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "fraud-p1gtwhjm9dz_-" TOK, SYNTAX, NULL },
	{ JOB_TRAINING, 0, "*", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "a@b", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "a[b", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "a`b", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "a{b", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "a:b", SYNTAX, NULL },
	{ JOB_TRAINING, 0, "a", OK, NULL },
	{ JOB_TRAINING, 0, "0", OK, NULL },
	{ JOB_TRAINING, 0, "a--b", OK, NULL },
	{ JOB_TRAINING, 0, "AZaz09", OK, NULL },
	{ JOB_ENDPOINT, 0, "Al_pha", SYNTAX, NULL },
	{ JOB_PIPELINE, 0, "Al_pha", SYNTAX, NULL },
	/* the order: characters first, then the length */
	{ JOB_TUNING, 0, X32 "_", SYNTAX, NULL },
	/* K10: the form proves nothing, so it is judged like any other */
	{ JOB_TRAINING, REQUIRE, "pipelines-aaaaaaaaaaaa-x-BBBBBBBBBB", FORM, NULL },
	/* K11: the word pipelines is kept */
	{ JOB_TRAINING, 0, "pipelines", RESERVED, "kept for pipelines" },
	{ JOB_TRAINING, 0, "pipelines-x", RESERVED, NULL },
	{ JOB_TRAINING, REQUIRE | ONLY, "pipelines-x", RESERVED, NULL },
	{ JOB_TRAINING, 0, "pipelines-" ID "-" TOK, RESERVED, NULL },
	{ JOB_TRAINING, REQUIRE | ONLY, "pipelines-" ID "-" TOK, RESERVED, NULL },
	{ JOB_TRAINING, 0, "pipelines-a-" ID "-" TOK, RESERVED, NULL },
	{ JOB_TRAINING, 0, "pipelinesx", OK, NULL },
	{ JOB_TRAINING, 0, "Pipelines-x", OK, NULL },
	{ JOB_TRAINING, 0, "pipeline-x", OK, NULL },
	{ JOB_TRAINING, 0, "my-pipelines-x", OK, NULL },
	{ JOB_TRAINING, 0, "pipelinesx-" ID "-" TOK, OK, NULL },
	/* K14: a notebook job keeps its prefix, so it is one like others */
	{ JOB_TRAINING, REQUIRE | ONLY, "my-notebook-" ID "-" TOK, OK, NULL },
	/* names that no pipeline gives */
	{ JOB_TRAINING, ONLY, "fraud", BYHAND, "<prefix>-<executionId>" },
	{ JOB_TRAINING, ONLY, "fraud-2026-01-01", BYHAND, NULL },
	{ JOB_TRAINING, ONLY, ID "-" TOK, BYHAND, NULL },
	{ JOB_TRAINING, ONLY, "fraud-" ID "-" TOK, OK, NULL },
	{ JOB_TRAINING, ONLY, "fraud-" ID "-" TOK "-7", OK, NULL },
	{ JOB_TRAINING, REQUIRE, "fraud", OK, NULL },
	/* people name pipelines, endpoints and groups */
	{ JOB_PIPELINE, REQUIRE | ONLY, "fraud", OK, NULL },
	{ JOB_PIPELINE, REQUIRE | ONLY, "pipelines", OK, NULL },
	{ JOB_ENDPOINT, REQUIRE | ONLY, "fraud", OK, NULL },
	{ JOB_MODEL_PACKAGE_GROUP, REQUIRE | ONLY, "fraud", OK, NULL },
	/* other things have no rules here */
	{ JOB_OTHER, REQUIRE | ONLY, "what_ever/is this?", OK, NULL },
	{ JOB_OTHER, 0, "", OK, NULL },
};
/* clang-format on */

static struct loaded loaded[4];

/* One set for each choice of rules; Lead may use the default form. */
static int
open_sets(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++)
		make_set(&loaded[i],
			 "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
			 "','roles':[{'name':'R'},{'name':'Lead','path':'/ml/'}"
			 "]}],'names':{'require_prefix':%s,"
			 "'pipeline_form_only':%s,'default_form_allowed':["
			 "'arn:aws:iam::*:role/x','arn:aws:iam::" ACCOUNT
			 ":role/ml/Lead']}}",
			 i & REQUIRE ? "true" : "false",
			 i & ONLY ? "true" : "false");
	return 0;
}

static int
close_sets(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++)
		forget_set(&loaded[i]);
	return 0;
}

static enum portero_reason
check(const char *principal, int rules, enum job_kind kind, const char *name,
      struct portero_decision *d)
{
	struct ask ask = { .principal = principal,
			   .action = "sagemaker:CreateTrainingJob",
			   .resource = SAGEMAKER "training-job/x" };
	struct question q;
	enum portero_reason reason;

	*d = (struct portero_decision){ .size = sizeof *d };
	make_context(&q, loaded[rules].set, &ask);
	reason = jobname_check(&q.context, kind, text_of(name), d);
	forget_question(&q);
	return reason;
}

static void
rules_on_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(check_lines); i++) {
		const struct check_line *l = &check_lines[i];
		struct portero_decision d;
		enum portero_reason have =
			check(SESSIONS "R/s", l->rules, l->kind, l->name, &d);

		if (have != l->want)
			fail_msg("%s: have %d, want %d", l->name, have,
				 l->want);
		/* whoever is refused is told why */
		assert_true((have == OK) == (d.detail[0] == 0));
		if (l->detail && !strstr(d.detail, l->detail))
			fail_msg("%s: %s", l->name, d.detail);
	}
}

/* Every byte at every place of names of many lengths:
 * [a-zA-Z0-9](-*[a-zA-Z0-9])* (SageMaker: "CreateTrainingJob",
 * TrainingJobName). */
static void
every_byte_of_a_name(void **state)
{
	static const char inside[] = "abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
	static const size_t lengths[] = { 1, 2, 8, 15, 16, 17, 31, 32, 33, 63 };

	(void)state;
	for (size_t l = 0; l < COUNT(lengths); l++)
		for (size_t at = 0; at < lengths[l]; at++)
			for (int byte = 1; byte < 256; byte++) {
				const bool end =
					at == 0 || at + 1 == lengths[l];
				const bool fits = strchr(inside, byte) &&
						  !(end && byte == '-');
				struct portero_decision d;
				char name[64] = { 0 };

				memset(name, 'a', lengths[l]);
				name[at] = (char)byte;
				if (check(SESSIONS "R/s", 0, JOB_TRAINING, name,
					  &d) != (fits ? OK : SYNTAX))
					fail_msg("%s", name);
			}
}

/* The exception is for principals, by the ARN of the role of a session. */
static void
some_may_use_the_default_form(void **state)
{
	static const struct {
		const char *principal;
		enum portero_reason want;
	} who[] = {
		{ SESSIONS "Lead/s", OK },
		{ ROLES "ml/Lead", OK },
		{ SESSIONS "R/s", FORM },
		{ USERS "Lead", FORM },
		{ SESSIONS "Leader/s", FORM },
		{ ROLES "x", OK },
		{ SESSIONS "sagemaker-pipeline-x/s", FORM },
	};
	struct portero_decision d;

	(void)state;
	for (size_t i = 0; i < COUNT(who); i++)
		if (check(who[i].principal, REQUIRE, JOB_TRAINING,
			  "pipelines-" ID "-Train-" TOK, &d) != who[i].want)
			fail_msg("%s", who[i].principal);
	/* and for the default form only */
	assert_int_equal(check(ROLES "ml/Lead", REQUIRE, JOB_TRAINING,
			       "pipelines-x", &d),
			 RESERVED);
}

/* The last of a shorter list is the last that is asked. */
static void
the_exceptions_end(void **state)
{
	struct ask ask = { .principal = ROLES "ml/Lead",
			   .action = "sagemaker:CreateTrainingJob",
			   .resource = SAGEMAKER "training-job/x" };
	struct policy_set shorter = *loaded[REQUIRE].set;
	struct portero_decision d = { .size = sizeof d };
	struct question q;

	(void)state;
	shorter.names.ndefault_form--;
	make_context(&q, &shorter, &ask);
	assert_int_equal(jobname_check(&q.context, JOB_TRAINING,
				       STR("pipelines-" ID "-Train-" TOK), &d),
			 FORM);
	forget_question(&q);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_from_the_right),
		cmocka_unit_test(every_short_name),
		cmocka_unit_test(no_name_has_two_prefixes),
		cmocka_unit_test(rules_on_names),
		cmocka_unit_test(every_byte_of_a_name),
		cmocka_unit_test(some_may_use_the_default_form),
		cmocka_unit_test(the_exceptions_end),
	};

	return cmocka_run_group_tests(tests, open_sets, close_sets);
}
