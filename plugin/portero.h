/* SPDX-License-Identifier: MIT */
/*
 * portero.h - may this job be created?  The interface of a Portero plugin.
 *
 * A host (an API gateway, an orchestrator, a tool) loads the plugin with
 * dlopen(3), looks one symbol up and asks one question about every job:
 *
 *	const struct portero_plugin *p = portero_plugin(PORTERO_ABI);
 *	struct portero *set;
 *	struct portero_error err = { .size = sizeof err };
 *	p->open(&set, NULL, "/etc/portero/portero.conf", 0, &err);
 *
 *	struct portero_decision d = { .size = sizeof d };
 *	p->check_job_creation(set, &request, &d);
 *	if (d.effect == PORTERO_ALLOW)
 *		create_the_job();
 *
 * Seven rules hold for everything below.
 *
 *  1. Zero denies.  A zeroed decision, an error, a reason you do not know: no.
 *     Only d.effect == PORTERO_ALLOW is a yes.
 *  2. A handle never changes after open.  Any number of threads may ask it, and
 *     a child after fork(2), without locks.  reload builds a second handle.
 *  3. Whoever passes memory keeps it.  Only a handle is freed, by close.
 *  4. Text is pointer and length and need not end in NUL.  A NUL inside it is
 *     refused.  {NULL, 0} is "not given".
 *  5. Structs begin with their size and grow at the end.  A plugin reads what
 *     it knows; bytes it does not know must be zero, else it answers
 *     BAD_REQUEST, so a newer host's stricter question is never half
 *     understood.
 *  6. There is no third verdict.  What could not be judged is a deny whose
 *     reason is PORTERO_REASON_UNJUDGED (100) or more.
 *  7. A dry run is the same code, watched: a request may carry a trace.
 */
#ifndef PORTERO_H
#define PORTERO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The interface of this header.  It grows by appending; it never changes. */
#define PORTERO_ABI 1u

/*
 * The two verdicts.  ALLOW is far (in bits) from 0 and from all ones, so that a
 * zeroed, poisoned or damaged struct is never a yes.  Compare with ==.
 */
#define PORTERO_DENY  0u
#define PORTERO_ALLOW 0xa53c96d2u

/* Text: LEN bytes at PTR.  Nothing is copied or kept after the call returns. */
struct portero_str {
	const char *ptr;
	size_t len;
};

/*
 * One condition key and its values ("aws:SourceIp": "203.0.113.7").  The host
 * vouches for it: take it from the authenticated connection or from the body of
 * the call, never from what the caller says about himself.  Keys compare
 * without regard to ASCII case; the same key twice is a bad request.
 * nvalues == PORTERO_UNKNOWN says "this key may be present, I cannot know yet":
 * a statement that needs it is undecided, and undecided denies.
 */
#define PORTERO_UNKNOWN ((size_t)-1)

struct portero_attr {
	struct portero_str key;
	const struct portero_str *values;
	size_t nvalues;
};

/* A role the job would run as, and the service that would assume it. */
struct portero_role {
	struct portero_str arn; /* arn:aws:iam::111122223333:role/ml/Train */
	struct portero_str service; /* sagemaker.amazonaws.com */
};

struct portero_trace;

/* request.flags */
#define PORTERO_FROM_PIPELINE                                                  \
	1u /* a pipeline makes the call: it tags the job */

/* The question.  Limits (else BAD_REQUEST): see PORTERO_MAX_* below.  It, and
   all that it points to, stays as it is until the call returns. */
struct portero_request {
	size_t size;		      /* sizeof(struct portero_request) */
	struct portero_str principal; /* ARN of the authenticated caller */
	struct portero_str action;    /* sagemaker:CreateTrainingJob */
	struct portero_str resource;  /* ARN the job would have */
	const struct portero_str
		*also; /* further resources of the same call, */
	size_t nalso;  /* as the config of an endpoint */
	const struct portero_role *roles; /* every role the call hands over */
	size_t nroles;
	const struct portero_attr *attrs; /* condition keys of the call */
	size_t nattrs;
	int64_t now; /* Unix seconds; 0: ask the host's clock */
	const struct portero_trace *trace; /* NULL: just the answer */
	uint32_t flags;			   /* PORTERO_FROM_PIPELINE */
	uint32_t reserved;		   /* 0 */
	/* account that owns the resource, when its ARN does not say (a bucket)
	   and the set may not know; empty: ARN, set, else the caller's own */
	struct portero_str resource_account;
};

#define PORTERO_MAX_TEXT   2048u /* bytes of an ARN, a key */
#define PORTERO_MAX_VALUE  8192u /* bytes of one attribute value */
#define PORTERO_MAX_ATTRS  128u
#define PORTERO_MAX_VALUES 1024u /* values of one attribute */
#define PORTERO_MAX_ALSO   64u
#define PORTERO_MAX_ROLES  64u

