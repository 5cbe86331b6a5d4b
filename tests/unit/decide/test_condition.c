/* SPDX-License-Identifier: MIT */
/*
 * The condition operators (IAM: "Condition operators", "Single-valued vs.
 * multivalued context keys"): each with a true, a false, a missing and a
 * malformed value, then everything that combines them.
 */
#include "../support.h"

#include "../../../plugin/decide/condition.h"

#define SET                                                                    \
	"{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT                \
	"','users':[{'name':'Ana','tags':{'team':'ml','empty':''},"            \
	"'policies':[{'Version':'%s','Statement':{'Effect':'Allow',"           \
	"'Action':'*','Resource':'*','Condition':%s}}]}]}]}"

static enum truth
met(const char *version, const char *condition, const char *attrs)
{
	struct ask ask = { .principal = USERS "Ana",
			   .action = "s3:GetObject",
			   .resource = "arn:aws:s3:::b/x",
			   .attrs = attrs,
			   .now = 1767225600 };
	struct loaded loaded;
	struct question q;
	const struct policy_set *set =
		make_set(&loaded, SET, version, condition);
	const struct bundle *bundle = set->principals[0].own;
	enum truth truth;

	make_context(&q, set, &ask);
	truth = condition_met(&q.context, bundle->policies[0]->statements);
	forget_question(&q);
	forget_set(&loaded);
	return truth;
}

/* ---- every operator, one line ------------------------------------------ */

struct operator_line {
	const char *name, *negated; /* NULL: has no negation */
	const char *operand;
	const char *yes, *no;
	const char *bad; /* NULL: every text can be read */
};

/* clang-format off */
static const struct operator_line operator_lines[] = {
	{ "StringEquals", "StringNotEquals", "'ab*'", "ab*", "abc", NULL },
	{ "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "'aB'", "Ab", "ba", NULL },
	{ "StringLike", "StringNotLike", "'a?c*'", "abcd", "Abcd", NULL },
	{ "NumericEquals", "NumericNotEquals", "'10.50'", "10.5", "10.51", "1e1" },
	{ "NumericLessThan", NULL, "10", "9.99", "10", "ten" },
	{ "NumericLessThanEquals", NULL, "10", "10.0", "10.01", "" },
	{ "NumericGreaterThan", NULL, "-1.5", "-1.49", "-1.5", "." },
	{ "NumericGreaterThanEquals", NULL, "10", "10", "9", " 10" },
	{ "DateEquals", "DateNotEquals", "'2026-01-01'", "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:01Z", "yesterday" },
	{ "DateLessThan", NULL, "'2026'", "2025-12-31T23:59:59Z", "2026-01-01", "2026-01-01T00:00" },
	{ "DateLessThanEquals", NULL, "'1767225600'", "2026", "2026-01-02", "" },
	{ "DateGreaterThan", NULL, "'2026'", "1767225601", "1767225600", "2026-13" },
	{ "DateGreaterThanEquals", NULL, "'2026'", "1767225600", "1767225599", "Z" },
	{ "Bool", NULL, "'true'", "TRUE", "false", "1" },
	{ "Bool", NULL, "false", "False", "true", "" },
	{ "BinaryEquals", NULL, "'QUI='", "QUI=", "QUJD", "QUI" },
	{ "IpAddress", "NotIpAddress", "'10.0.0.0/8'", "10.9.9.9", "11.0.0.1", "10.0.0.0/8" },
	{ "IpAddress", "NotIpAddress", "'2001:db8::/32'", "2001:db8::1", "10.0.0.1", "2001" },
	{ "ArnEquals", "ArnNotEquals", "'arn:aws:s3:*:*:b*'", "arn:aws:s3:::bucket", "arn:aws:sqs:::b", NULL },
	{ "ArnLike", "ArnNotLike", "'arn:aws:s3:::b?/*'", "arn:aws:s3:::bx/a:b", "arn:aws:s3:::b/a", NULL },
};
/* clang-format on */

/* What the table says of one operator, written out with its key x:k. */
static void
expect(const char *quantifier, const char *name, const char *suffix,
       const char *operand, const char *value, enum truth want)
{
	char condition[256], attrs[256];

	snprintf(condition, sizeof condition, "{'%s%s%s':{'x:k':%s}}",
		 quantifier, name, suffix, operand);
	snprintf(attrs, sizeof attrs, "x:k=%s", value ? value : "");
	if (met("2012-10-17", condition, value ? attrs : NULL) != want)
		fail_msg("%s of %s: want %d", condition,
			 value ? attrs : "nothing", want);
}

static void
both_values(const char *quantifier, const char *name, const char *suffix,
	    const struct operator_line *o, const char *a, const char *b,
	    enum truth want)
{
	char values[256];

	snprintf(values, sizeof values, "%s & %s", a, b);
	expect(quantifier, name, suffix, o->operand, values, want);
}

/* An operator or its negation: YES_ is a value that satisfies it, NO_ one that
 * does not; MISSING is what an absent key means. */
static void
expect_all(const struct operator_line *o, const char *name, const char *yes,
	   const char *no, enum truth missing)
{
	static const char *const suffixes[] = { "", "IfExists" };
	static const char any[] = "ForAnyValue:", all[] = "ForAllValues:";

	for (size_t i = 0; i < COUNT(suffixes); i++) {
		const char *s = suffixes[i];

		expect("", name, s, o->operand, yes, YES);
		expect("", name, s, o->operand, no, NO);
		expect("", name, s, o->operand, NULL, i ? YES : missing);
		expect("", name, s, o->operand, "??", MAYBE);
		/* several values need a set operator, or nothing matches */
		both_values("", name, s, o, yes, yes, NO);
		both_values("", name, s, o, no, no, NO);

		expect(any, name, s, o->operand, yes, YES);
		expect(any, name, s, o->operand, no, NO);
		both_values(any, name, s, o, no, yes, YES);
		both_values(any, name, s, o, no, no, NO);
		expect(any, name, s, o->operand, NULL, i ? YES : NO);
		expect(any, name, s, o->operand, "??", MAYBE);

		expect(all, name, s, o->operand, yes, YES);
		expect(all, name, s, o->operand, no, NO);
		both_values(all, name, s, o, yes, yes, YES);
		both_values(all, name, s, o, yes, no, NO);
		expect(all, name, s, o->operand, NULL, YES);
		expect(all, name, s, o->operand, "", YES);
		expect(all, name, s, o->operand, "??", MAYBE);
		if (!o->bad)
			continue;
		/* what cannot be read is neither so nor not so */
		expect("", name, s, o->operand, o->bad, NO);
		expect(any, name, s, o->operand, o->bad, NO);
		both_values(any, name, s, o, o->bad, yes, YES);
		both_values(all, name, s, o, yes, o->bad, NO);
	}
}

static void
every_operator(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(operator_lines); i++) {
		const struct operator_line *o = &operator_lines[i];

		expect_all(o, o->name, o->yes, o->no, NO);
		if (o->negated)
			expect_all(o, o->negated, o->no, o->yes, YES);
	}
}

