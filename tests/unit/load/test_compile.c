/* SPDX-License-Identifier: MIT */
/*
 * The index of a bundle holds every statement where it is looked for: under
 * each of its actions, by a literal that its texts must have.
 */
#include "../support.h"

#include "../../../plugin/load/building.h"

#define MANY 120
#define SM   "arn:aws:sagemaker:eu-west-1:" ACCOUNT ":"

/* ---- what the index must hold ------------------------------------------- */

/* What C stands for; NULL: all resources. */
static const struct pattern *
pattern_of(const struct candidate *c)
{
	const struct statement *st = c->statement;

	if (c->test == TEST_ANY)
		return NULL;
	if (c->test == TEST_ASK)
		return c->resource.pattern;
	for (uint32_t i = 0; i < st->nresources; i++) {
		const struct pattern *p = &st->resources[i];

		if (p->tokens[0].of.text != c->resource.literal)
			continue;
		assert_int_equal(p->tokens[0].length, c->length);
		assert_int_equal(p->ntokens, c->test == TEST_IS ? 1 : 2);
		return p;
	}
	fail_msg("%.*s is of no resource", c->length, c->resource.literal);
	return NULL;
}

/* Marks the resource patterns of STATEMENT that G hands out. */
static void
mark(const struct candidate *c, const struct statement *statement,
     uint32_t ordinal, bool *all, bool *one)
{
	if (c->statement != statement)
		return;
	assert_int_equal(c->ordinal, ordinal);
	if (!pattern_of(c))
		*all = true;
	else
		one[pattern_of(c) - statement->resources] = true;
}

/* The literal that leads to a node is one that the pattern has at its place. */
static void
mark_tree(const struct radix *tree, uint32_t node, const char *literal,
	  size_t n, char place, const struct statement *statement,
	  uint32_t ordinal, bool *all, bool *one)
{
	const struct radix_node *at = &tree->nodes[node];
	char text[512], turned[512];

	memcpy(text, literal, n);
	if (at->length)
		memcpy(text + n, at->text, at->length);
	n += at->length;
	for (size_t i = 0; i < n; i++)
		turned[i] = text[n - 1 - i];
	for (uint32_t i = 0; i < at->n; i++) {
		const struct candidate *c = &tree->candidates[at->first + i];
		const struct pattern *p;
		const struct token *t;
		bool has = false;

		mark(c, statement, ordinal, all, one);
		p = pattern_of(c);
		assert_non_null(p);
		for (uint32_t k = 0; k < p->ntokens; k++) {
			t = &p->tokens[k];
			if (t->kind != TOKEN_TEXT)
				continue;
			if (place == 'p' && k == 0)
				has |= str_equal(token_text(t),
						 str_make(text, n));
			if (place == 's' && k + 1 == p->ntokens)
				has |= str_equal(token_text(t),
						 str_make(turned, n));
			if (place == 'i')
				has |= t->length >= n &&
				       memcmp(t->of.text + t->length - n, text,
					      n) == 0;
		}
		if (!has)
			fail_msg("%.*s is no literal of %.*s", (int)n, text,
				 (int)p->length, p->source);
		assert_true(place != 'i' || is_delimiter(text[0]));
	}
	for (uint32_t i = 0; i < at->nchildren; i++)
		mark_tree(tree, at->first_child + i, text, n, place, statement,
			  ordinal, all, one);
}

/* An Allow after one that is open need not be asked. */
static bool
covered(const struct group *g, const struct statement *st, uint32_t ordinal)
{
	const struct open_levels *levels = g->more ? &g->more->open : NULL;
	const struct statement *open = levels ? levels->allow : NULL;

	if (!open)
		return false;
	assert_true(!open->deny && open->every_resource && !open->nconditions &&
		    !open->nprincipals && !open->actions->loose &&
		    levels->levels == 1);
	return !st->deny && !st->inert && levels->allow_at <= ordinal;
}

