/* SPDX-License-Identifier: MIT */
/* Reads a line of `portero simulate`: its frame and its request, strictly. */
#include <stdlib.h>
#include <string.h>

#include "simulate.h"

#define LEN(s) (sizeof(s) - 1)

static bool
fail(struct simulate_line *l, const char *what)
{
	l->error = what;
	return false;
}

static const struct jtoken *
token(const struct simulate_line *l, uint32_t i)
{
	return &l->json.tokens[i];
}

/* A string member, which may be absent; false when it is no string. */
static bool
string_member(struct simulate_line *l, uint32_t object, const char *key,
	      struct portero_str *out)
{
	const uint32_t i = jtext_member(&l->json, object, key);

	*out = (struct portero_str){ NULL, 0 };
	if (i == JTEXT_NONE)
		return true;
	if (token(l, i)->kind != JTEXT_STRING)
		return false;
	*out = jtext_string(&l->json, i);
	return true;
}

/* ---- policies: the frame; the plugin judges the documents ---------------- */

static bool
is_list_of_lists(const struct simulate_line *l, uint32_t list)
{
	const uint32_t end = token(l, list)->next;

	if (token(l, list)->kind != JTEXT_ARRAY)
		return false;
	for (uint32_t i = list + 1; i < end; i = token(l, i)->next)
		if (token(l, i)->kind != JTEXT_ARRAY)
			return false;
	return true;
}

static bool
check_policy_type(struct simulate_line *l, uint32_t key)
{
	static const char *const one_or_list[] = { "boundary", "session",
						   "resource", "trust" };
	const uint8_t kind = token(l, key + 1)->kind;

	if (jtext_equals(&l->json, key, "identity"))
		return kind == JTEXT_ARRAY ||
		       fail(l, "identity must be a list of documents");
	if (jtext_equals(&l->json, key, "scps") ||
	    jtext_equals(&l->json, key, "rcps"))
		return is_list_of_lists(l, key + 1) ||
		       fail(l, "scps and rcps must be lists of lists of "
			       "documents");
	for (size_t i = 0; i < 4; i++)
		if (jtext_equals(&l->json, key, one_or_list[i]))
			return kind == JTEXT_OBJECT || kind == JTEXT_ARRAY ||
			       kind == JTEXT_STRING ||
			       fail(l, "must be a document or a list of "
				       "documents");
	return fail(l, "policies has a member of an unknown name");
}

static bool
read_policies(struct simulate_line *l)
{
	const uint32_t policies = jtext_member(&l->json, 0, "policies");

	if (policies == JTEXT_NONE)
		return fail(l, "no policies");
	if (token(l, policies)->kind != JTEXT_OBJECT)
		return fail(l, "policies must be an object");
	if (jtext_repeated(&l->json, policies) != JTEXT_NONE)
		return fail(l, "policies has the same key twice");
	for (uint32_t i = policies + 1; i < token(l, policies)->next;
	     i = token(l, i + 1)->next)
		if (!check_policy_type(l, i))
			return false;
	l->policies = policies;
	return true;
}

/* ---- context ------------------------------------------------------------ */

/* Numbers and booleans are their text, exactly as it stands in the line. */
static bool
add_value(struct simulate_line *l, uint32_t i)
{
	const struct jtoken *t = token(l, i);
	struct portero_str *out = &l->values[l->nvalues];

	switch ((enum jtext_kind)t->kind) {
	case JTEXT_STRING:
		*out = jtext_string(&l->json, i);
		break;
	case JTEXT_NUMBER:
	case JTEXT_TRUE:
	case JTEXT_FALSE:
		*out = (struct portero_str){ l->json.text + t->begin,
					     t->end - t->begin };
		break;
	case JTEXT_OBJECT:
	case JTEXT_ARRAY:
	case JTEXT_NULL:
		return fail(l, "a context value must be a text or a list of "
			       "texts");
	}
	l->nvalues++;
	return true;
}

