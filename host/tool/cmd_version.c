/* SPDX-License-Identifier: MIT */
/* portero version: of this tool and of its plugin. */
#include <stdio.h>
#include <string.h>

#include "../lib/escape.h"
#include "open.h"
#include "verbs.h"

static void
print_json(const struct portero_plugin *p)
{
	printf("{\"version\":\"%s\",\"abi\":%u,\"plugin\":", PORTERO_VERSION,
	       PORTERO_ABI);
	if (!p) {
		puts("null}");
		return;
	}
	fputs("{\"name\":", stdout);
	escape_json(stdout, p->name, strlen(p->name));
	fputs(",\"version\":", stdout);
	escape_json(stdout, p->version, strlen(p->version));
	printf(",\"abi\":%u}}\n", p->abi);
}

int
cmd_version(int argc, char **argv)
{
	static const struct usage usage = {
		.synopsis = "version [options]",
		.what = "Prints the version of this tool and of its plugin.\n",
	};
	const struct portero_plugin *plugin;
	struct options o;
	int code;

	/* --version is a verb here: what follows may be options of it */
	code = options_parse(&o, &usage, NULL, argc, argv);
	if (code != OPTIONS_GO_ON)
		return code;
	plugin = open_plugin(&o);
	if (o.format == FORMAT_JSON) {
		print_json(plugin);
		return plugin ? EXIT_ALLOWED : EXIT_TROUBLE;
	}
	printf("portero %s (ABI %u)\n", PORTERO_VERSION, PORTERO_ABI);
	if (!plugin)
		return EXIT_TROUBLE;
	fputs("plugin ", stdout);
	escape_puts(stdout, plugin->name);
	putchar(' ');
	escape_puts(stdout, plugin->version);
	printf(" (ABI %u)\n", plugin->abi);
	return EXIT_ALLOWED;
}
