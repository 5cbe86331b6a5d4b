/* SPDX-License-Identifier: MIT */
/* word.h - what layers and questions are called, for people and programs. */
#ifndef PORTERO_HOST_WORD_H
#define PORTERO_HOST_WORD_H

#include "../../plugin/portero.h"

/* LAYER: enum portero_layer; "identity", "none"; "unknown" of a newer plugin */
const char *word_layer(uint32_t layer);
/* QUESTION: enum portero_question; "passrole"; "request" of a plain one */
const char *word_question(uint32_t question);

#endif
