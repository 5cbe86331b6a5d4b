/* SPDX-License-Identifier: MIT */
/*
 * policy.h - the compiled policy set: what load/ builds and decide/ reads.
 * Everything here is const once built; all of it lives in one arena.
 */
#ifndef PORTERO_POLICY_H
#define PORTERO_POLICY_H

#include "base/str.h"

/* ---- patterns ---------------------------------------------------------- */

enum token_kind {
	TOKEN_TEXT,
	TOKEN_ANY,	    /* '*' */
	TOKEN_ANY_IN_FIELD, /* '*' that stays inside one field of an ARN */
	TOKEN_ONE,	    /* '?' */
	TOKEN_ONE_IN_FIELD,
	TOKEN_VARIABLE /* ${key} or ${key, 'default'} */
};

struct variable {
	uint32_t key;
	bool has_default;
	struct str fallback; /* the default */
};

struct token {
	union {
		const char *text;		 /* TOKEN_TEXT */
		const struct variable *variable; /* TOKEN_VARIABLE */
	} of;
	uint32_t length; /* of the text */
	uint8_t kind;	 /* enum token_kind */
	uint8_t slot;	 /* which variable of its pattern, from 0 */
};

static inline struct str
token_text(const struct token *t)
{
	return str_make(t->of.text, t->length);
}

#define PATTERN_VARIABLES 16u /* at most, in one pattern */

/* "a*b${aws:username}?" cut into tokens; neighbouring texts are one. */
struct pattern {
	const char *source; /* as written, for people */
	const struct token *tokens;
	uint32_t length; /* of the source */
	uint16_t ntokens;
	bool variable; /* has a TOKEN_VARIABLE */
	bool simple;   /* only texts, variables and stars */
};

static inline struct str
pattern_source(const struct pattern *p)
{
	return str_make(p->source, p->length);
}

/* ---- actions ----------------------------------------------------------- */

/*
 * Action names, folded and sorted, make a line of places: name number i is at
 * place 2i + 1, and all names between it and its neighbours are at places 2i
 * and 2i + 2. On the line stand the names that policies and jobs give, and
 * where each "service:Begin*" begins and ends, so that no such pattern ever
 * divides a place. An Action element is then a few ranges of places, also for
 * actions that nobody named.
 */
struct action_range {
	uint32_t from, to; /* to is not in it */
};

struct action_set {
	const struct action_range *ranges; /* sorted, disjoint */
	uint32_t nranges;
	uint32_t npatterns;
	const struct pattern *patterns; /* folded */
	bool negated; /* NotAction; ranges are already the complement */
	bool loose;   /* a wildcard inside: ranges are too wide, ask patterns */
};

struct job;

struct action {
	struct str name;       /* folded */
	struct str spelling;   /* as it was first written */
	bool action;	       /* service:name; otherwise a mark on the line */
	const struct job *job; /* NULL: creates no job */
};

/* ---- conditions -------------------------------------------------------- */

enum operator{
	OP_STRING_EQUALS,
	OP_STRING_EQUALS_IGNORE_CASE,
	OP_STRING_LIKE,
	OP_NUMERIC_EQUALS,
	OP_NUMERIC_LESS,
	OP_NUMERIC_LESS_EQUALS,
	OP_NUMERIC_GREATER,
	OP_NUMERIC_GREATER_EQUALS,
	OP_DATE_EQUALS,
	OP_DATE_LESS,
	OP_DATE_LESS_EQUALS,
	OP_DATE_GREATER,
	OP_DATE_GREATER_EQUALS,
	OP_BOOL,
	OP_BINARY_EQUALS,
	OP_IP_ADDRESS,
	OP_ARN_LIKE, /* ArnEquals is the same */
	OP_NULL,
	OP_COUNT
};

enum quantifier { ONE_VALUE, FOR_ANY_VALUE, FOR_ALL_VALUES };

/* Bytes of BinaryEquals. */
struct binary {
	const unsigned char *bytes;
	size_t n;
};

/* The six parts of an ARN pattern. */
struct arn_pattern {
	struct pattern part[6];
	bool whole; /* had six parts; otherwise it matches nothing */
};

/*
 * One value of a condition.  VALUE is what the operator's kind parses to:
 * struct decimal, moment, address, binary, arn_pattern, bool, or for strings a
 * struct pattern (NULL: compare with TEXT as it is).
 */
struct operand {
	struct str text; /* as written */
	const void *value;
};

struct condition {
	struct str name;  /* "ForAnyValue:StringLikeIfExists" */
	uint8_t operator; /* enum operator */
	uint8_t quantifier;
	bool negated;
	bool if_exists;
	bool plain; /* strings, all compared as they are */
	uint32_t key;
	uint32_t noperands;
	const struct operand *operands;
};

