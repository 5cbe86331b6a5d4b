/* SPDX-License-Identifier: MIT */
/*
 * file.c - opens a file once and judges the descriptor, not the name: the
 * directories are walked from the root, each opened relative to the one before
 * and without following links, so nobody can exchange one between check and
 * use.
 */
#define _GNU_SOURCE /* O_PATH: directories that may be searched, not read */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"

#ifdef O_PATH
#define OPEN_DIRECTORY (O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#else
#define OPEN_DIRECTORY (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#endif
/* a FIFO would block without O_NONBLOCK, a terminal could become ours */
#define OPEN_FILE (O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

/* strerror depends on the locale and, with threads, on luck. */
static const char *
reason(int error)
{
	switch (error) {
	case ENOENT:
		return "there is no such file or directory";
	case EACCES:
	case EPERM:
		return "permission denied";
	case ELOOP:
		return "too many symbolic links, or a link where none may be";
	case ENOTDIR:
		return "a part of the path is not a directory";
	case ENAMETOOLONG:
		return "the path is too long";
	case EMFILE:
	case ENFILE:
		return "too many open files";
	case ENXIO:
	case ENODEV:
		return "it is not a regular file";
	case EIO:
		return "input/output error";
	case ENOMEM:
		return "out of memory";
	default:
		return NULL;
	}
}

static bool
fail(struct portero_error *err, struct str name, const char *what, int error)
{
	const char *why = reason(error);

	if (why)
		return error_set(err, PORTERO_ERROR_SYSTEM, "cannot-read", name,
				 NULL, "cannot %s: %s", what, why);
	return error_set(err, PORTERO_ERROR_SYSTEM, "cannot-read", name, NULL,
			 "cannot %s: error %d", what, error);
}

__attribute__((format(printf, 4, 5))) static bool
unsafe(struct portero_error *err, struct str name, const char *hint,
       const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	error_vset(err, PORTERO_ERROR_UNSAFE, "unsafe-file", name, hint, format,
		   arguments);
	va_end(arguments);
	return false;
}

static bool
is_ours(const struct stat *st)
{
	return st->st_uid == 0 || st->st_uid == geteuid();
}

static bool
check_directory(const struct stat *st, const char *path, struct str name,
		struct portero_error *err)
{
	const bool sticky = (st->st_mode & S_ISVTX) && st->st_uid == 0;

	if (!is_ours(st))
		return unsafe(err, name, "chown root DIRECTORY",
			      "the directory %s belongs to user %lu", path,
			      (unsigned long)st->st_uid);
	if ((st->st_mode & (S_IWGRP | S_IWOTH)) && !sticky)
		return unsafe(err, name, "chmod go-w DIRECTORY",
			      "others may write to the directory %s", path);
	return true;
}

static const char *
kind_of(mode_t mode)
{
	if (S_ISLNK(mode))
		return "a symbolic link";
	if (S_ISDIR(mode))
		return "a directory";
	if (S_ISFIFO(mode))
		return "a FIFO";
	if (S_ISSOCK(mode))
		return "a socket";
	return "a device";
}

static bool
check_file(const struct stat *st, struct str name, size_t max,
	   struct portero_error *err)
{
	if (!S_ISREG(st->st_mode))
		return unsafe(err, name,
			      S_ISLNK(st->st_mode)
				      ? "name the file itself, not the link"
				      : NULL,
			      "this is %s, not a regular file",
			      kind_of(st->st_mode));
	if (!is_ours(st))
		return unsafe(err, name, "chown root FILE",
			      "the file belongs to user %lu",
			      (unsigned long)st->st_uid);
	if (st->st_mode & (S_IWGRP | S_IWOTH))
		return unsafe(err, name, "chmod go-w FILE",
			      "others may write to the file");
	if (st->st_size < 0 || (uintmax_t)st->st_size > max)
		return error_set(err, PORTERO_ERROR_LIMIT, "too-large", name,
				 NULL, "the file is larger than %zu bytes",
				 max);
	return true;
}

