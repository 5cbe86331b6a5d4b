/* SPDX-License-Identifier: MIT */
/* test_set.c - portero-set(5) and portero.conf(5), member by member. */
#include "describe.h"
#include "tree.h"

#define HEAD "{'schema': 'portero.set/1', "
#define ROLE(members)                                                          \
	HEAD "'accounts': [{'id': '111122223333', 'roles': [" members "]}]}"

static const struct {
	const char *text, *described;
} sets[] = {
	{ HEAD "'accounts': []}", "" },
	{ "{'schema': 'portero.set/1'}", "" },
	{ ROLE("{'name': 'R'}"), "account 111122223333\n"
				 "arn:aws:iam::111122223333:role/R\n" },
	{ ROLE("{'name': 'R', 'path': '/ml/x/', 'id': 'AROA1',"
	       " 'tags': {'team': 'fraud', 'Stage': ''}}"),
	  "account 111122223333\n"
	  "arn:aws:iam::111122223333:role/ml/x/R AROA1 team:fraud Stage:\n" },
	{ ROLE("{'name': 'R', 'tags': [{'key': 'team', 'value': 'a'}]}"),
	  "account 111122223333\n"
	  "arn:aws:iam::111122223333:role/R team:a\n" },
	/* in place: named after the place */
	{ ROLE("{'name': 'Q'}, {'name': 'R', 'policies': [ALLOW, ALLOW],"
	       " 'boundary': ALLOW, 'session': [ALLOW], 'trust': TRUST}"),
	  "account 111122223333\n"
	  "arn:aws:iam::111122223333:role/Q\n"
	  "arn:aws:iam::111122223333:role/R"
	  " identity=accounts[0].roles[1].policies[0],"
	  "accounts[0].roles[1].policies[1]"
	  " boundary=accounts[0].roles[1].boundary"
	  " session=accounts[0].roles[1].session[0]"
	  " trust=accounts[0].roles[1].trust\n" },
	/* named */
	{ ROLE("{'name': 'R', 'policies':"
	       " {'name': 'mine', 'document': ALLOW}}"),
	  "account 111122223333\n"
	  "arn:aws:iam::111122223333:role/R identity=mine\n" },
	/* empty lists: there is none */
	{ ROLE("{'name': 'R', 'policies': [], 'boundary': [], 'session': [],"
	       " 'trust': []}"),
	  "account 111122223333\n"
	  "arn:aws:iam::111122223333:role/R\n" },
	/* by name, by ARN; a document in a string */
	{ HEAD "'policies': {'a': ALLOW, 't': '{\\'Statement\\':{\\'Effect\\':"
	       "\\'Allow\\',\\'Action\\':\\'sts:AssumeRole\\',\\'Principal\\':"
	       "{\\'AWS\\':\\'*\\'}}}'},"
	       " 'managed_policies': [{'arn': 'arn:aws:iam::aws:policy/X',"
	       "                       'document': ALLOW}],"
	       " 'accounts': [{'id': '111122223333', 'roles': ["
	       "  {'name': 'R', 'policies': ['a', 'arn:aws:iam::aws:policy/X'],"
	       "   'trust': 't'}]}]}",
	  "account 111122223333\n"
	  "arn:aws:iam::111122223333:role/R"
	  " identity=a,arn:aws:iam::aws:policy/X trust=t\n" },
	/* users, their groups, federated users, another partition */
	{ HEAD "'accounts': [{'id': '000000000001', 'name': 'cn',"
	       " 'partition': 'aws-cn',"
	       " 'users': [{'name': 'U', 'groups': ['h', 'g'],"
	       "            'policies': {'name': 'p', 'document': ALLOW}}],"
	       " 'groups': [{'name': 'g', 'policies':"
	       "              [{'name': 'pg', 'document': ALLOW}]},"
	       "            {'name': 'h', 'policies':"
	       "              [{'name': 'ph', 'document': ALLOW}]}],"
	       " 'federated_users': [{'name': 'F', 'policies': [],"
	       "   'session': {'name': 's', 'document': ALLOW}}]}]}",
	  "account 000000000001\n"
	  "arn:aws-cn:iam::000000000001:user/U identity=ph,pg,p\n"
	  "arn:aws-cn:sts::000000000001:federated-user/F session=s\n" },
	{ HEAD "'resources': [{'arn': 'arn:aws:s3:::b',"
	       " 'account': '111122223333', 'policy':"
	       " {'name': 'n', 'document': BUCKET}},"
	       " {'arn': 'arn:aws:s3:::c', 'account': '111122223333'},"
	       " {'arn': 'arn:aws:sqs:eu-west-1:444455556666:q',"
	       "  'policy': []}]}",
	  "arn:aws:s3:::b of 111122223333 policy=n\n"
	  "arn:aws:s3:::c of 111122223333 policy=\n"
	  "arn:aws:sqs:eu-west-1:444455556666:q of 444455556666 policy=\n" },
};

