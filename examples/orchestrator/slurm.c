/* SPDX-License-Identifier: MIT */
/* Runs sbatch, squeue and scancel, without a shell between us and them. */
#include "slurm.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../host/lib/text.h"

#define WORDS_MOST 64

/* What Slurm's commands need and jobs inherit: nothing else of ours. */
static char path[] = "PATH=/usr/local/bin:/usr/bin:/bin", conf[1024];
static char *const environment[] = { path, conf, NULL };

static bool
set_environment(void)
{
	const char *own = getenv("SLURM_CONF");
	const int n = snprintf(conf, sizeof conf, "SLURM_CONF=%s",
			       own ? own : "/etc/slurm/slurm.conf");

	return n > 0 && (size_t)n < sizeof conf;
}

/* What a command said, both ways; the caller frees it. NULL: it did not run. */
static char *
drain(int fd)
{
	size_t len = 0, cap = 4096;
	char *text = malloc(cap);
	ssize_t n;

	while (text) {
		n = read(fd, text + len, cap - len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		len += (size_t)n;
		if (cap - len < 1024) {
			char *bigger = realloc(text, cap * 2);

			if (!bigger)
				break;
			text = bigger;
			cap *= 2;
		}
	}
	if (text)
		text[len] = '\0';
	return text;
}

static bool
feed(int fd, const char *text)
{
	const size_t len = strlen(text);

	return write(fd, text, len) == (ssize_t)len;
}

/* Exit status, or -1; *OUT is what it said. INPUT is short. */
static int
run(const char *const *words, const char *input, char **out)
{
	posix_spawn_file_actions_t actions;
	int in[2], from[2], status = -1;
	pid_t pid;
	bool ok;

	*out = NULL;
	if (!set_environment() || pipe(in) != 0)
		return -1;
	if (pipe(from) != 0) {
		close(in[0]);
		close(in[1]);
		return -1;
	}
	fcntl(in[1], F_SETFD, FD_CLOEXEC);
	fcntl(from[0], F_SETFD, FD_CLOEXEC);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in[0], 0);
	posix_spawn_file_actions_adddup2(&actions, from[1], 1);
	posix_spawn_file_actions_adddup2(&actions, from[1], 2);
	posix_spawn_file_actions_addclose(&actions, in[0]);
	posix_spawn_file_actions_addclose(&actions, from[1]);
	ok = posix_spawnp(&pid, words[0], &actions, NULL,
			  (char *const *)(uintptr_t)words, environment) == 0;
	posix_spawn_file_actions_destroy(&actions);
	close(in[0]);
	close(from[1]);
	if (ok && !feed(in[1], input))
		status = -1; /* the command says what it lacks */
	close(in[1]);
	if (ok) {
		*out = drain(from[0]);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	}
	close(from[0]);
	return ok && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The path of this very program, which the job runs on its node. */
static bool
own_path(char *out, size_t size)
{
	const ssize_t n = readlink("/proc/self/exe", out, size - 1);

	if (n <= 0 || (size_t)n >= size - 1)
		return false;
	out[n] = '\0';
	return true;
}

/* What the hook says comes as "sbatch: error: portero: ...". */
static bool
is_refusal(const char *said)
{
	return strstr(said, "portero: ") != NULL;
}

static void
first_line(char *why, size_t size, const char *said)
{
	const char *at = strstr(said, "portero: ");

	if (!at)
		at = said;
	snprintf(why, size, "%.*s", (int)strcspn(at, "\n"), at);
}

enum submitted
slurm_submit(const struct execution *e, struct step *s,
	     const struct settings_line *machine, const char *comment,
	     char *why, size_t size)
{
	char self[1024], script[2048], output[700];
	const char *words[WORDS_MOST] = {
		"sbatch",	"--parsable",
		"--no-requeue", "--job-name",
		s->job,		"--comment",
		comment,	"--chdir",
		e->dir,		"--output",
		output,		"--export=ALL",
		"--partition",	machine->words[0],
	};
	size_t n = 14;
	char *said;
	int code;

	if (!own_path(self, sizeof self) || strpbrk(self, "'\n") ||
	    strpbrk(e->dir, "'\n")) {
		snprintf(why, size, "paths with quotes are not for scripts");
		return SUBMIT_TROUBLE;
	}
	for (size_t i = 1; machine->words[i] && n < WORDS_MOST - 1; i++)
		words[n++] = machine->words[i];
	words[n] = NULL;
	snprintf(output, sizeof output, "%s/logs/%s", e->dir, s->job);
	snprintf(script, sizeof script, "#!/bin/sh\nexec '%s' job '%s' '%s'\n",
		 self, e->dir, s->job);
	code = run(words, script, &said);
	if (code == 0 && said) {
		snprintf(s->slurm, sizeof s->slurm, "%.*s",
			 (int)strspn(said, "0123456789"), said);
		free(said);
		return SUBMIT_DONE;
	}
	first_line(why, size, said ? said : "sbatch cannot be run");
	code = said && is_refusal(said);
	free(said);
	return code ? SUBMIT_REFUSED : SUBMIT_TROUBLE;
}

bool
slurm_list(const struct execution *e, char **found)
{
	char *names = text_format("--name=none");
	const char *words[] = { "squeue", "-h", "-o", "%j", NULL, NULL };
	int code;

	for (size_t i = 0; names && i < e->nsteps; i++) {
		const struct step *s = &e->steps[i];
		char *longer;

		if (s->status != EXECUTING && s->status != STARTING)
			continue;
		longer = text_format("%s,%s", names, s->job);
		free(names);
		names = longer;
	}
	if (!names)
		return false;
	words[4] = names;
	code = run(words, "", found);
	free(names);
	if (code == 0 && *found)
		return true;
	free(*found);
	*found = NULL;
	return false;
}

void
slurm_cancel(const struct step *s)
{
	const char *words[] = { "scancel", NULL, NULL };
	char *name = text_format("--name=%s", s->job), *said = NULL;

	words[1] = name;
	if (name)
		run(words, "", &said);
	free(said);
	free(name);
}
