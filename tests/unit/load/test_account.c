/* SPDX-License-Identifier: MIT */
/*
 * test_account.c - what AWS prints of an account (IAM API reference:
 * GetAccountAuthorizationDetails), and what must not be overlooked in it.
 */
#include "describe.h"
#include "tree.h"

#define SET(details)                                                           \
	"{'schema': 'portero.set/1', 'accounts': [{'id': "                     \
	"'111122223333', 'details': {\n" details "}}]}"
#define ARN "arn:aws:iam::111122223333:"

#define ROLE(name, rest)                                                       \
	"{'Path': '/', 'RoleName': '" name "', 'RoleId': 'AROA" name "',"      \
	" 'Arn': '" ARN "role/" name                                           \
	"', 'AssumeRolePolicyDocument': TRUST" rest "}"
#define USER(name, rest)                                                       \
	"{'Path': '/', 'UserName': '" name "', 'UserId': 'AIDA" name "',"      \
	" 'Arn': '" ARN "user/" name "'" rest "}"
#define GROUP(name, rest)                                                      \
	"{'Path': '/', 'GroupName': '" name "', 'GroupId': 'AGPA" name "',"    \
	" 'Arn': '" ARN "group/" name "'" rest "}"
#define VERSION(id, flag, document)                                            \
	"{'Document': " document ", 'VersionId': '" id "',"                    \
	" 'IsDefaultVersion': " flag ", 'CreateDate': '2024-01-01'}"
#define POLICY(arn, name, version, versions)                                   \
	"{'PolicyName': '" name "', 'PolicyId': 'ANPA', 'Arn': '" arn          \
	"', 'Path': '/', 'DefaultVersionId': '" version "',"                   \
	" 'AttachmentCount': 1, 'IsAttachable': true,"                         \
	" 'PolicyVersionList': [" versions "]}"
#define TRAIN                                                                  \
	POLICY(ARN "policy/Train", "Train", "v1",                              \
	       VERSION("v1", "true", "ALLOW"))
#define ATTACHED(arn)                                                          \
	", 'AttachedManagedPolicies': [{'PolicyName': 'x', 'PolicyArn': '" arn \
	"'}]"
#define P "accounts[0].details#"

