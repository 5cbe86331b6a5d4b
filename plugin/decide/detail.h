/* SPDX-License-Identifier: MIT */
/* detail.h - writes the fixed texts of a decision, cutting what is too long. */
#ifndef PORTERO_DECIDE_DETAIL_H
#define PORTERO_DECIDE_DETAIL_H

#include "../base/str.h"
#include "../portero.h"

/* Copies TEXT into the CAP bytes at OUT, cut on a character, NUL at the end:
 * where that is. */
char *detail_copy(char *out, size_t cap, struct str text);

/* Bytes of decision->detail. */
size_t detail_length(const struct portero_decision *d);

/* Append to decision->detail. */
void detail_texts(struct portero_decision *d, const struct str *texts,
		  size_t n);
void detail_text(struct portero_decision *d, struct str text);
void detail_number(struct portero_decision *d, uint64_t n);

#endif