static void
sets_say_what_there_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(sets); i++)
		check_set(sets[i].text, sets[i].described);
}

static const struct refused_set refused[] = {
	{ "[]", "wrong-type", 1, 1, "object" },
	{ "{}", "missing-member", 1, 1, "\"schema\"" },
	{ "{'schema': 'portero.set/2'}", "version", 1, 12, "portero.set/1" },
	{ HEAD "'acounts': []}", "unknown-member", 1, 29, "\"accounts\"" },
	{ HEAD "'version': 1}", "unknown-member", 1, 29, "version" },
	{ HEAD "'accounts': {}}", "wrong-type", 1, 41, "a list" },
	{ HEAD "'accounts': [1]}", "wrong-type", 1, 42, "an object" },
	{ HEAD "'accounts': [{}]}", "missing-member", 1, 42, "\"id\"" },
	{ HEAD "'accounts': [{'id': 111122223333}]}", "wrong-type", 1, 49,
	  "quotes" },
	/* CVE-2019-14287 (sudo), CVE-2018-19788 (polkit): ids out of range */
	{ HEAD "'accounts': [{'id': '11112222333'}]}", "bad-account", 1, 49,
	  "twelve" },
	{ HEAD "'accounts': [{'id': '1111222233334'}]}", "bad-account", 1, 49,
	  "twelve" },
	{ HEAD "'accounts': [{'id': '-11122223333'}]}", "bad-account", 1, 49,
	  "twelve" },
	{ HEAD "'accounts': [{'id': ''}]}", "bad-account", 1, 49, "twelve" },
	{ HEAD "'accounts': [{'id': '111122223333'},\n"
	       "{'id': '111122223333'}]}",
	  "repeated", 2, 8, "twice" },
	{ HEAD "'accounts': [{'id': '111122223333',\n'partition': 'AWS'}]}",
	  "bad-partition", 2, 14, "aws-cn" },
	{ HEAD "'accounts': [{'id': '111122223333',\n'details': 'x'}]}",
	  "wrong-type", 2, 12, "an object" },
	{ ROLE("\n{}"), "missing-member", 2, 1, "a role needs \"name\"" },
	{ ROLE("\n{'name': 'R', 'policy': 'x'}"), "unknown-member", 2, 15, "" },
	{ ROLE("\n{'name': 'R', 'polices': 'x'}"), "unknown-member", 2, 15,
	  "\"policies\"" },
	{ ROLE("\n{'name': ''}"), "bad-name", 2, 10, "IAM" },
	/* a name with a slash is another role with a path */
	{ ROLE("\n{'name': 'ml/R'}"), "bad-name", 2, 10, "IAM" },
	{ ROLE("\n{'name': 'R*'}"), "bad-name", 2, 10, "IAM" },
	{ ROLE("\n{'name': 'R\xc3\xa9'}"), "bad-name", 2, 10, "IAM" },
	{ ROLE("\n{'name': 'R', 'path': 'ml/'}"), "bad-path", 2, 23, "/ml/" },
	{ ROLE("\n{'name': 'R', 'path': '/ml'}"), "bad-path", 2, 23, "/ml/" },
	{ ROLE("\n{'name': 'R', 'path': ''}"), "bad-path", 2, 23, "/ml/" },
	{ ROLE("\n{'name': 'R', 'path': '/m l/'}"), "bad-path", 2, 23, "/ml/" },
	{ ROLE("{'name': 'R'},\n{'name': 'R', 'path': '/x/'}"), "repeated", 2,
	  10, "twice" },
	{ ROLE("\n{'name': 'R', 'tags': {'a': 1}}"), "wrong-type", 2, 29,
	  "text" },
	/* IAM: tag keys of principals differ by more than letter case */
	{ ROLE("\n{'name': 'R', 'tags': {'team': 'a', 'Team': 'b'}}"),
	  "repeated", 2, 37, "twice" },
	{ ROLE("\n{'name': 'R', 'tags': [{'key': 'a', 'value': ''},\n"
	       "{'key': 'A', 'value': ''}]}"),
	  "repeated", 3, 9, "twice" },
	{ ROLE("\n{'name': 'R', 'tags': [{'key': 'a'}]}"), "missing-member", 2,
	  24, "\"value\"" },
	{ ROLE("\n{'name': 'R', 'tags': {'': 'b'}}"), "bad-tag", 2, 24,
	  "empty" },
	{ ROLE("\n{'name': 'R', 'policies': ['nowhere']}"), "unknown-policy", 2,
	  28, "no entry" },
	{ ROLE("\n{'name': 'R', 'policies': ''}"), "unknown-policy", 2, 27,
	  "empty" },
	{ ROLE("\n{'name': 'R', 'policies': ['arn:aws:iam::aws:policy/X']}"),
	  "unknown-policy", 2, 28, "managed_policies" },
	{ ROLE("\n{'name': 'R', 'policies': [1]}"), "wrong-type", 2, 28,
	  "policy" },
	{ ROLE("\n{'name': 'R', 'policies': [{'name': 'x'}]}"),
	  "missing-member", 2, 28, "\"document\"" },
	{ ROLE("\n{'name': 'R', 'policies': [{'document': '{}', 'nam': ''}]}"),
	  "unknown-member", 2, 47, "\"name\"" },
	{ HEAD "'policies': {'a': 1}}", "wrong-type", 1, 47, "text" },
	{ HEAD "'policies': {'a': 'a.json'}, 'accounts': [{'id':"
	       " '111122223333', 'roles': [{'name': 'R', 'policies': 'a'}]}]}",
	  "not-a-document", 1, 47, "document" },
	{ HEAD "'managed_policies': [{'arn': 'x', 'document': ALLOW}]}",
	  "bad-arn", 1, 58, "ARN" },
	{ HEAD "'managed_policies': [{'arn': 'arn:aws:iam::aws:policy/X',"
	       " 'document': ALLOW},\n{'arn': 'arn:aws:iam::aws:policy/X',"
	       " 'document': ALLOW}]}",
	  "repeated", 2, 9, "twice" },
	{ HEAD "'accounts': [{'id': '111122223333',"
	       " 'users': [{'name': 'U',\n'groups': ['g']}]}]}",
	  "unknown-group", 2, 12, "no group g" },
	{ HEAD "'accounts': [{'id': '111122223333', 'groups': [{'name': 'g'}],"
	       " 'users': [{'name': 'U',\n'groups': ['g', 'g']}]}]}",
	  "repeated", 2, 17, "twice" },
	{ HEAD "'accounts': [{'id': '111122223333', 'groups':\n"
	       "[{'name': 'g'}, {'name': 'g'}]}]}",
	  "repeated", 2, 26, "twice" },
	{ HEAD "'resources':\n[{'arn': 'arn:aws:s3:::b'}]}", "missing-member",
	  2, 2, "\"account\"" },
	{ HEAD "'resources':\n[{'arn': 's3:b', 'account': '1'}]}", "bad-arn", 2,
	  10, "ARN" },
	{ HEAD "'resources':\n[{'arn': 'arn:aws:s3:::b', 'account': '1'}]}",
	  "bad-account", 2, 39, "twelve" },
	{ HEAD "'resources':\n[{'arn': 'arn:aws:sqs:r:444455556666:q',"
	       " 'account': '111122223333'}]}",
	  "other-account", 2, 53, "another" },
	{ HEAD "'resources': [{'arn': 'arn:aws:s3:::b', 'account':"
	       " '111122223333'},\n{'arn': 'arn:aws:s3:::b', 'account':"
	       " '444455556666'}]}",
	  "repeated", 2, 9, "twice" },
};