/*
 * Why.  Codes below 100 are judgements (a gateway says 403), codes from 100 on
 * say that no judgement was possible (a gateway may say 500).  reason_text
 * gives the name and a sentence for each.
 */
enum portero_reason {
	PORTERO_REASON_NONE = 0,
	PORTERO_REASON_ALLOWED = 1,

	PORTERO_REASON_NAME_SYNTAX = 10,
	PORTERO_REASON_NAME_TOO_LONG = 11,
	PORTERO_REASON_NAME_PREFIX_TOO_LONG = 12,
	PORTERO_REASON_NAME_RESERVED = 13,
	PORTERO_REASON_NAME_DEFAULT_FORM =
		14,			    /* pipelines-..., prefix required */
	PORTERO_REASON_NAME_NO_PREFIX = 15, /* no pipeline form at all */

	PORTERO_REASON_RCP_EXPLICIT_DENY = 20,
	PORTERO_REASON_SCP_EXPLICIT_DENY = 21,
	PORTERO_REASON_RESOURCE_EXPLICIT_DENY = 22,
	PORTERO_REASON_IDENTITY_EXPLICIT_DENY = 23,
	PORTERO_REASON_BOUNDARY_EXPLICIT_DENY = 24,
	PORTERO_REASON_SESSION_EXPLICIT_DENY = 25,
	PORTERO_REASON_TRUST_EXPLICIT_DENY = 26,

	PORTERO_REASON_RCP_NO_ALLOW = 30,
	PORTERO_REASON_SCP_NO_ALLOW = 31,
	PORTERO_REASON_RESOURCE_NO_ALLOW = 32,
	PORTERO_REASON_IDENTITY_NO_ALLOW = 33,
	PORTERO_REASON_BOUNDARY_NO_ALLOW = 34,
	PORTERO_REASON_SESSION_NO_ALLOW = 35,
	PORTERO_REASON_TRUST_NO_ALLOW = 36,
	PORTERO_REASON_TRUST_NO_SERVICE =
		37, /* the role trusts other services */

	PORTERO_REASON_ROLE_OTHER_ACCOUNT = 50,
	PORTERO_REASON_ROLE_MISSING = 51, /* this action needs a role */
	PORTERO_REASON_UNKNOWN_ROLE = 52,
	PORTERO_REASON_UNKNOWN_PRINCIPAL = 53,
	PORTERO_REASON_UNKNOWN_ACCOUNT = 54,
	PORTERO_REASON_UNKNOWN_ACTION =
		55, /* not an action that creates a job */
	PORTERO_REASON_RESOURCE_MISMATCH =
		56, /* the ARN does not fit the action */

	PORTERO_REASON_REFUSED = 90, /* another plugin's own rule */

	PORTERO_REASON_UNJUDGED = 100,	/* from here on: not judged */
	PORTERO_REASON_UNDECIDED = 101, /* a needed value is not known yet */
	PORTERO_REASON_BAD_REQUEST = 102,
	PORTERO_REASON_BAD_HANDLE = 103,
	PORTERO_REASON_BUDGET = 104,
	PORTERO_REASON_NO_CLOCK = 105,
	PORTERO_REASON_NO_PLUGIN =
		106, /* said by hosts: stack empty or broken */
	PORTERO_REASON_INTERNAL = 107
};

/* The questions, in the order they are asked. */
enum portero_question {
	PORTERO_QUESTION_NONE = 0,
	PORTERO_QUESTION_NAME = 1,
	PORTERO_QUESTION_CREATE = 2,
	PORTERO_QUESTION_TAG = 3,
	PORTERO_QUESTION_PASSROLE = 4,
	PORTERO_QUESTION_TRUST = 5
};

/* Where it was decided. */
enum portero_layer {
	PORTERO_LAYER_NONE = 0,
	PORTERO_LAYER_NAME = 1,
	PORTERO_LAYER_RCP = 2,
	PORTERO_LAYER_SCP = 3,
	PORTERO_LAYER_RESOURCE = 4,
	PORTERO_LAYER_IDENTITY = 5,
	PORTERO_LAYER_BOUNDARY = 6,
	PORTERO_LAYER_SESSION = 7,
	PORTERO_LAYER_PASSROLE = 8, /* reason says which policy type */
	PORTERO_LAYER_TRUST = 9
};

/*
 * The answer.  The caller provides it and sets size; everything else is
 * written on every call.  policy, sid and detail end in NUL; longer text is
 * cut.  They may hold bytes of the request: escape them before you print.
 */
