/* SPDX-License-Identifier: MIT */
/* Patterns as tokens: wildcards, fields of ARNs, variables, escapes. */
#include "../support.h"

#include "../../../plugin/load/building.h"

struct line {
	unsigned flags;
	const char *text;
	/*
	 * Tokens with blanks between: 'text', * any, ~ any in field, ? one,
	 * ! one in field, $key or $key='default' a variable.
	 */
	const char *tokens;
};

#define W  PATTERN_WILDCARDS
#define V  PATTERN_VARIABLES_ON
#define A  PATTERN_ARN
#define F  PATTERN_FOLD
#define WV (W | V)
#define WA (W | A)

/* clang-format off */
static const struct line lines[] = {
	{ W, "", "" },
	{ W, "abc", "'abc'" },
	{ W, "*", "*" },
	{ W, "?", "?" },
	{ W, "a*b?c", "'a' * 'b' ? 'c'" },
	/* several stars are one; question marks are not */
	{ W, "a**b", "'a' * 'b'" },
	{ W, "***", "*" },
	{ W, "*?*", "* ? *" },
	{ W, "?" "?", "? ?" },
	/* without the flags all of it is text */
	{ 0, "a*b?${c}", "'a*b?${c}'" },
	{ V, "a*b", "'a*b'" },
	{ W, "${a:b}", "'${a:b}'" },
	{ W, "${*}", "'${' * '}'" },
	/* letter case */
	{ W | F, "S3:Get*", "'s3:get' *" },
	{ W | F, "@[`{", "'@[`{'" },
	{ W, "S3:Get*", "'S3:Get' *" },

	/* ARNs: a star stays in its field, unless it is the last there */
	{ WA, "arn:aws:s3:::b*", "'arn:aws:s3:::b' *" },
	{ WA, "arn:a*s:s3:::b", "'arn:a' ~ 's:s3:::b'" },
	{ WA, "arn:aw*:s3:::b", "'arn:aw' * ':s3:::b'" },
	{ WA, "arn:*:*:*:*:*", "'arn:' * ':' * ':' * ':' * ':' *" },
	{ WA, "arn:aw?:s3:::b?", "'arn:aw' ! ':s3:::b' ?" },
	{ WA, "arn:**:s3:::b", "'arn:' ~ * ':s3:::b'" },
	{ WA, "arn:a*", "'arn:a' *" },
	{ WA, "arn:*a", "'arn:' ~ 'a'" },
	{ WA, "arn:aws:iam::1*2:role/*a*", "'arn:aws:iam::1' ~ '2:role/' * 'a' *" },
	/* the sixth field may have colons; stars there cross all */
	{ WA, "arn:aws:sns:r:1:t:*a", "'arn:aws:sns:r:1:t:' * 'a'" },
	/* other texts have no fields */
	{ WA, "ar*:a*s", "'ar' * ':a' * 's'" },
	{ WA, "*:a?s", "* ':a' ? 's'" },
	{ WA, "ARN:a*s", "'ARN:a' * 's'" },
	{ W, "arn:a*s:s3:::b", "'arn:a' * 's:s3:::b'" },

	/* variables */
	{ V, "${aws:username}", "$aws:username" },
	{ V, "${AWS:UserName}", "$aws:username" },
	{ V, "a${aws:username}b", "'a' $aws:username 'b'" },
	{ V, "${aws:username}${aws:userid}", "$aws:username $aws:userid" },
	{ V, "${aws:PrincipalTag/Team}", "$aws:principaltag/team" },
	{ V, "${aws:username, 'x'}", "$aws:username='x'" },
	{ V, "${aws:username, ''}", "$aws:username=''" },
	{ V, "${aws:username, 'a, b*'}", "$aws:username='a, b*'" },
	{ WV, "${aws:username}*", "$aws:username *" },
	/* escapes are text, and join what is around them */
	{ WV, "a${*}b", "'a*b'" },
	{ WV, "${*}${?}${$}", "'*?$'" },
	{ WV, "${$}{aws:username}", "'${aws:username}'" },
	{ WV, "a$b", "'a$b'" },
	{ WV, "$", "'$'" },
	{ WV, "{a}", "'{a}'" },
	{ WV, "$${aws:username}", "'$' $aws:username" },
	/* the colon of a variable ends no field */
	{ WV | A, "arn:${aws:username}*a:s3:::b", "'arn:' $aws:username ~ 'a:s3:::b'" },
	{ WV | A, "arn:aws:s3:::${aws:username}*a", "'arn:aws:s3:::' $aws:username * 'a'" },
	{ WV | A, "arn:aws:s3::${*}:*a", "'arn:aws:s3::*:' * 'a'" },
};

static const struct { const char *text, *why; } refused[] = {
	{ "${", "not closed" },
	{ "a${b", "not closed" },
	{ "${aws:username", "not closed" },
	{ "${}", "${key}" },
	{ "${ }", "${key}" },
	{ "${aws:user name}", "${key}" },
	{ "${aws:username }", "${key}" },
	{ "${a'b}", "${key}" },
	{ "${a\"b}", "${key}" },
	{ "${a$b}", "${key}" },
	{ "${a{b}", "${key}" },
	{ "${**}", NULL }, /* the name of a key, however odd */
	{ "${, 'x'}", "${key}" },
	{ "${a,'x'}", "default" },
	{ "${a,  'x'}", "default" },
	{ "${a, x}", "default" },
	{ "${a, 'x}", "default" },
	{ "${a, x'}", "default" },
	{ "${a, '}", "default" },
	{ "${a, 'x'y'}", "default" },
	{ "${a,}", "default" },
	{ "${a, 'x' }", "default" },
	{ "${a, 'x', 'y'}", "default" },
};
/* clang-format on */

