/* SPDX-License-Identifier: MIT */
/* request_reader.h - read JSON values and say exactly where one is wrong. */
#ifndef PORTERO_HOST_REQUEST_READER_H
#define PORTERO_HOST_REQUEST_READER_H

#include "request.h"

#define READER_NESTING 6

/* The way from the whole text to a value: a key, or an index if it is NULL. */
struct step {
	const char *key;
	size_t index;
};

struct reader {
	struct request *out;
	const char *file, *text;
	size_t len;
	struct portero_error *err;
	struct step path[READER_NESTING];
	size_t depth;
	/* borrowed from the JSON, compared with each other at the end */
	const char *action, *subject, *subject_type;
	const char *resource, *resource_type, *job_name;
};

typedef bool read_function(struct reader *r, const json_t *value);

struct field {
	const char *name;
	read_function *read;
};

/* The path to the value that is being read; what goes wrong stays there. */
void reader_enter(struct reader *r, const char *key, size_t index);
void reader_leave(struct reader *r);
/* Places the error at the end of the path. */
void reader_place(struct reader *r, bool at_key);
/* An error at the end of the path; false. */
bool reader_fail(struct reader *r, const char *id, const char *hint,
		 const char *what);

/* A text between 1 (or, if EMPTY, 0) and MAX bytes; NULL after an error. */
const char *reader_text(struct reader *r, const json_t *value, bool empty,
			size_t max);
/* Reads every member of OBJECT with the function of its field. */
bool reader_object(struct reader *r, const json_t *object,
		   const struct field *fields, size_t n);
bool reader_list(struct reader *r, const json_t *list, size_t max,
		 read_function *read);
/* Tags, each as the attribute PREFIX and its key (request_context.c). */
bool reader_tags(struct reader *r, const json_t *tags, const char *prefix);
/* "context", and "unknown": keys whose values are not known yet. */
bool reader_context(struct reader *r, const json_t *context);
bool reader_unknown(struct reader *r, const json_t *list);
/* Duplicate keys and NULs anywhere in the text; jansson may have let them in.
 */
bool reader_check_text(struct reader *r);

#endif
