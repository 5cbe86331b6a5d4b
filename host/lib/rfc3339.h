/* SPDX-License-Identifier: MIT */
/* rfc3339.h - a moment as text ("2026-10-01T12:00:00Z") and as Unix seconds. */
#ifndef PORTERO_HOST_RFC3339_H
#define PORTERO_HOST_RFC3339_H

#include <stdbool.h>
#include <stdint.h>

/* From 1970-01-01T00:00:01Z on; a fraction of a second is dropped. */
bool rfc3339_parse(const char *text, int64_t *seconds);

#endif
