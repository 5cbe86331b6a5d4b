/* SPDX-License-Identifier: MIT */
/*
 * Which statements match: random policies, asked in random ways, must be
 * answered by the index as by reading every statement, and as by an obvious
 * evaluator that works on the text.
 */
#include "../support.h"

#include "../../../plugin/decide/evaluate.h"

/* ---- policies by chance ------------------------------------------------ */

#define MAX 96

struct random_statement {
	bool deny, not_action, not_resource, condition;
	int nactions, nresources;
	char actions[4][64];
	char resources[4][160];
};

static uint64_t seed;

static uint32_t
roll(uint32_t sides)
{
	return dice(&seed, sides);
}

static void
random_action(char *out, size_t size)
{
	static const char *const some[] = {
		"*",
		"*:*",
		"sagemaker:CreateTrainingJob",
		"SAGEMAKER:createtrainingjob",
		"sagemaker:Create*",
		"sagemaker:*",
		"sagemaker:*Job",
		"sagemaker:Create?rainingJob",
		"*:Get*",
		"s3:GetObject",
		"s3:?etObject*",
		"iam:Pass*",
		"?3:*",
		"un:known",
		"x:a1*",
		"x:a*5",
		"x:*",
	};

	if (roll(3))
		snprintf(out, size, "%s", some[roll(COUNT(some))]);
	else
		snprintf(out, size, "x:a%02u", roll(100));
}

static void
random_resource(char *out, size_t size)
{
	static const char *const heads[] = {
		"arn:aws:s3:::",
		"arn:aws:s3:::",
		"arn:aws:sagemaker:eu-west-1:" ACCOUNT ":",
		"arn:aws:sagemaker:*:" ACCOUNT ":",
		"arn:aws:*:eu-*:*:",
		"arn:*:",
		"arn:aws:s?:::",
		"*",
		"*",
		"?rn:aws:s3:::",
	};
	static const char *const pieces[] = {
		"fraud",
		"alpha",
		"data",
		"training-job",
		"*",
		"*",
		"?",
		"x",
		"/",
		"-",
		":",
		"_",
		"${aws:username}",
		"Ana",
		".",
		"${aws:SourceVpc}",
	};
	size_t n = (size_t)snprintf(out, size, "%s", heads[roll(COUNT(heads))]);

	for (uint32_t k = roll(6); k > 0; k--)
		n += (size_t)snprintf(out + n, size - n, "%s",
				      pieces[roll(COUNT(pieces))]);
}

static void
random_policy(struct random_statement *st, int n)
{
	for (int i = 0; i < n; i++) {
		st[i] = (struct random_statement){
			.deny = roll(3) == 0,
			.not_action = roll(8) == 0,
			.not_resource = roll(8) == 0,
			.condition = roll(6) == 0,
			.nactions = 1 + (int)roll(3),
			.nresources = 1 + (int)roll(3),
		};
		for (int k = 0; k < st[i].nactions; k++)
			random_action(st[i].actions[k],
				      sizeof st[i].actions[k]);
		for (int k = 0; k < st[i].nresources; k++)
			random_resource(st[i].resources[k],
					sizeof st[i].resources[k]);
	}
}

static size_t
write_statement(char *out, size_t size, const struct random_statement *st,
		const char *more)
{
	size_t n = (size_t)snprintf(out, size, "{'Effect':'%s'%s,'%s':[",
				    st->deny ? "Deny" : "Allow", more,
				    st->not_action ? "NotAction" : "Action");

	for (int k = 0; k < st->nactions; k++)
		n += (size_t)snprintf(out + n, size - n, "%s'%s'", k ? "," : "",
				      st->actions[k]);
	n += (size_t)snprintf(out + n, size - n, "],'%s':[",
			      st->not_resource ? "NotResource" : "Resource");
	for (int k = 0; k < st->nresources; k++)
		n += (size_t)snprintf(out + n, size - n, "%s'%s'", k ? "," : "",
				      st->resources[k]);
	n += (size_t)snprintf(out + n, size - n, "]%s}",
			      st->condition ? ",'Condition':{'StringEquals':"
					      "{'aws:SourceIp':'10.0.0.1'}}"
					    : "");
	return n;
}

