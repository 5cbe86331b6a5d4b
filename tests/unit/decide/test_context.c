/* SPDX-License-Identifier: MIT */
/*
 * Condition keys (IAM: "AWS global condition context keys"): what each is for
 * each caller, what a host may say instead, and which question sees it.
 */
#include "../support.h"

/* Keys that the set speaks of; others have no id. */
static const char *const keys[] = {
	"aws:PrincipalArn",
	"aws:PrincipalAccount",
	"aws:PrincipalType",
	"aws:PrincipalTag/team",
	"aws:PrincipalTag/Cost Center",
	"aws:PrincipalTag/none",
	"aws:PrincipalOrgID",
	"aws:PrincipalOrgPaths",
	"aws:PrincipalIsAWSService",
	"aws:PrincipalServiceName",
	"aws:PrincipalServiceNamesList",
	"aws:userid",
	"aws:username",
	"aws:CurrentTime",
	"aws:EpochTime",
	"aws:RequestedRegion",
	"aws:ResourceAccount",
	"aws:ResourceOrgID",
	"aws:ResourceOrgPaths",
	"aws:SourceArn",
	"aws:SourceAccount",
	"aws:SourceOrgID",
	"aws:SourceOrgPaths",
	"aws:SourceIp",
	"aws:SourceVpc",
	"aws:CalledVia",
	"aws:RequestTag/a",
	"aws:TagKeys",
	"aws:ResourceTag/a",
	"iam:PassedToService",
	"iam:AssociatedResourceArn",
	"iam:Other",
	"sts:ExternalId",
	"sts:TransitiveTagKeys",
	"kms:EncryptionContextKeys",
	"s3:prefix",
	"sagemaker:TaggingAction",
	"sagemaker:InstanceTypes",
	"sagemaker:MaxRuntimeInSeconds",
	"sagemaker:VpcSubnets",
};

static struct loaded loaded;

static int
open_set(void **state)
{
	char list[4096] = "";
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(keys); i++)
		n += (size_t)snprintf(list + n, sizeof list - n,
				      "%s'%s':'true'", i ? "," : "", keys[i]);
	make_set(&loaded,
		 "{'schema':'portero.set/1','organization':{'id':'o-abcdefghij'"
		 ",'root':{'id':'r-ab12','ous':[{'id':'ou-ab12-11111111',"
		 "'accounts':['" ACCOUNT "']}]}},'accounts':[{'id':'" ACCOUNT
		 "','users':[{'name':'Ana','path':'/ml/','id':'AIDAANA',"
		 "'tags':{'Team':'ml','cost center':'7'},'policies':["
		 "{'Statement':{'Effect':'Deny','Action':'*','Resource':'*',"
		 "'Condition':{'Null':{%s}}}}]},{'name':'Noid'}],"
		 "'roles':[{'name':'R','path':'/ml/','id':'AROAR',"
		 "'tags':{'TEAM':'r'}}],'federated_users':[{'name':'F',"
		 "'tags':{'team':'f'}}]},{'id':'" OTHER
		 "','roles':[{'name':'X'}]}]}",
		 list);
	return 0;
}

static int
close_set(void **state)
{
	(void)state;
	forget_set(&loaded);
	return 0;
}

static const struct ask plain = {
	.action = "s3:GetObject",
	.resource = "arn:aws:sagemaker:eu-west-1:" ACCOUNT ":training-job/x",
	.now = 1767225600,
};

static enum presence
value_of(const struct ask *ask, enum portero_question question,
	 const char *passed_to, const char *key, char *out, size_t size,
	 bool *many)
{
	struct derived derived;
	struct values values;
	struct question q;
	uint32_t id;
	size_t n = 0;

	make_context(&q, loaded.set, ask);
	q.context.question = question;
	q.context.passed_to = text_of(passed_to);
	id = key_id(loaded.set, text_of(key));
	assert_true(id != KEY_NONE);
	context_values(&q.context, id, &values, &derived);
	*out = 0;
	for (size_t i = 0; i < values.n; i++) {
		n += (size_t)snprintf(out + n, size - n, "%s%.*s",
				      i ? " & " : "", (int)values.v[i].len,
				      values.v[i].ptr);
		assert_false(str_has_nul(str_of(values.v[i])));
	}
	*many = values.many;
	forget_question(&q);
	return values.presence;
}

