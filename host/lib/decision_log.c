/* SPDX-License-Identifier: MIT */
/* Writes decisions as lines of JSON that nobody can forge or tear. */
#include "decision_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "decision_line.h"

/* Between two announcements of lost lines, in seconds. */
#define QUIET 10

bool
decision_log_open(struct decision_log *log, const char *path)
{
	do
		log->fd = open(path,
			       O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC |
				       O_NOCTTY | O_NONBLOCK,
			       0640);
	while (log->fd < 0 && errno == EINTR);
	return log->fd >= 0;
}

void
decision_log_close(struct decision_log *log)
{
	if (log->fd >= 0)
		close(log->fd);
	log->fd = -1;
	free(log->line.text);
	log->line = (struct jsonline){ .text = NULL };
}

static ssize_t
write_once(int fd, const char *text, size_t len)
{
	ssize_t n;

	do
		n = write(fd, text, len);
	while (n < 0 && errno == EINTR);
	return n;
}

static void
announce(struct decision_log *log, const char *what, int error)
{
	const int64_t now = (int64_t)time(NULL);
	char text[160];

	if (!log->announce || (error != 0 && now - log->announced < QUIET))
		return;
	log->announced = error != 0 ? now : 0;
	snprintf(text, sizeof text, "decision log: %s, %" PRIu64 " lost%s%s",
		 what, log->unsaid, error ? ": " : "",
		 error ? strerror(error) : "");
	log->announce(log->arg, text);
}

static bool
lose(struct decision_log *log, int error)
{
	log->lost++;
	log->unsaid++;
	announce(log, "a line could not be written", error);
	return false;
}

/*
 * One write(2), so that lines of several processes do not mix. When the system
 * takes only part of a line, the end of that line is all that can be saved.
 */
static bool
put_line(struct decision_log *log, const char *text, size_t len)
{
	ssize_t n;

	if (log->torn && write_once(log->fd, "\n", 1) != 1)
		return lose(log, errno);
	log->torn = false;
	n = write_once(log->fd, text, len);
	if (n == (ssize_t)len)
		return true;
	if (n <= 0)
		return lose(log, n < 0 ? errno : ENOSPC);
	log->torn = write_once(log->fd, "\n", 1) != 1;
	return lose(log, ENOSPC);
}

/* Says in the log itself how many lines are missing before the next one. */
static bool
put_gap(struct decision_log *log)
{
	const uint64_t gap = log->unsaid;
	char text[160];
	int n;

	n = snprintf(text, sizeof text,
		     "{\"verdict\":\"LOST\",\"schema\":\"" DECISION_SCHEMA
		     "\",\"time\":\"%s\",\"lines\":%" PRIu64 "}\n",
		     decision_clock_now(&log->clock), gap);
	if (!put_line(log, text, (size_t)n)) {
		/* the gap line is not one of those that were lost */
		log->lost--;
		log->unsaid = gap;
		return false;
	}
	announce(log, "lines are written again", 0);
	log->unsaid = 0;
	return true;
}

bool
decision_log_write(struct decision_log *log,
		   const struct decision_record *record)
{
	struct jsonline *line = &log->line;

	if (log->fd < 0)
		return lose(log, EBADF);
	if (log->unsaid > 0 && !put_gap(log)) {
		log->lost++;
		log->unsaid++;
		return false;
	}
	line->len = 0;
	line->failed = false;
	decision_line_put(line, &log->clock, record);
	if (line->failed)
		return lose(log, ENOMEM);
	return put_line(log, line->text, line->len);
}