/* ---- the obvious evaluator --------------------------------------------- */

struct random_question {
	char action[64], resource[200];
	bool condition; /* holds */
	bool vpc;	/* aws:SourceVpc is "Ana"; else there is none */
};

static void
lower(char *out, const char *s)
{
	do
		*out++ = str_lower(*s);
	while (*s++);
}

/* P with its variables replaced and its missing fields completed; false when a
 * variable has no value. */
static bool
resolve(char *out, const char *p, bool vpc)
{
	const char *begin = out;
	int colons = 0;

	static const char user[] = "${aws:username}",
			  other[] = "${aws:SourceVpc}";

	while (*p) {
		bool is_user = strncmp(p, user, sizeof user - 1) == 0;

		if (is_user || strncmp(p, other, sizeof other - 1) == 0) {
			if (!is_user && !vpc)
				return false;
			out = stpcpy(out, "Ana");
			p += is_user ? sizeof user - 1 : sizeof other - 1;
		} else {
			colons += *p == ':';
			*out++ = *p++;
		}
	}
	for (; strncmp(begin, "arn:", 4) == 0 && colons < 5; colons++)
		out = stpcpy(out, ":*");
	*out = 0;
	return true;
}

static bool
covers_action(const struct random_statement *st, const char *action)
{
	char p[64], t[64];

	lower(t, action);
	for (int k = 0; k < st->nactions; k++) {
		lower(p, st->actions[k]);
		if (slow_match(p, t, 5))
			return !st->not_action;
	}
	return st->not_action;
}

static bool
covers_resource(const struct random_statement *st,
		const struct random_question *q)
{
	char p[400];

	for (int k = 0; k < st->nresources; k++) {
		/* the resource "*" is that of the pattern "*" alone */
		if (strcmp(q->resource, "*") == 0
			    ? strspn(st->resources[k], "*") ==
				      strlen(st->resources[k])
			    : resolve(p, st->resources[k], q->vpc) &&
				      slow_match(p, q->resource,
						 strncmp(p, "arn:", 4) ? 5 : 0))
			return !st->not_resource;
	}
	return st->not_resource;
}

/* The first Deny that matches, else the first Allow, else -1. */
static int
obvious(const struct random_statement *st, int n,
	const struct random_question *q)
{
	int allow = -1;

	for (int i = 0; i < n; i++) {
		if (!covers_action(&st[i], q->action) ||
		    !covers_resource(&st[i], q) ||
		    (st[i].condition && !q->condition))
			continue;
		if (st[i].deny)
			return i;
		if (allow < 0)
			allow = i;
	}
	return allow;
}

/* ---- questions by chance ----------------------------------------------- */

/* A text for a pattern: stars and variables become something, sometimes what
 * does not fit. */
static void
instance(char *out, size_t size, const char *p)
{
	static const char *const fills[] = { "",    "x",   "fraud", "a-b",
					     "a/b", "Ana", "a:b",   "alpha-x" };
	char text[400];
	size_t n = 0;

	if (!resolve(text, p, true))
		fail();
	*out = 0;
	for (const char *t = text; *t && n + 24 < size; t++) {
		if (*t == '*')
			n += (size_t)snprintf(out + n, size - n, "%s",
					      fills[roll(COUNT(fills))]);
		else if (*t == '?')
			out[n++] = "arq:"[roll(4)];
		else if (roll(60))
			out[n++] = *t;
		out[n] = 0;
	}
}