static void
what_is_wrong_has_a_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++)
		check_refused(&refused[i]);
}

/* ---- names and limits ---- */

#define NAMES(members) HEAD "'names': {\n" members "}}"

static const struct refused_set refused_rules[] = {
	{ NAMES("'require_prefix': 1"), "wrong-type", 2, 19, "true or false" },
	{ NAMES("'required_prefix': true"), "unknown-member", 2, 1,
	  "\"require_prefix\"" },
	{ NAMES("'execution_id': 0"), "number-range", 2, 17, "1 to 1024" },
	{ NAMES("'step_name': 1025"), "number-range", 2, 14, "1 to 1024" },
	/* 65536 + 20: nothing is cut to sixteen bits */
	{ NAMES("'step_name': 65556"), "number-range", 2, 14, "1 to 1024" },
	{ NAMES("'entity_token': -1"), "wrong-type", 2, 17, "whole number" },
	{ NAMES("'entity_token': 10.0"), "wrong-type", 2, 17, "whole number" },
	{ NAMES("'kinds': {'Train': {}}"), "unknown-member", 2, 11, "" },
	{ NAMES("'kinds': {'training': {}}"), "unknown-member", 2, 11,
	  "\"Training\"" },
	{ NAMES("'kinds': {'Tuning': {'name': 5}}"), "number-range", 2, 21,
	  "longer than the name" },
	{ NAMES("'kinds': {'Tuning': {'length': 5}}"), "unknown-member", 2, 22,
	  "length" },
	{ NAMES("'kinds': [{'kind': 'Tuner', 'name': 5}]"), "unknown-kind", 2,
	  20, "no such kind" },
	{ NAMES("'kinds': [{'kind': 'Model'}, {'kind': 'Model'}]"), "repeated",
	  2, 39, "twice" },
	{ NAMES("'default_form_allowed': [1]"), "wrong-type", 2, 26, "text" },
	{ NAMES("'default_form_allowed': ['']"), "bad-pattern", 2, 26,
	  "pattern" },
	{ HEAD "'limits': {'statements': 0}}", "number-range", 1, 54, "1 to" },
	{ HEAD "'limits': {'seconds': 1}}", "unknown-member", 1, 40, "" },
	{ HEAD "'limits': {'statements': 9223372036854775808}}", "number-range",
	  1, 54, "too large" },
};

