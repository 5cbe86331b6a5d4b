/* SPDX-License-Identifier: MIT */
/* loader.h - one plugin: from a path to a table that can be trusted. */
#ifndef PORTERO_HOST_LOADER_H
#define PORTERO_HOST_LOADER_H

#include "../../plugin/portero.h"

/*
 * Loads the plugin at PATH. The path is absolute and safe (filetrust.h), the
 * plugin speaks our ABI and its table is whole. NULL and *err otherwise. A
 * plugin stays loaded: the table is good until the process ends.
 */
const struct portero_plugin *loader_load(const char *path,
					 struct portero_error *err);

/* Is the table whole, and of our ABI? PATH is for the message. */
int loader_check_table(const struct portero_plugin *plugin, const char *path,
		       struct portero_error *err);

#endif
