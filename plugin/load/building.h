/* SPDX-License-Identifier: MIT */
/* building.h - what a policy set is while it grows; for build.c and its parts.
 */
#ifndef PORTERO_LOAD_BUILDING_H
#define PORTERO_LOAD_BUILDING_H

#include "../bundle.h"
#include "build.h"
#include "lookup.h"

/* A growing list; items live in the scratch arena. */
struct list {
	void **items;
	uint32_t n, cap;
};

/* A growing hash table of indices, as policy.h's struct table. */
struct growing_table {
	struct slot *slots;
	uint32_t mask, used;
};

struct built_policy {
	const struct policy *policy;
	const struct source *source; /* until the sources are freed */
	const struct json *json;
};

struct build {
	struct arena *arena;   /* lives as long as the set */
	struct arena *scratch; /* lives as long as the build */
	struct portero_error *err;
	struct build_limits limits;
	struct name_rules names;
	struct str org_id;
	struct list default_form; /* struct pattern */

	struct list keys; /* struct key */
	struct growing_table key_table;
	struct list actions; /* struct action: known by name */
	struct growing_table action_table;
	struct list action_sets; /* struct action_set */
	struct growing_table action_set_table;
	struct list policies; /* struct built_policy */
	struct list accounts; /* struct build_account */
	struct growing_table account_table;
	struct list principals; /* struct build_principal */
	struct growing_table principal_table;
	struct list resources; /* struct build_resource */
	struct growing_table resource_table;
	struct list bundles; /* struct built_bundle: see bundle.c */
	struct growing_table bundle_table;
	uint32_t nplaces;	  /* on the line of actions: see policy.h */
	struct list place_groups; /* of each bundle that has them, once */
	struct growing_table place_group_table;
	struct list operator_names; /* struct str: as written, kept once */
	struct list patterns;	    /* struct kept_pattern: see pattern.c */
	struct growing_table pattern_table;
	struct list tag_sets; /* struct tag_set */
	struct growing_table tag_set_table;
	/* see repeated.h: without variables, with them */
	struct lookup condition_elements[2], principal_elements;
	uint64_t nstatements;
};

struct build_level {
	const struct build_level *parent;
	struct policy_list scps, rcps;
	bool has_scps, has_rcps;
};

struct build_account {
	struct account account;
	const struct build_level *level;
	uint32_t index;
};

struct build_principal {
	struct principal principal;
	const struct build_account *account;
	struct policy_list identity, boundary, session, trust;
};

struct tag_set {
	struct tag *tags;
	uint32_t n;
};

struct build_resource {
	struct resource resource;
	struct policy_list policies;
};

/* build.c: memory; all fill b->err and return NULL or false. */
void *build_need(struct build *b, void *p); /* P, which may be NULL */
void *build_alloc(struct build *b, size_t size);
void *build_array(struct build *b, size_t n, size_t size);
char *build_folded(struct build *b, struct str text); /* in lower case */
void *build_scratch(struct build *b, size_t n, size_t size);

/* growing.c: the same */
bool list_add(struct build *b, struct list *list, void *item);
bool table_add(struct build *b, struct growing_table *t, uint64_t hash,
	       uint32_t index);
/* Copies a grown table into the set. */
bool table_keep(struct build *b, const struct growing_table *t,
		struct table *out);
static inline struct table
table_view(const struct growing_table *t)
{
	return (struct table){ t->slots, t->mask };
}

/* keys.c: the id of a condition key; KEY_NONE when out of memory. */
uint32_t keys_intern(struct build *b, struct str name);

/* tags.c: when all condition keys are known. */
void tags_finish(struct build *b);

/* jobs.c: the actions that create jobs, sorted by name in lower case. */
extern const struct job jobs[];
extern const uint32_t njobs;

/* pattern.c */
enum pattern_flags {
	PATTERN_WILDCARDS = 1,	  /* '*' and '?' */
	PATTERN_VARIABLES_ON = 2, /* ${...}: Version 2012-10-17 */
	PATTERN_ARN =
		4, /* stars inside one of the first five fields stay there */
	PATTERN_FOLD = 8 /* literal text in lower case */
};

/* False with *WHY (a sentence) when TEXT is malformed, NULL when memory is out.
 * OUT->source is a copy of TEXT. */
bool pattern_compile(struct build *b, struct pattern *out, struct str text,
		     unsigned flags, const char **why);
/* Another source for people. */
void pattern_name(struct build *b, struct pattern *p, struct str source);

/* actions.c: an Action or NotAction element, kept once. */
const struct action_set *actions_intern(struct build *b, bool negated,
					const struct str *patterns, size_t n);
bool actions_finish(struct build *b, struct policy_set *set);

/* operators.c: how a condition operator is written. */
struct operator_name {
	enum operator operator;
	bool negated;
};
/* "ForAnyValue:StringNotLikeIfExists"; false: not an operator. *NEAR is then
 * one that is spelled nearly so, or NULL. */
bool operators_parse(struct str name, struct condition *out, const char **near);
/* Reads the value of a condition; false with *WHY as pattern_compile. */
bool operators_operand(struct build *b, const struct condition *c,
		       struct str text, bool variables, struct operand *out,
		       const char **why);

/* bundle.c: the bundle of a list of policies, kept once; NULL: no memory. */
const struct bundle *bundle_make(struct build *b,
				 const struct policy_list *list);
/* The same of N levels of policies, at most LEVELS_MAX, as one bundle. */
const struct bundle *bundle_of_levels(struct build *b,
				      const struct policy_list *const *levels,
				      size_t n);

/* A statement of a bundle. */
struct bundled {
	const struct statement *statement;
	uint8_t level; /* of a chain */
};
/* compile.c: the index of N statements, in OUT. */
bool compile_index(struct build *b, const struct bundled *statements,
		   uint32_t n, struct bundle *out);

/*
 * group.c: the index of the candidates of a group, as long as they have a
 * pattern. Sorts ITEMS and keeps the first *COUNT of them, which are in no
 * tree. *WORST: the most steps that a question can take in the group.
 */
#define GROUP_FEW 8u /* candidates that need no tree */
bool group_index(struct build *b, const struct forest **out,
		 struct candidate *items, size_t *count, uint64_t *worst);
/* C with its literal, if that is all that its pattern wants. */
struct candidate group_aim(struct candidate c);

/* radix.c: literals with what is found by them. */
struct radix_entry {
	struct str literal;
	struct candidate candidate;
};
/* Sorts ENTRIES; BACKWARD trees are read from the end of the text. *WORST is
 * what the dearest text finds: the cost of all candidates on one path. */
bool radix_build(struct build *b, struct radix *out,
		 struct radix_entry *entries, size_t n, bool backward,
		 uint64_t *worst);

/* cost.c: the most steps (bytes of pattern times bytes of text) that looking
 * at a candidate can take. */
uint64_t cost_of(const struct candidate *candidate);
uint64_t cost_add(uint64_t a, uint64_t b); /* without overflow */

#endif
