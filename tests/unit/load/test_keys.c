/* SPDX-License-Identifier: MIT */
/* Condition keys: kept once whatever their letter case, and described. */
#include "../support.h"

#include "../../../plugin/load/building.h"

struct line {
	const char *name;
	enum key_source source;
	const char *seen; /* of plain, create, tag, pass, trust */
	bool many;
};

/* clang-format off */
static const struct line lines[] = {
	{ "aws:PrincipalArn", KEY_PRINCIPAL_ARN, "nctp", false },
	{ "aws:PrincipalTag/Team", KEY_PRINCIPAL_TAG, "nctp", false },
	{ "aws:PrincipalTag/", KEY_PRINCIPAL_TAG, "nctp", false },
	{ "aws:PrincipalTag", KEY_FROM_HOST, "nctp", false },
	{ "aws:PrincipalOrgPaths", KEY_PRINCIPAL_ORG_PATHS, "nctp", true },
	{ "aws:CurrentTime", KEY_CURRENT_TIME, "nctps", false },
	{ "aws:EpochTime", KEY_EPOCH_TIME, "nctps", false },
	{ "aws:RequestTag/a/b", KEY_FROM_HOST, "nct", false },
	{ "aws:TagKeys", KEY_FROM_HOST, "nct", true },
	{ "aws:TagKeysX", KEY_FROM_HOST, "nctp", false },
	{ "aws:ResourceTag/a", KEY_RESOURCE_TAG, "nc", false },
	{ "aws:ResourceAccount", KEY_RESOURCE_ACCOUNT, "nc", false },
	{ "aws:SourceIp", KEY_FROM_HOST, "nctp", false },
	{ "aws:SourceVpce", KEY_FROM_HOST, "nctp", false },
	{ "aws:SourceArn", KEY_SOURCE_ARN, "ns", false },
	{ "aws:SourceOrgPaths", KEY_SOURCE_ORG_PATHS, "ns", true },
	{ "aws:CalledVia", KEY_FROM_HOST, "nctp", true },
	{ "aws:CalledViaFirst", KEY_FROM_HOST, "nctp", false },
	{ "aws:", KEY_FROM_HOST, "nctp", false },
	{ "aws", KEY_FROM_HOST, "nc", false },
	{ "iam:PassedToService", KEY_PASSED_TO_SERVICE, "np", false },
	{ "iam:AssociatedResourceARN", KEY_ASSOCIATED_RESOURCE, "np", false },
	{ "iam:ResourceTag/a", KEY_RESOURCE_TAG, "np", false },
	{ "sts:ExternalId", KEY_FROM_HOST, "ns", false },
	{ "sagemaker:TaggingAction", KEY_TAGGING_ACTION, "n", false },
	{ "sagemaker:InstanceTypes", KEY_FROM_HOST, "nc", true },
	{ "sagemaker:VpcSubnets", KEY_FROM_HOST, "nc", true },
	{ "sagemaker:VpcSecurityGroupIds", KEY_FROM_HOST, "nc", true },
	{ "sagemaker:VolumeKmsKey", KEY_FROM_HOST, "nc", false },
	{ "s3:prefix", KEY_FROM_HOST, "nc", false },
	{ "nonsense", KEY_FROM_HOST, "nc", false },
};
/* clang-format on */

static unsigned
bits(const char *letters)
{
	static const char order[] = "nxctps"; /* enum portero_question */
	unsigned seen = 0;

	for (; *letters; letters++)
		seen |= 1u << (strchr(order, *letters) - order);
	return seen;
}

static void
described(void **state)
{
	struct portero_error err = { .size = sizeof err };
	struct build *b = build_new(&err);

	(void)state;
	assert_non_null(b);
	for (size_t i = 0; i < COUNT(lines); i++) {
		uint32_t id = keys_intern(b, text_of(lines[i].name));
		const struct key *key;

		assert_int_equal(id, i);
		key = b->keys.items[id];
		if (key->source != lines[i].source ||
		    key->seen_by != bits(lines[i].seen) ||
		    key->many != lines[i].many)
			fail_msg("%s: source %u, seen by %x, many %d",
				 lines[i].name, key->source, key->seen_by,
				 key->many);
		assert_true(str_equal_fold(key->name, text_of(lines[i].name)));
		for (size_t k = 0; k < key->name.n; k++)
			assert_true(key->name.p[k] ==
				    str_lower(key->name.p[k]));
		assert_true(key->mark == str_mark_fold(key->name));
	}
	build_free(b);
}

/* More than any first table holds, twice, in other letter case. */
static void
kept_once(void **state)
{
	struct portero_error err = { .size = sizeof err };
	struct build *b = build_new(&err);
	char name[64];

	(void)state;
	assert_non_null(b);
	for (uint32_t i = 0; i < 3000; i++) {
		snprintf(name, sizeof name, "aws:PrincipalTag/Key%u", i);
		assert_int_equal(keys_intern(b, text_of(name)), i);
	}
	for (uint32_t i = 0; i < 3000; i++) {
		snprintf(name, sizeof name, "AWS:principaltag/kEY%u", i);
		assert_int_equal(keys_intern(b, text_of(name)), i);
	}
	assert_int_equal(b->keys.n, 3000);
	assert_int_equal(err.code, PORTERO_OK);
	build_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(described),
		cmocka_unit_test(kept_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
