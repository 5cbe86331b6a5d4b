/* SPDX-License-Identifier: MIT */
/*
 * Two gates for each role (IAM: "Grant a user permissions to pass a role to an
 * AWS service"): the caller may pass it, and it trusts the service.
 */
#include "../support.h"

#include "../../../plugin/decide/passrole.h"

#define GLUE "glue.amazonaws.com"

struct line {
	const char *role, *service;
	int pass;  /* a reason */
	int trust; /* a reason; NONE when it comes not so far */
};

#define RS(name) PORTERO_REASON_##name

/* clang-format off */
static const struct line lines[] = {
	{ ROLES "Train", SERVICE, RS(ALLOWED), RS(ALLOWED) },
	{ ROLES "ml/Deep", SERVICE, RS(ALLOWED), RS(ALLOWED) },
	/* not to be found: no role, another account, another path or case */
	{ "", SERVICE, RS(UNKNOWN_ROLE), RS(NONE) },
	{ "Train", SERVICE, RS(UNKNOWN_ROLE), RS(NONE) },
	{ "*", SERVICE, RS(UNKNOWN_ROLE), RS(NONE) },
	{ USERS "Ana", SERVICE, RS(UNKNOWN_ROLE), RS(NONE) },
	{ SESSIONS "Train/s", SERVICE, RS(UNKNOWN_ROLE), RS(NONE) },
	{ "arn:aws:iam::" ACCOUNT ":root", SERVICE, RS(UNKNOWN_ROLE), RS(NONE) },
	{ ROLES "train", SERVICE, RS(UNKNOWN_ROLE), RS(NONE) },
	{ ROLES "Deep", SERVICE, RS(UNKNOWN_ROLE), RS(NONE) },
	{ ROLES "other/Deep", SERVICE, RS(UNKNOWN_ROLE), RS(NONE) },
	{ ROLES "Tra*", SERVICE, RS(UNKNOWN_ROLE), RS(NONE) },
	{ "arn:aws:iam::" OTHER ":role/Train", SERVICE, RS(ROLE_OTHER_ACCOUNT), RS(NONE) },
	{ "arn:aws:iam::" OTHER ":role/Far", SERVICE, RS(ROLE_OTHER_ACCOUNT), RS(NONE) },
	{ "arn:aws-cn:iam::" ACCOUNT ":role/Train", SERVICE, RS(ROLE_OTHER_ACCOUNT), RS(NONE) },
	/* iam:PassedToService is the service that will assume the role */
	{ ROLES "Train", GLUE, RS(IDENTITY_NO_ALLOW), RS(TRUST_NO_SERVICE) },
	{ ROLES "Both", GLUE, RS(IDENTITY_NO_ALLOW), RS(ALLOWED) },
	{ ROLES "Both", SERVICE, RS(ALLOWED), RS(ALLOWED) },
	{ ROLES "Secret", SERVICE, RS(IDENTITY_EXPLICIT_DENY), RS(ALLOWED) },
	/* the trust policy must say so itself */
	{ ROLES "None", SERVICE, RS(ALLOWED), RS(TRUST_NO_SERVICE) },
	{ ROLES "Glue", SERVICE, RS(ALLOWED), RS(TRUST_NO_SERVICE) },
	{ ROLES "Account", SERVICE, RS(ALLOWED), RS(TRUST_NO_SERVICE) },
	{ ROLES "Saml", SERVICE, RS(ALLOWED), RS(TRUST_NO_SERVICE) },
	{ ROLES "Tagger", SERVICE, RS(ALLOWED), RS(TRUST_NO_SERVICE) },
	{ ROLES "Denied", SERVICE, RS(ALLOWED), RS(TRUST_EXPLICIT_DENY) },
	{ ROLES "Anyone", SERVICE, RS(ALLOWED), RS(ALLOWED) },
	/* against the confused deputy: the job's account and ARN */
	{ ROLES "Mine", SERVICE, RS(ALLOWED), RS(ALLOWED) },
	{ ROLES "Theirs", SERVICE, RS(ALLOWED), RS(TRUST_NO_SERVICE) },
	{ ROLES "ForJob", SERVICE, RS(ALLOWED), RS(ALLOWED) },
	{ ROLES "ForOther", SERVICE, RS(ALLOWED), RS(TRUST_NO_SERVICE) },
	/* bug: another service was taken to act for the job */
	{ ROLES "Cluster", GLUE, RS(IDENTITY_NO_ALLOW), RS(UNDECIDED) },
	/* nobody says an external id */
	{ ROLES "Extern", SERVICE, RS(ALLOWED), RS(TRUST_NO_SERVICE) },
	/* a condition on what nobody knows, or what AWS calls unreliable */
	{ ROLES "Tagged", SERVICE, RS(UNDECIDED), RS(ALLOWED) },
	{ ROLES "Assoc", SERVICE, RS(UNDECIDED), RS(ALLOWED) },
};
/* clang-format on */

