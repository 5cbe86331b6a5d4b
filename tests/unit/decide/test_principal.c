/* SPDX-License-Identifier: MIT */
/*
 * Principal and NotPrincipal against every kind of caller (IAM: "Principal",
 * "NotPrincipal").
 */
#include "../support.h"

#define A_ROOT	"arn:aws:iam::" ACCOUNT ":root"
#define B_ROOT	"arn:aws:iam::" OTHER ":root"
#define ANA	USERS "Ana"
#define ROLE	ROLES "ml/R"
#define SESS	SESSIONS "R/s"
#define FED	"arn:aws:sts::" ACCOUNT ":federated-user/F"
#define B_SESS	"arn:aws:sts::" OTHER ":assumed-role/R/s"
#define CN_ROOT "arn:aws-cn:iam::" ACCOUNT ":root"

static struct loaded loaded;
static const struct statement *statement;

static void
load(const char *effect, const char *element, const char *principal)
{
	const struct policy_set *set = make_set(
		&loaded,
		"{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
		"','users':[{'name':'Ana'},{'name':'Deep','path':'/a/b/'}],"
		"'roles':[{'name':'R','path':'/ml/'}],"
		"'federated_users':[{'name':'F'}]}],"
		"'resources':[{'arn':'arn:aws:s3:::b','account':'" ACCOUNT
		"','policy':{'Statement':{'Effect':'%s','%s':%s,"
		"'Action':'*','Resource':'*'}}}]}",
		effect, element, principal);

	statement = set->resources[0].policy->policies[0]->statements;
}

static enum naming
ask(const char *caller)
{
	struct caller c;

	assert_true(principal_parse(loaded.set, text_of(caller), &c));
	return principal_named(&c, statement);
}

/* ---- Principal --------------------------------------------------------- */

struct line {
	const char *principal, *caller;
	enum naming want;
};

#define NOT	NAMED_NOT
#define DIRECT	NAMED_DIRECTLY
#define BY_ROLE NAMED_ROLE
#define BY_ACC	NAMED_ACCOUNT

