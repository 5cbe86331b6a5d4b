/* SPDX-License-Identifier: MIT */
/* conf_token.h - the tokens of a libconfig text, more strictly than libconfig.
 */
#ifndef PORTERO_LOAD_CONF_TOKEN_H
#define PORTERO_LOAD_CONF_TOKEN_H

#include "source.h"

enum conf_token_kind {
	CONF_MARK, /* one of = : , ; { } ( ) [ ] */
	CONF_NAME, /* of a setting; also true and false */
	CONF_STRING,
	CONF_INTEGER
};

struct conf_token {
	uint32_t offset, width;
	uint8_t kind;
	int64_t integer;
	size_t previous; /* conf_check.c: the name before it in its group */
};

struct conf_tokens {
	struct conf_token *items; /* free when done */
	size_t n, cap;
};

/*
 * Cuts S->text. What libconfig would take in silence and change on the way is
 * refused: @include, integers that it cuts to 32 bits, unknown escapes, NUL,
 * two strings side by side, comments and strings without an end.
 */
bool conf_scan(struct conf_tokens *out, const struct source *s,
	       struct portero_error *err);

#endif