/* WANT: NULL is absent, "??" not known yet. */
static void
expect(const struct ask *ask, enum portero_question question,
       const char *passed_to, const char *key, const char *want)
{
	char have[512];
	bool many;
	enum presence presence = value_of(ask, question, passed_to, key, have,
					  sizeof have, &many);

	if (presence == KEY_ABSENT)
		snprintf(have, sizeof have, "(absent)");
	else if (presence == KEY_UNKNOWN)
		snprintf(have, sizeof have, "??");
	if (strcmp(have, want ? want : "(absent)") != 0)
		fail_msg("%s of %s: have %s, want %s", key, ask->principal,
			 have, want ? want : "(absent)");
}

/* ---- derived keys of each caller --------------------------------------- */

#define ANA  USERS "ml/Ana"
#define ROLE ROLES "ml/R"
#define SESS SESSIONS "R/s@1"
#define FED  "arn:aws:sts::" ACCOUNT ":federated-user/F"
#define ROOT "arn:aws:iam::" ACCOUNT ":root"
#define PATH "o-abcdefghij/r-ab12/ou-ab12-11111111/"
#define ELSE "arn:aws:sts::" OTHER ":assumed-role/X/s"

struct caller_line {
	const char *principal, *key, *want;
};

/* clang-format off */
static const struct caller_line caller_lines[] = {
	{ ANA, "aws:PrincipalArn", ANA },
	{ ROLE, "aws:PrincipalArn", ROLE },
	{ SESS, "aws:PrincipalArn", ROLE },
	{ FED, "aws:PrincipalArn", FED },
	{ ROOT, "aws:PrincipalArn", ROOT },
	{ SERVICE, "aws:PrincipalArn", NULL },
	{ "anonymous", "aws:PrincipalArn", NULL },
	/* a session of a role that the set does not know keeps its own ARN */
	{ SESSIONS "Gone/s", "aws:PrincipalArn", SESSIONS "Gone/s" },

	{ ANA, "aws:PrincipalAccount", ACCOUNT },
	{ SESS, "aws:PrincipalAccount", ACCOUNT },
	{ ROOT, "aws:PrincipalAccount", ACCOUNT },
	{ SERVICE, "aws:PrincipalAccount", NULL },
	{ "anonymous", "aws:PrincipalAccount", "anonymous" },

	{ ANA, "aws:PrincipalType", "User" },
	{ ROLE, "aws:PrincipalType", "AssumedRole" },
	{ SESS, "aws:PrincipalType", "AssumedRole" },
	{ FED, "aws:PrincipalType", "FederatedUser" },
	{ ROOT, "aws:PrincipalType", "Account" },
	{ SERVICE, "aws:PrincipalType", NULL },
	{ "anonymous", "aws:PrincipalType", "Anonymous" },

	/* the letter case of a tag's key does not count */
	{ ANA, "aws:PrincipalTag/team", "ml" },
	{ ANA, "AWS:principalTAG/TEAM", "ml" },
	{ ANA, "aws:PrincipalTag/Cost Center", "7" },
	{ ANA, "aws:PrincipalTag/none", NULL },
	{ SESS, "aws:PrincipalTag/team", "r" },
	{ ROLE, "aws:PrincipalTag/team", "r" },
	{ FED, "aws:PrincipalTag/team", "f" },
	{ ROOT, "aws:PrincipalTag/team", NULL },
	{ SERVICE, "aws:PrincipalTag/team", NULL },

	{ ANA, "aws:PrincipalOrgID", "o-abcdefghij" },
	{ ROOT, "aws:PrincipalOrgID", "o-abcdefghij" },
	{ ELSE, "aws:PrincipalOrgID", NULL },
	{ SERVICE, "aws:PrincipalOrgID", NULL },
	{ SESS, "aws:PrincipalOrgPaths", PATH },
	{ ELSE, "aws:PrincipalOrgPaths", NULL },
	{ "anonymous", "aws:PrincipalOrgPaths", NULL },

	{ ANA, "aws:PrincipalIsAWSService", "false" },
	{ ROOT, "aws:PrincipalIsAWSService", "false" },
	{ SERVICE, "aws:PrincipalIsAWSService", "true" },
	{ "anonymous", "aws:PrincipalIsAWSService", NULL },
	{ SERVICE, "aws:PrincipalServiceName", SERVICE },
	{ ANA, "aws:PrincipalServiceName", NULL },
	{ SERVICE, "aws:PrincipalServiceNamesList", SERVICE },
	{ SESS, "aws:PrincipalServiceNamesList", NULL },

	{ ANA, "aws:userid", "AIDAANA" },
	{ USERS "Noid", "aws:userid", NULL },
	{ SESS, "aws:userid", "AROAR:s@1" },
	{ ROLE, "aws:userid", NULL },
	{ ELSE, "aws:userid", NULL },
	{ USERS "Gone", "aws:userid", NULL },
	{ SESSIONS "Gone/s", "aws:userid", NULL },
	{ FED, "aws:userid", ACCOUNT ":F" },
	{ ROOT, "aws:userid", ACCOUNT },
	{ SERVICE, "aws:userid", NULL },
	{ "anonymous", "aws:userid", "anonymous" },
	{ ANA, "aws:username", "Ana" },
	{ SESS, "aws:username", NULL },
	{ ROOT, "aws:username", NULL },
	{ FED, "aws:username", NULL },

	{ ANA, "aws:CurrentTime", "2026-01-01T00:00:00Z" },
	{ SERVICE, "aws:EpochTime", "1767225600" },
	{ ANA, "aws:RequestedRegion", "eu-west-1" },
	{ ANA, "aws:ResourceAccount", ACCOUNT },
	{ ANA, "aws:ResourceOrgID", "o-abcdefghij" },
	{ ANA, "aws:ResourceOrgPaths", PATH },
	/* only hosts know these */
	{ ANA, "aws:SourceIp", NULL },
	{ ANA, "aws:RequestTag/a", NULL },
	{ ANA, "sagemaker:InstanceTypes", NULL },
	/* keys of service calls, of passing and of tagging are of theirs only */
	{ SERVICE, "aws:SourceArn", NULL },
	{ SERVICE, "aws:SourceAccount", NULL },
	{ SERVICE, "aws:SourceOrgID", NULL },
	{ SERVICE, "aws:SourceOrgPaths", NULL },
	{ ANA, "iam:PassedToService", NULL },
	{ ANA, "iam:AssociatedResourceArn", NULL },
	{ ANA, "sagemaker:TaggingAction", NULL },
};
/* clang-format on */

