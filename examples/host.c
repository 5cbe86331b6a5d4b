/* SPDX-License-Identifier: MIT */
/*
 * host.c - all that a host has to do: load, open, ask, and create the job only
 * on a plain yes.
 * usage: host /path/portero.so portero.conf PRINCIPAL ACTION RESOURCE [ROLE]
 */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../plugin/portero.h"

static struct portero_str
text(const char *s)
{
	return (struct portero_str){ s, strlen(s) };
}

int
main(int argc, char **argv)
{
	const struct portero_plugin *(*get)(uint32_t) = NULL;
	const struct portero_plugin *plugin;
	struct portero *set;
	struct portero_error err = { .size = sizeof err };
	struct portero_decision d = { .size = sizeof d };
	struct portero_role role;
	struct portero_request request = { .size = sizeof request };
	void *library, *symbol;

	if (argc < 6)
		return 1;
	library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
	symbol = library ? dlsym(library, "portero_plugin") : NULL;
	memcpy(&get, &symbol, sizeof get);
	if (!get || !(plugin = get(PORTERO_ABI))) {
		fprintf(stderr, "%s: not a plugin for this host\n", argv[1]);
		return 1;
	}
	if (plugin->open(&set, NULL, argv[2], 0, &err) != 0) {
		fprintf(stderr, "%s:%u:%u: %s\n", err.file, err.line,
			err.column, err.text);
		return 1;
	}
	request.principal = text(argv[3]);
	request.action = text(argv[4]);
	request.resource = text(argv[5]);
	request.now = time(NULL);
	if (argc > 6) {
		role.arn = text(argv[6]);
		role.service = text("sagemaker.amazonaws.com");
		request.roles = &role;
		request.nroles = 1;
	}
	plugin->check_job_creation(set, &request, &d);
	printf("%s  %s  %s\n", d.effect == PORTERO_ALLOW ? "ALLOW" : "DENY",
	       plugin->reason_text(d.reason), d.policy);
	plugin->close(set);
	return d.effect == PORTERO_ALLOW ? 0 : 2;
}
