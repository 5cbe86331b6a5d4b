/* SPDX-License-Identifier: MIT */
/* truth.h - no, not known yet, yes: ordered, so that and is min and or is max.
 */
#ifndef PORTERO_DECIDE_TRUTH_H
#define PORTERO_DECIDE_TRUTH_H

enum truth { NO, MAYBE, YES };

static inline enum truth
both(enum truth a, enum truth b)
{
	return a < b ? a : b;
}

static inline enum truth
either(enum truth a, enum truth b)
{
	return a > b ? a : b;
}

static inline enum truth
negate(enum truth a)
{
	return (enum truth)(YES - a);
}

#endif
