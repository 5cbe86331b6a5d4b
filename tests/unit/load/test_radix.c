/* SPDX-License-Identifier: MIT */
/* Every literal that begins (or ends) a text is found in its tree, no other. */
#include "../support.h"

#include "../../../plugin/load/building.h"

static const struct statement empty;
static const struct pattern patterns[3];

#define MOST 400u

/* Marks the candidates whose literals TEXT begins with, as read by the tree. */
static void
walk(const struct radix *tree, struct str text, bool backward, bool *found)
{
	const struct radix_node *node = tree->nodes;
	size_t at = 0;

	while (node) {
		const struct radix_node *next = NULL;

		for (uint32_t i = 0; i < node->n; i++) {
			uint32_t ordinal =
				tree->candidates[node->first + i].ordinal;

			/* handed out once */
			assert_false(found[ordinal]);
			found[ordinal] = true;
		}
		for (uint32_t c = 0; c < node->nchildren; c++) {
			const struct radix_node *child =
				&tree->nodes[node->first_child + c];
			uint32_t k = 0;

			assert_true(child->length > 0);
			assert_int_equal(tree->heads[node->first_child + c],
					 (unsigned char)child->text[0]);
			while (k < child->length && at + k < text.n &&
			       child->text[k] ==
				       text.p[backward ? text.n - 1 - at - k
						       : at + k])
				k++;
			if (k != child->length)
				continue;
			/* at most one child goes on */
			assert_null(next);
			next = child;
		}
		if (next)
			at += next->length;
		node = next;
	}
}

static bool
slow(struct str text, struct str literal, bool backward)
{
	if (literal.n > text.n)
		return false;
	if (backward)
		text = str_from(text, text.n - literal.n);
	return str_starts(text, literal);
}

static void
random_text(char *out, uint64_t *seed, uint32_t longest, uint32_t letters)
{
	uint32_t n = 1 + dice(seed, longest);

	for (uint32_t i = 0; i < n; i++)
		out[i] = "ab/\xff"[dice(seed, letters)];
	out[n] = 0;
}

static void
finds_all_and_no_other(void **state)
{
	static char literals[MOST][32];
	static struct radix_entry entries[MOST];
	uint64_t seed = 1;

	(void)state;
	for (int round = 0; round < 60; round++) {
		bool backward = round & 1;
		uint32_t n = 1 + dice(&seed, MOST),
			 letters = 1 + dice(&seed, 4);
		struct portero_error err = { .size = sizeof err };
		struct build *b = build_new(&err);
		struct radix tree;
		uint64_t worst;
		char text[48];

		assert_non_null(b);
		for (uint32_t i = 0; i < n; i++) {
			random_text(literals[i], &seed, 1 + dice(&seed, 20),
				    letters);
			entries[i] = (struct radix_entry){
				text_of(literals[i]),
				{ .statement = &empty,
				  .ordinal = i,
				  .resource.pattern = &patterns[i % 3] }
			};
		}
		assert_true(
			radix_build(b, &tree, entries, n, backward, &worst));
		for (int k = 0; k < 200; k++) {
			bool found[MOST] = { false };
			struct str t;

			random_text(text, &seed, 30, letters);
			if (dice(&seed, 2))
				strcpy(text, literals[dice(&seed, n)]);
			t = text_of(text);
			walk(&tree, t, backward, found);
			for (uint32_t i = 0; i < n; i++)
				if (found[i] !=
				    slow(t, text_of(literals[i]), backward))
					fail_msg("%s in %s", literals[i], text);
		}
		build_free(b);
	}
}

static void
nothing_is_no_tree(void **state)
{
	struct portero_error err = { .size = sizeof err };
	struct build *b = build_new(&err);
	struct radix tree;
	uint64_t worst;

	(void)state;
	assert_non_null(b);
	assert_true(radix_build(b, &tree, NULL, 0, false, &worst));
	assert_null(tree.nodes);
	build_free(b);
}

/* The same literal many times: candidates in order of their statements. */
static void
equal_literals_keep_their_order(void **state)
{
	struct portero_error err = { .size = sizeof err };
	struct build *b = build_new(&err);
	struct radix_entry entries[50];
	struct radix tree;
	uint64_t worst;

	(void)state;
	assert_non_null(b);
	for (uint32_t i = 0; i < 50; i++)
		entries[i] =
			(struct radix_entry){ STR("same"),
					      { .statement = &empty,
						.ordinal = (i * 7) % 50 / 2,
						.resource.pattern =
							&patterns[i % 2] } };
	assert_true(radix_build(b, &tree, entries, 50, false, &worst));
	assert_int_equal(tree.nodes[0].nchildren, 1);
	assert_int_equal(tree.nodes[1].n, 50);
	/* each costs the one step of looking at it */
	assert_int_equal(worst, 50);
	for (uint32_t i = 1; i < 50; i++) {
		const struct candidate *x = &tree.candidates[i - 1];
		const struct candidate *y = &tree.candidates[i];

		assert_true(x->ordinal < y->ordinal ||
			    (x->ordinal == y->ordinal &&
			     x->resource.pattern <= y->resource.pattern));
	}
	build_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_all_and_no_other),
		cmocka_unit_test(nothing_is_no_tree),
		cmocka_unit_test(equal_literals_keep_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
