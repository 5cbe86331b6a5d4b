/* SPDX-License-Identifier: MIT */
/* rule.h - what a rule of lint sees, and how it says what it found. */
#ifndef PORTERO_LINT_RULE_H
#define PORTERO_LINT_RULE_H

#include "../load/building.h"

/* A document that was read: compiled, and as it was written. */
struct lint_document {
	const struct policy *policy;
	const struct source *source;
	const struct json *json;
	uint32_t index; /* the first document with this JSON */
};

struct lint;

/* Where a rule looks: the members behind the rule's reach are NULL. */
struct lint_spot {
	const struct lint_document *document;
	const struct statement *statement;
	const struct json *json; /* the statement, or the document */
};

typedef void lint_look(struct lint *l, const struct lint_spot *at);

/* How often a rule is asked. */
enum lint_reach { EACH_STATEMENT, EACH_DOCUMENT, ONCE };

struct lint_rule {
	struct portero_rule rule; /* id, default severity, a line */
	uint8_t reach;
	lint_look *look;
};

extern const struct lint_rule lint_rules[];
extern const size_t nlint_rules;

#define NOTE	PORTERO_SEVERITY_NOTE
#define WARNING PORTERO_SEVERITY_WARNING
#define ERROR	PORTERO_SEVERITY_ERROR

struct lint {
	const struct build *build;
	const struct policy_set *set;
	const struct portero_lint *sink;
	struct portero_error *err;
	struct arena *arena;
	struct lint_document *documents;
	struct lint_document **by_policy; /* sorted by policy */
	uint32_t ndocuments;
	bool alone;		      /* one document, not a set */
	const struct lint_rule *rule; /* that is asked now */
	struct lint_finding **findings;
	size_t nfindings, room;
	bool failed; /* out of memory */
};

/* ---- places: a member's value, its key, an item of a list, a node ---- */

struct lint_place {
	const struct json *parent;
	const char *key;
	size_t index;
	bool at_key;
};

static inline struct lint_place
lint_value(const struct json *parent, const char *key)
{
	return (struct lint_place){ parent, key, 0, false };
}

static inline struct lint_place
lint_key(const struct json *parent, const char *key)
{
	return (struct lint_place){ parent, key, 0, true };
}

static inline struct lint_place
lint_node(const struct json *node)
{
	return (struct lint_place){ node, NULL, SIZE_MAX, false };
}

/* ---- finding.c ---- */

/*
 * One finding of the rule that is asked now. SEVERITY 0 is that of the rule;
 * HINT may be NULL and is copied.
 */
void lint_say(struct lint *l, const struct lint_spot *at, uint32_t severity,
	      struct lint_place place, const char *hint, const char *format,
	      ...) __attribute__((format(printf, 6, 7)));
/* Line of a node of the spot's document, for texts; 0: not known. */
uint32_t lint_line(const struct lint_spot *at, const struct json *node);
void lint_sort(struct lint *l);
void lint_tell(struct lint *l);

/* ---- look.c: texts and lists, actions, conditions ---- */

/* A string, or a list of them; other items are empty texts. */
struct lint_texts {
	const struct json *parent, *value;
	const char *key;
	size_t n;
};

struct lint_texts lint_texts(const struct json *parent, const char *key);
struct str lint_text(const struct lint_texts *texts, size_t i);
struct lint_place lint_text_place(const struct lint_texts *texts, size_t i);
/* Action or NotAction, whichever the statement has. */
struct lint_texts lint_actions(const struct lint_spot *at);
struct lint_texts lint_resources(const struct lint_spot *at);

/* The document of a policy of the set. */
const struct lint_document *lint_document(const struct lint *l,
					  const struct policy *policy);
/* Spot of statement I of a document. */
struct lint_spot lint_statement(const struct lint_document *d, uint32_t i);

/* Does the Action element cover the action, in lower case? */
bool lint_covers(const struct statement *st, struct str folded);

/* A condition as it is written and as it was compiled. */
struct lint_condition {
	const struct condition *compiled;
	const char *operator, * key;
	const struct json *block; /* the object that KEY is in */
	uint32_t next;		  /* for lint_condition */
};

/* Conditions one after the other: zero *C first. */
bool lint_condition(const struct lint_spot *at, struct lint_condition *c);
/* Is KEY, in any letter case, the key of the condition? */
bool lint_key_is(const struct lint_condition *c, struct str key);
bool lint_key_begins(const struct lint_condition *c, struct str folded);
/* Has the statement a condition on KEY that is false when KEY is absent? */
bool lint_requires(const struct lint_spot *at, struct str key);

bool lint_has_wildcard(struct str text);
bool lint_begins_fold(struct str text, struct str folded);
bool lint_ends(struct str text, struct str end);

/* ---- known.c: the actions of services whose actions we know ---- */

enum lint_knowledge { SERVICE_UNKNOWN, ACTION_UNKNOWN, ACTION_KNOWN };

/* Is there an action that PATTERN (service:name) matches? *NEAR: one that is
 * spelled nearly so, or empty. */
enum lint_knowledge lint_known_action(struct str pattern, struct str *near);

#endif
