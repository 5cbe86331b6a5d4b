/* SPDX-License-Identifier: MIT */
/* Reads a whole file, or standard input, up to a limit. */
#include "textfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"

static bool
fail(struct portero_error *err, const char *path, const char *what)
{
	error_place(err, path, NULL, 0, 0, 0);
	return error_set(err, PORTERO_ERROR_SYSTEM, "cannot-read", NULL, "%s",
			 what);
}

/* Reads FD to its end; NULL with errno (EFBIG: more than MAX bytes). */
static char *
read_all(int fd, size_t max, size_t *len)
{
	size_t cap = 4096, n = 0;
	char *text = malloc(cap), *more;

	while (text) {
		ssize_t got = read(fd, text + n, cap - n - 1);

		if (got == 0)
			break;
		if (got < 0 && errno == EINTR)
			continue;
		if (got > 0)
			n += (size_t)got;
		if (n > max)
			errno = EFBIG;
		if (got < 0 || n > max) {
			free(text);
			return NULL;
		}
		if (cap - n > 1)
			continue;
		cap *= 2;
		more = realloc(text, cap);
		if (!more)
			free(text);
		text = more;
	}
	if (text) {
		text[n] = '\0';
		*len = n;
	}
	return text;
}

bool
textfile_read(const char *path, size_t max, char **text, size_t *len,
	      struct portero_error *err)
{
	const bool standard = strcmp(path, "-") == 0;
	struct stat st;
	int fd, saved;

	if (standard) {
		*text = read_all(STDIN_FILENO, max, len);
		return *text || fail(err, "<stdin>", strerror(errno));
	}
	/* O_NONBLOCK: a FIFO without a writer must not hold us up */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return fail(err, path, strerror(errno));
	if (fstat(fd, &st) != 0 || S_ISDIR(st.st_mode)) {
		close(fd);
		return fail(err, path, "not a file");
	}
	fcntl(fd, F_SETFL, 0); /* a FIFO that has a writer may be slow */
	*text = read_all(fd, max, len);
	saved = errno;
	close(fd);
	return *text || fail(err, path, strerror(saved));
}
