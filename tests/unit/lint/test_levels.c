/* SPDX-License-Identifier: MIT */
/* Levels of the organization whose SCPs allow nothing. */
#include "findings.h"

#define FULL                                                                   \
	"{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'*','" \
	"Resource':'*'}}"
#define GUARD                                                                  \
	"{'Version':'2012-10-17','Statement':{'Effect':'Deny','Action':'s3:*'" \
	",'Resource':'*'}}"
/* SCPs of the root and of the account below it. */
#define ORG(root, account)                                                     \
	"{'schema':'portero.set/"                                              \
	"1','organization':{'id':'o-a1b2c3d4e5','management_account':'" OTHER  \
	"','root':{'id':'r-ab12'" root ",\n'accounts':[{'id':'" ACCOUNT        \
	"'" account "},'" OTHER "']}},'accounts':[{'id':'" ACCOUNT             \
	"'},{'id':'" OTHER "'}]}"

/* clang-format off */
static const struct finding_row rows[] = {
	{ SET, WARNING, "scp-level-allows-nothing", ORG(",'scps':[" FULL "]", ",'scps':[^" GUARD "]"), "no SCP of this level allows anything" },
	{ SET, WARNING, "scp-level-allows-nothing", ORG(",'scps':[^" GUARD "]", ",'scps':[" FULL "]"), NULL },
	{ SET, WARNING, "scp-level-allows-nothing", ORG(",'scps':[^" FULL "]", ""), "no SCP at all" },
	{ SET, WARNING, "scp-level-allows-nothing", ORG(",'scps':[" FULL "," GUARD "]", ",'scps':[" GUARD "," FULL "]"), NULL },
	/* SCPs are not enabled */
	{ SET, WARNING, "scp-level-allows-nothing", ORG("", ""), NULL },
};
/* clang-format on */

static void
findings(void **state)
{
	(void)state;
	check_rows(rows, COUNT(rows));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(findings) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
