/* SPDX-License-Identifier: MIT */
/* ARNs in six fields, and the identities that IAM and STS ARNs name. */
#include "../support.h"

#include "../../../plugin/base/arn.h"

struct split {
	const char *text;
	const char *fields; /* with '|' between; NULL: not an ARN */
};

static const struct split splits[] = {
	{ "arn:aws:iam::111122223333:role/R", "aws|iam||111122223333|role/R" },
	{ "arn:aws:s3:::bucket/a:b", "aws|s3|||bucket/a:b" },
	{ "arn:::::", "||||" },
	{ "arn::::::", "||||:" },
	{ "arn:aws:sqs:eu-west-1:1:q", "aws|sqs|eu-west-1|1|q" },
	{ "arn:aws:sqs:eu-west-1:1", NULL },
	{ "arn:aws", NULL },
	{ "arn:", NULL },
	{ "arn", NULL },
	{ "", NULL },
	{ "ARN:aws:iam::1:root", NULL },
	{ " arn:aws:iam::1:root", NULL },
	{ "*", NULL },
};

static void
splits_at_five_colons(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(splits); i++) {
		struct arn arn;
		char have[128] = "";
		bool ok = arn_parse(&arn, text_of(splits[i].text));

		if (ok != (splits[i].fields != NULL))
			fail_msg("%s", splits[i].text);
		if (!ok)
			continue;
		snprintf(have, sizeof have, "%.*s|%.*s|%.*s|%.*s|%.*s",
			 (int)arn.partition.n, arn.partition.p,
			 (int)arn.service.n, arn.service.p, (int)arn.region.n,
			 arn.region.p, (int)arn.account.n, arn.account.p,
			 (int)arn.resource.n, arn.resource.p);
		assert_string_equal(have, splits[i].fields);
	}
}

struct account_case {
	const char *text;
	bool is;
};

static const struct account_case ids[] = {
	{ "111122223333", true },   { "000000000000", true },
	{ "999999999999", true },   { "11112222333", false },
	{ "1111222233334", false }, { "11112222333a", false },
	{ "11112222333/", false },  { "11112222333:", false },
	{ "a11122223333", false },  { "", false },
	{ "************", false },
};

static void
accounts_have_twelve_digits(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(ids); i++)
		if (arn_is_account(text_of(ids[i].text)) != ids[i].is)
			fail_msg("%s", ids[i].text);
}

struct identity {
	const char *text;
	enum arn_identity is;
	const char *name, *session;
};

/* clang-format off */
static const struct identity identities[] = {
	{ "arn:aws:iam::111122223333:root", ARN_ROOT, "", "" },
	{ "arn:aws:iam::111122223333:user/Ana", ARN_USER, "Ana", "" },
	{ "arn:aws:iam::111122223333:user/a/b/Ana", ARN_USER, "Ana", "" },
	{ "arn:aws-cn:iam::111122223333:role/R", ARN_ROLE, "R", "" },
	{ "arn:aws:iam::111122223333:role/ml/R", ARN_ROLE, "R", "" },
	{ "arn:aws:sts::111122223333:assumed-role/R/s", ARN_SESSION, "R", "s" },
	{ "arn:aws:sts::111122223333:assumed-role/R/a:b@c", ARN_SESSION, "R", "a:b@c" },
	{ "arn:aws:sts::111122223333:federated-user/F", ARN_FEDERATED, "F", "" },
	/* not identities */
	{ "arn:aws:iam::111122223333:roots", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:iam::111122223333:user/", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:iam::111122223333:user/a/", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:iam::111122223333:role", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:iam::111122223333:group/G", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:iam::111122223333:ROLE/R", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:iam::111122223333:assumed-role/R/s", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:sts::111122223333:role/R", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:sts::111122223333:root", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:sts::111122223333:assumed-role/R", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:sts::111122223333:assumed-role/R/", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:sts::111122223333:assumed-role//s", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:sts::111122223333:assumed-role/p/R/s", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:sts::111122223333:federated-user/", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:iam::aws:policy/P", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:iam:::root", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:iam::11112222333:root", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:iam:eu-west-1:111122223333:root", ARN_NOT_IDENTITY, NULL, NULL },
	{ "arn:aws:s3::111122223333:root", ARN_NOT_IDENTITY, NULL, NULL },
};
/* clang-format on */

static void
names_identities(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(identities); i++) {
		const struct identity *want = &identities[i];
		struct str name, session;
		struct arn arn;

		assert_true(arn_parse(&arn, text_of(want->text)));
		if (arn_identity(&arn, &name, &session) != want->is)
			fail_msg("%s", want->text);
		if (want->is == ARN_NOT_IDENTITY)
			continue;
		assert_true(same_text(want->text, name, want->name));
		assert_true(same_text(want->text, session, want->session));
	}
}

static const struct account_case linked[] = {
	{ "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/R",
	  true },
	{ "arn:aws:iam::111122223333:role/aws-service-role", false },
	{ "arn:aws:iam::111122223333:role/ml/aws-service-role/R", false },
	{ "arn:aws:iam::111122223333:user/aws-service-role/R", false },
	{ "arn:aws:sts::111122223333:role/aws-service-role/x/R", false },
	{ "arn:aws:iam::111122223333:role/R", false },
};

static void
knows_service_linked_roles(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(linked); i++) {
		struct arn arn;

		assert_true(arn_parse(&arn, text_of(linked[i].text)));
		if (arn_is_service_linked(&arn) != linked[i].is)
			fail_msg("%s", linked[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_at_five_colons),
		cmocka_unit_test(accounts_have_twelve_digits),
		cmocka_unit_test(names_identities),
		cmocka_unit_test(knows_service_linked_roles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
