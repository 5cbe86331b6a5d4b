/* SPDX-License-Identifier: MIT */
/* lint.h - one run of portero lint: what is looked at, and how it is told. */
#ifndef PORTERO_TOOL_LINT_H
#define PORTERO_TOOL_LINT_H

#include <stdio.h>

#include "options.h"

#define LINT_IGNORE 64

struct lint_run;

/* How findings are told; any member may be NULL. */
struct lint_format {
	const char *name;
	void (*begin)(struct lint_run *run);
	void (*finding)(struct lint_run *run, const struct portero_finding *f);
	/* a document (or the set) has been looked at; NFOUND in it */
	void (*document)(struct lint_run *run, uint64_t nfound);
	void (*end)(struct lint_run *run);
};

extern const struct lint_format lint_text, lint_json, lint_sarif, lint_github,
	lint_junit;

struct lint_run {
	const struct options *options;
	const struct portero_plugin *plugin;
	const struct lint_format *format;
	uint32_t fail_on; /* a severity; more than ERROR: never */
	uint32_t type;	  /* enum portero_document; 0: it says, or we guess */
	const char *ignore[LINT_IGNORE];
	size_t nignore;
	bool list_rules;

	/* the document that is looked at */
	const char *file; /* NULL: the configured set */
	const char *id;	  /* of a line of NDJSON; or NULL */
	uint32_t line;	  /* of the file, where the document is; 0: it is all */
	uint32_t column;  /* what to add to columns of its first line */
	bool inside;	  /* it was a string in that line */

	uint64_t found[PORTERO_SEVERITY_ERROR + 1];
	uint64_t documents, unloadable, here, told;
	bool failed; /* a finding of at least FAIL_ON */

	struct { /* JUnit wants the counts before what is counted */
		FILE *out;
		char *text;
		size_t len;
		uint64_t tests, failures;
	} junit;
};

/* Looks at the configured set; false after telling why it could not. */
bool lint_set(struct lint_run *run);
/* Looks at a file: .ndjson line by line, all others as one document. */
bool lint_file(struct lint_run *run, const char *path);

/* Counts a finding and tells of it. */
void lint_found(struct lint_run *run, const struct portero_finding *f);
/* The same of what could not be loaded. */
void lint_refused(struct lint_run *run, const struct portero_error *err);

const char *lint_severity(uint32_t severity); /* "warning" */

/*
 * The text of a finding, with what line and column leave open: which document
 * of NDJSON it is in, and the place in one that is encoded.
 */
#define LINT_MESSAGE 1024
void lint_message(const struct lint_run *run, const struct portero_finding *f,
		  char out[static LINT_MESSAGE]);

#endif
