/* SPDX-License-Identifier: MIT */
/* config.h - portero.conf as the same tree that JSON gives. */
#ifndef PORTERO_LOAD_CONFIG_H
#define PORTERO_LOAD_CONFIG_H

#include "source.h"

/*
 * Parses TEXT with libconfig: groups become objects, lists and arrays become
 * arrays. Positions and errors are those of TEXT. As source_parse.
 */
bool config_parse(struct source *out, struct str name, struct str text,
		  struct portero_error *err);

#endif