static void
each_caller(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(caller_lines); i++) {
		struct ask ask = plain;

		ask.principal = caller_lines[i].principal;
		expect(&ask, PORTERO_QUESTION_NONE, "", caller_lines[i].key,
		       caller_lines[i].want);
	}
}

/* ---- the resource ------------------------------------------------------ */

struct resource_line {
	const char *resource, *owner, *key, *want;
};

/* clang-format off */
static const struct resource_line resource_lines[] = {
	{ "arn:aws:sagemaker:us-east-2:" OTHER ":model/m", NULL, "aws:RequestedRegion", "us-east-2" },
	{ "arn:aws:s3:::b/x", NULL, "aws:RequestedRegion", NULL },
	{ "arn:aws:sagemaker:*:" OTHER ":model/m", NULL, "aws:RequestedRegion", NULL },
	{ "arn:aws:sagemaker:eu-west-?:" OTHER ":m", NULL, "aws:RequestedRegion", NULL },
	{ "*", NULL, "aws:RequestedRegion", NULL },
	{ "arn:aws:sagemaker:us-east-2:" OTHER ":model/m", NULL, "aws:ResourceAccount", OTHER },
	{ "arn:aws:sagemaker:us-east-2:" OTHER ":model/m", NULL, "aws:ResourceOrgID", NULL },
	{ "arn:aws:sagemaker:us-east-2:" OTHER ":model/m", NULL, "aws:ResourceOrgPaths", NULL },
	{ "arn:aws:s3:::b/x", NULL, "aws:ResourceAccount", ACCOUNT },
	{ "arn:aws:s3:::b/x", OTHER, "aws:ResourceAccount", OTHER },
	{ "arn:aws:s3:::b/x", OTHER, "aws:ResourceOrgID", NULL },
	{ "arn:aws:s3:::b/x", NULL, "aws:ResourceOrgID", "o-abcdefghij" },
	{ "arn:aws:s3:::b/x", "777788889999", "aws:ResourceOrgID", NULL },
};
/* clang-format on */

