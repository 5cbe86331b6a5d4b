/* SPDX-License-Identifier: MIT */
/* portero completion: what a shell needs to know, from the table of verbs. */
#include <stdio.h>
#include <string.h>

#include "options.h"
#include "verbs.h"

static void
print_verbs(const char *before, const char *after)
{
	for (const struct verb *v = verbs; v->name; v++)
		printf("%s%s%s", before, v->name, after);
}

static void
print_options(const char *before, const char *after)
{
	const char *name;

	for (size_t i = 0; (name = options_name(i)) != NULL; i++)
		printf("%s%s%s", before, name, after);
}

static void
bash(void)
{
	fputs("_portero() {\n"
	      "\tlocal word=${COMP_WORDS[COMP_CWORD]}\n"
	      "\tcase $COMP_CWORD,$word in\n"
	      "\t1,*) COMPREPLY=($(compgen -W '",
	      stdout);
	print_verbs("", " ");
	fputs("' -- \"$word\")) ;;\n"
	      "\t*,-*) COMPREPLY=($(compgen -W '",
	      stdout);
	print_options("--", " ");
	puts("' -- \"$word\")) ;;\n"
	     "\t*) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n"
	     "\tesac\n"
	     "}\n"
	     "complete -o filenames -F _portero portero");
}

static void
zsh(void)
{
	fputs("#compdef portero\n"
	      "if ((CURRENT == 2)); then\n"
	      "\tcompadd ",
	      stdout);
	print_verbs("", " ");
	fputs("\nelif [[ $words[CURRENT] == -* ]]; then\n"
	      "\tcompadd -- ",
	      stdout);
	print_options("--", " ");
	puts("\nelse\n"
	     "\t_files\n"
	     "fi");
}

static void
fish(void)
{
	for (const struct verb *v = verbs; v->name; v++)
		printf("complete -c portero -n __fish_use_subcommand -f "
		       "-a %s -d '%s'\n",
		       v->name, strchr(v->what, '\'') ? "" : v->what);
	print_options("complete -c portero -l ", "\n");
}

int
cmd_completion(int argc, char **argv)
{
	static const struct usage usage = {
		.synopsis = "completion bash|zsh|fish",
		.what = "Prints a completion for a shell.\n",
		.least = 1,
		.most = 1,
	};
	static const struct {
		const char *name;
		void (*print)(void);
	} shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };
	struct options o;
	int code = options_parse(&o, &usage, NULL, argc, argv);

	if (code != OPTIONS_GO_ON)
		return code;
	for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
		if (strcmp(o.operands[0], shells[i].name) == 0) {
			shells[i].print();
			return EXIT_ALLOWED;
		}
	}
	complain("there is no completion for \"%s\"", o.operands[0]);
	return EXIT_TROUBLE;
}
