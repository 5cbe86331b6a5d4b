/* SPDX-License-Identifier: MIT */
/* The words that reports, logs and metrics share. */
#include "word.h"

const char *
word_layer(uint32_t layer)
{
	static const char *const names[] = {
		[PORTERO_LAYER_NONE] = "none",
		[PORTERO_LAYER_NAME] = "name",
		[PORTERO_LAYER_RCP] = "rcp",
		[PORTERO_LAYER_SCP] = "scp",
		[PORTERO_LAYER_RESOURCE] = "resource",
		[PORTERO_LAYER_IDENTITY] = "identity",
		[PORTERO_LAYER_BOUNDARY] = "boundary",
		[PORTERO_LAYER_SESSION] = "session",
		[PORTERO_LAYER_PASSROLE] = "passrole",
		[PORTERO_LAYER_TRUST] = "trust",
	};

	return layer < sizeof names / sizeof *names ? names[layer] : "unknown";
}

const char *
word_question(uint32_t question)
{
	static const char *const names[] = {
		[PORTERO_QUESTION_NONE] = "request",
		[PORTERO_QUESTION_NAME] = "name",
		[PORTERO_QUESTION_CREATE] = "create",
		[PORTERO_QUESTION_TAG] = "tag",
		[PORTERO_QUESTION_PASSROLE] = "passrole",
		[PORTERO_QUESTION_TRUST] = "trust",
	};

	return question < sizeof names / sizeof *names ? names[question]
						       : "unknown";
}
