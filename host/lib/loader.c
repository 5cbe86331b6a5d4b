/* SPDX-License-Identifier: MIT */
/* Loads one plugin; what it cannot use it refuses with a line that helps. */
#include "loader.h"

#include <dlfcn.h>
#include <string.h>

#include "error.h"
#include "filetrust.h"

#define ENTRY "portero_plugin"

typedef const struct portero_plugin *entry_function(uint32_t host_abi);

/* The text of dlerror(3) begins with the path, which *err has already. */
static const char *
why(const char *path)
{
	const char *text = dlerror();
	const size_t n = strlen(path);

	if (!text)
		return "unknown error";
	if (strncmp(text, path, n) == 0 && strncmp(text + n, ": ", 2) == 0)
		return text + n + 2;
	return text;
}

/* What usually helps against an error of dlopen(3). */
static const char *
hint_for(const char *text)
{
	if (strstr(text, "cannot open shared object file"))
		return "install the library that is missing, or see ldd(1)";
	if (strstr(text, "undefined symbol"))
		return "the plugin was built against other libraries: rebuild "
		       "it";
	if (strstr(text, "ELF") || strstr(text, "file too short"))
		return "give the .so of a plugin for this machine";
	if (strstr(text, "failed to map segment"))
		return "is it on a file system that is mounted noexec?";
	return NULL;
}

/* Up to where the first table of this ABI ended; lint came later. */
#define TABLE_MIN offsetof(struct portero_plugin, lint)

int
loader_check_table(const struct portero_plugin *p, const char *path,
		   struct portero_error *err)
{
	const char *what = NULL;

	/* size first: what lies behind it may not be read */
	if (!p)
		what = "it cannot serve this version of the interface";
	else if (p->size < TABLE_MIN)
		what = "its table is shorter than this version of the "
		       "interface";
	else if (p->abi != PORTERO_ABI)
		what = "it speaks another version of the interface";
	else if (!p->open || !p->open_set || !p->reload || !p->close ||
		 !p->check_job_creation || !p->check_access ||
		 !p->check_job_creations || !p->reason_text || !p->name ||
		 !p->version)
		what = "its table has a gap";
	if (!what)
		return PORTERO_OK;
	error_place(err, path, NULL, 0, 0, 0);
	error_set(err, PORTERO_ERROR_USAGE, "plugin-version",
		  "take plugin and host from the same release",
		  "%s (this host: ABI %u)", what, PORTERO_ABI);
	return PORTERO_ERROR_USAGE;
}

const struct portero_plugin *
loader_load(const char *path, struct portero_error *err)
{
	const struct portero_plugin *table;
	entry_function *entry;
	const char *text;
	void *library, *symbol;

	if (!filetrust_check(path, err))
		return NULL;
	error_place(err, path, NULL, 0, 0, 0);
	library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!library) {
		text = why(path);
		error_set(err, PORTERO_ERROR_SYSTEM, "plugin-load",
			  hint_for(text), "cannot be loaded: %s", text);
		return NULL;
	}
	symbol = dlsym(library, ENTRY);
	if (!symbol) {
		error_set(err, PORTERO_ERROR_USAGE, "not-a-plugin",
			  "is it the right file?",
			  "not a plugin of portero: no symbol " ENTRY);
		dlclose(library);
		return NULL;
	}
	/* ISO C has no cast from an object to a function pointer */
	memcpy(&entry, &symbol, sizeof entry);
	table = entry(PORTERO_ABI);
	if (loader_check_table(table, path, err) != PORTERO_OK) {
		dlclose(library);
		return NULL;
	}
	return table;
}
