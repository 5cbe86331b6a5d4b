/* SPDX-License-Identifier: MIT */
/* diagnosis.h - a reading of a text that is not JSON: diagnose.c's parts. */
#ifndef PORTERO_LOAD_DIAGNOSIS_H
#define PORTERO_LOAD_DIAGNOSIS_H

#include "diagnose.h"

struct diagnosis {
	struct str text;
	size_t at;
	size_t duplicate;
	struct finding *out;
};

/* Both return false. */
bool diagnosis_found(struct diagnosis *r, const char *id, size_t offset,
		     size_t width, const char *hint, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
bool diagnosis_syntax(struct diagnosis *r, size_t width, const char *hint,
		      const char *text);

/* The next byte; 0 at the end (a NUL in the text has been refused before). */
char diagnosis_peek(const struct diagnosis *r);
void diagnosis_blank(struct diagnosis *r);
bool diagnosis_is_word(char c);
bool diagnosis_is_number(char c);
size_t diagnosis_word_width(const struct diagnosis *r);

/* Move past a string, number or word; false with *OUT when it is not one. */
bool diagnosis_string(struct diagnosis *r);
bool diagnosis_number(struct diagnosis *r);
bool diagnosis_word(struct diagnosis *r);

#endif
