/* SPDX-License-Identifier: MIT */
/* Reads pipelined.conf. */
#include "settings.h"

#include <stdlib.h>
#include <string.h>

#include "../../host/lib/error.h"
#include "../../host/lib/textfile.h"
#include "../../host/slurm/words.h"

static bool
add_line(struct settings_line *lines, size_t *n, const struct words *w,
	 struct portero_error *err)
{
	if (w->n < 3 || w->n - 2 > SETTINGS_WORDS)
		return words_fail(w, err, "%s KEY WORD...", w->word[0]);
	if (*n == SETTINGS_LINES)
		return words_fail(w, err, "more than %d lines of %s",
				  SETTINGS_LINES, w->word[0]);
	lines[*n].key = w->word[1];
	for (size_t i = 2; i < w->n; i++)
		lines[*n].words[i - 2] = w->word[i];
	++*n;
	return true;
}

/* arn:PARTITION:sagemaker:REGION:ACCOUNT */
static bool
read_place(struct settings *s, const struct words *w, struct portero_error *err)
{
	const char *at = strstr(s->place, ":sagemaker:");
	const char *colon = at ? strchr(at + 11, ':') : NULL;
	const size_t n = colon ? (size_t)(colon - at - 11) : 0;

	if (n == 0 || n >= sizeof s->region || strlen(colon + 1) != 12)
		return words_fail(w, err,
				  "place arn:aws:sagemaker:REGION:ACCOUNT");
	memcpy(s->region, at + 11, n);
	memcpy(s->account, colon + 1, 12);
	return true;
}

static bool
read_path(const struct words *w, const char **to, struct portero_error *err)
{
	if (w->n != 2)
		return words_fail(w, err, "%s wants one word", w->word[0]);
	*to = w->word[1];
	return strcmp(w->word[0], "place") == 0 || **to == '/' ||
	       words_fail(w, err, "\"%.60s\" is not absolute", *to);
}

static bool
read_line(void *arg, const struct words *w, struct portero_error *err)
{
	struct settings *s = arg;
	const struct {
		const char *word, **to;
	} paths[] = { { "log", &s->log },
		      { "place", &s->place },
		      { "state", &s->state },
		      { "store", &s->store } };

	if (strcmp(w->word[0], "machine") == 0)
		return add_line(s->machines, &s->nmachines, w, err);
	if (strcmp(w->word[0], "run") == 0)
		return add_line(s->runs, &s->nruns, w, err);
	if (strcmp(w->word[0], "plugin") == 0 && w->n == 3 && s->nplugins < 8) {
		s->plugins[s->nplugins++] =
			(struct stack_entry){ w->word[1], w->word[2] };
		return true;
	}
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		if (strcmp(w->word[0], paths[i].word) != 0)
			continue;
		return read_path(w, paths[i].to, err) &&
		       (paths[i].to != &s->place || read_place(s, w, err));
	}
	return words_fail(w, err, "\"%.60s\" is no line of this file",
			  w->word[0]);
}

bool
settings_read(struct settings *out, const char *path, struct portero_error *err)
{
	size_t len;

	*out = (struct settings){ .text = NULL };
	if (!textfile_read(path, (size_t)1 << 20, &out->text, &len, err) ||
	    !words_read(path, out->text, read_line, out, err))
		return false;
	if (!out->log || !out->place || !out->state || !out->store) {
		error_place(err, path, NULL, 0, 0, 0);
		return error_set(err, PORTERO_ERROR_CONFIG, "config", NULL,
				 "log, place, state and store are needed");
	}
	return true;
}

void
settings_free(struct settings *s)
{
	free(s->text);
}

static const struct settings_line *
find(const struct settings_line *lines, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(lines[i].key, key) == 0)
			return &lines[i];
	return NULL;
}

const struct settings_line *
settings_machine(const struct settings *s, const char *type)
{
	return find(s->machines, s->nmachines, type ? type : "-");
}

const struct settings_line *
settings_run(const struct settings *s, const char *type, const char *step)
{
	for (size_t i = 0; i < s->nruns; i++)
		if (strncmp(s->runs[i].key, "step:", 5) == 0 &&
		    strcmp(s->runs[i].key + 5, step) == 0)
			return &s->runs[i];
	return find(s->runs, s->nruns, type);
}
