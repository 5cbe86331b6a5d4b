/* SPDX-License-Identifier: MIT */
/* lines.h - read a file line by line, in bounded memory. */
#ifndef PORTERO_TOOL_LINES_H
#define PORTERO_TOOL_LINES_H

#include <stdbool.h>
#include <stddef.h>

#define LINES_MAX ((size_t)16 << 20)

struct lines {
	int fd;
	char *buffer;
	size_t cap, begin, end; /* what is read and not yet handed out */
	bool at_end;
	int error; /* errno of a read that failed */
};

enum line_result { LINE_READ, LINE_TOO_LONG, LINE_END, LINE_ERROR };

void lines_begin(struct lines *l, int fd);
/* *LINE is without its newline and good until the next call. */
enum line_result lines_next(struct lines *l, char **line, size_t *len);
void lines_free(struct lines *l);

#endif
