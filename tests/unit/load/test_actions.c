/* SPDX-License-Identifier: MIT */
/*
 * Action and NotAction (IAM: "Action", "NotAction"): as ranges or patterns they
 * cover what an obvious glob covers, for names that policies mention and names
 * that nobody has heard of.
 */
#include "../support.h"

#include "../../../plugin/load/building.h"

/* One user for each line; Uk has the k-th pattern, Nk its NotAction. */
static const char *const patterns[] = {
	"*",
	"*:*",
	"s3:*",
	"S3:*",
	"s3:Get*",
	"s3:GetObject",
	"S3:GETOBJECT",
	"s3:?etObject",
	"s3:*Object",
	"s3:*Object*",
	"s3:G*t*",
	"s3:GetObject?",
	"s3:GetObject*",
	"s?:*",
	"*:Get*",
	"?*:*b*",
	"sagemaker:*Job",
	"sagemaker:Create*",
	"sagemaker:Create*Job",
	"sagemaker:CreateTrainingJob",
	"iam:*AccessKey*",
	"zz:*",
	"a:*",
	"x:a",
	"x:a*",
	"x:a-*",
	"x:a?",
};

static const char *const actions[] = {
	"s3:GetObject",
	"s3:getobject",
	"s3:PutObject",
	"s3:GetObjectAcl",
	"s3:GetObjects",
	"s3:GetObjec",
	"s3:G",
	"s3:Gt",
	"s3:a",
	"s3:zzz",
	"s3x:GetObject",
	"sagemaker:CreateTrainingJob",
	"sagemaker:CreateTrainingJobs",
	"sagemaker:CreateTraining",
	"sagemaker:DescribeJob",
	"sagemaker:Create",
	"SageMaker:CREATEmodel",
	"iam:PassRole",
	"iam:CreateAccessKey",
	"iam:AccessKey",
	"sts:GetCallerIdentity",
	"a:b",
	"aa:b",
	"zz:top",
	"zzz:top",
	"x:a",
	"x:a-",
	"x:a-b",
	"x:ab",
	"x:abc",
	"x:b",
	"0:0",
	"~:~",
};

static void
lower(char *out, const char *s)
{
	do
		*out++ = str_lower(*s);
	while (*s++);
}

static void
covers_what_a_glob_covers(void **state)
{
	static char users[COUNT(patterns) * 2 * 256];
	struct loaded loaded;
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(patterns); i++)
		for (int negated = 0; negated < 2; negated++)
			n += (size_t)snprintf(
				users + n, sizeof users - n,
				"%s{'name':'%c%zu','policies':[{'Statement':{"
				"'Effect':'Allow','%sAction':'%s','Resource':"
				"'*'}}]}",
				n ? "," : "", negated ? 'N' : 'U', i,
				negated ? "Not" : "", patterns[i]);
	make_set(&loaded,
		 "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
		 "','users':[%s]}]}",
		 users);
	for (size_t i = 0; i < COUNT(patterns); i++)
		for (size_t k = 0; k < COUNT(actions) * 2; k++) {
			bool negated = k & 1;
			struct ask ask = { .action = actions[k / 2],
					   .resource = "arn:aws:s3:::b" };
			struct portero_decision d;
			char who[64], p[64], t[64];

			snprintf(who, sizeof who, USERS "%c%zu",
				 negated ? 'N' : 'U', i);
			ask.principal = who;
			lower(p, patterns[i]);
			lower(t, actions[k / 2]);
			decide_both(loaded.set, &ask, false, &d);
			if ((d.effect == PORTERO_ALLOW) ==
			    (slow_match(p, t, 5) == negated))
				fail_msg("%s%s and %s: %s",
					 negated ? "Not" : "", patterns[i],
					 actions[k / 2], reason_text(d.reason));
		}
	forget_set(&loaded);
}

/* Several patterns together, overlapping and not. */
static void
lists_are_unions(void **state)
{
	static char users[200 * 256];
	static uint32_t chosen[200][4];
	struct loaded loaded;
	uint64_t seed = 3;
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		n += (size_t)snprintf(users + n, sizeof users - n,
				      "%s{'name':'U%zu','policies':[{"
				      "'Statement':{'Effect':'Allow','%sAction'"
				      ":[",
				      i ? "," : "", i, i % 2 ? "Not" : "");
		for (size_t k = 0; k < 4; k++) {
			chosen[i][k] = 2 + dice(&seed, COUNT(patterns) - 2);
			n += (size_t)snprintf(users + n, sizeof users - n,
					      "%s'%s'", k ? "," : "",
					      patterns[chosen[i][k]]);
		}
		n += (size_t)snprintf(users + n, sizeof users - n,
				      "],'Resource':'*'}}]}");
	}
	make_set(&loaded,
		 "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
		 "','users':[%s]}]}",
		 users);
	for (size_t i = 0; i < 200; i++)
		for (size_t a = 0; a < COUNT(actions); a++) {
			struct ask ask = { .action = actions[a],
					   .resource = "arn:aws:s3:::b" };
			bool covered = false;
			struct portero_decision d;
			char who[64], p[64], t[64];

			lower(t, actions[a]);
			for (size_t k = 0; k < 4; k++) {
				lower(p, patterns[chosen[i][k]]);
				covered |= slow_match(p, t, 5);
			}
			snprintf(who, sizeof who, USERS "U%zu", i);
			ask.principal = who;
			decide_both(loaded.set, &ask, false, &d);
			if ((d.effect == PORTERO_ALLOW) !=
			    (covered != (i % 2 == 1)))
				fail_msg("U%zu and %s", i, actions[a]);
		}
	forget_set(&loaded);
}

/* The same element is kept once: in another letter case too, not in another
 * order, and not when it is negated. */
static void
kept_once(void **state)
{
	const struct str one[] = { STR("s3:Get*"), STR("iam:PassRole") };
	const struct str same[] = { STR("S3:get*"), STR("IAM:passrole") };
	const struct str turned[] = { STR("iam:PassRole"), STR("s3:Get*") };
	struct portero_error err = { .size = sizeof err };
	struct build *b = build_new(&err);
	const struct action_set *set;

	(void)state;
	assert_non_null(b);
	set = actions_intern(b, false, one, 2);
	assert_non_null(set);
	assert_ptr_equal(actions_intern(b, false, one, 2), set);
	assert_ptr_equal(actions_intern(b, false, same, 2), set);
	assert_ptr_not_equal(actions_intern(b, true, one, 2), set);
	assert_ptr_not_equal(actions_intern(b, false, turned, 2), set);
	assert_ptr_not_equal(actions_intern(b, false, one, 1), set);
	assert_ptr_equal(actions_intern(b, false, one, 0),
			 actions_intern(b, false, same, 0));
	build_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(covers_what_a_glob_covers),
		cmocka_unit_test(lists_are_unions),
		cmocka_unit_test(kept_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