static bool
holds(const struct bundle *b, const struct group *g, const struct statement *st,
      uint32_t ordinal)
{
	const struct candidate *always = &b->candidates[g->first];
	const struct forest *forest = g->more ? g->more->forest : NULL;
	bool all = false, one[16] = { false };

	for (uint32_t i = 0; i < g->n; i++) {
		mark(&always[i], st, ordinal, &all, one);
		assert_true(i == 0 ||
			    always[i - 1].ordinal <= always[i].ordinal);
	}
	if (forest && forest->prefix.nodes)
		mark_tree(&forest->prefix, 0, "", 0, 'p', st, ordinal, &all,
			  one);
	if (forest && forest->suffix.nodes)
		mark_tree(&forest->suffix, 0, "", 0, 's', st, ordinal, &all,
			  one);
	if (forest && forest->inner.nodes)
		mark_tree(&forest->inner, 0, "", 0, 'i', st, ordinal, &all,
			  one);
	if (st->every_resource || st->not_resource)
		return all != covered(g, st, ordinal);
	assert_false(all);
	if (covered(g, st, ordinal))
		return true;
	for (uint32_t i = 0; i < st->nresources; i++)
		if (!one[i])
			return false;
	return st->nresources > 0;
}

/* The group of PLACE, and whether it is found among cuts. */
static const struct group *
group_at(const struct bundle *b, uint32_t place)
{
	uint32_t found = GROUP_NONE;

	if (b->place_group) {
		assert_int_equal(b->ncuts, 0);
		return b->place_group[place] == PLACE_EMPTY
			       ? NULL
			       : &b->groups[b->place_group[place]];
	}
	for (uint32_t c = 0; c < b->ncuts && b->cuts[c].from <= place; c++)
		found = b->cuts[c].group;
	return found == GROUP_NONE ? NULL : &b->groups[found];
}

/* Is ST asked about an action at PLACE? */
static bool
under(const struct bundle *b, uint32_t place, const struct statement *st,
      uint32_t ordinal)
{
	for (uint32_t i = 0; i < b->nbroad; i++)
		if (b->broad[i].actions == st->actions)
			return holds(b, &b->broad[i].group, st, ordinal);
	return group_at(b, place) && holds(b, group_at(b, place), st, ordinal);
}

static void
check_statement(const struct bundle *b, uint32_t s, uint32_t place)
{
	const struct statement *st = &b->policies[0]->statements[s];
	const struct group *g = group_at(b, place);
	bool inside = false;

	for (uint32_t r = 0; r < st->actions->nranges; r++)
		inside |= place >= st->actions->ranges[r].from &&
			  place < st->actions->ranges[r].to;
	if (inside && under(b, place, st, s) == st->inert)
		fail_msg("statement %u at place %u", s, place);
	for (uint32_t i = 0; g && !inside && i < g->n; i++)
		assert_ptr_not_equal(b->candidates[g->first + i].statement, st);
}

static void
check_bundle(const struct policy_set *set, const struct bundle *b)
{
	for (uint32_t i = 1; i < b->ncuts; i++)
		assert_true(b->cuts[i - 1].from < b->cuts[i].from);
	for (uint32_t s = 0; s < b->policies[0]->nstatements; s++)
		for (uint32_t p = 0; p <= 2 * set->nactions; p++)
			check_statement(b, s, p);
}

/* ---- bundles by chance -------------------------------------------------- */