static bool
add_attr(struct simulate_line *l, uint32_t key)
{
	struct portero_attr *attr = &l->attrs[l->nattrs];
	const struct jtoken *value = token(l, key + 1);
	const size_t first = l->nvalues;

	attr->key = jtext_string(&l->json, key);
	attr->values = l->values + first;
	for (size_t i = 0; i < l->nattrs; i++)
		if (slice_equal_fold(attr->key, l->attrs[i].key))
			return fail(l, "a context key is given twice");
	if (value->kind != JTEXT_ARRAY) {
		if (!add_value(l, key + 1))
			return false;
	} else {
		for (uint32_t i = key + 2; i < value->next;
		     i = token(l, i)->next)
			if (!add_value(l, i))
				return false;
	}
	attr->nvalues = l->nvalues - first;
	l->nattrs++;
	return true;
}

static bool
read_context(struct simulate_line *l, uint32_t request)
{
	const uint32_t context = jtext_member(&l->json, request, "context");

	if (context == JTEXT_NONE)
		return true;
	if (token(l, context)->kind != JTEXT_OBJECT)
		return fail(l, "context must be an object");
	/* one place is kept for aws:ResourceAccount */
	if (token(l, context)->size >= PORTERO_MAX_ATTRS)
		return fail(l, "context has too many keys");
	for (uint32_t i = context + 1; i < token(l, context)->next;
	     i = token(l, i + 1)->next)
		if (!add_attr(l, i))
			return false;
	return true;
}

/* ---- request ------------------------------------------------------------ */

static bool
read_principal(struct simulate_line *l, uint32_t request)
{
	static const struct portero_str anonymous = { "anonymous", 9 };
	const uint32_t i = jtext_member(&l->json, request, "principal");
	uint32_t type;

	if (i == JTEXT_NONE)
		return fail(l, "no principal");
	if (token(l, i)->kind == JTEXT_STRING)
		return caller_parse(&l->caller, jtext_string(&l->json, i)) ||
		       fail(l, "principal is neither an ARN nor a service");
	type = jtext_member(&l->json, i, "type");
	if (type == JTEXT_NONE || token(l, i)->size != 1 ||
	    token(l, type)->kind != JTEXT_STRING ||
	    !jtext_equals(&l->json, type, "Anonymous"))
		return fail(l, "principal must be a text, or anonymous");
	l->caller =
		(struct caller){ .kind = CALLER_ANONYMOUS, .text = anonymous };
	return true;
}

/* roleArn: the same role as the caller's, and its path. */
static bool
read_role_arn(struct simulate_line *l, uint32_t request)
{
	struct portero_str text;
	struct caller role;

	if (!string_member(l, request, "roleArn", &text))
		return fail(l, "roleArn must be a text");
	l->role_path = l->caller.path;
	if (!text.ptr ||
	    (l->caller.kind != CALLER_ROLE && l->caller.kind != CALLER_SESSION))
		return true;
	if (!caller_parse(&role, text) || role.kind != CALLER_ROLE ||
	    !slice_equal(role.partition, l->caller.partition) ||
	    !slice_equal(role.account, l->caller.account) ||
	    !slice_equal(role.name, l->caller.name))
		return fail(l, "roleArn is not the caller's role");
	l->role_path = role.path;
	return true;
}

