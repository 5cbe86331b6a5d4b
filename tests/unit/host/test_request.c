/* SPDX-License-Identifier: MIT */
/* Tests of host/lib/request*.c: the request, and its JSON form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../../host/lib/request.h"
#include "render.h"

#define LEN(table) (sizeof(table) / sizeof *(table))
#define ROLE	   "arn:aws:iam::111122223333:role/ml/Train"
#define JOB	   "arn:aws:sagemaker:eu-west-1:111122223333:training-job/fraud-1"
#define NEEDED                                                                 \
	"\"action\":{\"name\":\"sagemaker:CreateTrainingJob\"},"               \
	"\"subject\":{\"id\":\"" ROLE "\"},"                                   \
	"\"resource\":{\"id\":\"" JOB "\"}"

static void
attributes_gather_values(void **state)
{
	struct request *r = request_new();
	struct rendering rendering;

	(void)state;
	request_set_resource(r, slice_of(JOB));
	request_add_attr(r, "aws:TagKeys", slice_of("a"));
	request_add_attr(r, "AWS:tagkeys", slice_of("b")); /* the same key */
	request_add_empty(r, "aws:Empty");
	request_add_attr(r, "aws:SourceIp", slice_of("203.0.113.7"));
	request_add_unknown(r, "aws:sourceip"); /* wins, before and after */
	request_add_attr(r, "aws:SourceIp", slice_of("203.0.113.8"));
	request_add_role(r, slice_of(ROLE), "sagemaker.amazonaws.com");
	request_add_role(r, slice_of(ROLE), "sagemaker.amazonaws.com");
	request_add_role(r, slice_of(ROLE), "glue.amazonaws.com");
	assert_true(request_has_attr(r, "aws:tagKEYS"));
	assert_false(request_has_attr(r, "aws:TagKey"));
	assert_string_equal(render_request(&rendering, r),
			    "aws:Empty = \n"
			    "aws:SourceIp ?\n"
			    "aws:TagKeys = a | b\n"
			    "on " JOB "\n"
			    "role " ROLE " for glue.amazonaws.com\n"
			    "role " ROLE " for sagemaker.amazonaws.com\n");
	request_free(r);
}

/* One more than a plugin takes, so that it refuses; no more than that. */
static void
lists_stop_growing(void **state)
{
	struct request *r = request_new();
	const struct portero_request *p;
	char text[32];

	(void)state;
	for (unsigned i = 0; i < 2 * PORTERO_MAX_VALUES; i++) {
		snprintf(text, sizeof text, "k:%u", i);
		request_add_attr(r, text, slice_of("v"));
		request_add_attr(r, "k:0", slice_of("v"));
		request_add_also(r, slice_of(text));
		request_add_role(r, slice_of(text), "s");
	}
	p = request_get(r);
	assert_int_equal(p->nattrs, PORTERO_MAX_ATTRS + 1);
	assert_int_equal(p->attrs[0].nvalues, PORTERO_MAX_VALUES + 1);
	assert_int_equal(p->nalso, PORTERO_MAX_ALSO + 1);
	assert_int_equal(p->nroles, PORTERO_MAX_ROLES + 1);
	request_free(r);
}

