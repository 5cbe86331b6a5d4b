/* SPDX-License-Identifier: MIT */
/* open.h - find the plugin and the policy set that the options name. */
#ifndef PORTERO_TOOL_OPEN_H
#define PORTERO_TOOL_OPEN_H

#include <stdbool.h>

#include "../lib/stack.h"
#include "options.h"

/* What this tool lends plugins: a clock that --now stops, and a log. */
void open_host(struct portero_host *host, const struct options *o);

/*
 * Opens the stack of plugins that O names. HOST must stay. Returns
 * OPTIONS_GO_ON, or what to exit with after telling why.
 */
int open_stack(struct stack **out, const struct options *o,
	       const struct portero_host *host);

/* Loads the one plugin that O names; NULL after telling why. */
const struct portero_plugin *open_plugin(const struct options *o);

/* The path of portero.conf. The caller frees it; NULL: out of memory. */
char *open_config_path(const struct options *o);

#endif