/* Where the value of a condition key comes from when the host gives none. */
enum key_source {
	KEY_FROM_HOST,
	KEY_PRINCIPAL_ARN,
	KEY_PRINCIPAL_ACCOUNT,
	KEY_PRINCIPAL_TYPE,
	KEY_PRINCIPAL_TAG,
	KEY_PRINCIPAL_ORG_ID,
	KEY_PRINCIPAL_ORG_PATHS,
	KEY_PRINCIPAL_IS_AWS_SERVICE,
	KEY_PRINCIPAL_SERVICE_NAME,
	KEY_PRINCIPAL_SERVICE_NAMES,
	KEY_USERID,
	KEY_USERNAME,
	KEY_CURRENT_TIME,
	KEY_EPOCH_TIME,
	KEY_REQUESTED_REGION,
	KEY_RESOURCE_ACCOUNT,
	KEY_RESOURCE_ORG_ID,
	KEY_RESOURCE_ORG_PATHS,
	KEY_SOURCE_ARN,
	KEY_SOURCE_ACCOUNT,
	KEY_SOURCE_ORG_ID,
	KEY_SOURCE_ORG_PATHS,
	KEY_PASSED_TO_SERVICE,
	KEY_ASSOCIATED_RESOURCE,
	KEY_TAGGING_ACTION,
	KEY_RESOURCE_TAG,
	KEY_SOURCES
};

struct key {
	struct str name;     /* folded */
	struct str spelling; /* as it was first written */
	uint64_t mark;	     /* str_mark_fold() of it */
	uint8_t source;	     /* enum key_source */
	uint8_t seen_by; /* questions that see what the host gave: 1 << question
			  */
	bool many;	 /* multivalued by type */
};

#define KEY_NONE UINT32_MAX

/* ---- statements -------------------------------------------------------- */

enum principal_form {
	FORM_ANY,     /* "*" */
	FORM_ACCOUNT, /* account id or ...:root */
	FORM_ROLE,
	FORM_USER,
	FORM_SESSION,
	FORM_FEDERATED_USER,
	FORM_SERVICE,
	FORM_NEVER /* Federated, CanonicalUser, AIDA..., AROA...: nobody here */
};

struct principal_entry {
	uint8_t form;
	struct str text; /* as written; of a service: its name */
	struct str partition, account, name, session;
};

enum policy_type {
	POLICY_IDENTITY,
	POLICY_BOUNDARY,
	POLICY_SESSION,
	POLICY_SCP,
	POLICY_RCP,
	POLICY_RESOURCE,
	POLICY_TRUST
};

struct policy;

/* There are very many, so no byte is lost between its members. */
struct statement {
	const struct pattern *resources;
	const struct condition *conditions;
	const struct principal_entry *principals;
	const struct action_set *actions;
	const struct policy *policy;
	const char *sid;
	uint32_t nresources, nconditions, nprincipals;
	uint32_t line, column;
	uint16_t sid_length;
	bool deny : 1;
	bool inert : 1; /* an empty list: never matches (IAM: policy checks) */
	bool not_resource : 1;
	bool not_principal : 1;
	bool every_resource : 1; /* Resource "*", or a trust policy */
};

struct policy {
	struct str name;
	const struct statement *statements;
	uint32_t nstatements;
	uint8_t type;	 /* enum policy_type */
	bool used : 1;	 /* a principal has it */
	bool shared : 1; /* more than one has it */
};

static inline struct str
statement_sid(const struct statement *st)
{
	return str_make(st->sid, st->sid_length);
}

/* Its place in its document. */
static inline uint32_t
statement_index(const struct statement *st)
{
	return (uint32_t)(st - st->policy->statements);
}

/* ---- chains -------------------------------------------------------------- */

struct bundle; /* bundle.h: statements that are asked together */

#define LEVELS_MAX 16u

/*
 * Policies that must all allow, as the SCPs from the root to an account. ALL
 * has the statements of every level, one after the other; NULL when n is 0.
 */
struct chain {
	const struct bundle *const *levels; /* root first; NULL: empty */
	const struct bundle *all;
	uint32_t n;
};

/* ---- who and where ------------------------------------------------------ */

struct account {
	struct str id;
	bool in_organization;
	bool management;
	struct str org_path; /* o-x/r-x/ou-x/ */
	struct chain scps, rcps;
};

struct tag {
	const char *name, *value;
	uint32_t key; /* id of aws:PrincipalTag/name, KEY_NONE if unused */
	uint16_t name_length, value_length;
};

static inline struct str
tag_name(const struct tag *t)
{
	return str_make(t->name, t->name_length);
}

static inline struct str
tag_value(const struct tag *t)
{
	return str_make(t->value, t->value_length);
}

