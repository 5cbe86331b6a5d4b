/* SPDX-License-Identifier: MIT */
/* Pipeline expressions: what each is before a run, or that it is not known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../host/lib/expression.h"
#include "render.h"

/* clang-format off */
static const struct {
	const char *value, *expected;
} known[] = {
/* what is no expression stays as it is */
{ "'x'", "'x'" },
{ "{'a':[1,2.5,true,null,{'b':{}}]}", "{'a':[1,2.5,true,null,{'b':{}}]}" },
/* two members: an object of the user's */
{ "{'Get':'Parameters.Role','x':1}", "{'Get':'Parameters.Role','x':1}" },
{ "{'get':'Parameters.Role'}", "{'get':'Parameters.Role'}" },

{ "{'Get':'Parameters.Role'}", "'R'" },
{ "{'Get':'Parameters.Count'}", "3" },
{ "{'Get':'Parameters.Flag'}", "false" },
{ "{'Get':'Parameters.List'}", "['a','b']" },
/* declared without a default: known when somebody starts it */
{ "{'Get':'Parameters.Open'}", "{'Get':'Parameters.Open'}" },
/* a value that looks like an expression is not evaluated again */
{ "{'Get':'Parameters.Trick'}", "{'Get':'Parameters.Role'}" },

{ "{'Get':'Execution.PipelineName'}", "'demo'" },
{ "{'Get':'Execution.PipelineArn'}", "'arn:demo'" },
{ "{'Get':'Execution.PipelineExecutionId'}",
  "{'Get':'Execution.PipelineExecutionId'}" },
{ "{'Get':'Execution.StartDateTime'}", "{'Get':'Execution.StartDateTime'}" },
{ "{'Get':'Steps.Train.TrainingJobName'}", "'job-1'" },
{ "{'Get':'Steps.Train.ModelArtifacts.S3ModelArtifacts'}",
  "{'Get':'Steps.Train.ModelArtifacts.S3ModelArtifacts'}" },
{ "{'Get':'PipelineExperimentConfig.TrialName'}",
  "{'Get':'PipelineExperimentConfig.TrialName'}" },

{ "{'Std:Join':{'On':'/','Values':['s3:/','b',{'Get':'Parameters.Role'}]}}",
  "'s3://b/R'" },
{ "{'Std:Join':{'On':'-','Values':['n',{'Get':'Parameters.Count'},2.5,true]}}",
  "'n-3-2.5-true'" },
{ "{'Std:Join':{'Values':['a','b']}}", "'ab'" },
{ "{'Std:Join':{'On':',','Values':[]}}", "''" },
{ "{'Std:Join':{'On':'/','Values':['a',{'Std:Join':{'On':'-','Values':"
  "['b',{'Get':'Execution.PipelineName'}]}}]}}", "'a/b-demo'" },
/* partly known: the known parts are filled in */
{ "{'Std:Join':{'On':'/','Values':[{'Get':'Parameters.Role'},"
  "{'Get':'Execution.PipelineExecutionId'},'c']}}",
  "{'Std:Join':{'On':'/','Values':['R',"
  "{'Get':'Execution.PipelineExecutionId'},'c']}}" },
/* a list is not a piece of text */
{ "{'Std:Join':{'On':'/','Values':[{'Get':'Parameters.List'}]}}",
  "{'Std:Join':{'On':'/','Values':[['a','b']]}}" },

{ "{'Std:JsonGet':{'PropertyFile':{'Get':'Steps.E.PropertyFiles.F'},"
  "'Path':'a.b'}}",
  "{'Std:JsonGet':{'PropertyFile':{'Get':'Steps.E.PropertyFiles.F'},"
  "'Path':'a.b'}}" },
/* a function that a later SDK may bring */
{ "{'Std:New':[1]}", "{'Std:New':[1]}" },
/* in its place */
{ "{'A':[{'B':{'Get':'Parameters.Count'}}]}", "{'A':[{'B':3}]}" },
};

