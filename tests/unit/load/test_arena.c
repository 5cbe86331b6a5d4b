/* SPDX-License-Identifier: MIT */
/* test_arena.c - what the arena promises: zero, aligned, apart, or NULL. */
#include "check.h"

#include "../../../plugin/load/arena.h"

static void
pieces_are_zero_aligned_and_apart(void **state)
{
	static const size_t sizes[] = { 0,   1,	     7,	   16,	    100,
					999, 1001,   4000, 1,	    5000,
					3,   100000, 8,	   2000000, 2 };
	struct arena *a = arena_new();
	unsigned char *pieces[COUNT(sizes)];

	(void)state;
	assert_non_null(a);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		pieces[i] = arena_alloc(a, sizes[i]);
		assert_non_null(pieces[i]);
		assert_int_equal((uintptr_t)pieces[i] % sizeof(uint64_t), 0);
		for (size_t k = 0; k < sizes[i]; k++)
			assert_int_equal(pieces[i][k], 0);
		memset(pieces[i], (int)(i + 1), sizes[i]);
	}
	for (size_t i = 0; i < COUNT(sizes); i++)
		for (size_t k = 0; k < sizes[i]; k++)
			assert_int_equal(pieces[i][k], i + 1);
	arena_free(a);
}

static void
many_small_pieces_stay_apart(void **state)
{
	enum { N = 100000 };
	struct arena *a = arena_new();
	uint32_t **numbers = arena_array(a, N, sizeof *numbers);

	(void)state;
	for (uint32_t i = 0; i < N; i++) {
		numbers[i] = arena_alloc(a, sizeof **numbers);
		assert_int_equal(*numbers[i], 0);
		*numbers[i] = i;
	}
	for (uint32_t i = 0; i < N; i++)
		assert_int_equal(*numbers[i], i);
	/* 8 bytes each and the list of pointers, and not much more */
	assert_in_range(arena_bytes(a), N * 16, N * 16 + 3 * (1u << 20));
	arena_free(a);
}

/* Texts come from the other end of a block than structs do. */
static void
texts_and_structs_share_blocks_without_gaps(void **state)
{
	enum { N = 100000 };
	struct arena *a = arena_new();
	uint64_t **numbers = arena_array(a, N, sizeof *numbers);
	char **texts = arena_array(a, N, sizeof *texts);

	(void)state;
	for (uint32_t i = 0; i < N; i++) {
		texts[i] = arena_chars(a, 3);
		numbers[i] = arena_alloc(a, sizeof **numbers);
		assert_int_equal(*numbers[i], 0);
		*numbers[i] = UINT64_MAX;
		memcpy(texts[i], i % 2 ? "odd" : "eve", 3);
	}
	for (uint32_t i = 0; i < N; i++) {
		assert_true(*numbers[i] == UINT64_MAX);
		assert_memory_equal(texts[i], i % 2 ? "odd" : "eve", 3);
	}
	assert_in_range(arena_bytes(a), N * 27, N * 27 + 3 * (1u << 20));
	arena_free(a);
}

/* CVE-2020-12762 (json-c): a size that overflows gives a small piece. */
static void
sizes_that_overflow_are_refused(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_null(arena_array(a, SIZE_MAX / 8, 16));
	assert_null(arena_array(a, SIZE_MAX, 2));
	assert_null(arena_array(a, 2, SIZE_MAX));
	assert_null(arena_alloc(a, SIZE_MAX));
	assert_null(arena_alloc(a, SIZE_MAX - 15));
	assert_null(arena_alloc(a, SIZE_MAX / 2));
	assert_null(arena_text(a, str_make("x", SIZE_MAX)).p);
	assert_null(arena_chars(a, SIZE_MAX));
	assert_non_null(arena_alloc(a, 1));
	assert_non_null(arena_array(a, 0, SIZE_MAX));
	arena_free(a);
}

static void
text_is_a_copy_with_a_nul_behind(void **state)
{
	struct arena *a = arena_new();
	char text[] = { 'a', '\0', 'b' };
	struct str copy = arena_text(a, str_make(text, 3));
	struct str empty = arena_text(a, str_make(NULL, 0));

	(void)state;
	text[0] = 'x';
	assert_int_equal(copy.n, 3);
	assert_memory_equal(copy.p, "a\0b\0", 4);
	assert_int_equal(empty.n, 0);
	assert_non_null(empty.p);
	arena_free(a);
}

static void
a_small_set_stays_small(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_int_equal(arena_bytes(a), 0);
	arena_alloc(a, 100);
	assert_in_range(arena_bytes(a), 100, 4096);
	arena_free(a);
	arena_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_zero_aligned_and_apart),
		cmocka_unit_test(many_small_pieces_stay_apart),
		cmocka_unit_test(texts_and_structs_share_blocks_without_gaps),
		cmocka_unit_test(sizes_that_overflow_are_refused),
		cmocka_unit_test(text_is_a_copy_with_a_nul_behind),
		cmocka_unit_test(a_small_set_stays_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