static void
spell(char *out, size_t size, const struct pattern *p, struct build *b)
{
	size_t n = 0;

	*out = 0;
	for (uint32_t i = 0; i < p->ntokens; i++) {
		const struct token *t = &p->tokens[i];
		const struct variable *v;
		const struct key *key;

		n += (size_t)snprintf(out + n, size - n, "%s", i ? " " : "");
		switch ((enum token_kind)t->kind) {
		case TOKEN_TEXT:
			n += (size_t)snprintf(out + n, size - n, "'%.*s'",
					      (int)t->length, t->of.text);
			break;
		case TOKEN_ANY:
		case TOKEN_ANY_IN_FIELD:
		case TOKEN_ONE:
		case TOKEN_ONE_IN_FIELD:
			n += (size_t)snprintf(out + n, size - n, "%c",
					      t->kind == TOKEN_ANY ? '*'
					      : t->kind == TOKEN_ANY_IN_FIELD
						      ? '~'
					      : t->kind == TOKEN_ONE ? '?'
								     : '!');
			break;
		case TOKEN_VARIABLE:
			v = t->of.variable;
			key = b->keys.items[v->key];
			n += (size_t)snprintf(out + n, size - n, "$%.*s",
					      (int)key->name.n, key->name.p);
			if (v->has_default)
				n += (size_t)snprintf(
					out + n, size - n, "='%.*s'",
					(int)v->fallback.n, v->fallback.p);
			break;
		}
	}
}

static struct portero_error err;

static struct build *
begin(void)
{
	struct build *b;

	err = (struct portero_error){ .size = sizeof err };
	b = build_new(&err);
	assert_non_null(b);
	return b;
}

static void
tokens(void **state)
{
	struct build *b = begin();

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct pattern p;
		const char *why;
		char have[512];

		if (!pattern_compile(b, &p, text_of(lines[i].text),
				     lines[i].flags, &why))
			fail_msg("%s: %s", lines[i].text, why);
		assert_null(why);
		spell(have, sizeof have, &p, b);
		if (strcmp(have, lines[i].tokens) != 0)
			fail_msg("%s: have %s, want %s", lines[i].text, have,
				 lines[i].tokens);
		assert_true(
			same_text("source", pattern_source(&p), lines[i].text));
		assert_true(p.variable == (strchr(have, '$') != NULL &&
					   strstr(have, "$aws") != NULL));
	}
	build_free(b);
}

static void
malformed_variables(void **state)
{
	struct build *b = begin();

	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct pattern p;
		const char *why;
		bool ok = pattern_compile(b, &p, text_of(refused[i].text), WV,
					  &why);

		if (ok != !refused[i].why || !why != !refused[i].why)
			fail_msg("%s: %s", refused[i].text, why ? why : "");
		if (why && !strstr(why, refused[i].why))
			fail_msg("%s: %s", refused[i].text, why);
		/* in older versions it is text */
		assert_true(pattern_compile(b, &p, text_of(refused[i].text), W,
					    &why));
	}
	assert_int_equal(err.code, PORTERO_OK);
	build_free(b);
}

/* Sixteen variables fit; what is longer than the room on the stack does too. */
static void
large_patterns(void **state)
{
	struct build *b = begin();
	char text[8192] = "", half[1200];
	struct pattern p;
	const char *why;

	(void)state;
	for (int i = 0; i < 16; i++)
		strcat(text, "x${aws:username}");
	assert_true(pattern_compile(b, &p, text_of(text), WV, &why));
	assert_int_equal(p.ntokens, 32);
	for (uint32_t i = 0; i < 16; i++)
		assert_int_equal(p.tokens[2 * i + 1].slot, i);
	strcat(text, "${aws:username}");
	assert_false(pattern_compile(b, &p, text_of(text), WV, &why));
	assert_non_null(strstr(why, "too many"));

	memset(half, 'h', sizeof half);
	for (size_t n = 510; n < 516; n++) {
		assert_true(pattern_compile(b, &p, str_make(half, n), W, &why));
		assert_int_equal(p.ntokens, 1);
		assert_int_equal(p.tokens[0].length, n);
		memset(text, '?', n);
		assert_true(pattern_compile(b, &p, str_make(text, n), W, &why));
		assert_int_equal(p.ntokens, n);
	}
	assert_int_equal(err.code, PORTERO_OK);
	build_free(b);
}

/* 65,535 tokens fit, stars in a row are one; more than that could be in no
 * text that is asked about. */
static void
too_many_wildcards(void **state)
{
	static char text[65537];
	struct build *b = begin();
	struct pattern p;
	const char *why;

	(void)state;
	memset(text, '?', sizeof text);
	text[65535] = '*';
	text[65536] = '*';
	assert_true(pattern_compile(b, &p, str_make(text, 65535), W, &why));
	assert_int_equal(p.ntokens, 65535);
	assert_false(pattern_compile(b, &p, str_make(text, 65536), W, &why));
	assert_non_null(strstr(why, "too many wildcards"));
	text[65534] = '*';
	assert_true(pattern_compile(b, &p, str_make(text, 65537), W, &why));
	assert_int_equal(p.ntokens, 65535);
	assert_int_equal(err.code, PORTERO_OK);
	build_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens),
		cmocka_unit_test(malformed_variables),
		cmocka_unit_test(large_patterns),
		cmocka_unit_test(too_many_wildcards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