/* clang-format off */
static const struct line lines[] = {
	/* everyone, also who has no signature */
	{ "'*'", ANA, DIRECT }, { "'*'", SESS, DIRECT }, { "'*'", A_ROOT, DIRECT },
	{ "'*'", B_SESS, DIRECT }, { "'*'", SERVICE, DIRECT }, { "'*'", "anonymous", DIRECT },
	{ "{'AWS':'*'}", ANA, DIRECT }, { "{'AWS':'*'}", "anonymous", DIRECT },
	/* an account, in both ways of writing */
	{ "{'AWS':'" ACCOUNT "'}", ANA, BY_ACC },
	{ "{'AWS':'" ACCOUNT "'}", SESS, BY_ACC },
	{ "{'AWS':'" ACCOUNT "'}", ROLE, BY_ACC },
	{ "{'AWS':'" ACCOUNT "'}", FED, BY_ACC },
	{ "{'AWS':'" ACCOUNT "'}", A_ROOT, BY_ACC },
	{ "{'AWS':'" ACCOUNT "'}", B_SESS, NOT },
	{ "{'AWS':'" ACCOUNT "'}", SERVICE, NOT },
	{ "{'AWS':'" ACCOUNT "'}", "anonymous", NOT },
	{ "{'AWS':'" A_ROOT "'}", ANA, BY_ACC },
	{ "{'AWS':'" A_ROOT "'}", A_ROOT, BY_ACC },
	{ "{'AWS':'" A_ROOT "'}", B_ROOT, NOT },
	{ "{'AWS':'" CN_ROOT "'}", ANA, NOT },
	/* a role: its sessions, whatever its path */
	{ "{'AWS':'" ROLE "'}", SESS, BY_ROLE },
	{ "{'AWS':'" ROLE "'}", ROLE, BY_ROLE },
	{ "{'AWS':'" ROLES "R'}", SESS, BY_ROLE },
	{ "{'AWS':'" ROLE "'}", SESSIONS "r/s", NOT },
	{ "{'AWS':'" ROLE "'}", SESSIONS "RR/s", NOT },
	{ "{'AWS':'" ROLE "'}", B_SESS, NOT },
	{ "{'AWS':'" ROLE "'}", USERS "R", NOT },
	{ "{'AWS':'" ROLE "'}", A_ROOT, NOT },
	{ "{'AWS':'" ROLE "'}", "arn:aws:sts::" ACCOUNT ":federated-user/R", NOT },
	{ "{'AWS':'arn:aws-cn:iam::" ACCOUNT ":role/R'}", SESS, NOT },
	/* one session */
	{ "{'AWS':'" SESS "'}", SESS, DIRECT },
	{ "{'AWS':'" SESS "'}", SESSIONS "R/t", NOT },
	{ "{'AWS':'" SESS "'}", SESSIONS "Q/s", NOT },
	{ "{'AWS':'" SESS "'}", ROLE, NOT },
	{ "{'AWS':'" SESS "'}", B_SESS, NOT },
	/* a user, whole and by case */
	{ "{'AWS':'" ANA "'}", ANA, DIRECT },
	{ "{'AWS':'" ANA "'}", USERS "ana", NOT },
	{ "{'AWS':'" ANA "'}", USERS "a/b/Ana", NOT },
	{ "{'AWS':'" USERS "a/b/Deep'}", USERS "a/b/Deep", DIRECT },
	{ "{'AWS':'" ANA "'}", ROLES "Ana", NOT },
	{ "{'AWS':'" ANA "'}", FED, NOT },
	/* a federated user */
	{ "{'AWS':'" FED "'}", "arn:aws:sts::" ACCOUNT ":federated-user/G", NOT },
	{ "{'AWS':'" FED "'}", "arn:aws:sts::" ACCOUNT ":federated-user/f", NOT },
	{ "{'AWS':'" FED "'}", FED, DIRECT },
	{ "{'AWS':'" FED "'}", USERS "F", NOT },
	/* a service */
	{ "{'Service':'" SERVICE "'}", SERVICE, DIRECT },
	{ "{'Service':'" SERVICE "'}", "lambda.amazonaws.com", NOT },
	{ "{'Service':['x.amazonaws.com','" SERVICE "']}", SERVICE, DIRECT },
	{ "{'Service':'SageMaker.amazonaws.com'}", SERVICE, NOT },
	{ "{'Service':'" SERVICE "'}", ANA, NOT },
	{ "{'Service':'anonymous'}", "anonymous", NOT },
	/* kinds that name nobody here */
	{ "{'Federated':'cognito-identity.amazonaws.com'}", ANA, NOT },
	{ "{'Federated':'" SERVICE "'}", SERVICE, NOT },
	{ "{'CanonicalUser':'79a59d'}", ANA, NOT },
	{ "{'AWS':'AIDAEXAMPLE'}", ANA, NOT },
	{ "{'AWS':'AROAEXAMPLE'}", SESS, NOT },
	/* of several the strongest */
	{ "{'AWS':['" ACCOUNT "','" ROLE "']}", SESS, BY_ROLE },
	{ "{'AWS':['" ROLE "','" ACCOUNT "']}", SESS, BY_ROLE },
	{ "{'AWS':['" ROLE "','" SESS "','" ACCOUNT "']}", SESS, DIRECT },
	{ "{'AWS':'" OTHER "','Service':'" SERVICE "'}", SERVICE, DIRECT },
	{ "{'AWS':'" OTHER "','Service':'" SERVICE "'}", B_ROOT, BY_ACC },
};
/* clang-format on */

static void
who_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		load("Allow", "Principal", lines[i].principal);
		if (ask(lines[i].caller) != lines[i].want)
			fail_msg("%s and %s: have %d, want %d",
				 lines[i].principal, lines[i].caller,
				 ask(lines[i].caller), lines[i].want);
		forget_set(&loaded);
	}
}

/* ---- NotPrincipal ------------------------------------------------------ */

/* Does a Deny, does an Allow with this NotPrincipal reach the caller? */
struct not_line {
	const char *principal, *caller;
	bool deny, allow;
};