#define TRUST(name, principal, action, more)                                   \
	"{'name':'" name "','trust':{'Version':'2012-10-17','Statement':[{"    \
	"'Effect':'Allow','Principal':" principal ",'Action':'" action         \
	"'" more "}]}}"
#define TO_SM	      "{'Service':'" SERVICE "'}"
#define WHEN(o, k, v) ",'Condition':{'" o "':{'" k "':'" v "'}}"
#define ASSUME	      "sts:AssumeRole"

/* clang-format off */
static const char set_text[] =
	"{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT "','users':["
	"{'name':'Ana','policies':[{'Version':'2012-10-17','Statement':["
	"{'Effect':'Allow','Action':'iam:PassRole','NotResource':"
	"'arn:aws:iam::*:role/Assoc','Condition':{'StringEquals':"
	"{'iam:PassedToService':'" SERVICE "'}}},"
	"{'Effect':'Allow','Action':'iam:PassRole','Resource':"
	"'arn:aws:iam::*:role/Assoc','Condition':{'ArnLike':"
	"{'iam:AssociatedResourceARN':'arn:aws:sagemaker:*:*:training-job/*'}}},"
	"{'Effect':'Deny','Action':'iam:PassRole','Resource':"
	"'arn:aws:iam::*:role/Secret'},"
	"{'Effect':'Deny','Action':'iam:PassRole','Resource':"
	"'arn:aws:iam::*:role/Tagged','Condition':{'StringEquals':"
	"{'iam:ResourceTag/env':'prod','aws:ResourceTag/env':'prod'}}}]}]}],'roles':["
	TRUST("Tagged", TO_SM, ASSUME, "") ","
	TRUST("Train", TO_SM, ASSUME, "") ","
	"{'name':'Deep','path':'/ml/','trust':{'Statement':{'Effect':'Allow',"
	"'Principal':" TO_SM ",'Action':'sts:*'}}},"
	TRUST("Both", "{'Service':['" GLUE "','" SERVICE "']}", ASSUME, "") ","
	TRUST("Secret", TO_SM, ASSUME, "") ","
	"{'name':'None'},"
	TRUST("Glue", "{'Service':'" GLUE "'}", ASSUME, "") ","
	TRUST("Account", "{'AWS':'" ACCOUNT "'}", ASSUME, "") ","
	TRUST("Saml", TO_SM, "sts:AssumeRoleWithSAML", "") ","
	TRUST("Tagger", TO_SM, "sts:TagSession", "") ","
	"{'name':'Denied','trust':{'Statement':[{'Effect':'Allow','Principal':"
	TO_SM ",'Action':'" ASSUME "'},{'Effect':'Deny','Principal':'*',"
	"'Action':'*'}]}},"
	TRUST("Anyone", "'*'", "*", "") ",";
static const char more_roles[] =
	TRUST("Mine", TO_SM, ASSUME, WHEN("StringEquals", "aws:SourceAccount", ACCOUNT)) ","
	TRUST("Theirs", TO_SM, ASSUME, WHEN("StringEquals", "aws:SourceAccount", OTHER)) ","
	TRUST("ForJob", TO_SM, ASSUME, WHEN("ArnLike", "aws:SourceArn", "arn:aws:sagemaker:*:" ACCOUNT ":training-job/x*")) ","
	TRUST("ForOther", TO_SM, ASSUME, WHEN("ArnLike", "aws:SourceArn", "arn:aws:sagemaker:*:" ACCOUNT ":model/*")) ","
	TRUST("Cluster", "{'Service':'" GLUE "'}", ASSUME, WHEN("ArnLike", "aws:SourceArn", "arn:aws:glue:*:" ACCOUNT ":*")) ","
	TRUST("Extern", TO_SM, ASSUME, WHEN("StringEquals", "sts:ExternalId", "e")) ","
	TRUST("Assoc", TO_SM, ASSUME, "") "]},"
	"{'id':'" OTHER "','roles':[" TRUST("Far", TO_SM, ASSUME, "") "]}]}";
/* clang-format on */