/* ---- lines of their own ------------------------------------------------ */

struct line {
	const char *condition, *attrs;
	enum truth want;
};

#define ARN6 "arn:aws:iam::" ACCOUNT ":role/R"

/* clang-format off */
static const struct line lines[] = {
	/* no condition at all */
	{ "{}", NULL, YES },
	{ "{'StringEquals':{}}", NULL, YES },
	/* values are OR, under a negated operator NOR */
	{ "{'StringEquals':{'x:k':['a','b']}}", "x:k=b", YES },
	{ "{'StringEquals':{'x:k':['a','b']}}", "x:k=c", NO },
	{ "{'StringNotEquals':{'x:k':['a','b']}}", "x:k=b", NO },
	{ "{'StringNotEquals':{'x:k':['a','b']}}", "x:k=c", YES },
	{ "{'NumericEquals':{'x:k':['1','2']}}", "x:k=2.0", YES },
	{ "{'NotIpAddress':{'x:k':['10.0.0.0/8','::/0']}}", "x:k=::1", NO },
	{ "{'NotIpAddress':{'x:k':['10.0.0.0/8','::/0']}}", "x:k=11.0.0.1", YES },
	/* keys and operators are AND */
	{ "{'StringEquals':{'x:k':'a','x:j':'b'}}", "x:k=a | x:j=b", YES },
	{ "{'StringEquals':{'x:k':'a','x:j':'b'}}", "x:k=a | x:j=c", NO },
	{ "{'StringEquals':{'x:k':'a','x:j':'b'}}", "x:k=c | x:j=b", NO },
	{ "{'StringEquals':{'x:k':'a'},'StringLike':{'x:k':'b*'}}", "x:k=a", NO },
	{ "{'StringEquals':{'x:k':'a'},'StringLike':{'x:j':'b*'}}", "x:k=a | x:j=bc", YES },
	/* a no beats what is not known yet, wherever it stands */
	{ "{'StringEquals':{'x:k':'a','x:j':'b'}}", "x:k=?? | x:j=c", NO },
	{ "{'StringEquals':{'x:k':'a','x:j':'b'}}", "x:k=c | x:j=??", NO },
	{ "{'StringEquals':{'x:k':'a','x:j':'b'}}", "x:k=a | x:j=??", MAYBE },
	{ "{'StringEquals':{'x:k':'a','x:j':'b'}}", "x:k=?? | x:j=b", MAYBE },
	/* the letter case of a key does not count, that of a value does */
	{ "{'StringEquals':{'X:K':'a'}}", "x:k=a", YES },
	{ "{'StringEquals':{'x:k':'a'}}", "X:K=a", YES },
	{ "{'StringEquals':{'x:k':'a'}}", "x:k=A", NO },
	{ "{'StringEquals':{'x:k/Tag':'a'}}", "x:k/tAG=a", YES },
	/* StringEquals knows no wildcards, StringLike is the whole text */
	{ "{'StringEquals':{'x:k':'a*'}}", "x:k=ab", NO },
	{ "{'StringEquals':{'x:k':'a?'}}", "x:k=ab", NO },
	{ "{'StringLike':{'x:k':'a'}}", "x:k=ab", NO },
	{ "{'StringLike':{'x:k':'*'}}", "x:k=", YES },
	{ "{'StringLike':{'x:k':'?'}}", "x:k=", NO },
	{ "{'StringLike':{'x:k':'a:*:b'}}", "x:k=a:x:y:b", YES },
	{ "{'StringLike':{'x:k':''}}", "x:k=", YES },
	{ "{'StringEqualsIgnoreCase':{'x:k':'\xc3\x89'}}", "x:k=\xc3\xa9", NO },
	/* numbers and booleans may be written without quotes */
	{ "{'NumericEquals':{'x:k':1.50}}", "x:k=1.5", YES },
	{ "{'NumericEquals':{'x:k':[1,-2]}}", "x:k=-2", YES },
	{ "{'StringEquals':{'x:k':1.50}}", "x:k=1.50", YES },
	{ "{'StringEquals':{'x:k':1.50}}", "x:k=1.5", NO },
	{ "{'StringEquals':{'x:k':true}}", "x:k=true", YES },
	{ "{'Bool':{'x:k':['true','false']}}", "x:k=false", YES },
	/* empty texts are values */
	{ "{'StringEquals':{'x:k':''}}", "x:k=", YES },
	{ "{'StringNotEquals':{'x:k':'a'}}", "x:k=", YES },
	{ "{'StringEquals':{'x:k':''}}", NULL, NO },
	{ "{'ForAnyValue:StringEquals':{'x:k':''}}", "x:k=", YES },
	{ "{'ForAnyValue:StringEquals':{'x:k':'a'}}", "x:k=", NO },
	{ "{'ForAllValues:StringEquals':{'x:k':'a'}}", "x:k= & ", YES },
	{ "{'ForAllValues:StringEquals':{'x:k':'a'}}", "x:k= & a", NO },
	/* a list without values is an absent key */
	{ "{'StringEquals':{'x:k':''}}", "x:k", NO },
	{ "{'StringNotEquals':{'x:k':'a'}}", "x:k", YES },
	{ "{'StringEqualsIfExists':{'x:k':'a'}}", "x:k", YES },
	{ "{'ForAnyValue:StringEquals':{'x:k':'a'}}", "x:k", NO },
	/* a key that is multivalued by type, even with one value */
	{ "{'StringEquals':{'aws:TagKeys':'a'}}", "aws:TagKeys=a", NO },
	{ "{'StringNotEquals':{'aws:TagKeys':'b'}}", "aws:TagKeys=a", NO },
	{ "{'StringEqualsIfExists':{'aws:TagKeys':'a'}}", "aws:TagKeys=a", NO },
	{ "{'StringNotEquals':{'aws:TagKeys':'b'}}", NULL, YES },
	{ "{'ForAnyValue:StringEquals':{'aws:TagKeys':'a'}}", "aws:TagKeys=a", YES },
	{ "{'ForAllValues:StringEquals':{'aws:TagKeys':['a','b']}}", "aws:TagKeys=b & a", YES },
	{ "{'ForAllValues:StringEquals':{'aws:TagKeys':['a','b']}}", "aws:TagKeys=b & c", NO },
	/* negated sets: none of all, or one that is none */
	{ "{'ForAllValues:StringNotEquals':{'x:k':['a','b']}}", "x:k=c & d", YES },
	{ "{'ForAllValues:StringNotEquals':{'x:k':['a','b']}}", "x:k=c & b", NO },
	{ "{'ForAnyValue:StringNotEquals':{'x:k':['a','b']}}", "x:k=a & c", YES },
	{ "{'ForAnyValue:StringNotEquals':{'x:k':['a','b']}}", "x:k=a & b", NO },
	{ "{'ForAnyValue:StringNotEquals':{'x:k':'a'}}", NULL, NO },
	/* Null asks for presence */
	{ "{'Null':{'x:k':'true'}}", NULL, YES },
	{ "{'Null':{'x:k':'true'}}", "x:k", YES },
	{ "{'Null':{'x:k':'true'}}", "x:k=", YES },
	{ "{'Null':{'x:k':'true'}}", "x:k= & ", YES },
	{ "{'Null':{'x:k':'true'}}", "x:k= & a", NO },
	{ "{'Null':{'x:k':'true'}}", "x:k=a", NO },
	{ "{'Null':{'x:k':'true'}}", "x:k=a & b", NO },
	{ "{'Null':{'x:k':'false'}}", NULL, NO },
	{ "{'Null':{'x:k':'false'}}", "x:k=", NO },
	{ "{'Null':{'x:k':'false'}}", "x:k=a", YES },
	{ "{'Null':{'x:k':false}}", "x:k=a", YES },
	{ "{'Null':{'x:k':'True'}}", NULL, YES },
	{ "{'Null':{'x:k':['true','false']}}", NULL, YES },
	{ "{'Null':{'x:k':['true','false']}}", "x:k=a", YES },
	{ "{'Null':{'aws:TagKeys':'false'}}", "aws:TagKeys=a", YES },
	{ "{'Null':{'x:k':'true'}}", "x:k=??", MAYBE },
	{ "{'Null':{'x:k':'false'}}", "x:k=??", MAYBE },
	{ "{'ForAllValues:Null':{'x:k':'true'}}", "x:k=a", YES },
	{ "{'ForAllValues:Null':{'x:k':'false'}}", NULL, YES },
	{ "{'ForAllValues:Null':{'x:k':'false'}}", "x:k=??", YES },
	{ "{'ForAnyValue:Null':{'x:k':'true'}}", NULL, NO },
	{ "{'ForAnyValue:Null':{'x:k':'false'}}", "x:k=a", NO },
	{ "{'ForAnyValue:Null':{'x:k':'false'}}", "x:k=??", NO },
	/* bytes: all of them */
	{ "{'BinaryEquals':{'x:k':'QUI='}}", "x:k=QUE=", NO },
	{ "{'BinaryEquals':{'x:k':'QUI='}}", "x:k=QQ==", NO },
	/* one byte, and another */
	{ "{'BinaryEquals':{'x:k':'QQ=='}}", "x:k=Qg==", NO },
	{ "{'BinaryEquals':{'x:k':''}}", "x:k=", YES },
	{ "{'BinaryEquals':{'x:k':''}}", "x:k=QQ==", NO },
	{ "{'BinaryEquals':{'x:k':['QQ==','QUI=']}}", "x:k=QUI=", YES },
	/* ARNs, part by part */
	{ "{'ArnLike':{'x:k':'a'}}", "x:k=a:::::", NO },
	{ "{'ArnLike':{'x:k':'a:b'}}", "x:k=a:b::::", NO },
	{ "{'ArnNotLike':{'x:k':'a:b'}}", "x:k=a:b::::", YES },
	{ "{'ArnLike':{'x:k':'" ARN6 "'}}", "x:k=" ARN6, YES },
	{ "{'ArnLike':{'x:k':'arn:aws:iam::*:role/R'}}", "x:k=" ARN6, YES },
	{ "{'ArnLike':{'x:k':'arn:*:role/R'}}", "x:k=" ARN6, NO },
	{ "{'ArnLike':{'x:k':'*'}}", "x:k=" ARN6, NO },
	{ "{'ArnNotLike':{'x:k':'*'}}", "x:k=" ARN6, YES },
	{ "{'ArnLike':{'x:k':'*:*:*:*:*:*'}}", "x:k=" ARN6, YES },
	{ "{'ArnLike':{'x:k':'*:*:*:*:*:*'}}", "x:k=::::", NO },
	{ "{'ArnLike':{'x:k':'*:*:*:*:*:*'}}", "x:k=:::::", YES },
	{ "{'ArnLike':{'x:k':'*:*:*:*:*:*'}}", "x:k=", NO },
	{ "{'ArnNotLike':{'x:k':'*:*:*:*:*:*'}}", "x:k=", YES },
	{ "{'ArnNotLike':{'x:k':'*:*:*:*:*:*'}}", "x:k=a:b", YES },
	{ "{'ArnEquals':{'x:k':'arn:aws:sns:*:*:t:*'}}", "x:k=arn:aws:sns:r:1:t:u:v", YES },
	{ "{'ArnEquals':{'x:k':'arn:aws:sns:*:*:t'}}", "x:k=arn:aws:sns:r:1:t:u", NO },
	{ "{'ArnEquals':{'x:k':'arn:aws:iam::" ACCOUNT ":ROLE/R'}}", "x:k=" ARN6, NO },
	/* variables in values, resolved or not */
	{ "{'StringEquals':{'x:k':'${aws:username}'}}", "x:k=Ana", YES },
	{ "{'StringEquals':{'x:k':'a-${aws:PrincipalTag/team}'}}", "x:k=a-ml", YES },
	{ "{'StringEquals':{'x:k':'${aws:username}'}}", "x:k=ana", NO },
	{ "{'StringEqualsIgnoreCase':{'x:k':'${aws:username}'}}", "x:k=ana", YES },
	{ "{'StringLike':{'x:k':'*${aws:username}*'}}", "x:k=xAnay", YES },
	{ "{'StringEquals':{'x:k':'${aws:PrincipalTag/no}'}}", "x:k=", NO },
	{ "{'StringNotEquals':{'x:k':'${aws:PrincipalTag/no}'}}", "x:k=a", YES },
	{ "{'StringEquals':{'x:k':'${aws:PrincipalTag/no, `d`}'}}", "x:k=d", YES },
	{ "{'StringEquals':{'x:k':'${aws:PrincipalTag/empty}'}}", "x:k=", YES },
	{ "{'StringEquals':{'x:k':['${aws:SourceVpc}','a']}}", "x:k=a | aws:SourceVpc=??", YES },
	{ "{'StringEquals':{'x:k':['${aws:SourceVpc}','a']}}", "x:k=b | aws:SourceVpc=??", MAYBE },
	{ "{'StringNotEquals':{'x:k':['${aws:SourceVpc}','a']}}", "x:k=b | aws:SourceVpc=??", MAYBE },
	{ "{'StringNotEquals':{'x:k':['${aws:SourceVpc}','a']}}", "x:k=a | aws:SourceVpc=??", NO },
	{ "{'ForAnyValue:StringEquals':{'x:k':['${aws:SourceVpc}','a']}}", "x:k=b & a | aws:SourceVpc=??", YES },
	{ "{'ForAllValues:StringEquals':{'x:k':['${aws:SourceVpc}','a']}}", "x:k=b & a | aws:SourceVpc=??", MAYBE },
	{ "{'ArnLike':{'x:k':'arn:aws:iam::*:user/${aws:username}'}}", "x:k=" USERS "Ana", YES },
	{ "{'ArnLike':{'x:k':'arn:aws:iam::*:user/${aws:username}'}}", "x:k=" USERS "Bob", NO },
	{ "{'ArnLike':{'x:k':'arn:aws:s3::*:${aws:SourceVpc}'}}", "x:k=arn:aws:s3:::b | aws:SourceVpc=??", MAYBE },
	{ "{'ArnLike':{'x:k':'arn:aws:s3:::${aws:SourceVpc}'}}", "x:k=arn:aws:sqs:::b | aws:SourceVpc=??", NO },
	{ "{'StringEquals':{'x:k':'${*}'}}", "x:k=*", YES },
	{ "{'StringLike':{'x:k':'${*}'}}", "x:k=a", NO },
	{ "{'StringLike':{'x:k':'a${?}*'}}", "x:k=a?b", YES },
	/* derived keys are there without the host */
	{ "{'DateEquals':{'aws:CurrentTime':'2026-01-01'}}", NULL, YES },
	{ "{'NumericEquals':{'aws:EpochTime':'1767225600'}}", NULL, YES },
	{ "{'StringEquals':{'aws:PrincipalTag/Team':'ml'}}", NULL, YES },
};
/* clang-format on */