static const struct {
	const char *text, *described;
} sets[] = {
	{ SET("'RoleDetailList': []"), "account 111122223333\n" },
	/* members of later days are ignored */
	{ SET("'RoleDetailList': [" ROLE(
		  "R", ", 'CreateDate': 'x',"
		       " 'RoleLastUsed': {},"
		       " 'SomethingNew': [1]") "],"
					       " 'NewList': []"),
	  "account 111122223333\n" ARN "role/R AROAR trust=" P
	  "role/R/trust\n" },
	{ SET("'RoleDetailList': [" ROLE(
		  "R", ", 'RolePolicyList': [{'PolicyName': 'A',"
		       " 'PolicyDocument': ALLOW}, {'PolicyName': 'B',"
		       " 'PolicyDocument': ALLOW}], 'Tags': [{'Key': 'team',"
		       " 'Value': 'fraud'}]") "]"),
	  "account 111122223333\n" ARN "role/R AROAR team:fraud identity=" P
	  "role/R/A," P "role/R/B trust=" P "role/R/trust\n" },
	/* a path, and documents as the API itself prints them */
	{ SET("'RoleDetailList': [{'Path': '/ml/x/', 'RoleName': 'R',"
	      " 'RoleId': 'AROA1', 'Arn': '" ARN "role/ml/x/R',"
	      " 'AssumeRolePolicyDocument': '%7B%22Version%22%3A%222012-10-17"
	      "%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C"
	      "%22Principal%22%3A%7B%22Service%22%3A%22sagemaker.amazonaws.com"
	      "%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D'}]"),
	  "account 111122223333\n" ARN "role/ml/x/R AROA1 trust=" P
	  "role/R/trust\n" },
	/* managed policies: the account's by name, those of AWS by ARN */
	{ SET("'Policies': [" TRAIN ", " POLICY(
		  "arn:aws:iam::aws:policy/X", "X", "v2",
		  VERSION("v1", "false", "'not a document'") ", " VERSION(
			  "v2", "true",
			  "ALLOW")) "], 'RoleDetailList': "
				    "[" ROLE("R", ATTACHED("arn:"
							   "aws:"
							   "iam::"
							   "aws:"
							   "policy/"
							   "X") ","
								" '"
								"Pe"
								"rm"
								"is"
								"si"
								"on"
								"sB"
								"ou"
								"nd"
								"ar"
								"y'"
								": "
								"{'"
								"Pe"
								"rm"
								"is"
								"si"
								"on"
								"sB"
								"ou"
								"nd"
								"ar"
								"yT"
								"yp"
								"e'"
								":"
								" '"
								"Pe"
								"rm"
								"is"
								"si"
								"on"
								"sB"
								"ou"
								"nd"
								"ar"
								"yP"
								"ol"
								"ic"
								"y'"
								", "
								"'P"
								"er"
								"mi"
								"ss"
								"io"
								"ns"
								"Bo"
								"un"
								"da"
								"ry"
								"Ar"
								"n'"
								":"
								" "
								"'" ARN "po"
								"li"
								"cy"
								"/T"
								"ra"
								"in"
								"'"
								"}") "]"),
	  "account 111122223333\n" ARN
	  "role/R AROAR identity=arn:aws:iam::aws:policy/X boundary=" P
	  "Train trust=" P "role/R/trust\n" },
	/* users have the policies of their groups, in the order of the list */
	{ SET("'Policies': [" TRAIN "], 'UserDetailList': [" USER(
		  "U",
		  ", 'GroupList': ['G'], 'UserPolicyList': ["
		  "{'PolicyName': 'I', 'PolicyDocument': "
		  "ALLOW}]") "],"
			     " 'GroupDetailList': [" GROUP(
				     "G", ", 'GroupPolicyList': "
					  "[{'PolicyName': 'J',"
					  " 'PolicyDocument': "
					  "ALLOW}]" ATTACHED(ARN "policy/"
								 "Train")) "]"),
	  "account 111122223333\n" ARN "user/U AIDAU identity=" P "user/U/I," P
	  "group/G/J," P "Train\n" },
	/* a version without a flag, a policy without DefaultVersionId */
	{ SET("'Policies': [{'PolicyName': 'N', 'Arn': '" ARN "policy/p/N',"
	      " 'PolicyVersionList': [" VERSION(
		      "v3", "false",
		      "BUCKET") ", " VERSION("v4", "true",
					     "ALLOW") "]},"
						      " {'PolicyName': 'M', "
						      "'Arn': '" ARN
						      "policy/M',"
						      " 'DefaultVersionId': "
						      "'v1', "
						      "'PolicyVersionList':"
						      " [{'VersionId': 'v1', "
						      "'Document': ALLOW}]}],"
						      " 'RoleDetailList': "
						      "[" ROLE("R",
							       ", "
							       "'AttachedMa"
							       "nagedPolici"
							       "es': ["
							       "{'"
							       "PolicyArn':"
							       " '" ARN
							       "policy/p/"
							       "N'}, "
							       "{'"
							       "PolicyArn':"
							       " '" ARN
							       "policy/"
							       "M'}]") "]"),
	  "account 111122223333\n" ARN "role/R AROAR identity=" P "N," P
	  "M trust=" P "role/R/trust\n" },
	/* what is written by hand stands beside it and may use its groups */
	{ "{'schema': 'portero.set/1', 'accounts': [{'id': '111122223333',"
	  " 'users': [{'name': 'V', 'groups': ['G']}], 'details': {"
	  "'GroupDetailList': [" GROUP("G", ", 'GroupPolicyList': ["
					    "{'PolicyName': 'J',"
					    " 'PolicyDocument': ALLOW}]") "]}"
									  "}]}",
	  "account 111122223333\n" ARN "user/V identity=" P "group/G/J\n" },
	/* a policy of AWS that the details only name */
	{ "{'schema': 'portero.set/1', 'managed_policies': [{'arn':"
	  " 'arn:aws:iam::aws:policy/X', 'document': ALLOW}], 'accounts':"
	  " [{'id': '111122223333', 'details': {'UserDetailList': [" USER(
		  "U", ATTACHED("arn:aws:iam::aws:policy/X")) "]}}]}",
	  "account 111122223333\n" ARN
	  "user/U AIDAU identity=arn:aws:iam::aws:policy/X\n" },
};

static void
details_are_taken_as_they_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(sets); i++)
		check_set(sets[i].text, sets[i].described);
}

#define ONE_ROLE(rest) SET("'RoleDetailList': [\n" ROLE("R", rest) "]")

