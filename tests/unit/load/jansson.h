/* SPDX-License-Identifier: MIT */
/* jansson.h - another reader of JSON, to compare ours with. */
#ifndef TESTS_UNIT_LOAD_JANSSON_H
#define TESTS_UNIT_LOAD_JANSSON_H

#include "../../../plugin/base/str.h"

/* TEXT read and written again, as dump.h does it; NULL: refused. To be freed.
 */
char *jansson_dump(struct str text);

#endif
