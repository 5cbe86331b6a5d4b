/* SPDX-License-Identifier: MIT */
/* ask.h - what must hold of an opened policy set, whatever it says. */
#ifndef PORTERO_TESTS_FUZZ_ASK_H
#define PORTERO_TESTS_FUZZ_ASK_H

#include "fuzz.h"

#include "../../plugin/portero.h"

/* Opens a document, or else a configuration, lints it, and asks. */
void ask_set(const char *text, size_t n);
void ask_config(const char *path);
/* Lints one policy document. */
void ask_policy(const char *text, size_t n);

#endif