static const struct refused_set refused[] = {
	{ SET(""), "missing-member", 1, 76, "no account details" },
	{ SET("'IsTruncated': true, 'RoleDetailList': []"), "truncated", 2, 16,
	  "not complete" },
	{ SET("'RoleDetailList': {}"), "wrong-type", 2, 19, "a list" },
	{ SET("'RoleDetailList': [1]"), "wrong-type", 2, 20, "an object" },
	/* misprints of what limits or grants must not be ignored */
	{ SET("'RoleDetailsList': []"), "unknown-member", 2, 1,
	  "\"RoleDetailList\"" },
	{ ONE_ROLE(",\n'PermissionBoundary': {}"), "unknown-member", 4, 1,
	  "\"PermissionsBoundary\"" },
	{ ONE_ROLE(",\n'permissionsboundary': {}"), "unknown-member", 4, 1,
	  "\"PermissionsBoundary\"" },
	{ ONE_ROLE(",\n'AttachedManagedPolicy': []"), "unknown-member", 4, 1,
	  "\"AttachedManagedPolicies\"" },
	{ SET("'RoleDetailList': [\n{'Path': '/', 'RoleName': 'R',"
	      " 'RoleId': 'A', 'Arn': '" ARN "role/R'}]"),
	  "missing-member", 3, 1, "AssumeRolePolicyDocument" },
	{ SET("'RoleDetailList': [" ROLE("R", "") ",\n" ROLE("R", "") "]"),
	  "repeated", 3, 27, "twice" },
	/* CVE-2025-32462 (sudo): what is meant for another place */
	{ SET("'RoleDetailList': [{'Path': '/', 'RoleName': 'R', 'RoleId': 'A',"
	      "\n'Arn': 'arn:aws:iam::444455556666:role/R',"
	      " 'AssumeRolePolicyDocument': TRUST}]"),
	  "other-account", 3, 8, "444455556666" },
	{ SET("'RoleDetailList': [{'Path': '/', 'RoleName': 'R', 'RoleId': 'A',"
	      "\n'Arn': '" ARN "role/S', 'AssumeRolePolicyDocument': TRUST}]"),
	  "bad-arn", 3, 8, "does not fit" },
	{ SET("'RoleDetailList': [{'Path': '/x/', 'RoleName': 'R',"
	      " 'RoleId': 'A',\n'Arn': '" ARN "role/R',"
	      " 'AssumeRolePolicyDocument': TRUST}]"),
	  "bad-arn", 3, 8, "does not fit" },
	/* CVE-2024-10963 (PAM): a user for a role */
	{ SET("'RoleDetailList': [{'Path': '/', 'RoleName': 'R', 'RoleId': 'A',"
	      "\n'Arn': '" ARN "user/R', 'AssumeRolePolicyDocument': TRUST}]"),
	  "bad-arn", 3, 8, "does not fit" },
	{ SET("'RoleDetailList': [{'Path': '/', 'RoleName': 'R', 'RoleId': 'A',"
	      "\n'Arn': 'arn:aws:sts::111122223333:role/R',"
	      " 'AssumeRolePolicyDocument': TRUST}]"),
	  "bad-arn", 3, 8, "not an ARN of IAM" },
	{ SET("'RoleDetailList': [{'Path': '/',\n'RoleName': 'x/R',"
	      " 'RoleId': 'A', 'Arn': '" ARN "role/x/R',"
	      " 'AssumeRolePolicyDocument': TRUST}]"),
	  "bad-name", 3, 13, "IAM" },
	/* what is attached must be there */
	{ ONE_ROLE(",\n'AttachedManagedPolicies': [{'PolicyArn':"
		   " 'arn:aws:iam::aws:policy/X'}]"),
	  "unknown-policy", 4, 43,
	  "role R has the policy arn:aws:iam::aws:policy/X" },
	{ ONE_ROLE(",\n'PermissionsBoundary': {'PermissionsBoundaryArn':"
		   " '" ARN "policy/B'}"),
	  "unknown-policy", 4, 51, "managed_policies" },
	{ ONE_ROLE(",\n'PermissionsBoundary': {}"), "missing-member", 4, 24,
	  "PermissionsBoundaryArn" },
	{ SET("'UserDetailList': [" USER("U", ",\n'GroupList': ['G']") "]"),
	  "unknown-group", 3, 15, "no group G" },
	{ SET("'GroupDetailList': [" GROUP("G", "") ",\n" GROUP("G", "") "]"),
	  "repeated", 3, 28, "twice" },
	/* versions */
	{ SET("'Policies': [" POLICY(ARN "policy/N", "N", "v2",
				     "\n" VERSION("v1", "true", "ALLOW")) "]"),
	  "default-version", 3, 141, "DefaultVersionId" },
	{ SET("'Policies': [{'PolicyName': 'N', 'Arn': '" ARN "policy/N',"
	      " 'DefaultVersionId': 'v2',\n'PolicyVersionList': [{'VersionId':"
	      " 'v1', 'Document': ALLOW}]}]"),
	  "default-version", 3, 22, "not in this list" },
	{ SET("'Policies': [{'PolicyName': 'N', 'Arn': '" ARN "policy/N',"
	      "\n'PolicyVersionList': []}]"),
	  "default-version", 3, 22, "not in this list" },
	{ SET("'Policies': [{'PolicyName': 'N', 'Arn': '" ARN "policy/N',"
	      " 'PolicyVersionList': [" VERSION(
		      "v1", "true",
		      "ALLOW") ",\n"
			       "{'VersionId': 'v2', 'IsDefaultVersion': true,"
			       " 'Document': ALLOW}]}]"),
	  "default-version", 3, 15, "two default" },
	{ SET("'Policies': [" TRAIN ",\n" TRAIN "]"), "repeated", 3, 52,
	  "twice" },
	{ SET("'Policies': [" POLICY("arn:aws:iam::444455556666:policy/N", "N",
				     "v1", VERSION("v1", "true", "ALLOW")) "]"),
	  "other-account", 2, 61, "another account" },
	{ SET("'Policies': [" POLICY(ARN "role/N", "N", "v1",
				     VERSION("v1", "true", "ALLOW")) "]"),
	  "bad-arn", 2, 61, "ARN of a policy" },
	/* documents */
	{ ONE_ROLE(", 'RolePolicyList': [{'PolicyName': 'A',\n"
		   "'PolicyDocument': 'policy.json'}]"),
	  "not-a-document", 4, 19, "document" },
	{ ONE_ROLE(", 'RolePolicyList': [{'PolicyName': 'A',\n"
		   "'PolicyDocument': '%7B%22a%22'}]"),
	  "json-syntax", 4, 19, "':'" },
	{ ONE_ROLE(", 'Tags': [{'Key': 'a', 'Value': 'b'},\n"
		   "{'Key': 'A', 'Value': 'b'}]"),
	  "repeated", 4, 9, "twice" },
};

