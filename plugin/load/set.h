/* SPDX-License-Identifier: MIT */
/* set.h - the tree of a policy set, from JSON or portero.conf, into a build. */
#ifndef PORTERO_LOAD_SET_H
#define PORTERO_LOAD_SET_H

#include "reading.h"

/*
 * Reads S. CONFIG: it is portero.conf, and policies are files; else it is one
 * JSON document with its own policies: portero-set(5).
 */
bool set_read(struct reading *r, struct source *s, bool config);

#endif
