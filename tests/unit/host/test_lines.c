/* SPDX-License-Identifier: MIT */
/*
 * Tests of host/tool/lines.c, which is included whole: programs are no library.
 * Lines arrive in pieces, are long, have NULs, and the last has no newline.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../host/tool/lines.c" /* NOLINT(bugprone-suspicious-include) */

/* What a thread writes to a pipe: COUNT bytes C, then TAIL; then it ends. */
struct feed {
	int fd;
	char c;
	size_t count;
	const char *tail;
	size_t ntail, piece;
};

static void
write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done <= 0)
			return;
		p += done;
		n -= (size_t)done;
	}
}

static void *
feed_pipe(void *arg)
{
	struct feed *f = arg;
	char block[65536];

	memset(block, f->c, sizeof block);
	while (f->count > 0) {
		size_t n = f->count < sizeof block ? f->count : sizeof block;

		write_all(f->fd, block, n);
		f->count -= n;
	}
	for (size_t at = 0; at < f->ntail; at += f->piece) {
		size_t n = f->ntail - at < f->piece ? f->ntail - at : f->piece;

		write_all(f->fd, f->tail + at, n);
	}
	close(f->fd);
	return NULL;
}

static pthread_t
start(struct feed *f, struct lines *l)
{
	pthread_t thread;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	f->fd = ends[1];
	lines_begin(l, ends[0]);
	pthread_create(&thread, NULL, feed_pipe, f);
	return thread;
}

static void
finish(pthread_t thread, struct lines *l)
{
	pthread_join(thread, NULL);
	close(l->fd);
	lines_free(l);
}

static void
reads_pieces(void **state)
{
	static const char text[] = "one\n\ntw\0o\r\nlast";

	(void)state;
	for (size_t piece = 1; piece < sizeof text; piece++) {
		struct feed f = { .tail = text,
				  .ntail = sizeof text - 1,
				  .piece = piece };
		struct lines l;
		pthread_t thread = start(&f, &l);
		char *line;
		size_t n;

		assert_int_equal(lines_next(&l, &line, &n), LINE_READ);
		assert_int_equal(n, 3);
		assert_memory_equal(line, "one", 3);
		assert_int_equal(lines_next(&l, &line, &n), LINE_READ);
		assert_int_equal(n, 0);
		assert_int_equal(lines_next(&l, &line, &n), LINE_READ);
		assert_int_equal(n, 5);
		assert_memory_equal(line, "tw\0o\r", 5);
		assert_int_equal(lines_next(&l, &line, &n), LINE_READ);
		assert_int_equal(n, 4);
		assert_memory_equal(line, "last", 4);
		assert_int_equal(lines_next(&l, &line, &n), LINE_END);
		assert_int_equal(lines_next(&l, &line, &n), LINE_END);
		finish(thread, &l);
	}
}

static void
ends_with_nothing(void **state)
{
	struct feed f = { .tail = "", .piece = 1 };
	struct lines l;
	pthread_t thread = start(&f, &l);
	char *line;
	size_t n;

	(void)state;
	assert_int_equal(lines_next(&l, &line, &n), LINE_END);
	finish(thread, &l);
}

/* A line of any length takes bounded memory, and the next one is read. */
static void
skips_what_is_too_long(void **state)
{
	static const size_t lengths[] = { LINES_MAX / 2, LINES_MAX - 1,
					  LINES_MAX + 1, 5 * LINES_MAX };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct feed f = { .c = 'x',
				  .count = lengths[i],
				  .tail = "\nnext\n",
				  .ntail = 6,
				  .piece = 6 };
		struct lines l;
		pthread_t thread = start(&f, &l);
		char *line;
		size_t n;
		enum line_result first = lines_next(&l, &line, &n);

		assert_int_equal(first, lengths[i] < LINES_MAX ? LINE_READ
							       : LINE_TOO_LONG);
		if (first == LINE_READ)
			assert_int_equal(n, lengths[i]);
		assert_int_equal(lines_next(&l, &line, &n), LINE_READ);
		assert_int_equal(n, 4);
		assert_memory_equal(line, "next", 4);
		assert_int_equal(lines_next(&l, &line, &n), LINE_END);
		assert_true(l.cap <= LINES_MAX);
		finish(thread, &l);
	}
}

/* One that is too long and has no end is still told. */
static void
tells_of_a_long_last_line(void **state)
{
	struct feed f = {
		.c = 'x', .count = 2 * LINES_MAX, .tail = "", .piece = 1
	};
	struct lines l;
	pthread_t thread = start(&f, &l);
	char *line;
	size_t n;

	(void)state;
	assert_int_equal(lines_next(&l, &line, &n), LINE_TOO_LONG);
	assert_int_equal(lines_next(&l, &line, &n), LINE_END);
	finish(thread, &l);
}

static void
tells_of_errors(void **state)
{
	struct lines l;
	char *line;
	size_t n;

	(void)state;
	lines_begin(&l, -1);
	assert_int_equal(lines_next(&l, &line, &n), LINE_ERROR);
	assert_int_equal(l.error, EBADF);
	lines_free(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_pieces),
		cmocka_unit_test(ends_with_nothing),
		cmocka_unit_test(skips_what_is_too_long),
		cmocka_unit_test(tells_of_a_long_last_line),
		cmocka_unit_test(tells_of_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
