/* SPDX-License-Identifier: MIT */
/* Documents that AWS has no room for: white space does not count. */
#include "findings.h"

/*
 * A document of N characters that are not white space: BEGIN, as many x as it
 * takes, END.
 */
static void
check_size(uint32_t document, size_t n, uint32_t severity, const char *words)
{
	const bool resource = document != TRUST;
	const bool principal =
		document == TRUST || document == RESOURCE || document == RCP;
	char text[16384], filler[12288];
	struct finding_row row = { document, severity, "policy-too-large", text,
				   words };
	int len = snprintf(text, sizeof text,
			   "{'Version':'2012-10-17','Statement':{'Effect':"
			   "'Deny','Action':'s3:*'%s%s,'Sid':''}}",
			   principal ? ",'Principal':'*'" : "",
			   resource ? ",'Resource':'*'" : "");

	assert_true((size_t)len < n && n < sizeof filler);
	memset(filler, 'x', n - (size_t)len);
	filler[n - (size_t)len] = '\0';
	snprintf(text, sizeof text,
		 "%s{'Version' :\t'2012-10-17',\r\n 'Statement':{'Effect':"
		 "'Deny','Action':'s3:*'%s%s,'Sid':'%s'}}",
		 severity ? "^" : "", principal ? ",'Principal':'*'" : "",
		 resource ? ",'Resource':'*'" : "", filler);
	check_row(&row);
}

static void
quotas(void **state)
{
	(void)state;
	check_size(IDENTITY, 6144, 0, NULL);
	check_size(IDENTITY, 6145, NOTE, "6145 characters");
	check_size(BOUNDARY, 6145, NOTE, "6144");
	check_size(SESSION, 2048, 0, NULL);
	check_size(SESSION, 2049, WARNING, "2048 of a session policy");
	check_size(SCP, 10240, 0, NULL);
	check_size(SCP, 10241, WARNING, "a service control policy");
	check_size(RCP, 5120, 0, NULL);
	check_size(RCP, 5121, WARNING, "a resource control policy");
	/* 2048, and 8192 when the quota was raised */
	check_size(TRUST, 2048, 0, NULL);
	check_size(TRUST, 2049, NOTE, "a trust policy");
	check_size(TRUST, 8193, WARNING, "a trust policy");
	check_size(RESOURCE, 11000, 0, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(quotas) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