static bool
read_resource(struct simulate_line *l, uint32_t request)
{
	static const struct portero_str star = { "*", 1 };
	const uint32_t only =
		jtext_member(&l->json, request, "wildcardOnlyAction");
	struct portero_str account = { NULL, 0 };

	if (only != JTEXT_NONE && token(l, only)->kind != JTEXT_TRUE &&
	    token(l, only)->kind != JTEXT_FALSE)
		return fail(l, "wildcardOnlyAction must be true or false");
	if (!string_member(l, request, "resource", &l->resource))
		return fail(l, "resource must be a text");
	if (!l->resource.ptr)
		return fail(l, "no resource");
	if (!slice_equal(l->resource, star) &&
	    !simulate_arn_account(l->resource, &account))
		return fail(l, "resource is neither * nor an ARN");
	if (only != JTEXT_NONE && token(l, only)->kind == JTEXT_TRUE) {
		l->resource = star;
		account.len = 0;
	}
	if (!string_member(l, request, "resourceAccount", &l->resource_account))
		return fail(l, "resourceAccount must be a text");
	if (l->resource_account.ptr && !caller_is_account(l->resource_account))
		return fail(l, "resourceAccount is not twelve digits");
	l->resource_own = account;
	if (l->resource_account.len == 0)
		l->resource_account = account;
	if (l->resource_account.len == 0)
		l->resource_account = l->caller.account;
	return true;
}

/* Where nobody says whose the resource is, the key is absent. */
static void
mark_unowned(struct simulate_line *l)
{
	static const struct portero_str key = { "aws:ResourceAccount",
						LEN("aws:ResourceAccount") };

	if (caller_is_account(l->resource_account))
		return;
	for (size_t i = 0; i < l->nattrs; i++)
		if (slice_equal_fold(l->attrs[i].key, key))
			return;
	l->attrs[l->nattrs++] = (struct portero_attr){ .key = key };
}

static bool
read_request(struct simulate_line *l)
{
	const uint32_t request = jtext_member(&l->json, 0, "request");

	if (request == JTEXT_NONE)
		return fail(l, "no request");
	if (token(l, request)->kind != JTEXT_OBJECT)
		return fail(l, "request must be an object");
	if (jtext_repeated_within(&l->json, request) != JTEXT_NONE)
		return fail(l, "request has the same key twice");
	if (jtext_nul_within(&l->json, request) != JTEXT_NONE)
		return fail(l, "a text contains a NUL");
	if (!string_member(l, request, "action", &l->action))
		return fail(l, "action must be a text");
	if (!l->action.ptr)
		return fail(l, "no action");
	if (!simulate_is_action(l->action))
		return fail(l, "action must be service:Name");
	if (!string_member(l, request, "managementAccount",
			   &l->management_account))
		return fail(l, "managementAccount must be a text");
	if (!read_principal(l, request) || !read_role_arn(l, request) ||
	    !read_resource(l, request) || !read_context(l, request))
		return false;
	mark_unowned(l);
	return true;
}

/* Room for every value of the line. */
static bool
make_room(struct simulate_line *l)
{
	if (l->values_cap < l->json.n + 1u) {
		free(l->values);
		l->values_cap = (l->json.n + 1u) * (size_t)2;
		l->values = malloc(l->values_cap * sizeof *l->values);
	}
	if (l->values)
		return true;
	simulate_line_free(l);
	return fail(l, "out of memory");
}

bool
simulate_read(struct simulate_line *l, const char *text, size_t len)
{
	l->id = l->policies = JTEXT_NONE;
	l->nattrs = l->nvalues = 0;
	l->error = NULL;
	if (!jtext_scan(&l->json, text, len))
		return fail(l, l->json.error);
	if (token(l, 0)->kind != JTEXT_OBJECT)
		return fail(l, "a line must be an object");
	l->id = jtext_member(&l->json, 0, "id");
	if (jtext_repeated(&l->json, 0) != JTEXT_NONE)
		return fail(l, "the line has the same key twice");
	return make_room(l) && read_policies(l) && read_request(l);
}

void
simulate_line_free(struct simulate_line *l)
{
	jtext_free(&l->json);
	free(l->values);
	l->values = NULL;
	l->values_cap = 0;
	l->id = JTEXT_NONE;
}

bool
simulate_has(const struct simulate_line *l, const char *name)
{
	const uint32_t i = jtext_member(&l->json, l->policies, name);

	return i != JTEXT_NONE &&
	       (token(l, i)->kind != JTEXT_ARRAY || token(l, i)->size > 0);
}