static void
each_resource(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(resource_lines); i++) {
		struct ask ask = plain;

		ask.principal = ANA;
		ask.resource = resource_lines[i].resource;
		ask.owner = resource_lines[i].owner;
		expect(&ask, PORTERO_QUESTION_NONE, "", resource_lines[i].key,
		       resource_lines[i].want);
	}
}

/* ---- what the host says ------------------------------------------------ */

struct host_line {
	const char *attrs, *key, *want;
};

/* clang-format off */
static const struct host_line host_lines[] = {
	{ "aws:SourceIp=10.0.0.1", "aws:SourceIp", "10.0.0.1" },
	{ "AWS:SOURCEIP=10.0.0.1", "aws:SourceIp", "10.0.0.1" },
	{ "aws:SourceIpx=10.0.0.1", "aws:SourceIp", NULL },
	{ "aws:SourceIp=??", "aws:SourceIp", "??" },
	{ "aws:SourceIp", "aws:SourceIp", NULL },
	{ "aws:SourceIp=", "aws:SourceIp", "" },
	{ "aws:TagKeys=a & b", "aws:TagKeys", "a & b" },
	/* a session tag stands over the tag of the role, whatever its case */
	{ "aws:PrincipalTag/TEAM=s", "aws:PrincipalTag/team", "s" },
	{ "aws:PrincipalTag/team=??", "aws:PrincipalTag/team", "??" },
	/* said to have no values: not what the set knows */
	{ "aws:PrincipalTag/team", "aws:PrincipalTag/team", NULL },
	{ "aws:PrincipalTag/other=s", "aws:PrincipalTag/team", "r" },
	/* the host knows better */
	{ "aws:PrincipalArn=x", "aws:PrincipalArn", "x" },
	{ "aws:CurrentTime=2020", "aws:CurrentTime", "2020" },
	{ "aws:userid=AROAR:other", "aws:userid", "AROAR:other" },
	{ "aws:RequestedRegion=eu-north-1", "aws:RequestedRegion", "eu-north-1" },
	{ "aws:ResourceAccount=" OTHER, "aws:ResourceAccount", OTHER },
	{ "iam:PassedToService=" SERVICE, "iam:PassedToService", SERVICE },
	{ "aws:SourceArn=a", "aws:SourceArn", "a" },
	{ "sagemaker:TaggingAction=CreateModel", "sagemaker:TaggingAction", "CreateModel" },
	{ "s3:prefix=x", "s3:prefix", "x" },
};
/* clang-format on */

static void
what_the_host_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(host_lines); i++) {
		struct ask ask = plain;

		ask.principal = SESS;
		ask.attrs = host_lines[i].attrs;
		expect(&ask, PORTERO_QUESTION_NONE, "", host_lines[i].key,
		       host_lines[i].want);
	}
}

/* ---- which question sees what ------------------------------------------ */

/* A host's value "h" of KEY; who sees it: c create, t tag, p pass, s trust. */
struct sight {
	const char *key, *seen;
};

static const struct sight sights[] = {
	{ "aws:PrincipalArn", "ctp" },
	{ "aws:PrincipalAccount", "ctp" },
	{ "aws:PrincipalTag/team", "ctp" },
	{ "aws:PrincipalOrgID", "ctp" },
	{ "aws:userid", "ctp" },
	{ "aws:username", "ctp" },
	{ "aws:SourceIp", "ctp" },
	{ "aws:SourceVpc", "ctp" },
	{ "aws:CalledVia", "ctp" },
	{ "aws:RequestedRegion", "ctp" },
	{ "aws:CurrentTime", "ctps" },
	{ "aws:EpochTime", "ctps" },
	{ "aws:RequestTag/a", "ct" },
	{ "aws:TagKeys", "ct" },
	{ "aws:ResourceTag/a", "c" },
	{ "aws:ResourceAccount", "c" },
	{ "aws:ResourceOrgID", "c" },
	{ "aws:ResourceOrgPaths", "c" },
	{ "sagemaker:InstanceTypes", "c" },
	{ "sagemaker:MaxRuntimeInSeconds", "c" },
	{ "sagemaker:VpcSubnets", "c" },
	{ "s3:prefix", "c" },
	{ "kms:EncryptionContextKeys", "c" },
	{ "iam:PassedToService", "p" },
	{ "iam:AssociatedResourceArn", "p" },
	{ "iam:Other", "p" },
	{ "aws:SourceArn", "s" },
	{ "aws:SourceAccount", "s" },
	{ "aws:SourceOrgID", "s" },
	{ "aws:SourceOrgPaths", "s" },
	{ "sts:ExternalId", "s" },
	{ "sts:TransitiveTagKeys", "s" },
	{ "sagemaker:TaggingAction", "" },
};

