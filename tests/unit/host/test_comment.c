/* SPDX-License-Identifier: MIT */
/*
 * Tests of host/slurm/comment.c, which is included whole: a hook is no library.
 * Whoever submits a job writes its comment, so anything may stand there.
 */
/* first: cmocka makes a macro of fail */
#include "../../../host/slurm/comment.c" /* NOLINT(bugprone-suspicious-include) */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* One more than what is allowed. */
#define MANY(word)                                                             \
	word " " word " " word " " word " " word " " word " " word " " word    \
	     " " word " " word " " word " " word " " word " " word " " word    \
	     " " word " " word

static void
takes_or_refuses(void **state)
{
	static const struct {
		const char *text, *why; /* NULL: it is taken */
	} rows[] = {
		{ "", NULL },
		{ "  ", NULL },
		{ "kind=Training", NULL },
		{ " kind=Training  role=a role=b ", NULL },
		{ "tag:a=1 tag:A=2", NULL },
		{ "tag:a%20b=1", NULL },
		{ "kind", "without '='" },
		{ "=Training", "not known" },
		{ "kind=", "empty" },
		{ "Kind=Training", "not known" },
		{ "principal=root", "not known" },
		{ "kind=a kind=b", "same word twice" },
		{ "session=a pipeline=b session=a", "same word twice" },
		{ "tag:a=1 tag:a=2", "same tag twice" },
		{ "tag:a=1 tag:%61=2", "same tag twice" },
		{ "tag:=1", "a tag without a key" },
		{ "kind=%", "malformed" },
		{ "kind=%2", "malformed" },
		{ "kind=%zz", "malformed" },
		{ "kind=%00", "malformed" },
		{ "kind=%2e", "malformed" },
		{ "tag:%0=1", "not %XX" },
		{ MANY("role=a"), "too many roles" },
	};
	struct comment c;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *why = NULL;

		assert_int_equal(comment_parse(&c, rows[i].text, &why),
				 rows[i].why == NULL);
		if (rows[i].why)
			assert_non_null(strstr(why, rows[i].why));
	}
}

static void
knows_no_comment(void **state)
{
	struct comment c;
	const char *why;

	(void)state;
	assert_true(comment_parse(&c, NULL, &why));
	assert_null(c.kind);
	assert_int_equal(c.nroles + c.ntags, 0);
}

static void
limits_what_is_long(void **state)
{
	char text[COMMENT_BYTES + 2], key[160];
	struct comment c;
	const char *why;
	int n;

	(void)state;
	memset(text, ' ', sizeof text);
	text[COMMENT_BYTES - 1] = '\0';
	assert_true(comment_parse(&c, text, &why));
	text[COMMENT_BYTES - 1] = ' ';
	text[COMMENT_BYTES] = '\0';
	assert_false(comment_parse(&c, text, &why));
	n = snprintf(key, sizeof key, "tag:%0*d=1", COMMENT_KEY, 0);
	assert_true(n > 0 && comment_parse(&c, key, &why));
	n = snprintf(key, sizeof key, "tag:%0*d=1", COMMENT_KEY + 1, 0);
	assert_false(comment_parse(&c, key, &why));
	text[0] = '\0';
	for (n = 0; n < COMMENT_TAGS + 1; n++) {
		snprintf(key, sizeof key, "tag:k%d", n);
		assert_true(comment_add(text, sizeof text, key, "v"));
		assert_int_equal(comment_parse(&c, text, &why),
				 n < COMMENT_TAGS);
	}
}

/* Every byte but NUL comes back, alone and among others. */
static void
reads_what_it_writes(void **state)
{
	char text[COMMENT_BYTES] = "", all[256], one[4] = "x?y";
	struct comment c;
	const char *why;

	(void)state;
	for (int i = 1; i < 256; i++) {
		all[i - 1] = (char)i;
		one[1] = (char)i;
		text[0] = '\0';
		assert_true(comment_add(text, sizeof text, "kind", one));
		assert_true(comment_parse(&c, text, &why));
		assert_string_equal(c.kind, one);
	}
	all[255] = '\0';
	text[0] = '\0';
	assert_true(comment_add(text, sizeof text, "role", "r"));
	assert_true(comment_add(text, sizeof text, "tag:a=b c", all));
	assert_true(comment_parse(&c, text, &why));
	assert_string_equal(c.roles[0], "r");
	assert_string_equal(c.tags[0].key, "a=b c");
	assert_string_equal(c.tags[0].value, all);
}

static void
says_when_it_does_not_fit(void **state)
{
	char text[16] = "";

	(void)state;
	assert_true(comment_add(text, sizeof text, "kind", "Training"));
	assert_false(comment_add(text, sizeof text, "role", "r"));
	text[0] = '\0';
	assert_false(comment_add(text, sizeof text, "kind", "a b c d e f"));
}

/* Anything is taken or refused, with a reason, and nothing is overrun. */
static void
survives_anything(void **state)
{
	static const char *const parts[] = {
		"kind", "role",	  "tag:", "session", "resource", "decision",
		"=",	"%",	  "%20",  "%00",     " ",	 "\t",
		"\xff", "=Train", "a",	  "%7F",     "==",	 ":",
	};
	uint32_t seed = 7421;
	struct comment c;

	(void)state;
	for (int round = 0; round < 200000; round++) {
		char text[256] = "";
		const char *why = NULL;

		for (int i = 0; i < 12; i++) {
			seed = seed * 1664525u + 1013904223u;
			strcat(text, parts[(seed >> 16) %
					   (sizeof parts / sizeof *parts)]);
		}
		if (!comment_parse(&c, text, &why))
			assert_non_null(why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_or_refuses),
		cmocka_unit_test(knows_no_comment),
		cmocka_unit_test(limits_what_is_long),
		cmocka_unit_test(reads_what_it_writes),
		cmocka_unit_test(says_when_it_does_not_fit),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