static void
reads_json(void **state)
{
	static const char text[] =
		"{\"schema\":\"portero.request/1\","
		"\"action\":{\"name\":\"sagemaker:CreateTrainingJob\"},"
		"\"subject\":{\"type\":\"role\",\"id\":\"" ROLE "\","
		"  \"tags\":{\"runner\":\"true\"}},"
		"\"resource\":{\"type\":\"training-job\",\"id\":\"" JOB "\","
		"  \"account\":\"444455556666\",\"tags\":{\"team\":\"\"}},"
		"\"job\":{\"step\":\"Training\",\"name\":\"fraud-1\","
		"  \"prefix\":\"fraud\",\"roles\":[\"" ROLE "\","
		"    {\"arn\":\"" ROLE "\",\"service\":\"glue.amazonaws.com\"}"
		"  ]},"
		"\"also\":[\"arn:aws:s3:::b\"],"
		"\"context\":{\"aws:SourceVpc\":\"vpc-1\",\"k:n\":7,"
		"  \"k:b\":true,\"k:l\":[\"a\",\"b\"],\"k:e\":[]},"
		"\"unknown\":[\"aws:SourceIp\"],"
		"\"from_pipeline\":true,\"now\":\"2026-10-01T00:00:00Z\"}";
	struct portero_error err = { .size = sizeof err };
	struct request *r = request_new(), *again = request_new();
	struct rendering first, second;
	const struct portero_request *p;
	json_t *json;
	char *dump;

	(void)state;
	if (!request_parse(r, "f", text, strlen(text), &err))
		fail_msg("%s", err.text);
	assert_string_equal(render_request(&first, r),
			    "also arn:aws:s3:::b\n"
			    "aws:PrincipalTag/runner = true\n"
			    "aws:ResourceTag/team = \n"
			    "aws:SourceIp ?\n"
			    "aws:SourceVpc = vpc-1\n"
			    "k:b = true\n"
			    "k:e = \n"
			    "k:l = a | b\n"
			    "k:n = 7\n"
			    "on " JOB "\n"
			    "role " ROLE " for glue.amazonaws.com\n"
			    "role " ROLE " for sagemaker.amazonaws.com\n");
	p = request_get(r);
	assert_int_equal(p->now, 1790812800);
	assert_int_equal(p->flags, PORTERO_FROM_PIPELINE);
	assert_string_equal(p->principal.ptr, ROLE);
	assert_string_equal(p->resource_account.ptr, "444455556666");

	/* what is written for a log is read as the same request */
	json = request_to_json(p);
	dump = json_dumps(json, JSON_COMPACT);
	if (!request_parse(again, "f", dump, strlen(dump), &err))
		fail_msg("%s: %s", dump, err.text);
	assert_string_equal(render_request(&second, again), first.text);
	p = request_get(again);
	assert_int_equal(p->now, 1790812800);
	assert_int_equal(p->flags, PORTERO_FROM_PIPELINE);
	assert_string_equal(p->resource_account.ptr, "444455556666");
	free(dump);
	json_decref(json);
	request_free(r);
	request_free(again);
}

