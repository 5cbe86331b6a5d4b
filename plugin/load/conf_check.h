/* SPDX-License-Identifier: MIT */
/* conf_check.h - the grammar of a libconfig text. */
#ifndef PORTERO_LOAD_CONF_CHECK_H
#define PORTERO_LOAD_CONF_CHECK_H

#include "conf_token.h"

/*
 * False with err filled when libconfig would not take the tokens of S. It only
 * knows the line of a mistake, and leaks memory when it finds one.
 */
bool conf_check(struct conf_tokens *tokens, const struct source *s,
		struct portero_error *err);

#endif
