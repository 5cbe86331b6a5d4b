/* SPDX-License-Identifier: MIT */
/* reference.h - from the way a policy is named to the policy (portero-set(5)).
 */
#ifndef PORTERO_LOAD_REFERENCE_H
#define PORTERO_LOAD_REFERENCE_H

#include "reading.h"

/* Where one is in the tree: "roles[0].policies[1]", from the inside out. */
struct path {
	const struct path *up;
	const char *key;
	size_t index; /* SIZE_MAX: no index */
};

struct str path_text(struct reading *r, const struct path *path);

/* A text with references in it. */
struct scope {
	struct source *source;
	bool files;	      /* a text is the path of a file, */
	struct str directory; /* below this one */
	bool inline_allowed;  /* an object is a document, or names one */
};

/* Called for each policy; false ends it, with err filled. */
typedef bool reference_use(void *arg, const struct policy *policy);

/*
 * PARENT's KEY, a REF or a list of REFs, as policies of TYPE. PATH is the path
 * of KEY. An absent member is an empty list.
 */
bool reference_each(struct reading *r, const struct scope *scope,
		    const struct json *parent, const char *key,
		    const struct path *path, enum policy_type type,
		    reference_use *use, void *arg);

/* The document at PARENT's KEY, to be used as one or more types. */
struct document *reference_document(struct reading *r, struct str name,
				    struct source *source,
				    const struct json *parent, const char *key);
const struct policy *reference_compile(struct reading *r, struct document *d,
				       enum policy_type type);
/*
 * The document in a file, read once however often it is named. PATH is relative
 * to DIRECTORY, that to portero.conf: together they are its name.
 */
struct document *reference_file(struct reading *r, struct str directory,
				struct str path);

#endif
