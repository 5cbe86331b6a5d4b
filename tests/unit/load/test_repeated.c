/* SPDX-License-Identifier: MIT */
/* test_repeated.c - the same words are compiled once where they mean the same.
 */
#include "describe.h"

/* Policies a and b of one role, each with the statements given. */
static void
load_two(struct loaded *out, const char *version_a, const char *a,
	 const char *version_b, const char *b)
{
	char text[4096];

	snprintf(text, sizeof text,
		 "{'schema':'portero.set/1','policies':{"
		 "'a':{'Version':'%s','Statement':[%s]},"
		 "'b':{'Version':'%s','Statement':[%s]}},"
		 "'accounts':[{'id':'111122223333','roles':[{'name':'R',"
		 "'policies':['a','b']}]}]}",
		 version_a, a, version_b, b);
	if (!describe_set(out, text))
		fail_msg("%s: %s", text, err.text);
	assert_int_equal(out->set->principals[0].own->npolicies, 2);
}

#define STATEMENT(action, condition)                                           \
	"{'Effect':'Allow','Action':" action                                   \
	",'Resource':'arn:aws:s3:::b/*','Condition':" condition "}"
#define TEAM "{'StringEquals':{'aws:PrincipalTag/team':'x'}}"
#define SELF "{'StringLike':{'aws:ResourceTag/owner':'${aws:username}'}}"
#define NONE "{'StringEquals':{'aws:PrincipalTag/team':[]}}"

static const struct statement *
statement(const struct loaded *l, size_t policy, size_t i)
{
	return &l->set->principals[0].own->policies[policy]->statements[i];
}

static void
conditions_in_the_same_words_are_one(void **state)
{
	struct loaded l;

	(void)state;
	load_two(&l, "2012-10-17", STATEMENT("'s3:GetObject'", TEAM),
		 "2012-10-17", STATEMENT("'s3:PutObject'", TEAM));
	assert_ptr_equal(statement(&l, 0, 0)->conditions,
			 statement(&l, 1, 0)->conditions);
	assert_int_equal(statement(&l, 1, 0)->nconditions, 1);
	assert_ptr_equal(statement(&l, 0, 0)->resources[0].tokens,
			 statement(&l, 1, 0)->resources[0].tokens);
	arena_free(l.arena);
}

/* Version 2008-10-17 has no variables: there ${aws:username} is plain text. */
static void
the_version_makes_a_difference(void **state)
{
	struct loaded l;

	(void)state;
	for (size_t swap = 0; swap < 2; swap++) {
		const struct pattern *with, *without;

		load_two(&l, swap ? "2008-10-17" : "2012-10-17",
			 STATEMENT("'s3:*'", SELF),
			 swap ? "2012-10-17" : "2008-10-17",
			 STATEMENT("'s3:*'", SELF));
		with = statement(&l, swap, 0)->conditions[0].operands[0].value;
		without = statement(&l, !swap, 0)
				  ->conditions[0]
				  .operands[0]
				  .value;
		assert_true(with->variable);
		assert_false(without && without->variable);
		arena_free(l.arena);
	}
}

/* What makes one statement inert does not make another one so. */
static void
an_empty_list_counts_where_it_stands(void **state)
{
	struct loaded l;

	(void)state;
	load_two(&l, "2012-10-17",
		 STATEMENT("[]", TEAM) "," STATEMENT("'s3:*'", NONE),
		 "2012-10-17",
		 STATEMENT("'s3:*'", TEAM) "," STATEMENT("'s3:*'", NONE));
	assert_true(statement(&l, 0, 0)->inert);
	assert_true(statement(&l, 0, 1)->inert);
	assert_false(statement(&l, 1, 0)->inert);
	assert_true(statement(&l, 1, 1)->inert);
	arena_free(l.arena);
}

/* An error is told where it stands, also when the words were met before. */
static void
what_is_wrong_is_wrong_each_time(void **state)
{
	static const struct refused_set row = {
		"{'schema':'portero.set/1','policies':{'a':ALLOW,\n"
		"'b':{'Version':'2012-10-17','Statement':{'Effect':'Allow',"
		"'Action':'s3:*','Resource':'*',\n"
		"'Condition':{'StringEqual':{'aws:username':'x'}}}}},\n"
		"'accounts':[{'id':'111122223333','roles':[{'name':'R',"
		"'policies':['a','b']}]}]}",
		"unknown-operator", 3, 14, "StringEquals"
	};

	(void)state;
	check_refused(&row);
	check_refused(&row);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conditions_in_the_same_words_are_one),
		cmocka_unit_test(the_version_makes_a_difference),
		cmocka_unit_test(an_empty_list_counts_where_it_stands),
		cmocka_unit_test(what_is_wrong_is_wrong_each_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
