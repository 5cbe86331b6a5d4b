/* SPDX-License-Identifier: MIT */
/* identity.h - ids that cannot be guessed, and the names that hold them. */
#ifndef PIPELINED_IDENTITY_H
#define PIPELINED_IDENTITY_H

#include "execution.h"

/* 12 of a-z0-9, and 10 of A-Za-z0-9, NUL behind them. */
bool identity_execution(char out[13]);
bool identity_token(char out[11]);

/*
 * PREFIX-ID-TOKEN[-FAILURES], or without a PREFIX
 * pipelines-ID-STEP-TOKEN[-FAILURES], into the step's job.
 */
bool identity_name(const struct execution *e, struct step *s,
		   const char *prefix);

#endif