enum principal_kind { PRINCIPAL_USER, PRINCIPAL_ROLE, PRINCIPAL_FEDERATED };

/* What most questions read comes first. */
struct principal {
	struct str arn; /* ends with the name */
	const struct account *account;
	const struct bundle *own; /* policies of this one alone; NULL: none */
	const struct bundle *const *shared; /* each a policy of several */
	const struct bundle *boundary;	    /* NULL: none */
	const struct tag *tags;
	uint32_t nshared;
	uint8_t ntags;
	uint8_t name_length;
	uint8_t kind; /* enum principal_kind */
	bool service_linked : 1;
	bool has_boundary : 1, has_session : 1;
	const struct bundle *session;
	const struct bundle *trust; /* roles */
	const char *unique_id;	    /* AIDA..., AROA... or "" */
	uint32_t unique_id_length, partition_length;
};

static inline struct str
principal_name(const struct principal *p)
{
	return str_from(p->arn, p->arn.n - p->name_length);
}

/* Behind "arn:"; empty when the ARN is none. */
static inline struct str
principal_partition(const struct principal *p)
{
	return str_make(p->arn.p + 4, p->partition_length);
}

static inline struct str
principal_unique_id(const struct principal *p)
{
	return str_make(p->unique_id, p->unique_id_length);
}

/* A resource with a policy of its own, as a bucket. */
struct resource {
	struct str arn;		     /* arn:aws:s3:::bucket */
	struct str account;	     /* whose it is */
	const struct bundle *policy; /* NULL: none */
};

/* ---- names --------------------------------------------------------------- */

enum job_kind {
	JOB_TRAINING,
	JOB_PROCESSING,
	JOB_TRANSFORM,
	JOB_TUNING,
	JOB_AUTOML,
	JOB_MODEL,
	JOB_MODEL_PACKAGE,
	JOB_MODEL_PACKAGE_GROUP,
	JOB_ENDPOINT_CONFIG,
	JOB_ENDPOINT,
	JOB_COMPILATION,
	JOB_PIPELINE,
	JOB_OTHER, /* names without rules here */
	JOB_KINDS
};

/* An action that creates a job, or what a job needs. */
struct job {
	struct str action; /* in its usual spelling */
	struct str type;   /* "training-job/": how its resource begins; or "" */
	uint8_t kind;	   /* enum job_kind: whose rules its name follows */
	bool needs_role;   /* refused when the call hands over none */
};

struct name_limit {
	uint16_t name, prefix; /* bytes; prefix 0: no custom prefix */
};

struct name_rules {
	struct name_limit limits[JOB_KINDS];
	uint16_t execution_id, entity_token, step_name; /* lengths */
	bool require_prefix;	 /* pipelines-... names are refused, but for */
	bool pipeline_form_only; /* names in neither pipeline form are refused
				  */
	const struct pattern *default_form; /* these principals */
	uint32_t ndefault_form;
};

/* ---- the set --------------------------------------------------------------
 */

/* Open addressing; a slot holds index + 1 and the upper half of the hash. */
struct slot {
	uint32_t tag, index;
};

struct table {
	const struct slot *slots;
	uint32_t mask; /* number of slots - 1 */
};

struct policy_set {
	uint8_t digest[32];
	uint64_t generation;
	struct str org_id;
	struct name_rules names;
	const struct action *actions;
	const struct key *keys;
	const struct account *accounts;
	const struct principal *principals;
	const struct resource *resources;
	uint32_t pass_role, assume_role, add_tags; /* places of these actions */
	uint32_t nactions, nkeys, naccounts, nprincipals, nresources;
	uint32_t nstatements;
	uint64_t resource_lengths; /* of their ARNs, each 1 << n % 64 */
	struct table action_table, account_table, resource_table;
	struct table principal_table; /* by kind, account and name */
	struct table arn_table;	      /* the same by whole ARN */
};

/*
 * Finds the index of an item with HASH in T: call with *PROBE = 0 and again
 * until it returns UINT32_MAX; the caller compares the item.
 */
static inline uint32_t
table_next(const struct table *t, uint64_t hash, uint32_t *probe)
{
	const uint32_t tag = (uint32_t)(hash >> 32);

	if (!t->slots)
		return UINT32_MAX;
	for (;;) {
		const struct slot *s =
			&t->slots[((uint32_t)hash + (*probe)++) & t->mask];

		if (s->index == 0)
			return UINT32_MAX;
		if (s->tag == tag)
			return s->index - 1;
	}
}

/* The hash under which a principal is found. */
static inline uint64_t
principal_hash(uint8_t kind, struct str account, struct str name)
{
	uint64_t h = str_hash(account) * 0x9e3779b97f4a7c15u;

	return (str_hash(name) ^ h) + kind;
}

#endif
