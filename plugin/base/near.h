/* SPDX-License-Identifier: MIT */
/* near.h - "did you mean": texts that differ by a slip of the hand. */
#ifndef PORTERO_BASE_NEAR_H
#define PORTERO_BASE_NEAR_H

#include "str.h"

/* Equal but for case, or one letter added, left out, changed, or swapped. */
bool near_text(struct str a, struct str b);

#endif
