/* SPDX-License-Identifier: MIT */
/* Every byte at every place of a word: as it is, or escaped like escape_json.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../../host/lib/escape.h"
#include "../../../host/lib/jsonline.h"

/* RFC 8259, section 7, and DEL and what is not ASCII */
static bool
has_to_be_escaped(int c)
{
	return c < 0x20 || c > 0x7e || c == '"' || c == '\\';
}

static void
check(const char *text, size_t n, bool plain)
{
	struct jsonline l = { .text = NULL };
	char *escaped = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&escaped, &len);

	escape_json(out, text, n);
	fclose(out);
	jsonline_string(&l, (struct portero_str){ text, n });
	assert_false(l.failed);
	assert_int_equal(l.len, len);
	assert_memory_equal(l.text, escaped, len);
	/* one byte escaped takes more */
	assert_true(plain ? l.len == n + 2 : l.len > n + 2);
	if (plain)
		assert_memory_equal(l.text + 1, text, n);
	free(l.text);
	free(escaped);
}

static void
every_byte_everywhere(void **state)
{
	char text[40];

	(void)state;
	for (size_t n = 1; n < sizeof text; n++)
		for (size_t at = 0; at < n; at++)
			for (int c = 0; c < 256; c++) {
				memset(text, 'a', n);
				text[at] = (char)c;
				check(text, n, !has_to_be_escaped(c));
			}
	check("", 0, true);
}

/* Nothing is read behind a text or written behind what it needs. */
static void
exact_memory(void **state)
{
	(void)state;
	for (size_t n = 1; n < 70; n++) {
		char *text = malloc(n);
		struct jsonline l = { .text = malloc(n + 2), .cap = n + 2 };

		memset(text, 'a', n);
		jsonline_string(&l, (struct portero_str){ text, n });
		assert_int_equal(l.len, n + 2);
		assert_int_equal(l.cap, n + 2);
		assert_int_equal(l.text[0], '"');
		assert_memory_equal(l.text + 1, text, n);
		assert_int_equal(l.text[n + 1], '"');
		free(l.text);
		free(text);
	}
}

static void
members(void **state)
{
	static const char expected[] =
		"{\"a\":1,\"n\":18446744073709551615,\"z\":0,"
		"\"t\":\"x\\u0000y\"}";
	struct jsonline l = { .text = NULL };

	(void)state;
	for (int i = 0; i < 2; i++) { /* the same memory again */
		l.len = 0;
		jsonline_puts(&l, "{\"a\":1");
		jsonline_member(&l, "n", UINT64_MAX);
		jsonline_member(&l, "z", 0);
		jsonline_text(&l, "left out", "");
		jsonline_str(&l, "t", ((struct portero_str){ "x\0y", 3 }));
		jsonline_puts(&l, "}");
		assert_int_equal(l.len, sizeof expected - 1);
		assert_memory_equal(l.text, expected, l.len);
	}
	free(l.text);
}

static void
it_grows(void **state)
{
	struct jsonline l = { .text = NULL };

	(void)state;
	for (int i = 0; i < 100000; i++)
		jsonline_puts(&l, "0123456789");
	assert_int_equal(l.len, 1000000);
	for (size_t i = 0; i < l.len; i++)
		assert_int_equal(l.text[i], '0' + (int)(i % 10));
	free(l.text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_everywhere),
		cmocka_unit_test(exact_memory),
		cmocka_unit_test(members),
		cmocka_unit_test(it_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