static void
every_statement_is_found(void **state)
{
	static const char *const forms[] = {
		"'Resource':'*'",
		"'Resource':'arn:aws:s3:::team%u/*'",
		"'Resource':'arn:aws:sagemaker:*:*:*/team%u-*'",
		"'Resource':['*-team%u','*/x%u-*']",
		"'Resource':['arn:aws:s3:::a','arn:aws:s3:::b%u','*%u*']",
		"'NotResource':'arn:aws:s3:::team%u/*'",
		"'Resource':'arn:aws:s3:::${aws:username}/%u'",
		"'Resource':[]",
		"'Resource':'*?'",
		"'Resource':'*:%u'",
	};
	static const char *const actions[] = {
		"'Action':'*'",
		"'Action':'s3:Get*'",
		"'Action':['s3:GetObject','x:a%u']",
		"'NotAction':'x:a%u'",
		"'Action':'x:a%u'",
		"'Action':[]",
		"'Action':'sagemaker:Create*'",
	};
	static char doc[MANY * 256];
	uint64_t seed = 5;
	int written = 0;

	(void)state;
	for (int round = 0; round < 20; round++) {
		uint32_t n = round < 5 ? 1 + dice(&seed, 10)
				       : 20 + dice(&seed, MANY - 20);
		struct loaded loaded;
		size_t used = 0;

		for (uint32_t i = 0; i < n; i++) {
			char text[256], number[8];
			const char *a = actions[dice(&seed, COUNT(actions))];
			const char *r = forms[dice(&seed, COUNT(forms))];
			size_t k = 0;

			snprintf(number, sizeof number, "%u", i % 100);
			used += (size_t)snprintf(
				doc + used, sizeof doc - used,
				"%s{'Effect':'%s',", i ? "," : "",
				dice(&seed, 4) ? "Allow" : "Deny");
			snprintf(text, sizeof text, "%s,%s", a, r);
			for (const char *p = text; *p; p++)
				if (p[0] == '%' && p[1] == 'u') {
					k = strlen(number);
					memcpy(doc + used, number, k);
					used += k;
					p++;
				} else {
					doc[used++] = *p;
				}
			doc[used++] = '}';
			doc[used] = 0;
		}
		make_set(&loaded,
			 "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
			 "','users':[{'name':'Ana','policies':[{'Version':"
			 "'2012-10-17','Statement':[%s]}]}]}]}",
			 doc);
		assert_int_equal(loaded.set->principals[0].nshared, 0);
		assert_int_equal(loaded.set->principals[0].own->npolicies, 1);
		check_bundle(loaded.set, loaded.set->principals[0].own);
		written += loaded.set->principals[0].own->place_group != NULL;
		forget_set(&loaded);
	}
	/* both ways of finding a group have been seen */
	assert_true(written > 0 && written < 20);
}

/* ---- bundles are shared -------------------------------------------------- */

static void
the_same_list_is_one_bundle(void **state)
{
	struct loaded loaded;
	const struct policy_set *set = make_set(
		&loaded,
		"{'schema':'portero.set/1','policies':{"
		"'a':{'Statement':{'Effect':'Allow','Action':'*','Resource':"
		"'*'}},'b':{'Statement':{'Effect':'Deny','Action':'s3:*',"
		"'Resource':'*'}}},'accounts':[{'id':'" ACCOUNT "','users':["
		"{'name':'One','policies':['a','b'],'boundary':'b'},"
		"{'name':'Two','policies':['a','b'],'boundary':'b'},"
		"{'name':'Three','policies':['a']}]}]}");
	const struct principal *p[3];

	(void)state;
	p[0] = find_principal(set, PRINCIPAL_USER, text_of(ACCOUNT),
			      STR("One"));
	p[1] = find_principal(set, PRINCIPAL_USER, text_of(ACCOUNT),
			      STR("Two"));
	p[2] = find_principal(set, PRINCIPAL_USER, text_of(ACCOUNT),
			      STR("Three"));
	assert_null(p[0]->own);
	assert_int_equal(p[0]->nshared, 2);
	assert_int_equal(p[1]->nshared, 2);
	for (uint32_t i = 0; i < 2; i++)
		assert_ptr_equal(p[0]->shared[i], p[1]->shared[i]);
	assert_ptr_equal(p[0]->boundary, p[1]->boundary);
	assert_ptr_equal(p[2]->shared[0], p[0]->shared[0]);
	forget_set(&loaded);
}

