/* SPDX-License-Identifier: MIT */
/* Tests of host/lib/apicall.c: which calls become a request, and why not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../../host/lib/apicall.h"

#define LEN(table) (sizeof(table) / sizeof *(table))
#define CALLER	   "arn:aws:sts::111122223333:assumed-role/R/s"
#define NAMED	   "{\"ImageName\":\"i\"}"
#define ARN	   "arn:aws:sagemaker:eu-west-1:111122223333:image/i"

/* A call; what a row leaves out is this. */
struct row {
	const char *target, *body, *caller, *tags, *account, *region;
	const char *want; /* the resource, or what is wrong */
};

static struct portero_str
or_else(const char *text, const char *usual)
{
	return slice_of(text ? text : usual);
}

/* Without a stack of plugins, nothing is allowed, and no request is lost. */
static bool
judge(const struct row *row, const struct apicall_key *keys, size_t nkeys,
      struct apicall_answer *answer)
{
	const struct apicall call = {
		.target = or_else(row->target, "SageMaker.CreateImageVersion"),
		.body = or_else(row->body, NAMED),
		.principal = or_else(row->caller, CALLER),
		.session_tags = or_else(row->tags, ""),
		.account = or_else(row->account, ""),
		.region = or_else(row->region, "eu-west-1"),
		.keys = keys,
		.nkeys = nkeys,
		.now = 1,
	};

	assert_false(apicall_judge(NULL, &call, answer));
	assert_int_equal(answer->decision.effect, PORTERO_DENY);
	return answer->request != NULL;
}

static void
good_calls(void **state)
{
	static const struct row rows[] = {
		{ .want = ARN },
		{ .region = "us-gov-west-1",
		  .want = "arn:aws:sagemaker:us-gov-west-1:111122223333:"
			  "image/i" },
		{ .account = "444455556666",
		  .want = "arn:aws:sagemaker:eu-west-1:444455556666:image/i" },
		{ .caller = "arn:aws-cn:iam::111122223333:user/u",
		  .want = "arn:aws-cn:sagemaker:eu-west-1:111122223333:"
			  "image/i" },
		{ .tags = "team=fraud&a%20b=", .want = ARN },
		{ .body = " {\"ImageName\":\"\\u0069\"}\n", .want = ARN },
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct apicall_answer a;

		if (!judge(&rows[i], NULL, 0, &a))
			fail_msg("row %zu: %s", i, a.decision.detail);
		assert_string_equal(a.request->resource.ptr, rows[i].want);
		assert_string_equal(a.action, "sagemaker:CreateImageVersion");
		assert_int_equal(a.decision.reason, PORTERO_REASON_NO_PLUGIN);
		apicall_free(&a);
	}
}

static void
bad_calls(void **state)
{
	static const char caller[] = "the caller is not the ARN of a principal",
			  region[] = "the gateway knows no region",
			  account[] = "the gateway knows no account",
			  tags[] = "the session tags are not "
				   "KEY=VALUE&KEY=VALUE";
	static const struct row rows[] = {
		{ .caller = "", .want = caller },
		{ .caller = "Ana", .want = caller },
		{ .caller = "arn::iam::111122223333:user/u", .want = caller },
		{ .caller = "arn:aws:iam::111122223333:user/a b",
		  .want = caller },
		{ .caller = "arn:aws:iam::111122223333:user/\xc3\xa9",
		  .want = caller },
		{ .caller = "arn:aws:iam::1111:user/u", .want = account },
		{ .caller = "arn:aws:iam::11112222333a:user/u",
		  .want = account },
		{ .account = "11112222333", .want = account },
		{ .account = "1111222233334", .want = account },
		{ .region = "", .want = region },
		{ .region = "*", .want = region },
		{ .region = "eu-west-1:444455556666", .want = region },
		{ .region = "EU-WEST-1", .want = region },
		{ .tags = "team", .want = tags },
		{ .tags = "=x", .want = tags },
		{ .tags = "a=1&", .want = tags },
		{ .tags = "a=1&A=2", .want = tags },
		{ .tags = "a=%0", .want = tags },
		{ .tags = "a=%00", .want = tags },
		{ .target = "SageMaker.Create/Image",
		  .want = "not an operation of SageMaker" },
		{ .target = "SageMaker.CreateNothing",
		  .want = "no such operation: CreateNothing" },
		{ .body = "",
		  .want = "the body is not JSON: the text ends where a value "
			  "is due, at byte 0" },
		{ .body = "[]", .want = "an object is due here, not a list" },
		{ .body = "{\"ImageName\":\"i\",\"ImageName\":\"i\"}",
		  .want = "the body is not JSON: an object has this key twice, "
			  "at byte 17" },
		{ .body = "{}",
		  .want = "ImageName: CreateImageVersion needs "
			  "this member and it is not there" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct apicall_answer a;

		if (judge(&rows[i], NULL, 0, &a))
			fail_msg("row %zu became a request", i);
		assert_string_equal(a.decision.detail, rows[i].want);
		assert_int_equal(a.decision.reason, PORTERO_REASON_BAD_REQUEST);
		apicall_free(&a);
	}
}

/* What the gateway vouches for may not stand beside what a call says. */
static void
keys_of_the_gateway(void **state)
{
	static const struct apicall_key good[] = { { "aws:SourceIp",
						     { "192.0.2.1", 9 } } },
					twice[] = { { "aws:PrincipalTag/A",
						      { "2", 1 } } },
					nul[] = { { "aws:SourceIp",
						    { "a\0b", 3 } } };
	const struct row row = { .tags = "a=1" };
	struct apicall_answer a;

	(void)state;
	assert_true(judge(&row, good, 1, &a));
	assert_int_equal(a.request->nattrs, 2);
	apicall_free(&a);
	assert_false(judge(&row, twice, 1, &a));
	assert_string_equal(a.decision.detail,
			    "a condition key of the gateway is given twice");
	apicall_free(&a);
	assert_false(judge(&row, nul, 1, &a));
	apicall_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_calls),
		cmocka_unit_test(bad_calls),
		cmocka_unit_test(keys_of_the_gateway),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