static void
who_sees_what(void **state)
{
	static const struct {
		enum portero_question question;
		char letter;
	} asked[] = {
		{ PORTERO_QUESTION_CREATE, 'c' },
		{ PORTERO_QUESTION_TAG, 't' },
		{ PORTERO_QUESTION_PASSROLE, 'p' },
		{ PORTERO_QUESTION_TRUST, 's' },
		{ PORTERO_QUESTION_NONE, 0 }, /* sees all */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(sights); i++)
		for (size_t k = 0; k < COUNT(asked); k++) {
			struct ask ask = plain;
			char attrs[128], have[256];
			bool many, sees,
				want = !asked[k].letter ||
				       strchr(sights[i].seen, asked[k].letter);

			snprintf(attrs, sizeof attrs, "%s=h", sights[i].key);
			ask.principal = SESS;
			ask.attrs = attrs;
			sees = value_of(&ask, asked[k].question, "p",
					sights[i].key, have, sizeof have,
					&many) == KEY_PRESENT &&
			       strcmp(have, "h") == 0;
			if (sees != want)
				fail_msg("%s in question %c", sights[i].key,
					 asked[k].letter);
		}
}

struct moment_line {
	enum portero_question question;
	const char *passed_to, *key, *want;
};

#define JOB SAGEMAKER "training-job/x"

/* clang-format off */
static const struct moment_line moment_lines[] = {
	{ PORTERO_QUESTION_PASSROLE, SERVICE, "iam:PassedToService", SERVICE },
	{ PORTERO_QUESTION_PASSROLE, "", "iam:PassedToService", NULL },
	{ PORTERO_QUESTION_CREATE, SERVICE, "iam:PassedToService", NULL },
	{ PORTERO_QUESTION_TAG, SERVICE, "iam:PassedToService", NULL },
	/* AWS does not say what SageMaker puts here */
	{ PORTERO_QUESTION_PASSROLE, SERVICE, "iam:AssociatedResourceArn", "??" },
	{ PORTERO_QUESTION_CREATE, "", "iam:AssociatedResourceArn", NULL },
	{ PORTERO_QUESTION_TAG, "CreateTrainingJob", "iam:AssociatedResourceArn", NULL },
	{ PORTERO_QUESTION_PASSROLE, SERVICE, "aws:SourceOrgID", NULL },
	{ PORTERO_QUESTION_PASSROLE, SERVICE, "aws:SourceOrgPaths", NULL },
	{ PORTERO_QUESTION_TAG, "CreateTrainingJob", "sagemaker:TaggingAction", "CreateTrainingJob" },
	{ PORTERO_QUESTION_TAG, "", "sagemaker:TaggingAction", NULL },
	{ PORTERO_QUESTION_CREATE, "CreateTrainingJob", "sagemaker:TaggingAction", NULL },
	/* what is only now being created has no tags */
	{ PORTERO_QUESTION_TAG, "CreateTrainingJob", "aws:ResourceTag/a", NULL },
	{ PORTERO_QUESTION_TRUST, "", "aws:ResourceAccount", ACCOUNT },
	{ PORTERO_QUESTION_TRUST, "", "aws:ResourceOrgID", "o-abcdefghij" },
	{ PORTERO_QUESTION_TRUST, "", "aws:ResourceOrgPaths", PATH },
	{ PORTERO_QUESTION_TRUST, "", "aws:SourceArn", JOB },
	{ PORTERO_QUESTION_TRUST, "", "aws:SourceAccount", ACCOUNT },
	{ PORTERO_QUESTION_TRUST, "", "aws:SourceOrgID", "o-abcdefghij" },
	{ PORTERO_QUESTION_TRUST, "", "aws:SourceOrgPaths", PATH },
	{ PORTERO_QUESTION_CREATE, "", "aws:SourceArn", NULL },
	{ PORTERO_QUESTION_CREATE, "", "aws:SourceAccount", NULL },
	{ PORTERO_QUESTION_PASSROLE, "", "aws:SourceOrgID", NULL },
	{ PORTERO_QUESTION_PASSROLE, "", "aws:SourceOrgPaths", NULL },
};
/* clang-format on */