struct portero_decision {
	size_t size;
	uint32_t effect;       /* PORTERO_ALLOW or PORTERO_DENY */
	uint32_t reason;       /* enum portero_reason */
	uint32_t layer;	       /* enum portero_layer */
	uint32_t statement;    /* index in its document, from 0 */
	uint32_t line, column; /* where that statement begins; 0: nowhere */
	uint64_t generation;   /* first 8 bytes of the policy set's digest */
	char policy[256];      /* name of the document that decided */
	char sid[128];
	char detail[256];  /* what a person needs to know beside the reason */
	uint32_t question; /* enum portero_question */
	uint32_t item;	   /* which role, or which further resource + 1 */
	uint32_t steps;	   /* statements that were looked at */
	uint32_t level;	   /* SCP or RCP level, root is 0 */
};

/*
 * A trace is called once for each thing that happens, in order, on the thread
 * that asks.  Event pointers are good during the call only.
 */
enum portero_event_kind {
	PORTERO_EVENT_QUESTION =
		1, /* a question begins: question, item, text */
	PORTERO_EVENT_STATEMENT = 2, /* considered: outcome and why */
	PORTERO_EVENT_CONDITION = 3, /* one key of its Condition */
	PORTERO_EVENT_LAYER = 4, /* one policy type (and level) has answered */
	PORTERO_EVENT_ANSWER = 5 /* the question is answered: reason */
};

/* outcome of a statement, condition, layer or question */
enum portero_outcome {
	PORTERO_OUTCOME_NO = 0,
	PORTERO_OUTCOME_YES = 1,
	PORTERO_OUTCOME_UNKNOWN = 2,
	PORTERO_OUTCOME_ABSENT = 3 /* a layer that has no policies here */
};

/* which part of a statement failed first */
enum portero_part {
	PORTERO_PART_NONE = 0,
	PORTERO_PART_PRINCIPAL = 1,
	PORTERO_PART_ACTION = 2,
	PORTERO_PART_RESOURCE = 3,
	PORTERO_PART_CONDITION = 4
};

struct portero_event {
	size_t size;
	uint32_t kind, question, item, layer, level;
	uint32_t effect; /* of a statement: PORTERO_ALLOW or PORTERO_DENY */
	uint32_t outcome, part, reason;
	uint32_t statement, line, column;
	struct portero_str policy, sid;
	struct portero_str
		text; /* QUESTION: "action"; CONDITION: the operator */
	struct portero_str
		target; /* QUESTION: the resource; CONDITION: the key */
	struct portero_str
		expected; /* CONDITION: first policy value, as written;
			     STATEMENT: first resource pattern */
	const struct portero_str *actual; /* CONDITION: values of the key */
	size_t nactual;			  /* 0: absent; PORTERO_UNKNOWN */
};

struct portero_trace {
	size_t size;
	void *arg;
	void (*event)(void *arg, const struct portero_event *event);
};

/*
 * Why a policy set could not be opened: the first error.  The caller provides
 * it (or NULL) and sets size.  All text ends in NUL.
 */
enum portero_error_code {
	PORTERO_OK = 0,
	PORTERO_ERROR_USAGE = 1,  /* arguments, flags, versions */
	PORTERO_ERROR_SYSTEM = 2, /* cannot open, read, allocate */
	PORTERO_ERROR_UNSAFE = 3, /* owner, mode or kind of a file */
	PORTERO_ERROR_CONFIG = 4, /* portero.conf, set, account, organization */
	PORTERO_ERROR_POLICY = 5, /* a policy document */
	PORTERO_ERROR_LIMIT = 6	  /* larger or dearer than configured */
};

struct portero_error {
	size_t size;
	uint32_t code;
	uint32_t line, column; /* from 1, in bytes; 0: the file as a whole */
	uint32_t width;	       /* bytes the caret underlines */
	uint32_t inner_line, inner_column; /* inside a URL-encoded document */
	char id[40];			   /* unknown-operator */
	char file[256];			   /* file, or name of the document */
	char text[384];			   /* what is wrong */
	char hint[256];			   /* what to do; may be empty */
	char source[256]; /* the line of the source, tabs as blanks, may be cut
			   */
	uint32_t source_column; /* where in source the caret begins, from 1 */
	uint32_t reserved;
};

/* What a host lends a plugin; NULL, or NULL members, if nothing. */
enum portero_log_level {
	PORTERO_LOG_ERROR = 1,
	PORTERO_LOG_WARNING = 2,
	PORTERO_LOG_INFO = 3
};

struct portero_host {
	size_t size;
	void *arg;
	/* called while loading only; never a format string */
	void (*log)(void *arg, uint32_t level, const char *text, size_t len);
	/* Unix seconds, for requests whose now is 0; must be thread-safe */
	int64_t (*clock)(void *arg);
};

/*
 * What lint finds: policies that load and yet may not say what was meant. Each
 * rule has a section in portero-lint(7). The place is as in portero_error.
 */
