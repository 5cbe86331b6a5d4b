/* SPDX-License-Identifier: MIT */
/* portero lint: what is doubtful in a policy set, or in policy documents. */
#include <stdio.h>
#include <string.h>

#include "lint.h"
#include "open.h"
#include "verbs.h"

#define NEVER (PORTERO_SEVERITY_ERROR + 1)

static int
word_of(const char *value, const char *const words[])
{
	for (int i = 0; words[i]; i++)
		if (strcmp(value, words[i]) == 0)
			return i;
	return -1;
}

static bool
set_type(void *arg, const char *value)
{
	static const char *const words[] = { "identity", "boundary", "session",
					     "scp",	 "rcp",	     "resource",
					     "trust",	 NULL };
	const int word = word_of(value, words);

	if (word < 0) {
		complain("--type: \"%s\" is no type of policy; see --help",
			 value);
		return false;
	}
	((struct lint_run *)arg)->type =
		PORTERO_DOCUMENT_IDENTITY + (uint32_t)word;
	return true;
}

static bool
set_fail_on(void *arg, const char *value)
{
	static const char *const words[] = { "note", "warning", "error",
					     "never", NULL };
	const int word = word_of(value, words);

	if (word < 0) {
		complain("--fail-on: write error, warning, note or never");
		return false;
	}
	((struct lint_run *)arg)->fail_on =
		PORTERO_SEVERITY_NOTE + (uint32_t)word;
	return true;
}

static bool
set_format(void *arg, const char *value)
{
	static const struct lint_format *const formats[] = {
		&lint_text, &lint_json, &lint_sarif, &lint_github, &lint_junit
	};

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (strcmp(value, formats[i]->name) == 0) {
			((struct lint_run *)arg)->format = formats[i];
			return true;
		}
	complain("--format: write text, json, sarif, github or junit");
	return false;
}

static bool
set_ignore(void *arg, const char *value)
{
	struct lint_run *run = arg;

	if (run->nignore == LINT_IGNORE) {
		complain("--ignore: too many");
		return false;
	}
	run->ignore[run->nignore++] = value;
	return true;
}

static bool
set_rules(void *arg, const char *value)
{
	(void)value;
	((struct lint_run *)arg)->list_rules = true;
	return true;
}

static const struct own_option own_options[] = {
	{ "type", "TYPE",
	  "identity, boundary, session, scp, rcp, resource or trust",
	  set_type },
	{ "fail-on", "SEVERITY", "error (default), warning, note or never",
	  set_fail_on },
	{ "format", "FORMAT", "text, json, sarif, github or junit",
	  set_format },
	{ "ignore", "ID", "leave out findings of this rule", set_ignore },
	{ "rules", NULL, "only list the rules", set_rules },
};

/* Is every ID of --ignore a rule's? A misprint would hide nothing, silently. */
static bool
check_ignored(const struct lint_run *run)
{
	const struct portero_rule *rule = NULL;

	for (size_t i = 0; i < run->nignore; i++) {
		for (size_t n = 0; (rule = run->plugin->lint_rule(n)); n++)
			if (strcmp(rule->id, run->ignore[i]) == 0)
				break;
		if (!rule) {
			complain("--ignore: there is no rule \"%s\"; see "
				 "--rules",
				 run->ignore[i]);
			return false;
		}
	}
	return true;
}

static int
list_rules(const struct portero_plugin *plugin)
{
	const struct portero_rule *rule;

	for (size_t n = 0; (rule = plugin->lint_rule(n)); n++)
		printf("%-8s %-24s %s\n", lint_severity(rule->severity),
		       rule->id, rule->what);
	return EXIT_ALLOWED;
}

static bool
look(struct lint_run *run)
{
	const struct options *o = run->options;

	if (o->noperands == 0)
		return lint_set(run);
	for (int i = 0; i < o->noperands; i++)
		if (!lint_file(run, o->operands[i]))
			return false;
	return true;
}

int
cmd_lint(int argc, char **argv)
{
	static const struct usage usage = {
		.synopsis = "lint [options] [FILE...]",
		.what = "Says what is doubtful in the configured policy set, "
			"or in FILEs: policy\ndocuments, or .ndjson with "
			"lines of {\"id\", \"type\", \"document\"}. "
			"portero-lint(7)\nexplains every finding.\n",
		.own = own_options,
		.nown = sizeof own_options / sizeof *own_options,
		.most = -1,
	};
	struct lint_run run = { .fail_on = PORTERO_SEVERITY_ERROR,
				.format = &lint_text };
	struct options o;
	int code = options_parse(&o, &usage, &run, argc, argv);
	bool good;

	if (code != OPTIONS_GO_ON)
		return code;
	run.options = &o;
	run.plugin = open_plugin(&o);
	if (!run.plugin)
		return EXIT_TROUBLE;
	if (run.plugin->size < sizeof *run.plugin || !run.plugin->lint ||
	    !run.plugin->lint_rule) {
		complain("this plugin has no lint");
		return EXIT_TROUBLE;
	}
	if (run.list_rules)
		return list_rules(run.plugin);
	if (!check_ignored(&run))
		return EXIT_TROUBLE;
	if (run.format->begin)
		run.format->begin(&run);
	good = look(&run);
	if (run.format->end)
		run.format->end(&run);
	if (!good)
		return EXIT_TROUBLE;
	return run.failed ? EXIT_INVALID : EXIT_ALLOWED;
}
