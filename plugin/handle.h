/* SPDX-License-Identifier: MIT */
/* handle.h - what a host holds, and the functions of the table that make it. */
#ifndef PORTERO_HANDLE_H
#define PORTERO_HANDLE_H

#include "load/load.h"
#include "portero.h"

/* An open policy set. */
struct portero {
	struct loaded loaded;
	struct portero_host host;
	char *config_path; /* what reload reads again, or */
	char *set;	   /* the document of open_set */
	size_t set_len;
};

/* See struct portero_plugin in portero.h. */
int handle_open(struct portero **out, const struct portero_host *host,
		const char *config_path, uint32_t flags,
		struct portero_error *err);
int handle_open_set(struct portero **out, const struct portero_host *host,
		    const void *set, size_t len, uint32_t flags,
		    struct portero_error *err);
int handle_reload(struct portero **out, const struct portero *old,
		  struct portero_error *err);
void handle_close(struct portero *set);
int handle_lint(const struct portero_host *host, const char *config_path,
		const void *set, size_t len, const struct portero_lint *sink,
		struct portero_error *err);

#endif