static void
both_gates(void **state)
{
	struct loaded loaded;
	const struct policy_set *set =
		make_set(&loaded, "%s%s", set_text, more_roles);

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		const struct line *l = &lines[i];
		struct ask ask = { .principal = USERS "Ana",
				   .action = "sagemaker:CreateTrainingJob",
				   .resource = SAGEMAKER "training-job/x1",
				   /* what was asked before was another's */
				   .owner = OTHER,
				   .now = 1 };
		struct portero_decision why = { .size = sizeof why };
		const struct principal *role;
		enum portero_reason reason;
		struct question q;
		struct answer a;

		make_context(&q, set, &ask);
		role = passrole_find(&q.context, text_of(l->role), &reason,
				     &why);
		if (!role) {
			if (reason != (enum portero_reason)l->pass)
				fail_msg("%s: %s", l->role,
					 reason_text(reason));
			assert_int_equal(l->trust, RS(NONE));
			/* a person is told which, and where another is */
			if (*l->role && !strstr(why.detail, l->role) &&
			    !strstr(why.detail, "ml/Deep"))
				fail_msg("%s: %s", l->role, why.detail);
			assert_int_equal(!strstr(why.detail, "another path"),
					 !strstr(why.detail, "ml/Deep"));
			forget_question(&q);
			continue;
		}
		assert_true(same_text("role", role->arn, l->role));
		a = passrole_may_pass(&q.context, role, text_of(l->service));
		if (a.reason != (enum portero_reason)l->pass)
			fail_msg("%s to %s: %s", l->role, l->service,
				 reason_text(a.reason));
		assert_true(a.allowed == (a.reason == RS(ALLOWED)));
		assert_true(
			same_text("asked", q.context.action, "iam:PassRole"));
		a = passrole_trusts(&q.context, role, text_of(l->service));
		if (a.reason != (enum portero_reason)l->trust)
			fail_msg("%s trusts %s: %s", l->role, l->service,
				 reason_text(a.reason));
		assert_true(a.allowed == (a.reason == RS(ALLOWED)));
		/* the caller is himself again */
		assert_ptr_equal(q.context.caller, &q.caller);
		forget_question(&q);
	}
	forget_set(&loaded);
}

#define LINKED                                                                 \
	"{'name':'Linked','path':'/aws-service-role/x/','trust':{'Statement':" \
	"{'Effect':'Allow','Principal':" TO_SM ",'Action':'" ASSUME "'}}}"

/* RCPs cover sts, so they speak of trust too; they keep their own names. */
static void
rcps_speak_of_trust(void **state)
{
	static const struct {
		const char *rcp;
		enum portero_reason want;
	} rcps[] = {
		{ "{'Effect':'Allow','Principal':'*','Action':'*',"
		  "'Resource':'*'}",
		  RS(ALLOWED) },
		{ "{'Effect':'Allow','Principal':'*','Action':'s3:*',"
		  "'Resource':'*'}",
		  RS(RCP_NO_ALLOW) },
		{ "{'Effect':'Deny','Principal':'*','Action':'sts:*',"
		  "'Resource':'*'}",
		  RS(RCP_EXPLICIT_DENY) },
		/* iam:PassRole is not covered */
		{ "{'Effect':'Allow','Principal':'*','Action':'sts:*',"
		  "'Resource':'*'}",
		  RS(ALLOWED) },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rcps); i++) {
		struct ask ask = { .principal = "arn:aws:iam::" ACCOUNT ":root",
				   .action = "sagemaker:CreateTrainingJob",
				   .resource = SAGEMAKER "training-job/x",
				   .owner = OTHER };
		struct portero_decision why = { .size = sizeof why };
		const struct principal *role;
		enum portero_reason reason;
		struct loaded loaded;
		struct question q;

		make_set(&loaded,
			 "{'schema':'portero.set/1','organization':{'id':"
			 "'o-abcdefghij','root':{'id':'r-ab12','rcps':[{"
			 "'Version':'2012-10-17','Statement':%s}],"
			 "'accounts':['" ACCOUNT "']}},'accounts':[{'id':"
			 "'" ACCOUNT "','roles':[" LINKED
			 "," TRUST("R", TO_SM, ASSUME, "") "]}]}",
			 rcps[i].rcp);
		make_context(&q, loaded.set, &ask);
		role = passrole_find(&q.context, text_of(ROLES "R"), &reason,
				     &why);
		assert_non_null(role);
		assert_int_equal(
			passrole_may_pass(&q.context, role, text_of(SERVICE))
				.reason,
			RS(ALLOWED));
		assert_int_equal(
			passrole_trusts(&q.context, role, text_of(SERVICE))
				.reason,
			rcps[i].want);
		/* bug: no RCP keeps a service from its service-linked role */
		role = passrole_find(&q.context,
				     text_of(ROLES "aws-service-role/x/Linked"),
				     &reason, &why);
		assert_non_null(role);
		passrole_may_pass(&q.context, role, text_of(SERVICE));
		assert_int_equal(
			passrole_trusts(&q.context, role, text_of(SERVICE))
				.reason,
			RS(ALLOWED));
		forget_question(&q);
		forget_set(&loaded);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_gates),
		cmocka_unit_test(rcps_speak_of_trust),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