static const struct {
	const char *value, *id, *text;
} wrong[] = {
{ "{'RoleArn':{'Get':'Parameters.Missing'}}", "undeclared-parameter",
  "RoleArn.Get: no parameter is called \"Missing\"" },
{ "[0,{'Get':5}]", "bad-expression", "[1].Get: Get wants a string" },
{ "{'Get':'Nowhere.X'}", "bad-expression", "Get: Get cannot reach \"Nowhere.X\"" },
{ "{'Get':'Execution.Secret'}", "bad-expression",
  "Get: no execution variable is \"Secret\"" },
{ "{'Std:Join':{'On':'/'}}", "bad-expression",
  "Std:Join: Std:Join wants On and a list of Values" },
{ "{'Std:Join':{'On':1,'Values':[]}}", "bad-expression",
  "Std:Join: Std:Join wants On and a list of Values" },
{ "{'Std:Join':{'On':'/','Values':['a',{'Get':'Parameters.Missing'}]}}",
  "undeclared-parameter",
  "Std:Join.Values[1].Get: no parameter is called \"Missing\"" },
{ "{'Std:JsonGet':{'Path':'a'}}", "bad-expression",
  "Std:JsonGet: Std:JsonGet wants PropertyFile or S3Uri" },
{ "{'Std:JsonGet':{'PropertyFile':{},'S3Uri':'s3://b/k','Path':'a'}}",
  "bad-expression", "Std:JsonGet: Std:JsonGet wants PropertyFile or S3Uri" },
};

static const struct {
	const char *value, *prefix;
} prefixes[] = {
{ "{'Std:Join':{'On':'/','Values':['s3:/','b',"
  "{'Get':'Execution.PipelineExecutionId'},'c']}}", "s3://b/" },
{ "{'Std:Join':{'On':'/','Values':['s3:/','b',{'Std:Join':{'On':'-',"
  "'Values':['run',{'Get':'Execution.PipelineExecutionId'}]}}]}}",
  "s3://b/run-" },
{ "{'Std:Join':{'On':'/','Values':[{'Get':'Parameters.Open'},'x']}}", "" },
{ "{'Get':'Parameters.Open'}", "" },
};
/* clang-format on */

static struct expression_scope
new_scope(void)
{
	return (struct expression_scope){
		.parameters = render_json(
			"{'Role':'R','Count':3,'Flag':false,'List':['a','b'],"
			"'Open':null,'Trick':{'Get':'Parameters.Role'},"
			"'Long':'0123456789012345678901234567890123456789'}"),
		.outputs =
			render_json("{'Steps.Train.TrainingJobName':'job-1'}"),
		.pipeline_name = "demo",
		.pipeline_arn = "arn:demo",
	};
}

static void
free_scope(const struct expression_scope *scope)
{
	json_decref(jsonpath_iterable(scope->parameters));
	json_decref(jsonpath_iterable(scope->outputs));
}

static json_t *
evaluate(const struct expression_scope *scope, const char *text,
	 struct jsonpath *path, struct portero_error *err)
{
	json_t *value = render_json(text), *result;

	assert_non_null(value);
	*path = (struct jsonpath){ .len = 0 };
	*err = (struct portero_error){ .size = sizeof *err };
	result = expression_evaluate(scope, value, path, err);
	json_decref(value);
	return result;
}

static void
known_and_open(void **state)
{
	const struct expression_scope scope = new_scope();

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct portero_error err;
		struct jsonpath path;
		json_t *result = evaluate(&scope, known[i].value, &path, &err);
		json_t *expected = render_json(known[i].expected);

		if (!result)
			fail_msg("row %zu: %s", i, err.text);
		if (!json_equal(result, expected))
			fail_msg("row %zu: %s", i,
				 json_dumps(result, JSON_ENCODE_ANY));
		/* it comes back to where it began */
		assert_string_equal(path.text, "");
		json_decref(result);
		json_decref(expected);
	}
	free_scope(&scope);
}