static void
combinations(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		enum truth have =
			met("2012-10-17", lines[i].condition, lines[i].attrs);

		if (have != lines[i].want)
			fail_msg("%s of %s: have %d, want %d",
				 lines[i].condition,
				 lines[i].attrs ? lines[i].attrs : "nothing",
				 have, lines[i].want);
	}
}

/* Before 2012-10-17 there were no variables: "${" is text. */
static void
older_versions_have_no_variables(void **state)
{
	(void)state;
	assert_int_equal(met("2008-10-17",
			     "{'StringEquals':{'x:k':'${aws:username}'}}",
			     "x:k=Ana"),
			 NO);
	assert_int_equal(met("2008-10-17",
			     "{'StringEquals':{'x:k':'${aws:username}'}}",
			     "x:k=${aws:username}"),
			 YES);
	assert_int_equal(met("2008-10-17", "{'StringLike':{'x:k':'${*}'}}",
			     "x:k=${abc}"),
			 YES);
}

/* Of a condition made shorter, the operand behind its last is not asked. */
static void
operands_end_where_they_end(void **state)
{
	static const char *const names[] = { "StringEquals", "StringLike",
					     "ArnLike" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct ask ask = { .principal = USERS "Ana",
				   .action = "s3:GetObject",
				   .resource = "arn:aws:s3:::b/x",
				   .attrs = "x:k=arn:aws:s3:::b" };
		char condition[128];
		struct condition shorter;
		struct statement st;
		struct loaded loaded;
		struct question q;

		snprintf(condition, sizeof condition,
			 "{'%s':{'x:k':['arn:aws:s3:::a','arn:aws:s3:::b']}}",
			 names[i]);
		make_set(&loaded, SET, "2012-10-17", condition);
		st = loaded.set->principals[0].own->policies[0]->statements[0];
		shorter = st.conditions[0];
		st.conditions = &shorter;
		make_context(&q, loaded.set, &ask);
		assert_int_equal(condition_met(&q.context, &st), YES);
		shorter.noperands--;
		assert_int_equal(condition_met(&q.context, &st), NO);
		forget_question(&q);
		forget_set(&loaded);
	}
}

