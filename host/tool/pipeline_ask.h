/* SPDX-License-Identifier: MIT */
/* pipeline_ask.h - asks the questions of a pipeline and keeps the answers. */
#ifndef PORTERO_TOOL_PIPELINE_ASK_H
#define PORTERO_TOOL_PIPELINE_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include "../lib/pipeline.h"
#include "../lib/stack.h"

/* From mild to severe: the worst of its parts is that of the whole. */
enum verdict {
	VERDICT_NOTHING, /* there is nothing to ask */
	VERDICT_ALLOWED,
	VERDICT_UNDECIDED,
	VERDICT_DENIED,
	VERDICTS
};

#define ASK_KEYS 4

/* The answer to one question. */
struct ask_answer {
	enum verdict verdict;
	/* of a yes: layer, policy, line, sid are of the statement that allows
	 * the call itself, where the plugin tells one */
	struct portero_decision decision;
	/* condition keys that were needed and are not known before a run */
	char keys[ASK_KEYS][128];
	size_t nkeys;
};

struct ask_step {
	enum verdict verdict;
	size_t decisive; /* which answer says so; nquestions when none does */
	struct ask_answer *answers; /* one for each question */
};

struct ask_pipeline {
	const struct pipeline *pipeline;
	const struct stack *stack;
	struct ask_step *steps; /* one for each item */
	enum verdict verdict;
	size_t counts[VERDICTS];
};

/* False: out of memory. ask_free in any case. */
bool ask_pipeline(struct ask_pipeline *out, const struct pipeline *pipeline,
		  const struct stack *stack);
void ask_free(struct ask_pipeline *asked);

#endif