/* Two teams' policies differ in their resources, a third one in its actions. */
static void
the_same_places_are_one_table(void **state)
{
	static const char form[] =
		"{'name':'%s','policies':[{'Version':'2012-10-17','Statement':["
		"{'Effect':'Allow','Action':'s3:Get*','Resource':"
		"'arn:aws:s3:::%s/*'},{'Effect':'Deny','Action':['s3:GetA',"
		"'s3:GetB'],'Resource':'*'},{'Effect':'Allow','Action':"
		"['x:A','x:B','x:D','x:F','x:H','x:J','x:L'%s],'Resource':'*'}]"
		"}]}";
	struct loaded loaded;
	char users[3][512];
	const struct principal *p;

	(void)state;
	snprintf(users[0], sizeof users[0], form, "One", "one", "");
	snprintf(users[1], sizeof users[1], form, "Two", "two", "");
	snprintf(users[2], sizeof users[2], form, "Three", "three", ",'x:C'");
	p = make_set(&loaded,
		     "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
		     "','users':[%s,%s,%s]}]}",
		     users[0], users[1], users[2])
		    ->principals;
	assert_non_null(p[0].own->place_group);
	assert_ptr_equal(p[0].own->place_group, p[1].own->place_group);
	assert_non_null(p[2].own->place_group);
	assert_ptr_not_equal(p[0].own->place_group, p[2].own->place_group);
	assert_ptr_not_equal(p[0].own->candidates, p[1].own->candidates);
	forget_set(&loaded);
}

/* ---- what they take ------------------------------------------------------ */

#define TEAMS 500

/* what there is many of, where a pointer has eight bytes */
#define SIZE(type, n)                                                          \
	_Static_assert(sizeof(void *) != 8 || sizeof(struct type) == (n),      \
		       "docs/performance.md says " #n)
SIZE(statement, 72);
SIZE(candidate, 24);
SIZE(pattern, 24);
SIZE(token, 16);
SIZE(group, 16);
SIZE(policy, 32);
SIZE(principal, 96);
SIZE(tag, 24);

/* A policy of ten statements for each of many: what a set keeps for one of them
 * beside the text of its documents (docs/performance.md). */
static void
a_statement_takes_300_bytes_at_most(void **state)
{
	static const char *const five[] = {
		"'Action':['sagemaker:CreateTrainingJob','sagemaker:Stop'],"
		"'Resource':'" SM "training-job/team%u-*'",
		"'Action':'sagemaker:CreateProcessingJob','Resource':'" SM
		"processing-job/team%u-*','Condition':{'StringEquals':{"
		"'aws:RequestedRegion':'eu-west-1'}}",
		"'Action':'iam:PassRole','Resource':"
		"'arn:aws:iam::" ACCOUNT ":role/team%u-exec-*'",
		"'Action':'sagemaker:Create*','Resource':['" SM
		"training-job/team%u-*','" SM "transform-job/*']",
		"'Action':'sagemaker:CreateTransformJob','Resource':'" SM
		"transform-job/${aws:PrincipalTag/team}-%u-*'",
	};
	static char users[TEAMS * 3000];
	struct loaded loaded;
	size_t n = 0;

	(void)state;
	for (unsigned team = 0; team < TEAMS; team++) {
		n += (size_t)snprintf(
			users + n, sizeof users - n,
			"%s{'name':'User%u','tags':{'team':'t%u'},'policies':["
			"{'Version':'2012-10-17','Statement':[",
			team ? "," : "", team, team);
		for (unsigned i = 0; i < 10; i++) {
			const char *form = five[i % 5], *mark;

			n += (size_t)snprintf(
				users + n, sizeof users - n,
				"%s{'Sid':'Statement%uOf%u','Effect':'%s',",
				i ? "," : "", i, team,
				i % 4 ? "Allow" : "Deny");
			while ((mark = strstr(form, "%u")) != NULL) {
				n += (size_t)snprintf(
					users + n, sizeof users - n, "%.*s%u",
					(int)(mark - form), form, team);
				form = mark + 2;
			}
			n += (size_t)snprintf(users + n, sizeof users - n,
					      "%s}", form);
		}
		n += (size_t)snprintf(users + n, sizeof users - n, "]}]}");
	}
	assert_true(n < sizeof users);
	make_set(&loaded,
		 "{'schema':'portero.set/1','accounts':[{'id':'" ACCOUNT
		 "','users':[%s]}]}",
		 users);
	assert_int_equal(loaded.set->nstatements, TEAMS * 10);
	assert_in_range(arena_bytes(loaded.arena), TEAMS * 10 * 200,
			TEAMS * 10 * 300);
	forget_set(&loaded);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_statement_is_found),
		cmocka_unit_test(the_same_list_is_one_bundle),
		cmocka_unit_test(the_same_places_are_one_table),
		cmocka_unit_test(a_statement_takes_300_bytes_at_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
