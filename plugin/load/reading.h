/* SPDX-License-Identifier: MIT */
/* reading.h - what the readers of one policy set share while they read it. */
#ifndef PORTERO_LOAD_READING_H
#define PORTERO_LOAD_READING_H

#include "build.h"
#include "digest.h"
#include "lookup.h"

/*
 * A policy document that several places may name: parsed once, compiled once
 * for each policy type. VALUE is an object, or a string at PARENT's KEY (or
 * PARENT[INDEX]) with the text of one.
 */
struct document {
	struct str name;
	struct source *source;
	const struct json *value, *parent;
	const char *key;
	size_t index;
	const struct policy *policies[POLICY_TRUST + 1];
	bool used;
};

struct kept_source;

struct reading {
	struct build *build;
	struct portero_error *err;
	const struct portero_host *host;
	struct arena *scratch; /* dropped when the set is built */
	struct kept_source *kept;
	struct digest *digest;
	struct str directory;  /* of portero.conf: "" or ending in '/' */
	struct lookup files;   /* path -> document */
	struct lookup named;   /* entry of "policies" -> document */
	struct lookup managed; /* ARN -> document */
	struct lookup placed;  /* OUs and accounts of the organization */
};

/* A source that is freed with the reading; NULL with err filled. */
struct source *reading_source(struct reading *r);
void reading_free_sources(struct reading *r);

/*
 * Reads and parses the JSON file NAME, relative to portero.conf; CODE is what
 * errors in it are called. NULL with err filled.
 */
struct source *reading_file(struct reading *r, struct str name, size_t max,
			    uint32_t code);
/* DIRECTORY and PATH as one path, and the directory part of a path. */
struct str reading_path(struct reading *r, struct str directory,
			struct str path);
struct str reading_directory(struct str path);

/* Tells the host's log. */
void reading_warn(struct reading *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
