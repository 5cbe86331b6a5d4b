/* SPDX-License-Identifier: MIT */
/* sagemaker_defaults.h - members that a call leaves to the service. */
#ifndef PORTERO_HOST_SAGEMAKER_DEFAULTS_H
#define PORTERO_HOST_SAGEMAKER_DEFAULTS_H

#include "sagemaker_reader.h"

/* Makes the keys of members with FIELD_DEFAULT that are not there unknown. */
void body_defaults(struct reader *r);

#endif
