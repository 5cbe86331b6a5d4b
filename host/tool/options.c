/* SPDX-License-Identifier: MIT */
/*
 * The options all verbs have. The environment decides on colour and on nothing
 * else; getopt_long(3) would look at POSIXLY_CORRECT, but not when the list of
 * letters begins with '-'.
 */
#include "options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/rfc3339.h"
#include "verbs.h"

#define MAX_OWN 16

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* What getopt_long returns for options without a letter. */
enum {
	OPT_PLUGIN = 256,
	OPT_FORMAT,
	OPT_COLOR,
	OPT_NOW,
	OPT_EXPECT,
	OPT_HELP,
	OPT_OWN
};

static const struct option common[] = {
	{ "policy", required_argument, NULL, 'p' },
	{ "plugin", required_argument, NULL, OPT_PLUGIN },
	{ "format", required_argument, NULL, OPT_FORMAT },
	{ "color", required_argument, NULL, OPT_COLOR },
	{ "now", required_argument, NULL, OPT_NOW },
	{ "expect", required_argument, NULL, OPT_EXPECT },
	{ "quiet", no_argument, NULL, 'q' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, OPT_HELP },
};

#define NCOMMON (sizeof common / sizeof *common)

const char *
options_name(size_t n)
{
	return n < NCOMMON ? common[n].name : NULL;
}

static const char common_help[] =
	"  -p, --policy PATH   a portero.conf, or a directory that holds one\n"
	"                      (default /etc/portero/portero.conf)\n"
	"      --plugin PATH[=CONFIG]\n"
	"                      ask this plugin, configured with CONFIG "
	"(default:\n"
	"                      -p); given more than once, all must allow\n"
	"      --format FORMAT text or json\n"
	"      --color WHEN    auto, always or never\n"
	"      --now TIME      as if it were this time: 2026-10-01T12:00:00Z\n"
	"      --expect WHAT   ALLOW or DENY: exit 0 if it is, 3 if not\n"
	"  -q, --quiet         say less; -v, --verbose: say more\n"
	"      --help          this text\n";

void
complain(const char *format, ...)
{
	va_list args;

	fputs("portero: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	putc('\n', stderr);
}

/* Which of the WORDS (NULL at the end) VALUE is; -1 after a complaint. */
static int
choose(const char *option, const char *value, const char *const words[])
{
	for (int i = 0; words[i]; i++)
		if (strcmp(value, words[i]) == 0)
			return i;
	complain("--%s: \"%s\" is none of its words; see --help", option,
		 value);
	return -1;
}

static void
print_help(const struct usage *usage)
{
	printf("usage: portero %s\n\n%s\n", usage->synopsis, usage->what);
	for (size_t i = 0; i < usage->nown; i++) {
		const struct own_option *o = &usage->own[i];
		char left[64];

		snprintf(left, sizeof left, "%s%s%s", o->name,
			 o->argument ? " " : "",
			 o->argument ? o->argument : "");
		printf("      --%-14s%s%s\n", left,
		       strlen(left) > 13 ? "\n                      " : "",
		       o->what);
	}
	fputs(common_help, stdout);
}

static int
set_common(struct options *o, int letter, const char *value, enum color *color)
{
	static const char *const formats[] = { "text", "json", "ndjson", NULL };
	static const char *const colors[] = { "auto", "always", "never", NULL };
	static const char *const expects[] = { "ALLOW", "DENY", NULL };
	int word = 0;

	switch (letter) {
	case 'p':
		o->policy = value;
		break;
	case 'q':
		o->verbose = -1;
		break;
	case 'v':
		o->verbose++;
		break;
	case OPT_PLUGIN:
		if (o->nplugins == OPTIONS_PLUGINS) {
			complain("too many plugins");
			return -1;
		}
		o->plugins[o->nplugins++] = value;
		break;
	case OPT_FORMAT:
		word = choose("format", value, formats);
		/* one object a line is what all JSON here is */
		o->format = word > 0 ? FORMAT_JSON : FORMAT_TEXT;
		break;
	case OPT_COLOR:
		word = choose("color", value, colors);
		*color = word == 1   ? COLOR_ALWAYS
			 : word == 2 ? COLOR_NEVER
				     : COLOR_AUTO;
		break;
	case OPT_EXPECT:
		word = choose("expect", value, expects);
		o->expect = word == 1 ? EXPECT_DENY : EXPECT_ALLOW;
		break;
	case OPT_NOW:
		if (!rfc3339_parse(value, &o->now)) {
			complain("--now: \"%s\" is not a time as "
				 "2026-10-01T12:00:00Z",
				 value);
			return -1;
		}
		break;
	default:
		return -1;
	}
	return word;
}

static bool
use_color(enum color color, int fd)
{
	const char *term = getenv("TERM");
	const char *no_color = getenv("NO_COLOR");

	if (color != COLOR_AUTO)
		return color == COLOR_ALWAYS;
	return isatty(fd) && !(no_color && *no_color) && term &&
	       strcmp(term, "dumb") != 0;
}

static bool
count_operands(const struct options *o, const struct usage *usage)
{
	if (o->noperands >= usage->least &&
	    (usage->most < 0 || o->noperands <= usage->most))
		return true;
	complain("too %s arguments: portero %s",
		 o->noperands < usage->least ? "few" : "many", usage->synopsis);
	return false;
}

static void
bad_option(int letter, char **argv)
{
	const char *text = argv[optind - 1];

	if (letter == ':')
		complain("%s needs a value; see --help", text);
	else if (optopt > 0 && optopt < 256)
		complain("there is no option -%c; see --help", optopt);
	else
		complain("%s: no such option, or not with a value; see --help",
			 text);
}

/* An option of a verb takes the place of a common one of the same name. */
static void
add_own(struct option *all, const struct own_option *own, int letter)
{
	while (all->name && strcmp(all->name, own->name) != 0)
		all++;
	*all = (struct option){
		.name = own->name,
		.has_arg = own->argument ? required_argument : no_argument,
		.val = letter,
	};
}

int
options_parse(struct options *out, const struct usage *usage, void *arg,
	      int argc, char **argv)
{
	struct option all[NCOMMON + MAX_OWN + 1] = { 0 };
	enum color color = COLOR_AUTO;
	int letter;

	*out = (struct options){ .operands = argv };
	memcpy(all, common, sizeof common);
	for (size_t i = 0; i < usage->nown && i < MAX_OWN; i++)
		add_own(all, &usage->own[i], OPT_OWN + (int)i);
	while ((letter = getopt_long(argc, argv, "-:p:qv", all, NULL)) != -1) {
		if (letter == 1) {
			/* argv[0] is free, and operands never overtake */
			out->operands[out->noperands++] = optarg;
			continue;
		}
		if (letter == OPT_HELP) {
			print_help(usage);
			return EXIT_ALLOWED;
		}
		if (letter == '?' || letter == ':') {
			bad_option(letter, argv);
			return EXIT_TROUBLE;
		}
		if (letter >= OPT_OWN
			    ? !usage->own[letter - OPT_OWN].set(arg, optarg)
			    : set_common(out, letter, optarg, &color) < 0)
			return EXIT_TROUBLE;
	}
	for (; optind < argc; optind++) /* what follows -- */
		out->operands[out->noperands++] = argv[optind];
	out->color = use_color(color, STDOUT_FILENO);
	out->err_color = use_color(color, STDERR_FILENO);
	return count_operands(out, usage) ? OPTIONS_GO_ON : EXIT_TROUBLE;
}
