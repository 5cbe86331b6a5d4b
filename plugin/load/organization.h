/* SPDX-License-Identifier: MIT */
/* organization.h - roots, OUs, accounts, and which SCPs and RCPs hang where. */
#ifndef PORTERO_LOAD_ORGANIZATION_H
#define PORTERO_LOAD_ORGANIZATION_H

#include "reference.h"

/*
 * Reads ORGANIZATION, an object of SCOPE's source, after all accounts: those
 * that the set does not have are left out. PATH is where it stands.
 */
bool organization_read(struct reading *r, const struct scope *scope,
		       const struct json *organization,
		       const struct path *path);

#endif
