/* SPDX-License-Identifier: MIT */
/* Every reason has a name and a sentence; so has what nobody knows. */
#include "../support.h"

struct line {
	uint32_t reason;
	const char *name;
};

#define R(name)                                                                \
	{                                                                      \
		PORTERO_REASON_##name, #name                                   \
	}

/* enum portero_reason, from beginning to end */
static const struct line lines[] = {
	R(NONE),
	R(ALLOWED),
	R(NAME_SYNTAX),
	R(NAME_TOO_LONG),
	R(NAME_PREFIX_TOO_LONG),
	R(NAME_RESERVED),
	R(NAME_DEFAULT_FORM),
	R(NAME_NO_PREFIX),
	R(RCP_EXPLICIT_DENY),
	R(SCP_EXPLICIT_DENY),
	R(RESOURCE_EXPLICIT_DENY),
	R(IDENTITY_EXPLICIT_DENY),
	R(BOUNDARY_EXPLICIT_DENY),
	R(SESSION_EXPLICIT_DENY),
	R(TRUST_EXPLICIT_DENY),
	R(RCP_NO_ALLOW),
	R(SCP_NO_ALLOW),
	R(RESOURCE_NO_ALLOW),
	R(IDENTITY_NO_ALLOW),
	R(BOUNDARY_NO_ALLOW),
	R(SESSION_NO_ALLOW),
	R(TRUST_NO_ALLOW),
	R(TRUST_NO_SERVICE),
	R(ROLE_OTHER_ACCOUNT),
	R(ROLE_MISSING),
	R(UNKNOWN_ROLE),
	R(UNKNOWN_PRINCIPAL),
	R(UNKNOWN_ACCOUNT),
	R(UNKNOWN_ACTION),
	R(RESOURCE_MISMATCH),
	R(REFUSED),
	R(UNJUDGED),
	R(UNDECIDED),
	R(BAD_REQUEST),
	R(BAD_HANDLE),
	R(BUDGET),
	R(NO_CLOCK),
	R(NO_PLUGIN),
	R(INTERNAL),
};

static void
each_has_a_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		const char *text = reason_text(lines[i].reason);
		size_t n = strlen(lines[i].name);

		/* the name, a colon, a sentence without a full stop */
		if (strncmp(text, lines[i].name, n) != 0 ||
		    strncmp(text + n, ": ", 2) != 0 || strlen(text + n) < 12 ||
		    text[strlen(text) - 1] == '.')
			fail_msg("%u: %s", lines[i].reason, text);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(text,
						reason_text(lines[k].reason));
	}
}

static void
no_other_has(void **state)
{
	size_t known = 0;

	(void)state;
	for (uint32_t r = 0; r < 1000; r++)
		known += strncmp(reason_text(r), "UNKNOWN: ", 9) != 0;
	assert_int_equal(known, COUNT(lines));
	assert_non_null(strstr(reason_text(9999), "so no"));
	assert_non_null(strstr(reason_text(UINT32_MAX), "so no"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_has_a_text),
		cmocka_unit_test(no_other_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
