/* SPDX-License-Identifier: MIT */
/* Paths into a JSON document, built and followed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../../host/lib/jsonpath.h"

static const char text[] = "{\"Steps\": [{\"Name\": \"a\"},\n"
			   "  {\"Arguments\": {\"Role\": 1, \"Role.x\": 2,\n"
			   "    \"list\": [[], [3]]}}],\n"
			   " \"S\": \"]}\"}";

static const struct {
	const char *path, *found;
} paths[] = {
	{ "Steps[0].Name", "\"a\"" },
	{ "Steps[1].Arguments.Role", "1" },
	/* a key may hold a dot: the longest one is meant */
	{ "Steps[1].Arguments.Role.x", "2" },
	{ "Steps[1].Arguments.list[1][0]", "3" },
	{ "Steps[1].Arguments.list[0]", "[]" },
	{ "S", "\"]}\"" },
	/* as far as it goes */
	{ "Steps[0].Missing", "{\"Name\": \"a\"}" },
	{ "Steps[1].Arguments.list[1][7].x", "[3]" },
	{ "Steps[1].Arguments.Ro", NULL },
	{ "S.x", "\"]}\"" },
};

static void
found(void **state)
{
	struct jtext j = { .text = NULL };

	(void)state;
	assert_true(jtext_scan(&j, text, strlen(text)));
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		const struct jtoken *t =
			&j.tokens[jsonpath_find(&j, paths[i].path)];
		const size_t n = t->end - t->begin;

		if (!paths[i].found) {
			assert_int_equal(t->kind, JTEXT_OBJECT);
			continue;
		}
		assert_int_equal(n, strlen(paths[i].found));
		assert_memory_equal(text + t->begin, paths[i].found, n);
	}
	assert_int_equal(jsonpath_find(&j, ""), 0);
	jtext_free(&j);
}

static void
built(void **state)
{
	struct jsonpath path = { .len = 0 };
	size_t a, b;

	(void)state;
	a = jsonpath_key(&path, "Steps");
	b = jsonpath_index(&path, 12);
	jsonpath_key(&path, "Name");
	assert_string_equal(path.text, "Steps[12].Name");
	jsonpath_back(&path, b);
	assert_string_equal(path.text, "Steps");
	jsonpath_list(&path);
	assert_string_equal(path.text, "Steps[]");
	jsonpath_back(&path, a);
	assert_string_equal(path.text, "");
}

/* Too long a path is cut and never runs over. */
static void
cut(void **state)
{
	struct jsonpath path = { .len = 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		jsonpath_key(&path, "abcdefg");
	assert_int_equal(path.len, sizeof path.text - 1);
	assert_int_equal(strlen(path.text), path.len);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(found),
		cmocka_unit_test(built),
		cmocka_unit_test(cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