/* clang-format off */
static const struct not_line not_lines[] = {
	/* a session is exempt from a Deny by all three of its ARNs only */
	{ "{'AWS':['" A_ROOT "','" ROLE "','" SESS "']}", SESS, false, false },
	{ "{'AWS':['" ROLE "','" SESS "']}", SESS, true, false },
	{ "{'AWS':['" A_ROOT "','" SESS "']}", SESS, true, false },
	{ "{'AWS':['" A_ROOT "','" ROLE "']}", SESS, true, false },
	{ "{'AWS':['" A_ROOT "','" ROLE "','" SESS "']}", SESSIONS "R/t", true, false },
	{ "{'AWS':['" A_ROOT "','" ROLE "','" SESS "']}", B_SESS, true, true },
	{ "{'AWS':'" SESS "'}", SESSIONS "R/t", true, true },
	/* a role without a session has no ARN of a session to list */
	{ "{'AWS':['" A_ROOT "','" ROLE "']}", ROLE, true, false },
	{ "{'AWS':['" A_ROOT "','" ROLE "','" SESS "']}", ROLE, true, false },
	/* a user by the account and himself */
	{ "{'AWS':['" A_ROOT "','" ANA "']}", ANA, false, false },
	{ "{'AWS':['" ACCOUNT "','" ANA "']}", ANA, false, false },
	{ "{'AWS':'" ANA "'}", ANA, true, false },
	{ "{'AWS':'" A_ROOT "'}", ANA, true, false },
	{ "{'AWS':['" A_ROOT "','" ANA "']}", USERS "Bob", true, false },
	{ "{'AWS':'" ANA "'}", USERS "Bob", true, true },
	{ "{'AWS':['" A_ROOT "','" FED "']}", FED, false, false },
	{ "{'AWS':'" FED "'}", FED, true, false },
	/* the root is its account */
	{ "{'AWS':'" A_ROOT "'}", A_ROOT, false, false },
	{ "{'AWS':'" ANA "'}", A_ROOT, true, true },
	/* services */
	{ "{'Service':'" SERVICE "'}", SERVICE, false, false },
	{ "{'Service':'x.amazonaws.com'}", SERVICE, true, true },
	{ "{'AWS':'" A_ROOT "'}", SERVICE, true, true },
	/* nobody unknown is invited */
	{ "{'AWS':'" A_ROOT "'}", "anonymous", true, false },
	/* everyone is exempt */
	{ "'*'", ANA, false, false },
	{ "'*'", SESS, false, false },
	{ "'*'", "anonymous", false, false },
	{ "{'AWS':'*'}", ANA, false, false },
	/* unique ids exempt nobody */
	{ "{'AWS':'AIDAEXAMPLE'}", ANA, true, true },
};
/* clang-format on */

static void
who_is_not_exempt(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(not_lines); i++) {
		const struct not_line *l = &not_lines[i];

		load("Deny", "NotPrincipal", l->principal);
		if (ask(l->caller) != (l->deny ? NAMED_ACCOUNT : NAMED_NOT))
			fail_msg("Deny %s and %s", l->principal, l->caller);
		forget_set(&loaded);
		load("Allow", "NotPrincipal", l->principal);
		if (ask(l->caller) != (l->allow ? NAMED_ACCOUNT : NAMED_NOT))
			fail_msg("Allow %s and %s", l->principal, l->caller);
		forget_set(&loaded);
	}
}

/* ---- callers ----------------------------------------------------------- */

struct parsed {
	const char *text;
	int kind; /* -1: not a principal */
	const char *account, *name, *session;
	bool known; /* the set has him */
};

