/* SPDX-License-Identifier: MIT */
/* Texts that differ by a slip of the hand. */
#include "../support.h"

#include "../../../plugin/base/near.h"

static void
one_edit(void **state)
{
	static const struct {
		const char *a, *b;
		bool near;
	} rows[] = {
		{ "GetRole", "GetRole", true },
		{ "getrole", "GetRole", true },
		{ "GetRol", "GetRole", true },	 /* left out */
		{ "GetRoles", "GetRole", true }, /* added */
		{ "GetRule", "GetRole", true },	 /* changed */
		{ "GteRole", "GetRole", true },	 /* swapped */
		{ "xGetRole", "GetRole", true },
		{ "aa", "aaa", true },
		{ "", "a", true },
		{ "", "ab", false },
		{ "GetRoless", "GetRole", false },
		{ "GtRoles", "GetRole", false },
		{ "ab", "cd", false },
		{ "abba", "baab", false },
		{ "eGtRole", "GetRole", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct str a = text_of(rows[i].a), b = text_of(rows[i].b);

		if (near_text(a, b) != rows[i].near ||
		    near_text(b, a) != rows[i].near)
			fail_msg("%s %s", rows[i].a, rows[i].b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(one_edit) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
