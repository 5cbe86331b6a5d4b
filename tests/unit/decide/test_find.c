/* SPDX-License-Identifier: MIT */
/* What a set has under a name: exactly that, whatever its hash. */
#include "../support.h"

static void
names_are_found_exactly(void **state)
{
	struct loaded loaded;
	const struct policy_set *set = make_set(
		&loaded,
		"{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
		"','users':[{'name':'Ana'}],'federated_users':"
		"[{'name':'F'}]},{'id':'" OTHER "','roles':[{'name':'X'}]}]}");
	const struct str a = text_of(ACCOUNT), b = text_of(OTHER);

	(void)state;
	assert_non_null(find_account(set, a));
	assert_null(find_account(set, text_of("111122223334")));
	assert_null(find_account(set, text_of("")));
	assert_non_null(find_principal(set, PRINCIPAL_USER, a, STR("Ana")));
	assert_null(find_principal(set, PRINCIPAL_USER, a, STR("ana")));
	assert_null(find_principal(set, PRINCIPAL_ROLE, a, STR("Ana")));
	assert_null(find_principal(set, PRINCIPAL_USER, b, STR("Ana")));
	assert_non_null(find_principal(set, PRINCIPAL_ROLE, b, STR("X")));
	assert_non_null(find_principal(set, PRINCIPAL_FEDERATED, a, STR("F")));
	assert_null(find_resource(set, STR("arn:aws:s3:::b")));
	forget_set(&loaded);
}

/* ---- a hash is not a name ----------------------------------------------- */

/* A table of two slots, both for item 0 if its hash were HASH; then an end. */
static struct table
forged(struct slot slots[4], uint64_t hash)
{
	memset(slots, 0, 4 * sizeof *slots);
	slots[hash & 3] = (struct slot){ (uint32_t)(hash >> 32), 1 };
	slots[(hash + 1) & 3] = (struct slot){ (uint32_t)(hash >> 32), 1 };
	return (struct table){ slots, 3 };
}

/* Resources of every length, and what is in them. */
static void
resources_of_every_length(void **state)
{
	enum { LENGTHS = 70 };
	char list[LENGTHS * 160] = "", arn[100];
	struct loaded loaded;
	const struct policy_set *set;
	size_t n = 0;

	(void)state;
	for (int i = 1; i <= LENGTHS; i++)
		n += (size_t)sprintf(list + n,
				     "%s{'arn':'arn:aws:s3:::%0*d',"
				     "'account':'" ACCOUNT "'}",
				     i > 1 ? "," : "", i, 0);
	set = make_set(&loaded,
		       "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
		       "'}],'resources':[%s]}",
		       list);
	for (int i = 1; i <= LENGTHS; i++) {
		const struct resource *found;

		sprintf(arn, "arn:aws:s3:::%0*d", i, 0);
		found = find_resource(set, text_of(arn));
		assert_non_null(found);
		assert_true(str_equal(found->arn, text_of(arn)));
		strcat(arn, "/x");
		assert_ptr_equal(find_resource(set, text_of(arn)), found);
	}
	sprintf(arn, "arn:aws:s3:::%0*d", LENGTHS + 1, 0);
	assert_null(find_resource(set, text_of(arn)));
	assert_null(find_resource(set, STR("arn:aws:s3:::1")));
	forget_set(&loaded);
}

/* Two names may share a hash: then only the name tells them apart. */
static void
a_hash_is_not_a_name(void **state)
{
	const struct str a = text_of(ACCOUNT), b = text_of(OTHER);
	const struct account account = { .id = a };
	const struct principal ana = { .kind = PRINCIPAL_USER,
				       .name_length = 3,
				       .arn = text_of(USERS "ml/Ana"),
				       .account = &account };
	const struct resource bucket = { .arn = STR("arn:aws:s3:::b") };
	const struct action action = { .name = STR("s3:getobject") };
	struct policy_set set = { .accounts = &account,
				  .principals = &ana,
				  .resources = &bucket,
				  .actions = &action,
				  .naccounts = 1,
				  .nprincipals = 1,
				  .nresources = 1,
				  .resource_lengths = UINT64_MAX,
				  .nactions = 1 };
	const struct action *found;
	struct slot slots[4];

	(void)state;
	set.account_table = forged(slots, str_hash(b));
	assert_null(find_account(&set, b));
	set.resource_table = forged(slots, str_hash(STR("arn:aws:s3:::c")));
	assert_null(find_resource(&set, STR("arn:aws:s3:::c")));
	set.action_table = forged(slots, str_hash(STR("s3:other")));
	find_action(&set, STR("s3:other"), &found);
	assert_null(found);
	set.arn_table = forged(slots, str_hash(STR("arn:other")));
	assert_null(find_by_arn(&set, STR("arn:other")));
	/* of a principal the kind, the account and the name count */
	set.principal_table =
		forged(slots, principal_hash(PRINCIPAL_USER, a, STR("Bob")));
	assert_null(find_principal(&set, PRINCIPAL_USER, a, STR("Bob")));
	set.principal_table =
		forged(slots, principal_hash(PRINCIPAL_USER, b, STR("Ana")));
	assert_null(find_principal(&set, PRINCIPAL_USER, b, STR("Ana")));
	set.principal_table =
		forged(slots, principal_hash(PRINCIPAL_ROLE, a, STR("Ana")));
	assert_null(find_principal(&set, PRINCIPAL_ROLE, a, STR("Ana")));
	set.principal_table =
		forged(slots, principal_hash(PRINCIPAL_USER, a, STR("Ana")));
	assert_ptr_equal(find_principal(&set, PRINCIPAL_USER, a, STR("Ana")),
			 &ana);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_found_exactly),
		cmocka_unit_test(resources_of_every_length),
		cmocka_unit_test(a_hash_is_not_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
