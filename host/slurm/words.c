/* SPDX-License-Identifier: MIT */
/* Reads a configuration of lines of words. */
#include "words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../lib/error.h"

bool
words_fail(const struct words *w, struct portero_error *err, const char *format,
	   ...)
{
	char what[256];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	error_place(err, w->file, NULL, 0, 0, 0);
	if (err && err->code == 0)
		err->line = w->line;
	return error_set(err, PORTERO_ERROR_CONFIG, "config", NULL, "%s", what);
}

/* The word at *TEXT, its end made a NUL; *TEXT goes behind it. */
static char *
next_word(char **text)
{
	char *begin = *text + strspn(*text, " \t\r"), *end;

	if (*begin == '\0' || *begin == '#')
		return NULL;
	if (*begin == '"') {
		begin++;
		end = strchr(begin, '"');
		if (!end)
			end = begin + strlen(begin);
	} else {
		end = begin + strcspn(begin, " \t\r");
	}
	*text = *end == '\0' ? end : end + 1;
	*end = '\0';
	return begin;
}

static bool
read_line(struct words *w, char *text, struct portero_error *err)
{
	char *word;

	w->n = 0;
	while ((word = next_word(&text)) != NULL) {
		if (w->n == WORDS_MAX)
			return words_fail(w, err, "more than %d words",
					  WORDS_MAX);
		w->word[w->n++] = word;
	}
	w->word[w->n] = NULL;
	return true;
}

bool
words_read(const char *path, char *text, words_line *line, void *arg,
	   struct portero_error *err)
{
	struct words w = { .file = path };

	while (*text != '\0') {
		char *end = text + strcspn(text, "\n");
		char *next = *end == '\0' ? end : end + 1;

		*end = '\0';
		w.line++;
		if (!read_line(&w, text, err))
			return false;
		if (w.n > 0 && !line(arg, &w, err))
			return false;
		text = next;
	}
	return true;
}

char *
words_value(char *word)
{
	char *equals = strchr(word, '=');

	if (!equals || equals == word)
		return NULL;
	*equals = '\0';
	return equals + 1;
}
