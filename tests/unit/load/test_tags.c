/* SPDX-License-Identifier: MIT */
/* test_tags.c - who shares tags with whom, and which tags policies speak of. */
#include "describe.h"

#define SET(policy, roles)                                                     \
	"{'schema':'portero.set/1','policies':{'p':" policy "},"               \
	"'accounts':[{'id':'111122223333','roles':[" roles "]}]}"
#define ROLE(name, tags) "{'name':'" name "','policies':['p'],'tags':" tags "}"

static void
equal_tags_are_kept_once(void **state)
{
	const struct principal *p;
	struct loaded l;

	(void)state;
	assert_true(describe_set(
		&l, SET("ALLOW", ROLE("A", "{'a':'1','b':'2'}") "," ROLE(
					 "B", "{'a':'1','b':'2'}") "," //
			ROLE("C", "{'a':'1','b':'3'}") "," ROLE(
				"D", "{'a':'1'}") "," //
			ROLE("E", "{'b':'1','a':'2'}") "," ROLE("F", "{}"))));
	p = l.set->principals;
	assert_int_equal(l.set->nprincipals, 6);
	assert_ptr_equal(p[0].tags, p[1].tags);
	for (size_t i = 2; i < 5; i++)
		assert_ptr_not_equal(p[0].tags, p[i].tags);
	assert_true(str_equal(tag_value(&p[2].tags[1]), STR("3")));
	assert_true(str_equal(tag_name(&p[4].tags[1]), STR("a")));
	assert_int_equal(p[3].ntags, 1);
	assert_int_equal(p[5].ntags, 0);
	arena_free(l.arena);
}

/* A tag's name of 128 characters may be 512 bytes (IAM: "Tagging"): one that a
 * policy speaks of was not seen when it was longer than 495. */
static void
long_names_are_seen(void **state)
{
	char tag[513] = "", text[4096];
	struct loaded l;

	(void)state;
	for (int i = 0; i < 128; i++)
		memcpy(tag + i * 4, "\xf0\x9f\x98\x80", 5);
	snprintf(text, sizeof text,
		 SET("{'Version':'2012-10-17','Statement':{'Effect':'Deny',"
		     "'Action':'s3:*','Resource':'*','Condition':{"
		     "'StringEquals':{'aws:PrincipalTag/%s':'x'}}}}",
		     ROLE("A", "{'other':'y','%s':'x'}")),
		 tag, tag);
	assert_true(describe_set(&l, text));
	assert_int_equal(l.set->principals[0].tags[0].key, KEY_NONE);
	assert_int_not_equal(l.set->principals[0].tags[1].key, KEY_NONE);
	arena_free(l.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_tags_are_kept_once),
		cmocka_unit_test(long_names_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
