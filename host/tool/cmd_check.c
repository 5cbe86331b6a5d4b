/* SPDX-License-Identifier: MIT */
/* portero check: may these jobs be created? */
#include "ask.h"
#include "verbs.h"

int
cmd_check(int argc, char **argv)
{
	static const struct usage usage = {
		.synopsis = "check [options] REQUEST...",
		.what = "Answers each request, portero-request(5), or with "
			"--action the body of an\nAPI call. - is standard "
			"input.\n",
		.own = ask_options,
		.nown = ASK_OPTIONS,
		.least = 1,
		.most = -1,
	};
	struct ask_call call = { 0 };
	struct options o;
	int code = options_parse(&o, &usage, &call, argc, argv);

	return code == OPTIONS_GO_ON ? ask_all(&o, &call, false) : code;
}
