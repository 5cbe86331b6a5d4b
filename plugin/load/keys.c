/* SPDX-License-Identifier: MIT */
/*
 * keys.c - condition keys: whence their values come, which questions see what
 * the host gives, and which are multivalued (IAM: "AWS global condition context
 * keys"; SageMaker and IAM: "Actions, resources, and condition keys").
 */
#include "building.h"

#define ASKS(question) (1u << PORTERO_QUESTION_##question)

/* A plain IAM question sees everything. */
#define PLAIN  ASKS(NONE)
#define CALLER (PLAIN | ASKS(CREATE) | ASKS(TAG) | ASKS(PASSROLE))
#define TAGS   (PLAIN | ASKS(CREATE) | ASKS(TAG))
#define CREATE (PLAIN | ASKS(CREATE))
#define PASS   (PLAIN | ASKS(PASSROLE))
#define TRUST  (PLAIN | ASKS(TRUST))
#define TIME   (CALLER | ASKS(TRUST))

struct known_key {
	struct str name; /* folded; one that ends in '/' is a beginning */
	enum key_source source;
	uint8_t seen_by;
	bool many;
};

#define K(text, source, seen, many)                                            \
	{                                                                      \
		{ text, sizeof text - 1 }, source, seen, many                  \
	}

static const struct known_key known[] = {
	K("aws:principalarn", KEY_PRINCIPAL_ARN, CALLER, false),
	K("aws:principalaccount", KEY_PRINCIPAL_ACCOUNT, CALLER, false),
	K("aws:principaltype", KEY_PRINCIPAL_TYPE, CALLER, false),
	K("aws:principaltag/", KEY_PRINCIPAL_TAG, CALLER, false),
	K("aws:principalorgid", KEY_PRINCIPAL_ORG_ID, CALLER, false),
	K("aws:principalorgpaths", KEY_PRINCIPAL_ORG_PATHS, CALLER, true),
	K("aws:principalisawsservice", KEY_PRINCIPAL_IS_AWS_SERVICE, CALLER,
	  false),
	K("aws:principalservicename", KEY_PRINCIPAL_SERVICE_NAME, CALLER,
	  false),
	K("aws:principalservicenameslist", KEY_PRINCIPAL_SERVICE_NAMES, CALLER,
	  true),
	K("aws:userid", KEY_USERID, CALLER, false),
	K("aws:username", KEY_USERNAME, CALLER, false),
	K("aws:currenttime", KEY_CURRENT_TIME, TIME, false),
	K("aws:epochtime", KEY_EPOCH_TIME, TIME, false),
	K("aws:requestedregion", KEY_REQUESTED_REGION, CALLER, false),
	K("aws:resourceaccount", KEY_RESOURCE_ACCOUNT, CREATE, false),
	K("aws:resourceorgid", KEY_RESOURCE_ORG_ID, CREATE, false),
	K("aws:resourceorgpaths", KEY_RESOURCE_ORG_PATHS, CREATE, true),
	K("aws:sourcearn", KEY_SOURCE_ARN, TRUST, false),
	K("aws:sourceaccount", KEY_SOURCE_ACCOUNT, TRUST, false),
	K("aws:sourceorgid", KEY_SOURCE_ORG_ID, TRUST, false),
	K("aws:sourceorgpaths", KEY_SOURCE_ORG_PATHS, TRUST, true),
	K("aws:vpceorgpaths", KEY_FROM_HOST, CALLER, true),
	K("aws:calledvia", KEY_FROM_HOST, CALLER, true),
	K("aws:requesttag/", KEY_FROM_HOST, TAGS, false),
	K("aws:tagkeys", KEY_FROM_HOST, TAGS, true),
	K("aws:resourcetag/", KEY_RESOURCE_TAG, CREATE, false),
	K("sagemaker:resourcetag/", KEY_RESOURCE_TAG, CREATE, false),
	K("iam:resourcetag/", KEY_RESOURCE_TAG, PASS, false),
	K("iam:passedtoservice", KEY_PASSED_TO_SERVICE, PASS, false),
	K("iam:associatedresourcearn", KEY_ASSOCIATED_RESOURCE, PASS, false),
	K("sagemaker:taggingaction", KEY_TAGGING_ACTION, PLAIN, false),
	K("sagemaker:acceleratortypes", KEY_FROM_HOST, CREATE, true),
	K("sagemaker:custommetadatapropertiestoremove", KEY_FROM_HOST, CREATE,
	  true),
	K("sagemaker:imagearns", KEY_FROM_HOST, CREATE, true),
	K("sagemaker:imageversionarns", KEY_FROM_HOST, CREATE, true),
	K("sagemaker:instancetypes", KEY_FROM_HOST, CREATE, true),
	K("sagemaker:notebookinstancelifecycleconfigarns", KEY_FROM_HOST,
	  CREATE, true),
	K("sagemaker:studiolifecycleconfigarns", KEY_FROM_HOST, CREATE, true),
	K("sagemaker:updatablefeatures", KEY_FROM_HOST, CREATE, true),
	K("sagemaker:vpcsecuritygroupids", KEY_FROM_HOST, CREATE, true),
	K("sagemaker:vpcsubnets", KEY_FROM_HOST, CREATE, true),
	K("kms:encryptioncontextkeys", KEY_FROM_HOST, CREATE, true),
	K("sts:transitivetagkeys", KEY_FROM_HOST, TRUST, true),
	/* beginnings, most special first */
	K("aws:/", KEY_FROM_HOST, CALLER, false),
	K("iam:/", KEY_FROM_HOST, PASS, false),
	K("sts:/", KEY_FROM_HOST, TRUST, false),
};

/* A row that ends in '/' stands for all keys that begin so; "aws:/" for a whole
 * service. */
static bool
row_fits(const struct known_key *k, struct str name)
{
	struct str row = k->name;

	if (row.p[row.n - 1] != '/')
		return str_equal(row, name);
	if (row.p[row.n - 2] == ':')
		row.n--;
	return str_starts(name, row);
}

static struct key
describe(struct str folded)
{
	struct key key = { .name = folded,
			   .source = KEY_FROM_HOST,
			   .seen_by = CREATE };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (row_fits(&known[i], folded)) {
			key.source = (uint8_t)known[i].source;
			key.seen_by = known[i].seen_by;
			key.many = known[i].many;
			break;
		}
	return key;
}

uint32_t
keys_intern(struct build *b, struct str name)
{
	struct table t = table_view(&b->key_table);
	uint64_t hash = str_hash_fold(name);
	uint32_t probe = 0, i;
	struct key *key;
	char *folded;

	while ((i = table_next(&t, hash, &probe)) != UINT32_MAX) {
		key = b->keys.items[i];
		if (str_equal_fold(key->name, name))
			return i;
	}
	key = build_scratch(b, 1, sizeof *key);
	folded = build_folded(b, name);
	if (!key || !folded)
		return KEY_NONE;
	*key = describe(str_make(folded, name.n));
	key->spelling = build_text(b, name);
	key->mark = str_mark_fold(key->name);
	if (!list_add(b, &b->keys, key) ||
	    !table_add(b, &b->key_table, hash, b->keys.n - 1))
		return KEY_NONE;
	return b->keys.n - 1;
}
