/* SPDX-License-Identifier: MIT */
/*
 * Files that are made once: whoever links his text to the name first has made
 * it, and it never changes. link(2) is atomic on local and on shared folders.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../host/lib/textfile.h"
#include "state.h"

static bool
write_new(const char *path, const char *text)
{
	const size_t len = strlen(text);
	const int fd =
		open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	bool ok;

	if (fd < 0)
		return false;
	/* the decision who was first must outlive the power */
	ok = write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;
	return close(fd) == 0 && ok;
}

bool
state_once(const char *dir, const char *folder, const char *name,
	   const char *text)
{
	char path[1024], mine[1100], host[64] = "";
	bool ok;

	gethostname(host, sizeof host - 1);
	snprintf(path, sizeof path, "%s/%s/%s", dir, folder, name);
	snprintf(mine, sizeof mine, "%s/%s/.%s.%.60s.%ld", dir, folder, name,
		 host, (long)getpid());
	unlink(mine);
	if (!write_new(mine, text)) {
		complain("%s: %s", mine, strerror(errno));
		unlink(mine);
		return false;
	}
	ok = link(mine, path) == 0;
	if (!ok && errno != EEXIST)
		complain("%s: %s", path, strerror(errno));
	unlink(mine);
	return ok;
}

bool
state_has(const char *dir, const char *folder, const char *name)
{
	char path[1024];
	struct stat st;

	snprintf(path, sizeof path, "%s/%s/%s", dir, folder, name);
	return stat(path, &st) == 0;
}

char *
state_read(const char *dir, const char *folder, const char *name)
{
	struct portero_error err = { .size = sizeof err };
	char path[1024], *text = NULL;
	size_t len;

	snprintf(path, sizeof path, "%s/%s/%s", dir, folder, name);
	return textfile_read(path, (size_t)1 << 20, &text, &len, &err) ? text
								       : NULL;
}