/* ---- what a watcher is told -------------------------------------------- */

struct log {
	char text[512];
	size_t n;
};

static void
note(void *arg, const struct portero_event *e)
{
	struct log *log = arg;
	char actual[24];

	if (e->nactual == PORTERO_UNKNOWN)
		snprintf(actual, sizeof actual, "??");
	else
		snprintf(actual, sizeof actual, "%zu", e->nactual);
	log->n += (size_t)snprintf(
		log->text + log->n, sizeof log->text - log->n,
		"%u %.*s %.*s '%.*s' %s %u; ", e->kind, (int)e->text.len,
		e->text.ptr, (int)e->target.len, e->target.ptr,
		(int)e->expected.len, e->expected.ptr, actual, e->outcome);
}

static void
a_watcher_hears_of_every_key(void **state)
{
	struct ask ask = { .principal = USERS "Ana",
			   .action = "s3:GetObject",
			   .resource = "arn:aws:s3:::b/x",
			   .attrs = "x:j=b & c | x:l=??" };
	struct log log = { "", 0 };
	struct portero_trace trace = { sizeof trace, &log, note };
	struct loaded loaded;
	struct question q;
	const struct policy_set *set = make_set(
		&loaded, SET, "2012-10-17",
		"{'StringEquals':{'x:K':['a','b']},"
		"'ForAnyValue:StringLike':{'x:j':'c*'},'Bool':{'x:l':true}}");
	const struct statement *st;

	(void)state;
	make_context(&q, set, &ask);
	q.context.trace = &trace;
	st = set->principals[0].own->policies[0]->statements;
	assert_int_equal(condition_met(&q.context, st), NO);
	/* kind 3 is CONDITION; outcomes 0 no, 1 yes, 2 unknown */
	assert_string_equal(log.text, "3 StringEquals x:k 'a' 0 0; "
				      "3 ForAnyValue:StringLike x:j 'c*' 2 1; "
				      "3 Bool x:l 'true' ?? 2; ");
	forget_question(&q);
	forget_set(&loaded);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_operator),
		cmocka_unit_test(combinations),
		cmocka_unit_test(older_versions_have_no_variables),
		cmocka_unit_test(operands_end_where_they_end),
		cmocka_unit_test(a_watcher_hears_of_every_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
