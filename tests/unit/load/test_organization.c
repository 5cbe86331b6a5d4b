/* SPDX-License-Identifier: MIT */
/* test_organization.c - levels, where accounts stand, and what hangs there. */
#include "describe.h"

#define SET(accounts, organization)                                            \
	"{'schema': 'portero.set/1', 'policies': {'a': ALLOW, 'b': ALLOW,"     \
	" 'r': BUCKET}, 'accounts': [" accounts "],\n"                         \
	"'organization': " organization "}"
#define ONE "{'id': '111122223333'}"
#define TWO "{'id': '111122223333'}, {'id': '444455556666'}"
#define ORG "{'id': 'o-example1', 'root': {'id': 'r-ab12', "
#define BOSS                                                                   \
	"{'id': 'o-example1', 'management_account': '444455556666', "          \
	"'root': {'id': 'r-ab12', "

static const struct {
	const char *text, *described;
} sets[] = {
	/* no key "scps" on the way: SCPs are not in force */
	{ SET(ONE, ORG "'accounts': ['111122223333']}}"),
	  "account 111122223333 o-example1/r-ab12/\n" },
	/* the key at one level: every level counts, absent ones deny */
	{ SET(ONE, ORG "'accounts': [{'id': '111122223333', 'scps': 'a'}]}}"),
	  "account 111122223333 o-example1/r-ab12/ scp= scp=a\n" },
	{ SET(ONE, ORG "'scps': [], 'accounts': ['111122223333']}}"),
	  "account 111122223333 o-example1/r-ab12/ scp= scp=\n" },
	{ SET(ONE, ORG "'scps': ['a', 'b'], 'ous': [{'id': 'ou-ab12-1',"
		       " 'scps': 'b', 'accounts': [{'id': '111122223333',"
		       " 'name': 'ml', 'scps': ['a']}]}]}}"),
	  "account 111122223333 o-example1/r-ab12/ou-ab12-1/"
	  " scp=a,b scp=b scp=a\n" },
	/* only levels that say which RCPs they have count */
	{ SET(ONE, ORG "'ous': [{'id': 'ou-ab12-1', 'rcps': ['r'],"
		       " 'accounts': [{'id': '111122223333', 'rcps': []}]}]}}"),
	  "account 111122223333 o-example1/r-ab12/ou-ab12-1/ rcp=r rcp=\n" },
	/* five OUs deep */
	{ SET(ONE,
	      ORG "'ous': [{'id': 'ou-a-1', 'ous': [{'id': 'ou-a-2', 'ous': ["
		  "{'id': 'ou-a-3', 'ous': [{'id': 'ou-a-4', 'ous': ["
		  "{'id': 'ou-a-5', 'ous': [], 'accounts': ['111122223333']}"
		  "]}]}]}]}]}}"),
	  "account 111122223333 o-example1/r-ab12/ou-a-1/ou-a-2/ou-a-3/ou-a-4/"
	  "ou-a-5/\n" },
	/* accounts that the set does not have; one that stands outside */
	{ SET(TWO, ORG "'accounts': ['111122223333', '999999999999']}}"),
	  "account 111122223333 o-example1/r-ab12/\n"
	  "account 444455556666\n" },
	/* the management account, in the tree and left out of it */
	{ SET(TWO, BOSS "'scps': 'a', 'accounts': ['111122223333'],"
			" 'ous': [{'id': 'ou-ab12-1', 'scps': [],"
			" 'accounts': ['444455556666']}]}}"),
	  "account 111122223333 o-example1/r-ab12/ scp=a scp=\n"
	  "account 444455556666 o-example1/r-ab12/ou-ab12-1/ management"
	  " scp=a scp= scp=\n" },
	{ SET(TWO, BOSS "'accounts': ['111122223333']}}"),
	  "account 111122223333 o-example1/r-ab12/\n"
	  "account 444455556666 o-example1/r-ab12/ management\n" },
	{ SET(ONE, BOSS "'accounts': ['111122223333']}}"),
	  "account 111122223333 o-example1/r-ab12/\n" },
};

static void
accounts_stand_where_the_tree_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(sets); i++)
		check_set(sets[i].text, sets[i].described);
}

