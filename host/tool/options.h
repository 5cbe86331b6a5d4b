/* SPDX-License-Identifier: MIT */
/* options.h - the options all verbs have, and how a verb adds its own. */
#ifndef PORTERO_TOOL_OPTIONS_H
#define PORTERO_TOOL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../plugin/portero.h"

#define OPTIONS_PLUGINS 16

enum format { FORMAT_TEXT, FORMAT_JSON };
enum expect { EXPECT_NOTHING, EXPECT_ALLOW, EXPECT_DENY };

struct options {
	const char *policy;		      /* as given; NULL: the default */
	const char *plugins[OPTIONS_PLUGINS]; /* PATH or PATH=CONFIG */
	size_t nplugins;
	enum format format;
	enum expect expect;
	bool color;	/* of standard output */
	bool err_color; /* of standard error */
	int verbose;	/* -1 for -q, 1 and more for -v */
	int64_t now;	/* 0: the clock */
	char **operands;
	int noperands;
};

/* An option of one verb. Letters are not given: these have long names only. */
struct own_option {
	const char *name;
	const char *argument; /* what to call it in --help; NULL: takes none */
	const char *what;
	/* false after it has said (to standard error) what is wrong */
	bool (*set)(void *arg, const char *value);
};

/* A verb for --help: "check [options] REQUEST...", and a few lines. */
struct usage {
	const char *synopsis, *what;
	const struct own_option *own;
	size_t nown;
	int least, most; /* operands; most < 0: any number */
};

#define OPTIONS_GO_ON (-1)

/*
 * Fills OUT from ARGV, and ARG through the verb's own options. Returns
 * OPTIONS_GO_ON, or what to exit with (after --help, or a wrong option).
 */
int options_parse(struct options *out, const struct usage *usage, void *arg,
		  int argc, char **argv);

/* The N-th long option that all verbs have, without --; NULL behind the last.
 */
const char *options_name(size_t n);

/* "portero: TEXT" to standard error. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
