/* SPDX-License-Identifier: MIT */
/* json_read.h - a JSON text to a tree, and the places of what is in it. */
#ifndef PORTERO_LOAD_JSON_READ_H
#define PORTERO_LOAD_JSON_READ_H

#include "source.h"

/* Reads S->text into S->root and S->places (RFC 8259, and source.h). */
bool json_read(struct source *s, struct portero_error *err);

#endif
