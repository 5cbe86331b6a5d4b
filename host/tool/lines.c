/* SPDX-License-Identifier: MIT */
/* Reads a file line by line; a line that is too long is skipped, and said. */
#include "lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define START ((size_t)1 << 17)

void
lines_begin(struct lines *l, int fd)
{
	*l = (struct lines){ .fd = fd };
}

void
lines_free(struct lines *l)
{
	free(l->buffer);
	l->buffer = NULL;
}

/* Makes room behind what is left; false when the line is too long. */
static bool
make_room(struct lines *l)
{
	char *more;
	size_t cap;

	if (l->begin > 0) {
		memmove(l->buffer, l->buffer + l->begin, l->end - l->begin);
		l->end -= l->begin;
		l->begin = 0;
	}
	if (l->end < l->cap)
		return true;
	if (l->cap >= LINES_MAX)
		return false;
	cap = l->cap ? l->cap * 2 : START;
	more = realloc(l->buffer, cap);
	if (!more) {
		l->error = errno;
		return false;
	}
	l->buffer = more;
	l->cap = cap;
	return true;
}

/* Reads more; false at the end and after an error. */
static bool
fill(struct lines *l)
{
	ssize_t n;

	do
		n = read(l->fd, l->buffer + l->end, l->cap - l->end);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		l->error = errno;
	if (n == 0)
		l->at_end = true;
	if (n <= 0)
		return false;
	l->end += (size_t)n;
	return true;
}

static enum line_result
skip_line(struct lines *l)
{
	char *newline;

	do {
		newline = memchr(l->buffer, '\n', l->end);
		if (newline) {
			l->begin = (size_t)(newline - l->buffer) + 1;
			return LINE_TOO_LONG;
		}
		l->begin = l->end = 0;
	} while (fill(l));
	return l->error ? LINE_ERROR : LINE_TOO_LONG;
}

enum line_result
lines_next(struct lines *l, char **line, size_t *len)
{
	size_t searched = 0;

	for (;;) {
		const size_t left = l->end - l->begin;
		char *start = left ? l->buffer + l->begin : NULL;
		char *newline = left > searched ? memchr(start + searched, '\n',
							 left - searched)
						: NULL;

		if (newline) {
			*line = start;
			*len = (size_t)(newline - start);
			l->begin += *len + 1;
			return LINE_READ;
		}
		searched = left;
		if (!l->at_end && !make_room(l))
			return l->error ? LINE_ERROR : skip_line(l);
		if (!l->at_end && fill(l))
			continue;
		if (l->error)
			return LINE_ERROR;
		if (left == 0)
			return LINE_END;
		*line = l->buffer + l->begin; /* the last, without newline */
		*len = left;
		l->begin = l->end;
		return LINE_READ;
	}
}
