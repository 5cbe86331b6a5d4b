/* SPDX-License-Identifier: MIT */
/*
 * decision_log.h - one decision, one line of JSON:
 * docs/decision-log.schema.json. A line holds the request in full, so that it
 * can be decided again.
 */
#ifndef PORTERO_HOST_DECISION_LOG_H
#define PORTERO_HOST_DECISION_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "../../plugin/portero.h"

#define DECISION_ID                                                            \
	26 /* characters: 130 random bits in Crockford's base 32               \
	    */

/* A new id, NUL behind it; false when the system has no random bytes. */
bool decision_id(char id[DECISION_ID + 1]);

/* What goes into a line beside the decision; text may be empty. */
struct decision_record {
	const char *id;
	const struct portero_decision *decision;
	const struct portero_request *request; /* NULL: none could be made */
	struct portero_str principal, action;  /* said when there is none */
	struct portero_str client;	       /* address of the peer */
	bool audit; /* a refusal was logged only, and the call passed */
	uint64_t nanoseconds; /* the evaluation took */
};

/* An open log; one for each thread. Zero it, and set fd to -1, before use. */
struct decision_log {
	int fd;
	uint64_t lost;	   /* lines that could not be written, ever */
	uint64_t unsaid;   /* of these, not yet told in the log itself */
	bool torn;	   /* the last line in the file may have no end */
	int64_t announced; /* when a loss was last announced, seconds */
	void *arg;
	/* told of a loss, at most once in ten seconds, and of its end */
	void (*announce)(void *arg, const char *text);
};

/* Opens PATH to append only, 0640 when new. False: see errno. */
bool decision_log_open(struct decision_log *log, const char *path);
/* The same path again, after it was renamed; the old one stays if that fails.
 */
bool decision_log_reopen(struct decision_log *log, const char *path);
void decision_log_close(struct decision_log *log);

/* Writes one line with one write(2). False: it is lost, and counted. */
bool decision_log_write(struct decision_log *log,
			const struct decision_record *record);

/* The line, with its newline, for hosts that write elsewhere; free(3) it. NULL:
 * out of memory. */
char *decision_log_line(const struct decision_record *record, size_t *len);

#endif
