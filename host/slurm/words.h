/* SPDX-License-Identifier: MIT */
/* words.h - a configuration of lines of words, as in doas.conf(5). */
#ifndef PORTERO_SLURM_WORDS_H
#define PORTERO_SLURM_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "../../plugin/portero.h"

#define WORDS_MAX 64 /* in one line */

/* One line: words between blanks, or in "double quotes"; # begins a comment. */
struct words {
	const char *file;
	unsigned line;		   /* from 1 */
	char *word[WORDS_MAX + 1]; /* NULL behind the last */
	size_t n;
};

/* Told of every line that has words. False, with *ERR set, ends the reading. */
typedef bool words_line(void *arg, const struct words *w,
			struct portero_error *err);

/* Reads PATH; TEXT is changed and has to stay as long as words are used. */
bool words_read(const char *path, char *text, words_line *line, void *arg,
		struct portero_error *err);

/* False, with *ERR saying what is wrong in this line. */
bool words_fail(const struct words *w, struct portero_error *err,
		const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Splits "KEY=VALUE" in place; NULL when there is no '=' or no key. */
char *words_value(char *word);

#endif
