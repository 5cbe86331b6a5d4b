/* SPDX-License-Identifier: MIT */
/* diagnose.h - what is wrong with a JSON text, said to a person. */
#ifndef PORTERO_LOAD_DIAGNOSE_H
#define PORTERO_LOAD_DIAGNOSE_H

#include "../base/str.h"

struct finding {
	const char *id;
	size_t offset, width;
	char text[200];
	char hint[200]; /* may be empty */
};

/*
 * Finds the first thing in TEXT that is not JSON. DUPLICATE is 0, or where the
 * parser stopped because of a repeated key. False: nothing found.
 */
bool diagnose(struct finding *out, struct str text, size_t depth,
	      size_t duplicate);

#endif
