/* SPDX-License-Identifier: MIT */
/* identity.h - users and roles of one account: names, paths, ARNs and tags. */
#ifndef PORTERO_LOAD_IDENTITY_H
#define PORTERO_LOAD_IDENTITY_H

#include "reference.h"

/* The account whose users and roles are read. */
struct account_reading {
	struct reading *r;
	struct build_account *account;
	struct str id, partition;
	struct lookup groups; /* name -> struct policy_list */
};

/* Characters and length of the name at PARENT's KEY (IAM: "IAM identifiers").
 */
bool identity_check_name(const struct source *s, const struct json *parent,
			 const char *key, struct portero_error *err);
bool identity_check_path(const struct source *s, const struct json *parent,
			 const char *key, struct portero_error *err);

/* "arn:P:SERVICE::ACCOUNT:TYPE PATH NAME"; .p is NULL when out of memory. */
struct str identity_arn(struct account_reading *a, const char *service,
			const char *type, struct str path, struct str name);

/* A principal whose name stands at PARENT's KEY; NULL with err filled. */
struct build_principal *identity_add(struct account_reading *a,
				     struct source *s, enum principal_kind kind,
				     struct str arn, const struct json *parent,
				     const char *key, struct str unique_id);
/*
 * Tags at PARENT's KEY: {"team": "fraud"}, or a list of objects with KEY_NAME
 * and VALUE_NAME ("Key" and "Value" as AWS prints them).
 */
bool identity_tags(struct account_reading *a, struct source *s,
		   struct build_principal *p, const struct json *parent,
		   const char *key, const char *key_name,
		   const char *value_name);

/* A group of the account; NULL with err filled when it is there already. */
struct policy_list *identity_group(struct account_reading *a, struct source *s,
				   const struct json *parent, const char *key);
/* Gives P the policies of the groups that PARENT's KEY lists. */
bool identity_join(struct account_reading *a, struct source *s,
		   struct build_principal *p, const struct json *parent,
		   const char *key);

/* For reference_each: adds policies to a principal, or to a group. */
struct identity_use {
	struct build *build;
	struct build_principal *principal;
	enum policy_type type;
};
bool identity_use(void *arg, const struct policy *policy);

#endif