static void
random_question(struct random_question *q, const struct random_statement *st,
		int n)
{
	const struct random_statement *from = &st[roll((uint32_t)n)];
	char text[200];

	instance(q->action, sizeof q->action,
		 from->actions[roll((uint32_t)from->nactions)]);
	if (roll(4) == 0 || !strchr(q->action, ':') ||
	    strchr(q->action, ':') != strrchr(q->action, ':') ||
	    q->action[0] == ':' || q->action[strlen(q->action) - 1] == ':')
		snprintf(q->action, sizeof q->action, "x:a%02u", roll(100));
	instance(text, sizeof text,
		 from->resources[roll((uint32_t)from->nresources)]);
	if (roll(20) == 0)
		strcpy(q->resource, "*");
	else if (strncmp(text, "arn:", 4) == 0 && roll(8))
		strcpy(q->resource, text);
	else
		snprintf(q->resource, sizeof q->resource, "arn:aws:s3:::%.180s",
			 text);
	/* six fields, or it is no ARN */
	if (strcmp(q->resource, "*") != 0) {
		int colons = 0;

		for (const char *p = q->resource; *p; p++)
			colons += *p == ':';
		for (; colons < 5; colons++)
			strcat(q->resource, ":");
	}
	q->condition = roll(2);
	q->vpc = roll(2);
}

static void
make_ask(struct ask *ask, char attrs[96], const struct random_question *q)
{
	snprintf(attrs, 96, "aws:SourceIp=%s%s",
		 q->condition ? "10.0.0.1" : "10.0.0.2",
		 q->vpc ? " | aws:SourceVpc=Ana" : "");
	*ask = (struct ask){ .principal = USERS "Ana",
			     .action = q->action,
			     .resource = q->resource,
			     .attrs = attrs,
			     .owner = ACCOUNT };
}

/* ---- identity policies ------------------------------------------------- */

#define ROUNDS	  60
#define QUESTIONS 250

static void
index_scan_and_obvious(void **state)
{
	static struct random_statement st[MAX];
	static char doc[2][MAX * 1200];
	size_t matched = 0;

	(void)state;
	seed = 20260101;
	for (int round = 0; round < ROUNDS; round++) {
		/* few and many: with and without trees */
		int n = round < 10 ? 3 + (int)roll(5)
				   : 20 + (int)roll(MAX - 20);
		int half = 1 + (int)roll((uint32_t)n - 1);
		size_t used[2] = { 0, 0 };
		struct loaded loaded;

		random_policy(st, n);
		for (int i = 0; i < n; i++) {
			int d = i >= half;

			used[d] += (size_t)snprintf(
				doc[d] + used[d], sizeof doc[d] - used[d], "%s",
				i == 0 || i == half ? "" : ",");
			used[d] += write_statement(doc[d] + used[d],
						   sizeof doc[d] - used[d],
						   &st[i], "");
		}
		make_set(&loaded,
			 "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
			 "','users':[{'name':'Ana','policies':["
			 "{'name':'0','document':{'Version':'2012-10-17',"
			 "'Statement':[%s]}},{'name':'1','document':{'Version':"
			 "'2012-10-17','Statement':[%s]}}]}]}]}",
			 doc[0], doc[1]);
		for (int k = 0; k < QUESTIONS; k++) {
			struct random_question q;
			struct portero_decision d;
			struct ask ask;
			char attrs[96];
			int want, have;

			random_question(&q, st, n);
			make_ask(&ask, attrs, &q);
			decide_both(loaded.set, &ask, false, &d);
			if (d.reason == PORTERO_REASON_BAD_REQUEST)
				continue;
			want = obvious(st, n, &q);
			have = !d.policy[0]	    ? -1
			       : d.policy[0] == '0' ? (int)d.statement
						    : (int)d.statement + half;
			if (have != want ||
			    (d.effect == PORTERO_ALLOW) !=
				    (want >= 0 && !st[want].deny))
				fail_msg("round %d: %s on %s (%s): have %d %s, "
					 "want %d",
					 round, q.action, q.resource, attrs,
					 have, reason_text(d.reason), want);
			matched += want >= 0;
		}
		forget_set(&loaded);
	}
	/* neither nothing nor everything */
	assert_in_range(matched, ROUNDS * QUESTIONS / 5,
			ROUNDS * QUESTIONS * 9 / 10);
}

/* ---- resource policies: every Allow counts, not only the first ---------- */