static void
keys_of_one_question(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(moment_lines); i++) {
		struct ask ask = plain;

		ask.principal =
			moment_lines[i].question == PORTERO_QUESTION_TRUST
				? SERVICE
				: SESS;
		expect(&ask, moment_lines[i].question,
		       moment_lines[i].passed_to, moment_lines[i].key,
		       moment_lines[i].want);
	}
}

/* Who assumes a role for the job itself, and who for what nobody names. */
static void
whom_a_service_acts_for(void **state)
{
	static const struct {
		const char *service, *job, *want;
	} acts[] = {
		{ SERVICE, JOB, JOB },
		{ "glue.amazonaws.com", JOB, "??" },
		{ "sage.amazonaws.com", JOB, "??" },
		{ "sagemaker-geospatial.amazonaws.com", JOB, "??" },
		{ "elasticmapreduce.amazonaws.com", "*", "??" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(acts); i++) {
		struct ask ask = { .principal = acts[i].service,
				   .action = "sts:AssumeRole",
				   .resource = acts[i].job };

		expect(&ask, PORTERO_QUESTION_TRUST, "", "aws:SourceArn",
		       acts[i].want);
	}
}

/* ---- sets and variables ------------------------------------------------ */

struct many_line {
	const char *key, *attrs;
	bool many;
};

static const struct many_line many_lines[] = {
	{ "aws:TagKeys", "aws:TagKeys=a", true },
	{ "aws:TagKeys", NULL, true },
	{ "aws:PrincipalOrgPaths", NULL, true },
	{ "aws:PrincipalServiceNamesList", NULL, true },
	{ "aws:ResourceOrgPaths", NULL, true },
	{ "aws:SourceOrgPaths", NULL, true },
	{ "aws:CalledVia", "aws:CalledVia=a", true },
	{ "sagemaker:InstanceTypes", "sagemaker:InstanceTypes=a", true },
	{ "sagemaker:VpcSubnets", "sagemaker:VpcSubnets=a", true },
	{ "kms:EncryptionContextKeys", NULL, true },
	{ "sts:TransitiveTagKeys", NULL, true },
	{ "aws:SourceIp", "aws:SourceIp=a", false },
	{ "aws:SourceIp", "aws:SourceIp=a & b", true },
	{ "sagemaker:MaxRuntimeInSeconds", "sagemaker:MaxRuntimeInSeconds=1",
	  false },
	{ "aws:PrincipalArn", NULL, false },
	{ "aws:RequestTag/a", "aws:RequestTag/a=1", false },
};

static void
sets_of_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(many_lines); i++) {
		struct ask ask = plain;
		char have[256];
		bool many;

		ask.principal = ANA;
		ask.attrs = many_lines[i].attrs;
		value_of(&ask, PORTERO_QUESTION_NONE, "", many_lines[i].key,
			 have, sizeof have, &many);
		if (many != many_lines[i].many)
			fail_msg("%s of %s", many_lines[i].key,
				 ask.attrs ? ask.attrs : "nothing");
	}
}

