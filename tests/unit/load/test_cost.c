/* SPDX-License-Identifier: MIT */
/* test_cost.c - a set that could cost too much is refused, and says which
 * statement. */
#include "../support.h"

static void
try_with(struct portero_error *err, const char *resource, unsigned copies,
	 unsigned long long steps)
{
	char statements[16384];
	size_t n = 0;

	for (unsigned i = 0; i < copies; i++)
		n += (size_t)snprintf(
			statements + n, sizeof statements - n,
			"%s{'Sid':'S%u','Effect':'Allow','Action':'s3:*',"
			"'Resource':'%s'}",
			i ? "," : "", i, resource);
	try_set(err,
		"{'schema':'portero.set/1','limits':{'steps':%llu},"
		"'accounts':[{'id':'" ACCOUNT "','roles':[{'name':'R',"
		"'policies':[{'name':'dear','document':{'Statement':[%s]}}]}]}"
		"]}",
		steps, statements);
}

/* 16 bytes and one more, each against 2,048 bytes of a resource: 34,816 steps
 * and one for the statement; ten statements that share "b" as their end. */
static void
wildcards_inside_are_dear(void **state)
{
	struct portero_error err;

	(void)state;
	try_with(&err, "arn:aws:s3:::*ab", 10, 348170);
	assert_int_equal(err.code, PORTERO_OK);
	try_with(&err, "arn:aws:s3:::*ab", 10, 348169);
	assert_int_equal(err.code, PORTERO_ERROR_LIMIT);
	assert_string_equal(err.id, "too-dear");
	assert_string_equal(err.file, "dear");
	assert_non_null(strstr(err.text, "348170"));
	assert_non_null(strstr(err.text, "\"S0\""));
}

/* a pattern that is read once costs its own bytes: 17 and one */
static void
beginnings_are_cheap(void **state)
{
	struct portero_error err;

	(void)state;
	try_with(&err, "arn:aws:s3:::ab*", 3, 54);
	assert_int_equal(err.code, PORTERO_OK);
	try_with(&err, "arn:aws:s3:::ab*", 3, 53);
	assert_int_equal(err.code, PORTERO_ERROR_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wildcards_inside_are_dear),
		cmocka_unit_test(beginnings_are_cheap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