static void
principals_in_any_order(void **state)
{
	static const char *const whom[] = {
		",'Principal':'*'",
		",'Principal':{'AWS':'" ACCOUNT "'}",
		",'Principal':{'AWS':'" ROLES "R'}",
		",'Principal':{'AWS':'" SESSIONS "R/s'}",
		",'Principal':{'AWS':'" USERS "Ana'}",
		",'NotPrincipal':{'AWS':'" USERS "Ana'}",
	};
	static const char *const callers[] = { USERS "Ana", SESSIONS "R/s",
					       SESSIONS "R/t", "anonymous",
					       SERVICE };
	static struct random_statement st[MAX];
	static char doc[MAX * 1200];
	size_t allowed = 0;

	(void)state;
	seed = 7;
	for (int round = 0; round < 30; round++) {
		int n = 2 + (int)roll(40);
		size_t used = 0;
		struct loaded loaded;

		random_policy(st, n);
		for (int i = 0; i < n; i++) {
			st[i].deny = roll(8) == 0;
			used += (size_t)snprintf(doc + used, sizeof doc - used,
						 "%s", i ? "," : "");
			used += write_statement(doc + used, sizeof doc - used,
						&st[i],
						whom[roll(COUNT(whom))]);
		}
		make_set(&loaded,
			 "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
			 "','users':[{'name':'Ana','boundary':{'Statement':[]}}"
			 "],'roles':[{'name':'R','session':{'Statement':[]}}]}]"
			 ",'resources':[{'arn':'arn:aws:s3:::fraud','account':"
			 "'" ACCOUNT "','policy':{'Version':'2012-10-17',"
			 "'Statement':[%s]}}]}",
			 doc);
		for (int k = 0; k < 150; k++) {
			struct random_question q;
			struct portero_decision d;
			struct ask ask;
			char attrs[96], resource[300];

			random_question(&q, st, n);
			make_ask(&ask, attrs, &q);
			snprintf(resource, sizeof resource,
				 "arn:aws:s3:::fraud/%s",
				 strrchr(q.resource, ':')
					 ? strrchr(q.resource, ':') + 1
					 : "");
			ask.resource = resource;
			ask.principal = callers[roll(COUNT(callers))];
			decide_both(loaded.set, &ask, false, &d);
			assert_true(d.reason != PORTERO_REASON_INTERNAL);
			allowed += d.effect == PORTERO_ALLOW;
		}
		forget_set(&loaded);
	}
	assert_true(allowed > 100);
}

/* ---- the index is one -------------------------------------------------- */

/* A thousand teams: a question looks at the statements of one. */
static void
few_statements_are_looked_at(void **state)
{
	static char doc[1000 * 256];
	size_t used = 0;
	struct ask ask = { .principal = USERS "Ana",
			   .action = "sagemaker:CreateTrainingJob" };
	struct portero_decision d;
	struct loaded loaded;
	char resource[128];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		static const char *const forms[][2] = {
			{ SAGEMAKER "training-job/", "-*" },
			{ "arn:aws:sagemaker:*:*:*/", "-*" },
			{ "*-", "" },
			{ "arn:aws:sagemaker:*:*:*/*-", "-*" },
		};
		char pattern[128];

		snprintf(pattern, sizeof pattern, "%steam%03d%s",
			 forms[i % 4][0], i, forms[i % 4][1]);
		used += (size_t)snprintf(
			doc + used, sizeof doc - used,
			"%s{'Effect':'Allow','Action':'sagemaker:Create*',"
			"'Resource':'%s'}",
			i ? "," : "", pattern);
	}
	make_set(&loaded,
		 "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
		 "','users':[{'name':'Ana','policies':[{'Version':"
		 "'2012-10-17','Statement':[%s]}]}]}]}",
		 doc);
	for (int i = 0; i < 1000; i++) {
		snprintf(resource, sizeof resource,
			 SAGEMAKER "training-job/%steam%03d%s",
			 i % 4 < 2 ? "" : "x-", i, i % 4 == 2 ? "" : "-x");
		ask.resource = resource;
		decide_both(loaded.set, &ask, false, &d);
		if (d.effect != PORTERO_ALLOW || d.statement != (uint32_t)i)
			fail_msg("%s: %s, statement %u", resource,
				 reason_text(d.reason), d.statement);
		assert_in_range(d.steps, 1, 8);
	}
	ask.resource = SAGEMAKER "training-job/team1000";
	decide_both(loaded.set, &ask, false, &d);
	assert_int_equal(d.reason, PORTERO_REASON_IDENTITY_NO_ALLOW);
	assert_in_range(d.steps, 0, 8);
	forget_set(&loaded);
}