static void
rules_have_ranges(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(refused_rules); i++)
		check_refused(&refused_rules[i]);
}

static void
rules_change_the_defaults(void **state)
{
	struct loaded l;
	const struct name_rules *n;

	(void)state;
	assert_true(describe_set(&l, HEAD "'accounts': []}"));
	n = &l.set->names;
	assert_int_equal(n->limits[JOB_TRAINING].name, 63);
	assert_int_equal(n->limits[JOB_TRAINING].prefix, 38);
	assert_int_equal(n->execution_id, 12);
	assert_false(n->require_prefix);
	arena_free(l.arena);

	assert_true(describe_set(
		&l, NAMES("'require_prefix': true, 'pipeline_form_only': true,"
			  "'default_form_allowed': ['arn:aws:iam::*:role/x*'],"
			  "'execution_id': 14, 'entity_token': 8,"
			  "'step_name': 21,"
			  "'kinds': {'Tuning': {'name': 40, 'prefix': 14},"
			  "          'Pipeline': {'prefix': 1}}")));
	n = &l.set->names;
	assert_true(n->require_prefix);
	assert_true(n->pipeline_form_only);
	assert_int_equal(n->ndefault_form, 1);
	assert_int_equal(n->execution_id, 14);
	assert_int_equal(n->entity_token, 8);
	assert_int_equal(n->step_name, 21);
	assert_int_equal(n->limits[JOB_TUNING].name, 40);
	assert_int_equal(n->limits[JOB_TUNING].prefix, 14);
	assert_int_equal(n->limits[JOB_PIPELINE].name, 256);
	assert_int_equal(n->limits[JOB_PIPELINE].prefix, 1);
	assert_int_equal(n->limits[JOB_TRAINING].prefix, 38);
	arena_free(l.arena);

	assert_true(describe_set(
		&l, NAMES("'kinds': [{'kind': 'AutoML', 'name': 33}]")));
	assert_int_equal(l.set->names.limits[JOB_AUTOML].name, 33);
	assert_int_equal(l.set->names.limits[JOB_AUTOML].prefix, 6);
	arena_free(l.arena);
}

/* ---- one document, many principals ---- */

