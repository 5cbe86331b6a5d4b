/* SPDX-License-Identifier: MIT */
/* digest.h - SHA-256 of everything a policy set was read from. */
#ifndef PORTERO_LOAD_DIGEST_H
#define PORTERO_LOAD_DIGEST_H

#include "../base/str.h"

struct digest;

struct digest *digest_new(void); /* NULL: out of memory */
void digest_free(struct digest *d);
bool digest_add(struct digest *d, struct str bytes);
/*
 * One file: lengths stand before NAME and TEXT, so that no two lists of files
 * give the same bytes.
 */
bool digest_add_file(struct digest *d, struct str name, struct str text);
bool digest_finish(struct digest *d, uint8_t out[32]);

#endif
