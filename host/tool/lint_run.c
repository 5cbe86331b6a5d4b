/* SPDX-License-Identifier: MIT */
/* Hands sets and documents to the plugin and counts what it finds. */
#define _XOPEN_SOURCE 700
#include "lint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/jtext.h"
#include "../lib/report.h"
#include "../lib/textfile.h"
#include "lines.h"
#include "open.h"
#include "verbs.h"

const char *
lint_severity(uint32_t severity)
{
	return severity == PORTERO_SEVERITY_ERROR     ? "error"
	       : severity == PORTERO_SEVERITY_WARNING ? "warning"
						      : "note";
}

void
lint_message(const struct lint_run *run, const struct portero_finding *f,
	     char out[static LINT_MESSAGE])
{
	size_t n = (size_t)snprintf(out, LINT_MESSAGE, "%s", f->text);

	if (run->id && n < LINT_MESSAGE)
		n += (size_t)snprintf(out + n, LINT_MESSAGE - n, " (in \"%s\")",
				      run->id);
	if (f->inner_line && n < LINT_MESSAGE)
		snprintf(out + n, LINT_MESSAGE - n,
			 " (line %u, column %u of the encoded document)",
			 f->inner_line, f->inner_column);
}

static bool
ignored(const struct lint_run *run, const char *id)
{
	for (size_t i = 0; i < run->nignore; i++)
		if (strcmp(run->ignore[i], id) == 0)
			return true;
	return false;
}

void
lint_found(struct lint_run *run, const struct portero_finding *f)
{
	const uint32_t severity = f->severity > PORTERO_SEVERITY_ERROR
					  ? PORTERO_SEVERITY_ERROR
					  : f->severity;
	struct portero_finding moved = *f;

	if (ignored(run, f->id))
		return;
	if (run->file)
		snprintf(moved.file, sizeof moved.file, "%s", run->file);
	if (run->inside && !moved.inner_line) {
		moved.inner_line = moved.line;
		moved.inner_column = moved.column;
		moved.line = moved.column = 1;
	}
	if (run->line) {
		moved.column += moved.line == 1 ? run->column : 0;
		moved.line =
			moved.line ? moved.line + run->line - 1 : run->line;
	}
	if (run->id)
		snprintf(moved.policy, sizeof moved.policy, "%s", run->id);
	run->found[severity]++;
	run->here++;
	run->failed |= severity >= run->fail_on;
	if (severity == PORTERO_SEVERITY_NOTE && run->options->verbose < 0)
		return;
	run->told++;
	if (run->format->finding)
		run->format->finding(run, &moved);
}

static void
on_finding(void *arg, const struct portero_finding *f)
{
	lint_found(arg, f);
}

void
lint_refused(struct lint_run *run, const struct portero_error *err)
{
	struct portero_finding f = {
		.size = sizeof f,
		.severity = PORTERO_SEVERITY_ERROR,
		.line = err->line,
		.column = err->column,
		.width = err->width,
		.inner_line = err->inner_line,
		.inner_column = err->inner_column,
		.source_column = err->source_column,
		.statement = UINT32_MAX,
	};

	memcpy(f.id, err->id, sizeof f.id);
	memcpy(f.file, err->file, sizeof f.file);
	memcpy(f.text, err->text, sizeof f.text);
	memcpy(f.hint, err->hint, sizeof f.hint);
	memcpy(f.source, err->source, sizeof f.source);
	run->unloadable++;
	lint_found(run, &f);
}

/* False: the work could not be done, which is no finding. */
static bool
ask(struct lint_run *run, const char *config, const char *text, size_t len,
    uint32_t document)
{
	const struct portero_lint sink = {
		.size = sizeof sink,
		.arg = run,
		.finding = on_finding,
		.document = document,
		.name = { run->file, run->file ? strlen(run->file) : 0 },
	};
	struct portero_error err = { .size = sizeof err };
	struct portero_host host;
	int code;

	open_host(&host, run->options);
	run->here = 0;
	run->documents++;
	code = run->plugin->lint(&host, config, text, len, &sink, &err);
	if (code == PORTERO_ERROR_USAGE || code == PORTERO_ERROR_SYSTEM ||
	    code == PORTERO_ERROR_UNSAFE) {
		report_error(stderr, &err, run->options->err_color);
		return false;
	}
	if (code != PORTERO_OK)
		lint_refused(run, &err);
	if (run->format->document)
		run->format->document(run, run->here);
	return true;
}