enum portero_severity {
	PORTERO_SEVERITY_NOTE = 1,
	PORTERO_SEVERITY_WARNING = 2,
	PORTERO_SEVERITY_ERROR = 3
};

struct portero_finding {
	size_t size;
	uint32_t severity;     /* enum portero_severity */
	uint32_t line, column; /* from 1, in bytes; 0: the file as a whole */
	uint32_t width;
	uint32_t inner_line, inner_column;
	uint32_t source_column;
	uint32_t statement; /* index in its document; UINT32_MAX: none */
	uint32_t reserved;
	char id[40];	  /* prefix-collision */
	char file[256];	  /* as in portero_error */
	char policy[256]; /* name of the document, as decisions call it */
	char text[384];
	char hint[256];
	char source[256];
};

/* What the text given to lint is. */
enum portero_document {
	PORTERO_DOCUMENT_SET = 0,   /* a policy set: portero-set(5) */
	PORTERO_DOCUMENT_GUESS = 1, /* one policy, of the type it looks like */
	PORTERO_DOCUMENT_IDENTITY = 2,
	PORTERO_DOCUMENT_BOUNDARY = 3,
	PORTERO_DOCUMENT_SESSION = 4,
	PORTERO_DOCUMENT_SCP = 5,
	PORTERO_DOCUMENT_RCP = 6,
	PORTERO_DOCUMENT_RESOURCE = 7,
	PORTERO_DOCUMENT_TRUST = 8
};

struct portero_lint {
	size_t size;
	void *arg;
	/* called for each finding, in the order of the text */
	void (*finding)(void *arg, const struct portero_finding *finding);
	uint32_t document; /* enum portero_document: what SET is */
	uint32_t reserved;
	struct portero_str name; /* what to call that one document */
};

/* A rule of lint: its default severity, and a line about it. */
struct portero_rule {
	size_t size;
	uint32_t severity, reserved;
	const char *id, *what;
};

struct portero; /* an open policy set */

/*
 * The table of a plugin.  open, open_set and reload return 0, or a
 * portero_error_code and no handle.  The checks return 0 when decision->effect
 * is PORTERO_ALLOW and 1 otherwise; they never fail in another way.
 */
struct portero_plugin {
	size_t size;
	uint32_t abi, reserved;
	const char *name, *version;

	/* config_path: absolute, or relative to the working directory */
	int (*open)(struct portero **out, const struct portero_host *host,
		    const char *config_path, uint32_t flags,
		    struct portero_error *err);
	/* the same as one JSON document in memory: portero-set(5) */
	int (*open_set)(struct portero **out, const struct portero_host *host,
			const void *set, size_t len, uint32_t flags,
			struct portero_error *err);
	/* reads again what old was opened from; old stays good */
	int (*reload)(struct portero **out, const struct portero *old,
		      struct portero_error *err);
	/* when nobody is inside a check any more; NULL is allowed */
	void (*close)(struct portero *set);

	/* the hook: name, create, tag, pass each role, trust of each role */
	int (*check_job_creation)(const struct portero *set,
				  const struct portero_request *request,
				  struct portero_decision *decision);
	/* one plain IAM question: principal, action, resource, attrs */
	int (*check_access)(const struct portero *set,
			    const struct portero_request *request,
			    struct portero_decision *decision);
	/* n questions of check_job_creation; returns how many were allowed */
	size_t (*check_job_creations)(
		const struct portero *set,
		const struct portero_request *const requests[],
		struct portero_decision *const decisions[], size_t n);
	/* "IDENTITY_NO_ALLOW: no identity-based policy allows it"; never NULL
	 */
	const char *(*reason_text)(uint32_t reason);

	/*
	 * Loads what open would, or open_set (CONFIG_PATH is NULL), or one
	 * policy, and tells SINK what is doubtful in it. 0, or a
	 * portero_error_code: then the set cannot be loaded, and *err is the
	 * only thing that is said. Not in the first tables of this ABI:
	 * look at size before you call it.
	 */
	int (*lint)(const struct portero_host *host, const char *config_path,
		    const void *set, size_t len,
		    const struct portero_lint *sink, struct portero_error *err);
	/* the rules, from 0; NULL behind the last */
	const struct portero_rule *(*lint_rule)(size_t n);
};

/* The two exported symbols. */
#if defined(__GNUC__) && defined(PORTERO_BUILDING)
#define PORTERO_EXPORT __attribute__((visibility("default")))
#else
#define PORTERO_EXPORT
#endif

/* NULL when the plugin cannot serve a host of that ABI. */
PORTERO_EXPORT const struct portero_plugin *portero_plugin(uint32_t host_abi);

/* The same function as in the table, for hosts that look it up by name. */
PORTERO_EXPORT int check_job_creation(const struct portero *set,
				      const struct portero_request *request,
				      struct portero_decision *decision);

#ifdef __cplusplus
}
#endif

#endif
