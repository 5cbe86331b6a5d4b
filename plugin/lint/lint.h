/* SPDX-License-Identifier: MIT */
/* lint.h - what is doubtful in policies that load. */
#ifndef PORTERO_LINT_LINT_H
#define PORTERO_LINT_LINT_H

#include "../load/load.h"

/*
 * Loads what INPUT names and tells SINK what the rules find. 0, or a
 * portero_error_code when it cannot be loaded.
 */
int lint_input(const struct load_input *input, const struct portero_host *host,
	       const struct portero_lint *sink, struct portero_error *err);

/* The rules, from 0; NULL behind the last. */
const struct portero_rule *lint_rule(size_t n);

#endif