/*
 * Patterns are found by their ends, and what stands before the resource in
 * memory would fit them: nobody may read it there.
 */
static void
endings_end_with_the_text(void **state)
{
	static const char text[] = "0123456789" SAGEMAKER "model/x";
	static const char *const fronts[] = { "", "+", "-" };
	const size_t before = 10;
	static char doc[32 * 256];
	size_t used = (size_t)snprintf(doc, sizeof doc,
				       "{'Effect':'Allow','Action':'*',"
				       "'Resource':'*odel/x'}");
	struct ask ask = { .principal = USERS "Ana",
			   .action = "sagemaker:CreateModel",
			   .resource = "arn:aws:s3:::b" };
	const struct decide_clock clock = { NULL, NULL };
	struct portero_decision d = { .size = sizeof d };
	struct loaded loaded;
	struct question q;

	(void)state;
	for (size_t i = 1; i <= before; i++)
		for (size_t k = 0; k < COUNT(fronts); k++)
			used += (size_t)snprintf(
				doc + used, sizeof doc - used,
				",{'Effect':'Deny','Action':'*',"
				"'Resource':'*%s%s'}",
				fronts[k], text + before - i);
	make_set(&loaded,
		 "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
		 "','users':[{'name':'Ana','policies':[{'Version':"
		 "'2012-10-17','Statement':[%s]}]}]}]}",
		 doc);
	make_question(&q, &ask);
	q.request.resource =
		(struct portero_str){ text + before, sizeof text - 1 - before };
	decide_access(loaded.set, &q.request, &clock, &d);
	assert_int_equal(d.reason, PORTERO_REASON_ALLOWED);
	assert_int_equal(d.statement, 0);
	assert_int_equal(d.steps, 1);
	forget_question(&q);
	forget_set(&loaded);
}

/* ---- statements one by one --------------------------------------------- */

struct line {
	const char *statement, *action, *resource;
	bool match;
};

#define JOB SAGEMAKER "training-job/Alpha-1"