static void
a_document_is_compiled_once_for_each_type(void **state)
{
	struct loaded l;

	(void)state;
	assert_true(describe_set(
		&l, HEAD "'policies': {'a': ALLOW},"
			 " 'accounts': [{'id': '111122223333', 'roles': ["
			 "  {'name': 'A', 'policies': ['a'], 'boundary': 'a'},"
			 "  {'name': 'B', 'policies': 'a'}]}]}"));
	assert_int_equal(l.set->nstatements, 2);
	arena_free(l.arena);
}

static void
a_policy_nobody_names_is_warned_of(void **state)
{
	struct loaded l;

	(void)state;
	assert_true(describe_set(&l, HEAD "'policies': {'a': ALLOW}}"));
	assert_string_equal(logged, "policy \"a\" is not used\n");
	arena_free(l.arena);
}

/* sha256sum of the 27 bytes; the generation is its beginning, read as big
 * endian or little: whichever, it is the same for the same bytes */
static void
the_digest_is_of_the_bytes(void **state)
{
	static const char one[] = "{\"schema\":\"portero.set/1\"}";
	static const char two[] = "{\"schema\":\"portero.set/1\"} ";
	struct loaded a, b, c;

	(void)state;
	err = (struct portero_error){ .size = sizeof err };
	assert_int_equal(load_set(&a, NULL, STR(one), &err), 0);
	assert_int_equal(load_set(&b, NULL, STR(one), &err), 0);
	assert_int_equal(load_set(&c, NULL, STR(two), &err), 0);
	assert_memory_equal(a.set->digest, b.set->digest, 32);
	assert_memory_not_equal(a.set->digest, c.set->digest, 32);
	assert_int_equal(a.set->generation, b.set->generation);
	assert_int_not_equal(a.set->generation, 0);
	arena_free(a.arena);
	arena_free(b.arena);
	arena_free(c.arena);
}

/* ---- portero.conf ---- */

static const char allow[] = "{\"Version\":\"2012-10-17\",\"Statement\":"
			    "{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
			    "\"Resource\":\"*\"}}";

static bool
load_conf(struct loaded *out, const char *conf)
{
	bool ok;

	tree_write("portero.conf", conf);
	logged[0] = '\0';
	err = (struct portero_error){ .size = sizeof err };
	ok = load_config(out, &describe_host, tree_path("portero.conf"),
			 &err) == 0;
	assert_int_equal(ok, out->set != NULL);
	if (ok)
		describe(out->set);
	return ok;
}

static void
policies_of_portero_conf_are_files(void **state)
{
	struct loaded l;

	(void)state;
	tree_mkdir("p");
	tree_write("p/a.json", allow);
	tree_write("p/b.json", allow);
	tree_write(
		"p/org.json",
		"{\"id\": \"o-exampleorg\", \"root\": {\"id\": \"r-ab12\","
		" \"scps\": [\"b.json\"], \"accounts\":"
		" [{\"id\": \"111122223333\", \"scps\": \"../p/a.json\"}]}}");
	if (!load_conf(&l,
		       "version = 1;\n"
		       "organization = { file = \"p/org.json\"; };\n"
		       "accounts = ( { id = \"111122223333\";\n"
		       "  roles = (\n"
		       "    { name = \"R\"; policies = [ \"p/a.json\" ];\n"
		       "      boundary = \"p/b.json\";\n"
		       "      tags = ( { key = \"a b\"; value = \"c\"; } );\n"
		       "    },\n"
		       "    { name = \"S\"; policies = \"p/a.json\"; } );\n"
		       "  } );\n"
		       "names = { kinds = ( { kind = \"Tuning\";\n"
		       "  name = 64; } ); };\n"))
		fail_msg("%s:%u:%u: %s", err.file, err.line, err.column,
			 err.text);
	assert_string_equal(
		described,
		"account 111122223333 o-exampleorg/r-ab12/ scp=p/b.json"
		" scp=p/../p/a.json\n"
		"arn:aws:iam::111122223333:role/R a b:c identity=p/a.json"
		" boundary=p/b.json\n"
		"arn:aws:iam::111122223333:role/S identity=p/a.json\n");
	assert_int_equal(l.set->names.limits[JOB_TUNING].name, 64);
	arena_free(l.arena);
}

