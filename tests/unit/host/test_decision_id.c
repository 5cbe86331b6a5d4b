/* SPDX-License-Identifier: MIT */
/* No two decisions have one id: in a process, in its children, on threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../../host/lib/decision_id.h"

#define EACH  1000
#define TIMES 4

typedef char id[DECISION_ID + 1];

static id ids[TIMES * EACH];

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void
all_differ(void)
{
	qsort(ids, TIMES * EACH, sizeof *ids, compare);
	for (size_t i = 0; i < TIMES * EACH; i++) {
		assert_int_equal(strlen(ids[i]), DECISION_ID);
		/* Crockford's base 32 */
		assert_int_equal(
			strspn(ids[i], "0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
			DECISION_ID);
		if (i > 0)
			assert_string_not_equal(ids[i - 1], ids[i]);
	}
}

static void *
draw(void *out)
{
	id *to = out;

	for (size_t i = 0; i < EACH; i++)
		if (!decision_id(to[i]))
			return NULL;
	return out;
}

/* First of all: no id has been drawn yet. */
static void
threads_that_begin_together(void **state)
{
	pthread_t threads[TIMES];
	void *good;

	(void)state;
	for (size_t i = 0; i < TIMES; i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, draw, &ids[i * EACH]),
			0);
	for (size_t i = 0; i < TIMES; i++) {
		pthread_join(threads[i], &good);
		assert_non_null(good);
	}
	all_differ();
}

/* A server's workers are forked when ids have been drawn already. */
static void
children(void **state)
{
	int ends[2], status;

	(void)state;
	assert_non_null(draw(ids));
	for (size_t i = 1; i < TIMES; i++) {
		id *mine = &ids[i * EACH];
		const size_t n = EACH * sizeof *mine;
		size_t got = 0;
		pid_t pid;

		assert_int_equal(pipe(ends), 0);
		pid = fork();
		if (pid == 0)
			_exit(draw(mine) && write(ends[1], mine, n) ==
						      (ssize_t)n
				      ? 0
				      : 1);
		close(ends[1]);
		while (got < n) {
			const ssize_t k =
				read(ends[0], (char *)mine + got, n - got);

			assert_true(k > 0);
			got += (size_t)k;
		}
		close(ends[0]);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, 0);
	}
	all_differ();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_that_begin_together),
		cmocka_unit_test(children),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
