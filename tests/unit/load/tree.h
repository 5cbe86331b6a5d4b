/* SPDX-License-Identifier: MIT */
/* tree.h - a temporary directory for tests, and files in it. */
#ifndef TESTS_UNIT_LOAD_TREE_H
#define TESTS_UNIT_LOAD_TREE_H

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

static char tree_root[64];

/* PATH below the directory; four results are good at a time. */
static inline const char *
tree_path(const char *path)
{
	static char paths[4][256];
	static unsigned next;
	char *out = paths[next++ % 4];
	int n = snprintf(out, sizeof paths[0], "%s/%s", tree_root, path);

	assert_in_range(n, 1, sizeof paths[0] - 1);
	return out;
}

static inline void
tree_write_bytes(const char *path, const char *text, size_t n)
{
	FILE *f = fopen(tree_path(path), "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(tree_path(path), 0644), 0);
}

static inline void
tree_write(const char *path, const char *text)
{
	tree_write_bytes(path, text, strlen(text));
}

static inline void
tree_mkdir(const char *path)
{
	assert_int_equal(mkdir(tree_path(path), 0755), 0);
	assert_int_equal(chmod(tree_path(path), 0755), 0);
}

static inline int
tree_open(void **state)
{
	(void)state;
	snprintf(tree_root, sizeof tree_root, "/tmp/portero-test-XXXXXX");
	return mkdtemp(tree_root) ? chmod(tree_root, 0755) : -1;
}

static inline void
tree_remove(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;

	while (d && (e = readdir(d)) != NULL) {
		char child[1024];
		struct stat st;
		int n = snprintf(child, sizeof child, "%s/%s", path, e->d_name);

		if (strcmp(e->d_name, ".") == 0 ||
		    strcmp(e->d_name, "..") == 0 || n < 0 ||
		    (size_t)n >= sizeof child)
			continue;
		if (lstat(child, &st) == 0 && S_ISDIR(st.st_mode))
			tree_remove(child);
		else
			unlink(child);
	}
	if (d)
		closedir(d);
	rmdir(path);
}

static inline int
tree_close(void **state)
{
	(void)state;
	tree_remove(tree_root);
	return 0;
}

#endif
