/* SPDX-License-Identifier: MIT */
/* arn.h - the six fields of an Amazon Resource Name, and whose it is. */
#ifndef PORTERO_BASE_ARN_H
#define PORTERO_BASE_ARN_H

#include "str.h"

/* arn:partition:service:region:account:resource (IAM: "IAM ARNs") */
struct arn {
	struct str partition, service, region, account;
	struct str resource; /* all after the fifth colon */
};

/* Splits TEXT; false unless it begins with "arn:" and has six fields. */
bool arn_parse(struct arn *out, struct str text);

/* Twelve digits. */
bool arn_is_account(struct str text);

/* What an IAM or STS ARN names. */
enum arn_identity {
	ARN_NOT_IDENTITY,
	ARN_ROOT,     /* arn:aws:iam::A:root */
	ARN_USER,     /* arn:aws:iam::A:user/path/U */
	ARN_ROLE,     /* arn:aws:iam::A:role/path/R */
	ARN_SESSION,  /* arn:aws:sts::A:assumed-role/R/S */
	ARN_FEDERATED /* arn:aws:sts::A:federated-user/U */
};

/*
 * The identity an ARN names.  NAME is the user, role or federated user without
 * its path, SESSION the name of a role session; both empty for root.
 */
enum arn_identity arn_identity(const struct arn *arn, struct str *name,
			       struct str *session);

/* True for roles under /aws-service-role/ (service-linked roles). */
bool arn_is_service_linked(const struct arn *arn);

#endif