static void
refuses_json(void **state)
{
	static const struct {
		const char *text;
		const char *id;
		unsigned column; /* 0: not looked at */
	} cases[] = {
		{ "5", "wrong-type", 1 },
		{ "[]", "wrong-type", 1 },
		{ "{}", "missing", 1 },
		{ "{" NEEDED, "json", 0 },
		{ "{" NEEDED "} x", "json", 0 },
		{ "{\"action\":{},\"action\":{}}", "json", 14 },
		{ "{\"subject\":{\"id\":\"a\\u0000\"}}", "json", 18 },
		{ "{\"subject\":5}", "wrong-type", 12 },
		{ "{\"subject\":{\"id\":5}}", "wrong-type", 18 },
		{ "{\"subject\":{\"id\":\"\"}}", "empty", 18 },
		{ "{\"subject\":{\"ID\":\"x\"}}", "unknown-member", 13 },
		{ "{\"subjects\":{}}", "unknown-member", 2 },
		{ "{\"schema\":\"portero.request/2\"}", "schema", 11 },
		{ "{\"now\":\"2026-02-30T00:00:00Z\"}", "now", 8 },
		{ "{\"now\":0}", "now", 8 },
		{ "{\"now\":1.5}", "now", 8 },
		{ "{\"from_pipeline\":1}", "wrong-type", 18 },
		{ "{\"resource\":{\"account\":\"1\"}}", "account", 24 },
		{ "{\"job\":{\"roles\":[\"Train\"]}}", "role", 18 },
		{ "{\"job\":{\"roles\":[{\"arn\":\"" ROLE "\"}]}}", "role",
		  18 },
		{ "{\"context\":{\"aws:PrincipalTag/x\":\"1\"}}",
		  "principal-tag", 13 },
		{ "{\"context\":{\"AWS:principaltag/x\":\"1\"}}",
		  "principal-tag", 13 },
		{ "{\"context\":{\"nocolon\":\"1\"}}", "context-key", 13 },
		{ "{\"context\":{\"k:x\":null}}", "wrong-type", 19 },
		{ "{\"context\":{\"k:x\":1.5}}", "wrong-type", 19 },
		{ "{\"context\":{\"k:x\":[\"a\",[]]}}", "wrong-type", 24 },
		{ "{\"context\":{\"k:x\":\"1\",\"K:X\":\"2\"}}", "given-twice",
		  23 },
		{ "{\"context\":{\"k:x\":\"1\"},\"unknown\":[\"k:X\"]}",
		  "given-twice", 0 },
		{ "{\"subject\":{\"tags\":{\"a\":\"1\",\"A\":\"2\"}}}",
		  "given-twice", 29 },
		{ "{" NEEDED ",\"job\":{\"name\":\"fraud-2\"}}",
		  "contradiction", 0 },
		{ "{\"action\":{\"name\":\"a:b\"},\"resource\":{\"id\":\"" JOB
		  "\"},\"subject\":{\"type\":\"user\",\"id\":\"" ROLE "\"}}",
		  "contradiction", 0 },
		{ "{\"action\":{\"name\":\"a:b\"},\"subject\":{\"id\":\"" ROLE
		  "\"},\"resource\":{\"type\":\"training\",\"id\":\"" JOB
		  "\"}}",
		  "contradiction", 0 },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct portero_error err = { .size = sizeof err };
		struct request *r = request_new();

		if (request_parse(r, "f", cases[i].text, strlen(cases[i].text),
				  &err))
			fail_msg("accepted %s", cases[i].text);
		if (strcmp(err.id, cases[i].id) != 0 ||
		    (cases[i].column && err.column != cases[i].column))
			fail_msg("%s: %s at %u: %s", cases[i].text, err.id,
				 err.column, err.text);
		assert_string_equal(err.file, "f");
		request_free(r);
	}
}

/* threats: what is a list for one reader may be cut for another */
static void
refuses_too_many(void **state)
{
	char *text = malloc(100000);

	(void)state;
	for (int what = 0; what < 2; what++) {
		struct portero_error err = { .size = sizeof err };
		struct request *r = request_new();
		size_t n =
			(size_t)sprintf(text, what ? "{\"also\":[\"a\""
						   : "{\"unknown\":[\"a:b\"");

		for (unsigned i = 0; i < PORTERO_MAX_ATTRS; i++)
			n += (size_t)sprintf(text + n, ",\"k:%u\"", i);
		n += (size_t)sprintf(text + n, "]}");
		assert_false(request_parse(r, "f", text, n, &err));
		assert_string_equal(err.id, "too-many");
		request_free(r);
	}
	free(text);
}

/* CVE-2023-28486: what cannot be JSON must not end the log line, or hide */
static void
writes_any_bytes(void **state)
{
	struct request *r = request_new();
	json_t *json;

	(void)state;
	request_set_principal(r, slice_of("p\xff\n"));
	request_add_attr(r, "k:x", (struct portero_str){ "a\0b", 3 });
	json = request_to_json(request_get(r));
	assert_string_equal(json_string_value(json_object_get(
				    json_object_get(json, "subject"), "id")),
			    "p\\xff\n");
	assert_string_equal(json_string_value(json_object_get(
				    json_object_get(json, "context"), "k:x")),
			    "a\\x00b");
	json_decref(json);
	request_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attributes_gather_values),
		cmocka_unit_test(lists_stop_growing),
		cmocka_unit_test(reads_json),
		cmocka_unit_test(refuses_json),
		cmocka_unit_test(refuses_too_many),
		cmocka_unit_test(writes_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