/* clang-format off */
static const struct parsed parsed[] = {
	{ ANA, CALLER_USER, ACCOUNT, "Ana", "", true },
	{ USERS "ana", CALLER_USER, ACCOUNT, "ana", "", false },
	{ USERS "a/b/Deep", CALLER_USER, ACCOUNT, "Deep", "", true },
	/* the path belongs to the name of a user or role, not of a session */
	{ USERS "Deep", CALLER_USER, ACCOUNT, "Deep", "", false },
	{ ROLE, CALLER_ROLE, ACCOUNT, "R", "", true },
	{ ROLES "R", CALLER_ROLE, ACCOUNT, "R", "", false },
	{ SESS, CALLER_SESSION, ACCOUNT, "R", "s", true },
	{ SESSIONS "Q/s", CALLER_SESSION, ACCOUNT, "Q", "s", false },
	{ B_SESS, CALLER_SESSION, OTHER, "R", "s", false },
	{ "arn:aws-cn:sts::" ACCOUNT ":assumed-role/R/s", CALLER_SESSION, ACCOUNT, "R", "s", false },
	{ FED, CALLER_FEDERATED, ACCOUNT, "F", "", true },
	{ "arn:aws:sts::" ACCOUNT ":federated-user/Ana", CALLER_FEDERATED, ACCOUNT, "Ana", "", false },
	/* bug: they have no path, and whoever gave one was taken for the other */
	{ "arn:aws:sts::" ACCOUNT ":federated-user/x/F", CALLER_FEDERATED, ACCOUNT, "F", "", false },
	{ A_ROOT, CALLER_ROOT, ACCOUNT, "", "", false },
	{ SERVICE, CALLER_SERVICE, "", "", "", false },
	{ "x_y-1.amazonaws.com", CALLER_SERVICE, "", "", "", false },
	{ "az-AZ_09.amazonaws.com", CALLER_SERVICE, "", "", "", false },
	{ "anonymous", CALLER_ANONYMOUS, "", "", "", false },
	{ "", -1, 0, 0, 0, 0 }, { "*", -1, 0, 0, 0, 0 }, { "Ana", -1, 0, 0, 0, 0 },
	{ "Anonymous", -1, 0, 0, 0, 0 }, { ACCOUNT, -1, 0, 0, 0, 0 },
	{ "sage maker.amazonaws.com", -1, 0, 0, 0, 0 },
	{ ".amazonaws.com", -1, 0, 0, 0, 0 },
	{ "sagemaker.amazonaws.", -1, 0, 0, 0, 0 },
	{ "sagemaker..com", -1, 0, 0, 0, 0 },
	{ ".", -1, 0, 0, 0, 0 },
	{ "sage`maker.amazonaws.com", -1, 0, 0, 0, 0 },
	{ "sage{maker.amazonaws.com", -1, 0, 0, 0, 0 },
	{ "sage:maker.amazonaws.com", -1, 0, 0, 0, 0 },
	{ "sagemaker.amazonaws.com/", -1, 0, 0, 0, 0 },
	{ "https://sagemaker.amazonaws.com", -1, 0, 0, 0, 0 },
	{ "arn:aws:s3:::b", -1, 0, 0, 0, 0 },
	{ "arn:aws:iam::" ACCOUNT ":group/G", -1, 0, 0, 0, 0 },
	{ "arn:aws:iam::1:user/Ana", -1, 0, 0, 0, 0 },
	{ "arn:aws", -1, 0, 0, 0, 0 },
};
/* clang-format on */

static void
callers(void **state)
{
	(void)state;
	load("Allow", "Principal", "'*'");
	for (size_t i = 0; i < COUNT(parsed); i++) {
		const struct parsed *p = &parsed[i];
		struct caller c;

		if (principal_parse(loaded.set, text_of(p->text), &c) !=
		    (p->kind >= 0))
			fail_msg("%s", p->text);
		if (p->kind < 0)
			continue;
		assert_int_equal(c.kind, p->kind);
		assert_true(same_text(p->text, c.text, p->text));
		assert_true(same_text(p->text, c.account, p->account));
		assert_true(same_text(p->text, c.name, p->name));
		assert_true(same_text(p->text, c.session, p->session));
		if ((c.principal != NULL) != p->known)
			fail_msg("%s is known", p->text);
		assert_true((c.in != NULL) ==
			    (strcmp(p->account, ACCOUNT) == 0));
	}
	forget_set(&loaded);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_named),
		cmocka_unit_test(who_is_not_exempt),
		cmocka_unit_test(callers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