static const struct refused_set refused[] = {
	{ SET(ONE, "[]"), "wrong-type", 2, 17, "an object" },
	{ SET(ONE, "{}"), "missing-member", 2, 17, "\"id\"" },
	{ SET(ONE, "{'id': 'o-example1'}"), "missing-member", 2, 17,
	  "\"root\"" },
	{ SET(ONE, "{'id': 'example1', 'root': {'id': 'r-a'}}"), "bad-id", 2,
	  24, "o-" },
	{ SET(ONE, "{'id': 'o-', 'root': {'id': 'r-a'}}"), "bad-id", 2, 24,
	  "o-" },
	{ SET(ONE, "{'id': 'o-Example1', 'root': {'id': 'r-a'}}"), "bad-id", 2,
	  24, "o-" },
	/* a slash or a star in an id would forge an aws:PrincipalOrgPaths */
	{ SET(ONE, "{'id': 'o-1/r-1', 'root': {'id': 'r-a'}}"), "bad-id", 2, 24,
	  "o-" },
	{ SET(ONE, "{'id': 'o-1', 'root': {'id': 'r-*'}}"), "bad-id", 2, 46,
	  "r-ab12" },
	{ SET(ONE, "{'id': 'o-1', 'root': {'id': 'ou-1'}}"), "bad-id", 2, 46,
	  "r-ab12" },
	{ SET(ONE, ORG "\n'ous': [{'id': 'r-1'}]}}"), "bad-id", 3, 16,
	  "ou-ab12" },
	{ SET(ONE, ORG "\n'ous': ['ou-1']}}"), "wrong-type", 3, 9, "object" },
	{ SET(ONE, ORG "\n'ous': [{'id': 'ou-1'}, {'id': 'ou-1'}]}}"),
	  "repeated", 3, 32, "twice" },
	{ SET(ONE, ORG "\n'accounts': ['111122223333', '111122223333']}}"),
	  "repeated", 3, 30, "twice" },
	{ SET(ONE, ORG "'accounts': ['111122223333'],\n'ous': [{'id': 'ou-1',"
		       " 'accounts': [{'id': '111122223333'}]}]}}"),
	  "repeated", 3, 44, "twice" },
	{ SET(ONE, ORG "\n'accounts': ['ml']}}"), "bad-account", 3, 14,
	  "twelve" },
	{ SET(ONE, ORG "\n'accounts': [111122223333]}}"), "wrong-type", 3, 14,
	  "quotes" },
	{ SET(ONE, ORG "\n'accounts': [{'id': '1'}]}}"), "bad-account", 3, 21,
	  "twelve" },
	{ SET(ONE, ORG "\n'accounts': [{'id': '111122223333', 'ous': []}]}}"),
	  "unknown-member", 3, 37, "ous" },
	{ SET(ONE, ORG "\n'scp': ['a']}}"), "unknown-member", 3, 1,
	  "\"scps\"" },
	{ SET(ONE, ORG "\n'scps': ['c']}}"), "unknown-policy", 3, 10,
	  "no entry" },
	{ SET(ONE, "{'id': 'o-1', 'management_account': '1', 'root':"
		   " {'id': 'r-1'}}"),
	  "bad-account", 2, 53, "twelve" },
	/* an SCP has no Principal */
	{ SET(ONE, ORG "'scps':\n[BUCKET]}}"), NULL, 0, 0, "" },
	{ SET(ONE,
	      ORG "'ous': [{'id': 'ou-a-1', 'ous': [{'id': 'ou-a-2', 'ous': ["
		  "{'id': 'ou-a-3', 'ous': [{'id': 'ou-a-4', 'ous': ["
		  "{'id': 'ou-a-5',\n'ous': [{'id': 'ou-a-6'}]}]}]}]}]}]}}"),
	  "too-deep", 3, 8, "five" },
};

static void
a_malformed_tree_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct loaded l;

		if (refused[i].id) {
			check_refused(&refused[i]);
		} else {
			assert_false(describe_set(&l, refused[i].text));
			assert_int_equal(err.code, PORTERO_ERROR_POLICY);
		}
	}
}

static void
an_account_outside_is_warned_of(void **state)
{
	struct loaded l;

	(void)state;
	assert_true(describe_set(&l, SET(TWO, ORG
					 "'scps': ['a', 'b'], 'rcps': 'r',"
					 " 'accounts': ['111122223333']}}")));
	assert_string_equal(
		logged, "account 444455556666 is not in the organization\n");
	arena_free(l.arena);
	assert_true(describe_set(&l, SET(TWO, BOSS
					 "'scps': ['a', 'b'], 'rcps': 'r',"
					 " 'accounts': ['111122223333']}}")));
	assert_string_equal(logged, "");
	arena_free(l.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accounts_stand_where_the_tree_says),
		cmocka_unit_test(a_malformed_tree_is_refused),
		cmocka_unit_test(an_account_outside_is_warned_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
