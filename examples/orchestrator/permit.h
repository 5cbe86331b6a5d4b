/* SPDX-License-Identifier: MIT */
/* permit.h - what is asked of Portero before anything is made or read. */
#ifndef PIPELINED_PERMIT_H
#define PIPELINED_PERMIT_H

#include "evaluate.h"

/* May the caller create the pipeline with its role, and start it? */
bool permit_creation(struct execution *e, const char *text, size_t len,
		     const char *const *parameters, size_t nparameters,
		     char why[WHY_MAX]);

/*
 * May the job of S be made, whose step is BODY, evaluated? Names the job, asks,
 * and writes what the job says of itself into COMMENT. Every question is in the
 * decision log.
 */
bool permit_step(struct execution *e, struct step *s, const json_t *body,
		 char *comment, size_t size, char why[WHY_MAX]);

/* May the step's session read the object? */
bool permit_read(struct execution *e, struct step *s, const char *uri,
		 char why[WHY_MAX]);

#endif
