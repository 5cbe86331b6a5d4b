/* SPDX-License-Identifier: MIT */
/*
 * naive_read.c - the baseline reads a policy set: as much of portero-set(5) as
 * the workloads use. What it does not know ends the program.
 */
#include "naive.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct read {
	struct naive *naive;
	json_t *policies;
	/* documents of "policies" that were read already */
	const struct naive_document **known;
	size_t nknown;
};

static struct portero_str
text_of(struct read *r, const json_t *value)
{
	if (!json_is_string(value))
		stop("naive: a text is expected");
	return shelf_text(&r->naive->shelf, json_string_value(value));
}

static void
fold(struct portero_str text)
{
	char *p = (char *)(uintptr_t)text.ptr;

	for (size_t i = 0; i < text.len; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] + 'a' - 'A');
}

/* "a" or ["a", "b"] */
static struct naive_list
list_of(struct read *r, const json_t *value)
{
	struct naive_list list = { NULL, 1 };

	if (json_is_array(value))
		list.n = json_array_size(value);
	list.items = shelf_take(&r->naive->shelf, list.n * sizeof *list.items);
	for (size_t i = 0; i < list.n; i++)
		list.items[i] = text_of(r, json_is_array(value)
						   ? json_array_get(value, i)
						   : value);
	return list;
}

/* clang-format off */
static const struct {
	const char *name;
	enum naive_test test;
	bool negated;
} operators[] = {
	{ "StringEquals", NAIVE_EQUALS, false },
	{ "StringNotEquals", NAIVE_EQUALS, true },
	{ "StringLike", NAIVE_LIKE, false },
	{ "StringNotLike", NAIVE_LIKE, true },
	{ "ArnLike", NAIVE_LIKE, false },
	{ "ArnNotLike", NAIVE_LIKE, true },
	{ "NumericGreaterThan", NAIVE_GREATER, false },
	{ "NumericLessThan", NAIVE_LESS, false },
	{ "Null", NAIVE_NULL, false },
};
/* clang-format on */

#define NOPERATORS (sizeof operators / sizeof *operators)

static void
set_operator(struct naive_condition *c, const char *name)
{
	static const char any[] = "ForAnyValue:", all[] = "ForAllValues:";

	if (strncmp(name, any, sizeof any - 1) == 0) {
		c->quantifier = NAIVE_ANY;
		name += sizeof any - 1;
	} else if (strncmp(name, all, sizeof all - 1) == 0) {
		c->quantifier = NAIVE_ALL;
		name += sizeof all - 1;
	}
	for (size_t i = 0; i < NOPERATORS; i++)
		if (strcmp(operators[i].name, name) == 0) {
			c->test = operators[i].test;
			c->negated = operators[i].negated;
			return;
		}
	stop("naive: operator %s", name);
}

static void
read_condition(struct read *r, struct naive_condition *c, const char *operator,
	       const char * key, const json_t *values)
{
	*c = (struct naive_condition){ 0 };
	set_operator(c, operator);
	c->key = shelf_text(&r->naive->shelf, key);
	c->values = list_of(r, values);
	if (c->test != NAIVE_GREATER && c->test != NAIVE_LESS)
		return;
	c->numbers =
		shelf_take(&r->naive->shelf, c->values.n * sizeof *c->numbers);
	for (size_t i = 0; i < c->values.n; i++)
		c->numbers[i] = strtod(c->values.items[i].ptr, NULL);
}

static void
read_conditions(struct read *r, struct naive_statement *st, json_t *condition)
{
	const char *operator, * key;
	json_t *keys, *values;
	size_t n = 0;

	json_object_foreach(condition, operator, keys) n +=
		json_object_size(keys);
	st->conditions =
		shelf_take(&r->naive->shelf, n * sizeof *st->conditions);
	json_object_foreach(condition, operator,
			    keys) json_object_foreach(keys, key, values)
		read_condition(r, &st->conditions[st->nconditions++], operator,
			       key, values);
}

static void
read_statement(struct read *r, struct naive_statement *st, json_t *o)
{
	const char *effect = json_string_value(json_object_get(o, "Effect"));
	json_t *action = json_object_get(o, "Action");

	*st = (struct naive_statement){ 0 };
	st->deny = effect && strcmp(effect, "Deny") == 0;
	st->not_action = !action;
	st->actions =
		list_of(r, action ? action : json_object_get(o, "NotAction"));
	for (size_t i = 0; i < st->actions.n; i++)
		fold(st->actions.items[i]);
	st->resources = list_of(r, json_object_get(o, "Resource"));
	if (json_object_get(o, "Condition"))
		read_conditions(r, st, json_object_get(o, "Condition"));
}

