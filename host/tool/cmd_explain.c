/* SPDX-License-Identifier: MIT */
/* portero explain: the answer to one request, with every statement and why. */
#include "ask.h"
#include "verbs.h"

int
cmd_explain(int argc, char **argv)
{
	static const struct usage usage = {
		.synopsis = "explain [options] REQUEST",
		.what = "Answers like check, and tells of every statement "
			"whether it applied.\n",
		.own = ask_options,
		.nown = ASK_OPTIONS,
		.least = 1,
		.most = 1,
	};
	struct ask_call call = { 0 };
	struct options o;
	int code = options_parse(&o, &usage, &call, argc, argv);

	return code == OPTIONS_GO_ON ? ask_all(&o, &call, true) : code;
}