static void
what_grants_or_limits_is_read_or_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++)
		check_refused(&refused[i]);
}

/* IAM: "IAM and AWS STS quotas": fifty tags */
static void
tags_are_bounded(void **state)
{
	char text[4096];
	struct loaded l;

	(void)state;
	for (int n = 50; n <= 51; n++) {
		int at = snprintf(text, sizeof text, "%s",
				  "{'schema': 'portero.set/1', 'accounts': ["
				  "{'id': '111122223333', 'roles': ["
				  "{'name': 'R', 'tags': {");

		for (int i = 0; i < n; i++)
			at += snprintf(text + at, sizeof text - (size_t)at,
				       "%s'k%d': ''", i ? ", " : "", i);
		snprintf(text + at, sizeof text - (size_t)at, "}}]}]}");
		assert_int_equal(describe_set(&l, text), n == 50);
		arena_free(l.arena);
	}
	assert_string_equal(err.id, "too-many-tags");
	assert_int_equal(err.code, PORTERO_ERROR_LIMIT);
}

/* In portero.conf the details are a file, and policies are named after it. */
static void
details_may_be_a_file(void **state)
{
	static const char details[] =
		"{\n\"RoleDetailList\": [{\"Path\": \"/\", \"RoleName\": \"R\","
		"\"RoleId\": \"AROA1\", \"Arn\":"
		" \"arn:aws:iam::111122223333:role/R\",\n"
		"\"AssumeRolePolicyDocument\": {\"Statement\": [\n"
		"  {\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\","
		" \"Principal\": {\"AWS\": \"*\"}}]}}]}";
	struct loaded l;
	const struct statement *st;

	(void)state;
	tree_mkdir("accounts");
	tree_write("accounts/ml.json", details);
	tree_write("portero.conf",
		   "version = 1; accounts = ( { id = \"111122223333\";"
		   " details = \"accounts/ml.json\"; } );");
	err = (struct portero_error){ .size = sizeof err };
	if (load_config(&l, NULL, tree_path("portero.conf"), &err))
		fail_msg("%s:%u:%u %s", err.file, err.line, err.column,
			 err.text);
	describe(l.set);
	assert_string_equal(described,
			    "account 111122223333\n"
			    "arn:aws:iam::111122223333:role/R AROA1"
			    " trust=accounts/ml.json#role/R/trust\n");
	st = l.set->principals[0].trust->policies[0]->statements;
	assert_int_equal(st->line, 4);
	assert_int_equal(st->column, 3);
	arena_free(l.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(details_are_taken_as_they_are),
		cmocka_unit_test(what_grants_or_limits_is_read_or_refused),
		cmocka_unit_test(tags_are_bounded),
		cmocka_unit_test(details_may_be_a_file),
	};

	return cmocka_run_group_tests(tests, tree_open, tree_close);
}
