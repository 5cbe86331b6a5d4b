/* SPDX-License-Identifier: MIT */
/*
 * Did a file change? Names, sizes, inodes and times of the configuration and of
 * all that lies beside a plugin's configuration, in one number.
 */
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate.h"

/* A policy set is a few folders, not a file system. */
#define DEPTH_MAX   4
#define ENTRIES_MAX 10000

static void
mix(uint64_t *sum, const void *bytes, size_t n)
{
	const unsigned char *b = bytes;

	for (size_t i = 0; i < n; i++)
		*sum = (*sum ^ b[i]) * UINT64_C(0x100000001b3); /* FNV-1a */
}

static void
mix_stat(uint64_t *sum, const struct stat *st)
{
	mix(sum, &st->st_ino, sizeof st->st_ino);
	mix(sum, &st->st_mode, sizeof st->st_mode);
	mix(sum, &st->st_uid, sizeof st->st_uid);
	if (!S_ISREG(st->st_mode))
		return;
	mix(sum, &st->st_size, sizeof st->st_size);
	mix(sum, &st->st_mtim, sizeof st->st_mtim);
	mix(sum, &st->st_ctim, sizeof st->st_ctim);
}

/* FD is closed. The order of a folder's entries does not count. */
static void
mix_folder(uint64_t *sum, int fd, unsigned depth, unsigned *left)
{
	DIR *folder = fdopendir(fd);
	const struct dirent *e;

	if (!folder) {
		close(fd);
		return;
	}
	while ((e = readdir(folder)) != NULL && *left > 0) {
		uint64_t one = UINT64_C(0xcbf29ce484222325);
		struct stat st;
		int inner;

		if (e->d_name[0] == '.' ||
		    fstatat(dirfd(folder), e->d_name, &st, 0) != 0)
			continue;
		--*left;
		mix(&one, e->d_name, strlen(e->d_name));
		mix_stat(&one, &st);
		*sum += one;
		if (!S_ISDIR(st.st_mode) || depth == DEPTH_MAX)
			continue;
		inner = openat(dirfd(folder), e->d_name,
			       O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
		if (inner >= 0)
			mix_folder(sum, inner, depth + 1, left);
	}
	closedir(folder);
}

static void
mix_path(uint64_t *sum, const char *path)
{
	struct stat st;

	mix(sum, path, strlen(path));
	if (stat(path, &st) == 0)
		mix_stat(sum, &st);
}

/* The folder that the file PATH is in. */
static void
mix_parent(uint64_t *sum, const char *path, unsigned *left)
{
	const char *slash = strrchr(path, '/');
	char folder[4096];
	size_t n;
	int fd;

	if (!slash || slash == path)
		return;
	n = (size_t)(slash - path);
	if (n >= sizeof folder)
		return;
	memcpy(folder, path, n);
	folder[n] = '\0';
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		mix_folder(sum, fd, 0, left);
}

uint64_t
gate_fingerprint(const char *path, const struct conf *conf)
{
	uint64_t sum = UINT64_C(0xcbf29ce484222325);
	unsigned left = ENTRIES_MAX;

	mix_path(&sum, path);
	if (!conf)
		return sum;
	for (size_t i = 0; i < conf->nplugins; i++) {
		mix_path(&sum, conf->plugins[i].plugin);
		mix_path(&sum, conf->plugins[i].config);
		mix_parent(&sum, conf->plugins[i].config, &left);
	}
	return sum;
}