bool
lint_set(struct lint_run *run)
{
	char *config = open_config_path(run->options);
	bool good = config && ask(run, config, NULL, 0, 0);

	if (!config)
		complain("out of memory");
	free(config);
	return good;
}

/* ---- files of lines ---- */

/* 0: there is no such type. */
static uint32_t
type_of(const char *name)
{
	static const char *const names[] = { "identity", "boundary", "session",
					     "scp",	 "rcp",	     "resource",
					     "trust" };

	for (uint32_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return PORTERO_DOCUMENT_IDENTITY + i;
	return name[0] ? 0 : PORTERO_DOCUMENT_GUESS;
}

/* A string of the line, cut to SIZE; empty when there is none. */
static void
member(const struct jtext *j, const char *key, char *out, size_t size)
{
	const uint32_t t = jtext_member(j, 0, key);
	struct portero_str s = { "", 0 };

	if (t != JTEXT_NONE && j->tokens[t].kind == JTEXT_STRING &&
	    j->tokens[t].size < size)
		s = jtext_string(j, t);
	memcpy(out, s.ptr, s.len);
	out[s.len] = '\0';
}

static void
bad_line(struct lint_run *run, const char *text)
{
	struct portero_error err = { .size = sizeof err,
				     .line = 1,
				     .column = 1 };

	snprintf(err.id, sizeof err.id, "bad-line");
	snprintf(err.text, sizeof err.text, "%s", text);
	snprintf(err.hint, sizeof err.hint,
		 "a line is {\"id\": \"...\", \"type\": \"scp\", \"document\": "
		 "{...}}");
	run->documents++;
	run->inside = false;
	run->column = 0;
	lint_refused(run, &err);
}

static bool
look_at_line(struct lint_run *run, struct jtext *j, const char *line,
	     size_t len)
{
	const struct jtoken *doc;
	struct portero_str text;
	char id[256], type[32];
	uint32_t t, document;

	run->id = NULL;
	if (!jtext_scan(j, line, len) || j->tokens[0].kind != JTEXT_OBJECT) {
		bad_line(run, "this line is not a JSON object");
		return true;
	}
	t = jtext_member(j, 0, "document");
	if (t == JTEXT_NONE) {
		bad_line(run, "this line has no \"document\"");
		return true;
	}
	member(j, "id", id, sizeof id);
	member(j, "type", type, sizeof type);
	document = run->type ? run->type : type_of(type);
	if (!document) {
		bad_line(run,
			 "\"type\" is none of identity, boundary, session, "
			 "scp, rcp, resource, trust");
		return true;
	}
	doc = &j->tokens[t];
	run->id = id;
	run->column = doc->begin;
	run->inside = doc->kind == JTEXT_STRING;
	text = run->inside ? jtext_string(j, t) : jtext_written(j, t);
	return ask(run, NULL, text.ptr, text.len, document);
}

static bool
is_blank(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
			return false;
	return true;
}

static bool
look_at_lines(struct lint_run *run, int fd)
{
	struct lines lines;
	struct jtext j = { 0 };
	enum line_result result;
	bool good = true;
	size_t len = 0;
	char *line;

	lines_begin(&lines, fd);
	while (good && (result = lines_next(&lines, &line, &len)) != LINE_END) {
		run->line++;
		run->inside = false;
		if (result == LINE_ERROR) {
			complain("%s: %s", run->file, strerror(lines.error));
			good = false;
		} else if (result == LINE_TOO_LONG) {
			bad_line(run, "this line is too long");
		} else if (!is_blank(line, len)) {
			good = look_at_line(run, &j, line, len);
		}
		run->id = NULL;
	}
	jtext_free(&j);
	lines_free(&lines);
	return good;
}

static bool
ends_in(const char *text, const char *end)
{
	const size_t n = strlen(text), m = strlen(end);

	return n >= m && strcmp(text + n - m, end) == 0;
}

bool
lint_file(struct lint_run *run, const char *path)
{
	struct portero_error err = { .size = sizeof err };
	char *text;
	size_t len;
	bool good;
	int fd;

	run->file = path;
	run->line = run->column = 0;
	run->inside = false;
	run->id = NULL;
	if (ends_in(path, ".ndjson")) {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0) {
			complain("%s: %s", path, strerror(errno));
			return false;
		}
		good = look_at_lines(run, fd);
		close(fd);
		return good;
	}
	if (!textfile_read(path, TEXTFILE_MAX, &text, &len, &err)) {
		complain("%s: %s", path, err.text);
		return false;
	}
	good = ask(run, NULL, text, len,
		   run->type ? run->type : PORTERO_DOCUMENT_GUESS);
	free(text);
	return good;
}
