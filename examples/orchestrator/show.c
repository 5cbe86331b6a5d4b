/* SPDX-License-Identifier: MIT */
/* pipelined status and list-steps. */
#include <dirent.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "../../host/lib/escape.h"
#include "../../host/slurm/kind.h"
#include "state.h"
#include "verbs.h"

static int
show_one(const struct settings *set, const char *id,
	 void (*show)(const struct execution *e))
{
	struct execution e = { .set = set, .lock = -1, .log = { .fd = -1 } };
	const bool ok = state_open(&e, id);

	if (ok)
		show(&e);
	execution_free(&e);
	return ok ? EXIT_DONE : EXIT_TROUBLE;
}

static void
show_status(const struct execution *e)
{
	size_t done = 0;

	for (size_t i = 0; i < e->nsteps; i++)
		done += status_final(e->steps[i].status);
	printf("%s %-10s %zu/%zu %s", e->id, status_text(e->status), done,
	       e->nsteps, e->pipeline);
	if (e->reason[0]) {
		printf(": ");
		escape_puts(stdout, e->reason);
	}
	putchar('\n');
}

/* The ARN that the job has for the API, as execution.list_steps() shows it. */
static void
show_arn(const struct execution *e, const struct step *s)
{
	const struct job_kind *kind = job_kind(s->type);

	if (kind && kind->type && s->job[0] &&
	    !(kind->own_resource && strncmp(s->job, "pipelines-", 10) == 0))
		printf("\t%s:%s/%s", e->set->place, kind->type, s->job);
	else
		printf("\t-");
}

static void
show_steps(const struct execution *e)
{
	for (size_t i = 0; i < e->nsteps; i++) {
		const struct step *s = &e->steps[i];

		printf("%s\t%s\t%s\t%s", s->name, s->type,
		       status_text(s->status), s->job[0] ? s->job : "-");
		show_arn(e, s);
		printf("\t%s\t%s\t%u\t", s->slurm[0] ? s->slurm : "-",
		       s->decision[0] ? s->decision : "-", s->failures);
		escape_puts(stdout, s->reason[0] ? s->reason : "-");
		putchar('\n');
	}
}

/* -c CONF [ID] */
static bool
parse(struct settings *set, int argc, char **argv, const char **id)
{
	const char *conf = NULL;
	int c;

	while ((c = getopt(argc, argv, "c:")) != -1) {
		if (c != 'c')
			return false;
		conf = optarg;
	}
	*id = optind < argc ? argv[optind] : NULL;
	return verb_settings(set, conf);
}

int
verb_status(int argc, char **argv)
{
	struct settings set = { .text = NULL };
	const struct dirent *entry;
	int code = EXIT_TROUBLE;
	const char *id;
	DIR *folder;

	if (!parse(&set, argc, argv, &id))
		return EXIT_TROUBLE;
	if (id) {
		code = show_one(&set, id, show_status);
	} else if ((folder = opendir(set.state)) != NULL) {
		code = EXIT_DONE;
		while ((entry = readdir(folder)) != NULL)
			if (strlen(entry->d_name) == 12)
				show_one(&set, entry->d_name, show_status);
		closedir(folder);
	}
	settings_free(&set);
	return code;
}

int
verb_list_steps(int argc, char **argv)
{
	struct settings set = { .text = NULL };
	int code = EXIT_TROUBLE;
	const char *id;

	if (parse(&set, argc, argv, &id) && id)
		code = show_one(&set, id, show_steps);
	settings_free(&set);
	return code;
}
