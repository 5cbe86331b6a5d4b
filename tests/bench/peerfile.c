/* SPDX-License-Identifier: MIT */
/*
 * peerfile.c - a file of the generator that other systems were measured with:
 * policies and answers as it gives them, made into a policy set. Tags of a
 * principal become tags of its role; a request whose tag differs gives a
 * session tag.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workload.h"

static void
put_json(struct writer *w, const json_t *value)
{
	char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);

	if (!text)
		stop("out of memory");
	writer_bytes(w, text, strlen(text));
	free(text);
}

static const char *
string(const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	if (!s)
		stop("the file has no \"%s\" where one is expected", key);
	return s;
}

static size_t
count_statements(const json_t *documents)
{
	size_t n = 0;

	for (size_t i = 0; i < json_array_size(documents); i++)
		n += json_array_size(json_object_get(
			json_array_get(documents, i), "Statement"));
	return n;
}

static void
put_level(struct workload *w, const json_t *documents)
{
	writer_print(&w->set, "\"scps\":");
	put_json(&w->set, documents);
	w->statements += count_statements(documents);
}

/* Levels root first: the last is the account's, between them are OUs. */
static void
put_organization(struct workload *w, const json_t *scps, const char *account)
{
	const size_t n = json_array_size(scps);

	if (n < 2)
		stop("fewer than two levels of SCPs");
	writer_print(&w->set, "\"organization\":{\"id\":\"o-bench00001\","
			      "\"root\":{\"id\":\"r-b001\",");
	put_level(w, json_array_get(scps, 0));
	for (size_t i = 1; i + 1 < n; i++) {
		writer_print(&w->set, ",\"ous\":[{\"id\":\"ou-b001-%08zu\",",
			     i);
		put_level(w, json_array_get(scps, i));
	}
	writer_print(&w->set, ",\"accounts\":[{\"id\":\"%s\",", account);
	put_level(w, json_array_get(scps, n - 1));
	writer_print(&w->set, "}]");
	for (size_t i = 1; i + 1 < n; i++)
		writer_print(&w->set, "}]");
	writer_print(&w->set, "}},\n");
}

/* "arn:aws:iam::1:role/PATH/NAME" as "name" and "path" */
static void
put_role_name(struct workload *w, const char *arn)
{
	const char *path = strchr(arn, '/'), *name = strrchr(arn, '/');

	if (!path)
		stop("%s: not the ARN of a role", arn);
	writer_print(&w->set, "{\"name\":\"%s\",\"path\":\"%.*s\"", name + 1,
		     (int)(name + 1 - path), path);
	w->principals++;
}

static void
put_roles(struct workload *w, const json_t *file)
{
	const json_t *list = json_object_get(file, "principals"), *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		writer_print(&w->set, i ? ",\n" : "\n");
		put_role_name(w, string(item, "arn"));
		writer_print(&w->set, ",\"tags\":");
		put_json(&w->set, json_object_get(item, "tags"));
		writer_print(&w->set,
			     ",\"boundary\":[\"boundary\"],\"policies\":");
		put_json(&w->set, json_object_get(item, "identity"));
		writer_print(&w->set, "}");
		w->statements +=
			count_statements(json_object_get(item, "identity"));
	}
	list = json_object_get(file, "roles");
	json_array_foreach(list, i, item)
	{
		writer_print(&w->set, ",\n");
		put_role_name(w, string(item, "arn"));
		writer_print(&w->set, ",\"trust\":");
		put_json(&w->set, json_object_get(item, "trust"));
		writer_print(&w->set, "}");
		w->statements++;
	}
}

static void
put_set(struct workload *w, const json_t *file)
{
	const json_t *boundary = json_object_get(file, "boundary");
	const char *account = string(file, "account");

	if (json_array_size(boundary) != 1)
		stop("not exactly one permissions boundary");
	writer_print(&w->set, "{\"schema\":\"portero.set/1\",\n");
	put_organization(w, json_object_get(file, "scps"), account);
	writer_print(&w->set, "\"accounts\":[{\"id\":\"%s\",\"roles\":[",
		     account);
	put_roles(w, file);
	writer_print(&w->set, "]}],\n\"policies\":{\"boundary\":");
	put_json(&w->set, json_array_get(boundary, 0));
	writer_print(&w->set, "}}\n");
	w->statements += count_statements(boundary);
}

/* Does the set say so already? */
static bool
in_set(const json_t *principal, const char *key, const json_t *value)
{
	static const char tag[] = "aws:PrincipalTag/";
	const json_t *tags = json_object_get(principal, "tags");

	if (strcmp(key, "aws:PrincipalArn") == 0)
		return true;
	return strncmp(key, tag, sizeof tag - 1) == 0 &&
	       json_equal(json_object_get(tags, key + sizeof tag - 1), value);
}

static void
put_attr(struct workload *w, struct question *q, const char *key,
	 const json_t *value)
{
	const char *values[32];
	size_t n = 0;

	if (json_is_string(value))
		values[n++] = json_string_value(value);
	for (; n < json_array_size(value) && n < 32; n++)
		values[n] = json_string_value(json_array_get(value, n));
	workload_attrs(w, q, key, values, n);
}

static void
put_question(struct workload *w, const json_t *file, const json_t *item)
{
	const json_t *principal = json_array_get(
		json_object_get(file, "principals"),
		(size_t)json_integer_value(json_object_get(item, "p")));
	json_t *context = json_object_get(item, "context"), *value;
	struct question *q =
		workload_ask(w, shelf_text(&w->shelf, string(principal, "arn")),
			     string(item, "action"),
			     shelf_text(&w->shelf, string(item, "resource")));
	const char *key;

	json_object_foreach(context, key,
			    value) if (!in_set(principal, key, value))
		put_attr(w, q, key, value);
	if (!json_is_true(json_object_get(item, "expected")))
		workload_refuse(q, "the file says so");
}

void
peerfile_read(struct workload *w, const char *path)
{
	const char *slash = strrchr(path, '/');
	json_error_t error;
	json_t *file = json_load_file(path, 0, &error);
	const json_t *requests = json_object_get(file, "requests");

	if (!file || !json_array_size(requests))
		stop("%s: %s", path, file ? "no requests" : error.text);
	*w = (struct workload){ .call = CALL_ACCESS,
				.wanted = json_array_size(requests),
				.plain = true };
	snprintf(w->name, sizeof w->name, "%s", slash ? slash + 1 : path);
	w->questions = must_zero(w->wanted, sizeof *w->questions);
	put_set(w, file);
	while (w->nquestions < w->wanted)
		put_question(w, file, json_array_get(requests, w->nquestions));
	json_decref(file);
}
