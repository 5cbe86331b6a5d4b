/* SPDX-License-Identifier: MIT */
/* scan.h - the values that conditions compare: numbers, dates, addresses. */
#ifndef PORTERO_BASE_SCAN_H
#define PORTERO_BASE_SCAN_H

#include "str.h"

/*
 * A decimal number, exactly: sign, and at most 30 digits split at the point.
 * Text is an optional sign, digits, and optionally a point and digits.
 */
struct decimal {
	int sign;	   /* -1, 0, 1 */
	char whole[30];	   /* digits, right aligned, '0' filled */
	char fraction[30]; /* digits, left aligned, '0' filled */
};

bool scan_decimal(struct decimal *out, struct str text);
int decimal_compare(const struct decimal *a, const struct decimal *b);

/*
 * A moment: seconds since 1970 and nanoseconds.  Text is the W3C profile of
 * ISO 8601 (IAM: "Date condition operators") or epoch seconds.
 */
struct moment {
	int64_t seconds;
	int32_t nanos;
};

bool scan_moment(struct moment *out, struct str text);
int moment_compare(const struct moment *a, const struct moment *b);

/* A block of addresses; a bare address is a block of one. */
struct address {
	uint8_t family; /* 4 or 6 */
	uint8_t bits;	/* prefix length */
	uint8_t byte[16];
};

bool scan_address(struct address *out, struct str text, bool allow_prefix);
bool address_contains(const struct address *block, const struct address *one);

/* "true" or "false" in any letter case. */
bool scan_bool(bool *out, struct str text);

/*
 * Base64 with padding.  Writes at most CAP bytes to OUT, the length of the
 * whole to *LEN; false when malformed or longer than CAP.
 */
bool scan_base64(unsigned char *out, size_t cap, size_t *len, struct str text);

/* Writes NOW (Unix seconds) as "2026-01-01T00:00:00Z", 20 bytes. */
#define SCAN_TIME_MAX 32
size_t scan_format_time(char out[SCAN_TIME_MAX], int64_t now);
size_t scan_format_int(char out[SCAN_TIME_MAX], int64_t value);

#endif
