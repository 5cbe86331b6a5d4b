/* SPDX-License-Identifier: MIT */
/* known.h - services all of whose actions are known here. */
#ifndef PORTERO_LINT_KNOWN_H
#define PORTERO_LINT_KNOWN_H

#include "../base/str.h"

/* A service, or a part of one: a name may have several rows. */
struct known_service {
	struct str name;    /* "sagemaker" */
	struct str actions; /* "AddTags CreateJob ", a blank behind each */
};

extern const struct known_service known_services[];
extern const size_t nknown_services;

#endif