/* clang-format off */
static const struct line lines[] = {
	{ "'Action':'s3:GetObject','Resource':'*'", "s3:GetObject", "arn:aws:s3:::b/x", true },
	{ "'Action':'S3:GETOBJECT','Resource':'*'", "s3:getobject", "arn:aws:s3:::b/x", true },
	{ "'Action':'s3:GetObject','Resource':'*'", "s3:GetObjects", "arn:aws:s3:::b/x", false },
	{ "'Action':'s3:GetObject','Resource':'*'", "s3:GetObjec", "arn:aws:s3:::b/x", false },
	{ "'Action':['s3:Put*','s3:Get*'],'Resource':'*'", "s3:GetObject", "arn:aws:s3:::b/x", true },
	{ "'Action':'s3:*Object','Resource':'*'", "s3:Object", "arn:aws:s3:::b/x", true },
	{ "'Action':'s3:?etObject','Resource':'*'", "s3:etObject", "arn:aws:s3:::b/x", false },
	{ "'Action':'*','Resource':'*'", "never:Heard", "arn:aws:s3:::b/x", true },
	/* a name that is also where a pattern begins */
	{ "'Action':'x:begin*','Resource':'*'", "x:Begin", "arn:aws:s3:::b/x", true },
	{ "'Action':'x:begin*','Resource':'*'", "x:Begi", "arn:aws:s3:::b/x", false },
	{ "'Action':['x:begin*','x:beginning'],'Resource':'*'", "x:Begin", "arn:aws:s3:::b/x", true },
	{ "'NotAction':'x:begin*','Resource':'*'", "x:Begin", "arn:aws:s3:::b/x", false },
	{ "'NotAction':'x:begin*','Resource':'*'", "x:Begi", "arn:aws:s3:::b/x", true },
	/* NotAction: everything else, of every service */
	{ "'NotAction':'s3:GetObject','Resource':'*'", "s3:GetObject", "arn:aws:s3:::b/x", false },
	{ "'NotAction':'s3:getOBJECT','Resource':'*'", "s3:GetObject", "arn:aws:s3:::b/x", false },
	{ "'NotAction':'s3:GetObject','Resource':'*'", "iam:PassRole", "arn:aws:iam::" ACCOUNT ":role/R", true },
	{ "'NotAction':'s3:GetObject','Resource':'*'", "never:Heard", "arn:aws:s3:::b/x", true },
	{ "'NotAction':['s3:Get*','s3:Put*'],'Resource':'*'", "s3:PutObject", "arn:aws:s3:::b/x", false },
	{ "'NotAction':'s3:*','Resource':'*'", "s3:NeverHeard", "arn:aws:s3:::b/x", false },
	{ "'NotAction':'*','Resource':'*'", "s3:GetObject", "arn:aws:s3:::b/x", false },
	/* resources: one glob over the type and the name, by letter case */
	{ "'Action':'*','Resource':'" SAGEMAKER "*/Alpha-*'", "a:B", JOB, true },
	{ "'Action':'*','Resource':'" SAGEMAKER "*/alpha-*'", "a:B", JOB, false },
	{ "'Action':'*','Resource':'" SAGEMAKER "training-job/Alpha-?'", "a:B", JOB, true },
	{ "'Action':'*','Resource':'" SAGEMAKER "training-job/Alpha-?" "?'", "a:B", JOB, false },
	{ "'Action':'*','Resource':'" SAGEMAKER "train*'", "a:B", JOB, true },
	{ "'Action':'*','Resource':'arn:aws:sagemaker:*:*:*'", "a:B", JOB, true },
	{ "'Action':'*','Resource':'arn:aws:sagemaker:*'", "a:B", JOB, true },
	{ "'Action':'*','Resource':'arn:aws:sage*r:*:*:*'", "a:B", JOB, true },
	{ "'Action':'*','Resource':'arn:aws:sage*1:*'", "a:B", JOB, false },
	{ "'Action':'*','Resource':['arn:aws:s3:::b','" JOB "']", "a:B", JOB, true },
	/* fewer than six fields are completed */
	{ "'Action':'*','Resource':'arn:aws:sagemaker'", "a:B", JOB, true },
	{ "'Action':'*','Resource':'arn:aws:s3'", "a:B", JOB, false },
	{ "'Action':'*','Resource':'arn:aws'", "a:B", JOB, true },
	/* bug: the colon of a variable was taken for one of the ARN's */
	{ "'Action':'*','Resource':'arn:aws:sagemaker:eu-west-1:${aws:PrincipalAccount}'", "a:B", JOB, true },
	{ "'Action':'*','Resource':'arn:aws:sagemaker:${aws:RequestedRegion}:${aws:PrincipalAccount}'", "a:B", JOB, true },
	/* NotResource: what none of them is */
	{ "'Action':'*','NotResource':'arn:aws:s3:::b/*'", "a:B", "arn:aws:s3:::b/x", false },
	{ "'Action':'*','NotResource':'arn:aws:s3:::b/*'", "a:B", "arn:aws:s3:::c/x", true },
	{ "'Action':'*','NotResource':['arn:aws:s3:::b/*','arn:aws:s3:::c/*']", "a:B", "arn:aws:s3:::c/x", false },
	{ "'Action':'*','NotResource':'*'", "a:B", "arn:aws:s3:::c/x", false },
	{ "'Action':'*','NotResource':'arn:aws:s3:::${aws:SourceVpc}/*'", "a:B", "arn:aws:s3:::b/x", true },
	/* the resource "*" is spoken of by "*" alone */
	{ "'Action':'*','Resource':'*'", "a:B", "*", true },
	{ "'Action':'*','Resource':'arn:*'", "a:B", "*", false },
	{ "'Action':'*','Resource':'arn:aws:s3:::*'", "a:B", "*", false },
	{ "'Action':'*','Resource':['arn:aws:s3:::*','*']", "a:B", "*", true },
	{ "'Action':'*','NotResource':'*'", "a:B", "*", false },
	{ "'Action':'*','NotResource':'arn:aws:s3:::*'", "a:B", "*", true },
	{ "'Action':'*','NotResource':['arn:aws:s3:::*','*']", "a:B", "*", false },
	{ "'Action':'*','NotResource':['arn:aws:s3:::*','?']", "a:B", "*", true },
	{ "'Action':'*','Resource':'?'", "a:B", "*", false },
	/* an empty list covers nothing, negated or not */
	{ "'Action':[],'Resource':'*'", "a:B", JOB, false },
	{ "'NotAction':[],'Resource':'*'", "a:B", JOB, false },
	{ "'Action':'*','Resource':[]", "a:B", JOB, false },
	{ "'Action':'*','NotResource':[]", "a:B", JOB, false },
	{ "'Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:username':[]}}", "a:B", JOB, false },
	{ "'Action':'*','Resource':'*','Condition':{'StringNotEquals':{'aws:username':[]}}", "a:B", JOB, false },
	{ "'Action':'*','Resource':'*','Condition':{}", "a:B", JOB, true },
	{ "'Action':'*','Resource':'*','Condition':{'StringEquals':{}}", "a:B", JOB, true },
	/* all three parts must fit */
	{ "'Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:username':'Ana'}}", "a:B", JOB, true },
	{ "'Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:username':'Bob'}}", "a:B", JOB, false },
	{ "'Action':'c:D','Resource':'*','Condition':{'StringEquals':{'aws:username':'Ana'}}", "a:B", JOB, false },
	{ "'Action':'*','Resource':'arn:aws:s3:::b','Condition':{'StringEquals':{'aws:username':'Ana'}}", "a:B", JOB, false },
};
/* clang-format on */

