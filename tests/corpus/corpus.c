/* SPDX-License-Identifier: MIT */
/*
 * corpus.c - loads all managed policies and times it, then asks the plugin
 * which actions each pattern of action-patterns.ndjson covers.
 * usage: corpus PLUGIN CORPUS
 */
#include <fnmatch.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../host/lib/loader.h"

#define ACCOUNT "111122223333"

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* All lines of a file, as a list; exits when there is none. */
static json_t *
read_lines(const char *corpus, const char *name)
{
	json_t *all = json_array(), *line;
	char path[1024];
	json_error_t error;
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", corpus, name);
	file = fopen(path, "r");
	if (!file) {
		perror(path);
		exit(1);
	}
	while ((line = json_loadf(file, JSON_DISABLE_EOF_CHECK, &error)))
		json_array_append_new(all, line);
	fclose(file);
	return all;
}

/* A set with a role for each document; roles are R0, R1, ... */
static char *
make_set(json_t *documents)
{
	json_t *roles = json_array(), *set;
	size_t i;
	json_t *document;
	char *text;

	json_array_foreach(documents, i, document)
	{
		char name[32];

		snprintf(name, sizeof name, "R%zu", i);
		json_array_append_new(roles,
				      json_pack("{s:s, s:[O]}", "name", name,
						"policies", document));
	}
	set = json_pack("{s:s, s:[{s:s, s:o}]}", "schema", "portero.set/1",
			"accounts", "id", ACCOUNT, "roles", roles);
	text = json_dumps(set, JSON_COMPACT);
	json_decref(set);
	if (!text)
		exit(1);
	return text;
}

static struct portero *
open_set(const struct portero_plugin *p, const char *text)
{
	struct portero_error err = { .size = sizeof err };
	struct portero *set;

	if (p->open_set(&set, NULL, text, strlen(text), 0, &err) == 0)
		return set;
	printf("%s:%u:%u: %s: %s\n", err.file, err.line, err.column, err.id,
	       err.text);
	exit(1);
}

/* ---- loading ---- */

static size_t
time_loading(const struct portero_plugin *p, const char *corpus)
{
	json_t *lines =
		read_lines(corpus, "managed-policies/managed-policies.ndjson");
	json_t *documents = json_array(), *line, *one;
	const size_t n = json_array_size(lines);
	char *text;
	double begin, together, apart = 0;
	size_t i;

	json_array_foreach(lines, i, line)
		json_array_append(documents, json_object_get(line, "document"));
	text = make_set(documents);
	begin = seconds();
	p->close(open_set(p, text));
	together = seconds() - begin;
	printf("loading %zu managed policies (%.1f MB) as one set: %.3f s\n", n,
	       (double)strlen(text) / 1e6, together);
	free(text);
	json_array_foreach(documents, i, line)
	{
		one = json_array();
		json_array_append(one, line);
		text = make_set(one);
		begin = seconds();
		p->close(open_set(p, text));
		apart += seconds() - begin;
		free(text);
		json_decref(one);
	}
	printf("loading them as %zu sets: %.3f s\n", n, apart);
	json_decref(documents);
	json_decref(lines);
	return together > 1 || apart > 1;
}

/* ---- patterns ---- */

/* Every action that there is, sorted. */
struct names {
	char **items;
	bool *listed; /* some pattern's list has it */
	size_t n;
	size_t newer; /* matches that are newer than the lists */
};

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static struct names
all_actions(const char *corpus)
{
	json_t *lines =
		read_lines(corpus, "service-reference/all-actions.ndjson");
	struct names all = { NULL, NULL, 0, 0 };
	json_t *line, *action;
	size_t i, k;

	json_array_foreach(lines, i, line) all.n +=
		json_array_size(json_object_get(line, "actions"));
	all.items = calloc(all.n + 1, sizeof *all.items);
	all.listed = calloc(all.n + 1, sizeof *all.listed);
	if (!all.items || !all.listed)
		exit(1);
	all.n = 0;
	json_array_foreach(lines, i, line)
	{
		const char *service =
			json_string_value(json_object_get(line, "id"));

		json_array_foreach(json_object_get(line, "actions"), k, action)
		{
			const char *name = json_string_value(action);
			char text[256];

			if (strchr(name, ':'))
				snprintf(text, sizeof text, "%s", name);
			else
				snprintf(text, sizeof text, "%s:%s", service,
					 name);
			all.items[all.n++] = strdup(text);
		}
	}
	qsort(all.items, all.n, sizeof *all.items, by_name);
	json_decref(lines);
	return all;
}

static struct portero_str
text_of(const char *text)
{
	return (struct portero_str){ text, strlen(text) };
}