static const struct naive_document *
read_document(struct read *r, const json_t *o)
{
	struct naive_document *d = shelf_take(&r->naive->shelf, sizeof *d);
	const json_t *list = json_object_get(o, "Statement");

	d->n = json_array_size(list);
	d->statements =
		shelf_take(&r->naive->shelf, d->n * sizeof *d->statements);
	for (size_t i = 0; i < d->n; i++)
		read_statement(r, &d->statements[i], json_array_get(list, i));
	return d;
}

/* A document, or the name of one of "policies", which is read once. */
static const struct naive_document *
refer(struct read *r, const json_t *ref)
{
	const char *name = json_string_value(ref), *key;
	json_t *value;
	size_t i = 0;

	if (!name)
		return read_document(r, ref);
	json_object_foreach(r->policies, key, value)
	{
		if (strcmp(key, name) == 0) {
			if (!r->known[i])
				r->known[i] = read_document(r, value);
			return r->known[i];
		}
		i++;
	}
	stop("naive: no policy %s", name);
}

static struct naive_layer
read_layer(struct read *r, const json_t *refs)
{
	struct naive_layer layer = { NULL, 1 };

	if (json_is_array(refs))
		layer.n = json_array_size(refs);
	layer.documents =
		shelf_take(&r->naive->shelf, layer.n * sizeof *layer.documents);
	for (size_t i = 0; i < layer.n; i++)
		layer.documents[i] =
			refer(r, json_is_array(refs) ? json_array_get(refs, i)
						     : refs);
	return layer;
}

/* One OU below the other, and the account at the end. */
static void
read_scps(struct read *r, const json_t *level)
{
	struct naive *n = r->naive;

	n->scps = shelf_take(&n->shelf, 8 * sizeof *n->scps);
	while (level && n->nscps < 8) {
		const json_t *below = json_object_get(level, "ous");

		n->scps[n->nscps++] =
			read_layer(r, json_object_get(level, "scps"));
		if (!below)
			below = json_object_get(level, "accounts");
		level = json_array_get(below, 0);
	}
}

static void
read_role(struct read *r, struct naive_principal *p, const char *account,
	  const json_t *o)
{
	struct shelf *shelf = &r->naive->shelf;
	const char *path = json_string_value(json_object_get(o, "path"));
	json_t *tags = json_object_get(o, "tags"), *value;
	const char *key;

	*p = (struct naive_principal){
		.arn = shelf_print(
			shelf, "arn:aws:iam::%s:role%s%s", account,
			path ? path : "/",
			json_string_value(json_object_get(o, "name"))),
		.tags = shelf_take(shelf,
				   json_object_size(tags) * sizeof *p->tags),
		.has_boundary = json_object_get(o, "boundary") != NULL,
	};
	json_object_foreach(tags, key, value) p->tags[p->ntags++] =
		(struct naive_tag){
			shelf_print(shelf, "aws:PrincipalTag/%s", key),
			text_of(r, value),
		};
	if (json_object_get(o, "policies"))
		p->identity = read_layer(r, json_object_get(o, "policies"));
	if (p->has_boundary)
		p->boundary = read_layer(r, json_object_get(o, "boundary"));
}

static void
insert(struct naive *n, size_t index)
{
	size_t i = (size_t)naive_hash(n->principals[index].arn) & n->mask;

	while (n->slots[i])
		i = (i + 1) & n->mask;
	n->slots[i] = index + 1;
}

static void
read_roles(struct read *r, const json_t *account)
{
	struct naive *n = r->naive;
	const json_t *list = json_object_get(account, "roles");
	size_t size = 16;

	n->nprincipals = json_array_size(list);
	n->principals = must_zero(n->nprincipals, sizeof *n->principals);
	while (size < 2 * n->nprincipals)
		size *= 2;
	n->slots = must_zero(size, sizeof *n->slots);
	n->mask = size - 1;
	for (size_t i = 0; i < n->nprincipals; i++) {
		read_role(r, &n->principals[i],
			  json_string_value(json_object_get(account, "id")),
			  json_array_get(list, i));
		insert(n, i);
	}
}

struct naive *
naive_open(const char *set, size_t n)
{
	struct read r = { .naive = must_zero(1, sizeof *r.naive) };
	json_error_t error;
	json_t *root = json_loadb(set, n, 0, &error);

	if (!root)
		stop("naive: %s", error.text);
	r.policies = json_object_get(root, "policies");
	r.nknown = json_object_size(r.policies);
	r.known = must_zero(r.nknown, sizeof *r.known);
	read_scps(&r, json_object_get(json_object_get(root, "organization"),
				      "root"));
	read_roles(&r, json_array_get(json_object_get(root, "accounts"), 0));
	free(r.known);
	json_decref(root);
	return r.naive;
}

void
naive_close(struct naive *naive)
{
	shelf_free(&naive->shelf);
	free(naive->principals);
	free(naive->slots);
	free(naive);
}
