/* SPDX-License-Identifier: MIT */
/*
 * build.h - a policy set under construction. The readers (set.c, account.c,
 * organization.c) say what there is; build.c keeps it, compile.c makes the
 * index; build_finish hands out the const set. Text given to build_* is copied.
 * Functions that can fail return false (or NULL) after filling build->err.
 */
#ifndef PORTERO_LOAD_BUILD_H
#define PORTERO_LOAD_BUILD_H

#include "../policy.h"
#include "../portero.h"
#include "arena.h"
#include "source.h"

struct build;

struct build *build_new(struct portero_error *err);
void build_free(struct build *b); /* also after a failure; NULL is fine */
struct portero_error *build_error(struct build *b);
struct arena *build_arena(struct build *b);
/* Copies text into the set's arena; never NULL ({"", 0} when out of memory,
 * with build_error filled). */
struct str build_text(struct build *b, struct str text);

/*
 * A policy document: DOC in SOURCE. NAME is what decisions call it. The same
 * document (equal type, name and text) may be given again and is kept once.
 */
const struct policy *build_policy(struct build *b, enum policy_type type,
				  struct str name, struct source *source,
				  const struct json *doc);
/* The type a document looks like: identity, resource or trust. */
enum policy_type build_policy_type(const struct json *doc);

/* A list of policies that is asked as one (an SCP level, an identity). */
struct policy_list {
	const struct policy **items;
	uint32_t n, cap;
};
bool policy_list_add(struct build *b, struct policy_list *list,
		     const struct policy *policy);

/* Accounts. The id has been checked by the caller (arn_is_account). */
struct build_account;
struct build_account *build_account(struct build *b, struct str id);
/* NULL when there is no such account. */
struct build_account *build_find_account(struct build *b, struct str id);

/*
 * Principals. NULL with err code 0 when one of that kind and name is there.
 * ARN is whole and ends with NAME, of at most 255 bytes; UNIQUE_ID may be
 * empty.
 */
struct build_principal;
struct build_principal *build_principal(struct build *b,
					enum principal_kind kind,
					struct build_account *account,
					struct str arn, struct str name,
					struct str unique_id);
struct tag_text {
	struct str key, value; /* of less than 64 KiB */
};
/* All tags of P at once, at most 255. */
bool build_principal_tags(struct build *b, struct build_principal *p,
			  const struct tag_text *tags, size_t n);
/* TYPE is POLICY_IDENTITY, POLICY_BOUNDARY, POLICY_SESSION or POLICY_TRUST. */
bool build_principal_policy(struct build *b, struct build_principal *p,
			    enum policy_type type, const struct policy *policy);
/* "there is one": a boundary or session without documents allows nothing */
void build_principal_limits(struct build_principal *p, bool boundary,
			    bool session);

/* The organization, from the root down. ORG_PATH is "o-x/r-x/ou-x/". */
void build_organization(struct build *b, struct str org_id);
struct build_level; /* root, OU or account: its SCPs and RCPs, and its parent */
struct build_level *build_level(struct build *b, struct build_level *parent);
bool build_level_policy(struct build *b, struct build_level *level,
			enum policy_type type, const struct policy *policy);
/*
 * The level says which SCPs (or RCPs) are attached, be it none. When no level
 * of an account has SCPs in this sense, SCPs are not in force for it; when one
 * has, each level must allow. A level without RCPs in this sense allows.
 */
void build_level_has(struct build_level *level, enum policy_type type);
void build_account_place(struct build_account *a, struct build_level *level,
			 struct str org_path, bool management);

/* A resource with its owner and policies (may be empty). False: repeated. */
bool build_resource(struct build *b, struct str arn, struct str account,
		    const struct policy_list *policies);

/* Rules on names, already filled with the defaults; the caller changes them. */
struct name_rules *build_names(struct build *b);
bool build_default_form(struct build *b, struct str principal_pattern);

/* How dear a set may be (0: no limit is never said; these have defaults). */
struct build_limits {
	uint64_t statements;	 /* in the whole set */
	uint64_t document_bytes; /* of one document, white space counted */
	uint64_t steps;		 /* worst-case pattern steps of one question */
};
struct build_limits *build_limits(struct build *b);

/* Compiles everything. DIGEST is the SHA-256 of all that was read. */
const struct policy_set *build_finish(struct build *b,
				      const uint8_t digest[32]);
/* Takes the arena of a finished set out of B: it lives as long as the set. */
struct arena *build_release(struct build *b);

#endif
