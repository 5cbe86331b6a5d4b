/* SPDX-License-Identifier: MIT */
/* engine.h - runs an execution to its end. */
#ifndef PIPELINED_ENGINE_H
#define PIPELINED_ENGINE_H

#include "execution.h"

/* The caller holds the lock. False: the state could not be written. */
bool engine_run(struct execution *e);

/* progress.c: tells what changed, or draws all steps on a terminal. */
void progress_step(const struct execution *e, const struct step *s);
void progress_draw(const struct execution *e, bool last);

#endif