static const struct {
	const char *conf, *id, *file; /* file: the last part of its path */
	uint32_t line, column;
} refused_conf[] = {
	{ "", "missing-member", "portero.conf", 1, 1 },
	{ "version = 2;", "version", "portero.conf", 1, 11 },
	{ "version = 1;\nschema = \"portero.set/1\";", "unknown-member",
	  "portero.conf", 2, 1 },
	{ "version = 1;\npolicies = { };", "unknown-member", "portero.conf", 2,
	  1 },
	{ "version = 1;\naccounts = (\n  { id = \"111122223333\"; nam = 1; }\n"
	  ");",
	  "unknown-member", "portero.conf", 3, 26 },
	{ "version = 1;\naccounts = ( { id = \"111122223333\";\n"
	  "  roles = ( { name = \"R\"; policies = [ \"none.json\" ]; } ); } );",
	  "cannot-read", "none.json", 0, 0 },
	{ "version = 1;\naccounts = ( { id = \"111122223333\";\n"
	  "  roles = ( { name = \"R\"; policies = \"broken.json\"; } ); } );",
	  "json-syntax", "broken.json", 2, 1 },
	{ "version = 1;\naccounts = ( { id = \"111122223333\";\n"
	  "  roles = ( { name = \"R\"; policies = \"list.json\"; } ); } );",
	  "not-a-document", "list.json", 1, 1 },
	{ "version = 1;\naccounts = ( { id = \"111122223333\";\n"
	  "  roles = ( { name = \"R\";\n"
	  "    policies = ( { Statement = 1; } ); } ); } );",
	  "wrong-type", "portero.conf", 4, 18 },
	{ "version = 1;\norganization = { file = \"x\"; id = \"o-1\"; };",
	  "unknown-member", "portero.conf", 2, 30 },
};

static void
errors_name_the_file_they_are_in(void **state)
{
	(void)state;
	tree_write("broken.json", "{\n");
	tree_write("list.json", "[]");
	for (size_t i = 0; i < COUNT(refused_conf); i++) {
		struct loaded l;
		const char *last;

		assert_false(load_conf(&l, refused_conf[i].conf));
		check_error(&err, refused_conf[i].conf, refused_conf[i].id,
			    refused_conf[i].line, refused_conf[i].column);
		last = strrchr(err.file, '/');
		assert_non_null(last);
		assert_string_equal(last + 1, refused_conf[i].file);
	}
	assert_int_equal(err.code, PORTERO_ERROR_CONFIG);
}

/* Every file counts, and it does not matter where the directory is. */
static void
the_digest_is_of_all_files(void **state)
{
	static const char conf[] = "version = 1;\n"
				   "accounts = ( { id = \"111122223333\";\n"
				   "  roles = ( { name = \"R\";\n"
				   "    policies = \"d.json\"; } ); } );\n";
	uint8_t first[32];
	struct loaded l;

	(void)state;
	tree_write("d.json", allow);
	assert_true(load_conf(&l, conf));
	memcpy(first, l.set->digest, 32);
	arena_free(l.arena);

	assert_int_equal(chdir(tree_root), 0);
	assert_int_equal(load_config(&l, NULL, "portero.conf", &err), 0);
	assert_memory_equal(first, l.set->digest, 32);
	arena_free(l.arena);
	assert_int_equal(chdir("/"), 0);

	tree_write_bytes("d.json", allow, sizeof allow - 1);
	assert_true(load_conf(&l, conf));
	assert_memory_equal(first, l.set->digest, 32);
	arena_free(l.arena);

	tree_write("d.json", "{\"Version\":\"2012-10-17\",\"Statement\":"
			     "{\"Effect\":\"Deny\",\"Action\":\"s3:*\","
			     "\"Resource\":\"*\"}}");
	assert_true(load_conf(&l, conf));
	assert_memory_not_equal(first, l.set->digest, 32);
	arena_free(l.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sets_say_what_there_is),
		cmocka_unit_test(what_is_wrong_has_a_place),
		cmocka_unit_test(rules_have_ranges),
		cmocka_unit_test(rules_change_the_defaults),
		cmocka_unit_test(a_document_is_compiled_once_for_each_type),
		cmocka_unit_test(a_policy_nobody_names_is_warned_of),
		cmocka_unit_test(the_digest_is_of_the_bytes),
		cmocka_unit_test(policies_of_portero_conf_are_files),
		cmocka_unit_test(errors_name_the_file_they_are_in),
		cmocka_unit_test(the_digest_is_of_all_files),
	};

	return cmocka_run_group_tests(tests, tree_open, tree_close);
}