static void
variables_have_one_value(void **state)
{
	static const struct {
		const char *key, *attrs, *want; /* NULL: absent */
	} variables[] = {
		{ "aws:username", NULL, "Ana" },
		{ "aws:SourceIp", NULL, NULL },
		{ "aws:SourceIp", "aws:SourceIp=a", "a" },
		{ "aws:SourceIp", "aws:SourceIp=", "" },
		{ "aws:SourceIp", "aws:SourceIp=a & b", NULL },
		{ "aws:SourceIp", "aws:SourceIp=??", "??" },
		{ "aws:TagKeys", "aws:TagKeys=a", NULL },
		{ "aws:PrincipalOrgPaths", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(variables); i++) {
		struct ask ask = plain;
		struct derived derived;
		struct question q;
		struct str value = STR("?");
		enum presence presence;

		ask.principal = ANA;
		ask.attrs = variables[i].attrs;
		make_context(&q, loaded.set, &ask);
		presence = context_variable(
			&q.context,
			key_id(loaded.set, text_of(variables[i].key)), &value,
			&derived);
		if (!variables[i].want)
			assert_int_equal(presence, KEY_ABSENT);
		else if (strcmp(variables[i].want, "??") == 0)
			assert_int_equal(presence, KEY_UNKNOWN);
		else
			assert_true(presence == KEY_PRESENT &&
				    same_text(variables[i].key, value,
					      variables[i].want));
		forget_question(&q);
	}
}

/* ---- the clock --------------------------------------------------------- */

static int64_t
leap_day(void *arg)
{
	(void)arg;
	return 951782400;
}

/* Bug: without a clock it was 1970, and "before 2020" held. */
static void
the_clock_is_asked_when_now_is_zero(void **state)
{
	struct ask ask = plain;
	struct derived derived;
	struct values values;
	struct question q;
	uint32_t id = key_id(loaded.set, text_of("aws:CurrentTime"));

	(void)state;
	ask.principal = ANA;
	make_context(&q, loaded.set, &ask);
	q.context.clock = leap_day;
	context_values(&q.context, id, &values, &derived);
	assert_true(same_text("given", str_of(values.v[0]),
			      "2026-01-01T00:00:00Z"));
	q.context.now = 0;
	context_values(&q.context, id, &values, &derived);
	assert_true(same_text("asked", str_of(values.v[0]),
			      "2000-02-29T00:00:00Z"));
	q.context.clock = NULL;
	context_values(&q.context, id, &values, &derived);
	assert_int_equal(values.presence, KEY_UNKNOWN);
	forget_question(&q);
}

/* ---- a mark is not a name ------------------------------------------------ */

/* Keys of one length and one end are told apart by their beginning. */
static void
keys_are_found_by_their_whole_name(void **state)
{
	const struct key key = { .name = STR("aws:principaltag/cost-center"),
				 .mark = str_mark_fold(
					 STR("aws:principaltag/cost-center")),
				 .seen_by = UINT8_MAX };
	const struct policy_set set = { .keys = &key, .nkeys = 1 };
	const struct portero_str value = { "7", 1 };
	static const struct {
		const char *key;
		bool found;
	} attrs[] = {
		{ "aws:PrincipalTag/cost-center", true },
		{ "AWS:PRINCIPALTAG/COST-CENTER", true },
		{ "aws:principaltag/cast-center", false },
		{ "aws:prinzipaltag/cost-center", false },
		{ "aws:principaltag/cost_center", false },
		{ "aws:principaltag/cost-cente", false },
		{ "aws:principaltag/ccost-center", false },
		{ "cost-center", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(attrs); i++) {
		const struct portero_attr attr = {
			{ attrs[i].key, strlen(attrs[i].key) }, &value, 1
		};
		struct attr_ref ref = { str_mark_fold(str_of(attr.key)), &attr,
					KEY_NONE };
		const struct context ctx = { .set = &set,
					     .attrs = &ref,
					     .nattrs = 1,
					     .given = context_bit(ref.mark) };
		struct derived derived;
		struct values values;

		for (int again = 0; again < 2; again++) {
			context_values(&ctx, 0, &values, &derived);
			if ((values.presence == KEY_PRESENT) != attrs[i].found)
				fail_msg("%s: %sfound", attrs[i].key,
					 attrs[i].found ? "not " : "");
		}
	}
}

/* A userid that does not fit is none: better undefined than cut. */
static void
long_ids_are_absent(void **state)
{
	struct ask ask = plain;
	char principal[300];
	int n = snprintf(principal, sizeof principal, "%s", SESSIONS "R/");

	(void)state;
	/* AROAR and a colon are 6 of 160 bytes */
	memset(principal + n, 's', 154);
	principal[n + 154] = 0;
	ask.principal = principal;
	for (int extra = 0; extra < 2; extra++) {
		char have[256];
		bool many;

		assert_int_equal(value_of(&ask, PORTERO_QUESTION_NONE, "",
					  "aws:userid", have, sizeof have,
					  &many),
				 extra ? KEY_ABSENT : KEY_PRESENT);
		strcat(principal, "s");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_caller),
		cmocka_unit_test(each_resource),
		cmocka_unit_test(what_the_host_says),
		cmocka_unit_test(who_sees_what),
		cmocka_unit_test(keys_of_one_question),
		cmocka_unit_test(whom_a_service_acts_for),
		cmocka_unit_test(sets_of_values),
		cmocka_unit_test(variables_have_one_value),
		cmocka_unit_test(the_clock_is_asked_when_now_is_zero),
		cmocka_unit_test(keys_are_found_by_their_whole_name),
		cmocka_unit_test(long_ids_are_absent),
	};

	return cmocka_run_group_tests(tests, open_set, close_set);
}
