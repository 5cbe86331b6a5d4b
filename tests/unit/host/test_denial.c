/* SPDX-License-Identifier: MIT */
/* A decision in the words of AWS: host/lib/denial.c. */
#include "../../../host/lib/denial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STR(text)                                                              \
	{                                                                      \
		text, sizeof text - 1                                          \
	}
#define UNJUDGED                                                               \
	"This request could not be judged: a value that a policy needs is "    \
	"not known (UNDECIDED)."

static void
compare(const struct portero_request *r, const char *expected)
{
	const struct portero_decision d = { .size = sizeof d,
					    .effect = PORTERO_DENY,
					    .reason =
						    PORTERO_REASON_UNDECIDED };
	struct denial out;

	denial_make(&out, r, &d, false, "01J9");
	assert_string_equal(out.message, expected);
	assert_string_equal(out.type, "InternalFailure");
	assert_int_equal(out.status, 501);
}

/* bug: who left out EnableNetworkIsolation could not guess what was missing */
static void
undecided_says_what_is_open(void **state)
{
	const struct portero_str large = STR("ml.m5.large");
	const struct portero_attr attrs[] = {
		{ STR("sagemaker:NetworkIsolation"), NULL, PORTERO_UNKNOWN },
		{ STR("sagemaker:InstanceTypes"), &large, 1 },
		{ STR("sagemaker:VolumeKmsKey"), NULL, PORTERO_UNKNOWN },
	};
	struct portero_request r = { .size = sizeof r, .attrs = attrs };

	(void)state;
	compare(NULL, UNJUDGED " Decision 01J9.");
	compare(&r, UNJUDGED " Decision 01J9.");
	r.nattrs = 2;
	compare(&r, UNJUDGED " Not known of this call: "
			     "sagemaker:NetworkIsolation. Decision 01J9.");
	r.nattrs = 3;
	compare(&r, UNJUDGED " Not known of this call: "
			     "sagemaker:NetworkIsolation, "
			     "sagemaker:VolumeKmsKey. Decision 01J9.");
}

/* Keys are cut between two of them; the id stays. */
static void
many_keys(void **state)
{
	static char key[1000];
	struct portero_attr attrs[4];
	const struct portero_request r = { .size = sizeof r,
					   .attrs = attrs,
					   .nattrs = 4 };
	const struct portero_decision d = { .size = sizeof d,
					    .effect = PORTERO_DENY,
					    .reason =
						    PORTERO_REASON_UNDECIDED };
	struct denial out;
	size_t keys = 0;

	(void)state;
	memset(key, 'k', sizeof key);
	for (size_t i = 0; i < 4; i++)
		attrs[i] = (struct portero_attr){ { key, sizeof key },
						  NULL,
						  PORTERO_UNKNOWN };
	denial_make(&out, &r, &d, false, "01J9");
	for (const char *p = out.message; (p = strstr(p, ", kkk")); p++)
		keys++;
	assert_int_equal(keys, 1);
	assert_non_null(strstr(out.message, "kkk. Decision 01J9."));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(undecided_says_what_is_open),
		cmocka_unit_test(many_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
