/* SPDX-License-Identifier: MIT */
/* Finds the plugin and the policy set that the options name. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "open.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../lib/escape.h"
#include "../lib/loader.h"
#include "../lib/report.h"
#include "verbs.h"

/* The Makefile says where it installs. */
#ifndef PORTERO_CONFIG_PATH
#define PORTERO_CONFIG_PATH "/etc/portero/portero.conf"
#endif
#ifndef PORTERO_PLUGIN_PATH
#define PORTERO_PLUGIN_PATH "/usr/local/lib/portero/portero.so"
#endif

static int64_t
host_clock(void *arg)
{
	const struct options *o = arg;

	return o->now ? o->now : (int64_t)time(NULL);
}

static void
host_log(void *arg, uint32_t level, const char *text, size_t len)
{
	const struct options *o = arg;
	const int wanted = level == PORTERO_LOG_ERROR	  ? -1
			   : level == PORTERO_LOG_WARNING ? 0
							  : 1;

	if (o->verbose < wanted)
		return;
	fputs("portero: ", stderr);
	escape_print(stderr, text, len);
	putc('\n', stderr);
}

void
open_host(struct portero_host *host, const struct options *o)
{
	/* the functions above only read it */
	*host = (struct portero_host){ .size = sizeof *host,
				       .arg = (void *)(uintptr_t)o,
				       .log = host_log,
				       .clock = host_clock };
}

static char *
join(const char *a, const char *b)
{
	char *text = malloc(strlen(a) + strlen(b) + 1);

	if (text) {
		memcpy(text, a, strlen(a));
		memcpy(text + strlen(a), b, strlen(b) + 1);
	}
	return text;
}

char *
open_config_path(const struct options *o)
{
	const char *path = o->policy ? o->policy : PORTERO_CONFIG_PATH;
	const size_t n = strlen(path);
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
		return join(path, "");
	return join(path,
		    n && path[n - 1] == '/' ? "portero.conf" : "/portero.conf");
}

/*
 * The plugin beside this program: in a build, or in an installation that was
 * moved as a whole; else where it was to be installed.
 */
static char *
default_plugin(void)
{
	static const char *const places[] = { "/portero.so",
					      "/../lib/portero/portero.so" };
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	char *slash, *path, *found = NULL;

	if (n <= 0)
		return join(PORTERO_PLUGIN_PATH, "");
	self[n] = '\0';
	slash = strrchr(self, '/');
	if (slash)
		*slash = '\0';
	for (size_t i = 0; i < 2 && !found; i++) {
		path = join(self, places[i]);
		if (path)
			found = realpath(path, NULL);
		free(path);
	}
	return found ? found : join(PORTERO_PLUGIN_PATH, "");
}

/* The absolute form of PATH, in which links stay what they are. */
static char *
absolute(const char *path)
{
	char here[PATH_MAX];
	char *left, *text;

	if (path[0] == '/' || !getcwd(here, sizeof here))
		return join(path, "");
	left = join(here, "/");
	text = left ? join(left, path) : NULL;
	free(left);
	return text;
}

static void
tell(const struct options *o, const struct portero_error *err)
{
	/* a program that reads JSON gets its answer there, errors too */
	if (o->format == FORMAT_JSON)
		report_error_json(stdout, err);
	else
		report_error(stderr, err, o->err_color);
}

static int
exit_for(const struct portero_error *err)
{
	return err->code == PORTERO_ERROR_CONFIG ||
			       err->code == PORTERO_ERROR_POLICY ||
			       err->code == PORTERO_ERROR_LIMIT
		       ? EXIT_INVALID
		       : EXIT_TROUBLE;
}

/* An entry of the stack with strings of its own. */
struct owned_entry {
	char *plugin, *config;
};

/* "PATH" or "PATH=CONFIG"; NULL is the default plugin. */
static bool
make_entry(struct owned_entry *out, const char *text, const char *config)
{
	char *equals;

	out->plugin = text ? absolute(text) : default_plugin();
	equals = text && out->plugin ? strchr(out->plugin, '=') : NULL;
	if (equals) {
		*equals = '\0';
		config = equals + 1;
	}
	out->config = config ? join(config, "") : NULL;
	return out->plugin && out->config;
}

int
open_stack(struct stack **out, const struct options *o,
	   const struct portero_host *host)
{
	const size_t n = o->nplugins ? o->nplugins : 1;
	struct portero_error err = { .size = sizeof err };
	struct owned_entry owned[OPTIONS_PLUGINS] = { 0 };
	struct stack_entry entries[OPTIONS_PLUGINS];
	char *config = open_config_path(o);
	bool good = true;
	int code = PORTERO_ERROR_SYSTEM;

	for (size_t i = 0; i < n; i++) {
		good = make_entry(&owned[i], o->nplugins ? o->plugins[i] : NULL,
				  config) &&
		       good;
		entries[i] = (struct stack_entry){ .plugin = owned[i].plugin,
						   .config = owned[i].config };
	}
	if (good)
		code = stack_open(out, entries, n, host, &err);
	else
		complain("out of memory");
	if (good && code != PORTERO_OK)
		tell(o, &err);
	for (size_t i = 0; i < n; i++) {
		free(owned[i].plugin);
		free(owned[i].config);
	}
	free(config);
	if (code == PORTERO_OK)
		return OPTIONS_GO_ON;
	return good ? exit_for(&err) : EXIT_TROUBLE;
}

const struct portero_plugin *
open_plugin(const struct options *o)
{
	struct portero_error err = { .size = sizeof err };
	const struct portero_plugin *plugin = NULL;
	char *path;

	if (o->nplugins > 1) {
		complain("this verb asks one plugin");
		return NULL;
	}
	path = o->nplugins ? absolute(o->plugins[0]) : default_plugin();
	if (path && o->nplugins)
		path[strcspn(path, "=")] = '\0';
	if (path)
		plugin = loader_load(path, &err);
	if (!path)
		complain("out of memory");
	else if (!plugin)
		tell(o, &err);
	free(path);
	return plugin;
}
