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
#include "decision_id.h"
#include "jsonline.h"

#define DECISION_GENERATION 16 /* characters: the digest as a log has it */

/* With a NUL behind it. */
void decision_generation(uint64_t generation,
			 char hex[DECISION_GENERATION + 1]);

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

/* The time as text, made anew once a second. */
struct decision_clock {
	int64_t second;
	size_t len;
	char text[64]; /* 2026-10-01T12:00:00.123Z */
};

/* An open log; one for each thread. Zero it, and set fd to -1, before use. */
struct decision_log {
	int fd;
	struct jsonline line; /* the last one: its memory serves the next */
	struct decision_clock clock;
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
void decision_log_close(struct decision_log *log);

/* Writes one line with one write(2). False: it is lost, and counted. */
bool decision_log_write(struct decision_log *log,
			const struct decision_record *record);

#endif