static void
one_statement(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++)
		for (int deny = 0; deny < 2; deny++) {
			struct ask ask = { .principal = USERS "Ana",
					   .action = lines[i].action,
					   .resource = lines[i].resource,
					   .owner = ACCOUNT };
			struct portero_decision d;
			struct loaded loaded;
			uint32_t want =
				!lines[i].match
					? PORTERO_REASON_IDENTITY_NO_ALLOW
				: deny ? PORTERO_REASON_IDENTITY_EXPLICIT_DENY
				       : PORTERO_REASON_ALLOWED;

			make_set(&loaded,
				 "{'schema':'portero.set/1','accounts':[{'id':"
				 "'" ACCOUNT "','users':[{'name':'Ana',"
				 "'policies':[{'Version':'2012-10-17',"
				 "'Statement':{'Sid':'S%zu','Effect':'%s',%s}}]"
				 "}]}]}",
				 i, deny ? "Deny" : "Allow",
				 lines[i].statement);
			decide_both(loaded.set, &ask, false, &d);
			if (d.reason != want)
				fail_msg("%s and %s on %s: %s",
					 lines[i].statement, lines[i].action,
					 lines[i].resource,
					 reason_text(d.reason));
			forget_set(&loaded);
		}
}

/* ---- what a watcher is told -------------------------------------------- */

struct log {
	char text[1024];
	size_t n;
};

static void
note(void *arg, const struct portero_event *e)
{
	struct log *log = arg;

	assert_int_equal(e->level, 0); /* there is no organization */
	if (e->kind != PORTERO_EVENT_STATEMENT)
		return;
	log->n += (size_t)snprintf(
		log->text + log->n, sizeof log->text - log->n,
		"%.*s %s %u %u '%.*s'\n", (int)e->sid.len, e->sid.ptr,
		e->effect == PORTERO_ALLOW ? "allow" : "deny", e->outcome,
		e->part, (int)e->expected.len, e->expected.ptr);
}