static void
malformed(void **state)
{
	const struct expression_scope scope = new_scope();

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct portero_error err;
		struct jsonpath path;

		assert_null(evaluate(&scope, wrong[i].value, &path, &err));
		assert_string_equal(err.text, wrong[i].text);
		assert_string_equal(err.id, wrong[i].id);
	}
	free_scope(&scope);
}

static void
prefix_of_join(void **state)
{
	const struct expression_scope scope = new_scope();

	(void)state;
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		struct portero_error err;
		struct jsonpath path;
		json_t *result =
			evaluate(&scope, prefixes[i].value, &path, &err);
		char text[64];

		assert_non_null(result);
		expression_prefix(result, text, sizeof text);
		assert_string_equal(text, prefixes[i].prefix);
		json_decref(result);
	}
	free_scope(&scope);
}

/* A prefix that does not fit is cut, and still is what it begins with. */
static void
prefix_is_cut(void **state)
{
	json_t *join = render_json("{'Std:Join':{'On':'','Values':['abcdef',"
				   "{'Get':'Parameters.Open'}]}}");
	char text[4];

	(void)state;
	expression_prefix(join, text, sizeof text);
	assert_string_equal(text, "abc");
	json_decref(join);
}

/* 1000 times 40 characters: parameters cannot be multiplied without end. */
static void
long_join(void **state)
{
	const struct expression_scope scope = new_scope();
	struct portero_error err = { .size = sizeof err };
	struct jsonpath path = { .len = 0 };
	json_t *values = json_array();
	json_t *join = json_pack("{s:{s:s, s:o}}", "Std:Join", "On", "",
				 "Values", values);

	(void)state;
	for (int i = 0; i < 1000; i++)
		json_array_append_new(values, render_json("{'Get':"
							  "'Parameters."
							  "Long'}"));
	assert_null(expression_evaluate(&scope, join, &path, &err));
	assert_string_equal(err.text,
			    "Std:Join: Std:Join makes more than 16384 bytes");
	json_decref(join);
	free_scope(&scope);
}

static void
depth_is_bounded(void **state)
{
	const struct expression_scope scope = new_scope();
	json_t *good = json_integer(1), *bad;
	struct jsonpath path = { .len = 0 };
	struct portero_error err = { .size = sizeof err };

	(void)state;
	for (int i = 0; i < 64; i++)
		good = json_pack("[o]", good);
	bad = json_pack("[O]", good);
	json_t *result = expression_evaluate(&scope, good, &path, &err);
	assert_non_null(result);
	json_decref(result);
	assert_null(expression_evaluate(&scope, bad, &path, &err));
	assert_string_equal(err.id, "too-deep");
	json_decref(bad);
	json_decref(good);
	free_scope(&scope);
}

static void
execution_id(void **state)
{
	struct expression_scope scope = new_scope();
	struct portero_error err;
	struct jsonpath path;
	json_t *result;

	(void)state;
	scope.execution_id = "000000000000";
	result = evaluate(&scope, "{'Get':'Execution.PipelineExecutionId'}",
			  &path, &err);
	assert_string_equal(json_string_value(result), "000000000000");
	json_decref(result);
	free_scope(&scope);
}

static void
text_of_expression(void **state)
{
	json_t *get = render_json("{'Get':'Parameters.X'}");
	char *text = expression_text(get);

	(void)state;
	assert_string_equal(text, "{\"Get\": \"Parameters.X\"}");
	free(text);
	json_decref(get);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_and_open),
		cmocka_unit_test(malformed),
		cmocka_unit_test(prefix_of_join),
		cmocka_unit_test(prefix_is_cut),
		cmocka_unit_test(long_join),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(execution_id),
		cmocka_unit_test(text_of_expression),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