static bool
allows(const struct portero_plugin *p, const struct portero *set, size_t role,
       const char *action)
{
	struct portero_decision d = { .size = sizeof d };
	char principal[96];
	const struct portero_request r = {
		.size = sizeof r,
		.principal = { principal,
			       (size_t)snprintf(principal, sizeof principal,
						"arn:aws:iam::" ACCOUNT
						":role/R%zu",
						role) },
		.action = text_of(action),
		.resource = text_of("arn:aws:s3:::bucket"),
		.now = 1,
	};

	return p->check_access(set, &r, &d) == 0 && d.effect == PORTERO_ALLOW;
}

static int
compare_to_item(const void *key, const void *item)
{
	return strcmp(key, *(char *const *)item);
}

static char **
find(const struct names *all, const char *name)
{
	return bsearch(name, all->items, all->n, sizeof *all->items,
		       compare_to_item);
}

/* The list of names is younger than the lists of matches: what is in none of
 * them, and matches by the C library's rules, was not there yet. */
static bool
is_newer(struct names *all, size_t i, const char *pattern)
{
	char p[256], name[256];

	if (all->listed[i])
		return false;
	for (size_t k = 0; k < sizeof p; k++) {
		p[k] = pattern[k];
		if (p[k] >= 'A' && p[k] <= 'Z')
			p[k] += 'a' - 'A';
		if (!p[k])
			break;
	}
	for (size_t k = 0; k < sizeof name; k++) {
		name[k] = all->items[i][k];
		if (name[k] >= 'A' && name[k] <= 'Z')
			name[k] += 'a' - 'A';
		if (!name[k])
			break;
	}
	if (fnmatch(p, name, FNM_NOESCAPE) != 0)
		return false;
	all->newer++;
	return true;
}

/* Compares one pattern with its list; true when they are equal. */
static bool
check_pattern(const struct portero_plugin *p, const struct portero *set,
	      size_t role, json_t *line, struct names *all)
{
	const char *pattern =
		json_string_value(json_object_get(line, "pattern"));
	json_t *matches = json_object_get(line, "matches"), *match;
	bool *expected = calloc(all->n + 1, sizeof *expected);
	bool good = true;
	size_t i;

	if (!expected)
		exit(1);
	json_array_foreach(matches, i, match)
	{
		char **found = find(all, json_string_value(match));

		if (found) {
			expected[found - all->items] = true;
		} else if (!allows(p, set, role, json_string_value(match))) {
			printf("%s should match %s\n", pattern,
			       json_string_value(match));
			good = false;
		}
	}
	for (i = 0; i < all->n; i++)
		if (allows(p, set, role, all->items[i]) != expected[i] &&
		    !is_newer(all, i, pattern)) {
			printf("%s %s %s\n", pattern,
			       expected[i] ? "should match"
					   : "should not match",
			       all->items[i]);
			good = false;
		}
	free(expected);
	return good;
}

static void
note_listed(struct names *all, json_t *matches)
{
	json_t *match;
	size_t i;

	json_array_foreach(matches, i, match)
	{
		char **found = find(all, json_string_value(match));

		if (found)
			all->listed[found - all->items] = true;
	}
}

static size_t
check_patterns(const struct portero_plugin *p, const char *corpus,
	       size_t *passed)
{
	json_t *lines =
		read_lines(corpus, "managed-policies/action-patterns.ndjson");
	struct names all = all_actions(corpus);
	json_t *documents = json_array(), *line;
	double begin = seconds();
	struct portero *set;
	size_t i, failed = 0;
	char *text;

	json_array_foreach(lines, i, line) json_array_append_new(
		documents,
		json_pack("{s:s, s:[{s:s, s:O, s:s}]}", "Version", "2012-10-17",
			  "Statement", "Effect", "Allow", "Action",
			  json_object_get(line, "pattern"), "Resource", "*"));
	text = make_set(documents);
	set = open_set(p, text);
	json_array_foreach(lines, i, line)
		note_listed(&all, json_object_get(line, "matches"));
	json_array_foreach(lines, i, line)
	{
		if (check_pattern(p, set, i, line, &all))
			++*passed;
		else
			failed++;
	}
	printf("%zu action patterns against %zu actions: %zu are exact "
	       "(%.1f s; %zu matches are newer than the lists)\n",
	       json_array_size(lines), all.n, *passed, seconds() - begin,
	       all.newer);
	p->close(set);
	free(text);
	json_decref(documents);
	json_decref(lines);
	for (i = 0; i < all.n; i++)
		free(all.items[i]);
	free(all.items);
	free(all.listed);
	return failed;
}

int
main(int argc, char **argv)
{
	struct portero_error err = { .size = sizeof err };
	const struct portero_plugin *p;
	size_t passed = 0, failed;

	if (argc != 3) {
		fputs("usage: corpus PLUGIN CORPUS\n", stderr);
		return 1;
	}
	p = loader_load(argv[1], &err);
	if (!p) {
		puts(err.text);
		return 1;
	}
	failed = time_loading(p, argv[2]);
	failed += check_patterns(p, argv[2], &passed);
	printf("%zu passed, %zu failed\n", passed, failed);
	return failed != 0;
}
