/* SPDX-License-Identifier: MIT */
/* Reads the configuration of the hook. */
#include "conf.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/error.h"
#include "../lib/filetrust.h"
#include "../lib/textfile.h"
#include "words.h"

#define CONF_BYTES ((size_t)1 << 20)

/* One more element at the end of LIST, which has N; NULL: out of memory. */
static void *
grow(void **list, size_t *n, size_t size, const struct words *w,
     struct portero_error *err)
{
	char *bigger = realloc(*list, (*n + 1) * size);

	if (!bigger) {
		words_fail(w, err, "out of memory");
		return NULL;
	}
	*list = bigger;
	memset(bigger + *n * size, 0, size);
	return bigger + (*n)++ * size;
}

/* Names and numbers of users. */
static bool
find_uid(const struct words *w, const char *name, uint32_t *uid,
	 struct portero_error *err)
{
	struct passwd entry, *found = NULL;
	char buffer[4096], *end;
	unsigned long n;

	errno = 0;
	n = strtoul(name, &end, 10);
	if (strspn(name, "0123456789") > 0 && *end == '\0' && errno == 0 &&
	    n < UINT32_MAX) {
		*uid = (uint32_t)n;
		return true;
	}
	if (getpwnam_r(name, &entry, buffer, sizeof buffer, &found) != 0 ||
	    !found)
		return words_fail(w, err, "there is no user \"%.60s\"", name);
	*uid = (uint32_t)entry.pw_uid;
	return true;
}

static bool
read_plugin(struct conf *c, const struct words *w, struct portero_error *err)
{
	if (w->n != 3)
		return words_fail(w, err, "plugin PLUGIN CONFIG");
	if (c->nplugins == CONF_PLUGINS)
		return words_fail(w, err, "more than %d plugins", CONF_PLUGINS);
	c->plugins[c->nplugins++] =
		(struct stack_entry){ w->word[1], w->word[2] };
	return true;
}

static bool
read_log(struct conf *c, const struct words *w, struct portero_error *err)
{
	if (w->n != 2 || w->word[1][0] != '/' || c->log)
		return words_fail(w, err, "log PATH, absolute, and once");
	c->log = w->word[1];
	return true;
}

static bool
read_place(struct conf *c, const struct words *w, struct portero_error *err)
{
	if (w->n != 2 || strncmp(w->word[1], "arn:", 4) != 0 || c->place)
		return words_fail(
			w, err,
			"place arn:aws:sagemaker:REGION:ACCOUNT, and once");
	c->place = w->word[1];
	return true;
}

static bool
read_user(struct conf *c, const struct words *w, struct portero_error *err)
{
	const bool runs = w->n >= 4 && strcmp(w->word[2], "runs") == 0;
	const bool as = w->n == 4 && strcmp(w->word[2], "as") == 0;
	struct conf_user *u;
	void *list = c->users;
	uint32_t uid;

	if (!runs && !as)
		return words_fail(w, err,
				  "user NAME as PRINCIPAL, or user NAME runs "
				  "ROLE...");
	if (!find_uid(w, w->word[1], &uid, err))
		return false;
	if (conf_user(c, uid))
		return words_fail(w, err, "the user is there already");
	u = grow(&list, &c->nusers, sizeof *c->users, w, err);
	c->users = list;
	if (!u)
		return false;
	u->uid = uid;
	if (as) {
		u->principal = w->word[3];
		return true;
	}
	u->roles = calloc(w->n - 3, sizeof *u->roles);
	if (!u->roles)
		return words_fail(w, err, "out of memory");
	for (size_t i = 3; i < w->n; i++)
		u->roles[u->nroles++] = w->word[i];
	return true;
}

static bool
read_partition(struct conf *c, const struct words *w, struct portero_error *err)
{
	struct conf_partition *p;
	void *list = c->partitions;

	if (w->n < 2)
		return words_fail(w, err, "partition NAME [KEY=VALUE...]");
	if (conf_partition(c, w->word[1]))
		return words_fail(w, err, "the partition is there already");
	p = grow(&list, &c->npartitions, sizeof *c->partitions, w, err);
	c->partitions = list;
	if (!p)
		return false;
	p->name = w->word[1];
	p->keys = calloc(w->n, sizeof *p->keys);
	if (!p->keys)
		return words_fail(w, err, "out of memory");
	for (size_t i = 2; i < w->n; i++) {
		const char *value = words_value(w->word[i]);

		if (!value)
			return words_fail(w, err, "\"%.60s\" is not KEY=VALUE",
					  w->word[i]);
		p->keys[p->nkeys++] = (struct conf_key){ w->word[i], value };
	}
	return true;
}

static bool
read_unknown(struct conf *c, const struct words *w, struct portero_error *err)
{
	for (size_t i = 1; i < w->n; i++) {
		void *list = c->unknown;
		const char **key =
			grow(&list, &c->nunknown, sizeof *key, w, err);

		c->unknown = list;
		if (!key)
			return false;
		*key = w->word[i];
	}
	return true;
}

static bool
read_line(void *arg, const struct words *w, struct portero_error *err)
{
	static const struct {
		const char *word;
		bool (*read)(struct conf *c, const struct words *w,
			     struct portero_error *err);
	} lines[] = {
		{ "plugin", read_plugin },	 { "log", read_log },
		{ "place", read_place },	 { "user", read_user },
		{ "partition", read_partition }, { "unknown", read_unknown },
	};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (strcmp(w->word[0], lines[i].word) == 0)
			return lines[i].read(arg, w, err);
	return words_fail(w, err, "\"%.60s\" is no word of this file",
			  w->word[0]);
}

struct conf *
conf_read(const char *path, struct portero_error *err)
{
	struct conf *c = calloc(1, sizeof *c);
	size_t len;
	bool ok;

	if (!c) {
		error_set(err, PORTERO_ERROR_SYSTEM, "memory", NULL,
			  "out of memory");
		return NULL;
	}
	ok = filetrust_check(path, err) &&
	     textfile_read(path, CONF_BYTES, &c->text, &len, err) &&
	     words_read(path, c->text, read_line, c, err);
	if (ok && (!c->log || !c->place)) {
		error_place(err, path, NULL, 0, 0, 0);
		ok = error_set(err, PORTERO_ERROR_CONFIG, "config", NULL,
			       "log and place are needed");
	}
	if (ok)
		return c;
	conf_free(c);
	return NULL;
}

void
conf_free(struct conf *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->nusers; i++)
		free(c->users[i].roles);
	for (size_t i = 0; i < c->npartitions; i++)
		free(c->partitions[i].keys);
	free(c->users);
	free(c->partitions);
	free(c->unknown);
	free(c->text);
	free(c);
}

const struct conf_user *
conf_user(const struct conf *c, uint32_t uid)
{
	for (size_t i = 0; i < c->nusers; i++)
		if (c->users[i].uid == uid)
			return &c->users[i];
	return NULL;
}

const struct conf_partition *
conf_partition(const struct conf *c, const char *name)
{
	for (size_t i = 0; i < c->npartitions; i++)
		if (strcmp(c->partitions[i].name, name) == 0)
			return &c->partitions[i];
	return NULL;
}
