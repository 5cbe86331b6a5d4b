/* SPDX-License-Identifier: MIT */
/*
 * repeated.h - elements that stand in many statements in the same words, as the
 * Condition that every team has: they are compiled once.
 */
#ifndef PORTERO_LOAD_REPEATED_H
#define PORTERO_LOAD_REPEATED_H

#include "elements.h"

/* What an element became. */
struct repeated {
	const void *items;
	uint32_t n;
	bool inert;
};

/*
 * What VALUE, an object, became when the same text was met before; NULL: it was
 * not. ALL has elements that depend on nothing but their text.
 */
const struct repeated *repeated_find(const struct lookup *all,
				     const struct parse *d,
				     const struct json *value);
bool repeated_add(struct lookup *all, const struct parse *d,
		  const struct json *value, const struct repeated *what);

#endif