/* Opens PATH, absolute and without links, one directory at a time. */
static int
open_directory(char *path, struct str name, struct portero_error *err)
{
	int fd = open("/", OPEN_DIRECTORY);
	char *part = path + 1;
	struct stat st;

	for (;;) {
		char *slash, saved;
		int next;

		if (fd < 0 || fstat(fd, &st) != 0) {
			fail(err, name, "open the directory", errno);
			break;
		}
		slash = strchr(part, '/');
		saved = *part;
		*part = '\0'; /* what has been walked so far */
		if (!check_directory(&st, path, name, err))
			break;
		*part = saved;
		if (*part == '\0')
			return fd;
		if (slash)
			*slash = '\0';
		next = openat(fd, part, OPEN_DIRECTORY);
		close(fd);
		fd = next;
		if (slash)
			*slash = '/';
		part = slash ? slash + 1 : part + strlen(part);
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Opens the directory part of PATH; *BASE is the last part. */
static int
open_parent(const char *path, const char **base, struct str name,
	    struct portero_error *err)
{
	const char *slash = strrchr(path, '/');
	const size_t n = slash ? (size_t)(slash - path) + 1 : 0;
	char *directory = malloc(n + 2), *real;
	int fd;

	if (!directory)
		return error_memory(err), -1;
	memcpy(directory, path, n);
	memcpy(directory + n, n ? "" : ".", n ? 1 : 2);
	*base = path + n;
	real = realpath(directory, NULL);
	free(directory);
	if (!real)
		return fail(err, name, "open the directory", errno), -1;
	fd = open_directory(real, name, err);
	free(real);
	return fd;
}

static bool
same_moment(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* Reads SIZE bytes and finds the end there. */
static bool
read_all(int fd, char *out, size_t size, struct str name,
	 struct portero_error *err)
{
	size_t n = 0;

	for (;;) {
		const ssize_t got = read(fd, out + n, size + 1 - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(err, name, "read", errno);
		n += (size_t)got;
		if (got == 0 || n > size)
			break;
	}
	if (n == size)
		return true;
	return error_set(err, PORTERO_ERROR_SYSTEM, "cannot-read", name,
			 "install files by rename",
			 "the file changed while it was read");
}

static bool
read_descriptor(struct str *text, int fd, struct str name, size_t max,
		struct portero_error *err)
{
	struct stat before, after;
	size_t size;
	char *p;

	if (fstat(fd, &before) != 0)
		return fail(err, name, "open", errno);
	if (!check_file(&before, name, max, err))
		return false;
	size = (size_t)before.st_size;
	p = malloc(size + 1);
	if (!p)
		return error_memory(err);
	if (!read_all(fd, p, size, name, err))
		return free(p), false;
	if (fstat(fd, &after) != 0 || after.st_size != before.st_size ||
	    !same_moment(&after.st_mtim, &before.st_mtim) ||
	    !same_moment(&after.st_ctim, &before.st_ctim)) {
		free(p);
		return error_set(err, PORTERO_ERROR_SYSTEM, "cannot-read", name,
				 "install files by rename",
				 "the file changed while it was read");
	}
	p[size] = '\0';
	*text = str_make(p, size);
	return true;
}

bool
file_read(struct str *text, const char *path, struct str name, size_t max,
	  struct portero_error *err)
{
	const char *base;
	struct stat st;
	bool ok = false;
	int directory, fd;

	*text = str_make(NULL, 0);
	directory = open_parent(path, &base, name, err);
	if (directory < 0)
		return false;
	if (*base == '\0') {
		unsafe(err, name, NULL, "this is a directory, not a file");
		goto out;
	}
	/* opening a device can already do something: look first */
	if (fstatat(directory, base, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		fail(err, name, "open", errno);
		goto out;
	}
	if (!check_file(&st, name, max, err))
		goto out;
	fd = openat(directory, base, OPEN_FILE);
	if (fd < 0) {
		fail(err, name, "open", errno);
		goto out;
	}
	ok = read_descriptor(text, fd, name, max, err);
	close(fd);
out:
	close(directory);
	return ok;
}