/* Each statement in order, with the part that failed first. */
static void
a_watcher_hears_of_every_statement(void **state)
{
	struct ask ask = { .principal = USERS "Ana",
			   .action = "s3:GetObject",
			   .resource = "arn:aws:s3:::b/x",
			   .attrs = "aws:SourceVpc=??" };
	const struct decide_clock clock = { NULL, NULL };
	struct portero_decision d = { .size = sizeof d };
	struct log log = { "", 0 };
	struct portero_trace trace = { sizeof trace, &log, note };
	struct loaded loaded;
	struct question q;

	(void)state;
	make_set(
		&loaded,
		"{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
		"','users':[{'name':'Ana','policies':[{'Version':'2012-10-17'"
		",'Statement':["
		"{'Sid':'a','Effect':'Deny','Action':'s3:Put*','Resource':'*'},"
		"{'Sid':'b','Effect':'Deny','Action':'*','Resource':'arn:aws:s3"
		":::c/*'},"
		"{'Sid':'c','Effect':'Deny','Action':'*','Resource':'*',"
		"'Condition':{'Bool':{'aws:SecureTransport':'false'}}},"
		"{'Sid':'d','Effect':'Allow','Action':[],'Resource':'*'},"
		"{'Sid':'e','Effect':'Allow','Action':'*','Resource':'arn:aws:"
		"s3:::${aws:SourceVpc}/x'},"
		"{'Sid':'f','Effect':'Allow','Action':'*','Resource':'*',"
		"'Condition':{'StringEquals':{'aws:SourceVpc':'v'}}},"
		"{'Sid':'g','Effect':'Allow','Action':'s3:Get*','Resource':["
		"'arn:aws:s3:::z','arn:aws:s3:::b/*']},"
		"{'Sid':'h','Effect':'Allow','Action':'*','Resource':'*',"
		"'Condition':{'StringEquals':{'aws:username':'Ana'}}},"
		"{'Sid':'i','Effect':'Allow','Action':'*','Resource':'arn:aws:"
		"s3:::${aws:SourceVpc}/x','Condition':{'StringEquals':{"
		"'aws:username':'Bob'}}}]}]}]}],"
		"'resources':[{'arn':'arn:aws:s3:::b','account':'" ACCOUNT
		"','policy':{'Statement':[{'Sid':'r','Effect':'Allow','Action'"
		":'*','Resource':'*','Principal':{'AWS':'" OTHER "'}}]}}]}");
	make_question(&q, &ask);
	q.request.trace = &trace;
	decide_access(loaded.set, &q.request, &clock, &d);
	assert_int_equal(d.reason, PORTERO_REASON_ALLOWED);
	/* outcomes 0 no, 1 yes, 2 unknown; parts 1 principal, 2 action,
	 * 3 resource, 4 condition */
	assert_string_equal(log.text,
			    "r allow 0 1 '*'\n"
			    "a deny 0 2 '*'\n"
			    "b deny 0 3 'arn:aws:s3:::c/*'\n"
			    "c deny 0 4 '*'\n"
			    "d allow 0 0 '*'\n"
			    "e allow 2 3 'arn:aws:s3:::${aws:SourceVpc}/x'\n"
			    "f allow 2 4 '*'\n"
			    "g allow 1 0 'arn:aws:s3:::z'\n"
			    "h allow 1 0 '*'\n"
			    "i allow 0 3 'arn:aws:s3:::${aws:SourceVpc}/x'\n");
	assert_int_equal(d.steps, 10);
	forget_question(&q);
	forget_set(&loaded);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_statement),
		cmocka_unit_test(index_scan_and_obvious),
		cmocka_unit_test(principals_in_any_order),
		cmocka_unit_test(few_statements_are_looked_at),
		cmocka_unit_test(endings_end_with_the_text),
		cmocka_unit_test(a_watcher_hears_of_every_statement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
