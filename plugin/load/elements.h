/* SPDX-License-Identifier: MIT */
/* elements.h - the values inside a statement: texts, actions, principals. */
#ifndef PORTERO_LOAD_ELEMENTS_H
#define PORTERO_LOAD_ELEMENTS_H

#include "building.h"

/* What the documents of a policy type may and must have. */
struct document_rules {
	const char *name;
	bool principal; /* must have one; the others may not */
	bool resource;	/* must have one; trust policies may not */
	bool version;	/* must be 2012-10-17 */
};

/* A document while it is read. */
struct parse {
	struct build *b;
	struct portero_error *err;
	enum policy_type type;
	const struct document_rules *rules;
	struct str name;
	struct source *source;
	const struct json *doc;
	bool variables; /* Version 2012-10-17 */
};

/* An error at PARENT's KEY or PARENT[INDEX], as source_error. */
bool parse_fail(const struct parse *d, const struct json *parent,
		const char *key, size_t index, const char *id, const char *hint,
		const char *format, ...) __attribute__((format(printf, 7, 8)));

/* All keys of OBJECT are among NAMES. */
bool check_elements(const struct parse *d, const struct json *object,
		    const char *const *names, size_t n);

/* A string or a list of strings; of values also numbers and booleans. */
struct texts {
	const struct parse *d;
	const struct json *parent; /* of the element */
	const char *key;
	const struct json *value;
	size_t n;
};

bool texts_of(const struct parse *d, const struct json *parent, const char *key,
	      struct texts *out);
bool texts_of_values(const struct parse *d, const struct json *parent,
		     const char *key, struct texts *out);
struct str text_at(const struct texts *texts, size_t i);
bool text_fail(const struct parse *d, const struct texts *texts, size_t i,
	       const char *id, const char *hint, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/* The one of NAMES that a misspelt word was meant to be, or NULL. */
const char *word_meant(struct str word, const char *const *names, size_t n);
/* "*", or service:name with wildcards and without blanks. */
bool action_legal(struct str text);
/* "*", an ARN, or what begins with a wildcard or variable. */
bool resource_legal(struct str text, bool variables);

/* principals.c: Principal or NotPrincipal of OBJECT; REQUIRED, or not allowed
 * at all. */
bool principal_element(struct parse *d, const struct json *object,
		       struct statement *st, bool required, const char *kind);

/* conditions.c: the Condition of OBJECT, if it has one. */
bool condition_element(struct parse *d, const struct json *object,
		       struct statement *st);

/* statement.c: one statement of a document. */
bool statement_parse(struct parse *d, const struct json *object,
		     struct statement *st);

#endif
