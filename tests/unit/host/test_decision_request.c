/* SPDX-License-Identifier: MIT */
/*
 * The log writes requests by itself, for speed; what it writes is what
 * request_to_json makes, and what request_parse reads.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../../host/lib/decision_request.h"
#include "../../../host/lib/request.h"

static json_t *
written(struct request *r)
{
	struct jsonline l = { .text = NULL };
	json_t *json;

	decision_request_put(&l, request_get(r));
	assert_false(l.failed);
	json = json_loadb(l.text, l.len, JSON_REJECT_DUPLICATES, NULL);
	if (!json)
		print_error("%.*s\n", (int)l.len, l.text);
	free(l.text);
	return json;
}

static void
same(struct request *r)
{
	json_t *ours = written(r);
	json_t *theirs = request_to_json(request_get(r));

	assert_non_null(ours);
	assert_non_null(theirs);
	if (!json_equal(ours, theirs))
		print_error("%s\n%s\n", json_dumps(ours, JSON_SORT_KEYS),
			    json_dumps(theirs, JSON_SORT_KEYS));
	assert_true(json_equal(ours, theirs));
	json_decref(ours);
	json_decref(theirs);
	request_free(r);
}

static struct request *
begin(void)
{
	struct request *r = request_new();

	request_set_principal(r, slice_of("arn:aws:iam::111122223333:user/u"));
	request_set_action(r, slice_of("sagemaker:CreateTrainingJob"));
	request_set_resource(
		r, slice_of("arn:aws:sagemaker:eu-west-1:111122223333:"
			    "training-job/t"));
	return r;
}

static void
test_least(void **state)
{
	(void)state;
	same(begin());
}

static void
test_everything(void **state)
{
	struct request *r = begin();

	(void)state;
	request_set_resource_account(r, slice_of("444455556666"));
	request_set_now(r, 1790000000);
	request_set_flags(r, PORTERO_FROM_PIPELINE);
	request_add_also(
		r,
		slice_of("arn:aws:sagemaker:eu-west-1:111122223333:model/m"));
	request_add_also(
		r,
		slice_of("arn:aws:sagemaker:eu-west-1:111122223333:model/n"));
	request_add_role(r, slice_of("arn:aws:iam::111122223333:role/R"),
			 "sagemaker.amazonaws.com");
	request_add_role(r, slice_of("arn:aws:iam::111122223333:role/S"),
			 "redshift.amazonaws.com");
	request_add_attr(r, "aws:PrincipalTag/team", slice_of("fraud"));
	request_add_attr(r, "AWS:principaltag/Other", slice_of("x"));
	request_add_attr(r, "aws:ResourceTag/team", slice_of("fraud"));
	request_add_attr(r, "aws:PrincipalTag/", slice_of("no name"));
	request_add_attr(r, "aws:TagKeys", slice_of("a"));
	request_add_attr(r, "aws:TagKeys", slice_of("b"));
	request_add_empty(r, "sagemaker:VpcSubnets");
	request_add_unknown(r, "aws:SourceIp");
	request_add_unknown(r, "aws:PrincipalTag/unknown");
	same(r);
}

static void
test_text_that_has_to_be_escaped(void **state)
{
	static const char *const texts[] = { "\"\\/",
					     "a\nb\tc\x01\x7f",
					     "\xe2\x80\xa8\xe2\x80\xae",
					     "\xf0\x9f\x98\x80\xc3\xa9",
					     "{\"verdict\":\"ALLOW\"}",
					     "" };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct request *r = begin();

		request_add_attr(r, "aws:RequestTag/k", slice_of(texts[i]));
		request_set_principal(r, slice_of(texts[i]));
		same(r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_least),
		cmocka_unit_test(test_everything),
		cmocka_unit_test(test_text_that_has_to_be_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
