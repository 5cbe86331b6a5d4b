/* SPDX-License-Identifier: MIT */
/*
 * Could anybody but root and us change what a path leads to? Walks the path
 * itself, component by component and link by link: realpath(3) would hide a
 * link that lies in a directory of somebody else.
 */
#define _XOPEN_SOURCE 700 /* S_ISVTX */
#include "filetrust.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"

#define MAX_LINKS 40

struct walk {
	char done[PATH_MAX]; /* has been checked, holds no link */
	char left[PATH_MAX]; /* begins with '/' or is empty */
	size_t ndone;
	int links;
	struct portero_error *err;
	const char *path; /* as given */
};

static bool
fail(struct walk *w, uint32_t code, const char *hint, const char *what)
{
	const char *id =
		code == PORTERO_ERROR_UNSAFE ? "unsafe-file" : "cannot-open";

	error_place(w->err, w->path, NULL, 0, 0, 0);
	if (w->ndone == 0 || strcmp(w->done, w->path) == 0)
		return error_set(w->err, code, id, hint, "%s", what);
	return error_set(w->err, code, id, hint, "%s: %s", w->done, what);
}

static bool
owned(const struct stat *st)
{
	return st->st_uid == 0 || st->st_uid == geteuid();
}

/* A directory on the way, or at the end the file. */
static bool
check_mode(struct walk *w, const struct stat *st, bool last)
{
	const bool writable = st->st_mode & (S_IWGRP | S_IWOTH);

	if (last && !S_ISREG(st->st_mode))
		return fail(w, PORTERO_ERROR_UNSAFE, NULL,
			    "is not a regular file");
	if (!last && !S_ISDIR(st->st_mode))
		return fail(w, PORTERO_ERROR_SYSTEM, NULL,
			    "is not a directory");
	if (!owned(st))
		return fail(w, PORTERO_ERROR_UNSAFE,
			    "it must belong to root or to the user who runs "
			    "this: chown root",
			    "belongs to another user");
	if (writable && (last || !(st->st_mode & S_ISVTX)))
		return fail(w, PORTERO_ERROR_UNSAFE, "chmod go-w",
			    "can be written by others");
	return true;
}

/* Puts the target of the link that `done` now names in front of `left`. */
static bool
follow(struct walk *w, size_t parent)
{
	char target[PATH_MAX];
	const ssize_t n = readlink(w->done, target, sizeof target - 1);
	const size_t nleft = strlen(w->left);
	size_t extra;

	if (n <= 0)
		return fail(w, PORTERO_ERROR_SYSTEM, NULL, strerror(errno));
	if (++w->links > MAX_LINKS)
		return fail(w, PORTERO_ERROR_SYSTEM, NULL, strerror(ELOOP));
	extra = target[0] == '/' ? 0 : 1;
	if ((size_t)n + extra + nleft >= sizeof w->left)
		return fail(w, PORTERO_ERROR_SYSTEM, NULL,
			    strerror(ENAMETOOLONG));
	memmove(w->left + (size_t)n + extra, w->left, nleft + 1);
	w->left[0] = '/';
	memcpy(w->left + extra, target, (size_t)n);
	w->ndone = extra ? parent : 0;
	w->done[w->ndone] = '\0';
	return true;
}

static void
drop_component(struct walk *w)
{
	while (w->ndone > 0 && w->done[w->ndone - 1] != '/')
		w->ndone--;
	if (w->ndone > 0)
		w->ndone--;
	w->done[w->ndone] = '\0';
}

/* Takes the next component from `left` and checks it. */
static bool
advance(struct walk *w)
{
	const size_t parent = w->ndone;
	const size_t blank = strspn(w->left, "/");
	const size_t n = strcspn(w->left + blank, "/");
	const char *name = w->left + blank;
	struct stat st;
	bool last;

	if (n == 2 && memcmp(name, "..", 2) == 0)
		drop_component(w);
	if (n > 0 && !(n == 1 && *name == '.') &&
	    !(n == 2 && memcmp(name, "..", 2) == 0)) {
		if (parent + 1 + n >= sizeof w->done)
			return fail(w, PORTERO_ERROR_SYSTEM, NULL,
				    strerror(ENAMETOOLONG));
		w->done[parent] = '/';
		memcpy(w->done + parent + 1, name, n);
		w->ndone = parent + 1 + n;
		w->done[w->ndone] = '\0';
	}
	memmove(w->left, name + n, strlen(name + n) + 1);
	if (lstat(w->ndone ? w->done : "/", &st) != 0)
		return fail(w, PORTERO_ERROR_SYSTEM, NULL, strerror(errno));
	if (S_ISLNK(st.st_mode)) {
		if (!owned(&st))
			return fail(w, PORTERO_ERROR_UNSAFE, NULL,
				    "is a link of another user");
		return follow(w, parent);
	}
	last = w->left[strspn(w->left, "/")] == '\0';
	return check_mode(w, &st, last);
}

bool
filetrust_check(const char *path, struct portero_error *err)
{
	struct walk w = { .err = err, .path = path };
	struct stat root;

	if (path[0] != '/') {
		error_place(err, path, NULL, 0, 0, 0);
		return error_set(err, PORTERO_ERROR_USAGE, "relative-path",
				 "say where it is from / on",
				 "not an absolute path");
	}
	if (strlen(path) >= sizeof w.left)
		return fail(&w, PORTERO_ERROR_SYSTEM, NULL,
			    strerror(ENAMETOOLONG));
	memcpy(w.left, path, strlen(path) + 1);
	if (stat("/", &root) != 0 || !check_mode(&w, &root, false))
		return fail(&w, PORTERO_ERROR_SYSTEM, NULL, strerror(errno));
	while (w.left[strspn(w.left, "/")])
		if (!advance(&w))
			return false;
	return true;
}
